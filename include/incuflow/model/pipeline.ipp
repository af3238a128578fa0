// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/model/pipeline.hpp"
#include "incuflow/model/resolve.hpp"

#include <algorithm>

INCUFLOW_BEGIN

struct Pipeline::Resolved {
    PipelineParts parts;
    detail::Resolution resolution;
};

INCUFLOW_INLINE Pipeline build(PipelineParts parts, bool in_file)
{
    auto resolved = std::make_shared<Pipeline::Resolved>();
    resolved->parts = std::move(parts);
    detail::complete_parts(resolved->parts);
    detail::Resolution result = detail::resolve(resolved->parts, in_file);
    if (!result.faults.empty()) {
        throw GraphError(std::move(result.faults));
    }
    resolved->resolution = std::move(result);
    Pipeline pipeline;
    pipeline.resolved_ = std::move(resolved);
    return pipeline;
}

INCUFLOW_INLINE std::vector<Fault> check(const PipelineParts& parts, bool in_file)
{
    PipelineParts copy = parts;
    detail::complete_parts(copy);
    return detail::resolve(copy, in_file).faults;
}

INCUFLOW_INLINE const PipelineParts& Pipeline::parts() const& noexcept
{
    static const PipelineParts none{};
    return resolved_ ? resolved_->parts : none;
}

INCUFLOW_INLINE const std::vector<Edge>& Pipeline::edges() const noexcept
{
    static const std::vector<Edge> none{};
    return resolved_ ? resolved_->resolution.edges : none;
}

INCUFLOW_INLINE const std::vector<int>& Pipeline::row_edges(std::size_t row) const
{
    return resolved_->resolution.row_edges.at(row);
}

INCUFLOW_INLINE const std::vector<int>& Pipeline::modified_edges(std::size_t modifier) const
{
    return resolved_->resolution.modified_edges.at(modifier);
}

INCUFLOW_INLINE std::pair<std::vector<int>, int> Pipeline::trigger_edges(std::size_t trigger) const
{
    return resolved_->resolution.trigger_edges.at(trigger);
}

INCUFLOW_INLINE int Pipeline::find_track(std::string_view id) const noexcept
{
    return detail::position_of(tracks(), id);
}

INCUFLOW_INLINE int Pipeline::find_stage(int track, std::string_view id) const noexcept
{
    return track < 0 ? -1 : detail::stage_position(tracks()[static_cast<std::size_t>(track)], id);
}

INCUFLOW_INLINE int Pipeline::find_exit(std::string_view id) const noexcept
{
    return detail::position_of(exits(), id);
}

INCUFLOW_INLINE std::vector<int> Pipeline::edges_of(const PlacePath& path) const
{
    std::vector<Fault> faults;
    std::vector<int> found = detail::match_edges(parts(), edges(), path, {}, faults);
    if (!faults.empty()) {
        throw GraphError(std::move(faults));
    }
    return found;
}

INCUFLOW_INLINE std::vector<std::vector<int>> Pipeline::stages_of(const PlacePath& path, bool unnamed_is_outside) const
{
    std::vector<Fault> faults;
    std::vector<std::vector<int>> allowed = detail::match_stages(parts(), path, unnamed_is_outside, {}, faults);
    if (!faults.empty()) {
        throw GraphError(std::move(faults));
    }
    return allowed;
}

INCUFLOW_INLINE std::string Pipeline::edge_label(int edge, Language language) const
{
    const Edge& e = edges().at(static_cast<std::size_t>(edge));
    std::string text;
    if (e.track >= 0) {
        const Track& track = tracks()[static_cast<std::size_t>(e.track)];
        text = track.stages[static_cast<std::size_t>(e.from)].label.in(language) + "→";
        if (e.to >= 0) {
            return text + track.stages[static_cast<std::size_t>(e.to)].label.in(language);
        }
    }
    return text + exits()[static_cast<std::size_t>(e.exit)].label.in(language);
}

INCUFLOW_END
