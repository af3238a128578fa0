// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/model/resolve.hpp"
#include "incuflow/model/resolve_attributes.ipp"
#include "incuflow/text/nearest.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE void complete_parts(PipelineParts& parts)
{
    for (Track& track : parts.tracks) {
        if (track.stages.empty() || track.stages.front().id != "outside") {
            const auto said = std::find_if(track.stages.begin(), track.stages.end(),
                                           [](const Stage& stage) { return stage.id == "outside"; });
            Stage outside{"outside", {}, {}, {}, true};
            if (said != track.stages.end()) {
                outside = *said;
                track.stages.erase(said);
            }
            track.stages.insert(track.stages.begin(), outside);
        }
        if (Label& label = track.stages.front().label; label.zh.empty() && label.en.empty()) {
            label = {"未进入", "outside"};
        }
        for (Stage& stage : track.stages) {
            if (stage.label.zh.empty() && stage.label.en.empty()) {
                stage.label.en = stage.id;
            }
        }
        if (track.label.zh.empty() && track.label.en.empty()) {
            track.label.en = track.id;
        }
    }
    for (Exit& exit : parts.exits) {
        if (exit.label.zh.empty() && exit.label.en.empty()) {
            exit.label.en = exit.id;
        }
    }
    for (FirmAttribute& attribute : parts.attributes) {
        if (attribute.label.zh.empty() && attribute.label.en.empty()) {
            attribute.label.en = attribute.id;
        }
    }
}

// Ids: of the right form, not doubled, exits not named like a stage of any track (`track.a->x` must have one meaning).
INCUFLOW_INLINE void check_names(const PipelineParts& parts, std::vector<Fault>& faults)
{
    const auto form = [&](const std::string& id, const std::string& key) {
        if (!is_identifier(id)) {
            faults.push_back({"model.bad_id", {{"given", id}}, at_key(key)});
        }
    };
    if (parts.tracks.empty()) {
        faults.push_back({"model.no_track", {}, at_key("track")});
    }
    for (std::size_t t = 0; t < parts.tracks.size(); ++t) {
        const Track& track = parts.tracks[t];
        const std::string key = "track." + track.id;
        form(track.id, key);
        if (position_of(parts.tracks, track.id) != static_cast<int>(t)) {
            faults.push_back({"model.duplicate_track", {{"given", track.id}}, at_key(key)});
        }
        if (track.stages.size() < 2) {
            faults.push_back({"model.empty_track", {{"track", track.id}}, at_key(key)});
        }
        for (std::size_t s = 0; s < track.stages.size(); ++s) {
            const Stage& stage = track.stages[s];
            const std::string stage_key = key + ".stages." + stage.id;
            form(stage.id, stage_key);
            for (std::size_t other = 0; other < s; ++other) {
                if (track.stages[other].id == stage.id) {
                    faults.push_back({"model.duplicate_stage", {{"given", stage.id}, {"track", track.id}}, at_key(stage_key)});
                }
            }
            for (const std::string& alias : stage.aliases) {
                for (std::size_t other = 0; other < track.stages.size(); ++other) {
                    const Stage& taken = track.stages[other];
                    const bool also = std::find(taken.aliases.begin(), taken.aliases.end(), alias) != taken.aliases.end();
                    if (taken.id == alias || (other < s && also)) {
                        faults.push_back({"model.duplicate_alias",
                                          {{"given", alias}, {"stage", stage.id}, {"other", taken.id}},
                                          at_key(stage_key + ".aliases")});
                        break;
                    }
                }
            }
            for (const std::string& target : stage.counts_as) {
                const int as = need_stage(parts, static_cast<int>(t), target, at_key(stage_key + ".counts_as"), faults);
                if (as == static_cast<int>(s)) {
                    faults.push_back({"model.counts_as_itself", {{"given", stage.id}}, at_key(stage_key + ".counts_as")});
                }
            }
        }
    }
    for (std::size_t x = 0; x < parts.exits.size(); ++x) {
        const Exit& exit = parts.exits[x];
        const std::string key = "exit." + exit.id;
        form(exit.id, key);
        if (position_of(parts.exits, exit.id) != static_cast<int>(x)) {
            faults.push_back({"model.duplicate_exit", {{"given", exit.id}}, at_key(key)});
        }
        for (const Track& track : parts.tracks) {
            if (stage_position(track, exit.id) >= 0) {
                faults.push_back({"model.exit_named_like_stage", {{"given", exit.id}, {"track", track.id}}, at_key(key)});
            }
        }
    }
}

