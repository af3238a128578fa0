// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/point_probability.hpp"

#include <cmath>
#include <cstddef>
#include <numbers>

INCUFLOW_BEGIN

namespace detail
{

INCUFLOW_INLINE double stirling_error(std::int64_t x) noexcept
{
    // Computed with 40 digits; from 16 on five terms of the asymptotic series are within 1.1e-16.
    constexpr double small[] = {0.0,
                                0.08106146679532725822,
                                0.041340695955409294094,
                                0.027677925684998339149,
                                0.020790672103765093112,
                                0.016644691189821192163,
                                0.013876128823070747999,
                                0.011896709945891770095,
                                0.010411265261972096497,
                                0.0092554621827127329177,
                                0.0083305634333628712565,
                                0.007573675487951840795,
                                0.0069428401072095298657,
                                0.0064089941880042070684,
                                0.0059513701127588477356,
                                0.005554733551962801371};
    if (x < 16) {
        return small[static_cast<std::size_t>(x)];
    }
    const double n = static_cast<double>(x);
    const double s = 1.0 / (n * n);
    return (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - s / 1188.0) * s) * s) * s) / n;
}

INCUFLOW_INLINE double deviance(double x, double m) noexcept
{
    const double distance = x - m;
    if (std::fabs(distance) < 0.1 * (x + m)) {
        // With v = (x − m)/(x + m), log(x/m) = 2 artanh v, whose first term takes up m − x.
        const double v = distance / (x + m);
        const double square = v * v;
        double term = 2.0 * x * v;
        double sum = distance * v;
        for (int odd = 3; odd < 60; odd += 2) {
            term *= square;
            const double next = sum + term / odd;
            if (next == sum) {
                break;
            }
            sum = next;
        }
        return sum;
    }
    if (x == 0.0) {
        return m;
    }
    const double ratio = x / m;
    const double logs = std::isfinite(ratio) ? logarithm(ratio) : logarithm(x) - logarithm(m);
    return x * logs + m - x;
}

}  // namespace detail

INCUFLOW_INLINE double poisson_probability(std::int64_t x, double mean) noexcept
{
    if (x < 0) {
        return 0.0;
    }
    if (x == 0 || mean == 0.0) {
        return x == 0 ? exponential(-mean) : 0.0;
    }
    const double n = static_cast<double>(x);
    return exponential(-detail::stirling_error(x) - detail::deviance(n, mean)) / std::sqrt(2.0 * std::numbers::pi * n);
}

INCUFLOW_INLINE double binomial_probability(std::int64_t x, std::int64_t trials, double p) noexcept
{
    if (x < 0 || x > trials) {
        return 0.0;
    }
    const double n = static_cast<double>(trials);
    if (p == 0.0 || p == 1.0) {
        return x == (p == 0.0 ? 0 : trials) ? 1.0 : 0.0;
    }
    if (x == 0) {
        return exponential(n * logarithm_1_plus(-p));
    }
    if (x == trials) {
        return exponential(n * logarithm(p));
    }
    const double hits = static_cast<double>(x);
    const double misses = static_cast<double>(trials - x);
    const double exponent = detail::stirling_error(trials) - detail::stirling_error(x) -
                            detail::stirling_error(trials - x) - detail::deviance(hits, n * p) -
                            detail::deviance(misses, n * (1.0 - p));
    return exponential(exponent) * std::sqrt(n / (2.0 * std::numbers::pi * hits * misses));
}

INCUFLOW_END
