// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/text/json.hpp"

INCUFLOW_BEGIN

INCUFLOW_INLINE std::string json_string(std::string_view text)
{
    static constexpr char hex[] = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (c == '\n') {
            quoted += "\\n";
        } else if (c == '\t') {
            quoted += "\\t";
        } else if (c == '\r') {
            quoted += "\\r";
        } else if (byte < 0x20) {
            quoted += "\\u00";
            quoted += hex[byte >> 4];
            quoted += hex[byte & 15U];
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

INCUFLOW_END
