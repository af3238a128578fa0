// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/hazard/derived.hpp"
#include "incuflow/hazard/gamma.hpp"
#include "incuflow/numeric/double_double.ipp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/incomplete_gamma.hpp"

#include <limits>

INCUFLOW_BEGIN

namespace detail {

/// The tails of the gamma law at a finite t > 0. log(rate·t/shape) in two parts: P ~ t^shape would multiply its
/// rounding by the shape.
INCUFLOW_INLINE GammaTails gamma_tails_at(double shape, double rate, double t) noexcept
{
    const DoubleDouble a = logarithm_pair(shape);
    const DoubleDouble s = sum_of(sum_of(logarithm_pair(rate), logarithm_pair(t)), {-a.high, -a.low});
    return gamma_tails(shape, s.high, s.low);
}

}  // namespace detail

INCUFLOW_INLINE Gamma::Gamma(double shape, double rate)
    : shape_(detail::hazard_positive("Gamma", "shape", shape)), rate_(detail::hazard_positive("Gamma", "rate", rate))
{
}

INCUFLOW_INLINE double Gamma::cumulative(double t) const noexcept
{
    if (!(t > 0.0) || t == std::numeric_limits<double>::infinity()) {
        return t <= 0.0 ? 0.0 : t;
    }
    return shape_ == 1.0 ? rate_ * t : detail::gamma_tails_at(shape_, rate_, t).upper;
}

INCUFLOW_INLINE double Gamma::hazard(double t) const noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (!(t >= 0.0)) {
        return t < 0.0 ? 0.0 : t;
    }
    if (shape_ == 1.0 || t == infinity) {
        return rate_;
    }
    if (t == 0.0) {
        return shape_ < 1.0 ? infinity : 0.0;
    }
    const double slope = detail::gamma_tails_at(shape_, rate_, t).upper_slope;
    return slope == infinity ? rate_ : slope / t;
}

INCUFLOW_INLINE double Gamma::inverse_cumulative(double h) const noexcept
{
    if (!(h >= 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (h == 0.0 || h == std::numeric_limits<double>::infinity() || shape_ == 1.0) {
        return h / rate_;
    }
    // Early, P = (rate·t)^shape/Γ(shape + 1).
    const double guess =
        h < 0.1 ? exponential((logarithm(h) + log_gamma(shape_ + 1.0)) / shape_) / rate_ : (shape_ > h ? shape_ : h) / rate_;
    return detail::inverse_by_bracketing(*this, h, guess);
}

INCUFLOW_END
