// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/cohort_markov.hpp"
#include "incuflow/engine/propagator.ipp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE bool has_factor(const Pipeline& pipeline, std::size_t row)
{
    for (std::size_t m = 0; m < pipeline.parts().modifiers.size(); ++m) {
        for (const int e : pipeline.row_edges(row)) {
            const std::vector<int>& on = pipeline.modified_edges(m);
            if (std::find(on.begin(), on.end(), e) != on.end()) {
                return true;
            }
        }
    }
    return !pipeline.parts().transitions[row].while_in.empty();
}

}  // namespace detail

INCUFLOW_INLINE void require_markov(const Pipeline& pipeline)
{
    std::vector<Fault> faults = detail::markov_faults(pipeline);
    if (!faults.empty()) {
        throw EngineError(std::move(faults));
    }
}

INCUFLOW_INLINE std::vector<Fault> detail::markov_faults(const Pipeline& pipeline)
{
    std::vector<Fault> faults;
    const auto& rows = pipeline.parts().transitions;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const UncertainHazard& hazard = rows[r].hazard;
        if (!known(hazard)) {
            continue;
        }
        const std::string place = row_place(rows[r]);
        const bool constant = hazard.family == "exponential" || (hazard.family == "erlang" && hazard.stages == 1) ||
                              (hazard.family == "piecewise_constant" && hazard.breaks.size() == 1);
        const bool calendar = hazard.family == "piecewise_constant" && rows[r].clock == Clock::calendar;
        const bool phases = hazard.family == "erlang" && rows[r].clock == Clock::sojourn;
        if (phases && !constant && detail::has_factor(pipeline, r)) {
            faults.push_back({"engine.erlang_with_factor", {{"transition", place}}, {}});
        } else if (!constant && !calendar && !phases) {
            faults.push_back({"engine.not_markov",
                              {{"transition", place}, {"family", hazard.family}, {"clock", std::string(to_string(rows[r].clock))}},
                              {}});
        }
    }
    for (const Review& review : pipeline.parts().reviews) {
        faults.push_back({"engine.review_not_markov", {{"at", review.at}}, {}});
    }
    for (const Modifier& modifier : pipeline.parts().modifiers) {
        if (modifier.within.has_value()) {
            faults.push_back({"engine.window_not_markov", {{"modifier", modifier_place(modifier)}}, {}});
        }
    }
    return faults;
}

struct MarkovCohort::Body {
    const Pipeline& pipeline;
    const CompiledModel& model;
    RealisedModel realised;
    Entries entries;
    CohortTimes times;
    bool sparse;
    detail::Propagator propagator;
    detail::Propagator padded;  // with the spare state of a counting pass
    std::vector<std::vector<double>> staying;     // by dated matrix, by state: share that is not moved
    std::vector<std::pair<const PoissonStream*, const RateStep*>> mixed;  // steps with a gamma factor of their own

    // The rates of every piece; with a query, those of its counting pass: a counted crossing leads to the state behind the last.
    [[nodiscard]] std::vector<std::vector<RateEntry>> rate_entries(const std::vector<int>* hits) const
    {
        std::vector<std::vector<RateEntry>> pieces;
        for (const std::vector<double>& rates : realised.rates) {
            std::vector<RateEntry>& piece = pieces.emplace_back();
            for (std::size_t e = 0; e < model.events.size(); ++e) {
                const bool hit = hits != nullptr && (*hits)[e] != 0;
                piece.push_back({model.events[e].from, hit ? static_cast<int>(states()) : model.events[e].to, rates[e]});
            }
        }
        return pieces;
    }

    [[nodiscard]] std::size_t states() const { return model.states.size(); }

    // Every time at which something changes, from the base date to `last`.
    [[nodiscard]] std::vector<double> grid(std::vector<double> extra, double last) const
    {
        extra.push_back(0.0);
        extra.push_back(last);
        extra.insert(extra.end(), times.period_ends.begin(), times.period_ends.end());
        extra.insert(extra.end(), realised.breaks.begin(), realised.breaks.end());
        for (const auto& list : times.dated) {
            extra.insert(extra.end(), list.begin(), list.end());
        }
        for (const PoissonStream& stream : entries.streams) {
            for (const RateStep& step : stream.steps) {
                extra.push_back(step.start);
                extra.push_back(step.end);
            }
        }
        for (const FixedPeriod& period : entries.fixed) {
            extra.push_back(period.start);
            extra.push_back(period.end);
        }
        for (const BatchEntry& batch : entries.batches) {
            extra.push_back(batch.time);
        }
        std::erase_if(extra, [&](double t) { return t < 0.0 || t > last; });
        std::sort(extra.begin(), extra.end());
        extra.erase(std::unique(extra.begin(), extra.end()), extra.end());
        return extra;
    }

