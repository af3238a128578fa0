// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/graph/max_flow.hpp"
#include "incuflow/text/number.hpp"

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE void check_network(int nodes, std::span<const int> from, std::span<const int> to, std::span<const double> capacity, int source,
                                   int sink)
{
    if (from.size() != to.size() || from.size() != capacity.size()) {
        throw GraphError("graph.arcs", {{"from", std::to_string(from.size())},
                                        {"to", std::to_string(to.size())},
                                        {"capacity", std::to_string(capacity.size())}});
    }
    const auto check = [&](int node) {
        if (node < 0 || node >= nodes) {
            throw GraphError("graph.bad_node", {{"given", std::to_string(node)}, {"count", std::to_string(nodes)}});
        }
    };
    check(source);
    check(sink);
    std::for_each(from.begin(), from.end(), check);
    std::for_each(to.begin(), to.end(), check);
    if (source == sink) {
        throw GraphError("graph.same_ends", {{"node", std::to_string(source)}});
    }
    for (std::size_t a = 0; a < capacity.size(); ++a) {
        if (!(capacity[a] >= 0.0) || std::isinf(capacity[a])) {
            throw GraphError("graph.bad_capacity", {{"arc", std::to_string(a)}, {"given", format_number(capacity[a])}});
        }
    }
}

// Whole multiples of a power of two whose sum a double still holds exactly.
INCUFLOW_INLINE double flow_resolution(std::span<const double> capacity)
{
    double largest = 0.0;
    for (const double c : capacity) {
        largest = std::max(largest, c);
    }
    int size = 0;
    std::frexp(largest, &size);  // largest < 2^size
    double units = 0.0;          // the sum in 2^size: no overflow
    for (const double c : capacity) {
        units += std::ldexp(c, -size);
    }
    int sum = 0;
    std::frexp(units + 1.0, &sum);
    // One bit for what rounding up adds, and never finer than a double can be.
    return std::ldexp(1.0, std::max(size + sum - 52, -1000));
}

}  // namespace detail

INCUFLOW_INLINE MaxFlow max_flow(int nodes, std::span<const int> from, std::span<const int> to, std::span<const double> capacity, int source,
                                 int sink)
{
    detail::check_network(nodes, from, to, capacity, source, sink);
    MaxFlow result;
    result.resolution = detail::flow_resolution(capacity);

    // Every arc and its reverse beside each other by their first node: plain arrays that the search runs through in order.
    const auto size = static_cast<std::size_t>(nodes);
    const std::size_t arcs = from.size();
    std::vector<std::size_t> next(size + 1, 0);
    for (std::size_t a = 0; a < arcs; ++a) {
        ++next[static_cast<std::size_t>(from[a]) + 1];
        ++next[static_cast<std::size_t>(to[a]) + 1];
    }
    for (std::size_t v = 0; v < size; ++v) {
        next[v + 1] += next[v];
    }
    using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property, boost::no_property, std::uint32_t,
                                                     std::uint32_t>;
    using Arc = boost::graph_traits<Graph>::edge_descriptor;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ends(2 * arcs);
    std::vector<Arc> reverse(2 * arcs);
    std::vector<std::int64_t> limit(2 * arcs, 0);
    std::vector<std::uint32_t> place(arcs);
    for (std::size_t a = 0; a < arcs; ++a) {
        const auto f = static_cast<std::uint32_t>(from[a]);
        const auto t = static_cast<std::uint32_t>(to[a]);
        const auto there = static_cast<std::uint32_t>(next[f]++);
        const auto back = static_cast<std::uint32_t>(next[t]++);
        ends[there] = {f, t};
        ends[back] = {t, f};
        reverse[there] = Arc(t, back);
        reverse[back] = Arc(f, there);
        limit[there] = f == t ? 0 : static_cast<std::int64_t>(std::ceil(capacity[a] / result.resolution));
        place[a] = there;
    }
    const Graph graph(boost::edges_are_sorted, ends.begin(), ends.end(), static_cast<std::uint32_t>(nodes));
    std::vector<std::int64_t> residual(2 * arcs, 0);
    const auto index = boost::get(boost::edge_index, graph);
    const std::int64_t value =
        boost::push_relabel_max_flow(graph, static_cast<std::uint32_t>(source), static_cast<std::uint32_t>(sink),
                                     boost::make_iterator_property_map(limit.begin(), index),
                                     boost::make_iterator_property_map(residual.begin(), index),
                                     boost::make_iterator_property_map(reverse.begin(), index), boost::get(boost::vertex_index, graph));
    result.value = static_cast<double>(value) * result.resolution;

    // What the source still reaches is its side of a smallest cut.
    result.source_side.assign(size, 0);
    result.source_side[static_cast<std::size_t>(source)] = 1;
    std::vector<std::uint32_t> front{static_cast<std::uint32_t>(source)};
    while (!front.empty()) {
        const std::uint32_t at = front.back();
        front.pop_back();
        // Filling the lists moved `next` on: a node's arcs now end where its own entry says.
        for (std::size_t e = at == 0 ? 0 : next[at - 1]; e < next[at]; ++e) {
            const std::uint32_t other = ends[e].second;
            if (residual[e] > 0 && result.source_side[other] == 0) {
                result.source_side[other] = 1;
                front.push_back(other);
            }
        }
    }
    result.flows.resize(arcs);
    for (std::size_t a = 0; a < arcs; ++a) {
        result.flows[a] = static_cast<double>(limit[place[a]] - residual[place[a]]) * result.resolution;
        if (result.source_side[static_cast<std::size_t>(from[a])] == 1 && result.source_side[static_cast<std::size_t>(to[a])] == 0) {
            result.cut.push_back(static_cast<int>(a));
        }
    }
    return result;
}

INCUFLOW_END
