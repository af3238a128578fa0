// SPDX-License-Identifier: Apache-2.0

// Whole laws of counts of 100,000 firms: every probability down to 1e-300. Goal: well under a second.

#include "incuflow/numeric/count_law.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using incuflow::CountLaw;
using incuflow::CountParts;

/// Adds up to 1, with the mean of the law.
bool correct(const CountLaw& law, std::int64_t first, const std::vector<double>& mass)
{
    double total = 0.0;
    double mean = 0.0;
    for (std::size_t i = 0; i < mass.size(); ++i) {
        total += mass[i];
        mean += mass[i] * static_cast<double>(first + static_cast<std::int64_t>(i));
    }
    return std::fabs(total - 1.0) < 1e-10 && std::fabs(mean / law.mean() - 1.0) < 1e-10;
}

void whole_law(benchmark::State& state, const CountParts& parts)
{
    std::int64_t first = 0;
    std::vector<double> mass;
    const auto run = [&] {
        const CountLaw law(parts);
        const double reach = law.reach(745.0);
        first = static_cast<std::int64_t>(std::max(0.0, std::floor(law.mean() - reach)));
        mass = law.probabilities(first, static_cast<std::int64_t>(std::ceil(law.mean() + reach)));
        benchmark::DoNotOptimize(mass.data());
    };
    run();
    if (!correct(CountLaw(parts), first, mass)) {
        state.SkipWithError("wrong answer");
        return;
    }
    for (auto _ : state) {
        run();
    }
    state.SetLabel(std::to_string(mass.size()) + " counts");
}

void one_place(benchmark::State& state) { whole_law(state, {{0, 5000}, {}, {{100000, {.6, .4}}}}); }
BENCHMARK(one_place)->Unit(benchmark::kMillisecond);

void five_places(benchmark::State& state)
{
    whole_law(state, {{0, 5000}, {}, {{50000, {.6, .4}}, {20000, {.9, .1}}, {20000, {.2, .8}}, {9000, {.5, .5}}, {1000, {.99, .01}}}});
}
BENCHMARK(five_places)->Unit(benchmark::kMillisecond);

void gamma_mixed(benchmark::State& state) { whole_law(state, {{}, {{25, {0, 5000}}, {25, {0, 5000}}}, {{100000, {.6, .4}}}}); }
BENCHMARK(gamma_mixed)->Unit(benchmark::kMillisecond);

void crossings(benchmark::State& state) { whole_law(state, {{0, 3000, 1000, 200}, {}, {{100000, {.5, .3, .15, .04, .01}}}}); }
BENCHMARK(crossings)->Unit(benchmark::kMillisecond);

}  // namespace
