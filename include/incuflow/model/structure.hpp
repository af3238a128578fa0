// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/graph/drawing.hpp"
#include "incuflow/graph/topology.hpp"
#include "incuflow/model/pipeline.hpp"

INCUFLOW_BEGIN

/// The graph of one pipeline: nodes `track.stage` and exits, rates at mid where they are constant, NaN where they are not known or depend on a
/// clock. Every track's `outside` is an entry; a firm-level exit is an edge from each node. Final stages are the ones nothing leaves.
[[nodiscard]] INCUFLOW_EXPORT Topology topology_of(const Pipeline& pipeline);

/// What a picture of the pipeline shows, labels in one language, rates as text.
[[nodiscard]] INCUFLOW_EXPORT Drawing drawing_of(const Pipeline& pipeline, Language language);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/model/structure.ipp"
#endif
