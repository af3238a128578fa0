// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/graph/drawing.hpp"

INCUFLOW_BEGIN

/// A self-contained SVG picture: a lane a track, skipping transitions as arcs above, steps back as arcs below, exits in a row at the bottom,
/// unknown rates dashed. Colours follow the page's light or dark scheme. Chinese needs no font of ours: the browser's is used.
[[nodiscard]] INCUFLOW_EXPORT std::string to_svg(const Drawing& drawing);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/graph/svg.ipp"
#endif
