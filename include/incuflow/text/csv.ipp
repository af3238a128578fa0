// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/text/csv.hpp"

INCUFLOW_BEGIN

INCUFLOW_INLINE std::string csv_field(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string(text);
    }
    std::string field = "\"";
    for (const char c : text) {
        field += c;
        if (c == '"') {
            field += c;
        }
    }
    return field + '"';
}

INCUFLOW_END
