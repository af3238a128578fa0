// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

/// Both tails of the gamma law of shape a at x, on the scale of logs, and how fast they change with log x.
struct GammaTails {
    double lower{};        ///< −log P(a, x), P the regularised lower incomplete gamma function
    double upper{};        ///< −log Q(a, x), Q = 1 − P
    double lower_slope{};  ///< −d lower/d log x ≥ 0
    double upper_slope{};  ///< d upper/d log x ≥ 0
};

/// The tails at x = a·e^s, a > 0, s = `log_ratio` + `log_ratio_low` (the second small beside the first: it carries the
/// digits that one double cuts off; they matter since P ~ x^a). Relative error < 3e-13 of each, the tiny one down to
/// 1e-300 and the large one to 1e4 and beyond, for every a, also beside x = a where a is huge; 0 and infinity at the
/// ends. An evaluation costs at most some hundred terms. Own code, bits equal on every CPU.
///
/// Series of positive terms where x < a, the recurrence down to a shape in (0, 1] and a continued fraction there
/// where x ≥ a, and Temme's uniform expansion (1979, The asymptotic expansion of the incomplete gamma functions) for
/// a ≥ 10,000, so that the cost does not grow with a.
[[nodiscard]] INCUFLOW_EXPORT GammaTails gamma_tails(double a, double log_ratio, double log_ratio_low = 0.0) noexcept;

/// e^x·E1(x), E1(x) = ∫ from x to infinity of e^(−t)/t dt, for x > 0. Relative error < 1e-14; infinity at 0.
[[nodiscard]] INCUFLOW_EXPORT double scaled_exponential_integral(double x) noexcept;

namespace detail {

/// e^s − 1 − s ≥ 0 without cancellation near 0.
[[nodiscard]] INCUFLOW_EXPORT double exponential_beyond_line(double s) noexcept;
/// log Γ(x + 1) less Stirling's ½ log(2πx) + x log x − x; x ≥ 16.
[[nodiscard]] INCUFLOW_EXPORT double stirling_rest(double x) noexcept;

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/incomplete_gamma.ipp"
#endif
