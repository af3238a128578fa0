// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <limits>
#include <string>
#include <string_view>

INCUFLOW_BEGIN

/// Years in a duration text: `"18 months"`, `"1 year"`, `"36个月"`, `"2年"`, `"90 days"` is refused (days have no exact share of a year).
/// Throws ParameterError("units.bad_duration").
[[nodiscard]] INCUFLOW_EXPORT double parse_duration(std::string_view text);
/// The shortest such text: `"18 months"`, `"3 years"`.
[[nodiscard]] INCUFLOW_EXPORT std::string format_duration(double years);

/// Yuan in a money text: `"1万元"`, `"2.8亿元"`, `"5000元"`. Throws ParameterError("units.bad_money").
[[nodiscard]] INCUFLOW_EXPORT double parse_money(std::string_view text);
/// Such a text in the largest unit that reads back to the same amount: `1万元`, `2.8亿元`, `5000元`.
[[nodiscard]] INCUFLOW_EXPORT std::string format_money(double yuan);

/// A number as people write it: `"55%"`, `"55％"` (0.55), `"100/3"`, `"20万"`, `"1.5亿"`, `"1,239"`, `"15家"`, `"20场(次)"`. The unit behind is dropped.
/// Throws ParameterError("units.bad_number").
[[nodiscard]] INCUFLOW_EXPORT double parse_count(std::string_view text);

/// A range as people write it: `"1—2家"`, `"3至4个"`, `"10—50 万元"` (a scale word behind the second number serves both), `"10~50"`.
struct Range {
    double low{std::numeric_limits<double>::quiet_NaN()};
    double high{std::numeric_limits<double>::quiet_NaN()};
};
/// Throws ParameterError("units.bad_range"), also when low > high.
[[nodiscard]] INCUFLOW_EXPORT Range parse_range(std::string_view text);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/units/quantity.ipp"
#endif
