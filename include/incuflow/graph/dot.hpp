// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/graph/drawing.hpp"

INCUFLOW_BEGIN

/// Graphviz text: a cluster a track, unknown rates dashed.
[[nodiscard]] INCUFLOW_EXPORT std::string to_dot(const Drawing& drawing);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/graph/dot.ipp"
#endif
