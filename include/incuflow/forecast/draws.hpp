// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/study/study.hpp"

#include <cstdint>
#include <vector>

INCUFLOW_BEGIN

/// The values of draw `k` of every number of the study's table. Each depends on (seed, k, its name) alone; correlated numbers mix their
/// members' own normals.
[[nodiscard]] INCUFLOW_EXPORT std::vector<double> draw_values(const Study& study, std::uint64_t seed, std::int64_t k);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/draws.ipp"
#endif
