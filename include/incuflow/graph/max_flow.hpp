// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <span>
#include <vector>

INCUFLOW_BEGIN

/// A largest flow through a network and a smallest cut of it.
struct MaxFlow {
    double value{};
    /// Capacities are counted in whole multiples of this (a power of two), rounded up: `value` is not below the exact one and less than
    /// `resolution` an arc of the cut above it; exact where every capacity is a multiple.
    double resolution{};
    std::vector<double> flows{};      ///< by arc
    std::vector<char> source_side{};  ///< by node: 1 if the cut leaves it with the source
    std::vector<int> cut{};           ///< arcs from the source's side to the other, ascending; their capacities add up to `value`
};

/// The largest flow from `source` to `sink` by push and relabel (Goldberg & Tarjan 1988), in whole numbers. Arc i leads from `from[i]` to
/// `to[i]`; several arcs between two nodes, and arcs from a node to itself (no flow), are allowed. The resolution is at most 2⁻⁴⁸ of the
/// sum of the capacities.
/// Throws GraphError: "graph.bad_node", "graph.arcs" for lists of different lengths, "graph.bad_capacity" for a negative
/// or not finite one, "graph.same_ends" where source and sink are one node.
[[nodiscard]] INCUFLOW_EXPORT MaxFlow max_flow(int nodes, std::span<const int> from, std::span<const int> to, std::span<const double> capacity,
                                               int source, int sink);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/graph/max_flow.ipp"
#endif
