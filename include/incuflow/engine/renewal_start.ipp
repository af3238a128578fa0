// SPDX-License-Identifier: Apache-2.0
#pragma once

// Where firms stand on their clocks when they enter or at the base date; included by cohort_renewal.ipp.

#include "incuflow/engine/renewal_pass.ipp"
#include "incuflow/engine/renewal_rates.ipp"

#include <limits>

INCUFLOW_BEGIN

namespace detail {

/// Cells of the durations of a state for firms that enter it from outside with an age.
INCUFLOW_INLINE std::array<int, 2> entry_cells(const RenewalModel& shared, const RenewalGridPlan& plan, int state, double age,
                                               int anew, const std::vector<int>& aged)
{
    std::array<int, 2> cells{anew, anew};
    if (age == 0.0) {
        return cells;
    }
    for (std::size_t c = 0; c < 2; ++c) {
        if (shared.layout.clocks[static_cast<std::size_t>(state)][c] == shared.layout.age) {
            const auto at = std::find(plan.ages.begin(), plan.ages.end(), age);
            cells[c] = aged[static_cast<std::size_t>(at - plan.ages.begin())];
        }
    }
    return cells;
}

/// Chance to be still in the state at time u on one of its durations, had only what counts no other duration acted: the part of a steady
/// inflow that has been there for u.
class SteadyStay {
public:
    SteadyStay(const RenewalModel& shared, const RealisedDurations& realised, const RenewalRules& rules, int state, std::size_t duration)
        : realised_(realised), wait_(rules.wait[static_cast<std::size_t>(state)][duration])
    {
        const auto s = static_cast<std::size_t>(state);
        if (const int p = rules.pace[s][duration]; p >= 0) {
            pace_ = &rules.paces[static_cast<std::size_t>(p)];
        }
        // Constants that take firms out of the stage count too; those that only move them on other tracks do not.
        const int clock = shared.layout.clocks[s][duration];
        for (const int e : rules.events[s]) {
            const auto ev = static_cast<std::size_t>(e);
            const ProductEvent& event = shared.model.events[ev];
            const bool leaves = shared.model.states[static_cast<std::size_t>(event.to)].exit >= 0 ||
                                std::any_of(event.crossings.begin(), event.crossings.end(), [&](int edge) {
                                    return shared.pipeline.edges()[static_cast<std::size_t>(edge)].track == clock;
                                });
            const TransitionRow& row = shared.pipeline.parts().transitions[static_cast<std::size_t>(event.row)];
            if (leaves && shared.layout.event_clock[ev] < 0 && row.clock != Clock::calendar) {
                constant_ += rules.event_factor[ev] * cumulative(realised.hazards[static_cast<std::size_t>(event.row)], 1.0);
            }
        }
    }

    [[nodiscard]] double operator()(double u) const
    {
        if (u >= wait_) {
            return 0.0;
        }
        double h = constant_ * u;
        if (pace_ != nullptr) {
            for (const auto& [row, factor] : pace_->rows) {
                h += factor * cumulative(realised_.hazards[static_cast<std::size_t>(row)], u);
            }
        }
        return exponential(-h);
    }

    /// From here on nobody is left to speak of; infinity where the mean is infinite or nearly so.
    [[nodiscard]] double horizon() const
    {
        constexpr double longest = 200.0;
        double u = 1.0;
        while (u < std::min(wait_, longest) && (*this)(u) > 1e-12) {
            u += 1.0;
        }
        return u >= wait_ ? wait_ : u < longest ? u : std::numeric_limits<double>::infinity();
    }

