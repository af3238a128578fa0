// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/numeric/kernel.hpp"

#include <cstddef>
#include <span>

INCUFLOW_BEGIN

/// Discrete-time chains, one transition matrix per draw: out[d][0] = start[d] and out[d][k+1] = out[d][k] ·
/// matrices[d].
///
/// Row-major: start draws × n, matrices draws × n × n with rows that sum to 1 (within 1e-9), out draws × (steps + 1) ×
/// n, none overlapping. Every entry is one sum over the states in ascending order, so its bytes do not depend on the
/// instruction set. Errors: ParameterError numeric.no_states, numeric.size, numeric.not_finite,
/// numeric.probability_negative, numeric.row_not_one; out is untouched then.
INCUFLOW_EXPORT void propagate(std::span<const double> start, std::span<const double> matrices, int n,
                               std::size_t draws, std::size_t steps, std::span<double> out);

namespace detail
{

/// The same without checks on one instruction set, which the processor must have: for tests that compare the levels'
/// bytes.
INCUFLOW_EXPORT void propagate_at(KernelLevel level, const double* start, const double* matrices, std::size_t n,
                                  std::size_t draws, std::size_t steps, double* out);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/propagate.ipp"
#endif
