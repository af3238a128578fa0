// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/forecast/forecast.hpp"
#include "incuflow/forecast/options.hpp"
#include "incuflow/units/table.hpp"

#include <limits>
#include <string>
#include <vector>

INCUFLOW_BEGIN

/// What a second forecast has more than a first: mean over the draws of the difference of what is expected given the draw, its quantiles
/// over the draws, and the standard error of the mean. NaN where it cannot be given; low, high and se need two draws.
struct PairedDifference {
    double mean{std::numeric_limits<double>::quiet_NaN()};
    double low{std::numeric_limits<double>::quiet_NaN()};
    double high{std::numeric_limits<double>::quiet_NaN()};
    double se{std::numeric_limits<double>::quiet_NaN()};
};

/// One target (of a yearly target, one year) in both forecasts; −1: the other study does not have it.
struct TargetDifference {
    std::string target{};
    int row_a{-1};  ///< row of `attainment()`
    int row_b{-1};
    PairedDifference count{};   ///< of the expected count
    PairedDifference chance{};  ///< of the chance to be met; only where both are modelled
};

/// One stage or exit at a date that both forecasts give.
struct StockDifference {
    std::string stage{};  ///< `track.stage`, or an exit
    Date date{};
    double a{std::numeric_limits<double>::quiet_NaN()};
    double b{std::numeric_limits<double>::quiet_NaN()};
    std::string metric_a{};
    std::string metric_b{};
    PairedDifference count{};
};

/// Two forecasts draw by draw. Draw k of a number depends on the seed, k and the number's name alone, so what both studies share is the same
/// in both, and the difference is that of what they do not share.
class INCUFLOW_EXPORT Comparison {
public:
    [[nodiscard]] const Forecast& a() const noexcept { return a_; }
    [[nodiscard]] const Forecast& b() const noexcept { return b_; }
    /// Of every interval: that of `a`.
    [[nodiscard]] double level() const noexcept { return a_.options().level; }
    /// Draws that both have finished; 0: every number at its mid.
    [[nodiscard]] int draws() const noexcept { return draws_; }

    [[nodiscard]] const std::vector<TargetDifference>& target_differences() const noexcept { return targets_; }
    /// Every period end that both have, of the stages of `a` and then those only `b` has.
    [[nodiscard]] const std::vector<StockDifference>& stock_differences() const noexcept { return stocks_; }

    /// Columns: scenario_a, scenario_b, region, target, text, unit, counted, accounting, since, due, value_a, value_b, status_a, status_b,
    /// expected_a, expected_b, difference, low, high, level, p_met_a, p_met_b, p_difference, p_difference_se. Differences are b − a; empty
    /// where the two numbers do not mean the same (one counts newcomers only).
    [[nodiscard]] Table targets(Language language = Language::zh) const;
    /// Columns: scenario_a, scenario_b, region, population, date, track, stage, metric, unit, expected_a, expected_b, difference, low, high,
    /// level.
    [[nodiscard]] Table stocks() const;

private:
    Comparison(Forecast a, Forecast b) : a_(std::move(a)), b_(std::move(b)) {}
    friend INCUFLOW_EXPORT Comparison compare(const Forecast& a, const Forecast& b);

    Forecast a_;
    Forecast b_;
    int draws_{};
    std::vector<TargetDifference> targets_{};
    std::vector<StockDifference> stocks_{};
};

/// Pairs two forecasts of one seed. Throws ParameterError("forecast.not_paired") if their seeds differ, if one has draws and the other
/// mids, or if no draw is finished in both.
[[nodiscard]] INCUFLOW_EXPORT Comparison compare(const Forecast& a, const Forecast& b);

/// Runs both studies with the same options and compares them. Throws what `forecast` throws.
[[nodiscard]] INCUFLOW_EXPORT Comparison compare(const Study& a, const Study& b, const ForecastOptions& options = {});

namespace detail {

/// Mean, quantiles and standard error of paired differences. The quantiles are such that those of −x are those of x mirrored, exactly.
[[nodiscard]] INCUFLOW_EXPORT PairedDifference paired_difference(const std::vector<double>& differences, double level);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/comparison.ipp"
#endif
