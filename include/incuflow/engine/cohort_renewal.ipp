// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/cohort_renewal.hpp"
#include "incuflow/engine/renewal_pass.ipp"
#include "incuflow/engine/renewal_start.ipp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

/// Numbers of every class, before two grids are combined. In order: what one firm adds, or what all of a class add.
struct RenewalAnswer {
    std::vector<double> poisson{};
    std::vector<std::vector<double>> mixed{};
    std::vector<std::vector<double>> starts{};
    std::vector<std::vector<double>> fixed{};
    std::vector<std::vector<double>> batches{};
    std::vector<std::vector<double>> from_state{};
    double intake_variance{};
};

struct RenewalCohort::Body {
    RenewalModel shared;
    RealisedDurations realised;
    Entries entries;
    CohortTimes times;
    RenewalOptions options;
    std::vector<std::pair<const PoissonStream*, const RateStep*>> mixed{};  ///< steps of negative binomial streams
    detail::RenewalRules rules{};
    RenewalGridPlan plan{};

    /// One pass a grid; const operations of one cohort may run concurrently.
    mutable std::mutex mutex{};
    mutable std::vector<std::pair<std::shared_ptr<const RenewalGrid>, std::shared_ptr<const detail::RenewalPass>>> passes{};

    [[nodiscard]] const detail::RenewalPass& pass(std::vector<double> extra, double end, int halvings) const;
    [[nodiscard]] CohortRun run(int halvings) const;
    [[nodiscard]] RenewalAnswer ask(std::span<const CountQuery> queries, detail::RenewalPass::Question question, bool split, int halvings) const;
    [[nodiscard]] CountAnswer answer(std::span<const CountQuery> queries, detail::RenewalPass::Question question, bool split) const;
    [[nodiscard]] CountAnswer repeated(const CountQuery& query, bool split) const;
    [[nodiscard]] MomentRun moments(const MomentQuery& query, int halvings) const;
    void forward(std::size_t klass, const detail::RenewalPass& pass, CohortRun& run) const;

    /// Calls `enter(position, state, rate)` for everything of a class that enters evenly during step k.
    template <class Enter> void entering(std::size_t klass, std::size_t k, const detail::RenewalPass& pass, const Enter& enter) const;

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
        for (const auto& [stream, rates] : mixed) {
            trials.push_back(-1);
            mixing.push_back(stream->k);
        }
    }
    [[nodiscard]] std::size_t classes() const { return 1 + entries.starts.size() + entries.fixed.size() + entries.batches.size() + mixed.size(); }
};

INCUFLOW_INLINE RenewalCohort::RenewalCohort(const RenewalModel& shared, RealisedDurations realised, Entries entries, CohortTimes times,
                                             const RenewalOptions& options)
    : body_(new Body{shared, std::move(realised), std::move(entries), std::move(times), options})
{
    Body& body = *body_;
    for (const PoissonStream& stream : body.entries.streams) {
        for (const RateStep& step : stream.steps) {
            if (stream.k > 0.0) {
                body.mixed.emplace_back(&stream, &step);
            }
        }
    }
    body.rules = detail::make_rules(shared, body.realised);
    body.plan = detail::make_plan(shared, body.realised, body.rules, body.entries, body.times);
    // A starting stock that cannot be placed is refused before anything is computed.
    const detail::RenewalPass& pass = body.pass({}, body.times.period_ends.back(), options.halvings);
    for (const StartGroup& group : body.entries.starts) {
        (void)detail::place_start(shared, body.realised, body.rules, pass, group);
    }
}

INCUFLOW_INLINE RenewalCohort::~RenewalCohort() = default;

INCUFLOW_INLINE std::size_t RenewalCohort::steps() const
{
    return body_->pass({}, body_->times.period_ends.back(), body_->options.halvings + (body_->options.extrapolate ? 1 : 0))
        .grid()
        .steps();
}

