// SPDX-License-Identifier: Apache-2.0
#include "incuflow/graph/topology.hpp"
#include "support/faults.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace topology_test
{

using namespace incuflow;

const double nan = std::numeric_limits<double>::quiet_NaN();
using Names = std::vector<std::string>;

// a → b → c → d with a shortcut a → c, a step back c → b, an unknown edge a → d, a closed gate b → e.
Topology example()
{
    return {
        {"a", "b", "c", "d", "e", "f"}, {0}, {3}, {{0, 1, 3.0}, {0, 2, 1.0}, {1, 2, .5}, {2, 1, .5}, {2, 3, .5}, {0, 3, nan}, {1, 4, 0.0}}};
}

TEST_CASE("topology: unreachable and dead ends")
{
    CHECK(unreachable(example()) == Names{"e", "f"});
    CHECK(dead_ends(example()) == Names{"e", "f"});
    Topology two = example();
    two.entries.push_back(5);
    two.edges.push_back({5, 4, nan});
    CHECK(unreachable(two).empty());
    CHECK(dead_ends(two) == Names{"e"});
    CHECK(unreachable(Topology{}).empty());
    CHECK(unreachable({{"a"}, {}, {}, {}}) == Names{"a"});
}

TEST_CASE("topology: loops by name, each once, from its first node")
{
    CHECK(loops(example()).cycles == std::vector<Names>{{"b", "c"}});
    CHECK_FALSE(loops(example()).cut);
    Topology ring = example();
    ring.edges.push_back({3, 0, nan});
    const Loops all = loops(ring);
    CHECK(all.cycles == std::vector<Names>{{"a", "b", "c", "d"}, {"a", "c", "d"}, {"a", "d"}, {"b", "c"}});
    const Loops some = loops(ring, 2);
    CHECK(some.cycles.size() == 2);
    CHECK(some.cut);
    CHECK(loops(ring, 0).cut);
    CHECK_FALSE(loops(ring, 4).cut);
}

TEST_CASE("topology: routes of a graph worked by hand")
{
    // Out of a: 4 a year known; b: .5; c: 1.
    const Route likely = most_likely_route(example(), "a", "d");
    CHECK(likely.nodes == Names{"a", "b", "c", "d"});
    CHECK(likely.value == doctest::Approx(.75 * 1.0 * .5).epsilon(1e-14));
    CHECK(likely.unknown_left_out);
    const Route fast = fastest_route(example(), "a", "d");
    CHECK(fast.nodes == Names{"a", "c", "d"});
    CHECK(fast.value == doctest::Approx(.25 + 1.0).epsilon(1e-14));
    const Route none = most_likely_route(example(), "a", "e");
    CHECK(none.nodes.empty());
    CHECK(none.value != none.value);
    CHECK(fastest_route(example(), "d", "a").nodes.empty());
    const Route stay = most_likely_route(example(), "b", "b");
    CHECK(stay.nodes == Names{"b"});
    CHECK(stay.value == 1.0);
    CHECK(fastest_route(example(), "b", "b").value == 0.0);
    // With the unknown edge a → d in play, nothing between is unavoidable.
    CHECK(unavoidable(example(), "a", "d") == Names{"a", "d"});
    CHECK(unavoidable(example(), "b", "d") == Names{"b", "c", "d"});
    CHECK(unavoidable(example(), "d", "a").empty());
    CHECK(unavoidable(example(), "c", "c") == Names{"c"});
}

TEST_CASE("topology: its errors")
{
    for (const auto& broken : {Topology{{"a"}, {0}, {}, {{0, 1, 1.0}}}, Topology{{"a"}, {-1}, {}, {}}, Topology{{"a"}, {0}, {7}, {}}}) {
        for (const auto& faults :
             {faults_of<GraphError>([&] { (void)unreachable(broken); }), faults_of<GraphError>([&] { (void)dead_ends(broken); }),
              faults_of<GraphError>([&] { (void)loops(broken); }), faults_of<GraphError>([&] { (void)unavoidable(broken, "a", "a"); }),
              faults_of<GraphError>([&] { (void)fastest_route(broken, "a", "a"); })}) {
            CHECK(faults.front().code == "graph.bad_node");
            CHECK(argument(faults.front(), "count") == "1");
        }
    }
    const Topology named{{"incubation.incubator", "incubation.park"}, {0}, {}, {{0, 1, 1.0}}};
    const auto faults = faults_of<GraphError>([&] { (void)most_likely_route(named, "incubation.incubater", "incubation.park"); });
    CHECK(faults.front().code == "graph.unknown_node");
    CHECK(argument(faults.front(), "given") == "incubation.incubater");
    CHECK(argument(faults.front(), "nearest") == "incubation.incubator");
    CHECK(has_code(faults_of<GraphError>([&] { (void)unavoidable(named, "incubation.park", "x"); }), "graph.unknown_node"));
}

// Everything at once by walking every simple path: no search shared with the library.
struct Walker {
    const Topology& graph;
    int goal;
    bool with_unknown;
    std::vector<int> path{};
    std::vector<std::vector<int>> paths{};

    void walk(int at)
    {
        path.push_back(at);
        if (at == goal) {
            paths.push_back(path);
        } else {
            std::set<int> next;
            for (const TopologyEdge& edge : graph.edges) {
                const bool known = edge.rate == edge.rate;
                if (edge.from == at && (known ? edge.rate > 0.0 : with_unknown)) {
                    next.insert(edge.to);
                }
            }
            for (const int to : next) {
                if (std::find(path.begin(), path.end(), to) == path.end()) {
                    walk(to);
                }
            }
        }
        path.pop_back();
    }
};

std::vector<std::vector<int>> simple_paths(const Topology& graph, int from, int to, bool with_unknown)
{
    Walker walker{graph, to, with_unknown};
    walker.walk(from);
    return walker.paths;
}

TEST_CASE("topology: random graphs against the walk over every simple path")
{
    std::uint64_t state = 20250101;
    const auto below = [&](std::uint64_t n) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<int>((state >> 33) % n);
    };
    int loops_met = 0;
    int unreachable_met = 0;
    for (int round = 0; round < 400; ++round) {
        Topology graph;
        const int n = 2 + below(6);
        for (int i = 0; i < n; ++i) {
            graph.nodes.push_back(std::string(1, static_cast<char>('a' + i)));
        }
        graph.entries = {below(static_cast<std::uint64_t>(n))};
        for (int from = 0; from < n; ++from) {
            for (int to = 0; to < n; ++to) {
                const int toss = below(10);
                if (from != to && toss < 4) {
                    graph.edges.push_back({from, to, toss == 0 ? nan : toss == 1 && below(3) == 0 ? 0.0 : .1 + .01 * below(200)});
                }
            }
        }
        std::vector<double> out(static_cast<std::size_t>(n), 0.0);
        for (const TopologyEdge& edge : graph.edges) {
            out[static_cast<std::size_t>(edge.from)] += edge.rate == edge.rate ? edge.rate : 0.0;
        }
        const auto rate = [&](int from, int to) {
            for (const TopologyEdge& edge : graph.edges) {
                if (edge.from == from && edge.to == to) {
                    return edge.rate;
                }
            }
            return nan;
        };
        const auto name = [&](int i) { return graph.nodes[static_cast<std::size_t>(i)]; };

        Names lost;
        Names stuck;
        for (int i = 0; i < n; ++i) {
            if (simple_paths(graph, graph.entries.front(), i, true).empty()) {
                lost.push_back(name(i));
            }
            const bool leaves =
                std::any_of(graph.edges.begin(), graph.edges.end(), [&](const auto& e) { return e.from == i && !(e.rate == 0.0); });
            if (!leaves) {
                stuck.push_back(name(i));
            }
        }
        CHECK(unreachable(graph) == lost);
        CHECK(dead_ends(graph) == stuck);
        unreachable_met += lost.empty() ? 0 : 1;

        // A cycle through its least node is a simple path from a successor back to it over larger nodes.
        std::vector<Names> cycles;
        for (int least = 0; least < n; ++least) {
            for (const TopologyEdge& edge : graph.edges) {
                if (edge.from != least || edge.to < least || edge.rate == 0.0) {
                    continue;
                }
                for (const auto& path : simple_paths(graph, edge.to, least, true)) {
                    if (*std::min_element(path.begin(), path.end()) == least &&
                        std::all_of(path.begin(), path.end() - 1, [&](int i) { return i > least; })) {
                        Names cycle{name(least)};
                        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
                            cycle.push_back(name(path[i]));
                        }
                        cycles.push_back(cycle);
                    }
                }
            }
        }
        std::sort(cycles.begin(), cycles.end());
        CHECK(loops(graph, 100000).cycles == cycles);
        loops_met += cycles.empty() ? 0 : 1;

        const int from = below(static_cast<std::uint64_t>(n));
        const int to = below(static_cast<std::uint64_t>(n));
        const auto all = simple_paths(graph, from, to, true);
        Names through;
        for (int i = 0; i < n && !all.empty(); ++i) {
            const auto on = [&](const auto& path) { return std::find(path.begin(), path.end(), i) != path.end(); };
            if (std::all_of(all.begin(), all.end(), on)) {
                through.push_back(name(i));
            }
        }
        Names found = unavoidable(graph, name(from), name(to));
        if (!found.empty()) {
            CHECK(found.front() == name(from));
            CHECK(found.back() == name(to));
        }
        // In the order in which every way meets them.
        for (const auto& path : all) {
            Names met;
            for (const int i : path) {
                if (std::find(through.begin(), through.end(), name(i)) != through.end()) {
                    met.push_back(name(i));
                }
            }
            CHECK(met == found);
        }
        std::sort(found.begin(), found.end());
        CHECK(found == through);

        double best = 0.0;
        double least = std::numeric_limits<double>::infinity();
        for (const auto& path : simple_paths(graph, from, to, false)) {
            double probability = 1.0;
            double years = 0.0;
            for (std::size_t i = 0; i + 1 < path.size(); ++i) {
                const double total = out[static_cast<std::size_t>(path[i])];
                probability *= rate(path[i], path[i + 1]) / total;
                years += 1.0 / total;
            }
            best = std::max(best, probability);
            least = std::min(least, years);
        }
        const Route likely = most_likely_route(graph, name(from), name(to));
        const Route fast = fastest_route(graph, name(from), name(to));
        if (best == 0.0) {
            CHECK(likely.nodes.empty());
            CHECK(fast.nodes.empty());
            continue;
        }
        CHECK(likely.value == doctest::Approx(best).epsilon(1e-12));
        CHECK(fast.value == doctest::Approx(least).epsilon(1e-12));
        // The route it names has the value it states.
        double product = 1.0;
        for (std::size_t i = 0; i + 1 < likely.nodes.size(); ++i) {
            const int a = likely.nodes[i][0] - 'a';
            product *= rate(a, likely.nodes[i + 1][0] - 'a') / out[static_cast<std::size_t>(a)];
        }
        CHECK(likely.nodes.front() == name(from));
        CHECK(likely.nodes.back() == name(to));
        CHECK(product == doctest::Approx(likely.value).epsilon(1e-12));
    }
    CHECK(loops_met > 100);
    CHECK(unreachable_met > 50);
}

}  // namespace topology_test
