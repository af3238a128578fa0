// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <cstdint>

INCUFLOW_BEGIN

// Probabilities of one count, by the saddle-point form of Loader (2000), "Fast and accurate computation of binomial
// probabilities": the density at the mode times e^(−deviance), so that nothing large is subtracted. Relative error
// about 1e-15 near the mode, 1e-13 at 1e-300. Arguments are the caller's care: mean ≥ 0, trials ≥ 0, 0 ≤ p ≤ 1, all
// finite. 0 outside the support.

/// P(N = x) for a Poisson count.
[[nodiscard]] INCUFLOW_EXPORT double poisson_probability(std::int64_t x, double mean) noexcept;

/// P(N = x) for a binomial count.
[[nodiscard]] INCUFLOW_EXPORT double binomial_probability(std::int64_t x, std::int64_t trials, double p) noexcept;

namespace detail
{

/// log x! minus Stirling's ½ log(2πx) + x log x − x; x ≥ 1.
[[nodiscard]] INCUFLOW_EXPORT double stirling_error(std::int64_t x) noexcept;

/// x log(x/m) + m − x ≥ 0, accurate also where x is near m; x ≥ 0, m > 0.
[[nodiscard]] INCUFLOW_EXPORT double deviance(double x, double m) noexcept;

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/point_probability.ipp"
#endif
