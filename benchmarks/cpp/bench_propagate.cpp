// SPDX-License-Identifier: Apache-2.0

// Cohort of 6 states × 240 steps × 1000 draws, one transition matrix a draw, all states kept. One step of one draw is
// one vector step; it makes 6 state values. Goal: 150 million vector steps a second on one core.

#include "incuflow/numeric/propagate.hpp"

#include "../../tests/cpp/numeric/generator_reference.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace
{

constexpr std::size_t states = 6;
constexpr std::size_t steps = 240;
constexpr std::size_t draws = 1000;

struct Cohort {
    std::vector<double> start = std::vector<double>(draws * states, 0.0);
    std::vector<double> matrices = std::vector<double>(draws * states * states);
    std::vector<double> out = std::vector<double>(draws * (steps + 1) * states);

    Cohort()
    {
        reference::Numbers numbers(1);
        for (std::size_t row = 0; row < draws * states; ++row) {
            double sum = 0.0;
            for (std::size_t j = 0; j < states; ++j) {
                matrices[row * states + j] = numbers.uniform() + (j == row % states ? 5.0 : 0.0);
                sum += matrices[row * states + j];
            }
            for (std::size_t j = 0; j < states; ++j) {
                matrices[row * states + j] /= sum;
            }
            start[row] = row % states == 0 ? 1.0 : 0.0;
        }
    }

    /// Every step follows from the one before, and nobody is lost.
    [[nodiscard]] bool correct() const
    {
        for (std::size_t d = 0; d < draws; d += 37) {
            for (std::size_t k = 0; k < steps; ++k) {
                const double* from = out.data() + (d * (steps + 1) + k) * states;
                long double all = 0.0L;
                for (std::size_t j = 0; j < states; ++j) {
                    long double sum = 0.0L;
                    for (std::size_t i = 0; i < states; ++i) {
                        sum += static_cast<long double>(from[i]) * matrices[(d * states + i) * states + j];
                    }
                    if (!(std::fabs(from[states + j] - sum) <= 1e-15L)) {
                        return false;
                    }
                    all += from[states + j];
                }
                if (!(std::fabs(all - 1.0L) <= 1e-13L)) {
                    return false;
                }
            }
        }
        return true;
    }
};

void rates(benchmark::State& state)
{
    const double count = static_cast<double>(draws * steps);
    state.counters["vector steps/s"] = benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate);
    state.counters["state values/s"] =
        benchmark::Counter(count * static_cast<double>(states), benchmark::Counter::kIsIterationInvariantRate);
}

void propagate_draws(benchmark::State& state)
{
    Cohort cohort;
    const auto run = [&] {
        incuflow::propagate(cohort.start, cohort.matrices, states, draws, steps, cohort.out);
        benchmark::DoNotOptimize(cohort.out.data());
        benchmark::ClobberMemory();
    };
    run();
    if (!cohort.correct()) {
        state.SkipWithError("wrong answer");
        return;
    }
    for (auto _ : state) {
        run();
    }
    rates(state);
    state.SetLabel(std::string(incuflow::kernel_level_name(incuflow::best_kernel_level())) +
                   ", goal 150M vector steps/s");
}
BENCHMARK(propagate_draws)->Unit(benchmark::kMicrosecond)->MinWarmUpTime(0.1);

void propagate_level(benchmark::State& state)
{
    const auto levels = incuflow::kernel_levels();
    const auto level = static_cast<std::size_t>(state.range(0));
    if (level >= levels.size()) {
        state.SkipWithError("not on this processor, or header-only");
        return;
    }
    Cohort cohort;
    for (auto _ : state) {
        incuflow::detail::propagate_at(levels[level], cohort.start.data(), cohort.matrices.data(), states, draws, steps,
                                       cohort.out.data());
        benchmark::DoNotOptimize(cohort.out.data());
        benchmark::ClobberMemory();
    }
    rates(state);
    state.SetLabel(std::string(incuflow::kernel_level_name(levels[level])));
}
BENCHMARK(propagate_level)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);

}  // namespace
