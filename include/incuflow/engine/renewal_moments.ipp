// SPDX-License-Identifier: Apache-2.0
#pragma once

// Moments of what firms carry; included by cohort_renewal.ipp, which defines RenewalCohort::Body.

#include "incuflow/engine/cohort_renewal.hpp"

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE RenewalScale renewal_scale(const CompiledModel& model, const MomentScale& scale)
{
    RenewalScale out;
    out.growth = scale.growth;
    for (const ProductEvent& event : model.events) {
        out.events.push_back(jump_of(scale, event.crossings));
    }
    for (const AtomEvent& atom : model.atoms) {
        out.atoms.push_back(jump_of(scale, atom.crossings));
    }
    for (const std::vector<DatedOutcome>& outcomes : model.dated) {
        std::vector<double>& list = out.dated.emplace_back();
        for (const DatedOutcome& outcome : outcomes) {
            list.push_back(jump_of(scale, outcome.crossings));
        }
    }
    return out;
}

// Of a weight over the entries of a step, which are even.
INCUFLOW_INLINE double mean_weight(const std::function<double(int, double)>& weight, int state, double start, double end)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < gauss_16_points.size(); ++i) {
        for (const double z : {0.5 - gauss_16_points[i], 0.5 + gauss_16_points[i]}) {
            sum += gauss_16_weights[i] * 4.0 * z * z * z * weight(state, end - (end - start) * z * z * z * z);
        }
    }
    return sum;
}

}  // namespace detail

INCUFLOW_INLINE MomentRun RenewalCohort::Body::moments(const MomentQuery& query, int halvings) const
{
    const detail::RenewalPass& over = pass(query.at, query.at.back(), halvings);
    const RenewalGrid& grid = over.grid();
    const std::size_t n = shared.model.states.size();
    MomentRun run;
    name_classes(run.trials, run.mixing);
    run.times = query.at.size();
    run.states = n;
    run.values.assign(classes() * run.times * n, 0.0);
    const bool turns = query.turn == query.turn;
    const detail::RenewalScale first = detail::renewal_scale(shared.model, query.scale);
    const detail::RenewalScale second = detail::renewal_scale(shared.model, turns ? query.after : query.scale);
    const std::size_t first_batch = 1 + entries.starts.size() + entries.fixed.size();
    const auto same = [](double a, double b) { return std::fabs(a - b) <= renewal_same_time; };
    detail::RenewalPass::Passage done;
    std::vector<std::pair<std::size_t, double>> inflow;
    std::vector<double> moved;
    for (std::size_t klass = 0; klass < classes(); ++klass) {
        std::vector<double> field(over.size(), 0.0);
        if (klass > 0 && klass <= entries.starts.size()) {
            for (const auto& [state, p] : entries.starts[klass - 1].at) {
                StartGroup one = entries.starts[klass - 1];
                one.at = {{state, p}};
                for (const auto& [at, share] : detail::place_start(shared, realised, rules, over, one)) {
                    field[at] += share * query.start[static_cast<std::size_t>(state)];
                }
            }
        }
        std::size_t seen = 0;
        bool turned = false;
        const auto look = [&](double time) {
            if (seen < query.at.size() && same(query.at[seen], time)) {
                for (std::size_t s = 0; s < n; ++s) {
                    run.values[(klass * run.times + seen) * n + s] = over.total(field, s);
                }
                ++seen;
            }
            if (turns && !turned && same(time, query.turn)) {
                turned = true;
                over.keep(field, query.kept);
            }
        };
        look(0.0);
        for (std::size_t k = 0; k < grid.steps(); ++k) {
            inflow.clear();
            if (!turned) {
                entering(klass, k, over, [&](std::size_t at, int state, double rate) {
                    const double weight = query.weight ? detail::mean_weight(query.weight, state, grid.times[k], grid.times[k + 1]) : 1.0;
                    inflow.emplace_back(at, rate * weight * query.entry[static_cast<std::size_t>(state)]);
                });
            }
            const detail::RenewalScale& scale = turned ? second : first;
            over.forward(k, inflow, field, done, &scale);
            over.forward_waits(k + 1, field, done, &scale);
            const double end = grid.times[k + 1];
            for (std::size_t d = 0; d < times.dated.size(); ++d) {
                if (std::any_of(times.dated[d].begin(), times.dated[d].end(), [&](double t) { return same(t, end); })) {
                    over.forward_dated(d, k + 1, field, moved, &scale);
                }
            }
            if (!turned && klass >= first_batch && klass < first_batch + entries.batches.size() && same(entries.batches[klass - first_batch].time, end)) {
                const BatchEntry& batch = entries.batches[klass - first_batch];
                for (const auto& [state, p] : batch.into) {
                    const double weight = query.weight ? query.weight(state, batch.time) : 1.0;
                    field[over.position(state, detail::entry_cells(shared, plan, state, batch.age, grid.point[k + 1], grid.aged_point[k + 1]))] +=
                        p * weight * query.entry[static_cast<std::size_t>(state)];
                }
            }
            look(end);
        }
    }
    return run;
}

INCUFLOW_INLINE MomentRun RenewalCohort::moments(const MomentQuery& query) const
{
    if (!body_->options.extrapolate) {
        return body_->moments(query, body_->options.halvings);
    }
    MomentRun fine = body_->moments(query, body_->options.halvings + 1);
    detail::extrapolate(fine.values, body_->moments(query, body_->options.halvings).values);
    return fine;
}

INCUFLOW_END
