// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/graph/drawing.hpp"
#include "incuflow/graph/topology.hpp"
#include "incuflow/model/pipeline.hpp"

INCUFLOW_BEGIN

/// The graph of one pipeline: nodes `track.stage` and exits, rates at mid where they are constant, NaN where they are not known or depend on a
/// clock. Every track's `outside` is an entry, and so are the stages of `entries` (places such as `incubation.incubator`, where firms start or
/// enter); a firm-level exit is an edge from each node. Exits are final. Throws GraphError for a place that is not there.
[[nodiscard]] INCUFLOW_EXPORT Topology topology_of(const Pipeline& pipeline, const std::vector<std::string>& entries = {});

/// What a picture of the pipeline shows, labels in one language, rates as text.
[[nodiscard]] INCUFLOW_EXPORT Drawing drawing_of(const Pipeline& pipeline, Language language);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/model/structure.ipp"
#endif
