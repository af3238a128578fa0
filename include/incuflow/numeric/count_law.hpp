// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/numeric/count_window.hpp"

#include <cstdint>
#include <memory>
#include <vector>

INCUFLOW_BEGIN

/// Independent trials of one probability each.
struct BinomialGroup {
    std::int64_t trials{};
    double probability{};

    friend bool operator==(const BinomialGroup&, const BinomialGroup&) = default;
};

/// Units whose number is gamma-mixed Poisson (negative binomial): one gamma factor of mean 1 and variance 1/k for all of them.
struct MixedUnits {
    double k{};                    ///< > 0
    std::vector<double> means{};   ///< [j]: mean number of units that add j; [0] is not used

    friend bool operator==(const MixedUnits&, const MixedUnits&) = default;
};

/// A fixed number of independent units of one law.
struct TrialUnits {
    std::int64_t units{};
    std::vector<double> chances{};  ///< [j]: chance of one unit to add j; adds up to 1

    friend bool operator==(const TrialUnits&, const TrialUnits&) = default;
};

/// What a count is made of, all independent.
struct CountParts {
    std::vector<double> poisson{};  ///< [j]: mean number of units of a Poisson number that add j; [0] is not used
    std::vector<MixedUnits> mixed{};
    std::vector<TrialUnits> trials{};

    friend bool operator==(const CountParts&, const CountParts&) = default;
};

/// The law of N = Poisson(mean) + Σ Binomial(trials, probability), all independent: a count to which each unit adds at
/// most one. With CountParts, of what units add that may add more than one, and of gamma-mixed numbers of them: compound sums (Panjer
/// 1981) and powers by convolution.
///
/// Every probability is a sum of positive terms, to 1e-9 relative (in practice 1e-12) down to 1e-300; below that it may
/// be 0, never negative. A tail is summed where its terms are: the components' windows lie around their means in the
/// law that is exponentially tilted to the asked count, and leave out less than 1e-15 of the result. With at most two
/// components (groups of equal probability count as one) a tail costs a few standard deviations' worth of terms; three
/// or more are convolved once, when first needed.
///
/// An immutable value; one object may be used by several threads.
class INCUFLOW_EXPORT CountLaw
{
public:
    /// Errors: ParameterError numeric.not_finite, numeric.mean_negative, numeric.trials_negative,
    /// numeric.probability_outside, numeric.count_too_large (more than 2^53 of what the trials can add).
    explicit CountLaw(double poisson_mean, std::vector<BinomialGroup> groups = {});
    /// Errors as above, and numeric.mixing_not_positive, numeric.row_not_one (chances that do not add up to 1 within 1e-9).
    explicit CountLaw(const CountParts& parts);

    [[nodiscard]] double mean() const noexcept { return moments_.mean; }
    [[nodiscard]] double variance() const noexcept { return moments_.variance; }
    /// A distance from the mean that N passes with probability 2e^(−exponent) at most.
    [[nodiscard]] double reach(double exponent) const noexcept;

    // All may throw NumericError numeric.count_too_large where a window would hold more than 2^27 counts (means above
    // about 1e13).

    /// P(N = n).
    [[nodiscard]] double probability(std::int64_t n) const;
    /// P(N ≤ n).
    [[nodiscard]] double at_most(std::int64_t n) const;
    /// P(N ≥ n), from an upper sum where it is small.
    [[nodiscard]] double at_least(std::int64_t n) const;
    /// P(low ≤ N ≤ high); 0 if high < low.
    [[nodiscard]] double between(std::int64_t low, std::int64_t high) const;
    /// The smallest possible n with P(N ≤ n) ≥ p, 0 ≤ p < 1; also p = 1 where there is no Poisson part.
    /// Errors: ParameterError numeric.probability_outside.
    [[nodiscard]] std::int64_t quantile(double p) const;
    /// P(N = n) for n = first … last, in one convolution; empty if last < first.
    [[nodiscard]] std::vector<double> probabilities(std::int64_t first, std::int64_t last) const;

private:
    void add(const TrialUnits& group);
    void add_trials(std::int64_t trials, double probability);
    void settle();
    [[nodiscard]] double upper(std::int64_t n) const;
    [[nodiscard]] double lower(std::int64_t n) const;
    [[nodiscard]] bool beyond_reach(double n) const;
    [[nodiscard]] const detail::counting::CountWindow& rest(double low, double high, double low_odds, double high_odds,
                                                            detail::counting::CountWindow& own) const;

    std::int64_t certain_{};  // trials that always succeed
    std::int64_t most_{};     // largest possible count
    std::vector<detail::counting::CountPart>
        parts_{};  // the widest first; none is certain, groups of one probability are one
    detail::counting::CountMoments moments_{};
    double third_{};  // third central moment
    std::shared_ptr<detail::counting::CountCache> cache_{};
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/count_law.ipp"
#endif
