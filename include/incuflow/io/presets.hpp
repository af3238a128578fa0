// SPDX-License-Identifier: Apache-2.0
#pragma once

#if !defined(INCUFLOW_COMPILED)
#error "Presets need the compiled library: link incuflow::compiled (it defines INCUFLOW_COMPILED)."
#endif

#include "incuflow/base/config.hpp"
#include "incuflow/study/study.hpp"

#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

// A preset is one of the studies inside the library or, for a name that is not among them, the file NAME.toml in the first folder of the
// environment variable INCUFLOW_PRESET_PATH (folders with ":" between them) that has one. An installation also has its presets as files, to
// read and to copy from, under share/incuflow/presets.

/// Names of all presets, such as `torch-2016-2020`, in alphabetical order.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string> preset_names();

/// The study file of a preset. Throws StudyError("io.unknown_preset") with the nearest name; for a file as `load_study`.
[[nodiscard]] INCUFLOW_EXPORT std::string preset_text(std::string_view name);

/// The study of a preset. Throws as `preset_text`, and for a file with faults as `load_study`.
[[nodiscard]] INCUFLOW_EXPORT Study load_preset(std::string_view name);

INCUFLOW_END
