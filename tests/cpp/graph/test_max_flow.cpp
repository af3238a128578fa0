// SPDX-License-Identifier: Apache-2.0
// Largest flows against all cuts of small networks, a textbook example and closed forms.

#include "incuflow/graph/max_flow.hpp"
#include "support/faults.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <random>
#include <tuple>
#include <vector>

namespace inc = incuflow;

namespace {

struct Network {
    int nodes{};
    std::vector<int> from{};
    std::vector<int> to{};
    std::vector<double> capacity{};

    void arc(int f, int t, double c)
    {
        from.push_back(f);
        to.push_back(t);
        capacity.push_back(c);
    }
    [[nodiscard]] inc::MaxFlow run(int source, int sink) const { return inc::max_flow(nodes, from, to, capacity, source, sink); }
};

double smallest_cut(const Network& network, int source, int sink)
{
    double least = std::numeric_limits<double>::infinity();
    for (unsigned side = 0; side < 1u << network.nodes; ++side) {
        if ((side >> source & 1u) == 0 || (side >> sink & 1u) == 1) {
            continue;
        }
        double sum = 0.0;
        for (std::size_t a = 0; a < network.from.size(); ++a) {
            sum += (side >> network.from[a] & 1u) == 1 && (side >> network.to[a] & 1u) == 0 ? network.capacity[a] : 0.0;
        }
        least = std::min(least, sum);
    }
    return least;
}

// A flow that keeps to the capacities and is not lost, and a cut that lets no more through.
void check_certificate(const Network& network, const inc::MaxFlow& found, int source, int sink)
{
    std::vector<double> net(static_cast<std::size_t>(network.nodes), 0.0);
    double cut = 0.0;
    for (std::size_t a = 0; a < network.from.size(); ++a) {
        CHECK(found.flows[a] >= 0.0);
        CHECK(found.flows[a] <= network.capacity[a] + found.resolution);
        net[static_cast<std::size_t>(network.from[a])] += found.flows[a];
        net[static_cast<std::size_t>(network.to[a])] -= found.flows[a];
    }
    for (int v = 0; v < network.nodes; ++v) {
        const double wanted = v == source ? found.value : v == sink ? -found.value : 0.0;
        CHECK(net[static_cast<std::size_t>(v)] == wanted);
    }
    for (const int a : found.cut) {
        const auto at = static_cast<std::size_t>(a);
        CHECK(found.source_side[static_cast<std::size_t>(network.from[at])] == 1);
        CHECK(found.source_side[static_cast<std::size_t>(network.to[at])] == 0);
        cut += network.capacity[at];
    }
    CHECK(found.value >= cut * (1.0 - 1e-15));
    CHECK(found.value <= cut + found.resolution * static_cast<double>(found.cut.size()));
    CHECK(found.source_side[static_cast<std::size_t>(source)] == 1);
    CHECK(found.source_side[static_cast<std::size_t>(sink)] == 0);
}

TEST_CASE("max flow: random networks against every cut")
{
    std::mt19937 random(7);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    for (int trial = 0; trial < 300; ++trial) {
        Network network{2 + trial % 8, {}, {}, {}};
        const int arcs = static_cast<int>(uniform(random) * 30.0);
        const bool whole = trial % 3 == 0;
        for (int a = 0; a < arcs; ++a) {
            const auto node = [&] { return static_cast<int>(uniform(random) * network.nodes); };
            const double c = uniform(random) < .15 ? 0.0 : uniform(random) * (trial % 3 == 1 ? 1e-3 : 20.0);
            network.arc(node(), node(), whole ? std::floor(c) : c);
        }
        const int sink = network.nodes - 1;
        const inc::MaxFlow found = network.run(0, sink);
        const double exact = smallest_cut(network, 0, sink);
        INFO(trial);
        if (whole) {
            CHECK(found.value == exact);
        } else {
            CHECK(found.value == doctest::Approx(exact).epsilon(1e-13));
            CHECK(found.value >= exact * (1.0 - 1e-14));
        }
        check_certificate(network, found, 0, sink);
    }
}

TEST_CASE("max flow: a known network")
{
    // Cormen, Leiserson, Rivest & Stein, Introduction to Algorithms, figure 26.1: the largest flow is 23.
    Network network{6, {}, {}, {}};
    for (const auto& [f, t, c] : std::initializer_list<std::tuple<int, int, double>>{
             {0, 1, 16}, {0, 2, 13}, {1, 3, 12}, {2, 1, 4}, {2, 4, 14}, {3, 2, 9}, {3, 5, 20}, {4, 3, 7}, {4, 5, 4}}) {
        network.arc(f, t, c);
    }
    const inc::MaxFlow found = network.run(0, 5);
    CHECK(found.value == 23.0);
    CHECK(found.cut == std::vector<int>{2, 7, 8});
    check_certificate(network, found, 0, 5);
}

TEST_CASE("max flow: nothing to carry, parallel arcs, loops at a node, two ways, sizes far apart")
{
    CHECK(Network{2, {}, {}, {}}.run(0, 1).value == 0.0);
    CHECK(Network{3, {0}, {1}, {5.0}}.run(0, 2).value == 0.0);
    CHECK(Network{2, {0, 0, 1, 1, 0}, {1, 1, 0, 1, 0}, {1.5, 2.25, 9.0, 7.0, 3.0}}.run(0, 1).value == 3.75);
    CHECK(Network{2, {1}, {0}, {5.0}}.run(0, 1).value == 0.0);
    const Network apart{3, {0, 1, 0}, {1, 2, 2}, {1e12, 1e12, 0.5}};
    CHECK(apart.run(0, 2).value == 1e12 + 0.5);
    const inc::MaxFlow tiny = Network{2, {0}, {1}, {1e-300}}.run(0, 1);
    CHECK(tiny.value >= 1e-300);
    CHECK(tiny.value <= 1e-300 + tiny.resolution);
    const inc::MaxFlow huge = Network{2, {0, 0}, {1, 1}, {8e307, 8e307}}.run(0, 1);
    CHECK(huge.value == doctest::Approx(1.6e308).epsilon(1e-14));
}

TEST_CASE("max flow: the resolution is stated and small")
{
    const inc::MaxFlow found = Network{3, {0, 1}, {1, 2}, {0.1, 0.3}}.run(0, 2);
    CHECK(found.resolution <= 0.4 * std::ldexp(1.0, -48));
    int exponent = 0;
    CHECK(std::frexp(found.resolution, &exponent) == 0.5);  // a power of two
    CHECK(found.value >= 0.1);
    CHECK(found.value < 0.1 + found.resolution);
    CHECK(found.flows == std::vector<double>{found.value, found.value});
}

TEST_CASE("max flow: what is refused")
{
    const auto fault = [](const Network& network, int source, int sink) {
        return faults_of<inc::GraphError>([&] { (void)network.run(source, sink); }).front();
    };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    CHECK(fault({2, {0}, {2}, {1.0}}, 0, 1).code == "graph.bad_node");
    CHECK(argument(fault({2, {-1}, {1}, {1.0}}, 0, 1), "given") == "-1");
    CHECK(argument(fault({2, {0}, {1}, {1.0}}, 0, 7), "count") == "2");
    CHECK(fault({2, {0}, {1}, {1.0, 2.0}}, 0, 1).code == "graph.arcs");
    CHECK(fault({2, {0, 0}, {1, 1}, {1.0, -2.0}}, 0, 1).code == "graph.bad_capacity");
    CHECK(argument(fault({2, {0, 0}, {1, 1}, {1.0, -2.0}}, 0, 1), "arc") == "1");
    CHECK(fault({2, {0}, {1}, {nan}}, 0, 1).code == "graph.bad_capacity");
    CHECK(fault({2, {0}, {1}, {infinite}}, 0, 1).code == "graph.bad_capacity");
    CHECK(fault({2, {0}, {1}, {1.0}}, 1, 1).code == "graph.same_ends");
}

}  // namespace