    [[nodiscard]] std::size_t piece_at(double start) const
    {
        const auto after = std::upper_bound(realised.breaks.begin(), realised.breaks.end(), start);
        return static_cast<std::size_t>(after - realised.breaks.begin()) - 1;
    }

    // Rate of entry by state over (start, end) for one class; true if there is any.
    bool entry_rate(std::size_t klass, double start, std::vector<double>& rate) const
    {
        std::fill(rate.begin(), rate.end(), 0.0);
        bool any = false;
        const auto enter = [&](const PoissonStream& stream, const RateStep& step) {
            if (step.start <= start && start < step.end) {
                for (const auto& [state, p] : stream.into) {
                    rate[static_cast<std::size_t>(state)] += step.rate * p;
                    any = true;
                }
            }
        };
        if (klass == 0) {
            for (const PoissonStream& stream : entries.streams) {
                for (const RateStep& step : stream.steps) {
                    if (stream.k == 0.0) {
                        enter(stream, step);
                    }
                }
            }
            return any;
        }
        const std::size_t first = 1 + entries.starts.size();
        const std::size_t first_mixed = first + entries.fixed.size() + entries.batches.size();
        if (klass >= first_mixed) {
            const auto& [stream, step] = mixed[klass - first_mixed];
            enter(*stream, *step);
            return any;
        }
        if (klass >= first && klass < first + entries.fixed.size()) {
            const FixedPeriod& period = entries.fixed[klass - first];
            if (period.start <= start && start < period.end) {
                for (const auto& [state, p] : period.into) {
                    rate[static_cast<std::size_t>(state)] += p / (period.end - period.start);
                    any = true;
                }
            }
        }
        return any;
    }

    // The greatest total rate out of a state.
    [[nodiscard]] double pace_at(std::size_t piece) const
    {
        std::vector<double> out(states(), 0.0);
        for (std::size_t e = 0; e < model.events.size(); ++e) {
            out[static_cast<std::size_t>(model.events[e].from)] += realised.rates[piece][e];
        }
        const double pace = *std::max_element(out.begin(), out.end());
        return pace;
    }

    [[nodiscard]] CountAnswer cells(std::span<const CountQuery> queries, std::size_t count, bool adds, bool split) const;
    [[nodiscard]] CountAnswer repeated(const CountQuery& query, bool split) const;
    void forward(std::size_t klass, const std::vector<double>& times_at, CohortRun& run) const;
    void act(std::size_t d, std::vector<double>& n, double* flows) const;

    void name_classes(std::vector<std::int64_t>& trials, std::vector<double>& mixing) const
    {
        trials.push_back(-1);
        for (const StartGroup& group : entries.starts) {
            trials.push_back(group.firms);
        }
        for (const FixedPeriod& period : entries.fixed) {
            trials.push_back(period.firms);
        }
        for (const BatchEntry& batch : entries.batches) {
            trials.push_back(batch.firms);
        }
        mixing.assign(trials.size(), 0.0);
        for (const auto& [stream, step] : mixed) {
            trials.push_back(-1);
            mixing.push_back(stream->k);
        }
    }
};

INCUFLOW_INLINE MarkovCohort::MarkovCohort(const Pipeline& pipeline, const CompiledModel& model, RealisedModel realised, Entries entries,
                                           CohortTimes times, CohortAlgebra algebra)
    : body_(new Body{pipeline, model, std::move(realised), std::move(entries), std::move(times), false, {}, {}, {}, {}})
{
    for (const PoissonStream& stream : body_->entries.streams) {
        for (const RateStep& step : stream.steps) {
            if (stream.k > 0.0) {
                body_->mixed.emplace_back(&stream, &step);
            }
        }
    }
    const auto states = static_cast<int>(model.states.size());
    body_->sparse = algebra == CohortAlgebra::sparse || (algebra == CohortAlgebra::automatic && states > detail::max_dense_states);
    const std::vector<std::vector<RateEntry>> rates = body_->rate_entries(nullptr);
    body_->propagator.set(states, rates, body_->sparse);
    body_->padded.set(states + 1, rates, body_->sparse);
    for (std::size_t d = 0; d < model.dated.size(); ++d) {
        std::vector<double> moved(model.states.size(), 0.0);
        for (std::size_t o = 0; o < model.dated[d].size(); ++o) {
            moved[static_cast<std::size_t>(model.dated[d][o].from)] += body_->realised.dated[d][o];
        }
        for (std::size_t s = 0; s < moved.size(); ++s) {
            if (moved[s] > 1.0 + 1e-12) {
                throw EngineError("engine.moves_over_one", {{"state", model.state_name(pipeline, static_cast<int>(s))},
                                                            {"given", format_number(moved[s])}});
            }
            moved[s] = std::max(0.0, 1.0 - moved[s]);
        }
        body_->staying.push_back(std::move(moved));
    }
}

