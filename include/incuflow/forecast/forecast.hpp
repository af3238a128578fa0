// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/forecast/distribution.hpp"
#include "incuflow/forecast/options.hpp"
#include "incuflow/study/study.hpp"
#include "incuflow/units/table.hpp"

#include <limits>
#include <memory>
#include <string>
#include <vector>

INCUFLOW_BEGIN

/// What a forecast says of one target (a yearly target has one a year). Numbers that cannot be given are NaN.
struct Attainment {
    std::string target{};
    int index{};                ///< position of the target in the study
    Date since{};
    Date due{};
    Status status{Status::not_modelled};
    double expected{std::numeric_limits<double>::quiet_NaN()};
    double low{std::numeric_limits<double>::quiet_NaN()};
    double high{std::numeric_limits<double>::quiet_NaN()};
    double p_met{std::numeric_limits<double>::quiet_NaN()};
    double p_met_se{std::numeric_limits<double>::quiet_NaN()};
    double p_floor{std::numeric_limits<double>::quiet_NaN()};    ///< chance with every unknown stock 0
    std::string ask{};
    double needed_50{std::numeric_limits<double>::quiet_NaN()};  ///< starting firms at `ask` that bring the chance to .5
    double needed_80{std::numeric_limits<double>::quiet_NaN()};
    std::string method{};
    Label verdict{};
    Label reason{};
};

/// What one target's count (or ratio) is given each finished draw, in their order. Both empty where no law can be given; a joint target has
/// a chance alone.
struct ConditionalCounts {
    std::vector<double> expected{};  ///< mean of its exact law
    std::vector<double> chance{};    ///< chance that it meets the target's value
};

/// A forecast: an immutable value with the arrays of every draw and tables made from them. What takes long over many draws takes a Watch,
/// works on as many threads as the forecast did, and throws EngineError when it is told to stop; it can then be asked again. Of a forecast that is about to end,
/// what is otherwise a reference is a copy: `for (const Attainment& row : forecast(study).attainment())` is safe.
class INCUFLOW_EXPORT Forecast {
public:
    [[nodiscard]] const Study& study() const& noexcept;
    [[nodiscard]] Study study() const&& { return study(); }
    [[nodiscard]] const ForecastOptions& options() const noexcept;
    [[nodiscard]] bool complete() const noexcept;       ///< false if it was stopped
    [[nodiscard]] int draws() const noexcept;           ///< finished draws; 0: mids
    [[nodiscard]] const std::string& engine() const noexcept;  ///< the one that ran
    /// Longest time step of the engine in years, NaN if it has none, and its estimated error (options.hpp: tolerance), 0 if it has none.
    [[nodiscard]] double step() const noexcept;
    [[nodiscard]] double error_estimate() const noexcept;

    /// One entry a target and year, in the order of the text. Worked out at the first call, then kept.
    [[nodiscard]] const std::vector<Attainment>& attainment(const Watch& watch = {}) const&;
    [[nodiscard]] std::vector<Attainment> attainment(const Watch& watch = {}) const&& { return attainment(watch); }
    /// Columns: scenario, region, target, clause, text, unit, counted, accounting, since, due, value, reading, status, expected, low, high,
    /// level, p_met, p_met_se, p_floor, ask, needed_50, needed_80, method, verdict, reason.
    [[nodiscard]] Table attainment_table(Language language = Language::zh) const;
    /// First line of every output: `12项量化目标：测算 0，需补充期初数 2 …`, counted.
    [[nodiscard]] std::string headline(Language language = Language::zh) const;

    /// Columns: scenario, region, population, date, track, stage, metric, unit, expected, low, high, level. Exact laws; base date included.
    /// A stage that only ways of unknown rate or firms of unknown number lead to has empty numbers (未测算). `metric` is `stock`, or
    /// `stock_newcomers` where firms of unknown starting stock may stand too: they are not counted.
    [[nodiscard]] Table stocks(const Watch& watch = {}) const;
    /// Quantiles of the mixture of exact laws of stocks: for each probability p the smallest n with P(N ≤ n) ≥ p. Columns: scenario, region,
    /// population, date, track, stage, metric, unit, probability, value. Throws GraphError for a place that is not in stage_axis(), with the
    /// nearest name, and ParameterError for a probability outside (0, 1).
    [[nodiscard]] Table stock_quantiles(const std::vector<std::string>& places, const std::vector<double>& probabilities,
                                        const Watch& watch = {}) const;
    /// Columns: scenario, region, population, start, date, transition, metric, unit, expected, low, high, level. Intake is `+track.stage`.
    /// Low and high are empty for transitions that one firm can cross more than once; numbers and `metric` otherwise as in stocks().
    [[nodiscard]] Table flows(const Watch& watch = {}) const;
    /// Every counted target by year. Columns: target, start, date, flow (当年新增), expected (累计; of a stock target the stock), stock
    /// (年末存量 of the stages counted or crossed into), value, reached (share of the value), elapsed (share of the time: 时序进度).
    [[nodiscard]] Table progress(const Watch& watch = {}) const;
    /// Every number that is not plainly observed, with what it moves, one number a time with the others at mid. Columns: name, place, key,
    /// unit, low, mid, high, kind, range_kind, law, source, reason, target, expected_low, expected_high, influence, p_low, p_mid, p_high,
    /// break_even.
    [[nodiscard]] Table assumptions(Language language = Language::zh) const;

