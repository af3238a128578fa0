// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/hazard/derived.hpp"
#include "incuflow/hazard/erlang.hpp"
#include "incuflow/numeric/elementary.hpp"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

INCUFLOW_BEGIN

namespace detail
{

// Up to this many phases x^n/n! is multiplied out; beyond, its logarithm is taken apart so that nothing large cancels.
inline constexpr int max_multiplied_erlang_stages = 150;

/// n·log(n/x) + x − n ≥ 0 without cancellation where x is near n: the deviance term of the saddle-point form of the
/// Poisson law (Loader 2000, Fast and accurate computation of binomial probabilities), here with the series of
/// log((1+v)/(1−v)) taken up to |v| = ½.
INCUFLOW_INLINE double erlang_deviance(double n, double x) noexcept
{
    const double v = (n - x) / (n + x);
    if (std::fabs(v) > 0.5) {
        return n * logarithm(n / x) + (x - n);
    }
    double sum = (n - x) * v;
    double term = 2.0 * n * v;
    for (int j = 3;; j += 2) {
        term *= v * v;
        const double next = sum + term / j;
        if (next == sum) {
            return sum;
        }
        sum = next;
    }
}

/// −log of the Poisson probability e^(−x) x^n/n! for n ≥ 150, less the deviance: Stirling's series and ½ log(2πn).
INCUFLOW_INLINE double erlang_log_norm(double n) noexcept
{
    constexpr double two_pi = 6.283185307179586;
    const double r = 1.0 / (n * n);
    return (1.0 / 12.0 - r * (1.0 / 360.0 - r / 1260.0)) / n + 0.5 * logarithm(two_pi * n);
}

/// x^n/n!
INCUFLOW_INLINE double erlang_power_over_factorial(double x, int n) noexcept
{
    double product = 1.0;
    for (int j = 1; j <= n; ++j) {
        product *= x / j;
    }
    return product;
}

struct ErlangPoint {
    double cumulative;
    double hazard;
};

/// Cumulative hazard and hazard of k > 1 phases of rate 1 at a finite x ≥ 0.
///
/// Below x = k from the chance P of having moved, a sum of positive terms, so that a tiny H keeps its digits; above
/// from the chance of not having moved, whose terms taken from the last phase back never cancel either.
INCUFLOW_INLINE ErlangPoint erlang_point(int k, double x) noexcept
{
    constexpr double negligible = 1e-19;
    const int n = k - 1;
    if (x < k) {
        double sum = 1.0;
        double term = 1.0;
        for (double m = k + 1.0; term > negligible * sum; m += 1.0) {
            term *= x / m;
            sum += term;
        }
        const double last = k <= max_multiplied_erlang_stages
                                ? erlang_power_over_factorial(x, n) * exponential(-x)
                                : exponential(-(erlang_deviance(n, x) + erlang_log_norm(n)));
        const double moved = last * (x / k) * sum;
        return {-logarithm_1_plus(-moved), last / (1.0 - moved)};
    }
    double sum = 1.0;
    double term = 1.0;
    for (int j = n; j > 0 && term > negligible * sum; --j) {
        term *= j / x;
        sum += term;
    }
    if (k > max_multiplied_erlang_stages) {
        return {erlang_deviance(n, x) + erlang_log_norm(n) - logarithm(sum), 1.0 / sum};
    }
    if (x < 700.0) {
        return {x - logarithm(erlang_power_over_factorial(x, n) * sum), 1.0 / sum};
    }
    return {x - n * logarithm(x) + log_gamma(k) - logarithm(sum), 1.0 / sum};
}

}  // namespace detail

INCUFLOW_INLINE Erlang::Erlang(int k, double rate) : k_(k), rate_(detail::hazard_not_negative("Erlang", "rate", rate))
{
    std::vector<Fault> faults = detail::hazard_stage_faults(k);
    if (!faults.empty()) {
        throw ParameterError(std::move(faults));
    }
}

// rate·t is rounded, and P ~ x^k would multiply that error by k: the part cut off is put back to first order.

INCUFLOW_INLINE double Erlang::cumulative(double t) const noexcept
{
    if (!(t > 0.0) || rate_ == 0.0) {
        return t <= 0.0 || t > 0.0 ? 0.0 : t;
    }
    const double x = rate_ * t;
    if (k_ == 1 || x == std::numeric_limits<double>::infinity()) {
        return x;
    }
    const detail::ErlangPoint at = detail::erlang_point(k_, x);
    return at.cumulative + at.hazard * std::fma(rate_, t, -x);
}

INCUFLOW_INLINE double Erlang::hazard(double t) const noexcept
{
    if (!(t > 0.0) || rate_ == 0.0) {
        return t < 0.0 || t > 0.0 ? 0.0 : (t == 0.0 ? (k_ == 1 ? rate_ : 0.0) : t);
    }
    const double x = rate_ * t;
    if (k_ == 1 || x == 0.0 || x == std::numeric_limits<double>::infinity()) {
        return k_ == 1 || x > 0.0 ? rate_ : 0.0;
    }
    const detail::ErlangPoint at = detail::erlang_point(k_, x);
    const double slope = (k_ - 1) / x - 1.0 + at.hazard;  // of log hazard
    return rate_ * at.hazard * (1.0 + slope * std::fma(rate_, t, -x));
}

INCUFLOW_INLINE double Erlang::inverse_cumulative(double h) const noexcept
{
    if (!(h >= 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (rate_ == 0.0 || h == std::numeric_limits<double>::infinity()) {
        return std::numeric_limits<double>::infinity();
    }
    return k_ == 1 ? h / rate_ : detail::inverse_by_bracketing(*this, h, k_ / rate_);
}

INCUFLOW_INLINE double Erlang::mean() const noexcept
{
    return rate_ == 0.0 ? std::numeric_limits<double>::infinity() : k_ / rate_;
}

INCUFLOW_END
