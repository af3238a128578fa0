// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/text/utf8.hpp"
#include "incuflow/units/date.hpp"

#include <array>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE std::string two_digits(int n)
{
    std::string text = std::to_string(n);
    if (n >= 0 && n < 10) {
        text.insert(text.begin(), '0');
    }
    return text;
}

// Whole numbers of a text; its form is the text with `#` for each of them.
INCUFLOW_INLINE std::vector<int> whole_numbers(const std::u32string& text, std::u32string& form)
{
    std::vector<int> numbers;
    bool inside = false;
    for (const char32_t c : text) {
        if (c >= U'0' && c <= U'9') {
            if (!inside) {
                numbers.push_back(0);
                form.push_back(U'#');
            }
            inside = true;
            if (numbers.back() < 100000) {
                numbers.back() = numbers.back() * 10 + static_cast<int>(c - U'0');
            }
        } else {
            inside = false;
            form.push_back(c);
        }
    }
    return numbers;
}

// `#—#`, `#年至#年` and the like: two numbers with dashes between them.
INCUFLOW_INLINE bool is_span(std::u32string_view form)
{
    const std::u32string_view dashes = U"—–―-~～至到";
    const auto take = [&](auto wanted) {
        const bool there = !form.empty() && wanted(form.front());
        form.remove_prefix(there ? 1 : 0);
        return there;
    };
    const auto number = [](char32_t c) { return c == U'#'; };
    const auto year = [](char32_t c) { return c == U'年'; };
    const auto dash = [&](char32_t c) { return dashes.find(c) != std::u32string_view::npos; };
    bool good = take(number);
    (void)take(year);
    good = take(dash) && good;
    while (take(dash)) {
    }
    good = take(number) && good;
    (void)take(year);
    return good && form.empty();
}

}  // namespace detail

INCUFLOW_INLINE int days_in_month(int year, int month) noexcept
{
    constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) {
        return 0;
    }
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

INCUFLOW_INLINE bool is_valid(const Date& date) noexcept
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= days_in_month(date.year, date.month);
}

INCUFLOW_INLINE std::string format_date(const Date& date)
{
    std::string year = std::to_string(date.year);
    while (year.size() < 4 && date.year >= 0) {
        year.insert(year.begin(), '0');
    }
    return year + '-' + detail::two_digits(date.month) + '-' + detail::two_digits(date.day);
}

INCUFLOW_INLINE Date parse_date(std::string_view text)
{
    std::u32string form;
    const std::vector<int> n = detail::whole_numbers(decode_utf8(fold_width(trim(text))), form);
    if (form == U"#-#-#" || form == U"#年#月#日" || form == U"#/#/#") {
        const Date date{n[0], n[1], n[2]};
        if (is_valid(date)) {
            return date;
        }
    }
    throw ParameterError("units.bad_date", {{"given", std::string(text)}});
}

INCUFLOW_INLINE TimePoint time_point(const Date& date, DayEdge edge) noexcept
{
    TimePoint point{12L * date.year + (date.month - 1), 0.0};
    const int days = days_in_month(date.year, date.month);
    const int passed = edge == DayEdge::end ? date.day : date.day - 1;
    if (passed >= days) {
        ++point.months;
    } else {
        point.fraction = static_cast<double>(passed) / days;
    }
    return point;
}

INCUFLOW_INLINE double years_between(const TimePoint& from, const TimePoint& to) noexcept
{
    return (static_cast<double>(to.months - from.months) + (to.fraction - from.fraction)) / 12.0;
}

INCUFLOW_INLINE Date previous_day(const Date& date) noexcept
{
    if (date.day > 1) {
        return {date.year, date.month, date.day - 1};
    }
    const int year = date.month > 1 ? date.year : date.year - 1;
    const int month = date.month > 1 ? date.month - 1 : 12;
    return {year, month, days_in_month(year, month)};
}

INCUFLOW_INLINE Date next_day(const Date& date) noexcept
{
    if (date.day < days_in_month(date.year, date.month)) {
        return {date.year, date.month, date.day + 1};
    }
    return date.month < 12 ? Date{date.year, date.month + 1, 1} : Date{date.year + 1, 1, 1};
}

INCUFLOW_INLINE Period parse_period(std::string_view text)
{
    std::u32string points = decode_utf8(fold_width(trim(text)));
    std::u32string form;
    const std::vector<int> n = detail::whole_numbers(points, form);
    if (n.size() == 2 && detail::is_span(form) && n[0] >= 1000 && n[1] >= n[0] && n[1] <= 9999) {
        return {{n[0], 1, 1}, {n[1], 12, 31}};
    }
    if (n.size() == 1 && n[0] >= 1000 && n[0] <= 9999 && (form == U"#" || form == U"#年")) {
        return {{n[0], 1, 1}, {n[0], 12, 31}};
    }
    // "十四五": the N-th five-year plan runs from 1953 + 5(N − 1), from the sixth plan (1981) on with the gap 1963–1965 behind it.
    const std::u32string_view quotes = U"“”\"";
    while (!points.empty() && quotes.find(points.front()) != std::u32string_view::npos) {
        points.erase(points.begin());
    }
    while (!points.empty() && quotes.find(points.back()) != std::u32string_view::npos) {
        points.pop_back();
    }
    const std::u32string_view digits = U"一二三四五六七八九";
    if (points.size() >= 2 && points.back() == U'五') {
        points.pop_back();
        int plan = 0;
        if (points.front() == U'十') {
            const std::size_t unit = points.size() == 2 ? digits.find(points[1]) : std::u32string_view::npos;
            plan = points.size() == 1 ? 10 : unit == std::u32string_view::npos ? 0 : 11 + static_cast<int>(unit);
        } else if (points.size() == 1 && digits.find(points.front()) != std::u32string_view::npos) {
            plan = 1 + static_cast<int>(digits.find(points.front()));
        }
        if (plan >= 6) {
            const int first = 1981 + 5 * (plan - 6);
            return {{first, 1, 1}, {first + 4, 12, 31}};
        }
    }
    throw ParameterError("units.bad_period", {{"given", std::string(text)}});
}

INCUFLOW_END
