// SPDX-License-Identifier: Apache-2.0
#pragma once

#if !defined(INCUFLOW_COMPILED)
#error "Study files need the compiled library: link incuflow::compiled (it defines INCUFLOW_COMPILED)."
#endif

#include "incuflow/base/config.hpp"
#include "incuflow/study/study.hpp"

#include <string>
#include <string_view>

INCUFLOW_BEGIN

/// Reads a study file (TOML, UTF-8, at most 8 MiB). Files it includes must lie in its folder.
///
/// Throws one StudyError with every fault found: unknown keys with the nearest one, wrong types, numbers without origin, and what the checks
/// of the model find; each with file, line, column (code points, from 1) and key path, in the order of the file. A file that is missing,
/// too large, not UTF-8, not TOML or of another format gives that one fault.
[[nodiscard]] INCUFLOW_EXPORT Study load_study(const std::string& path);

/// The same from a text; `name` stands for the file in messages. A text cannot include files.
[[nodiscard]] INCUFLOW_EXPORT Study parse_study(std::string_view toml, const std::string& name = "<text>");

/// The study as a file: fixed order of keys, shortest numbers that read back exactly. parse_study(to_toml(study)) == study for every study
/// whose numbers say their origin as a file asks.
[[nodiscard]] INCUFLOW_EXPORT std::string to_toml(const Study& study);

/// Writes `to_toml(study)` as a whole or not at all. Throws OutputError("io.cannot_write").
INCUFLOW_EXPORT void save_study(const Study& study, const std::string& path);

namespace detail {

/// Reads back what `to_toml` wrote of a study made in code, whose numbers need not say what a file must.
[[nodiscard]] INCUFLOW_EXPORT Study parse_own_study(std::string_view toml);

}  // namespace detail

INCUFLOW_END
