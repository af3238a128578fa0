// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/numeric/kernel.hpp"

#include <cstddef>
#include <span>
#include <vector>

INCUFLOW_BEGIN

// Exponentials of generators: square matrices of rates, row-major, off-diagonal entries ≥ 0, rows that sum to 0 (or to
// less, where something leaves the system). Everything is a sum and product of non-negative numbers, so every entry,
// however small, is accurate relative to itself and none is negative: uniformization (Jensen 1953) on a step of at most
// one expected event, then doubling, as Xue & Ye (2013) analyse for essentially non-negative matrices. For rows that
// sum to 0 the results' rows are brought back to their known sums after each doubling, so that conservation does not
// decay with rate × time.
//
// The short step's series has degree 24. A walk of d distinct states needs d terms before it is counted at all; where
// 24 would not do (n > 8), more halvings are made until the part that is left out is below 1e-15 of the entry for every
// path through n states.

/// exp(Qh) and its first two integrals over a step, n × n each, row-major. Time in the unit of the step, usually years.
struct GeneratorIntegrals {
    int n{};
    double step{};
    /// Every row of Q sums to 0 (within rounding): the rows below then sum to 1, h and h²/2 within a few roundings.
    bool conserving{};
    /// E(h) = exp(Qh): probability of state j after h, from state i.
    std::vector<double> transition{};
    /// Φ(h) = ∫₀ʰ exp(Qs) ds: expected time in j.
    std::vector<double> occupancy{};
    /// ∫₀ʰ Φ(s) ds: expected time in j for entries that are uniform over the step, times h.
    std::vector<double> accumulated{};
};

/// All three for one step h ≥ 0.
/// Errors: ParameterError numeric.no_states, numeric.size, numeric.not_finite, numeric.rate_negative,
/// numeric.row_positive, numeric.time_negative; NumericError numeric.step_too_long where rate × time passes 2^1000.
[[nodiscard]] INCUFLOW_EXPORT GeneratorIntegrals generator_integrals(std::span<const double> q, int n, double h);

/// exp(Qt) alone, n × n; errors as above.
[[nodiscard]] INCUFLOW_EXPORT std::vector<double> generator_exponential(std::span<const double> q, int n, double t);

/// exp(Qt) of `batch` generators (batch × n × n) into `out` of the same shape, not overlapping. Same bytes as one by
/// one; up to 8 states several matrices share the registers. On an error `out` may be filled in part.
INCUFLOW_EXPORT void generator_exponentials(std::span<const double> q, int n, std::size_t batch, double t,
                                            std::span<double> out);

namespace detail
{

/// `generator_exponentials` on one instruction set, which the processor must have: for tests that compare the levels'
/// bytes.
INCUFLOW_EXPORT void generator_exponentials_at(KernelLevel level, std::span<const double> q, int n, std::size_t batch,
                                               double t, std::span<double> out);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/generator_exponential.ipp"
#endif
