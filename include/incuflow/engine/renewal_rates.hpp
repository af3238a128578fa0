// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/renewal_grid.hpp"
#include "incuflow/hazard/families.hpp"

#include <utility>
#include <vector>

INCUFLOW_BEGIN

/// Hazards that run together on one clock, each with a factor.
struct RenewalPace {
    std::vector<std::pair<int, double>> rows{};  ///< transition row, factor > 0

    friend bool operator==(const RenewalPace&, const RenewalPace&) = default;
};

/// What a pace is worth during a step for the firms of a cell, as rates that are constant over the step.
struct RenewalRates {
    double total{};               ///< 1/year; leaves the exact share of the cell's firms, had nothing but this pace acted since their start
    std::vector<double> split{};  ///< by row of the pace: its part of `total`, from the exact integrals of the hazards
};

/// Firms of a cell start evenly over its width; survival is averaged over them, so a hazard may be unbounded at 0 (shapes below 1).
[[nodiscard]] INCUFLOW_EXPORT RenewalRates renewal_rates(const RenewalPace& pace, const std::vector<Hazard>& hazards, const RenewalLag& lag);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/renewal_rates.ipp"
#endif
