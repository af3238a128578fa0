// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/numeric/kernel.hpp"

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

INCUFLOW_BEGIN

// The pieces behind CountLaw: probabilities of its components on windows of counts.
namespace detail::counting
{

/// One component: a Poisson count (trials = −1, value its mean) or a binomial one (value its probability).
struct CountPart {
    std::int64_t trials{};
    double value{};
};

/// Mean and variance of a component, or of a sum of them.
struct CountMoments {
    double mean{};
    double variance{};

    CountMoments& operator+=(const CountMoments& other)
    {
        mean += other.mean;
        variance += other.variance;
        return *this;
    }
};

/// P(N = first), P(N = first + 1), …
struct CountWindow {
    std::int64_t first{};
    std::vector<double> mass{1.0};

    [[nodiscard]] std::int64_t last() const { return first + static_cast<std::int64_t>(mass.size()) - 1; }
};

/// Moments where every count n weighs odds^n more; odds 0 and ∞ allowed (∞ for binomial parts only).
[[nodiscard]] CountMoments tilted_moments(const CountPart& part, double odds) noexcept;

/// The odds under which the parts' mean is about `count` (within a tenth of a standard deviation).
[[nodiscard]] double tilt_to(std::span<const CountPart> parts, double count) noexcept;

/// Distance from the mean that a sum of independent indicators and a Poisson count passes with probability
/// e^(−exponent) at most: Bernstein's inequality.
[[nodiscard]] double bernstein_distance(double variance, double exponent) noexcept;

/// What a window must cover: from the lower edge around one tilted law to the upper edge around another.
struct CountReach {
    CountMoments low{};
    CountMoments high{};

    [[nodiscard]] double lowest() const;
    [[nodiscard]] double highest() const;
};

/// The part's probabilities on [low, high] within its support; numeric.count_too_large beyond 2^27 of them.
[[nodiscard]] CountWindow part_window(const CountPart& part, double low, double high);

/// The law of the sum of the parts on its reach for odds between `low` and `high`, by convolution in pairs.
[[nodiscard]] CountWindow sum_window(std::span<const CountPart> parts, double low, double high);

/// Σ x[i]·y[n − i] for n in [low, high].
[[nodiscard]] CountWindow convolve(const CountWindow& x, const CountWindow& y, std::int64_t low, std::int64_t high);
/// The same on one instruction set, which the processor must have: for tests that compare the levels' bytes.
[[nodiscard]] INCUFLOW_EXPORT CountWindow convolve_at(KernelLevel level, const CountWindow& x, const CountWindow& y,
                                                      std::int64_t low, std::int64_t high);

/// Convolution of all components but the widest, for counts in [low, high]; made when first asked for.
struct CountCache {
    std::once_flag once{};
    double low{};
    double high{};
    CountWindow rest{};
};

}  // namespace detail::counting

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/count_window.ipp"
#endif
