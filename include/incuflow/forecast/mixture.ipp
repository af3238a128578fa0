// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/forecast/mixture.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

INCUFLOW_INLINE MixtureLaw::MixtureLaw(std::vector<CountLaw> laws) : laws_(std::move(laws))
{
    for (const CountLaw& law : laws_) {
        means_.push_back(law.mean());
        deviations_.push_back(std::sqrt(law.variance()));
        reaches_.push_back(std::max(2.0, law.reach(40.0)));
    }
}

INCUFLOW_INLINE double MixtureLaw::mean() const
{
    double sum = 0.0;
    for (const double mean : means_) {
        sum += mean;
    }
    return sum / static_cast<double>(means_.size());
}

INCUFLOW_INLINE std::vector<double> MixtureLaw::between(std::int64_t low, std::int64_t high) const
{
    std::vector<double> p;
    for (const CountLaw& law : laws_) {
        if (low <= 0 && high == no_limit) {
            p.push_back(1.0);
        } else if (high == no_limit) {
            p.push_back(law.at_least(low));
        } else {
            p.push_back(high < low ? 0.0 : low <= 0 ? law.at_most(high) : law.between(low, high));
        }
    }
    return p;
}

// Draws whose law passes n with probability 2e^−40 at most weigh nothing in a mean over draws and are not summed.
INCUFLOW_INLINE double MixtureLaw::at_most(std::int64_t n) const
{
    double sum = 0.0;
    for (std::size_t k = 0; k < laws_.size(); ++k) {
        const double d = static_cast<double>(n) - means_[k];
        if (std::fabs(d) > reaches_[k]) {
            sum += d > 0.0 ? 1.0 : 0.0;
        } else {
            sum += laws_[k].at_most(n);
        }
    }
    return sum / static_cast<double>(laws_.size());
}

INCUFLOW_INLINE std::int64_t MixtureLaw::quantile(double p) const
{
    // A bracket from means and deviations, widened until it holds the quantile.
    double lowest = means_.front();
    double highest = means_.front();
    for (std::size_t k = 0; k < means_.size(); ++k) {
        const double reach = 12.0 * deviations_[k] + 30.0;
        lowest = std::min(lowest, means_[k] - reach);
        highest = std::max(highest, means_[k] + reach);
    }
    auto low = static_cast<std::int64_t>(std::floor(std::max(lowest, 0.0))) - 1;
    auto high = static_cast<std::int64_t>(std::ceil(highest));
    while (low >= 0 && at_most(low) >= p) {
        low = low / 2 - 1;
    }
    while (at_most(high) < p) {
        high *= 2;
    }
    low = std::max<std::int64_t>(low, -1);
    // Halving on the mixture of normal laws first would save little: the bound above already skips most draws.
    while (high - low > 1) {
        const std::int64_t mid = low + (high - low) / 2;
        (at_most(mid) >= p ? high : low) = mid;
    }
    return high;
}

INCUFLOW_END
