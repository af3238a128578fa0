// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/graph/topology.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/text/nearest.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <boost/graph/directed_graph.hpp>
#include <boost/graph/dominator_tree.hpp>
#include <boost/graph/tiernan_all_cycles.hpp>

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

struct EdgeWeight {
    double weight;
};
using BoostGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, boost::no_property, EdgeWeight>;

INCUFLOW_INLINE bool usable(const TopologyEdge& edge) { return edge.rate != edge.rate || edge.rate > 0.0; }

INCUFLOW_INLINE void check_nodes(const Topology& topology)
{
    const auto size = static_cast<int>(topology.nodes.size());
    const auto check = [&](int node) {
        if (node < 0 || node >= size) {
            throw GraphError("graph.bad_node", {{"given", std::to_string(node)}, {"count", std::to_string(size)}});
        }
    };
    for (const TopologyEdge& edge : topology.edges) {
        check(edge.from);
        check(edge.to);
    }
    std::for_each(topology.entries.begin(), topology.entries.end(), check);
    std::for_each(topology.absorbing.begin(), topology.absorbing.end(), check);
}

INCUFLOW_INLINE std::size_t node_of(const Topology& topology, const std::string& name)
{
    const auto at = std::find(topology.nodes.begin(), topology.nodes.end(), name);
    if (at == topology.nodes.end()) {
        throw GraphError("graph.unknown_node", {{"given", name}, {"nearest", nearest_name(name, topology.nodes)}});
    }
    return static_cast<std::size_t>(at - topology.nodes.begin());
}

// The edges that may be used, each with a weight.
template <class Weight> BoostGraph boost_graph(const Topology& topology, const Weight& weight, bool with_unknown)
{
    BoostGraph graph(topology.nodes.size());
    for (const TopologyEdge& edge : topology.edges) {
        const bool known = edge.rate == edge.rate;
        if (usable(edge) && (known || with_unknown)) {
            boost::add_edge(static_cast<std::size_t>(edge.from), static_cast<std::size_t>(edge.to), EdgeWeight{weight(edge)}, graph);
        }
    }
    return graph;
}

INCUFLOW_INLINE BoostGraph plain_graph(const Topology& topology)
{
    check_nodes(topology);
    return boost_graph(topology, [](const TopologyEdge&) { return 1.0; }, true);
}

// Nodes that these lead to, themselves included.
INCUFLOW_INLINE std::vector<char> reached(const BoostGraph& graph, std::vector<std::size_t> front)
{
    std::vector<char> seen(boost::num_vertices(graph), 0);
    for (const std::size_t node : front) {
        seen[node] = 1;
    }
    while (!front.empty()) {
        const std::size_t at = front.back();
        front.pop_back();
        for (const auto next : boost::make_iterator_range(boost::adjacent_vertices(at, graph))) {
            if (seen[next] == 0) {
                seen[next] = 1;
                front.push_back(next);
            }
        }
    }
    return seen;
}

struct CycleCut {};

// Collects cycles and stops the search when there are enough.
struct CycleCollector {
    const Topology& topology;
    Loops& found;
    std::size_t limit;

    template <class Path, class Graph> void cycle(const Path& path, const Graph& graph) const
    {
        if (found.cycles.size() >= limit) {
            found.cut = true;
            throw CycleCut{};
        }
        std::vector<std::size_t> nodes;
        for (const auto vertex : path) {
            nodes.push_back(boost::get(boost::vertex_index, graph, vertex));
        }
        std::rotate(nodes.begin(), std::min_element(nodes.begin(), nodes.end()), nodes.end());
        std::vector<std::string>& names = found.cycles.emplace_back();
        for (const std::size_t node : nodes) {
            names.push_back(topology.nodes[node]);
        }
    }
};

template <class Weight> Route shortest(const Topology& topology, const std::string& from, const std::string& to, const Weight& weight)
{
    check_nodes(topology);
    const std::size_t start = node_of(topology, from);
    const std::size_t goal = node_of(topology, to);
    std::vector<double> out(topology.nodes.size(), 0.0);
    Route route;
    for (const TopologyEdge& edge : topology.edges) {
        if (edge.rate == edge.rate) {
            out[static_cast<std::size_t>(edge.from)] += edge.rate;
        } else {
            route.unknown_left_out = true;
        }
    }
    const BoostGraph graph =
        boost_graph(topology, [&](const TopologyEdge& edge) { return weight(edge, out[static_cast<std::size_t>(edge.from)]); }, false);
    std::vector<std::size_t> before(topology.nodes.size());
    std::vector<double> distance(topology.nodes.size());
    const auto index = boost::get(boost::vertex_index, graph);
    boost::dijkstra_shortest_paths_no_color_map(graph, start, before.data(), distance.data(), boost::get(&EdgeWeight::weight, graph), index,
                                                std::less<>(), boost::closed_plus<double>(), std::numeric_limits<double>::max(), 0.0,
                                                boost::dijkstra_visitor<>());
    if (start != goal && before[goal] == goal) {
        return route;
    }
    for (std::size_t at = goal;; at = before[at]) {
        route.nodes.push_back(topology.nodes[at]);
        if (at == start) {
            break;
        }
    }
    std::reverse(route.nodes.begin(), route.nodes.end());
    route.value = distance[goal];
    return route;
}

}  // namespace detail