    /// What firms carry, by attribute, stage and date: `total` over the firms of the stage, and `mean_per_firm`; track and stage `*` are all
    /// living firms. `total_newcomers`, `mean_per_firm_newcomers` where firms of unknown starting stock may stand too and are not counted. Means
    /// and standard deviations of totals are exact, over draws included; low and high are of a normal law in each draw, cut at 0. Means per firm
    /// are ratios of expectations, their variance by the delta method; empty where nobody is expected. Columns: scenario, region, population,
    /// date, track, stage, attribute, metric, unit, expected, low, high, level, sd, method. No rows without attributes.
    [[nodiscard]] Table attributes(const Watch& watch = {}) const;

    /// The whole law of any stock, count of firms or flow. Throws GraphError for a place that is not there, ParameterError for a day outside
    /// the study, EngineError("forecast.not_computed") for what cannot be computed.
    [[nodiscard]] CountDistribution distribution(const CountQuestion& question, const Watch& watch = {}) const;
    /// Where the variance of a count comes from. Rows: parameters (Var E[N | numbers drawn]), intake (of what is left, the variance of the mean
    /// given numbers and times of entries), chance (the rest), total; then every drawn number by what it explains alone of the parameters'
    /// part, the largest first, with the standard error of that estimate. Columns: part, name, label, kind, range_kind, variance, share,
    /// share_se. Needs 20 draws. Errors as `distribution`.
    [[nodiscard]] Table uncertainty(const CountQuestion& question, Language language = Language::zh, const Watch& watch = {}) const;
    /// The same of a target's count, of a yearly one that of its last year. Throws ParameterError for a target that is not there, and
    /// EngineError("forecast.no_count") for one without a count of its own.
    [[nodiscard]] Table uncertainty(const std::string& target, Language language = Language::zh, const Watch& watch = {}) const;

    /// Which draw each finished one is, in ascending order; {0} at mids.
    [[nodiscard]] const std::vector<int>& finished_draws() const noexcept;
    /// The count of a row of `attainment()` given each draw; firms of unknown starting stock are not in it.
    [[nodiscard]] ConditionalCounts conditional(std::size_t row) const;
    /// `stock`, or `stock_newcomers` where firms of unknown starting stock may stand too; empty for what is no stage or exit.
    [[nodiscard]] std::string stock_metric(const std::string& stage) const;

    /// Expected stocks, C-contiguous (draw, time, stage), firms; one draw at mids for draws = 0. Axes below. Both are made at
    /// the first call, then kept.
    [[nodiscard]] const std::vector<double>& stock_array() const&;
    [[nodiscard]] std::vector<double> stock_array() const&& { return stock_array(); }
    /// Expected flows, C-contiguous (draw, time, transition), crossings in the period that ends there.
    [[nodiscard]] const std::vector<double>& flow_array() const&;
    [[nodiscard]] std::vector<double> flow_array() const&& { return flow_array(); }
    [[nodiscard]] const std::vector<std::string>& stage_axis() const noexcept;       ///< `track.stage`, then exits
    [[nodiscard]] const std::vector<std::string>& transition_axis() const noexcept;  ///< paths, then `+track.stage`
    [[nodiscard]] const std::vector<Date>& stock_dates() const noexcept;             ///< base date and period ends
    [[nodiscard]] const std::vector<Date>& flow_dates() const noexcept;              ///< period ends

private:
    Forecast() = default;
    struct Body;
    friend INCUFLOW_EXPORT Forecast forecast(const Study& study, const ForecastOptions& options);
    std::shared_ptr<const Body> body_;
};

/// Runs a study. Throws EngineError for what the engine cannot represent, ParameterError for options out of range.
[[nodiscard]] INCUFLOW_EXPORT Forecast forecast(const Study& study, const ForecastOptions& options = {});

/// True if a due date of the study lies before `run_date`: the report is then headed as a look back.
[[nodiscard]] INCUFLOW_EXPORT bool is_retrospective(const Study& study, const Date& run_date);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/forecast.ipp"
#endif
