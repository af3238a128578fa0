// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <string>

INCUFLOW_BEGIN

namespace detail {

/// Writes a file as a whole or not at all: into a temporary file beside it, which then takes its name. Throws
/// OutputError("io.cannot_write").
void save_text(const std::string& text, const std::string& path);

}  // namespace detail

INCUFLOW_END
