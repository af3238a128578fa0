// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/text/number.hpp"

#include <array>
#include <charconv>
#include <cmath>

INCUFLOW_BEGIN

INCUFLOW_INLINE std::string format_number(double value)
{
    if (value != value) {
        return "nan";
    }
    std::array<char, 64> buffer{};
    // The shortest text in plain notation where that is readable, else in scientific notation.
    const double size = std::fabs(value);
    const bool plain = size == 0.0 || (size >= 1e-5 && size < 1e15);
    const auto end = plain ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed)
                           : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return std::string(buffer.data(), end.ptr);
}

INCUFLOW_INLINE std::string format_number(std::int64_t value) { return std::to_string(value); }

INCUFLOW_INLINE std::string format_fixed(double value, int decimals)
{
    if (value != value) {
        return {};
    }
    std::array<char, 400> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    std::string text(buffer.data(), end.ptr);
    // No negative zero in tables.
    if (!text.empty() && text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos) {
        text.erase(0, 1);
    }
    return text;
}

INCUFLOW_INLINE std::optional<double> parse_number(std::string_view text)
{
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
        if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
            return std::nullopt;
        }
    }
    double value = 0.0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || end.ptr != text.data() + text.size() || end.ec != std::errc()) {
        return std::nullopt;
    }
    return value;
}

INCUFLOW_END
