// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/pipeline.hpp"

#include <string>
#include <string_view>
#include <vector>

// Names of a pipeline's parts as positions, with the nearest name where there is none.

INCUFLOW_BEGIN

namespace detail {

/// A place that is only a key.
[[nodiscard]] INCUFLOW_EXPORT Place at_key(std::string key);
/// `list[i]`.
[[nodiscard]] INCUFLOW_EXPORT std::string indexed(const char* list, std::size_t i);
/// Reads a place; false where it is none, and what is wrong with it at `place`.
[[nodiscard]] INCUFLOW_EXPORT bool read_path(const std::string& text, const Place& place, std::vector<Fault>& faults, PlacePath& path);

[[nodiscard]] INCUFLOW_EXPORT int stage_position(const Track& track, std::string_view id) noexcept;
[[nodiscard]] INCUFLOW_EXPORT std::vector<int> match_edges(const PipelineParts& parts, const std::vector<Edge>& edges,
                                                           const PlacePath& path, const Place& place,
                                                           std::vector<Fault>& faults);
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::vector<int>> match_stages(const PipelineParts& parts, const PlacePath& path,
                                                                         bool unnamed_is_outside, const Place& place,
                                                                         std::vector<Fault>& faults);

/// The transitions a path spells, whether they are there or not.
[[nodiscard]] INCUFLOW_EXPORT std::vector<Edge> spell_edges(const PipelineParts& parts, const PlacePath& path, const Place& place,
                                                            std::vector<Fault>& faults);
/// Position of the edge, added if it is new.
INCUFLOW_EXPORT int add_edge(std::vector<Edge>& edges, const Edge& edge);
[[nodiscard]] INCUFLOW_EXPORT int need_exit(const PipelineParts& parts, const std::string& id, const Place& place, std::vector<Fault>& faults);
[[nodiscard]] INCUFLOW_EXPORT int need_track(const PipelineParts& parts, const std::string& id, const Place& place, std::vector<Fault>& faults);
[[nodiscard]] INCUFLOW_EXPORT int need_stage(const PipelineParts& parts, int track, const std::string& id, const Place& place,
                                             std::vector<Fault>& faults);

template <class Item> int position_of(const std::vector<Item>& items, std::string_view id) noexcept
{
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].id == id) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

template <class Item> std::vector<std::string> ids_of(const std::vector<Item>& items)
{
    std::vector<std::string> ids;
    for (const auto& item : items) {
        ids.push_back(item.id);
    }
    return ids;
}

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/model/match.ipp"
#endif
