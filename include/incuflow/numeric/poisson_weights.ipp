// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/point_probability.hpp"
#include "incuflow/numeric/poisson_weights.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE PoissonWeights poisson_weights(double mean, double tail)
{
    PoissonWeights weights;
    const auto mode = static_cast<std::int64_t>(mean);
    std::vector<double> below;
    double weight = poisson_probability(mode, mean);
    // Outward from the mode. Below it weights that are 0 in a double end the list.
    for (std::int64_t n = mode; n > 0; --n) {
        weight *= static_cast<double>(n) / mean;
        if (weight == 0.0) {
            break;
        }
        below.push_back(weight);
    }
    weights.first = mode - static_cast<std::int64_t>(below.size());
    weights.at.assign(below.rbegin(), below.rend());
    weight = poisson_probability(mode, mean);
    weights.at.push_back(weight);
    for (std::int64_t n = mode + 1;; ++n) {
        const double ratio = mean / static_cast<double>(n);
        weight *= ratio;
        // What follows is less than a geometric sum.
        if (weight <= tail * (1.0 - mean / static_cast<double>(n + 1))) {
            break;
        }
        weights.at.push_back(weight);
    }
    const std::size_t size = static_cast<std::size_t>(weights.first) + weights.at.size();
    weights.above.assign(size, 0.0);
    double sum = weight;
    for (std::size_t n = size; n-- > 0;) {
        weights.above[n] = std::min(sum, 1.0);
        const auto at = static_cast<std::int64_t>(n) - weights.first;
        sum += at >= 0 ? weights.at[static_cast<std::size_t>(at)] : 0.0;
    }
    return weights;
}

}  // namespace detail

INCUFLOW_END
