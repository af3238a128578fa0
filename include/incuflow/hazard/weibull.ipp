// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/hazard/weibull.hpp"
#include "incuflow/numeric/elementary.hpp"

#include <cmath>
#include <limits>

INCUFLOW_BEGIN

namespace detail
{

/// (t/scale)^exponent for t > 0, with what the rounding of the quotient costs put back where the exponent would enlarge
/// it.
INCUFLOW_INLINE double weibull_power(double t, double scale, double exponent) noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double ratio = t / scale;
    if (t == infinity || (ratio >= std::numeric_limits<double>::min() && ratio <= std::numeric_limits<double>::max())) {
        const double result = power(ratio, exponent);
        if (std::fabs(exponent) <= 64.0 || t == infinity || !(result > 0.0 && result < infinity)) {
            return result;
        }
        // ratio·(1 + e) is the exact quotient. scale·2^k keeps the products clear of the subnormals.
        int k = 0;
        const double mantissa = std::frexp(scale, &k);
        const double part = std::ldexp(t, -k);
        const double e = -std::fma(ratio, mantissa, -part) / part;
        return result * exponential(exponent * e);
    }
    // The quotient is no normal number: power of the mantissas times a power of two. Far out the result is 0 or
    // infinity anyway.
    if (std::fabs(exponent) > 4.0) {
        return (ratio < 1.0) == (exponent > 0.0) ? 0.0 : infinity;
    }
    int kt = 0;
    int ks = 0;
    const double mt = std::frexp(t, &kt);
    const double ms = std::frexp(scale, &ks);
    return power(mt / ms, exponent) * power(2.0, exponent * (kt - ks));
}

}  // namespace detail

INCUFLOW_INLINE Weibull::Weibull(double shape, double scale)
    : shape_(detail::hazard_positive("Weibull", "shape", shape)),
      scale_(detail::hazard_positive("Weibull", "scale", scale))
{
}

INCUFLOW_INLINE double Weibull::hazard(double t) const noexcept
{
    if (!(t >= 0.0)) {
        return t < 0.0 ? 0.0 : t;
    }
    if (shape_ == 1.0) {
        return 1.0 / scale_;
    }
    if (t == 0.0 || t == std::numeric_limits<double>::infinity()) {
        return (t == 0.0) == (shape_ < 1.0) ? std::numeric_limits<double>::infinity() : 0.0;
    }
    return detail::weibull_power(t, scale_, shape_ - 1.0) * shape_ / scale_;
}

INCUFLOW_INLINE double Weibull::cumulative(double t) const noexcept
{
    return t <= 0.0 ? 0.0 : (t > 0.0 ? detail::weibull_power(t, scale_, shape_) : t);
}

INCUFLOW_INLINE double Weibull::inverse_cumulative(double h) const noexcept
{
    if (!(h >= 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return h == 0.0 ? 0.0 : scale_ * power(h, 1.0 / shape_);
}

INCUFLOW_INLINE double Weibull::mean() const noexcept
{
    const double log_factor = log_gamma(1.0 + 1.0 / shape_);
    // A small scale can bring a factor beyond the doubles back among them.
    return log_factor < 700.0 ? scale_ * exponential(log_factor) : exponential(log_factor + logarithm(scale_));
}

INCUFLOW_END
