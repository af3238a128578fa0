// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/forecast/first_order.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE FirstOrder first_order(const std::vector<double>& x, const std::vector<double>& f)
{
    const std::size_t n = f.size();
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
    const double count = static_cast<double>(n);
    const double mean = std::accumulate(f.begin(), f.end(), 0.0) / count;
    double variance = 0.0;
    for (const double value : f) {
        variance += (value - mean) * (value - mean) / count;
    }
    if (variance == 0.0) {
        return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    }
    double products = 0.0;
    for (std::size_t i = 0; i + 1 < n; ++i) {
        products += (f[order[i]] - mean) * (f[order[i + 1]] - mean);
    }
    const double share = products / (count - 1.0) / variance;
    std::vector<double> terms;
    for (std::size_t i = 0; i + 1 < n; ++i) {
        const double here = f[order[i]] - mean;
        terms.push_back(here * (f[order[i + 1]] - mean) - share * here * here);
    }
    double spread = 0.0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        spread += terms[i] * terms[i] + (i + 1 < terms.size() ? 2.0 * terms[i] * terms[i + 1] : 0.0);
    }
    return {share, std::sqrt(std::max(0.0, spread)) / count / variance};
}

}  // namespace detail

INCUFLOW_END
