// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/hazard/derived.hpp"
#include "incuflow/hazard/generalised_gamma.hpp"
#include "incuflow/hazard/log_normal.hpp"
#include "incuflow/hazard/log_normal.ipp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/incomplete_gamma.hpp"

#include <cmath>
#include <limits>

INCUFLOW_BEGIN

namespace detail {

/// Below it the law is the log-normal one in every digit: what they differ by is of the order q·w³.
inline constexpr double normal_q = 1e-60;

struct GeneralisedGammaPoint {
    double cumulative;
    double slope;  ///< of the cumulative hazard with log t, times sigma
};

/// At a finite t > 0, |q| ≥ normal_q.
INCUFLOW_INLINE GeneralisedGammaPoint generalised_gamma_point(double mu, double sigma, double q, double t) noexcept
{
    const DoubleDouble w = standard_log_time(t, mu, sigma);
    const DoubleDouble s = product_of({q, 0.0}, w);
    const GammaTails tails = s.low == s.low ? gamma_tails(1.0 / (q * q), s.high, s.low) : gamma_tails(1.0 / (q * q), q * w.high);
    return q > 0.0 ? GeneralisedGammaPoint{tails.upper, q * tails.upper_slope} : GeneralisedGammaPoint{tails.lower, -q * tails.lower_slope};
}

}  // namespace detail

INCUFLOW_INLINE GeneralisedGamma::GeneralisedGamma(double mu, double sigma, double q)
    : mu_(detail::hazard_finite("GeneralisedGamma", "mu", mu)), sigma_(detail::hazard_positive("GeneralisedGamma", "sigma", sigma)),
      q_(detail::hazard_finite("GeneralisedGamma", "q", q))
{
    (void)detail::hazard_finite("GeneralisedGamma", "q²", q * q);
}

INCUFLOW_INLINE double GeneralisedGamma::cumulative(double t) const noexcept
{
    if (!(t > 0.0) || t == std::numeric_limits<double>::infinity()) {
        return t <= 0.0 ? 0.0 : t;
    }
    if (std::fabs(q_) < detail::normal_q) {
        return LogNormal(mu_, sigma_).cumulative(t);
    }
    return detail::generalised_gamma_point(mu_, sigma_, q_, t).cumulative;
}

INCUFLOW_INLINE double GeneralisedGamma::hazard(double t) const noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (!(t >= 0.0)) {
        return t < 0.0 ? 0.0 : t;
    }
    if (std::fabs(q_) < detail::normal_q) {
        return LogNormal(mu_, sigma_).hazard(t);
    }
    if (t == 0.0) {
        // Early it is that of a Weibull of shape 1/(q·sigma).
        const double inverse_shape = q_ * sigma_;
        if (inverse_shape != 1.0) {
            return inverse_shape > 1.0 ? infinity : 0.0;
        }
        const double a = 1.0 / (q_ * q_);
        return exponential(a * logarithm(a) - log_gamma(a) - mu_) * q_ / sigma_;
    }
    if (t == infinity) {
        // Late it is 1/(q·sigma)·t^(q/sigma − 1), or falls as 1/t.
        return q_ > sigma_ ? infinity : (q_ == sigma_ ? exponential(-mu_) / q_ / sigma_ : 0.0);
    }
    const double slope = detail::generalised_gamma_point(mu_, sigma_, q_, t).slope;
    return slope / t / sigma_;
}

INCUFLOW_INLINE double GeneralisedGamma::inverse_cumulative(double h) const noexcept
{
    if (!(h >= 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (h == 0.0 || h == std::numeric_limits<double>::infinity()) {
        return h;
    }
    if (std::fabs(q_) < detail::normal_q) {
        return LogNormal(mu_, sigma_).inverse_cumulative(h);
    }
    return detail::inverse_by_bracketing(*this, h, exponential(mu_));
}

INCUFLOW_INLINE double GeneralisedGamma::mean() const noexcept
{
    if (std::fabs(q_) < detail::normal_q) {
        return LogNormal(mu_, sigma_).mean();
    }
    if (!(1.0 + q_ * sigma_ > 0.0)) {
        return std::numeric_limits<double>::infinity();
    }
    const double a = 1.0 / (q_ * q_);
    const double moved = a * (1.0 + q_ * sigma_);  // a + sigma/q
    double exponent = 0.0;
    if (a >= 16.0 && moved >= 16.0) {
        // Stirling's series of both, with what is large and alike taken out: r = q·sigma, log(1 + r) − r to first hand.
        const double l = logarithm_1_plus(q_ * sigma_);
        exponent =
            -a * detail::exponential_beyond_line(l) + (sigma_ / q_ - 0.5) * l + detail::stirling_rest(moved) - detail::stirling_rest(a);
    } else {
        exponent = log_gamma(moved) - log_gamma(a) - sigma_ / q_ * logarithm(a);
    }
    return exponential(mu_ + exponent);
}

INCUFLOW_END
