// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <span>
#include <vector>

INCUFLOW_BEGIN

/// X with A·X = B: A n × n, B and X n × columns, all row-major. LU with partial pivoting.
/// Errors: ParameterError numeric.no_states, numeric.size, numeric.not_finite; NumericError numeric.singular where the
/// reciprocal condition number of A is below 2^-52, so that no digit of X could be trusted.
[[nodiscard]] INCUFLOW_EXPORT std::vector<double> solve_linear(std::span<const double> a, int n,
                                                               std::span<const double> b, int columns = 1);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/linear.ipp"
#endif
