// SPDX-License-Identifier: Apache-2.0
#pragma once

// Moments of what firms carry; included by cohort_markov.ipp, which defines MarkovCohort::Body.

#include "incuflow/engine/moments.hpp"
#include "incuflow/engine/renewal_rates.ipp"
#include "incuflow/numeric/flow_step.hpp"

INCUFLOW_BEGIN

namespace detail {

/// The rates of every piece with the jumps on them and the growth on the diagonal, and the dated matrices likewise.
struct MomentFlow {
    std::vector<FlowMatrix> pieces{};
    std::vector<std::vector<double>> dated{};  ///< by dated matrix, by outcome

    MomentFlow(const CompiledModel& model, const RealisedModel& realised, const MomentScale& scale)
    {
        for (const std::vector<double>& rates : realised.rates) {
            FlowMatrix& piece = pieces.emplace_back();
            piece.n = static_cast<int>(model.states.size());
            piece.diagonal = scale.growth;
            for (std::size_t e = 0; e < model.events.size(); ++e) {
                const ProductEvent& event = model.events[e];
                piece.diagonal[static_cast<std::size_t>(event.from)] -= rates[e];
                if (event.from == event.to) {
                    piece.diagonal[static_cast<std::size_t>(event.from)] += rates[e] * jump_of(scale, event.crossings);
                } else {
                    piece.entries.push_back({event.from, event.to, rates[e] * jump_of(scale, event.crossings)});
                }
            }
        }
        for (std::size_t d = 0; d < model.dated.size(); ++d) {
            std::vector<double>& shares = dated.emplace_back();
            for (std::size_t o = 0; o < model.dated[d].size(); ++o) {
                shares.push_back(realised.dated[d][o] * jump_of(scale, model.dated[d][o].crossings));
            }
        }
    }
};

// Entries with a weight that changes with the time of entry: Gauss–Legendre in the fourth root of the time left, for a weight may have a root
// there; from point to point the rest moves on.
INCUFLOW_INLINE void weighted_step(const FlowMatrix& piece, double start, double end, const std::vector<double>& rate,
                                   const std::function<double(int, double)>& weight, std::vector<double>& now)
{
    constexpr int panels = 3;
    double at = start;
    for (int panel = panels; panel > 0; --panel) {
        for (std::size_t g = 0; g < 2 * gauss_16_points.size(); ++g) {
            // From the earliest entry, z = 1, to the latest.
            const std::size_t half = g < gauss_16_points.size() ? gauss_16_points.size() - 1 - g : g - gauss_16_points.size();
            const double offset = g < gauss_16_points.size() ? gauss_16_points[half] : -gauss_16_points[half];
            const double z = (static_cast<double>(panel) - 0.5 + offset) / panels;
            const double time = end - (end - start) * z * z * z * z;
            flow_step(piece, time - at, {}, now);
            at = time;
            const double mass = gauss_16_weights[half] / panels * (end - start) * 4.0 * z * z * z;
            for (std::size_t s = 0; s < now.size(); ++s) {
                now[s] += rate[s] > 0.0 ? mass * rate[s] * weight(static_cast<int>(s), time) : 0.0;
            }
        }
    }
    flow_step(piece, end - at, {}, now);
}

}  // namespace detail

INCUFLOW_INLINE MomentRun MarkovCohort::moments(const MomentQuery& query) const
{
    const Body& body = *body_;
    const std::size_t n = body.states();
    MomentRun run;
    body.name_classes(run.trials, run.mixing);
    run.times = query.at.size();
    run.states = n;
    run.values.assign(run.trials.size() * run.times * n, 0.0);
    const bool turns = query.turn == query.turn;
    const detail::MomentFlow first(body.model, body.realised, query.scale);
    const detail::MomentFlow second(body.model, body.realised, turns ? query.after : query.scale);
    const std::vector<double> grid = body.grid(query.at, query.at.back());
    const std::size_t first_batch = 1 + body.entries.starts.size() + body.entries.fixed.size();
    std::vector<double> rate(n, 0.0);
    for (std::size_t klass = 0; klass < run.trials.size(); ++klass) {
        std::vector<double> now(n, 0.0);
        if (klass > 0 && klass <= body.entries.starts.size()) {
            for (const auto& [state, p] : body.entries.starts[klass - 1].at) {
                now[static_cast<std::size_t>(state)] += p * query.start[static_cast<std::size_t>(state)];
            }
        }
        std::size_t seen = 0;
        bool turned = false;
        const auto look = [&](double time) {
            if (seen < query.at.size() && query.at[seen] == time) {
                std::copy(now.begin(), now.end(), run.values.begin() + static_cast<std::ptrdiff_t>((klass * run.times + seen) * n));
                ++seen;
            }
            if (turns && time == query.turn) {
                turned = true;
                for (std::size_t s = 0; s < n; ++s) {
                    now[s] = query.kept[s] != 0 ? now[s] : 0.0;
                }
            }
        };
        const auto enter_batch = [&](double time) {
            if (!turned && klass >= first_batch && klass < first_batch + body.entries.batches.size() &&
                body.entries.batches[klass - first_batch].time == time) {
                for (const auto& [state, p] : body.entries.batches[klass - first_batch].into) {
                    const double weight = query.weight ? query.weight(state, time) : 1.0;
                    now[static_cast<std::size_t>(state)] += p * query.entry[static_cast<std::size_t>(state)] * weight;
                }
            }
        };
        look(0.0);
        for (std::size_t i = 0; i + 1 < grid.size(); ++i) {
            const double end = grid[i + 1];
            const detail::MomentFlow& flow = turned ? second : first;
            const bool entering = !turned && body.entry_rate(klass, grid[i], rate);
            for (std::size_t s = 0; s < n && entering; ++s) {
                rate[s] *= query.entry[s];
            }
            const FlowMatrix& piece = flow.pieces[body.piece_at(grid[i])];
            if (entering && query.weight) {
                detail::weighted_step(piece, grid[i], end, rate, query.weight, now);
            } else {
                flow_step(piece, end - grid[i], entering ? std::span<const double>(rate) : std::span<const double>(), now);
            }
            for (std::size_t d = 0; d < body.times.dated.size(); ++d) {
                if (std::find(body.times.dated[d].begin(), body.times.dated[d].end(), end) == body.times.dated[d].end()) {
                    continue;
                }
                const std::vector<double> before = now;
                for (std::size_t s = 0; s < n; ++s) {
                    now[s] *= body.staying[d][s];
                }
                for (std::size_t o = 0; o < body.model.dated[d].size(); ++o) {
                    const DatedOutcome& outcome = body.model.dated[d][o];
                    now[static_cast<std::size_t>(outcome.to)] += before[static_cast<std::size_t>(outcome.from)] * flow.dated[d][o];
                }
            }
            enter_batch(end);
            look(end);
        }
    }
    return run;
}

INCUFLOW_END