INCUFLOW_INLINE void check_while_in(const PipelineParts& parts, const std::vector<std::string>& places, const std::vector<int>& tracks_acted_on,
                                    const std::string& key, std::vector<Fault>& faults)
{
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Place place = at_key(key + '[' + std::to_string(i) + ']');
        PlacePath path;
        if (!read_path(places[i], place, faults, path)) {
            continue;
        }
        const std::size_t before = faults.size();
        const auto allowed = match_stages(parts, path, false, place, faults);
        if (faults.size() != before) {
            continue;
        }
        for (std::size_t t = 0; t < allowed.size(); ++t) {
            // A modifier speaks of another track: on the own track the source stage already says where the firm is.
            if (!allowed[t].empty() &&
                std::find(tracks_acted_on.begin(), tracks_acted_on.end(), static_cast<int>(t)) != tracks_acted_on.end()) {
                faults.push_back({"model.while_in_own_track", {{"given", places[i]}, {"track", parts.tracks[t].id}}, place});
            }
        }
    }
}

INCUFLOW_INLINE std::vector<int> tracks_of(const std::vector<Edge>& edges, const std::vector<int>& chosen)
{
    std::vector<int> tracks;
    for (const int e : chosen) {
        const int track = edges[static_cast<std::size_t>(e)].track;
        if (track >= 0 && std::find(tracks.begin(), tracks.end(), track) == tracks.end()) {
            tracks.push_back(track);
        }
    }
    return tracks;
}

INCUFLOW_INLINE void resolve_rows(const PipelineParts& parts, bool in_file, Resolution& out)
{
    std::vector<int> owner_row;
    for (std::size_t r = 0; r < parts.transitions.size(); ++r) {
        const TransitionRow& row = parts.transitions[r];
        const std::string key = indexed("transition", r);
        std::vector<int>& mine = out.row_edges.emplace_back();
        if (row.paths.empty()) {
            out.faults.push_back({"model.no_path", {}, at_key(key + ".path")});
        }
        for (const std::string& text : row.paths) {
            const Place place = at_key(key + ".path");
            PlacePath path;
            if (!read_path(text, place, out.faults, path)) {
                continue;
            }
            for (const Edge& edge : spell_edges(parts, path, place, out.faults)) {
                const int e = add_edge(out.edges, edge);
                owner_row.resize(out.edges.size(), -1);
                int& owner = owner_row[static_cast<std::size_t>(e)];
                if (owner >= 0) {
                    out.faults.push_back({"model.duplicate_transition", {{"given", edge.path}}, place});
                    continue;
                }
                owner = static_cast<int>(r);
                mine.push_back(e);
                if (edge.track < 0 && row.clock == Clock::sojourn && row.hazard.family != "exponential") {
                    out.faults.push_back({"model.firm_exit_clock", {{"given", edge.path}}, at_key(key + ".clock")});
                }
            }
        }
        const std::vector<Fault> numbers = incuflow::check(row.hazard, at_key(key), in_file);
        out.faults.insert(out.faults.end(), numbers.begin(), numbers.end());
        check_while_in(parts, row.while_in, tracks_of(out.edges, mine), key + ".while_in", out.faults);
    }
}

INCUFLOW_INLINE void resolve_dated(const PipelineParts& parts, bool in_file, Resolution& out)
{
    for (std::size_t d = 0; d < parts.dated.size(); ++d) {
        const DatedMatrix& matrix = parts.dated[d];
        const std::string key = indexed("dated", d);
        if (matrix.dates.empty()) {
            out.faults.push_back({"model.no_dates", {}, at_key(key + ".dates")});
        }
        for (const Date& date : matrix.dates) {
            if (!is_valid(date)) {
                out.faults.push_back({"units.bad_date", {{"given", format_date(date)}}, at_key(key + ".dates")});
            }
        }
        const int track = need_track(parts, matrix.track, at_key(key + ".track"), out.faults);
        if (track < 0) {
            continue;
        }
        for (std::size_t m = 0; m < matrix.moves.size(); ++m) {
            const DatedMove& move = matrix.moves[m];
            const std::string move_key = key + '.' + indexed("move", m);
            double total = 0.0;
            for (std::size_t before = 0; before < m; ++before) {
                if (matrix.moves[before].from == move.from) {
                    out.faults.push_back({"model.duplicate_move", {{"given", move.from}}, at_key(move_key)});
                }
            }
            for (const auto& [to, share] : move.to) {
                const PlacePath path{{}, {PathTerm{PathForm::transition, matrix.track, move.from, to}}};
                for (const Edge& edge : spell_edges(parts, path, at_key(move_key), out.faults)) {
                    (void)add_edge(out.edges, edge);
                }
                const std::vector<Fault> numbers = incuflow::check(share, Measure::share, at_key(move_key + '.' + to), in_file);
                out.faults.insert(out.faults.end(), numbers.begin(), numbers.end());
                total += share.known() ? share.mid : 0.0;
            }
            if (total > 1.0 + 1e-12) {
                out.faults.push_back({"model.row_over_one", {{"given", format_number(total)}, {"from", move.from}}, at_key(move_key)});
            }
        }
    }
}

