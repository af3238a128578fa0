// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/double_double.ipp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/elementary_core.ipp"

#include <array>
#include <limits>

INCUFLOW_BEGIN

namespace detail
{

/// 1 − γ, in two parts.
inline constexpr DoubleDouble one_minus_euler{0.42278433509846713, 4.942915152430645e-18};

/// (ζ(2) − 1)/2, in two parts.
inline constexpr DoubleDouble half_zeta{0.3224670334241132, 1.520336175199238e-17};

/// (log Γ(2 + e) − (1 − γ)e − (ζ(2) − 1)e²/2)/e³ for |e| ≤ ½, to 2^-57 relative to log Γ(2 + e).
inline constexpr std::array<double, 16> log_gamma_fit{
    -0.06735230105319674,    0.020580808427780938,   -0.00738555102886478,   0.0028905103310659427,
    -0.001192753902894689,   0.0005096695137678806,  -0.0002231549512279899, 9.945770249963356e-05,
    -4.4923930743278466e-05, 2.0505335649629955e-05, -9.455398971185157e-06, 4.385916301204583e-06,
    -1.9763678084508692e-06, 9.170872112863628e-07,  -5.791747202711995e-07, 2.8167600980322503e-07};

/// log Γ(2 + e), |e| ≤ ½. Two parts, since the terms cancel where the function has its minimum.
INCUFLOW_INLINE DoubleDouble log_gamma_near_2(double e) noexcept
{
    const DoubleDouble slope = product_of(half_zeta, {e, 0.0});
    const DoubleDouble line = product_of(sum_of(one_minus_euler, slope), {e, 0.0});
    return ordered_sum(line.high, line.low + (e * e * e) * polynomial(log_gamma_fit, e));
}

/// Stirling's series, x ≥ 8.
INCUFLOW_INLINE double log_gamma_far(double x) noexcept
{
    // ½ log(2π) − ½
    constexpr DoubleDouble constant{0.4189385332046727, 1.6728209650585413e-17};
    // Bernoulli numbers B_2j/(2j(2j − 1)).
    constexpr std::array<double, 10> series{1.0 / 12.0,         -1.0 / 360.0,        1.0 / 1260.0, -1.0 / 1680.0,
                                            1.0 / 1188.0,       -691.0 / 360360.0,   1.0 / 156.0,  -3617.0 / 122400.0,
                                            43867.0 / 244188.0, -174611.0 / 125400.0};
    const DoubleDouble l = logarithm_pair(x);
    const DoubleDouble shorter = exact_sum(l.high, -1.0);
    const DoubleDouble a = ordered_sum(x, -0.5);
    const DoubleDouble product = exact_product(a.high, shorter.high);
    if (product.high == std::numeric_limits<double>::infinity()) {
        return product.high;
    }
    const double r = 1.0 / x;
    const double correction = r * polynomial(series, r * r);
    const double low = product.low + (a.high * (shorter.low + l.low) + a.low * shorter.high);
    const DoubleDouble sum = exact_sum(product.high, constant.high);
    return sum.high + (sum.low + (low + (constant.low + correction)));
}

}  // namespace detail

INCUFLOW_INLINE double log_gamma(double x) noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (!(x > 0.0) || x == infinity) {
        return x == 0.0 || x == infinity ? infinity : std::numeric_limits<double>::quiet_NaN();
    }
    if (x >= 8.0) {
        return detail::log_gamma_far(x);
    }
    if (x < 0.5) {
        // Γ(x) = Γ(2 + x)/(x(1 + x)); the product in two doubles, its logarithm to first order in the second.
        const detail::DoubleDouble top = detail::log_gamma_near_2(x);
        const detail::DoubleDouble square = detail::exact_product(x, x);
        const detail::DoubleDouble bottom = detail::ordered_sum(x, square.high);
        const detail::DoubleDouble l = detail::logarithm_pair(bottom.high);
        const detail::DoubleDouble sum = detail::exact_sum(top.high, -l.high);
        return sum.high + (sum.low + (top.low - l.low - (bottom.low + square.low) / bottom.high));
    }
    if (x < 1.5) {
        const detail::DoubleDouble top = detail::log_gamma_near_2(x - 1.0);
        const detail::DoubleDouble l = detail::logarithm_pair(x);
        const detail::DoubleDouble sum = detail::exact_sum(top.high, -l.high);
        return sum.high + (sum.low + (top.low - l.low));
    }
    // Γ(x) = (x − 1)(x − 2)…Γ(2 + e); the first factor x − 1 is exact.
    double product = 1.0;
    double e = x - 2.0;
    while (e > 0.5) {
        product *= e + 1.0;
        e -= 1.0;
    }
    const detail::DoubleDouble top = detail::log_gamma_near_2(e);
    if (product == 1.0) {
        return top.high + top.low;
    }
    const detail::DoubleDouble l = detail::logarithm_pair(product);
    const detail::DoubleDouble sum = detail::exact_sum(l.high, top.high);
    return sum.high + (sum.low + (l.low + top.low));
}

INCUFLOW_END
