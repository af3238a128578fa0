// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <string>
#include <string_view>

INCUFLOW_BEGIN

/// A JSON string with its quotation marks; UTF-8 is kept, control characters are escaped.
[[nodiscard]] INCUFLOW_EXPORT std::string json_string(std::string_view text);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/text/json.ipp"
#endif
