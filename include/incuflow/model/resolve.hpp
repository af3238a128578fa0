// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/pipeline.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// How names become positions. Used by `build`; analysts and embedders see Pipeline.

INCUFLOW_BEGIN

namespace detail {

/// Every name of a pipeline as positions, and every fault met on the way.
struct Resolution {
    std::vector<Edge> edges;
    std::vector<std::vector<int>> row_edges;
    std::vector<std::vector<int>> modified_edges;
    std::vector<std::pair<std::vector<int>, int>> trigger_edges;
    std::vector<Fault> faults;
};

/// Adds the implicit stage `outside` where it is missing and fills empty labels with the id.
[[nodiscard]] INCUFLOW_EXPORT std::vector<Fault> complete_parts(PipelineParts& parts);
[[nodiscard]] INCUFLOW_EXPORT Resolution resolve(const PipelineParts& parts, bool in_file);

[[nodiscard]] INCUFLOW_EXPORT int stage_position(const Track& track, std::string_view id) noexcept;
[[nodiscard]] INCUFLOW_EXPORT std::vector<int> match_edges(const PipelineParts& parts, const std::vector<Edge>& edges,
                                                           const PlacePath& path, const Place& place,
                                                           std::vector<Fault>& faults);
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::vector<int>> match_stages(const PipelineParts& parts, const PlacePath& path,
                                                                         bool unnamed_is_outside, const Place& place,
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
#include "incuflow/model/resolve.ipp"
#endif
