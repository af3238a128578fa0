// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/count_query.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

// A set of places over the product of the tracks: any of the combinations.
class PlaceSet {
public:
    PlaceSet(const Pipeline& pipeline, const std::vector<std::string>& of, bool counts_as)
    {
        for (const std::string& text : of) {
            auto allowed = pipeline.stages_of(parse_path(text), false);
            if (counts_as) {
                for (std::size_t t = 0; t < allowed.size(); ++t) {
                    widen(pipeline.tracks()[t], allowed[t]);
                }
            }
            combinations_.push_back(std::move(allowed));
        }
    }

    [[nodiscard]] bool holds(const std::vector<int>& stages) const
    {
        return std::any_of(combinations_.begin(), combinations_.end(), [&](const auto& allowed) {
            for (std::size_t t = 0; t < stages.size(); ++t) {
                if (!allowed[t].empty() && std::find(allowed[t].begin(), allowed[t].end(), stages[t]) == allowed[t].end()) {
                    return false;
                }
            }
            return true;
        });
    }

private:
    // Adds every stage that counts as one in the list, also by way of another.
    static void widen(const Track& track, std::vector<int>& stages)
    {
        for (std::size_t i = 0; i < stages.size(); ++i) {
            const std::string id = track.stages[static_cast<std::size_t>(stages[i])].id;
            for (std::size_t s = 0; s < track.stages.size(); ++s) {
                const auto& as = track.stages[s].counts_as;
                const bool counts = std::find(as.begin(), as.end(), id) != as.end();
                if (counts && std::find(stages.begin(), stages.end(), static_cast<int>(s)) == stages.end()) {
                    stages.push_back(static_cast<int>(s));
                }
            }
        }
    }

    std::vector<std::vector<std::vector<int>>> combinations_{};
};

class QueryMaker {
public:
    QueryMaker(const Pipeline& pipeline, const CompiledModel& model, const std::vector<std::string>& of, bool counts_as)
        : pipeline_(pipeline), model_(model), edges_(of_edges(pipeline, of)), set_(pipeline, edges_.empty() ? of : std::vector<std::string>{}, counts_as)
    {
    }

    CountQuery run(Counts counts)
    {
        CountQuery query;
        query.stock = counts == Counts::stock;
        query.distinct = counts == Counts::firms;
        query.entry_counts = counts == Counts::firms && edges_.empty();
        for (const ProductState& state : model_.states) {
            query.in_set.push_back(state.exit < 0 && edges_.empty() && set_.holds(state.stages) ? 1 : 0);
        }
        for (const ProductEvent& event : model_.events) {
            query.hits.push_back(count(event.from, event.crossings));
        }
        for (const AtomEvent& atom : model_.atoms) {
            query.atom_hits.push_back(count(atom.from, atom.crossings));
        }
        for (const auto& outcomes : model_.dated) {
            auto& list = query.dated_hits.emplace_back();
            for (const DatedOutcome& outcome : outcomes) {
                list.push_back(count(outcome.from, outcome.crossings));
            }
        }
        return query;
    }

private:
    static std::vector<int> of_edges(const Pipeline& pipeline, const std::vector<std::string>& of)
    {
        std::vector<int> edges;
        for (const std::string& text : of) {
            const PlacePath path = parse_path(text);
            if (path.terms.front().form == PathForm::transition) {
                const std::vector<int> found = pipeline.edges_of(path);
                edges.insert(edges.end(), found.begin(), found.end());
            }
        }
        return edges;
    }

    // Follows the crossings of one event: counted when an edge of the list is crossed, or the set is entered from outside it.
    [[nodiscard]] int count(int from, const std::vector<int>& crossings) const
    {
        int counted = 0;
        std::vector<int> stages = model_.states[static_cast<std::size_t>(from)].stages;
        for (const int c : crossings) {
            if (!edges_.empty()) {
                counted += std::find(edges_.begin(), edges_.end(), c) != edges_.end() ? 1 : 0;
                continue;
            }
            const Edge& edge = pipeline_.edges()[static_cast<std::size_t>(c)];
            if (edge.to < 0) {
                break;
            }
            const bool inside = set_.holds(stages);
            stages[static_cast<std::size_t>(edge.track)] = edge.to;
            counted += !inside && set_.holds(stages) ? 1 : 0;
        }
        return counted;
    }

    const Pipeline& pipeline_;
    const CompiledModel& model_;
    std::vector<int> edges_;
    PlaceSet set_;
};

}  // namespace detail

INCUFLOW_INLINE CountQuery make_query(const Pipeline& pipeline, const CompiledModel& model, const std::vector<std::string>& of, Counts counts,
                                      bool counts_as, double since, double due)
{
    CountQuery query = detail::QueryMaker(pipeline, model, of, counts_as).run(counts);
    query.since = since;
    query.due = due;
    query.once = at_most_once(model, query);
    return query;
}

INCUFLOW_INLINE CountQuery make_query(const Study& study, const CompiledModel& model, const Target& target, double since, double due)
{
    return make_query(study.pipeline(), model, target.of, target.counts, target.counts_as, since, due);
}

namespace detail {

// Every way from one state to another, however it comes about, with how often it counts.
struct CountedMove {
    int from;
    int to;
    int hits;
};

INCUFLOW_INLINE std::vector<CountedMove> counted_moves(const CompiledModel& model, const CountQuery& query)
{
    std::vector<CountedMove> moves;
    for (std::size_t e = 0; e < model.events.size(); ++e) {
        moves.push_back({model.events[e].from, model.events[e].to, query.hits[e]});
    }
    for (std::size_t a = 0; a < model.atoms.size(); ++a) {
        moves.push_back({model.atoms[a].from, model.atoms[a].to, query.atom_hits[a]});
    }
    for (std::size_t d = 0; d < model.dated.size(); ++d) {
        for (std::size_t o = 0; o < model.dated[d].size(); ++o) {
            moves.push_back({model.dated[d][o].from, model.dated[d][o].to, query.dated_hits[d][o]});
        }
    }
    return moves;
}

}  // namespace detail

INCUFLOW_INLINE bool at_most_once(const CompiledModel& model, const CountQuery& query)
{
    if (query.stock || query.distinct) {
        return true;
    }
    const std::vector<detail::CountedMove> moves = detail::counted_moves(model, query);
    // From where counted crossings lead, whether another can follow.
    std::vector<char> seen(model.states.size(), 0);
    for (const detail::CountedMove& move : moves) {
        if (move.hits > 1) {
            return false;
        }
        if (move.hits != 0) {
            seen[static_cast<std::size_t>(move.to)] = 1;
        }
    }
    for (bool grown = true; grown;) {
        grown = false;
        for (const detail::CountedMove& move : moves) {
            if (seen[static_cast<std::size_t>(move.from)] == 0) {
                continue;
            }
            if (move.hits != 0) {
                return false;
            }
            if (seen[static_cast<std::size_t>(move.to)] == 0) {
                seen[static_cast<std::size_t>(move.to)] = 1;
                grown = true;
            }
        }
    }
    return true;
}

INCUFLOW_END
