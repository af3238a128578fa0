// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/roots.hpp"
#include "incuflow/study/consistency.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"

#include <limits>
#include <optional>

INCUFLOW_BEGIN

namespace detail {

inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

// Parts between `separator`s, all of them numbers; empty if one is not.
INCUFLOW_INLINE std::vector<double> numbers_between(std::string_view text, char separator)
{
    std::vector<double> numbers;
    for (std::size_t at = 0;;) {
        const std::size_t end = text.find(separator, at);
        const std::optional<double> number = parse_number(trim(text.substr(at, end - at)));
        if (!number.has_value()) {
            return {};
        }
        numbers.push_back(*number);
        if (end == std::string_view::npos) {
            return numbers;
        }
        at = end + 1;
    }
}

INCUFLOW_INLINE double sequence_rate(double moved, double entered, double years)
{
    if (!(moved > 0.0 && moved < entered && years > 0.0)) {
        return no_value;
    }
    // In x = hT: the left side rises from 0 to 1 and is about 1 − 1/x for large x.
    const double share = moved / entered;
    if (share < 1e-8 || !(share < 1.0)) {
        return share < 1.0 ? 2.0 * share / years : no_value;
    }
    const auto gap = [&](double x) { return 1.0 + exponential_minus_1(-x) / x - share; };
    return find_root(gap, 1e-9, 2.0 / (1.0 - share) + 2.0) / years;
}

INCUFLOW_INLINE double work_out(const std::string& expression)
{
    const std::string text = trim(expression);
    constexpr std::string_view call = "sequence_rate(";
    if (text.starts_with(call) && text.ends_with(')')) {
        const std::vector<double> given = numbers_between(std::string_view(text).substr(call.size(), text.size() - call.size() - 1), ',');
        return given.size() == 3 ? sequence_rate(given[0], given[1], given[2]) : no_value;
    }
    const std::vector<double> parts = numbers_between(text, '/');
    double value = parts.empty() ? no_value : parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i) {
        value /= parts[i];
    }
    return value;
}

}  // namespace detail

INCUFLOW_INLINE std::vector<std::string> consistency_lines(const Study& study, Language language)
{
    std::vector<std::string> lines;
    for (const Consistency& line : study.parts().consistency) {
        std::string text = line.text.in(language);
        const std::size_t blank = text.find("{value}");
        if (blank != std::string::npos && !line.value.empty()) {
            text.replace(blank, 7, format_fixed(detail::work_out(line.value), line.decimals));
        }
        lines.push_back(std::move(text));
    }
    return lines;
}

INCUFLOW_END
