// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/hazard.hpp"
#include "incuflow/model/numbers.hpp"
#include "incuflow/model/structure.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

// The rate of a row at its mid values; NaN if it is not known or not constant.
INCUFLOW_INLINE double constant_rate(const UncertainHazard& hazard)
{
    if (!known(hazard) || hazard.family != "exponential") {
        return std::numeric_limits<double>::quiet_NaN();
    }
    std::vector<double> mids;
    for (const HazardParameter& parameter : hazard.parameters) {
        mids.push_back(parameter.value.mid);
    }
    return hazard_at(realise(hazard, mids), 0.0);
}

// Three significant digits are enough on an arrow.
INCUFLOW_INLINE std::string short_number(double x)
{
    int decimals = 3;
    if (x != 0.0 && std::fabs(x) < 0.1) {
        decimals = 4;
    }
    for (double size = std::fabs(x); size >= 1.0 && decimals > 0; size /= 10.0) {
        --decimals;
    }
    std::string text = format_fixed(x, decimals);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') {
            text.pop_back();
        }
    }
    return text;
}

INCUFLOW_INLINE std::string rate_text(const UncertainHazard& hazard, Language language)
{
    if (!known(hazard)) {
        return "?";
    }
    const double rate = constant_rate(hazard);
    return rate == rate ? short_number(rate) + (language == Language::zh ? "/年" : "/y") : hazard.family;
}

INCUFLOW_INLINE std::string stage_id(const Pipeline& pipeline, int track, int stage)
{
    const Track& owner = pipeline.tracks()[static_cast<std::size_t>(track)];
    return owner.id + '.' + owner.stages[static_cast<std::size_t>(stage)].id;
}

// Label of each edge by its row; edges that only triggers or dated matrices cross have none.
INCUFLOW_INLINE std::vector<int> rows_of_edges(const Pipeline& pipeline)
{
    std::vector<int> rows(pipeline.edges().size(), -1);
    for (std::size_t r = 0; r < pipeline.parts().transitions.size(); ++r) {
        for (const int e : pipeline.row_edges(r)) {
            rows[static_cast<std::size_t>(e)] = static_cast<int>(r);
        }
    }
    return rows;
}

}  // namespace detail

INCUFLOW_INLINE Topology topology_of(const Pipeline& pipeline, const std::vector<std::string>& entries)
{
    Topology topology;
    const auto node = [&](const std::string& name) {
        return static_cast<int>(std::find(topology.nodes.begin(), topology.nodes.end(), name) - topology.nodes.begin());
    };
    for (std::size_t t = 0; t < pipeline.tracks().size(); ++t) {
        topology.entries.push_back(static_cast<int>(topology.nodes.size()));
        for (std::size_t s = 0; s < pipeline.tracks()[t].stages.size(); ++s) {
            topology.nodes.push_back(detail::stage_id(pipeline, static_cast<int>(t), static_cast<int>(s)));
        }
    }
    const auto stages = static_cast<int>(topology.nodes.size());
    for (const Exit& exit : pipeline.exits()) {
        topology.absorbing.push_back(static_cast<int>(topology.nodes.size()));
        topology.nodes.push_back(exit.id);
    }
    const std::vector<int> rows = detail::rows_of_edges(pipeline);
    for (std::size_t e = 0; e < pipeline.edges().size(); ++e) {
        const Edge& edge = pipeline.edges()[e];
        const double rate = rows[e] < 0 ? std::numeric_limits<double>::quiet_NaN()
                                        : detail::constant_rate(pipeline.parts().transitions[static_cast<std::size_t>(rows[e])].hazard);
        const int to = edge.to >= 0 ? node(detail::stage_id(pipeline, edge.track, edge.to)) : stages + edge.exit;
        if (edge.track >= 0) {
            topology.edges.push_back({node(detail::stage_id(pipeline, edge.track, edge.from)), to, rate});
            continue;
        }
        for (int from = 0; from < stages; ++from) {
            topology.edges.push_back({from, to, rate, true});
        }
    }
    for (const std::string& entry : entries) {
        const std::vector<std::vector<int>> allowed = pipeline.stages_of(parse_path(entry), false);
        for (std::size_t t = 0; t < allowed.size(); ++t) {
            for (const int stage : allowed[t]) {
                topology.entries.push_back(node(detail::stage_id(pipeline, static_cast<int>(t), stage)));
            }
        }
    }
    std::sort(topology.entries.begin(), topology.entries.end());
    topology.entries.erase(std::unique(topology.entries.begin(), topology.entries.end()), topology.entries.end());
    return topology;
}

INCUFLOW_INLINE Drawing drawing_of(const Pipeline& pipeline, Language language)
{
    const bool zh = language == Language::zh;
    Drawing drawing;
    for (const Track& track : pipeline.tracks()) {
        DrawnTrack& drawn = drawing.tracks.emplace_back(DrawnTrack{track.id, track.label.in(language), {}});
        drawing.title += (drawing.title.empty() ? "" : " · ") + drawn.label;
        for (const Stage& stage : track.stages) {
            drawn.stages.push_back({stage.id, stage.label.in(language)});
        }
    }
    for (const Exit& exit : pipeline.exits()) {
        drawing.exits.push_back({exit.id, exit.label.in(language)});
    }
    const std::vector<int> rows = detail::rows_of_edges(pipeline);
    bool unknown = false;
    for (std::size_t e = 0; e < pipeline.edges().size(); ++e) {
        const Edge& edge = pipeline.edges()[e];
        DrawnEdge drawn;
        drawn.from = edge.track < 0 ? "*" : detail::stage_id(pipeline, edge.track, edge.from);
        drawn.to = edge.to >= 0 ? detail::stage_id(pipeline, edge.track, edge.to) : pipeline.exits()[static_cast<std::size_t>(edge.exit)].id;
        if (rows[e] >= 0) {
            const UncertainHazard& hazard = pipeline.parts().transitions[static_cast<std::size_t>(rows[e])].hazard;
            drawn.label = detail::rate_text(hazard, language);
            drawn.known = known(hazard);
        }
        unknown = unknown || !drawn.known;
        drawing.edges.push_back(std::move(drawn));
    }
    for (const Modifier& modifier : pipeline.parts().modifiers) {
        drawing.links.push_back({false, detail::join_places(modifier.on) + " × " +
                                            (modifier.factor.known() ? detail::short_number(modifier.factor.mid) : std::string("?")) +
                                            (zh ? "，当企业处于 " : " while in ") + detail::join_places(modifier.while_in)});
    }
    for (const Trigger& trigger : pipeline.parts().triggers) {
        drawing.links.push_back({true, trigger_place(trigger) + (zh ? "，概率 " : ", probability ") +
                                           (trigger.probability.known() ? detail::short_number(trigger.probability.mid) : std::string("?"))});
    }
    if (unknown) {
        drawing.unknown_note = zh ? "虚线、?：转换强度未知，未测算" : "dashed, ?: rate not known, not run";
    }
    return drawing;
}

INCUFLOW_END
