// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/moments.hpp"

INCUFLOW_BEGIN

INCUFLOW_INLINE double detail::jump_of(const MomentScale& scale, const std::vector<int>& crossings)
{
    double factor = 1.0;
    for (const int edge : crossings) {
        factor *= scale.jump[static_cast<std::size_t>(edge)];
    }
    return factor;
}

INCUFLOW_END
