// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reading.hpp"

#include <optional>
#include <string>

INCUFLOW_BEGIN

namespace detail {

/// The document of a study with the tables of its included files before its own. Includes are looked for in `folder`; without one (a
/// text, a preset) they are refused. Throws StudyError for files that cannot be read or are not TOML, an unknown format, includes that
/// leave the folder, and keys that two files give.
[[nodiscard]] Node load_document(std::string bytes, const std::string& name, const std::optional<std::string>& folder,
                                 StudyReading& reading);

}  // namespace detail

INCUFLOW_END
