// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <limits>
#include <string>
#include <vector>

INCUFLOW_BEGIN

/// A directed edge with its rate; a rate of NaN is not known.
struct TopologyEdge {
    int from{};
    int to{};
    double rate{std::numeric_limits<double>::quiet_NaN()};  ///< per year
    bool everywhere{};  ///< one of a set that leads out of every node alike (a firm-level exit): no way on
};

/// A graph of named nodes, free of any model: what the structure functions look at.
struct Topology {
    std::vector<std::string> nodes{};
    std::vector<int> entries{};    ///< nodes where firms may start
    std::vector<int> absorbing{};  ///< nodes that are meant to have no way out
    std::vector<TopologyEdge> edges{};
};

/// A way through the graph. Empty `nodes`: there is none over edges of known positive rate.
struct Route {
    std::vector<std::string> nodes{};
    double value{std::numeric_limits<double>::quiet_NaN()};  ///< probability, or years
    bool unknown_left_out{};                                 ///< edges of unknown rate were not considered
};

struct Loops {
    std::vector<std::vector<std::string>> cycles{};  ///< each once, beginning at its first node in order of declaration
    bool cut{};                                      ///< there are more than were asked for
};

// All throw GraphError: "graph.bad_node" for positions outside the graph, "graph.unknown_node" with the nearest name for names.

/// Nodes no entry leads to, over edges of known positive or unknown rate.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string> unreachable(const Topology& topology);
/// Nodes not meant as final that no edge of known positive or unknown rate leaves, those that lead out of every node alike not counted.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string> dead_ends(const Topology& topology);
/// Every elementary cycle (Tiernan 1970), at most `limit`.
[[nodiscard]] INCUFLOW_EXPORT Loops loops(const Topology& topology, int limit = 1000);
/// Nodes on every way from `entry` to `goal`, both included, in order: the dominators of `goal` (Lengauer & Tarjan 1979). Empty if there
/// is no way.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string> unavoidable(const Topology& topology, const std::string& entry, const std::string& goal);
/// The way with the largest product of branching probabilities rate / (sum of known rates out of the node).
[[nodiscard]] INCUFLOW_EXPORT Route most_likely_route(const Topology& topology, const std::string& from, const std::string& to);
/// The way with the least sum of mean stays 1 / (sum of known rates out of the node), the goal's not counted.
[[nodiscard]] INCUFLOW_EXPORT Route fastest_route(const Topology& topology, const std::string& from, const std::string& to);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/graph/topology.ipp"
#endif