INCUFLOW_INLINE const detail::RenewalPass& RenewalCohort::Body::pass(std::vector<double> extra, double end, int halvings) const
{
    RenewalGridPlan wanted = plan;
    wanted.end = end;
    wanted.step = options.step;
    wanted.halvings = halvings;
    wanted.times.insert(wanted.times.end(), extra.begin(), extra.end());
    std::sort(wanted.times.begin(), wanted.times.end());
    wanted.times.erase(std::unique(wanted.times.begin(), wanted.times.end()), wanted.times.end());
    std::erase_if(wanted.times, [&](double t) { return t < 0.0 || t > end; });
    std::erase_if(wanted.points, [&](double t) { return t > end; });
    const std::shared_ptr<const RenewalGrid> grid = shared.grids.get(wanted);
    const std::lock_guard<std::mutex> lock(mutex);
    for (const auto& [known, over] : passes) {
        if (known == grid) {
            return *over;
        }
    }
    passes.emplace_back(grid, std::make_shared<const detail::RenewalPass>(shared, realised, rules, grid));
    return *passes.back().second;
}

template <class Enter>
void RenewalCohort::Body::entering(std::size_t klass, std::size_t k, const detail::RenewalPass& pass, const Enter& enter) const
{
    const RenewalGrid& grid = pass.grid();
    const double middle = 0.5 * (grid.times[k] + grid.times[k + 1]);
    const std::size_t first_fixed = 1 + entries.starts.size();
    const std::size_t first_batch = first_fixed + entries.fixed.size();
    const std::size_t first_mixed = first_batch + entries.batches.size();
    const auto spread = [&](const Spread& into, double rate, double age) {
        for (const auto& [state, p] : into) {
            enter(pass.position(state, detail::entry_cells(shared, plan, state, age, grid.fresh[k], grid.aged[k])), state, rate * p);
        }
    };
    if (klass == 0) {
        for (const PoissonStream& stream : entries.streams) {
            for (const RateStep& step : stream.steps) {
                if (stream.k == 0.0 && step.start <= middle && middle < step.end) {
                    spread(stream.into, step.rate, stream.age);
                }
            }
        }
    } else if (klass >= first_mixed) {
        const auto& [stream, step] = mixed[klass - first_mixed];
        if (step->start <= middle && middle < step->end) {
            spread(stream->into, step->rate, stream->age);
        }
    } else if (klass >= first_fixed && klass < first_batch) {
        const FixedPeriod& fixed = entries.fixed[klass - first_fixed];
        if (fixed.start <= middle && middle < fixed.end) {
            spread(fixed.into, 1.0 / (fixed.end - fixed.start), fixed.age);
        }
    }
}

