// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/model/match.hpp"
#include "incuflow/text/nearest.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE Place at_key(std::string key) { return Place{{}, 0, 0, std::move(key)}; }

INCUFLOW_INLINE std::string indexed(const char* list, std::size_t i) { return std::string(list) + '[' + std::to_string(i) + ']'; }

INCUFLOW_INLINE int stage_position(const Track& track, std::string_view id) noexcept
{
    for (std::size_t i = 0; i < track.stages.size(); ++i) {
        const Stage& stage = track.stages[i];
        if (stage.id == id || std::find(stage.aliases.begin(), stage.aliases.end(), id) != stage.aliases.end()) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

INCUFLOW_INLINE bool read_path(const std::string& text, const Place& place, std::vector<Fault>& faults, PlacePath& path)
{
    try {
        path = parse_path(text);
    } catch (const GraphError& error) {
        faults.push_back({error.code(), error.arguments(), place});
        return false;
    }
    if (!path.population.empty()) {
        faults.push_back({"model.population_here", {{"given", text}}, place});
        return false;
    }
    return true;
}

INCUFLOW_INLINE int need_track(const PipelineParts& parts, const std::string& id, const Place& place, std::vector<Fault>& faults)
{
    const int track = position_of(parts.tracks, id);
    if (track < 0) {
        faults.push_back({"model.unknown_track", {{"given", id}, {"nearest", nearest_name(id, ids_of(parts.tracks))}}, place});
    }
    return track;
}

INCUFLOW_INLINE int need_stage(const PipelineParts& parts, int track, const std::string& id, const Place& place, std::vector<Fault>& faults)
{
    const Track& owner = parts.tracks[static_cast<std::size_t>(track)];
    const int stage = stage_position(owner, id);
    if (stage < 0) {
        faults.push_back({"model.unknown_stage",
                          {{"given", id}, {"track", owner.id}, {"nearest", nearest_name(id, ids_of(owner.stages))}},
                          place});
    }
    return stage;
}

INCUFLOW_INLINE int need_exit(const PipelineParts& parts, const std::string& id, const Place& place, std::vector<Fault>& faults)
{
    const int exit = position_of(parts.exits, id);
    if (exit < 0) {
        faults.push_back({"model.unknown_exit", {{"given", id}, {"nearest", nearest_name(id, ids_of(parts.exits))}}, place});
    }
    return exit;
}

INCUFLOW_INLINE std::vector<std::vector<int>> match_stages(const PipelineParts& parts, const PlacePath& path, bool unnamed_is_outside,
                                                           const Place& place, std::vector<Fault>& faults)
{
    std::vector<std::vector<int>> allowed(parts.tracks.size());
    if (unnamed_is_outside) {
        for (auto& list : allowed) {
            list.push_back(0);
        }
    }
    for (const PathTerm& term : path.terms) {
        if (term.form != PathForm::stage) {
            faults.push_back({"model.stage_expected", {{"given", format_path(path)}}, place});
            continue;
        }
        const int track = need_track(parts, term.track, place, faults);
        if (track < 0) {
            continue;
        }
        std::vector<int>& list = allowed[static_cast<std::size_t>(track)];
        list.clear();
        if (term.to == "*") {
            const auto count = static_cast<int>(parts.tracks[static_cast<std::size_t>(track)].stages.size());
            for (int s = 0; s < count; ++s) {
                list.push_back(s);
            }
            continue;
        }
        const int stage = need_stage(parts, track, term.to, place, faults);
        if (stage >= 0) {
            list.push_back(stage);
        }
    }
    return allowed;
}

// The edges a transition path names, wildcards written out over the stages of the track. Used where a path makes edges.
INCUFLOW_INLINE std::vector<Edge> spell_edges(const PipelineParts& parts, const PlacePath& path, const Place& place, std::vector<Fault>& faults)
{
    std::vector<Edge> spelled;
    const PathTerm& term = path.terms.front();
    if (path.terms.size() != 1 || term.form != PathForm::transition) {
        faults.push_back({"model.transition_expected", {{"given", format_path(path)}}, place});
        return spelled;
    }
    if (term.track.empty()) {
        const int exit = need_exit(parts, term.to, place, faults);
        if (exit >= 0) {
            spelled.push_back({-1, -1, -1, exit, "*->" + term.to});
        }
        return spelled;
    }
    const int track = need_track(parts, term.track, place, faults);
    if (track < 0) {
        return spelled;
    }
    const Track& owner = parts.tracks[static_cast<std::size_t>(track)];
    const auto count = static_cast<int>(owner.stages.size());
    const int exit = position_of(parts.exits, term.to);
    if (term.to == "*") {
        faults.push_back({"model.open_target", {{"given", format_path(path)}}, place});
        return spelled;
    }
    int to = stage_position(owner, term.to);
    if (to < 0 && exit < 0) {
        std::vector<std::string> names = ids_of(owner.stages);
        const std::vector<std::string> exits = ids_of(parts.exits);
        names.insert(names.end(), exits.begin(), exits.end());
        faults.push_back(
            {"model.unknown_stage_or_exit", {{"given", term.to}, {"track", owner.id}, {"nearest", nearest_name(term.to, names)}}, place});
        return spelled;
    }
    int first = 0;
    int last = count - 1;
    if (term.from != "*") {
        first = last = need_stage(parts, track, term.from, place, faults);
        if (first < 0) {
            return spelled;
        }
        if (first == to) {
            faults.push_back({"model.self_loop", {{"given", format_path(path)}}, place});
            return spelled;
        }
    }
    for (int from = first; from <= last; ++from) {
        if (from == to) {
            continue;
        }
        const std::string& from_id = owner.stages[static_cast<std::size_t>(from)].id;
        const std::string& to_id = to >= 0 ? owner.stages[static_cast<std::size_t>(to)].id : term.to;
        spelled.push_back({track, from, to, to >= 0 ? -1 : exit, owner.id + '.' + from_id + "->" + to_id});
    }
    return spelled;
}

INCUFLOW_INLINE std::vector<int> match_edges(const PipelineParts& parts, const std::vector<Edge>& edges, const PlacePath& path,
                                             const Place& place, std::vector<Fault>& faults)
{
    std::vector<int> found;
    const PathTerm& term = path.terms.front();
    if (path.terms.size() != 1 || term.form != PathForm::transition) {
        faults.push_back({"model.transition_expected", {{"given", format_path(path)}}, place});
        return found;
    }
    const std::size_t before = faults.size();
    int track = -1;
    if (!term.track.empty()) {
        track = need_track(parts, term.track, place, faults);
        if (track >= 0 && term.from != "*") {
            (void)need_stage(parts, track, term.from, place, faults);
        }
    }
    if (faults.size() != before) {
        return found;
    }
    std::vector<std::string> names;
    for (std::size_t e = 0; e < edges.size(); ++e) {
        const Edge& edge = edges[e];
        names.push_back(edge.path);
        if (edge.track != track) {
            continue;
        }
        if (track >= 0) {
            const Track& owner = parts.tracks[static_cast<std::size_t>(track)];
            if (term.from != "*" && edge.from != stage_position(owner, term.from)) {
                continue;
            }
            if (term.to != "*" && !(edge.to >= 0 && edge.to == stage_position(owner, term.to)) &&
                !(edge.to < 0 && parts.exits[static_cast<std::size_t>(edge.exit)].id == term.to)) {
                continue;
            }
        } else if (parts.exits[static_cast<std::size_t>(edge.exit)].id != term.to) {
            continue;
        }
        found.push_back(static_cast<int>(e));
    }
    if (found.empty()) {
        const std::string given = format_path(path);
        faults.push_back({"model.no_such_transition", {{"given", given}, {"nearest", nearest_name(given, names)}}, place});
    }
    return found;
}

INCUFLOW_INLINE int add_edge(std::vector<Edge>& edges, const Edge& edge)
{
    const auto same = std::find_if(edges.begin(), edges.end(), [&](const Edge& e) { return e.path == edge.path; });
    if (same != edges.end()) {
        return static_cast<int>(same - edges.begin());
    }
    edges.push_back(edge);
    return static_cast<int>(edges.size()) - 1;
}

}  // namespace detail

INCUFLOW_END
