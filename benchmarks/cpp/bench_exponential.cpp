// SPDX-License-Identifier: Apache-2.0

// Exponentials of 10⁵ random 6 × 6 generators: rates uniform on (0, 1), t = 1. Goal: 1 million a second on one core.

#include "incuflow/numeric/generator_exponential.hpp"

#include "../../tests/cpp/numeric/generator_reference.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <string>
#include <vector>

namespace
{

constexpr std::size_t states = 6;
constexpr std::size_t entries = states * states;
constexpr std::size_t batch = 100000;
constexpr double time = 1.0;

const std::vector<double>& generators()
{
    static const std::vector<double> all = [] {
        reference::Numbers numbers(1);
        std::vector<double> q(batch * entries);
        for (std::size_t row = 0; row < batch * states; ++row) {
            double sum = 0.0;
            for (std::size_t j = 0; j < states; ++j) {
                if (j != row % states) {
                    q[row * states + j] = numbers.uniform();
                    sum += q[row * states + j];
                }
            }
            q[row * states + row % states] = -sum;
        }
        return q;
    }();
    return all;
}

/// Every hundredth result against long double, entry by entry.
bool correct(const std::vector<double>& out)
{
    for (std::size_t m = 0; m < batch; m += 100) {
        const auto at = static_cast<std::ptrdiff_t>(m * entries);
        const std::vector<double> q(generators().begin() + at, generators().begin() + at + entries);
        const std::vector<double> e(out.begin() + at, out.begin() + at + entries);
        if (!(reference::relative_error(e, reference::integrals(q, states, time).transition) < 1e-14)) {
            return false;
        }
    }
    return true;
}

void rate(benchmark::State& state, std::size_t count)
{
    state.counters["exponentials/s"] =
        benchmark::Counter(static_cast<double>(count), benchmark::Counter::kIsIterationInvariantRate);
}

void exponentials_batch(benchmark::State& state)
{
    std::vector<double> out(batch * entries);
    incuflow::generator_exponentials(generators(), states, batch, time, out);
    if (!correct(out)) {
        state.SkipWithError("wrong answer");
        return;
    }
    for (auto _ : state) {
        incuflow::generator_exponentials(generators(), states, batch, time, out);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    rate(state, batch);
    state.SetLabel(std::string(incuflow::kernel_level_name(incuflow::best_kernel_level())) + ", goal 1M/s");
}
BENCHMARK(exponentials_batch)->Unit(benchmark::kMillisecond)->MinWarmUpTime(0.1);

void exponentials_level(benchmark::State& state)
{
    const auto levels = incuflow::kernel_levels();
    const auto level = static_cast<std::size_t>(state.range(0));
    if (level >= levels.size()) {
        state.SkipWithError("not on this processor, or header-only");
        return;
    }
    std::vector<double> out(batch * entries);
    for (auto _ : state) {
        incuflow::detail::generator_exponentials_at(levels[level], generators(), states, batch, time, out);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    rate(state, batch);
    state.SetLabel(std::string(incuflow::kernel_level_name(levels[level])));
}
BENCHMARK(exponentials_level)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);

void exponential_single(benchmark::State& state)
{
    const std::vector<double> q(generators().begin(), generators().begin() + entries);
    for (auto _ : state) {
        benchmark::DoNotOptimize(incuflow::generator_exponential(q, states, time));
    }
    rate(state, 1);
}
BENCHMARK(exponential_single);

void integrals_single(benchmark::State& state)
{
    const auto n = static_cast<std::size_t>(state.range(0));
    reference::Numbers numbers(n);
    const auto q = reference::random_generator(n, numbers, .3, -1, .5);
    for (auto _ : state) {
        benchmark::DoNotOptimize(incuflow::generator_integrals(q, static_cast<int>(n), time));
    }
    state.counters["integrals/s"] = benchmark::Counter(1.0, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(integrals_single)->Arg(6)->Arg(12)->Arg(30)->Arg(60);

}  // namespace
