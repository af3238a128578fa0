// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <string>

INCUFLOW_BEGIN

namespace detail {

/// The bytes of a file of at most 8 MiB. Throws StudyError("io.cannot_read" | "io.too_large").
[[nodiscard]] std::string read_study_bytes(const std::string& path);

/// UTF-8 without its byte-order mark. Throws StudyError("io.too_large" | "io.wrong_encoding" | "io.not_utf8") for what is not.
[[nodiscard]] std::string study_text(std::string bytes, const std::string& name);

}  // namespace detail

INCUFLOW_END