INCUFLOW_INLINE MarkovCohort::~MarkovCohort() = default;

// n⁺ = n⁻R on the firms a dated matrix finds; its crossings are flows of the period that ends here.
INCUFLOW_INLINE void MarkovCohort::Body::act(std::size_t d, std::vector<double>& n, double* flows) const
{
    const std::vector<double> before = n;
    for (std::size_t s = 0; s < n.size(); ++s) {
        n[s] = before[s] * staying[d][s];
    }
    const auto& outcomes = model.dated[d];
    for (std::size_t o = 0; o < outcomes.size(); ++o) {
        const double moved = before[static_cast<std::size_t>(outcomes[o].from)] * realised.dated[d][o];
        n[static_cast<std::size_t>(outcomes[o].to)] += moved;
        for (const int edge : outcomes[o].crossings) {
            flows[edge] += moved;
        }
    }
}

INCUFLOW_INLINE void MarkovCohort::Body::forward(std::size_t klass, const std::vector<double>& at, CohortRun& run) const
{
    const std::size_t n = states();
    const std::size_t periods = times.period_ends.size();
    std::vector<double> now(n, 0.0);
    std::vector<double> rate(n, 0.0);
    double* stocks = run.stocks.data() + klass * run.times * n;
    double* flows = run.flows.data() + klass * periods * run.edges;
    double* entered = run.entries.data() + klass * periods * n;
    double* sojourn = run.sojourn.data() + klass * periods * n;
    if (klass > 0 && klass <= entries.starts.size()) {
        for (const auto& [state, p] : entries.starts[klass - 1].at) {
            now[static_cast<std::size_t>(state)] += p;
        }
    }
    const std::size_t first_batch = 1 + entries.starts.size() + entries.fixed.size();
    const bool batch = klass >= first_batch && klass < first_batch + entries.batches.size();
    // A batch of the base date enters before the first period.
    if (batch && entries.batches[klass - first_batch].time == 0.0) {
        for (const auto& [state, p] : entries.batches[klass - first_batch].into) {
            now[static_cast<std::size_t>(state)] += p;
        }
    }
    std::copy(now.begin(), now.end(), stocks);
    std::size_t period = 0;
    std::vector<double> spent(n, 0.0);
    detail::Propagator::Scratch scratch;
    for (std::size_t i = 0; i + 1 < at.size(); ++i) {
        const double start = at[i];
        const double end = at[i + 1];
        const std::size_t piece = piece_at(start);
        const bool entering = entry_rate(klass, start, rate);
        std::vector<double> next(n, 0.0);
        propagator.forward(piece, end - start, now, entering ? &rate : nullptr, next, spent, scratch);
        double* flow = flows + period * run.edges;
        for (std::size_t e = 0; e < model.events.size(); ++e) {
            const double crossed = spent[static_cast<std::size_t>(model.events[e].from)] * realised.rates[piece][e];
            for (const int edge : model.events[e].crossings) {
                flow[edge] += crossed;
            }
        }
        for (std::size_t s = 0; s < n; ++s) {
            sojourn[period * n + s] += spent[s];
            entered[period * n + s] += rate[s] * (end - start);
        }
        now = std::move(next);
        for (std::size_t d = 0; d < times.dated.size(); ++d) {
            if (std::find(times.dated[d].begin(), times.dated[d].end(), end) != times.dated[d].end()) {
                act(d, now, flow);
            }
        }
        if (batch && entries.batches[klass - first_batch].time == end) {
            for (const auto& [state, p] : entries.batches[klass - first_batch].into) {
                now[static_cast<std::size_t>(state)] += p;
                entered[period * n + static_cast<std::size_t>(state)] += p;
            }
        }
        if (end == times.period_ends[period]) {
            ++period;
            std::copy(now.begin(), now.end(), stocks + period * n);
        }
    }
}

INCUFLOW_INLINE CohortRun MarkovCohort::run() const
{
    const Body& body = *body_;
    CohortRun run;
    body.name_classes(run.trials, run.mixing);
    const std::size_t classes = run.trials.size();
    const std::size_t periods = body.times.period_ends.size();
    run.times = periods + 1;
    run.states = body.states();
    run.edges = body.pipeline.edges().size();
    run.stocks.assign(classes * run.times * run.states, 0.0);
    run.flows.assign(classes * periods * run.edges, 0.0);
    run.entries.assign(classes * periods * run.states, 0.0);
    run.sojourn.assign(classes * periods * run.states, 0.0);
    const std::vector<double> at = body.grid({}, body.times.period_ends.back());
    for (std::size_t klass = 0; klass < classes; ++klass) {
        body.forward(klass, at, run);
    }
    return run;
}

INCUFLOW_END

#include "incuflow/engine/markov_count.ipp"
#include "incuflow/engine/markov_cells.ipp"
#include "incuflow/engine/markov_moments.ipp"
