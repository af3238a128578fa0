// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <cstdint>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// What uniformization weighs its terms with over a step of `mean` expected events.
struct PoissonWeights {
    std::int64_t first{};         ///< term of the first weight; those before it are 0
    std::vector<double> at{};     ///< P(N = first + i)
    std::vector<double> above{};  ///< P(N > n) for n = 0 … first + at.size() − 1: of the integral over the step
};

/// All weights but those beyond the upper end, which together are below `tail` (≥ 1e-307); mean ≥ 0, finite.
[[nodiscard]] INCUFLOW_EXPORT PoissonWeights poisson_weights(double mean, double tail);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/poisson_weights.ipp"
#endif
