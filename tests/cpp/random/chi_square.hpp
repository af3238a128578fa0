// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace random_test
{

/// Pearson's statistic of observed against expected numbers as a standard normal deviate (Wilson and Hilferty 1931).
inline double chi_square_deviate(const std::vector<double>& observed, const std::vector<double>& expected)
{
    double statistic = 0.0;
    for (std::size_t i = 0; i < observed.size(); ++i) {
        const double d = observed[i] - expected[i];
        statistic += d * d / expected[i];
    }
    const double freedom = static_cast<double>(observed.size()) - 1.0;
    const double spread = 2.0 / (9.0 * freedom);
    return (std::cbrt(statistic / freedom) - (1.0 - spread)) / std::sqrt(spread);
}

/// The same for counts with a probability function; neighbouring counts share a cell until at least 20 are expected in
/// it.
template <class Probability>
double count_deviate(const std::vector<std::int64_t>& draws, std::int64_t first, std::int64_t last,
                     Probability probability)
{
    std::map<std::int64_t, double> seen;
    for (const std::int64_t draw : draws) {
        seen[draw] += 1.0;
    }
    const double n = static_cast<double>(draws.size());
    std::vector<double> observed;
    std::vector<double> expected;
    double o = 0.0;
    double e = 0.0;
    double e_total = 0.0;
    double o_total = 0.0;
    for (std::int64_t k = first; k <= last; ++k) {
        const auto found = seen.find(k);
        o += found == seen.end() ? 0.0 : found->second;
        e += n * probability(k);
        if (e >= 20.0) {
            observed.push_back(o);
            expected.push_back(e);
            o_total += o;
            e_total += e;
            o = 0.0;
            e = 0.0;
        }
    }
    // What is left, tails outside [first, last] included, goes to the last cell.
    observed.back() += n - o_total;
    expected.back() += n - e_total;
    return chi_square_deviate(observed, expected);
}

}  // namespace random_test
