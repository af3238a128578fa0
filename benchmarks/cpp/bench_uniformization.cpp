// SPDX-License-Identifier: Apache-2.0

// exp(tQ)ᵀv of a sparse generator: 100,000 states, 4 rates a state to states at distance ±1 … 50, uniform in (0, 2);
// t = 10, v = .01 on the first 100 states, truncation 1e-14. Beside it a plain one-thread loop over the rows, in this
// binary with these flags. Goal: at most 1.2 times its time.

#include "incuflow/numeric/uniformization.hpp"

#include "../../tests/cpp/numeric/generator_reference.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace {

constexpr int states = 100'000;
constexpr double years = 10.0;
constexpr double truncation = 1e-14;

struct Problem {
    incuflow::SparseGenerator q;
    std::vector<double> v = std::vector<double>(states, 0.0);

    Problem()
    {
        reference::Numbers numbers(8);
        std::vector<incuflow::RateEntry> entries;
        for (int i = 0; i < states; ++i) {
            for (int k = 0; k < 4; ++k) {
                const int distance = 1 + static_cast<int>(50.0 * numbers.uniform());
                const int to = i + (numbers.uniform() < 0.5 ? -distance : distance);
                entries.push_back({i, std::clamp(to, 0, states - 1), 2.0 * numbers.uniform()});
            }
        }
        q = incuflow::sparse_generator(states, entries);
        std::fill(v.begin(), v.begin() + 100, 0.01);
    }
};

const Problem& problem()
{
    static const Problem one;
    return one;
}

/// Uniformization as one writes it down: weights from e^(−qt) on, products with the transposed rows, one sum.
class PlainLoop {
public:
    explicit PlainLoop(const incuflow::SparseGenerator& q)
    {
        for (const double d : q.diagonal) {
            rate_ = std::max(rate_, -d);
        }
        starts_.assign(states + 1, 0);
        for (const auto to : q.columns) {
            ++starts_[static_cast<std::size_t>(to) + 1];
        }
        for (std::size_t i = 0; i < states; ++i) {
            starts_[i + 1] += starts_[i];
            stay_.push_back(1.0 + q.diagonal[i] / rate_);
        }
        from_.resize(q.columns.size());
        chance_.resize(q.columns.size());
        std::vector<std::size_t> at(starts_.begin(), starts_.end() - 1);
        for (std::size_t i = 0; i < states; ++i) {
            for (std::size_t e = q.row_starts[i]; e < q.row_starts[i + 1]; ++e) {
                const std::size_t slot = at[static_cast<std::size_t>(q.columns[e])]++;
                from_[slot] = static_cast<std::int32_t>(i);
                chance_[slot] = q.rates[e] / rate_;
            }
        }
    }

    void run(const std::vector<double>& v, std::vector<double>& out)
    {
        now_ = v;
        next_.resize(v.size());
        double weight = std::exp(-rate_ * years);
        double left = 1.0 - weight;
        for (std::size_t i = 0; i < states; ++i) {
            out[i] = weight * now_[i];
        }
        for (int k = 1; left > truncation; ++k) {
            for (std::size_t i = 0; i < states; ++i) {
                double sum = stay_[i] * now_[i];
                for (std::size_t e = starts_[i]; e < starts_[i + 1]; ++e) {
                    sum += chance_[e] * now_[static_cast<std::size_t>(from_[e])];
                }
                next_[i] = sum;
            }
            weight *= rate_ * years / k;
            left -= weight;
            for (std::size_t i = 0; i < states; ++i) {
                out[i] += weight * next_[i];
            }
            now_.swap(next_);
            if (k > 10 * static_cast<int>(rate_ * years) + 100) {
                break;  // rounding keeps `left` above the truncation
            }
            if (weight < truncation * 1e-3 && k > static_cast<int>(rate_ * years)) {
                break;
            }
        }
    }

private:
    double rate_{};
    std::vector<std::size_t> starts_;
    std::vector<std::int32_t> from_;
    std::vector<double> chance_;
    std::vector<double> stay_;
    std::vector<double> now_;
    std::vector<double> next_;
};

void uniformization_plain_loop(benchmark::State& state)
{
    PlainLoop loop(problem().q);
    std::vector<double> out(states);
    for (auto _ : state) {
        loop.run(problem().v, out);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
}
BENCHMARK(uniformization_plain_loop)->Unit(benchmark::kMillisecond)->MinWarmUpTime(0.1);

void uniformization(benchmark::State& state)
{
    const incuflow::Uniformization ours(problem().q);
    incuflow::UniformizationWorkspace work;
    std::vector<double> out(states);
    std::vector<double> theirs(states);
    PlainLoop(problem().q).run(problem().v, theirs);
    ours.forward(problem().v, years, out, {}, {}, work, truncation);
    double sum = 0.0;
    double worst = 0.0;
    for (std::size_t i = 0; i < states; ++i) {
        sum += out[i];
        worst = std::max(worst, std::fabs(out[i] - theirs[i]));
    }
    if (!(worst < 1e-14 && std::fabs(sum - 1.0) < 1e-13)) {
        state.SkipWithError("wrong answer");
        return;
    }
    for (auto _ : state) {
        ours.forward(problem().v, years, out, {}, {}, work, truncation);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    state.counters["products"] = static_cast<double>(work.products);
    state.counters["largest difference"] = worst;
    state.SetLabel("goal 1.2 times the plain loop");
}
BENCHMARK(uniformization)->Unit(benchmark::kMillisecond)->MinWarmUpTime(0.1);

}  // namespace
