// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/match.hpp"
#include "incuflow/model/pipeline.hpp"

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
INCUFLOW_EXPORT void complete_parts(PipelineParts& parts);
[[nodiscard]] INCUFLOW_EXPORT Resolution resolve(const PipelineParts& parts, bool in_file);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/model/resolve.ipp"
#endif
