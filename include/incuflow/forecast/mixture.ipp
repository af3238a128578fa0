// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/forecast/mixture.hpp"

#include "incuflow/numeric/normal.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

INCUFLOW_INLINE MixtureLaw::MixtureLaw(std::vector<CountLaw> laws) : laws_(std::move(laws))
{
    for (const CountLaw& law : laws_) {
        means_.push_back(law.mean());
        variances_.push_back(law.variance());
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

// Where the mixture of normal laws with the same means and variances reaches p. One exact law takes microseconds, one of these nanoseconds.
INCUFLOW_INLINE std::int64_t MixtureLaw::guess(double p) const
{
    double low = means_.front();
    double high = means_.front();
    for (std::size_t k = 0; k < means_.size(); ++k) {
        const double reach = 12.0 * std::sqrt(variances_[k]) + 1.0;
        low = std::min(low, means_[k] - reach);
        high = std::max(high, means_[k] + reach);
    }
    const double wanted = p * static_cast<double>(means_.size());
    while (high - low > 0.5) {
        const double x = low + 0.5 * (high - low);
        if (x == low || x == high) {
            break;  // numbers so large that there is none between
        }
        double sum = 0.0;
        for (std::size_t k = 0; k < means_.size(); ++k) {
            const double d = x + 0.5 - means_[k];
            sum += variances_[k] > 0.0 ? normal_cdf(d / std::sqrt(variances_[k])) : d >= 0.0 ? 1.0 : 0.0;
        }
        (sum >= wanted ? high : low) = x;
    }
    return static_cast<std::int64_t>(std::max(0.0, std::floor(high)));
}

INCUFLOW_INLINE std::int64_t MixtureLaw::quantile(double p) const
{
    // From the guess a bracket with at_most(low) < p ≤ at_most(high), mostly of neighbours; then halving.
    std::int64_t high = guess(p);
    std::int64_t low = high;
    std::int64_t stride = 1;
    if (at_most(high) >= p) {
        do {
            high = low;
            low = low < stride ? -1 : low - stride;
            stride *= 4;
        } while (low >= 0 && at_most(low) >= p);
    } else {
        do {
            low = high;
            high += stride;
            stride *= 4;
        } while (at_most(high) < p);
    }
    while (high - low > 1) {
        const std::int64_t mid = low + (high - low) / 2;
        (at_most(mid) >= p ? high : low) = mid;
    }
    return high;
}

INCUFLOW_END
