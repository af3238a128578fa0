// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/cohort_renewal.hpp"
#include "incuflow/engine/renewal_pass.ipp"
#include "incuflow/engine/renewal_start.ipp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

struct RenewalCohort::Body {
    RenewalModel shared;
    RealisedDurations realised;
    Entries entries;
    CohortTimes times;
    RenewalOptions options;
    detail::RenewalRules rules{};
    RenewalGridPlan plan{};

    /// One pass a grid; const operations of one cohort may run concurrently.
    mutable std::mutex mutex{};
    mutable std::vector<std::pair<std::shared_ptr<const RenewalGrid>, std::shared_ptr<const detail::RenewalPass>>> passes{};

    [[nodiscard]] const detail::RenewalPass& pass(std::vector<double> extra, double end, int halvings) const;
    [[nodiscard]] CohortRun run(int halvings) const;
    [[nodiscard]] CountAnswer count(const CountQuery& query, int halvings) const;
    void forward(std::size_t klass, const detail::RenewalPass& pass, CohortRun& run) const;
    [[nodiscard]] std::size_t classes() const { return 1 + entries.starts.size() + entries.fixed.size() + entries.batches.size(); }
};

INCUFLOW_INLINE RenewalCohort::RenewalCohort(const RenewalModel& shared, RealisedDurations realised, Entries entries, CohortTimes times,
                                             const RenewalOptions& options)
    : body_(new Body{shared, std::move(realised), std::move(entries), std::move(times), options})
{
    Body& body = *body_;
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
    if (klass > 0 && klass < first_fixed) {
        for (const auto& [at, p] : detail::place_start(shared, realised, rules, pass, entries.starts[klass - 1])) {
            field[at] += p;
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
        const double middle = 0.5 * (start + end);
        inflow.clear();
        const auto enter = [&](const Spread& into, double rate, double age) {
            for (const auto& [state, p] : into) {
                inflow.emplace_back(pass.position(state, detail::entry_cells(shared, plan, state, age, grid.fresh[k], grid.aged[k])), rate * p);
                entered[period * n + static_cast<std::size_t>(state)] += rate * p * (end - start);
            }
        };
        if (klass == 0) {
            for (const PoissonStream& stream : entries.streams) {
                for (const RateStep& step : stream.steps) {
                    if (step.start <= middle && middle < step.end) {
                        enter(stream.into, step.rate, stream.age);
                    }
                }
            }
        } else if (klass >= first_fixed && klass < first_batch) {
            const FixedPeriod& fixed = entries.fixed[klass - first_fixed];
            if (fixed.start <= middle && middle < fixed.end) {
                enter(fixed.into, 1.0 / (fixed.end - fixed.start), fixed.age);
            }
        }
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
        if (klass >= first_batch && now(entries.batches[klass - first_batch].time)) {
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
    run.trials.push_back(-1);
    for (const StartGroup& group : entries.starts) {
        run.trials.push_back(group.firms);
    }
    for (const FixedPeriod& period : entries.fixed) {
        run.trials.push_back(period.firms);
    }
    for (const BatchEntry& batch : entries.batches) {
        run.trials.push_back(batch.firms);
    }
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

INCUFLOW_INLINE CountAnswer RenewalCohort::Body::count(const CountQuery& query, int halvings) const
{
    const detail::RenewalPass& over = pass({std::max(query.since, 0.0), query.due}, query.due, halvings);
    const RenewalGrid& grid = over.grid();
    const std::size_t n = shared.model.states.size();
    std::vector<double> value(over.size(), 0.0);
    if (query.stock) {
        for (std::size_t s = 0; s < n; ++s) {
            if (query.in_set[s] != 0) {
                over.fill(value, s, 1.0);
            }
        }
    }
    CountAnswer answer;
    std::vector<double> fixed(entries.fixed.size(), 0.0);
    std::vector<double> batches(entries.batches.size(), 0.0);
    const auto counts_at_once = [&](int state, bool window) {
        return window && query.entry_counts && query.in_set[static_cast<std::size_t>(state)] != 0;
    };
    std::vector<std::pair<std::size_t, double>> arriving;
    for (std::size_t k = grid.steps(); k > 0; --k) {
        const double start = grid.times[k - 1];
        const double end = grid.times[k];
        const double middle = 0.5 * (start + end);
        const bool window = !query.stock && start >= query.since - renewal_same_time;
        const auto now = [&](double t) { return std::fabs(t - end) <= renewal_same_time; };
        for (std::size_t b = 0; b < entries.batches.size(); ++b) {
            if (now(entries.batches[b].time)) {
                for (const auto& [state, p] : entries.batches[b].into) {
                    const auto cells =
                        detail::entry_cells(shared, plan, state, entries.batches[b].age, grid.point[k], grid.aged_point[k]);
                    batches[b] += p * (counts_at_once(state, window) ? 1.0 : value[over.position(state, cells)]);
                }
            }
        }
        for (std::size_t d = times.dated.size(); d > 0; --d) {
            if (std::any_of(times.dated[d - 1].begin(), times.dated[d - 1].end(), now)) {
                over.backward_dated(d - 1, k, window ? &query.dated_hits[d - 1] : nullptr, value);
            }
        }
        over.backward_waits(k, window ? &query.atom_hits : nullptr, value);
        arriving.clear();
        const auto ask = [&](const Spread& into, double age) {
            for (const auto& [state, p] : into) {
                arriving.emplace_back(
                    over.position(state, detail::entry_cells(shared, plan, state, age, grid.fresh[k - 1], grid.aged[k - 1])), 0.0);
            }
        };
        for (const PoissonStream& stream : entries.streams) {
            ask(stream.into, stream.age);
        }
        for (const FixedPeriod& period : entries.fixed) {
            ask(period.into, period.age);
        }
        over.backward(k - 1, window ? &query.hits : nullptr, window ? &query.atom_hits : nullptr, value, arriving);
        std::size_t next = 0;
        const auto mass = [&](const Spread& into) {
            double sum = 0.0;
            for (const auto& [state, p] : into) {
                const double worth = arriving[next++].second;
                sum += p * (counts_at_once(state, window) ? end - start : worth);
            }
            return sum;
        };
        for (const PoissonStream& stream : entries.streams) {
            const double worth = mass(stream.into);
            for (const RateStep& rates : stream.steps) {
                if (rates.start <= middle && middle < rates.end) {
                    answer.poisson_mean += rates.rate * worth;
                }
            }
        }
        for (std::size_t f = 0; f < entries.fixed.size(); ++f) {
            const double worth = mass(entries.fixed[f].into);
            if (entries.fixed[f].start <= middle && middle < entries.fixed[f].end) {
                fixed[f] += worth / (entries.fixed[f].end - entries.fixed[f].start);
            }
        }
    }
    for (const StartGroup& group : entries.starts) {
        double p = 0.0;
        for (const auto& [at, weight] : detail::place_start(shared, realised, rules, over, group)) {
            p += weight * value[at];
        }
        answer.groups.push_back({group.firms, p});
    }
    for (std::size_t f = 0; f < fixed.size(); ++f) {
        answer.groups.push_back({entries.fixed[f].firms, fixed[f]});
    }
    for (std::size_t b = 0; b < batches.size(); ++b) {
        answer.groups.push_back({entries.batches[b].firms, batches[b]});
    }
    const int born = grid.point.front();
    for (std::size_t s = 0; s < n; ++s) {
        answer.from_state.push_back(value[over.position(static_cast<int>(s), {born, born})]);
    }
    return answer;
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

INCUFLOW_INLINE CountAnswer RenewalCohort::count(const CountQuery& query) const
{
    const auto chance = [](double p) { return std::min(1.0, std::max(0.0, p)); };
    CountAnswer fine = body_->count(query, body_->options.halvings + (body_->options.extrapolate ? 1 : 0));
    if (body_->options.extrapolate) {
        const CountAnswer coarse = body_->count(query, body_->options.halvings);
        const auto better = [](double f, double c) { return f + (f - c) / 3.0; };
        fine.poisson_mean = std::max(0.0, better(fine.poisson_mean, coarse.poisson_mean));
        for (std::size_t g = 0; g < fine.groups.size(); ++g) {
            fine.groups[g].probability = better(fine.groups[g].probability, coarse.groups[g].probability);
        }
        for (std::size_t s = 0; s < fine.from_state.size(); ++s) {
            fine.from_state[s] = better(fine.from_state[s], coarse.from_state[s]);
        }
    }
    for (BinomialGroup& group : fine.groups) {
        group.probability = chance(group.probability);
    }
    for (double& p : fine.from_state) {
        p = chance(p);
    }
    return fine;
}

INCUFLOW_END
