// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/forecast/attain.hpp"
#include "incuflow/forecast/draws.hpp"
#include "incuflow/forecast/forecast.hpp"
#include "incuflow/forecast/tasks.hpp"
#include "incuflow/forecast/window_law.hpp"
#include "incuflow/random/number_law.hpp"
#include "incuflow/study/tables.hpp"
#include "incuflow/text/nearest.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/units/table_builder.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

INCUFLOW_BEGIN

namespace detail {

inline constexpr double empty_number = std::numeric_limits<double>::quiet_NaN();

struct NormalMixture;

}  // namespace detail

struct Forecast::Body {
    Study study;
    ForecastOptions options;
    std::shared_ptr<const detail::Runner> runner;
    bool complete{true};
    int draws{};
    std::string engine;
    std::vector<detail::DrawResult> results;
    std::vector<int> finished;  // which draw each result is
    std::vector<std::vector<CountAnswer>> answers;  // by draw, by window
    std::vector<detail::Effect> effects;
    // What takes long over many draws waits until somebody asks: a Ctrl-C gives its result back at once.
    mutable std::mutex attaining;  // no once_flag: the work may be told to stop, and is then done by whoever asks next
    mutable bool attained{false};
    mutable std::vector<Attainment> attainment;
    mutable std::once_flag averaged;
    mutable std::vector<double> stock_array;
    mutable std::vector<double> flow_array;
    std::vector<Date> stock_dates;
    std::vector<Date> flow_dates;

    void check_options() const;
    void expected_arrays() const;
    [[nodiscard]] const std::vector<double>& stocks() const;
    [[nodiscard]] const std::vector<double>& flows() const;
    [[nodiscard]] const std::vector<Attainment>& attain(const Watch& watch) const;
    [[nodiscard]] MixtureLaw law(bool stock, std::size_t at, std::size_t column) const;
    // One stage or transition at one time.
    struct Cell {
        std::size_t at;
        std::size_t column;
    };
    [[nodiscard]] std::vector<std::vector<double>> mean_and_quantiles(bool stock, const std::vector<Cell>& cells, const std::vector<double>& probabilities,
                                                                      const Watch& watch) const;
    [[nodiscard]] double stock_of(const Target& target, const Date& date) const;
    [[nodiscard]] detail::NormalMixture amounts(std::size_t attribute, std::size_t at, std::size_t column, bool per_firm) const;
    void head(detail::TableBuilder& table) const;
    [[nodiscard]] CountQuery query_of(const CountQuestion& question) const;
    [[nodiscard]] std::vector<double> values_of(std::size_t result) const;
    [[nodiscard]] Table uncertainty(const CountQuery& query, Language language, const Watch& watch) const;
};

INCUFLOW_INLINE void Forecast::Body::check_options() const
{
    const auto refuse = [](const char* name, std::string given, const char* allowed) {
        throw ParameterError("forecast.bad_option", {{"option", name}, {"given", std::move(given)}, {"allowed", allowed}});
    };
    if (options.draws < 0 || options.draws > 10'000'000) {
        refuse("draws", std::to_string(options.draws), "0 .. 10000000");
    }
    if (!(options.level > 0.0 && options.level < 1.0)) {
        refuse("level", format_number(options.level), "0 < level < 1");
    }
    if (options.threads < 0 || options.threads > 4096) {
        refuse("threads", std::to_string(options.threads), "0 .. 4096");
    }
    if (!(options.tolerance >= 1e-12 && options.tolerance <= 0.1)) {
        refuse("tolerance", format_number(options.tolerance), "1e-12 .. 0.1");
    }
    if (options.engine != "auto" && options.engine != "cohort_markov" && options.engine != "cohort_renewal") {
        throw ParameterError("forecast.unknown_engine",
                             {{"given", options.engine}, {"nearest", nearest_name(options.engine, {"auto", "cohort_markov", "cohort_renewal"})}});
    }
}

