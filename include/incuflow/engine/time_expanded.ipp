// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/time_expanded.hpp"
#include "incuflow/graph/max_flow.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

INCUFLOW_BEGIN

INCUFLOW_INLINE std::string_view to_string(FlowLimit limit) noexcept
{
    switch (limit) {
    case FlowLimit::places:
        return "places";
    case FlowLimit::moves:
        return "moves";
    case FlowLimit::stock:
        return "stock";
    default:
        return "intake";
    }
}

namespace detail {

// Collects arcs; those that limit something are told of in rows.
class TimeExpanded {
public:
    explicit TimeExpanded(const CapacityLaws& laws) : laws_(laws)
    {
        for (const double firms : laws.start) {
            everybody_ += firms;
        }
        for (const CapacitySource& source : laws.sources) {
            for (const double firms : source.firms) {
                everybody_ += firms;
            }
        }
        const auto track = static_cast<std::size_t>(laws.goal.track);
        for (std::size_t i = 0; i < laws.start.size(); ++i) {
            stages_ = std::max(stages_, laws.model.states[i].stages[track] + 1);
        }
        for (const CapacityLaws::Step& step : laws.steps) {
            stages_ = std::max({stages_, step.from + 1, step.to + 1});
        }
        periods_ = static_cast<int>(laws.dates.size()) - 1;
        for (std::size_t s = 0; s < laws.stages.size(); ++s) {
            if (laws.stages[s].track == laws.goal.track) {
                places_[laws.stages[s].stage] = laws.places[s];
            }
        }
    }

    FlowBound run()
    {
        supplies();
        for (int k = 0; k < periods_; ++k) {
            for (int a = 0; k + 1 < periods_ && a < stages_; ++a) {
                const auto places = places_.find(a);
                if (places == places_.end()) {
                    arc(node(a, k), node(a, k + 1), everybody_);
                } else {
                    row(node(a, k), node(a, k + 1), {FlowLimit::places, a, -1, k, places->second, 0.0, false});
                }
            }
            for (const CapacityLaws::Step& step : laws_.steps) {
                const int to = step.to == laws_.goal.stage ? arrived : node(step.to, k);
                const auto places = places_.find(step.from);
                const double most = step.most[static_cast<std::size_t>(k)];
                if (places == places_.end() || std::isinf(most)) {
                    arc(node(step.from, k), to, everybody_);
                } else {
                    row(node(step.from, k), to, {FlowLimit::moves, step.from, step.to, k, places->second * most, 0.0, false});
                }
            }
        }
        const MaxFlow flow = max_flow(2 + 2 * stages_ * periods_, from_, to_, capacity_, outside, arrived);
        FlowBound bound{flow.value, flow.resolution, std::move(rows_)};
        for (std::size_t r = 0; r < bound.rows.size(); ++r) {
            const int a = row_arcs_[r];
            bound.rows[r].used = flow.flows[static_cast<std::size_t>(a)];
            bound.rows[r].in_cut = std::binary_search(flow.cut.begin(), flow.cut.end(), a);
        }
        return bound;
    }

private:
    static constexpr int outside = 0;
    static constexpr int arrived = 1;

    [[nodiscard]] int node(int stage, int period) const { return 2 + stage * periods_ + period; }
    // Firms taken in that wait outside a stage with places.
    [[nodiscard]] int waiting(int stage, int period) const { return node(stages_ + stage, period); }

    void arc(int from, int to, double capacity)
    {
        from_.push_back(from);
        to_.push_back(to);
        capacity_.push_back(capacity);
    }

    void row(int from, int to, FlowBoundRow row)
    {
        row_arcs_.push_back(static_cast<int>(from_.size()));
        arc(from, to, std::min(row.capacity, everybody_));
        rows_.push_back(row);
    }

    void supplies()
    {
        const auto track = static_cast<std::size_t>(laws_.goal.track);
        const auto stage_of = [&](int state) { return laws_.model.states[static_cast<std::size_t>(state)].stages[track]; };
        std::map<int, double> stock;
        for (std::size_t i = 0; i < laws_.start.size(); ++i) {
            stock[stage_of(static_cast<int>(i))] += laws_.start[i];
        }
        for (const auto& [stage, firms] : stock) {
            if (firms > 0.0) {
                row(outside, node(stage, 0), {FlowLimit::stock, stage, -1, 0, firms, 0.0, false});
            }
        }
        std::map<std::pair<int, int>, double> intake;
        for (const CapacitySource& one : laws_.sources) {
            for (int k = 0; k < periods_; ++k) {
                intake[{k, stage_of(one.state)}] += one.firms[static_cast<std::size_t>(k)];
            }
        }
        for (const auto& [at, firms] : intake) {
            const auto& [k, stage] = at;
            const bool waits = waits_outside(stage);
            if (firms > 0.0) {
                row(outside, waits ? waiting(stage, k) : node(stage, k), {FlowLimit::intake, stage, -1, k, firms, 0.0, false});
            }
            if (waits) {
                arc(waiting(stage, k), node(stage, k), everybody_);
                if (k + 1 < periods_) {
                    arc(waiting(stage, k), waiting(stage, k + 1), everybody_);
                }
            }
        }
    }

    // Somebody who comes there from outside may have to wait for a place, on this track or on another.
    [[nodiscard]] bool waits_outside(int stage) const
    {
        const auto track = static_cast<std::size_t>(laws_.goal.track);
        return std::any_of(laws_.sources.begin(), laws_.sources.end(), [&](const CapacitySource& one) {
            const auto state = static_cast<std::size_t>(one.state);
            return laws_.model.states[state].stages[track] == stage && laws_.inside[state] != 0;
        });
    }

    const CapacityLaws& laws_;
    double everybody_{};
    int stages_{};
    int periods_{};
    std::map<int, double> places_{};
    std::vector<int> from_{};
    std::vector<int> to_{};
    std::vector<double> capacity_{};
    std::vector<FlowBoundRow> rows_{};
    std::vector<int> row_arcs_{};
};

}  // namespace detail

INCUFLOW_INLINE FlowBound flow_bound(const CapacityLaws& laws) { return detail::TimeExpanded(laws).run(); }

INCUFLOW_END
