// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/study/parts.hpp"
#include "incuflow/units/date.hpp"
#include "incuflow/units/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

INCUFLOW_BEGIN

/// What is counted, and when.
struct CountQuestion {
    std::vector<std::string> of{};  ///< stages or transitions, pooled
    Counts counts{Counts::none};    ///< none: crossings of a transition; of a stage its stock, or with `since` the firms that enter it
    bool counts_as{};               ///< a stage and all that count as it
    std::optional<Date> since{};    ///< first day of a flow; default: the day after the base date
    std::optional<Date> due{};      ///< last day of a flow, or the day of a stock; default: the end date

    friend bool operator==(const CountQuestion&, const CountQuestion&) = default;
};

/// The whole law of a count: the mixture over the draws of exact laws. Every probability to 1e-9 relative down to 1e-300.
class INCUFLOW_EXPORT CountDistribution {
public:
    CountDistribution(std::int64_t first, std::vector<double> probabilities, double mean, double variance, bool newcomers);

    [[nodiscard]] std::int64_t first() const noexcept { return first_; }
    /// P(N = first), P(N = first + 1), …; what is left out is below 1e-300 each.
    [[nodiscard]] const std::vector<double>& probabilities() const noexcept { return probabilities_; }
    [[nodiscard]] double mean() const noexcept { return mean_; }
    [[nodiscard]] double sd() const noexcept;
    /// True where firms of unknown starting stock could count too: they are not in it.
    [[nodiscard]] bool newcomers_only() const noexcept { return newcomers_; }
    [[nodiscard]] double probability(std::int64_t n) const noexcept;
    [[nodiscard]] double at_most(std::int64_t n) const noexcept;
    [[nodiscard]] double at_least(std::int64_t n) const noexcept;
    /// The smallest n with P(N ≤ n) ≥ p. Throws ParameterError for p outside (0, 1).
    [[nodiscard]] std::int64_t quantile(double p) const;
    /// Columns: n, probability, at_most, at_least.
    [[nodiscard]] Table table() const;

private:
    std::int64_t first_;
    std::vector<double> probabilities_;
    std::vector<double> at_most_{};   // summed from below
    std::vector<double> at_least_{};  // summed from above
    double mean_;
    double variance_;
    bool newcomers_;
};

INCUFLOW_END
