// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/forecast/coverage.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

class CoverageFinder {
public:
    CoverageFinder(const Pipeline& pipeline, const CompiledModel& model) : pipeline_(pipeline), model_(model)
    {
        for (const Track& track : pipeline.tracks()) {
            first_.push_back(columns_);
            columns_ += track.stages.size();
        }
        exits_ = columns_;
        columns_ += pipeline.exits().size();
    }

    Coverage find(const StartPlan& plan) const
    {
        const std::vector<char> by_known = reached(plan.known);
        const std::vector<char> by_unknown = reached(plan.unknown);
        std::vector<char> known = occupied(by_known);
        std::vector<char> open = occupied(by_unknown);
        std::vector<char> possible = possible_columns(known, open);
        Coverage coverage;
        for (std::size_t c = 0; c < columns_; ++c) {
            coverage.stage_computed.push_back(static_cast<char>(known[c] != 0 || possible[c] == 0));
        }
        coverage.stage_open = std::move(open);
        const std::vector<char> crossed = crossings(by_known);
        coverage.transition_open = crossings(by_unknown);
        for (std::size_t e = 0; e < pipeline_.edges().size(); ++e) {
            const Edge& edge = pipeline_.edges()[e];
            const bool from_computed = edge.from < 0 || coverage.stage_computed[from_column(edge)] != 0;
            coverage.transition_computed.push_back(static_cast<char>(crossed[e] != 0 || (from_computed && rate_known(e))));
        }
        return coverage;
    }

private:
    // States that firms from these places can come to over the events of the model.
    std::vector<char> reached(const std::vector<StartPlace>& places) const
    {
        std::vector<char> seen(model_.states.size(), 0);
        for (const StartPlace& place : places) {
            for (const int state : model_.find_all(place)) {
                seen[static_cast<std::size_t>(state)] = 1;
            }
        }
        bool grown = true;
        const auto follow = [&](int from, int to) {
            if (seen[static_cast<std::size_t>(from)] != 0 && seen[static_cast<std::size_t>(to)] == 0) {
                seen[static_cast<std::size_t>(to)] = 1;
                grown = true;
            }
        };
        while (grown) {
            grown = false;
            for (const ProductEvent& event : model_.events) {
                follow(event.from, event.to);
            }
            for (const AtomEvent& atom : model_.atoms) {
                follow(atom.from, atom.to);
            }
            for (const auto& outcomes : model_.dated) {
                for (const DatedOutcome& outcome : outcomes) {
                    follow(outcome.from, outcome.to);
                }
            }
        }
        return seen;
    }

    std::vector<char> occupied(const std::vector<char>& states) const
    {
        std::vector<char> columns(columns_, 0);
        for (std::size_t s = 0; s < states.size(); ++s) {
            const ProductState& state = model_.states[s];
            if (states[s] == 0) {
                continue;
            }
            if (state.exit >= 0) {
                columns[exits_ + static_cast<std::size_t>(state.exit)] = 1;
            }
            for (std::size_t t = 0; t < state.stages.size(); ++t) {
                columns[first_[t] + static_cast<std::size_t>(state.stages[t])] = 1;
            }
        }
        return columns;
    }

    // Where anybody might be, if every edge had a rate: from all occupied stages over all edges.
    std::vector<char> possible_columns(const std::vector<char>& known, const std::vector<char>& open) const
    {
        std::vector<char> columns(columns_, 0);
        for (std::size_t c = 0; c < columns_; ++c) {
            columns[c] = static_cast<char>(known[c] != 0 || open[c] != 0);
        }
        for (bool grown = true; grown;) {
            grown = false;
            for (std::size_t e = 0; e < pipeline_.edges().size(); ++e) {
                const Edge& edge = pipeline_.edges()[e];
                const std::size_t to = edge.exit >= 0 ? exits_ + static_cast<std::size_t>(edge.exit)
                                                      : first_[static_cast<std::size_t>(edge.track)] + static_cast<std::size_t>(edge.to);
                const bool from = edge.from < 0 || columns[from_column(edge)] != 0;
                // A known rate whose crossings the model does not have is one that a rule forbids.
                if (from && columns[to] == 0 && (!rate_known(e) || (edge.from >= 0 && known[from_column(edge)] == 0))) {
                    columns[to] = 1;
                    grown = true;
                }
            }
        }
        return columns;
    }

    std::vector<char> crossings(const std::vector<char>& states) const
    {
        std::vector<char> crossed(pipeline_.edges().size(), 0);
        const auto mark = [&](int from, const std::vector<int>& edges) {
            if (states[static_cast<std::size_t>(from)] != 0) {
                for (const int edge : edges) {
                    crossed[static_cast<std::size_t>(edge)] = 1;
                }
            }
        };
        for (const ProductEvent& event : model_.events) {
            mark(event.from, event.crossings);
        }
        for (const AtomEvent& atom : model_.atoms) {
            mark(atom.from, atom.crossings);
        }
        for (const auto& outcomes : model_.dated) {
            for (const DatedOutcome& outcome : outcomes) {
                mark(outcome.from, outcome.crossings);
            }
        }
        return crossed;
    }

    // True unless a row of this edge has a number nobody knows.
    bool rate_known(std::size_t e) const
    {
        for (std::size_t row = 0; row < pipeline_.parts().transitions.size(); ++row) {
            const std::vector<int>& edges = pipeline_.row_edges(row);
            if (std::find(edges.begin(), edges.end(), static_cast<int>(e)) != edges.end() && !known(pipeline_.parts().transitions[row].hazard)) {
                return false;
            }
        }
        return true;
    }

    std::size_t from_column(const Edge& edge) const
    {
        return first_[static_cast<std::size_t>(edge.track)] + static_cast<std::size_t>(edge.from);
    }

    const Pipeline& pipeline_;
    const CompiledModel& model_;
    std::vector<std::size_t> first_{};
    std::size_t exits_{};
    std::size_t columns_{};
};

INCUFLOW_INLINE Coverage find_coverage(const Pipeline& pipeline, const CompiledModel& model, const StartPlan& plan)
{
    return CoverageFinder(pipeline, model).find(plan);
}

}  // namespace detail

INCUFLOW_END
