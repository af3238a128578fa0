// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <cstdint>

INCUFLOW_BEGIN

namespace detail {

/// A complex number without the special cases of std::complex, whose products libm's conventions slow down.
struct Complex {
    double re{};
    double im{};

    friend Complex operator+(Complex a, Complex b) noexcept { return {a.re + b.re, a.im + b.im}; }
    friend Complex operator-(Complex a, Complex b) noexcept { return {a.re - b.re, a.im - b.im}; }
    friend Complex operator*(Complex a, Complex b) noexcept { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
    friend Complex operator*(double a, Complex b) noexcept { return {a * b.re, a * b.im}; }
};

/// cos x + i sin x for |x| ≤ 1e6, error a few 1e-16; own code as all of numeric/elementary.
[[nodiscard]] INCUFLOW_EXPORT Complex on_circle(double x) noexcept;
/// The angle of a number whose real part is > 0.
[[nodiscard]] INCUFLOW_EXPORT double angle_of(Complex z) noexcept;
/// e^z; z^n for whole n ≥ 0; z^y where the real part of z is > 0.
[[nodiscard]] INCUFLOW_EXPORT Complex complex_exponential(Complex z) noexcept;
[[nodiscard]] INCUFLOW_EXPORT Complex complex_power(Complex z, std::int64_t n) noexcept;
[[nodiscard]] INCUFLOW_EXPORT Complex complex_power(Complex z, double y) noexcept;

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/circle.ipp"
#endif
