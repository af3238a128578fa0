// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/hazard/log_logistic.hpp"
#include "incuflow/hazard/weibull.ipp"
#include "incuflow/numeric/elementary.hpp"

#include <limits>

INCUFLOW_BEGIN

INCUFLOW_INLINE LogLogistic::LogLogistic(double shape, double scale)
    : shape_(detail::hazard_positive("LogLogistic", "shape", shape)), scale_(detail::hazard_positive("LogLogistic", "scale", scale))
{
}

INCUFLOW_INLINE double LogLogistic::cumulative(double t) const noexcept
{
    if (!(t > 0.0)) {
        return t <= 0.0 ? 0.0 : t;
    }
    const double x = detail::weibull_power(t, scale_, shape_);
    if (x < std::numeric_limits<double>::infinity() || t == x) {
        return logarithm_1_plus(x);
    }
    return shape_ * (logarithm(t) - logarithm(scale_));  // beyond the doubles 1 + x is x
}

INCUFLOW_INLINE double LogLogistic::hazard(double t) const noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (!(t > 0.0)) {
        return t == 0.0 ? (shape_ < 1.0 ? infinity : (shape_ == 1.0 ? 1.0 / scale_ : 0.0)) : (t < 0.0 ? 0.0 : t);
    }
    const double x = detail::weibull_power(t, scale_, shape_);
    if (x < 1.0) {
        // Early it is that of a Weibull.
        return shape_ == 1.0 ? 1.0 / (scale_ + t) : detail::weibull_power(t, scale_, shape_ - 1.0) * shape_ / scale_ / (1.0 + x);
    }
    return t == infinity ? 0.0 : shape_ / t * (1.0 / (1.0 + 1.0 / x));
}

INCUFLOW_INLINE double LogLogistic::inverse_cumulative(double h) const noexcept
{
    if (!(h >= 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (h == 0.0) {
        return 0.0;
    }
    return h < 700.0 ? scale_ * power(exponential_minus_1(h), 1.0 / shape_) : scale_ * exponential(h / shape_);
}

INCUFLOW_INLINE double LogLogistic::mean() const noexcept
{
    if (shape_ <= 1.0) {
        return std::numeric_limits<double>::infinity();
    }
    // Γ(1 + v)·Γ(1 − v), v = 1/shape.
    const double v = 1.0 / shape_;
    return scale_ * exponential(log_gamma(1.0 + v) + log_gamma((shape_ - 1.0) / shape_));
}

INCUFLOW_END