INCUFLOW_INLINE void RenewalCohort::Body::forward(std::size_t klass, const detail::RenewalPass& pass, CohortRun& run) const
{
    const RenewalGrid& grid = pass.grid();
    const std::size_t n = run.states;
    const std::size_t periods = times.period_ends.size();
    double* stocks = run.stocks.data() + klass * run.times * n;
    double* flows = run.flows.data() + klass * periods * run.edges;
    double* entered = run.entries.data() + klass * periods * n;
    double* sojourn = run.sojourn.data() + klass * periods * n;
    std::vector<double> field(pass.size(), 0.0);
    const std::size_t first_fixed = 1 + entries.starts.size();
    const std::size_t first_batch = first_fixed + entries.fixed.size();
    const std::size_t first_mixed = first_batch + entries.batches.size();
    if (klass > 0 && klass < first_fixed) {
        for (const auto& [at, p] : detail::place_start(shared, realised, rules, pass, entries.starts[klass - 1])) {
            field[at] += p;
        }
    }
    // A batch of the base date enters before the first period.
    if (klass >= first_batch && klass < first_mixed && entries.batches[klass - first_batch].time == 0.0) {
        const BatchEntry& batch = entries.batches[klass - first_batch];
        for (const auto& [state, p] : batch.into) {
            field[pass.position(state, detail::entry_cells(shared, plan, state, batch.age, grid.point.front(), grid.aged_point.front()))] += p;
        }
    }
    const auto look = [&](std::size_t time) {
        for (std::size_t s = 0; s < n; ++s) {
            stocks[time * n + s] = pass.total(field, s);
        }
    };
    look(0);
    std::size_t period = 0;
    detail::RenewalPass::Passage done;
    std::vector<std::pair<std::size_t, double>> inflow;
    std::vector<double> moved;
    for (std::size_t k = 0; k < grid.steps(); ++k) {
        const double start = grid.times[k];
        const double end = grid.times[k + 1];
        inflow.clear();
        entering(klass, k, pass, [&](std::size_t at, int state, double rate) {
            inflow.emplace_back(at, rate);
            entered[period * n + static_cast<std::size_t>(state)] += rate * (end - start);
        });
        pass.forward(k, inflow, field, done);
        pass.forward_waits(k + 1, field, done);
        double* flow = flows + period * run.edges;
        const auto cross = [&](const std::vector<int>& crossings, double firms) {
            for (const int edge : crossings) {
                flow[edge] += firms;
            }
        };
        for (std::size_t e = 0; e < done.events.size(); ++e) {
            cross(shared.model.events[e].crossings, done.events[e]);
        }
        for (std::size_t a = 0; a < done.atoms.size(); ++a) {
            cross(shared.model.atoms[a].crossings, done.atoms[a]);
        }
        for (std::size_t s = 0; s < n; ++s) {
            sojourn[period * n + s] += done.spent[s];
        }
        const auto now = [&](double t) { return std::fabs(t - end) <= renewal_same_time; };
        for (std::size_t d = 0; d < times.dated.size(); ++d) {
            if (std::any_of(times.dated[d].begin(), times.dated[d].end(), now)) {
                pass.forward_dated(d, k + 1, field, moved);
                for (std::size_t o = 0; o < moved.size(); ++o) {
                    cross(shared.model.dated[d][o].crossings, moved[o]);
                }
            }
        }
        if (klass >= first_batch && klass < first_mixed && now(entries.batches[klass - first_batch].time)) {
            const BatchEntry& batch = entries.batches[klass - first_batch];
            for (const auto& [state, p] : batch.into) {
                field[pass.position(state, detail::entry_cells(shared, plan, state, batch.age, grid.point[k + 1], grid.aged_point[k + 1]))] += p;
                entered[period * n + static_cast<std::size_t>(state)] += p;
            }
        }
        if (period < periods && now(times.period_ends[period])) {
            ++period;
            look(period);
        }
    }
}

INCUFLOW_INLINE CohortRun RenewalCohort::Body::run(int halvings) const
{
    const detail::RenewalPass& over = pass({}, times.period_ends.back(), halvings);
    CohortRun run;
    name_classes(run.trials, run.mixing);
    const std::size_t periods = times.period_ends.size();
    run.times = periods + 1;
    run.states = shared.model.states.size();
    run.edges = shared.pipeline.edges().size();
    run.stocks.assign(classes() * run.times * run.states, 0.0);
    run.flows.assign(classes() * periods * run.edges, 0.0);
    run.entries.assign(classes() * periods * run.states, 0.0);
    run.sojourn.assign(classes() * periods * run.states, 0.0);
    for (std::size_t klass = 0; klass < classes(); ++klass) {
        forward(klass, over, run);
    }
    return run;
}

namespace detail {

// For an error in step²: the finer value and a third of what it differs by from the coarser one.
INCUFLOW_INLINE void extrapolate(std::vector<double>& fine, const std::vector<double>& coarse)
{
    for (std::size_t i = 0; i < fine.size(); ++i) {
        fine[i] = std::max(0.0, fine[i] + (fine[i] - coarse[i]) / 3.0);
    }
}

}  // namespace detail

INCUFLOW_INLINE CohortRun RenewalCohort::run() const
{
    if (!body_->options.extrapolate) {
        return body_->run(body_->options.halvings);
    }
    CohortRun fine = body_->run(body_->options.halvings + 1);
    const CohortRun coarse = body_->run(body_->options.halvings);
    detail::extrapolate(fine.stocks, coarse.stocks);
    detail::extrapolate(fine.flows, coarse.flows);
    detail::extrapolate(fine.sojourn, coarse.sojourn);
    return fine;
}

INCUFLOW_END

#include "incuflow/engine/renewal_count.ipp"
#include "incuflow/engine/renewal_moments.ipp"
