// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/forecast/cohort_maker.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

// Erlang phases take only some ways of saying how long firms have been there.
INCUFLOW_INLINE bool phases_hold(const Study& study)
{
    const auto& rows = study.pipeline().parts().transitions;
    const bool erlang = std::any_of(rows.begin(), rows.end(), [](const TransitionRow& row) { return row.hazard.family == "erlang" && row.hazard.stages > 1; });
    const auto& stocks = study.parts().stocks;
    return !erlang || std::all_of(stocks.begin(), stocks.end(), [](const StockRow& row) {
        return row.elapsed.kind == Elapsed::not_said || row.elapsed.kind == Elapsed::fresh || row.elapsed.kind == Elapsed::years;
    });
}

INCUFLOW_INLINE CohortMaker::CohortMaker(const Study& study, const std::vector<StartPlace>& starts, const std::string& engine, double tolerance)
    : study_(study), engine_(engine)
{
    const Pipeline& pipeline = study_.pipeline();
    if (engine == "auto") {
        engine_ = markov_faults(pipeline).empty() && phases_hold(study_) ? "cohort_markov" : "cohort_renewal";
    }
    const bool durations = engine_ == "cohort_renewal";
    durations ? require_renewal(pipeline) : require_markov(pipeline);
    model_ = compile_model(pipeline, starts, {.durations = durations});
    links_ = link_numbers(pipeline, study_.numbers());
    times_ = cohort_times(study_);
    if (durations) {
        layout_ = make_layout(pipeline, model_);
        grids_ = std::make_unique<RenewalGrids>();
        choose_step(tolerance);
    }
}

INCUFLOW_INLINE std::unique_ptr<Cohort> CohortMaker::renewal(std::span<const double> values, const RenewalOptions& options) const
{
    return std::make_unique<RenewalCohort>(RenewalModel{study_.pipeline(), model_, layout_, *grids_},
                                           realise_durations(study_.pipeline(), model_, links_, values), make_entries(study_, model_, values), times_,
                                           options);
}

INCUFLOW_INLINE std::unique_ptr<Cohort> CohortMaker::make(std::span<const double> values) const
{
    if (engine_ == "cohort_renewal") {
        return renewal(values, options_);
    }
    return std::make_unique<MarkovCohort>(study_.pipeline(), model_, realise(study_.pipeline(), model_, links_, values),
                                          make_entries(study_, model_, values), times_);
}

// Largest difference of an expected stock or flow, relative to everyone who was ever there.
INCUFLOW_INLINE double largest_difference(const CohortRun& a, const CohortRun& b)
{
    const auto weight = [&](std::size_t c) { return a.trials[c] < 0 ? 1.0 : static_cast<double>(a.trials[c]); };
    const std::size_t classes = a.trials.size();
    double everyone = 0.0;
    for (std::size_t c = 0; c < classes; ++c) {
        const std::size_t n = a.states;
        for (std::size_t s = 0; s < n; ++s) {
            everyone += weight(c) * a.stocks[c * a.times * n + s];
        }
        const std::size_t entries = (a.times - 1) * n;
        for (std::size_t i = 0; i < entries; ++i) {
            everyone += weight(c) * a.entries[c * entries + i];
        }
    }
    double largest = 0.0;
    const auto compare = [&](const std::vector<double>& x, const std::vector<double>& y) {
        const std::size_t per_class = x.size() / classes;
        for (std::size_t i = 0; i < per_class; ++i) {
            double difference = 0.0;
            for (std::size_t c = 0; c < classes; ++c) {
                difference += weight(c) * (x[c * per_class + i] - y[c * per_class + i]);
            }
            largest = std::max(largest, std::fabs(difference));
        }
    };
    compare(a.stocks, b.stocks);
    compare(a.flows, b.flows);
    return everyone > 0.0 ? largest / everyone : 0.0;
}

// Three grids, each twice as fine as the one before, give two combined results; what they differ by is taken for the error of the
// coarser one, not divided by what it might fall by.
INCUFLOW_INLINE void CohortMaker::choose_step(double tolerance)
{
    const std::vector<double> mids = study_.numbers().mids();
    const RenewalOptions candidates[] = {{0.25, 0, true}, {1.0 / 12.0, 0, true}, {1.0 / 12.0, 1, true}, {1.0 / 12.0, 2, true}};
    CohortRun known;
    for (const RenewalOptions& candidate : candidates) {
        RenewalOptions finer = candidate;
        ++finer.halvings;
        const CohortRun now = candidate.halvings > 0 ? std::move(known) : renewal(mids, candidate)->run();
        known = renewal(mids, finer)->run();
        options_ = candidate;
        step_ = std::ldexp(candidate.step, -candidate.halvings - 1);
        error_ = largest_difference(now, known);
        if (error_ <= tolerance) {
            return;
        }
    }
    throw EngineError("engine.tolerance",
                      {{"given", format_number(tolerance)}, {"reached", format_number(error_)}, {"step", format_number(step_)}});
}

}  // namespace detail

INCUFLOW_END
