// SPDX-License-Identifier: Apache-2.0
#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/generator_exponential.hpp"
#include "incuflow/numeric/point_probability.hpp"
#include "incuflow/numeric/uniformization.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace incuflow;

// What the sparse engine gives beside the dense one, as the largest difference relative to 1, t and t²/2.
struct Both {
    double transition{};
    double occupancy{};
    double accumulated{};
};

std::vector<double> dense(int n, const std::vector<RateEntry>& entries)
{
    std::vector<double> q(static_cast<std::size_t>(n * n), 0.0);
    for (const RateEntry& e : entries) {
        if (e.from != e.to) {
            q[static_cast<std::size_t>(e.from * n + e.to)] += e.rate;
        }
    }
    for (int i = 0; i < n; ++i) {
        double out = 0.0;
        for (int j = 0; j < n; ++j) {
            out += i == j ? 0.0 : q[static_cast<std::size_t>(i * n + j)];
        }
        q[static_cast<std::size_t>(i * n + i)] = -out;
    }
    return q;
}

Both compare(int n, const std::vector<RateEntry>& entries, double t, std::mt19937_64& random, double tolerance = 1e-14)
{
    const GeneratorIntegrals want = generator_integrals(dense(n, entries), n, t);
    const Uniformization sparse(sparse_generator(n, entries));
    const auto size = static_cast<std::size_t>(n);
    std::vector<double> v(size);
    double sum = 0.0;
    for (double& x : v) {
        x = std::uniform_real_distribution<double>(0.0, 1.0)(random);
        sum += x;
    }
    UniformizationWorkspace work;
    std::vector<double> e(size);
    std::vector<double> o(size);
    std::vector<double> a(size);
    Both worst;
    for (const bool forward : {true, false}) {
        std::vector<double> start = v;
        if (forward) {
            for (double& x : start) {
                x /= sum;
            }
            sparse.forward(start, t, e, o, a, work, tolerance);
        } else {
            sparse.backward(start, t, e, o, a, work, tolerance);
        }
        const auto product = [&](const std::vector<double>& m, std::size_t j) {
            double s = 0.0;
            for (std::size_t i = 0; i < size; ++i) {
                s += start[i] * (forward ? m[i * size + j] : m[j * size + i]);
            }
            return s;
        };
        for (std::size_t j = 0; j < size; ++j) {
            worst.transition = std::max(worst.transition, std::fabs(e[j] - product(want.transition, j)));
            worst.occupancy = std::max(worst.occupancy, std::fabs(o[j] - product(want.occupancy, j)) / t);
            worst.accumulated = std::max(worst.accumulated, std::fabs(a[j] - product(want.accumulated, j)) / (t * t));
        }
    }
    return worst;
}

std::string code_of(const auto& action)
{
    try {
        action();
    } catch (const Error& error) {
        CHECK(error.message(Language::zh).find('{') == std::string::npos);
        return error.code();
    }
    return {};
}

}  // namespace

TEST_CASE("uniformization: agrees with the dense engine on random generators")
{
    std::mt19937_64 random(20240501);
    Both worst;
    for (int trial = 0; trial < 60; ++trial) {
        const int n = 2 + static_cast<int>(random() % 30);
        std::vector<RateEntry> entries;
        for (int e = 0; e < 3 * n; ++e) {
            const auto state = [&] { return static_cast<int>(random() % static_cast<unsigned>(n)); };
            // From 1e-3 to 1e3 a year.
            entries.push_back({state(), state(), std::pow(10.0, std::uniform_real_distribution<double>(-3.0, 3.0)(random))});
        }
        for (const double t : {1e-12, 1e-3, 1.0, 17.0}) {
            const Both off = compare(n, entries, t, random);
            worst.transition = std::max(worst.transition, off.transition);
            worst.occupancy = std::max(worst.occupancy, off.occupancy);
            worst.accumulated = std::max(worst.accumulated, off.accumulated);
        }
    }
    MESSAGE("largest differences " << worst.transition << ", " << worst.occupancy << ", " << worst.accumulated);
    CHECK(worst.transition < 1e-11);
    CHECK(worst.occupancy < 1e-11);
    CHECK(worst.accumulated < 1e-11);
}

