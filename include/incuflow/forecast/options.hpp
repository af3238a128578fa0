// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

INCUFLOW_BEGIN

/// How somebody watches work that may take long: run from the calling thread.
struct Watch {
    std::stop_token stop{};                               ///< asked between parts of the work
    std::function<void(int done, int total)> progress{};  ///< called from the calling thread now and then
};

/// How a forecast is made.
struct ForecastOptions {
    int draws{1000};            ///< parameter draws; 0 runs every uncertain number at its mid
    std::uint64_t seed{1};
    double level{0.90};         ///< of every interval, in (0, 1)
    int threads{0};             ///< 0: as many as the machine has; results do not depend on it
    std::string engine{"auto"}; ///< "auto" or "cohort_markov"
    std::stop_token stop{};     ///< asked between draws; what is finished is returned, `complete()` is false
    std::function<void(int done, int total)> progress{};  ///< called from the calling thread now and then
};

INCUFLOW_END
