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

/// One component of a sum: units that each add a whole number. `trials` ≥ 0: so many units; −1: a Poisson number of them, or with k > 0 a
/// gamma-mixed one (negative binomial). Without `law` a unit adds 1: `value` is the mean number of units that do, or the chance of one.
/// With it, [j] is the mean number of units that add j (then [0] is not used), or the chance of one unit to add j. `streams`: a sum of such
/// numbers of units, whose law is made in one go.
struct CountPart {
    std::int64_t trials{};
    double value{};
    double k{};
    std::vector<double> law{};
    std::vector<CountPart> streams{};

    /// A Poisson or binomial count, whose probabilities have a formula.
    [[nodiscard]] bool plain() const noexcept { return k == 0.0 && law.empty() && streams.empty(); }
};

/// Mean and variance of a component, or of a sum of them, and what bounds its tails: P(|N − mean| ≥ d) ≤ exp(−d²/(2(bound + scale·d))).
struct CountMoments {
    double mean{};
    double variance{};
    double bound{};
    double scale{};

    CountMoments& operator+=(const CountMoments& other)
    {
        mean += other.mean;
        variance += other.variance;
        bound += other.bound;
        scale = scale < other.scale ? other.scale : scale;
        return *this;
    }
    [[nodiscard]] CountMoments times(double units) const { return {mean * units, variance * units, bound * units, scale}; }
};

/// The smallest and the largest count (9e15 where there is none) of a component.
[[nodiscard]] double least_count(const CountPart& part) noexcept;
[[nodiscard]] double most_count(const CountPart& part) noexcept;

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

/// Distance from the mean that a sum with these moments passes with probability e^(−exponent) at most: Bernstein's inequality for units
/// that add J at most (scale J/3); with gamma-mixed numbers of units its sub-gamma form, whose scale grows with the mixing.
[[nodiscard]] double bernstein_distance(const CountMoments& moments, double exponent) noexcept;

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