INCUFLOW_INLINE std::vector<std::string> unreachable(const Topology& topology)
{
    const detail::BoostGraph graph = detail::plain_graph(topology);
    std::vector<std::size_t> front;
    for (const int entry : topology.entries) {
        front.push_back(static_cast<std::size_t>(entry));
    }
    const std::vector<char> seen = detail::reached(graph, std::move(front));
    std::vector<std::string> names;
    for (std::size_t node = 0; node < seen.size(); ++node) {
        if (seen[node] == 0) {
            names.push_back(topology.nodes[node]);
        }
    }
    return names;
}

INCUFLOW_INLINE std::vector<std::string> dead_ends(const Topology& topology)
{
    detail::check_nodes(topology);
    std::vector<char> leads_on(topology.nodes.size(), 0);
    for (const int node : topology.absorbing) {
        leads_on[static_cast<std::size_t>(node)] = 1;
    }
    for (const TopologyEdge& edge : topology.edges) {
        // A rate of 0 is no way on; one that is not known may be.
        if (!edge.everywhere && edge.rate != 0.0) {
            leads_on[static_cast<std::size_t>(edge.from)] = 1;
        }
    }
    std::vector<std::string> names;
    for (std::size_t node = 0; node < leads_on.size(); ++node) {
        if (leads_on[node] == 0) {
            names.push_back(topology.nodes[node]);
        }
    }
    return names;
}

INCUFLOW_INLINE Loops loops(const Topology& topology, int limit)
{
    detail::check_nodes(topology);
    // The search for cycles is written for this class of graph.
    boost::directed_graph<> graph;
    std::vector<boost::directed_graph<>::vertex_descriptor> vertices;
    for (std::size_t node = 0; node < topology.nodes.size(); ++node) {
        vertices.push_back(graph.add_vertex());
    }
    for (const TopologyEdge& edge : topology.edges) {
        if (detail::usable(edge)) {
            graph.add_edge(vertices[static_cast<std::size_t>(edge.from)], vertices[static_cast<std::size_t>(edge.to)]);
        }
    }
    Loops found;
    try {
        boost::tiernan_all_cycles(graph, detail::CycleCollector{topology, found, static_cast<std::size_t>(std::max(limit, 0))});
    } catch (const detail::CycleCut&) {
        // As many as were asked for.
    }
    std::sort(found.cycles.begin(), found.cycles.end());
    return found;
}

INCUFLOW_INLINE std::vector<std::string> unavoidable(const Topology& topology, const std::string& entry, const std::string& goal)
{
    const detail::BoostGraph whole = detail::plain_graph(topology);
    const std::size_t start = detail::node_of(topology, entry);
    const std::size_t end = detail::node_of(topology, goal);
    // The search takes every predecessor for one the start leads to, so edges out of other nodes must be left out.
    const std::vector<char> seen = detail::reached(whole, {start});
    detail::BoostGraph graph(topology.nodes.size());
    for (const auto edge : boost::make_iterator_range(boost::edges(whole))) {
        if (seen[boost::source(edge, whole)] != 0) {
            boost::add_edge(boost::source(edge, whole), boost::target(edge, whole), detail::EdgeWeight{1.0}, graph);
        }
    }
    constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    std::vector<std::size_t> dominator(topology.nodes.size(), none);
    boost::lengauer_tarjan_dominator_tree(graph, start,
                                          boost::make_iterator_property_map(dominator.begin(), boost::get(boost::vertex_index, graph)));
    std::vector<std::string> names;
    if (start != end && dominator[end] == none) {
        return names;
    }
    for (std::size_t at = end; at != none; at = dominator[at]) {
        names.push_back(topology.nodes[at]);
        if (at == start) {
            break;
        }
    }
    std::reverse(names.begin(), names.end());
    return names;
}

INCUFLOW_INLINE Route most_likely_route(const Topology& topology, const std::string& from, const std::string& to)
{
    Route route = detail::shortest(topology, from, to, [](const TopologyEdge& edge, double out) {
        // A sum of rounded rates may fall just below its largest part.
        return std::max(0.0, -logarithm(edge.rate / out));
    });
    route.value = exponential(-route.value);
    return route;
}

INCUFLOW_INLINE Route fastest_route(const Topology& topology, const std::string& from, const std::string& to)
{
    return detail::shortest(topology, from, to, [](const TopologyEdge&, double out) { return 1.0 / out; });
}

INCUFLOW_END
