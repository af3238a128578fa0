// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

INCUFLOW_BEGIN

/// A day of the Gregorian calendar.
struct Date {
    int year{};
    int month{};
    int day{};

    friend auto operator<=>(const Date&, const Date&) = default;
};

/// Which end of the day a date means: base, end, due and stock dates its end; `since`, `start` and breaks its beginning.
enum class DayEdge { begin, end };

[[nodiscard]] INCUFLOW_EXPORT bool is_valid(const Date& date) noexcept;
[[nodiscard]] INCUFLOW_EXPORT int days_in_month(int year, int month) noexcept;

/// ISO text `YYYY-MM-DD`.
[[nodiscard]] INCUFLOW_EXPORT std::string format_date(const Date& date);
/// Reads `YYYY-MM-DD`, also `YYYY年M月D日` and `YYYY/M/D`; throws ParameterError("units.bad_date").
[[nodiscard]] INCUFLOW_EXPORT Date parse_date(std::string_view text);

/// A point of time as exact months since year 0 plus a fraction of a month in [0, 1), so that 36 months are exactly 3 years.
struct TimePoint {
    long months{};
    double fraction{};

    friend auto operator<=>(const TimePoint&, const TimePoint&) = default;
};

/// `date` at one end of its day: Y + (M−1)/12 + D'/(12·days in month), D' = D at the end, D − 1 at the beginning.
[[nodiscard]] INCUFLOW_EXPORT TimePoint time_point(const Date& date, DayEdge edge) noexcept;
/// Years from `from` to `to` (exact for whole months apart).
[[nodiscard]] INCUFLOW_EXPORT double years_between(const TimePoint& from, const TimePoint& to) noexcept;

/// The day before and after.
[[nodiscard]] INCUFLOW_EXPORT Date previous_day(const Date& date) noexcept;
[[nodiscard]] INCUFLOW_EXPORT Date next_day(const Date& date) noexcept;

/// A plan period such as `"十四五"` (2021..2025), `"2016-2020"`, `"2016—2020"`: first day and last day. Throws ParameterError("units.bad_period").
struct Period {
    Date first{};
    Date last{};

    friend bool operator==(const Period&, const Period&) = default;
};
[[nodiscard]] INCUFLOW_EXPORT Period parse_period(std::string_view text);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/units/date.ipp"
#endif
