// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

// Own elementary functions, so that a result has the same bits on every CPU (libm's exp, log, pow and lgamma pick other code where
// there is FMA). Only +, −, ×, ÷, sqrt and bit operations; stated errors are the largest seen against long double / multi-precision, in ulp.

/// e^x. Error < 1 ulp; over- and underflow (gradual) as IEEE; NaN in, NaN out.
[[nodiscard]] INCUFLOW_EXPORT double exponential(double x) noexcept;
/// e^x − 1, accurate near 0.
[[nodiscard]] INCUFLOW_EXPORT double exponential_minus_1(double x) noexcept;
/// log x; −inf at 0, NaN below. Subnormals exact.
[[nodiscard]] INCUFLOW_EXPORT double logarithm(double x) noexcept;
/// log(1 + x), accurate near 0.
[[nodiscard]] INCUFLOW_EXPORT double logarithm_1_plus(double x) noexcept;
/// x^y for x ≥ 0 (NaN for x < 0 unless y is a whole number). Error < 2 ulp over the whole range.
[[nodiscard]] INCUFLOW_EXPORT double power(double x, double y) noexcept;
/// log Γ(x), x > 0; relative error small also near its zeros 1 and 2.
[[nodiscard]] INCUFLOW_EXPORT double log_gamma(double x) noexcept;
/// Standard normal distribution function, upper tail accurate through `normal_cdf(-x)`.
[[nodiscard]] INCUFLOW_EXPORT double normal_cdf(double x) noexcept;
/// Its inverse on (0, 1); ∓inf at 0 and 1. (Wichura 1988, AS 241, is the classical reference; relative error about 1e-15.)
[[nodiscard]] INCUFLOW_EXPORT double normal_quantile(double p) noexcept;

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/elementary.ipp"
#endif