// Expected numbers of every draw: class numbers weighted with their firms. What is not computed is NaN, never 0.
INCUFLOW_INLINE void Forecast::Body::expected_arrays() const
{
    const std::size_t stages = runner->stage_axis().size();
    const std::size_t transitions = runner->transition_axis().size();
    const std::size_t times = stock_dates.size();
    const std::size_t periods = flow_dates.size();
    stock_array.assign(results.size() * times * stages, 0.0);
    flow_array.assign(results.size() * periods * transitions, 0.0);
    for (std::size_t k = 0; k < results.size(); ++k) {
        const detail::DrawResult& draw = results[k];
        for (std::size_t c = 0; c < draw.trials.size(); ++c) {
            const double weight = draw.trials[c] < 0 ? 1.0 : static_cast<double>(draw.trials[c]);
            for (std::size_t i = 0; i < times * stages; ++i) {
                stock_array[k * times * stages + i] += weight * draw.stocks[c * times * stages + i];
            }
            for (std::size_t i = 0; i < periods * transitions; ++i) {
                flow_array[k * periods * transitions + i] += weight * draw.flows[c * periods * transitions + i];
            }
        }
        for (std::size_t i = 0; i < times * stages; ++i) {
            if (runner->coverage().stage_computed[i % stages] == 0) {
                stock_array[k * times * stages + i] = detail::empty_number;
            }
        }
        for (std::size_t i = 0; i < periods * transitions; ++i) {
            if (runner->coverage().transition_computed[i % transitions] == 0) {
                flow_array[k * periods * transitions + i] = detail::empty_number;
            }
        }
    }
}

INCUFLOW_INLINE const std::vector<double>& Forecast::Body::stocks() const
{
    std::call_once(averaged, [this] { expected_arrays(); });
    return stock_array;
}

INCUFLOW_INLINE const std::vector<double>& Forecast::Body::flows() const
{
    std::call_once(averaged, [this] { expected_arrays(); });
    return flow_array;
}

INCUFLOW_INLINE const std::vector<Attainment>& Forecast::Body::attain(const Watch& watch) const
{
    const std::lock_guard<std::mutex> lock(attaining);
    if (!attained) {
        attainment = detail::attain(*runner, answers, effects, options, watch);
        attained = true;
    }
    return attainment;
}

INCUFLOW_INLINE MixtureLaw Forecast::Body::law(bool stock, std::size_t at, std::size_t column) const
{
    const std::size_t columns = stock ? runner->stage_axis().size() : runner->transition_axis().size();
    const std::size_t rows = stock ? stock_dates.size() : flow_dates.size();
    std::vector<CountLaw> laws;
    for (const detail::DrawResult& draw : results) {
        const std::vector<double>& numbers = stock ? draw.stocks : draw.flows;
        CountParts parts;
        for (std::size_t c = 0; c < draw.trials.size(); ++c) {
            const double p = std::max(0.0, numbers[(c * rows + at) * columns + column]);
            if (draw.trials[c] >= 0) {
                parts.trials.push_back({draw.trials[c], {std::max(0.0, 1.0 - p), std::min(1.0, p)}});
            } else if (draw.mixing[c] > 0.0) {
                parts.mixed.push_back({draw.mixing[c], {0.0, p}});
            } else {
                parts.poisson = {0.0, p};
            }
        }
        laws.emplace_back(parts);
    }
    return MixtureLaw(std::move(laws));
}

// By cell: the mean of its law, then its quantiles.
INCUFLOW_INLINE std::vector<std::vector<double>> Forecast::Body::mean_and_quantiles(bool stock, const std::vector<Cell>& cells,
                                                                                    const std::vector<double>& probabilities, const Watch& watch) const
{
    std::vector<std::vector<double>> found(cells.size());
    detail::run_all(static_cast<int>(cells.size()), options.threads, watch, [&](int i) {
        const Cell& cell = cells[static_cast<std::size_t>(i)];
        const MixtureLaw here = law(stock, cell.at, cell.column);
        std::vector<double>& numbers = found[static_cast<std::size_t>(i)];
        numbers.push_back(here.mean());
        for (const double p : probabilities) {
            numbers.push_back(static_cast<double>(here.quantile(p)));
        }
    });
    return found;
}