// Reviews make edges, one from a stage to itself among them: a renewal is an event that can be counted.
INCUFLOW_INLINE void resolve_reviews(const PipelineParts& parts, bool in_file, Resolution& out)
{
    for (std::size_t r = 0; r < parts.reviews.size(); ++r) {
        const Review& review = parts.reviews[r];
        const std::string key = indexed("review", r);
        PlacePath path;
        if (!read_path(review.at, at_key(key + ".at"), out.faults, path)) {
            continue;
        }
        const std::size_t before = out.faults.size();
        (void)match_stages(parts, path, false, at_key(key + ".at"), out.faults);
        if (out.faults.size() == before && (path.terms.size() != 1 || path.terms.front().to == "*")) {
            out.faults.push_back({"model.review_one_stage", {{"given", review.at}}, at_key(key + ".at")});
        }
        for (std::size_t other = 0; other < r; ++other) {
            if (parts.reviews[other].at == review.at) {
                out.faults.push_back({"model.duplicate_review", {{"given", review.at}}, at_key(key + ".at")});
            }
        }
        const std::vector<Fault> after = incuflow::check(review.after, Measure::years, at_key(key + ".after"), in_file);
        out.faults.insert(out.faults.end(), after.begin(), after.end());
        double total = 0.0;
        for (const auto& [to, share] : review.to) {
            const std::vector<Fault> numbers = incuflow::check(share, Measure::share, at_key(key + ".to." + to), in_file);
            out.faults.insert(out.faults.end(), numbers.begin(), numbers.end());
            total += share.known() ? share.mid : 0.0;
            if (out.faults.size() > before && path.terms.empty()) {
                continue;
            }
            const PathTerm& term = path.terms.front();
            const int track = position_of(parts.tracks, term.track);
            const int stage = track < 0 ? -1 : stage_position(parts.tracks[static_cast<std::size_t>(track)], term.to);
            if (stage < 0) {
                continue;
            }
            const Track& owner = parts.tracks[static_cast<std::size_t>(track)];
            if (stage_position(owner, to) == stage) {
                const std::string& id = owner.stages[static_cast<std::size_t>(stage)].id;
                (void)add_edge(out.edges, {track, stage, stage, -1, owner.id + '.' + id + "->" + id});
                continue;
            }
            const PlacePath edge_path{{}, {PathTerm{PathForm::transition, term.track, term.to, to}}};
            for (const Edge& edge : spell_edges(parts, edge_path, at_key(key + ".to." + to), out.faults)) {
                (void)add_edge(out.edges, edge);
            }
        }
        if (review.to.empty()) {
            out.faults.push_back({"model.review_without_to", {{"given", review.at}}, at_key(key + ".to")});
        }
        if (total > 1.0 + 1e-12) {
            out.faults.push_back({"model.row_over_one", {{"given", format_number(total)}, {"from", review.at}}, at_key(key + ".to")});
        }
    }
}

INCUFLOW_INLINE void resolve_modifiers(const PipelineParts& parts, bool in_file, Resolution& out)
{
    for (std::size_t m = 0; m < parts.modifiers.size(); ++m) {
        const Modifier& modifier = parts.modifiers[m];
        const std::string key = indexed("modifier", m);
        std::vector<int>& mine = out.modified_edges.emplace_back();
        for (const std::string& text : modifier.on) {
            PlacePath path;
            if (read_path(text, at_key(key + ".on"), out.faults, path)) {
                for (const int e : match_edges(parts, out.edges, path, at_key(key + ".on"), out.faults)) {
                    if (std::find(mine.begin(), mine.end(), e) == mine.end()) {
                        mine.push_back(e);
                    }
                }
            }
        }
        if (modifier.on.empty()) {
            out.faults.push_back({"model.no_path", {}, at_key(key + ".on")});
        }
        if (modifier.while_in.empty()) {
            out.faults.push_back({"model.no_while_in", {}, at_key(key + ".while_in")});
        }
        const std::vector<Fault> numbers = incuflow::check(modifier.factor, Measure::factor, at_key(key + ".factor"), in_file);
        out.faults.insert(out.faults.end(), numbers.begin(), numbers.end());
        if (modifier.within.has_value()) {
            const std::vector<Fault> window = incuflow::check(*modifier.within, Measure::years, at_key(key + ".within"), in_file);
            out.faults.insert(out.faults.end(), window.begin(), window.end());
        }
        check_while_in(parts, modifier.while_in, tracks_of(out.edges, mine), key + ".while_in", out.faults);
    }
}

