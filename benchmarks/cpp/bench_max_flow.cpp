// SPDX-License-Identifier: Apache-2.0

// The largest flow through a layered network: 100 layers of 100 nodes, 10 arcs from each node to the next layer, whole capacities up to 100.

#include "incuflow/graph/max_flow.hpp"

#include "../../tests/cpp/numeric/generator_reference.hpp"

#include <benchmark/benchmark.h>

#include <vector>

namespace
{

constexpr int layers = 100;
constexpr int width = 100;
constexpr int degree = 10;
constexpr int source = layers * width;
constexpr int sink = source + 1;

struct Network
{
    std::vector<int> from;
    std::vector<int> to;
    std::vector<double> capacity;

    void arc(int f, int t, double c)
    {
        from.push_back(f);
        to.push_back(t);
        capacity.push_back(c);
    }
};

Network layered()
{
    reference::Numbers numbers(3);
    Network network;
    for (int i = 0; i < width; ++i)
    {
        network.arc(source, i, 100.0 * degree);
        network.arc(source - width + i, sink, 100.0 * degree);
    }
    for (int node = 0; node < source - width; ++node)
    {
        for (int k = 0; k < degree; ++k)
        {
            const int next = (node / width + 1) * width + static_cast<int>(numbers.uniform() * width);
            network.arc(node, next, 1.0 + static_cast<double>(static_cast<int>(numbers.uniform() * 100.0)));
        }
    }
    return network;
}

void max_flow_layered(benchmark::State& state)
{
    const Network network = layered();
    const auto flow = incuflow::max_flow(sink + 1, network.from, network.to, network.capacity, source, sink);
    double cut = 0.0;
    for (const int a : flow.cut)
    {
        cut += network.capacity[static_cast<std::size_t>(a)];
    }
    if (cut != flow.value)
    {
        state.SkipWithError("wrong answer");
        return;
    }
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(incuflow::max_flow(sink + 1, network.from, network.to, network.capacity, source, sink));
    }
    state.counters["arcs/s"] = benchmark::Counter(static_cast<double>(network.from.size()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(max_flow_layered)->Unit(benchmark::kMillisecond);

}  // namespace
