// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"
#include "incuflow/units/quantity.hpp"

#include <cmath>
#include <optional>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE bool is_digit(char32_t c) noexcept { return c >= U'0' && c <= U'9'; }

// A comma that groups thousands has exactly three digits behind it: 1,239 is a number, 10,20 is not.
INCUFLOW_INLINE bool groups_thousands(const std::u32string& text, std::size_t at) noexcept
{
    const auto digit = [&](std::size_t i) { return i < text.size() && is_digit(text[i]); };
    return digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4);
}

// Reads a decimal number at the beginning of a text (thousands commas allowed) and cuts it off.
INCUFLOW_INLINE std::optional<double> take_number(std::u32string& text)
{
    std::string digits;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const char32_t c = text[at];
        const bool sign = (c == U'-' || c == U'+') && at == 0;
        const bool exponent = (c == U'e' || c == U'E') && !digits.empty() && at + 1 < text.size() &&
                              (is_digit(text[at + 1]) || text[at + 1] == U'-');
        const bool exponent_sign = c == U'-' && at > 0 && (text[at - 1] == U'e' || text[at - 1] == U'E');
        if (is_digit(c) || c == U'.' || sign || exponent || exponent_sign) {
            digits.push_back(static_cast<char>(c));
        } else if (!(c == U',' && !digits.empty() && groups_thousands(text, at))) {
            break;
        }
    }
    const std::optional<double> value = parse_number(digits);
    if (value.has_value()) {
        text.erase(0, at);
    }
    return value;
}

// 万 and 亿 behind a number, as often as they stand there (万亿 is 10^12).
INCUFLOW_INLINE double take_scale(std::u32string& text)
{
    double scale = 1.0;
    while (!text.empty() && (text.front() == U'万' || text.front() == U'亿')) {
        scale *= text.front() == U'万' ? 1e4 : 1e8;
        text.erase(0, 1);
    }
    return scale;
}

INCUFLOW_INLINE std::u32string folded(std::string_view text)
{
    std::u32string points;
    for (const char32_t c : decode_utf8(fold_width(trim(text)))) {
        if (!is_space(c)) {
            points.push_back(c);
        }
    }
    return points;
}

INCUFLOW_INLINE bool has_digit(const std::u32string& text)
{
    for (const char32_t c : text) {
        if (is_digit(c)) {
            return true;
        }
    }
    return false;
}

// A scaled number such as 2.8亿 or 55%; what follows it stays in `text`.
INCUFLOW_INLINE std::optional<double> take_scaled(std::u32string& text)
{
    const std::optional<double> value = take_number(text);
    if (!value.has_value()) {
        return std::nullopt;
    }
    if (!text.empty() && text.front() == U'%') {
        text.erase(0, 1);
        return *value / 100.0;
    }
    return *value * take_scale(text);
}

}  // namespace detail

INCUFLOW_INLINE double parse_duration(std::string_view text)
{
    std::u32string rest = detail::folded(text);
    const std::optional<double> value = detail::take_number(rest);
    const std::string unit = encode_utf8(rest);
    if (value.has_value() && *value >= 0.0 && std::isfinite(*value)) {
        if (unit == "year" || unit == "years" || unit == "年" || unit == "y") {
            return *value;
        }
        if (unit == "month" || unit == "months" || unit == "个月" || unit == "月") {
            return *value / 12.0;
        }
    }
    throw ParameterError("units.bad_duration", {{"given", std::string(text)}});
}

INCUFLOW_INLINE std::string format_duration(double years)
{
    const double months = years * 12.0;
    if (years != std::floor(years) && months == std::floor(months) && months / 12.0 == years) {
        return format_number(months) + (months == 1.0 ? " month" : " months");
    }
    return format_number(years) + (years == 1.0 ? " year" : " years");
}

INCUFLOW_INLINE double parse_money(std::string_view text)
{
    std::u32string rest = detail::folded(text);
    const std::optional<double> value = detail::take_number(rest);
    if (value.has_value() && std::isfinite(*value)) {
        const double scale = detail::take_scale(rest);
        if (rest == U"元") {
            return *value * scale;
        }
    }
    throw ParameterError("units.bad_money", {{"given", std::string(text)}});
}

INCUFLOW_INLINE std::string format_money(double yuan)
{
    // A larger unit only where the text reads back to the same amount.
    const auto fits = [&](double unit) { return std::fabs(yuan) >= unit && yuan / unit * unit == yuan; };
    if (fits(1e8)) {
        return format_number(yuan / 1e8) + "亿元";
    }
    return fits(1e4) ? format_number(yuan / 1e4) + "万元" : format_number(yuan) + "元";
}

INCUFLOW_INLINE double parse_count(std::string_view text)
{
    std::u32string rest = detail::folded(text);
    std::optional<double> value = detail::take_scaled(rest);
    while (value.has_value() && !rest.empty() && rest.front() == U'/') {
        rest.erase(0, 1);
        const std::optional<double> divisor = detail::take_scaled(rest);
        if (!divisor.has_value() || *divisor == 0.0) {
            value.reset();
            break;
        }
        *value /= *divisor;
    }
    // A unit such as 家 or 场(次) may follow; another number may not.
    if (!value.has_value() || !std::isfinite(*value) || detail::has_digit(rest)) {
        throw ParameterError("units.bad_number", {{"given", std::string(text)}});
    }
    return *value;
}

INCUFLOW_INLINE Range parse_range(std::string_view text)
{
    const std::u32string_view dashes = U"—–―-~～至到";
    std::u32string rest = detail::folded(text);
    std::optional<double> low = detail::take_number(rest);
    const bool percent = !rest.empty() && rest.front() == U'%';
    const double low_scale = percent ? 0.01 : detail::take_scale(rest);
    if (percent) {
        rest.erase(0, 1);
    }
    // "1家—2家": the unit may stand behind the first number too; what it says then holds for that number alone.
    const auto is_dash = [&](char32_t c) { return dashes.find(c) != std::u32string_view::npos; };
    std::size_t unit = 0;
    while (unit < rest.size() && !is_dash(rest[unit]) && !detail::is_digit(rest[unit])) {
        ++unit;
    }
    std::size_t run = unit;
    while (run < rest.size() && is_dash(rest[run])) {
        ++run;
    }
    // A hyphen behind another dash is the sign of the second number.
    if (run > unit + 1 && rest[run - 1] == U'-' && rest[run - 2] != U'-') {
        --run;
    }
    const bool dashed = run > unit;
    const bool scaled = percent || low_scale != 1.0 || unit > 0;
    rest.erase(0, run);
    std::optional<double> high = detail::take_number(rest);
    if (!low.has_value() || !high.has_value() || !dashed) {
        throw ParameterError("units.bad_range", {{"given", std::string(text)}});
    }
    const bool high_percent = !rest.empty() && rest.front() == U'%';
    const double high_scale = high_percent ? 0.01 : detail::take_scale(rest);
    // A scale behind the second number alone serves both.
    const Range range{*low * (scaled ? low_scale : high_scale), *high * high_scale};
    if (!std::isfinite(range.low) || !std::isfinite(range.high) || range.low > range.high || detail::has_digit(rest)) {
        throw ParameterError("units.bad_range", {{"given", std::string(text)}});
    }
    return range;
}

INCUFLOW_END