INCUFLOW_INLINE Forecast forecast(const Study& study, const ForecastOptions& options)
{
    auto body = std::make_shared<Forecast::Body>();
    body->study = study;
    body->options = options;
    body->check_options();
    body->runner = std::make_shared<const detail::Runner>(study, options.engine, options.tolerance);
    body->engine = body->runner->maker().engine();
    body->flow_dates = study.period_ends();
    body->stock_dates = body->flow_dates;
    body->stock_dates.insert(body->stock_dates.begin(), study.parts().base_date);

    const int runs = std::max(1, options.draws);
    std::vector<detail::DrawResult> results(static_cast<std::size_t>(runs));
    const std::vector<char> done = detail::run_tasks(runs, options.threads, {options.stop, options.progress}, [&](int k) {
        const std::vector<double> values = options.draws == 0 ? study.numbers().mids() : draw_values(study, options.seed, k);
        results[static_cast<std::size_t>(k)] = body->runner->run(values);
    });
    for (std::size_t k = 0; k < results.size(); ++k) {
        if (done[k] != 0) {
            body->answers.push_back(std::move(results[k].answers));
            body->results.push_back(std::move(results[k]));
            body->finished.push_back(static_cast<int>(k));
        }
    }
    body->complete = static_cast<int>(body->results.size()) == runs;
    body->draws = options.draws == 0 ? 0 : static_cast<int>(body->results.size());
    if (body->results.empty()) {
        throw EngineError("forecast.stopped_before_first_draw");
    }
    body->effects = detail::one_at_a_time(*body->runner);
    // Callbacks belong to the call, not to its result.
    body->options.progress = {};
    body->options.stop = {};
    Forecast result;
    result.body_ = std::move(body);
    return result;
}

INCUFLOW_INLINE const Study& Forecast::study() const& noexcept { return body_->study; }
INCUFLOW_INLINE const ForecastOptions& Forecast::options() const noexcept { return body_->options; }
INCUFLOW_INLINE bool Forecast::complete() const noexcept { return body_->complete; }
INCUFLOW_INLINE int Forecast::draws() const noexcept { return body_->draws; }
INCUFLOW_INLINE double Forecast::step() const noexcept { return body_->runner->maker().step(); }

INCUFLOW_INLINE double Forecast::error_estimate() const noexcept { return body_->runner->maker().error(); }

INCUFLOW_INLINE const std::string& Forecast::engine() const noexcept { return body_->engine; }
INCUFLOW_INLINE const std::vector<Attainment>& Forecast::attainment(const Watch& watch) const& { return body_->attain(watch); }
INCUFLOW_INLINE const std::vector<double>& Forecast::stock_array() const& { return body_->stocks(); }
INCUFLOW_INLINE const std::vector<double>& Forecast::flow_array() const& { return body_->flows(); }
INCUFLOW_INLINE const std::vector<std::string>& Forecast::stage_axis() const noexcept { return body_->runner->stage_axis(); }
INCUFLOW_INLINE const std::vector<std::string>& Forecast::transition_axis() const noexcept { return body_->runner->transition_axis(); }
INCUFLOW_INLINE const std::vector<Date>& Forecast::stock_dates() const noexcept { return body_->stock_dates; }
INCUFLOW_INLINE const std::vector<Date>& Forecast::flow_dates() const noexcept { return body_->flow_dates; }

INCUFLOW_INLINE bool is_retrospective(const Study& study, const Date& run_date)
{
    return std::any_of(study.parts().targets.begin(), study.parts().targets.end(),
                       [&](const Target& target) { return target.due.has_value() && *target.due < run_date; });
}

INCUFLOW_END

#include "incuflow/forecast/tables.ipp"
#include "incuflow/forecast/attributes.ipp"
#include "incuflow/forecast/conditional.ipp"
#include "incuflow/forecast/distribution.ipp"
#include "incuflow/forecast/quantiles.ipp"
#include "incuflow/forecast/uncertainty.ipp"
