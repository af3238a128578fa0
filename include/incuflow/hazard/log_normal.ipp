// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/hazard/derived.hpp"
#include "incuflow/hazard/log_normal.hpp"
#include "incuflow/numeric/double_double.ipp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/normal.hpp"

#include <cmath>
#include <limits>

INCUFLOW_BEGIN

namespace detail {

/// (log t − mean)/sd of a finite t > 0, in two parts: far out the tail multiplies the rounding of one by its square.
INCUFLOW_INLINE DoubleDouble standard_log_time(double t, double mean, double sd) noexcept
{
    const DoubleDouble d = sum_of(logarithm_pair(t), {-mean, 0.0});
    const double q = d.high / sd;
    const DoubleDouble back = exact_product(q, sd);
    const double rest = ((d.high - back.high) - back.low + d.low) / sd;
    return rest == rest ? ordered_sum(q, rest) : DoubleDouble{q, 0.0};  // an sd so small that the product overflows
}

/// The time whose standardised log is about that of cumulative hazard h > 0 of the normal law.
INCUFLOW_INLINE double log_normal_guess(double h, double mean, double sd) noexcept
{
    double z = 0.0;
    if (h < 700.0) {
        z = h < 0.7 ? normal_quantile(-exponential_minus_1(-h)) : -normal_quantile(exponential(-h));
    } else {
        z = std::sqrt(2.0 * h);
    }
    return exponential(mean + sd * z);
}

}  // namespace detail

INCUFLOW_INLINE LogNormal::LogNormal(double meanlog, double sdlog)
    : meanlog_(detail::hazard_finite("LogNormal", "meanlog", meanlog)), sdlog_(detail::hazard_positive("LogNormal", "sdlog", sdlog))
{
}

INCUFLOW_INLINE double LogNormal::cumulative(double t) const noexcept
{
    if (!(t > 0.0) || t == std::numeric_limits<double>::infinity()) {
        return t <= 0.0 ? 0.0 : t;
    }
    const detail::DoubleDouble z = detail::standard_log_time(t, meanlog_, sdlog_);
    const double h = normal_cumulative_hazard(z.high);
    const double slope = z.low == 0.0 ? 0.0 : 1.0 / normal_mills(z.high);
    return slope == 0.0 ? h : h + slope * z.low;
}

INCUFLOW_INLINE double LogNormal::hazard(double t) const noexcept
{
    if (!(t > 0.0) || t == std::numeric_limits<double>::infinity()) {
        return t <= 0.0 || t > 0.0 ? 0.0 : t;
    }
    const detail::DoubleDouble z = detail::standard_log_time(t, meanlog_, sdlog_);
    const double plain = 1.0 / normal_mills(z.high);
    return plain * (z.low == 0.0 ? 1.0 : 1.0 + z.low * (plain - z.high)) / t / sdlog_;
}

INCUFLOW_INLINE double LogNormal::inverse_cumulative(double h) const noexcept
{
    if (!(h >= 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (h == 0.0 || h == std::numeric_limits<double>::infinity()) {
        return h;
    }
    return detail::inverse_by_bracketing(*this, h, detail::log_normal_guess(h, meanlog_, sdlog_));
}

INCUFLOW_INLINE double LogNormal::mean() const noexcept { return exponential(meanlog_ + 0.5 * sdlog_ * sdlog_); }

INCUFLOW_END
