// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/forecast/amounts.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/normal.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE double class_covariance(std::int64_t trials, double mixing, double x, double y, double both) noexcept
{
    if (trials >= 0) {
        return static_cast<double>(trials) * (both - x * y);
    }
    return both + (mixing > 0.0 ? x * y / mixing : 0.0);
}

INCUFLOW_INLINE TotalMoments class_total(std::int64_t trials, double mixing, double first, double second) noexcept
{
    if (trials < 0) {
        return {first, class_covariance(trials, mixing, first, first, second)};
    }
    // What is left of equal numbers is rounding, no variance.
    const double variance = second - first * first;
    const auto n = static_cast<double>(trials);
    return {n * first, variance > 1e-13 * second ? n * variance : 0.0};
}

INCUFLOW_INLINE double sum_of(const MomentRun& run, std::size_t klass, std::size_t time, const std::vector<char>& set)
{
    double sum = 0.0;
    for (std::size_t s = 0; s < run.states; ++s) {
        sum += set[s] != 0 ? run.values[(klass * run.times + time) * run.states + s] : 0.0;
    }
    return sum;
}

INCUFLOW_INLINE TotalMoments total_moments(const MomentRun& first, const MomentRun& second, std::size_t time, const std::vector<char>& set)
{
    TotalMoments total;
    for (std::size_t c = 0; c < first.trials.size(); ++c) {
        const TotalMoments part = class_total(first.trials[c], first.mixing[c], sum_of(first, c, time, set), sum_of(second, c, time, set));
        total.mean += part.mean;
        total.variance += part.variance;
    }
    return total;
}

INCUFLOW_INLINE double total_covariance(const MomentRun& first, const MomentRun& cross, const std::vector<char>& set)
{
    double covariance = 0.0;
    for (std::size_t c = 0; c < first.trials.size(); ++c) {
        covariance += class_covariance(first.trials[c], first.mixing[c], sum_of(first, c, 0, set), sum_of(first, c, 1, set), sum_of(cross, c, 1, set));
    }
    return covariance;
}

INCUFLOW_INLINE void require_finite(const GrowthModel& growth, const MomentRun& run)
{
    if (!std::all_of(run.values.begin(), run.values.end(), [](double x) { return std::isfinite(x); })) {
        throw EngineError("engine.moments_not_finite", {{"attribute", growth.id}});
    }
}

INCUFLOW_INLINE double AmountLaw::mean() const noexcept
{
    if (!ratio()) {
        return moments_.mean;
    }
    if (!(moments_.base_mean > 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double quotient = moments_.mean / moments_.base_mean;
    return (years_ > 0.0 ? power(quotient, 1.0 / years_) : quotient) - 1.0;
}

INCUFLOW_INLINE AmountLaw::Gap AmountLaw::gap(double x) const noexcept
{
    if (!ratio()) {
        return {x - moments_.mean, std::sqrt(moments_.variance)};
    }
    const double factor = years_ > 0.0 ? power(std::max(0.0, 1.0 + x), years_) : std::max(0.0, 1.0 + x);
    const double variance = moments_.variance + factor * factor * moments_.base_variance - 2.0 * factor * moments_.covariance;
    return {factor * moments_.base_mean - moments_.mean, std::sqrt(std::max(0.0, variance))};
}

INCUFLOW_INLINE double AmountLaw::at_most(double x) const noexcept
{
    const Gap g = gap(x);
    return g.deviation > 0.0 ? normal_cdf(g.mean / g.deviation) : g.mean >= 0.0 ? 1.0 : 0.0;
}

INCUFLOW_INLINE double AmountLaw::below(double x) const noexcept
{
    const Gap g = gap(x);
    return g.deviation > 0.0 ? normal_cdf(g.mean / g.deviation) : g.mean > 0.0 ? 1.0 : 0.0;
}

// By halving between bounds that hold p: at_most may be a step.
INCUFLOW_INLINE double mixture_quantile(const std::function<double(double)>& at_most, double p, double guess, double spread, double floor)
{
    double width = std::max(spread, 1e-9 * std::max(1.0, std::fabs(guess)));
    double low = std::max(floor, guess - width);
    double high = std::max(floor, guess + width);
    for (int i = 0; i < 200 && at_most(high) < p; ++i, width *= 2.0) {
        high = std::max(floor, guess + width);
    }
    width = std::max(spread, 1e-9 * std::max(1.0, std::fabs(guess)));
    for (int i = 0; i < 200 && low > floor && at_most(low) >= p; ++i, width *= 2.0) {
        low = std::max(floor, guess - width);
    }
    if (at_most(low) >= p) {
        return low;
    }
    for (int i = 0; i < 200 && high - low > 1e-12 * std::max(std::fabs(low), std::fabs(high)); ++i) {
        const double middle = low + 0.5 * (high - low);
        (at_most(middle) >= p ? high : low) = middle;
    }
    return high;
}

}  // namespace detail

INCUFLOW_END