// A cycle of triggers would never end: depth-first search over "this trigger's crossing sets off that trigger".
INCUFLOW_INLINE void check_trigger_cycles(const PipelineParts& parts, Resolution& out)
{
    const std::size_t n = out.trigger_edges.size();
    std::vector<int> colour(n, 0);
    std::vector<std::size_t> stack;
    const auto visit = [&](const auto& self, std::size_t i) -> bool {
        colour[i] = 1;
        stack.push_back(i);
        for (std::size_t j = 0; j < n; ++j) {
            const std::vector<int>& when = out.trigger_edges[j].first;
            // One that fires what sets itself off is on one track, which is reported as such.
            if (j == i || std::find(when.begin(), when.end(), out.trigger_edges[i].second) == when.end()) {
                continue;
            }
            if (colour[j] == 1) {
                std::string cycle;
                for (auto at = std::find(stack.begin(), stack.end(), j); at != stack.end(); ++at) {
                    cycle += parts.triggers[*at].when + " ⇒ ";
                }
                out.faults.push_back({"model.trigger_cycle", {{"cycle", cycle + parts.triggers[j].when}}, at_key(indexed("trigger", i))});
                return true;
            }
            if (colour[j] == 0 && self(self, j)) {
                return true;
            }
        }
        colour[i] = 2;
        stack.pop_back();
        return false;
    };
    for (std::size_t i = 0; i < n; ++i) {
        if (colour[i] == 0 && visit(visit, i)) {
            return;
        }
    }
}

INCUFLOW_INLINE void resolve_triggers(const PipelineParts& parts, bool in_file, Resolution& out)
{
    // Edges that only triggers cross exist too; they are added before `when` is matched, so triggers may chain in any order.
    std::vector<int> fired(parts.triggers.size(), -1);
    for (std::size_t i = 0; i < parts.triggers.size(); ++i) {
        const Place place = at_key(indexed("trigger", i) + ".fires");
        PlacePath path;
        if (read_path(parts.triggers[i].fires, place, out.faults, path)) {
            const std::vector<Edge> edges = spell_edges(parts, path, place, out.faults);
            if (edges.size() == 1) {
                fired[i] = add_edge(out.edges, edges.front());
            } else if (edges.size() > 1) {
                out.faults.push_back({"model.trigger_fires_one", {{"given", parts.triggers[i].fires}}, place});
            }
        }
    }
    for (std::size_t i = 0; i < parts.triggers.size(); ++i) {
        const Trigger& trigger = parts.triggers[i];
        const std::string key = indexed("trigger", i);
        std::vector<int> when;
        PlacePath path;
        if (read_path(trigger.when, at_key(key + ".when"), out.faults, path)) {
            when = match_edges(parts, out.edges, path, at_key(key + ".when"), out.faults);
        }
        const auto ends = [&](int e) { return out.edges[static_cast<std::size_t>(e)].exit >= 0; };
        if (!when.empty() && std::all_of(when.begin(), when.end(), ends)) {
            out.faults.push_back({"model.trigger_on_exit", {{"when", trigger.when}}, at_key(key + ".when")});
        }
        const int track = fired[i] < 0 ? -1 : out.edges[static_cast<std::size_t>(fired[i])].track;
        for (const int e : when) {
            if (track >= 0 && out.edges[static_cast<std::size_t>(e)].track == track) {
                out.faults.push_back({"model.trigger_same_track", {{"when", trigger.when}, {"fires", trigger.fires}}, at_key(key)});
                break;
            }
        }
        const std::vector<Fault> numbers = incuflow::check(trigger.probability, Measure::share, at_key(key + ".probability"), in_file);
        out.faults.insert(out.faults.end(), numbers.begin(), numbers.end());
        out.trigger_edges.emplace_back(std::move(when), fired[i]);
    }
    check_trigger_cycles(parts, out);
}

INCUFLOW_INLINE Resolution resolve(const PipelineParts& parts, bool in_file)
{
    Resolution out;
    check_names(parts, out.faults);
    resolve_rows(parts, in_file, out);
    resolve_dated(parts, in_file, out);
    resolve_reviews(parts, in_file, out);
    resolve_triggers(parts, in_file, out);
    resolve_modifiers(parts, in_file, out);
    check_attributes(parts, in_file, out);
    return out;
}

}  // namespace detail

INCUFLOW_END
