// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/graph/drawing.hpp"

INCUFLOW_BEGIN

/// Mermaid flowchart text: a subgraph a track, unknown rates dashed.
[[nodiscard]] INCUFLOW_EXPORT std::string to_mermaid(const Drawing& drawing);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/graph/mermaid.ipp"
#endif
