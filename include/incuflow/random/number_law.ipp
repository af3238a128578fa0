// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/normal.hpp"
#include "incuflow/random/number_law.hpp"
#include "incuflow/random/stream.hpp"
#include "incuflow/text/number.hpp"

#include <cmath>

INCUFLOW_BEGIN

namespace detail
{

/// Φ^-1(0.95).
inline constexpr double normal_95 = 1.6448536269514722;

/// True for the measures that lie between 0 and 1.
INCUFLOW_INLINE bool is_chance(Measure measure) noexcept
{
    return measure == Measure::prob_per_year || measure == Measure::share;
}

INCUFLOW_INLINE std::string_view law_name(Dist dist, Measure measure, Language language) noexcept
{
    const bool zh = language == Language::zh;
    switch (dist) {
    case Dist::triangular:
        return zh ? "三角分布" : "triangular";
    case Dist::uniform:
        return zh ? "均匀分布" : "uniform";
    case Dist::standard:
        break;
    }
    if (is_chance(measure)) {
        return zh ? "两段 logit 正态分布" : "two-piece logit-normal";
    }
    if (measure == Measure::real) {
        return zh ? "两段正态分布" : "two-piece normal";
    }
    return zh ? "两段对数正态分布" : "two-piece log-normal";
}

/// Numbers built member by member have not gone through `check`.
INCUFLOW_INLINE void require_law(const Number& number, Measure measure)
{
    const bool ordered = number.low <= number.mid && number.mid <= number.high && std::isfinite(number.high - number.low);
    const bool standard = number.dist == Dist::standard && measure != Measure::real;
    if (ordered && !(standard && number.low <= 0.0) && !(standard && is_chance(measure) && number.high >= 1.0)) {
        return;
    }
    throw ParameterError("random.no_law", {{"law", std::string(law_name(number.dist, measure, Language::en))},
                                           {"low", format_number(number.low)},
                                           {"mid", format_number(number.mid)},
                                           {"high", format_number(number.high)},
                                           {"allowed", !standard            ? "low ≤ mid ≤ high"
                                                       : is_chance(measure) ? "0 < low ≤ mid ≤ high < 1"
                                                                            : "0 < low ≤ mid ≤ high"}});
}

INCUFLOW_INLINE double standard_quantile(const Number& number, Measure measure, double u)
{
    const double z = normal_quantile(u) / normal_95;
    if (z == 0.0) {
        return number.mid;
    }
    const double far = z < 0.0 ? number.low : number.high;
    if (measure == Measure::real) {
        return far == number.mid ? number.mid : number.mid + std::fabs(z) * (far - number.mid);
    }
    if (!is_chance(measure)) {
        return far == number.mid ? number.mid : number.mid * exponential(std::fabs(z) * logarithm(far / number.mid));
    }
    const double odds = number.mid / (1.0 - number.mid);
    const double far_odds = far / (1.0 - far);
    const double drawn = far == number.mid ? odds : odds * exponential(std::fabs(z) * logarithm(far_odds / odds));
    // A chance of 1 would be an infinite hazard; the law itself never gets there.
    constexpr double below_1 = 1.0 - 0x1p-53;
    const double value = drawn / (1.0 + drawn);
    return value < below_1 ? value : below_1;
}

INCUFLOW_INLINE double triangular_quantile(const Number& number, double u)
{
    const double left = number.mid - number.low;
    const double right = number.high - number.mid;
    const double width = number.high - number.low;
    if (u * width <= left) {
        return number.low + std::sqrt(u * width * left);
    }
    return number.high - std::sqrt((1.0 - u) * width * right);
}

}  // namespace detail

INCUFLOW_INLINE double quantile(const Number& number, Measure measure, double u)
{
    if (!(u >= 0.0 && u <= 1.0)) {
        throw ParameterError("random.not_a_probability", {{"given", format_number(u)}});
    }
    if (!number.has_range()) {
        return number.mid;
    }
    detail::require_law(number, measure);
    switch (number.dist) {
    case Dist::triangular:
        return detail::triangular_quantile(number, u);
    case Dist::uniform:
        return number.low + u * (number.high - number.low);
    case Dist::standard:
        break;
    }
    return detail::standard_quantile(number, measure, u);
}

INCUFLOW_INLINE double draw(const Number& number, Measure measure, std::uint64_t seed, std::int64_t k,
                            std::string_view name)
{
    return number.has_range() ? quantile(number, measure, uniform(seed, static_cast<std::uint64_t>(k), hash_name(name)))
                              : number.mid;
}

INCUFLOW_INLINE std::string describe_law(const Number& number, Measure measure, Language language)
{
    const bool zh = language == Language::zh;
    const std::string low = format_number(number.low);
    const std::string mid = format_number(number.mid);
    const std::string high = format_number(number.high);
    if (!number.has_range()) {
        return (zh ? "不抽样，取 " : "not drawn, ") + mid;
    }
    const std::string name(detail::law_name(number.dist, measure, language));
    switch (number.dist) {
    case Dist::triangular:
        return name + (zh ? "，下限/众数/上限为 " : ", low/mode/high ") + low + '/' + mid + '/' + high;
    case Dist::uniform:
        return name + (zh ? "，" + low + " 至 " + high : ", from " + low + " to " + high);
    case Dist::standard:
        break;
    }
    return name + (zh ? "，5%/50%/95% 分位数为 " : ", 5/50/95 % at ") + low + '/' + mid + '/' + high;
}

INCUFLOW_END
