// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/text/number.hpp"
#include "incuflow/units/quantity.hpp"
#include "incuflow/units/uncertain.hpp"

#include <array>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

struct KindWords {
    Kind kind;
    std::string_view id;
    std::string_view zh;
    std::string_view en;
};

INCUFLOW_INLINE const std::array<KindWords, 7>& kind_words() noexcept
{
    static const std::array<KindWords, 7> words{{{Kind::observed, "observed", "实测数据", "observed"},
                                                 {Kind::borrowed, "borrowed", "借用外地数据", "borrowed"},
                                                 {Kind::fitted, "fitted", "拟合值", "fitted"},
                                                 {Kind::rule, "rule", "政策规则", "rule"},
                                                 {Kind::plan, "plan", "由目标倒推", "plan"},
                                                 {Kind::assumed, "assumed", "分析假设", "assumed"},
                                                 {Kind::unknown, "unknown", "未知", "unknown"}}};
    return words;
}

INCUFLOW_INLINE bool same_number(double a, double b) noexcept { return a == b || (a != a && b != b); }

struct MeasureLimits {
    double low;
    bool low_open;
    double high;
    bool high_open;
    std::string_view allowed;
};

INCUFLOW_INLINE MeasureLimits limits(Measure measure) noexcept
{
    const double inf = std::numeric_limits<double>::infinity();
    switch (measure) {
    case Measure::prob_per_year:
        return {0.0, false, 1.0, true, "0 ≤ p < 1"};
    case Measure::share:
        return {0.0, false, 1.0, false, "0 ≤ p ≤ 1"};
    case Measure::years:
    case Measure::shape:
        return {0.0, true, inf, true, "> 0"};
    case Measure::real:
        return {-inf, true, inf, true, "finite"};
    case Measure::per_year:
    case Measure::count_per_year:
    case Measure::factor:
    case Measure::firms:
    case Measure::amount:
        break;
    }
    return {0.0, false, inf, true, "≥ 0"};
}

INCUFLOW_INLINE bool within(double x, const MeasureLimits& limit) noexcept
{
    return (limit.low_open ? x > limit.low : x >= limit.low) && (limit.high_open ? x < limit.high : x <= limit.high);
}

}  // namespace detail

INCUFLOW_INLINE std::string_view to_string(Kind kind) noexcept
{
    return detail::kind_words()[static_cast<std::size_t>(kind)].id;
}

INCUFLOW_INLINE std::string_view label(Kind kind, Language language) noexcept
{
    const auto& words = detail::kind_words()[static_cast<std::size_t>(kind)];
    return language == Language::zh ? words.zh : words.en;
}

INCUFLOW_INLINE std::string_view to_string(Measure measure) noexcept
{
    constexpr std::array<std::string_view, 10> words{"per_year", "prob_per_year", "count_per_year", "share", "factor",
                                                     "years",    "firms",         "shape",          "real",  "amount"};
    return words[static_cast<std::size_t>(measure)];
}

INCUFLOW_INLINE std::string_view to_string(Dist dist) noexcept
{
    constexpr std::array<std::string_view, 3> words{"standard", "triangular", "uniform"};
    return words[static_cast<std::size_t>(dist)];
}

INCUFLOW_INLINE std::optional<Kind> parse_kind(std::string_view text) noexcept
{
    for (const auto& words : detail::kind_words()) {
        if (words.id == text) {
            return words.kind;
        }
    }
    return std::nullopt;
}

INCUFLOW_INLINE std::optional<Dist> parse_dist(std::string_view text) noexcept
{
    for (const Dist dist : {Dist::standard, Dist::triangular, Dist::uniform}) {
        if (to_string(dist) == text) {
            return dist;
        }
    }
    return std::nullopt;
}

INCUFLOW_INLINE std::vector<std::string> kind_names()
{
    std::vector<std::string> names;
    for (const auto& words : detail::kind_words()) {
        names.emplace_back(words.id);
    }
    return names;
}

INCUFLOW_INLINE bool operator==(const Number& a, const Number& b) noexcept
{
    return detail::same_number(a.mid, b.mid) && detail::same_number(a.low, b.low) && detail::same_number(a.high, b.high) &&
           a.dist == b.dist && a.kind == b.kind && a.range_kind == b.range_kind && a.source == b.source && a.reason == b.reason &&
           a.fixed == b.fixed && a.derived_from == b.derived_from && a.computed_from == b.computed_from && a.year == b.year &&
           a.name == b.name;
}

INCUFLOW_INLINE Number given_in_code(double mid)
{
    Number number;
    number.mid = mid;
    number.reason = "given in code";
    number.fixed = "given in code";
    return number;
}