TEST_CASE("uniformization: rate × time 100,000, and rates 10,000 beside 0.001")
{
    std::mt19937_64 random(7);
    std::vector<RateEntry> stiff;
    for (int i = 0; i < 12; ++i) {
        stiff.push_back({i, (i + 1) % 12, i % 2 == 0 ? 1e4 : 1e-3});
        stiff.push_back({i, (i + 11) % 12, i % 3 == 0 ? 1e-3 : 30.0});
    }
    const Both off = compare(12, stiff, 10.0, random);
    MESSAGE("differences " << off.transition << ", " << off.occupancy << ", " << off.accumulated);
    CHECK(off.transition < 1e-11);
    CHECK(off.occupancy < 1e-11);
    CHECK(off.accumulated < 1e-11);

    // A cycle that never stands still to the last digit before its time: closed form of two states.
    const double a = 0.001;
    const double b = 1e4;
    const Uniformization two(sparse_generator(2, std::vector<RateEntry>{{0, 1, a}, {1, 0, b}}));
    UniformizationWorkspace work;
    std::vector<double> out(2);
    std::vector<double> spent(2);
    two.forward(std::vector<double>{1.0, 0.0}, 10.0, out, spent, {}, work);
    const double still = a / (a + b);
    CHECK(std::fabs(out[1] - still) < 1e-14);
    CHECK(std::fabs(spent[1] - (still * 10.0 - still / (a + b))) < 1e-13);
    CHECK(std::fabs(out[0] + out[1] - 1.0) < 1e-13);
}

TEST_CASE("uniformization: a chain that stands still costs few products, within the tolerance")
{
    const std::vector<RateEntry> entries{{0, 1, 900.0}, {1, 0, 600.0}, {1, 2, 300.0}, {2, 1, 800.0}};
    std::mt19937_64 random(3);
    const Both off = compare(3, entries, 100.0, random, 1e-9);
    CHECK(off.transition < 1e-9);
    CHECK(off.occupancy < 1e-9);
    CHECK(off.accumulated < 1e-9);
    const Uniformization chain(sparse_generator(3, entries));
    UniformizationWorkspace work;
    std::vector<double> out(3);
    chain.forward(std::vector<double>{1.0, 0.0, 0.0}, 100.0, out, {}, {}, work, 1e-9);
    CHECK(work.products < 2000);  // of 120,000 expected events
    // In balance 900·n0 = 600·n1 and 300·n1 = 800·n2.
    CHECK(std::fabs(900.0 * out[0] - 600.0 * out[1]) < 1e-6);
    CHECK(std::fabs(300.0 * out[1] - 800.0 * out[2]) < 1e-6);
}

TEST_CASE("uniformization: large and sparse, a chain of a hundred thousand states against its Poisson law")
{
    // Births at rate 3: the state after t years is Poisson.
    const int n = 100000;
    std::vector<RateEntry> entries;
    for (int i = 0; i + 1 < n; ++i) {
        entries.push_back({i, i + 1, 3.0});
    }
    const Uniformization births(sparse_generator(n, entries));
    CHECK(births.states() == n);
    CHECK(births.rate() == 3.0);
    UniformizationWorkspace work;
    std::vector<double> start(static_cast<std::size_t>(n), 0.0);
    start[0] = 1.0;
    std::vector<double> out(start.size());
    births.forward(start, 20.0, out, {}, {}, work);
    double worst = 0.0;
    for (std::size_t k = 0; k < 200; ++k) {
        worst = std::max(worst, std::fabs(out[k] - poisson_probability(static_cast<std::int64_t>(k), 60.0)));
    }
    CHECK(worst < 1e-14);
    // Backwards: the chance to have at least 70 from each start.
    std::vector<double> reached(start.size(), 0.0);
    std::fill(reached.begin() + 70, reached.end(), 1.0);
    births.backward(reached, 20.0, out, {}, {}, work);
    double tail = 0.0;
    for (std::int64_t k = 200; k >= 70; --k) {
        tail += poisson_probability(k, 60.0);
    }
    CHECK(std::fabs(out[0] - tail) < 1e-14);
}

TEST_CASE("uniformization: the Poisson window holds all but the tolerance")
{
    for (const double mean : {1e-300, 1e-10, 1e-3, 0.5, 1.0, 7.3, 99.0, 1e4, 1e5, 1e7}) {
        for (const double tolerance : {1e-6, 1e-14}) {
            CAPTURE(mean);
            const PoissonWindow window = poisson_window(mean, tolerance);
            REQUIRE(window.weight.size() == static_cast<std::size_t>(window.last - window.first + 1));
            double sum = 0.0;
            double expected = 0.0;
            double off = 0.0;
            for (std::int64_t k = window.first; k <= window.last; ++k) {
                const double w = window.weight[static_cast<std::size_t>(k - window.first)];
                sum += w;
                expected += w * static_cast<double>(k);
                off = std::max(off, std::fabs(w - poisson_probability(k, mean)));
            }
            CHECK(std::fabs(sum - 1.0) < 1e-14);
            CHECK(off <= tolerance);
            CHECK(std::fabs(window.beyond.front() - 1.0) < 1e-14);
            CHECK(window.beyond.back() == 0.0);
            // E[(N − first)⁺] of what is kept is the mean less `first`.
            CHECK(std::fabs(window.excess.front() + static_cast<double>(window.first) - mean) <= mean * (tolerance + 1e-13));
            CHECK(std::fabs(expected - mean) <= mean * (tolerance + 1e-13));
            CHECK(static_cast<double>(window.last - window.first) < 20.0 * std::sqrt(mean) + 30.0);
        }
    }
    const PoissonWindow none = poisson_window(0.0, 1e-14);
    CHECK(none.first == 0);
    CHECK(none.last == 0);
    CHECK(none.weight == std::vector<double>{1.0});
}

