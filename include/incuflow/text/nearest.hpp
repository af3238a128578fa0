// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

/// The candidate nearest to `name` by edit distance over code points (an exchange of neighbours counts once); empty if none is near
/// (distance > max(2, a third of the length)). The first of equals wins, so the order of `candidates` decides.
[[nodiscard]] INCUFLOW_EXPORT std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/text/nearest.ipp"
#endif