INCUFLOW_INLINE Number unknown_number(std::string reason)
{
    Number number;
    number.kind = Kind::unknown;
    number.reason = std::move(reason);
    return number;
}

INCUFLOW_INLINE std::vector<Fault> check(const Number& number, Measure measure, const Place& place, bool in_file)
{
    std::vector<Fault> faults;
    const auto add = [&](const char* code, const char* key, Arguments arguments) {
        Place at = place;
        if (*key != '\0') {
            if (!at.key.empty()) {
                at.key += '.';
            }
            at.key += key;
        }
        faults.push_back({code, std::move(arguments), std::move(at)});
    };
    const bool low_given = number.low == number.low;
    const bool high_given = number.high == number.high;
    const bool mid_given = number.mid == number.mid;
    if (!number.known()) {
        if (mid_given || low_given || high_given) {
            add("units.unknown_with_value", "", {{"given", format_number(mid_given ? number.mid : low_given ? number.low : number.high)}});
        }
        if (in_file && number.reason.empty()) {
            add("units.no_reason", "reason", {{"kind", "unknown"}});
        }
        return faults;
    }
    const detail::MeasureLimits limit = detail::limits(measure);
    bool in_range = true;
    const auto inside = [&](double x, const char* key) {
        if (!detail::within(x, limit)) {
            add("units.out_of_range", key,
                {{"given", format_number(x)}, {"allowed", std::string(limit.allowed)}, {"measure", std::string(to_string(measure))}});
            in_range = false;
        }
    };
    inside(number.mid, "mid");
    if (low_given) {
        inside(number.low, "low");
    }
    if (high_given) {
        inside(number.high, "high");
    }
    if (low_given != high_given) {
        add("units.half_range", low_given ? "high" : "low", {});
    } else if (low_given && in_range) {
        if (!(number.low <= number.mid && number.mid <= number.high && number.low < number.high)) {
            add("units.range_order", "low",
                {{"low", format_number(number.low)}, {"mid", format_number(number.mid)}, {"high", format_number(number.high)}});
        } else if (number.dist == Dist::standard) {
            if (number.low == 0.0 && measure != Measure::real) {
                add("units.zero_low", "low", {});
            } else if (!(number.low < number.mid && number.mid < number.high) || (measure == Measure::share && number.high == 1.0)) {
                add("units.standard_range", "mid",
                    {{"low", format_number(number.low)}, {"mid", format_number(number.mid)}, {"high", format_number(number.high)}});
            }
        }
    }
    if (number.kind == Kind::assumed) {
        if (number.reason.empty()) {
            add("units.no_reason", "reason", {{"kind", "assumed"}});
        }
        if (in_file && !number.has_range() && number.fixed.empty() && !low_given && !high_given) {
            add("units.no_range", "", {});
        }
    } else if (number.source.empty() && number.computed_from.empty() &&
               !(number.kind == Kind::plan && !number.derived_from.empty())) {
        add("units.no_source", "source", {{"kind", std::string(to_string(number.kind))}});
    }
    return faults;
}

INCUFLOW_INLINE Number make_number(double mid, Measure measure, const NumberOptions& options)
{
    Number number;
    number.mid = mid;
    number.low = options.low;
    number.high = options.high;
    number.dist = options.dist;
    number.kind = options.kind;
    number.range_kind = options.range_kind;
    number.source = options.source;
    number.reason = options.reason;
    number.fixed = options.fixed;
    number.derived_from = options.derived_from;
    number.year = options.year;
    number.name = options.name;
    if (number.kind == Kind::assumed && number.reason.empty()) {
        number.reason = "given in code";
    }
    if (number.kind == Kind::assumed && !number.has_range() && number.fixed.empty()) {
        number.fixed = "given in code";
    }
    std::vector<Fault> faults = check(number, measure, {{}, 0, 0, std::string(to_string(measure))}, false);
    if (!faults.empty()) {
        throw ParameterError(std::move(faults));
    }
    return number;
}

INCUFLOW_INLINE PerYear per_year(double rate, const NumberOptions& options) { return {make_number(rate, Measure::per_year, options)}; }

INCUFLOW_INLINE ProbPerYear prob_per_year(double probability, const NumberOptions& options)
{
    return {make_number(probability, Measure::prob_per_year, options)};
}

INCUFLOW_INLINE CountPerYear count_per_year(double firms, const NumberOptions& options)
{
    return {make_number(firms, Measure::count_per_year, options)};
}

INCUFLOW_INLINE Years years(double value, const NumberOptions& options) { return {make_number(value, Measure::years, options)}; }

INCUFLOW_INLINE Years years(std::string_view duration, const NumberOptions& options)
{
    return years(parse_duration(duration), options);
}

INCUFLOW_END
