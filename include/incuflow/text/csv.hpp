// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <string>
#include <string_view>

INCUFLOW_BEGIN

/// A field of a CSV file (RFC 4180): in quotation marks where it holds a comma, a quotation mark or a line end.
[[nodiscard]] INCUFLOW_EXPORT std::string csv_field(std::string_view text);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/text/csv.ipp"
#endif
