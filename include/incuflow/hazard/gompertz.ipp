// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/hazard/gompertz.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/incomplete_gamma.hpp"

#include <cmath>
#include <limits>

INCUFLOW_BEGIN

INCUFLOW_INLINE Gompertz::Gompertz(double rate, double shape)
    : rate_(detail::hazard_not_negative("Gompertz", "rate", rate)), shape_(detail::hazard_finite("Gompertz", "shape", shape))
{
}

INCUFLOW_INLINE double Gompertz::hazard(double t) const noexcept
{
    if (!(t >= 0.0) || rate_ == 0.0) {
        return t < 0.0 || t >= 0.0 ? 0.0 : t;
    }
    const double y = shape_ == 0.0 ? 0.0 : shape_ * t;  // also at infinity
    if (std::fabs(y) > 700.0) {
        return exponential(y + logarithm(rate_));  // the power alone may be no normal number
    }
    return rate_ * exponential(y) * (1.0 + (t <= std::numeric_limits<double>::max() ? std::fma(shape_, t, -y) : 0.0));
}

INCUFLOW_INLINE double Gompertz::cumulative(double t) const noexcept
{
    if (!(t > 0.0) || rate_ == 0.0) {
        return t <= 0.0 || t > 0.0 ? 0.0 : t;
    }
    const double y = shape_ == 0.0 ? 0.0 : shape_ * t;
    if (std::fabs(y) < 1e-300) {
        return rate_ * t;
    }
    if (y > 700.0) {
        return exponential(y + logarithm(rate_) - logarithm(shape_));
    }
    if (std::fabs(y) <= 1.0) {
        return rate_ * t * (exponential_minus_1(y) / y);
    }
    // What the rounding of shape·t cuts off, put back: e^y would multiply it by y.
    const double cut = y > 0.0 ? std::fma(shape_, t, -y) : 0.0;
    return exponential_minus_1(y) * (rate_ / shape_) * (1.0 + cut);
}

INCUFLOW_INLINE double Gompertz::inverse_cumulative(double h) const noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (!(h >= 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (rate_ == 0.0 || h == infinity) {
        return infinity;
    }
    const double y = h * shape_ / rate_;
    if (std::fabs(y) < 1e-300) {
        return h / rate_;
    }
    if (y <= -1.0) {
        return infinity;
    }
    if (y == infinity) {
        return (logarithm(h) + logarithm(shape_) - logarithm(rate_)) / shape_;
    }
    return std::fabs(y) < 1.0 ? h / rate_ * (logarithm_1_plus(y) / y) : logarithm_1_plus(y) / shape_;
}

INCUFLOW_INLINE double Gompertz::mean() const noexcept
{
    if (rate_ == 0.0 || shape_ < 0.0) {
        return std::numeric_limits<double>::infinity();
    }
    const double x = rate_ / shape_;
    return x > 1e18 ? 1.0 / rate_ : scaled_exponential_integral(x) / shape_;
}

INCUFLOW_END
