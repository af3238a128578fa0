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

/// Names of the studies that come with the library, such as `torch-2016-2020`, in alphabetical order.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string> preset_names();

/// The study file of a preset. Throws StudyError("io.unknown_preset") with the nearest name.
[[nodiscard]] INCUFLOW_EXPORT std::string preset_text(std::string_view name);

/// The study of a preset. Throws as `preset_text`.
[[nodiscard]] INCUFLOW_EXPORT Study load_preset(std::string_view name);

INCUFLOW_END