    [[nodiscard]] double between(double a, double b) const
    {
        double sum = 0.0;
        for (std::size_t i = 0; i < gauss_16_points.size(); ++i) {
            for (const double z : {0.5 - gauss_16_points[i], 0.5 + gauss_16_points[i]}) {
                // From the younger end: a hazard may be unbounded at 0.
                sum += gauss_16_weights[i] * 4.0 * z * z * z * (*this)(a + z * z * z * z * (b - a));
            }
        }
        return sum * (b - a);
    }

private:
    const RealisedDurations& realised_;
    const RenewalPace* pace_{};
    double wait_;
    double constant_{};
};

INCUFLOW_INLINE const ElapsedLaw& law_of_clock(const RenewalModel& shared, const StartGroup& group, int clock)
{
    return clock == shared.layout.age ? group.age : group.elapsed;
}

/// What the grid must hold besides its step.
INCUFLOW_INLINE RenewalGridPlan make_plan(const RenewalModel& shared, const RealisedDurations& realised, const RenewalRules& rules,
                                          const Entries& entries, const CohortTimes& times)
{
    RenewalGridPlan plan;
    plan.end = times.period_ends.back();
    plan.times = times.period_ends;
    plan.points.push_back(0.0);
    for (const auto& list : times.dated) {
        plan.times.insert(plan.times.end(), list.begin(), list.end());
        plan.points.insert(plan.points.end(), list.begin(), list.end());
    }
    const auto age = [&](double years) {
        if (years > 0.0 && std::find(plan.ages.begin(), plan.ages.end(), years) == plan.ages.end()) {
            plan.ages.push_back(years);
        }
    };
    for (const PoissonStream& stream : entries.streams) {
        age(stream.age);
        for (const RateStep& step : stream.steps) {
            plan.times.push_back(step.start);
            plan.times.push_back(step.end);
        }
    }
    for (const FixedPeriod& period : entries.fixed) {
        age(period.age);
        plan.times.push_back(period.start);
        plan.times.push_back(period.end);
    }
    for (const BatchEntry& batch : entries.batches) {
        age(batch.age);
        plan.times.push_back(batch.time);
        plan.points.push_back(batch.time);
    }
    for (const auto& waits : rules.wait) {
        for (const double wait : waits) {
            if (wait < renewal_never) {
                plan.waits.push_back(wait);
            }
        }
    }
    // Breaks of hazards fall between cells, so that no cell sees two levels at once.
    for (const RenewalPace& pace : rules.paces) {
        for (const auto& row : pace.rows) {
            if (const auto* pieces = std::get_if<PiecewiseConstant>(&realised.hazards[static_cast<std::size_t>(row.first)])) {
                plan.waits.insert(plan.waits.end(), pieces->breaks().begin() + 1, pieces->breaks().end());
            }
        }
    }
    for (std::size_t e = 0; e < shared.model.events.size(); ++e) {
        const auto r = static_cast<std::size_t>(shared.model.events[e].row);
        if (shared.pipeline.parts().transitions[r].clock == Clock::calendar) {
            if (const auto* pieces = std::get_if<PiecewiseConstant>(&realised.hazards[r])) {
                plan.times.insert(plan.times.end(), pieces->breaks().begin(), pieces->breaks().end());
            }
        }
    }
    for (const StartGroup& group : entries.starts) {
        for (const auto& [state, p] : group.at) {
            for (std::size_t c = 0; c < 2; ++c) {
                const int clock = shared.layout.clocks[static_cast<std::size_t>(state)][c];
                if (clock < 0 || clock > shared.layout.age) {
                    continue;
                }
                const ElapsedLaw& law = law_of_clock(shared, group, clock);
                if (law.kind == Elapsed::years) {
                    plan.points.push_back(-law.years);
                } else if (law.kind == Elapsed::uniform) {
                    plan.past = std::max(plan.past, law.years);
                } else if (law.kind == Elapsed::stationary && clock != shared.layout.age) {
                    const double back = SteadyStay(shared, realised, rules, state, c).horizon();
                    if (!(back < renewal_never)) {
                        throw EngineError("engine.no_stationary", {{"at", group.place}});
                    }
                    plan.past = std::max(plan.past, back);
                }
            }
        }
    }
    std::sort(plan.waits.begin(), plan.waits.end());
    plan.waits.erase(std::unique(plan.waits.begin(), plan.waits.end()), plan.waits.end());
    std::sort(plan.points.begin(), plan.points.end());
    plan.points.erase(std::unique(plan.points.begin(), plan.points.end()), plan.points.end());
    return plan;
}

/// Cells of one duration with the share of a start group's firms in each.
INCUFLOW_INLINE std::vector<std::pair<int, double>> start_cells(const RenewalModel& shared, const RealisedDurations& realised,
                                                                const RenewalRules& rules, const RenewalPass& pass, const StartGroup& group,
                                                                int state, std::size_t duration)
{
    const RenewalGrid& grid = pass.grid();
    const int clock = shared.layout.clocks[static_cast<std::size_t>(state)][duration];
    const double wait = rules.wait[static_cast<std::size_t>(state)][duration];
    const ElapsedLaw& law = law_of_clock(shared, group, clock);
    const auto beyond = [&](double years) {
        if (years > wait + renewal_same_time || (years >= wait - renewal_same_time && law.kind == Elapsed::years)) {
            throw EngineError("engine.elapsed_beyond_wait",
                              {{"at", group.place}, {"given", format_number(years)}, {"wait", format_number(wait)}});
        }
    };
    switch (law.kind) {
    case Elapsed::fresh:
        return {{grid.point.front(), 1.0}};
    case Elapsed::years:
        beyond(law.years);
        return {{grid.find_point(-law.years), 1.0}};
    case Elapsed::uniform:
        beyond(law.years);
        break;
    case Elapsed::stationary:
        if (clock == shared.layout.age) {
            throw EngineError("engine.stationary_age", {{"at", group.place}});
        }
        break;
    case Elapsed::values:
    case Elapsed::not_said:
        throw EngineError("engine.clock_needed", {{"at", group.place},
                                                  {"clock", clock_name(shared.pipeline, shared.model, clock)},
                                                  {"key", clock == shared.layout.age ? "age" : "elapsed"}});
    }
    std::vector<std::pair<int, double>> cells;
    double total = 0.0;
    for (int c = 0; c < grid.past_cells(); ++c) {
        const RenewalCell& cell = grid.cells[static_cast<std::size_t>(c)];
        double share = 0.0;
        if (cell.end <= cell.begin) {
            continue;
        }
        if (law.kind == Elapsed::uniform) {
            share = std::max(0.0, std::min(cell.end, 0.0) - std::max(cell.begin, -law.years)) / law.years;
        } else {
            const SteadyStay stay(shared, realised, rules, state, duration);
            share = stay.between(-cell.end, -cell.begin);
        }
        if (share > 0.0) {
            cells.emplace_back(c, share);
            total += share;
        }
    }
    for (auto& part : cells) {
        part.second /= total;
    }
    return cells;
}

/// Positions in the field with the share of a start group's firms at each.
INCUFLOW_INLINE std::vector<std::pair<std::size_t, double>> place_start(const RenewalModel& shared, const RealisedDurations& realised,
                                                                        const RenewalRules& rules, const RenewalPass& pass,
                                                                        const StartGroup& group)
{
    std::vector<std::pair<std::size_t, double>> placed;
    for (const auto& [state, p] : group.at) {
        const int n = shared.layout.durations(state);
        std::vector<std::pair<int, double>> first{{0, 1.0}};
        std::vector<std::pair<int, double>> second{{0, 1.0}};
        if (n > 0) {
            first = start_cells(shared, realised, rules, pass, group, state, 0);
        }
        if (n > 1) {
            second = start_cells(shared, realised, rules, pass, group, state, 1);
        }
        for (const auto& [i, wi] : first) {
            for (const auto& [j, wj] : second) {
                placed.emplace_back(pass.position(state, {i, j}), p * wi * wj);
            }
        }
    }
    return placed;
}

}  // namespace detail

INCUFLOW_END
