// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/forecast/effects.hpp"
#include "incuflow/forecast/forecast.hpp"
#include "incuflow/forecast/runner.hpp"

#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// Status, chance, interval and verdict of every window. `answers`: by draw, by window. Throws EngineError where it is told to stop.
[[nodiscard]] INCUFLOW_EXPORT std::vector<Attainment> attain(const Runner& runner, const std::vector<std::vector<CountAnswer>>& answers,
                                                             const std::vector<Effect>& effects, const ForecastOptions& options,
                                                             const Watch& watch = {});

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/attain.ipp"
#endif
