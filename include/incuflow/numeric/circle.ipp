// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/circle.hpp"
#include "incuflow/numeric/elementary.hpp"

#include <cmath>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE Complex on_circle(double x) noexcept
{
    // π/2 in three parts, the first two of 32 bits: their products with the number of quarter turns are exact.
    constexpr double first = 0x1.921fb54400000p+0;
    constexpr double second = 0x1.0b4611a600000p-34;
    constexpr double third = 0x1.3198a2e037073p-69;
    constexpr double quarters_per_radian = 0.63661977236758134308;
    const double quarters = std::floor(x * quarters_per_radian + 0.5);
    const double r = ((x - quarters * first) - quarters * second) - quarters * third;
    const double square = r * r;
    // Taylor's series on |r| ≤ π/4: the first term left out is below 1e-19.
    double sine = 0.0;
    double cosine = 0.0;
    for (int n = 17; n > 1; n -= 2) {
        sine = (1.0 + sine) * (-square / static_cast<double>(n * (n - 1)));
        cosine = (1.0 + cosine) * (-square / static_cast<double>((n + 1) * n));
    }
    sine = r + r * sine;
    cosine = 1.0 + (1.0 + cosine) * (-0.5 * square);
    switch (static_cast<std::int64_t>(quarters) & 3) {
    case 0:
        return {cosine, sine};
    case 1:
        return {-sine, cosine};
    case 2:
        return {-cosine, -sine};
    default:
        return {sine, -cosine};
    }
}

INCUFLOW_INLINE double angle_of(Complex z) noexcept
{
    // The tangent of an eighth of the angle, then the series of the arc tangent: |t| < 0.2.
    double t = z.im / z.re;
    double factor = 1.0;
    for (int half = 0; half < 3; ++half) {
        t = t / (1.0 + std::sqrt(1.0 + t * t));
        factor *= 2.0;
    }
    const double square = t * t;
    double sum = 0.0;
    for (int n = 27; n > 0; n -= 2) {
        sum = 1.0 / static_cast<double>(n) - square * sum;
    }
    return factor * t * sum;
}

INCUFLOW_INLINE Complex complex_exponential(Complex z) noexcept { return exponential(z.re) * on_circle(z.im); }

INCUFLOW_INLINE Complex complex_power(Complex z, std::int64_t n) noexcept
{
    Complex result{1.0, 0.0};
    for (; n > 0; n /= 2) {
        if (n % 2 == 1) {
            result = result * z;
        }
        z = z * z;
    }
    return result;
}

INCUFLOW_INLINE Complex complex_power(Complex z, double y) noexcept
{
    return complex_exponential({0.5 * y * logarithm(z.re * z.re + z.im * z.im), y * angle_of(z)});
}

}  // namespace detail

INCUFLOW_END
