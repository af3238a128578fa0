// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/capacity_laws.hpp"

#include <string_view>
#include <vector>

INCUFLOW_BEGIN

/// What limits an arc of the time-expanded network: places of a stage from one period to the next, the moves that its places allow within a
/// period, the firms that stand there at the base date, or that are taken in within a period.
enum class FlowLimit { places, moves, stock, intake };
[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(FlowLimit limit) noexcept;

struct FlowBoundRow {
    FlowLimit limit{};
    int stage{};        ///< of the goal's track
    int to{-1};         ///< of moves: the stage they lead to
    int period{};
    double capacity{};  ///< firms
    double used{};      ///< by one largest flow
    bool in_cut{};      ///< of one smallest cut: together these capacities are the bound
};

/// A bound from above on entries into the goal, by the largest flow through the time-expanded network.
struct FlowBound {
    double value{};
    double resolution{};  ///< as of `max_flow`
    std::vector<FlowBoundRow> rows{};
};

/// Nodes are the stages of the goal's track, once a period. Firms of the starting stock and of the intake come in; nobody is lost, since an
/// attrition could only make it less. From one period to the next at most the places of a stage stay in it; within a period at most
/// places × (largest rate) × (length) leave it by a transition; transitions from stages without places are not limited, nor are those
/// whose step says so. Who enters the goal leaves the network. Places of other tracks are not looked at.
[[nodiscard]] INCUFLOW_EXPORT FlowBound flow_bound(const CapacityLaws& laws);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/time_expanded.ipp"
#endif
