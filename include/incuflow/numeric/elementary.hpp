// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

// Own elementary functions, so that a result has the same bits on every CPU (libm's exp, log, pow and lgamma take other
// code where there is FMA). Only +, −, ×, ÷ and bit operations, rounding to nearest; not for -ffast-math. Coefficients
// are fits of this project. The stated errors bound the largest seen against 80-bit and multi-precision references, in
// units in the last place (ulp).

/// e^x. Error < 0.7 ulp, in the subnormal range < 1; over- and underflow (gradual) as IEEE; NaN in, NaN out.
[[nodiscard]] INCUFLOW_EXPORT double exponential(double x) noexcept;
/// e^x − 1, accurate near 0. Error < 0.95 ulp.
[[nodiscard]] INCUFLOW_EXPORT double exponential_minus_1(double x) noexcept;
/// log x; −inf at 0, NaN below. Error < 0.7 ulp, subnormal x included.
[[nodiscard]] INCUFLOW_EXPORT double logarithm(double x) noexcept;
/// log(1 + x), accurate near 0; −inf at −1, NaN below. Error < 0.7 ulp.
[[nodiscard]] INCUFLOW_EXPORT double logarithm_1_plus(double x) noexcept;
/// x^y. Error < 0.8 ulp over the whole range (subnormal results < 1). For x < 0 and the special values as C's pow: NaN
/// unless y is whole, `power(x, 0)` and `power(1, y)` are 1 whatever the other.
[[nodiscard]] INCUFLOW_EXPORT double power(double x, double y) noexcept;
/// log Γ(x), x > 0: error < 1.1 ulp, also near its zeros 1 and 2. Infinity at 0 and where the result overflows; NaN
/// below 0.
[[nodiscard]] INCUFLOW_EXPORT double log_gamma(double x) noexcept;

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/elementary.ipp"
#endif