TEST_CASE("uniformization: no time, no rates, firms that leave")
{
    UniformizationWorkspace work;
    std::vector<double> e(2);
    std::vector<double> o(2);
    std::vector<double> a(2);
    const std::vector<double> v{0.25, 0.75};
    const Uniformization still(sparse_generator(2, {}));
    still.forward(v, 4.0, e, o, a, work);
    CHECK(e == v);
    CHECK(o == std::vector<double>{1.0, 3.0});
    CHECK(a == std::vector<double>{2.0, 6.0});
    const Uniformization moving(sparse_generator(2, std::vector<RateEntry>{{0, 1, 2.0}, {0, 1, 1.0}, {1, 1, 5.0}}));
    CHECK(moving.rate() == 3.0);  // equal pairs are added, a rate to itself is nothing
    moving.forward(v, 0.0, e, o, a, work);
    CHECK(e == v);
    CHECK(o == std::vector<double>{0.0, 0.0});
    // Rows that sum to less than 0: what leaves is gone.
    SparseGenerator leaving = sparse_generator(2, std::vector<RateEntry>{{0, 1, 1.0}});
    leaving.diagonal = {-3.0, -0.5};
    const Uniformization gone(leaving);
    gone.forward(v, 2.0, e, o, a, work);
    CHECK(e[0] == doctest::Approx(0.25 * std::exp(-6.0)).epsilon(1e-13));
    CHECK(e[1] == doctest::Approx(0.75 * std::exp(-1.0) + 0.25 * (std::exp(-1.0) - std::exp(-6.0)) / 2.5).epsilon(1e-13));
}

TEST_CASE("uniformization: what is refused")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(code_of([] { (void)sparse_generator(0, {}); }) == "numeric.no_states");
    CHECK(code_of([] { (void)sparse_generator(2, std::vector<RateEntry>{{0, 2, 1.0}}); }) == "numeric.size");
    CHECK(code_of([] { (void)sparse_generator(2, std::vector<RateEntry>{{0, 1, -1.0}}); }) == "numeric.rate_negative");
    CHECK(code_of([&] { (void)sparse_generator(2, std::vector<RateEntry>{{0, 1, nan}}); }) == "numeric.not_finite");
    SparseGenerator q = sparse_generator(2, std::vector<RateEntry>{{0, 1, 1.0}});
    const auto changed = [&](auto change) {
        SparseGenerator other = q;
        change(other);
        return code_of([&] { (void)Uniformization(other); });
    };
    CHECK(changed([](SparseGenerator& g) { g.n = 0; }) == "numeric.no_states");
    CHECK(changed([](SparseGenerator& g) { g.row_starts.pop_back(); }) == "numeric.size");
    CHECK(changed([](SparseGenerator& g) { g.row_starts = {0, 1, 0}; }) == "numeric.size");
    CHECK(changed([](SparseGenerator& g) { g.columns[0] = 2; }) == "numeric.size");
    CHECK(changed([](SparseGenerator& g) { g.rates[0] = -1.0; }) == "numeric.rate_negative");
    CHECK(changed([](SparseGenerator& g) { g.rates[0] = 1.5; }) == "numeric.row_positive");
    CHECK(changed([&](SparseGenerator& g) { g.diagonal[1] = nan; }) == "numeric.not_finite");
    const Uniformization fine(q);
    UniformizationWorkspace work;
    std::vector<double> out(2);
    const std::vector<double> v{1.0, 0.0};
    CHECK(code_of([&] { fine.forward(std::vector<double>{1.0}, 1.0, out, {}, {}, work); }) == "numeric.size");
    CHECK(code_of([&] { fine.forward(std::vector<double>{1.0, nan}, 1.0, out, {}, {}, work); }) == "numeric.not_finite");
    CHECK(code_of([&] { fine.forward(v, -1.0, out, {}, {}, work); }) == "numeric.time_negative");
    CHECK(code_of([&] { fine.backward(v, 1e11, out, {}, {}, work); }) == "numeric.too_many_events");
    CHECK(code_of([&] { fine.backward(v, nan, out, {}, {}, work); }) == "numeric.not_finite");
}
