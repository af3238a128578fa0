// SPDX-License-Identifier: Apache-2.0

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/generator_exponential.hpp"

#include "generator_reference.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace incuflow;
using reference::Numbers;
using reference::random_generator;
using reference::relative_error;

namespace
{

/// A chain 0 → 1 → … with these rates, the last state absorbing.
std::vector<double> rate_chain(const std::vector<double>& rates)
{
    const std::size_t n = rates.size() + 1;
    std::vector<double> q(n * n, 0.0);
    for (std::size_t i = 0; i + 1 < n; ++i) {
        q[i * n + i] = -rates[i];
        q[i * n + i + 1] = rates[i];
    }
    return q;
}

/// First row, last entry, of the chain's exponential (order 0), its integral (1) and second integral (2), for short
/// times: the product of the rates times t^(m+order) times the alternating series of complete symmetric polynomials.
long double chain_corner(const std::vector<double>& rates, long double t, int order)
{
    constexpr int terms = 24;
    std::vector<long double> complete(terms, 0.0L);
    complete[0] = 1.0L;
    long double value = 1.0L;
    for (const double rate : rates) {
        value *= rate;
        for (int k = 1; k < terms; ++k) {
            complete[static_cast<std::size_t>(k)] += rate * complete[static_cast<std::size_t>(k - 1)];
        }
    }
    const int m = static_cast<int>(rates.size()) + order;
    long double factor = 1.0L;
    for (int k = 1; k <= m; ++k) {
        factor *= t / k;
    }
    long double sum = 0.0L;
    for (int k = 0; k < terms; ++k) {
        sum += complete[static_cast<std::size_t>(k)] * factor * (k % 2 == 0 ? 1.0L : -1.0L);
        factor *= t / (m + k + 1);
    }
    return value * sum;
}

double row_error(const std::vector<double>& matrix, std::size_t n, double expected)
{
    double worst = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        long double sum = 0.0L;
        for (std::size_t j = 0; j < n; ++j) {
            CHECK(matrix[i * n + j] >= 0.0);
            sum += matrix[i * n + j];
        }
        worst = std::max(worst, static_cast<double>(std::fabs(sum - expected)));
    }
    return worst;
}

}  // namespace

TEST_CASE("matrix exponential: published value")
{
    const std::vector<double> e =
        generator_exponential(std::vector<double>{-.2, .1, .1, 0, -1.1, 1.1, 0, 0, 0}, 3, 1.0);
    CHECK(e[0] == doctest::Approx(.8187308).epsilon(1e-7));
    CHECK(e[1] == doctest::Approx(.05398441).epsilon(1e-7));
    CHECK(e[2] == doctest::Approx(.1272848).epsilon(1e-6));
    CHECK(e[3] == 0.0);
    CHECK(e[4] == doctest::Approx(.33287108).epsilon(1e-8));
    CHECK(e[5] == doctest::Approx(.6671289).epsilon(1e-7));
    CHECK(e[6] == 0.0);
    CHECK(e[7] == 0.0);
    CHECK(e[8] == 1.0);
}

TEST_CASE("matrix exponential: time 0 and the zero generator are the identity")
{
    Numbers numbers(3);
    for (const std::size_t n : {std::size_t{1}, std::size_t{2}, std::size_t{6}, std::size_t{11}}) {
        for (const double t : {0.0, 2.5}) {
            const auto q = t == 0.0 ? random_generator(n, numbers, .5, -2, 3) : std::vector<double>(n * n, 0.0);
            const GeneratorIntegrals g = generator_integrals(q, static_cast<int>(n), t);
            CHECK(generator_exponential(q, static_cast<int>(n), t) == g.transition);
            CHECK(g.conserving);
            for (std::size_t e = 0; e < n * n; ++e) {
                const double one = e % (n + 1) == 0 ? 1.0 : 0.0;
                CHECK(g.transition[e] == one);
                CHECK(g.occupancy[e] == one * t);
                CHECK(g.accumulated[e] == one * 0.5 * t * t);
            }
        }
    }
}

TEST_CASE("matrix exponential: a chain's rarest entry keeps its digits")
{
    const std::vector<double> rates{1.5, .7, 2.25, .05, 3.0, 1.0};
    const auto q = rate_chain(rates);
    for (const double t : {1e-35, 1e-6, 1e-3, .1}) {
        const GeneratorIntegrals g = generator_integrals(q, 7, t);
        const auto exact = [&](int order) { return chain_corner(rates, t, order); };
        CHECK(std::fabs(g.transition[6] / exact(0) - 1.0L) < 1e-14L);
        CHECK(std::fabs(g.occupancy[6] / exact(1) - 1.0L) < 1e-14L);
        CHECK(std::fabs(g.accumulated[6] / exact(2) - 1.0L) < 1e-14L);
    }
    // 1.5·.7·2.25·.05·3/6!·1e-36, to first order.
    CHECK(generator_exponential(q, 7, 1e-6)[6] == doctest::Approx(4.921875e-40).epsilon(1e-5));
}

TEST_CASE("matrix exponential: a long chain's rarest entry, whatever the number of states")
{
    for (const std::size_t steps :
         {std::size_t{8}, std::size_t{11}, std::size_t{24}, std::size_t{25}, std::size_t{40}}) {
        std::vector<double> rates;
        for (std::size_t k = 0; k < steps; ++k) {
            rates.push_back(1.0 + 0.1 * static_cast<double>(k));
        }
        for (const double t : {1e-4, 1e-2}) {
            const GeneratorIntegrals g = generator_integrals(rate_chain(rates), static_cast<int>(steps + 1), t);
            CHECK(std::fabs(g.transition[steps] / chain_corner(rates, t, 0) - 1.0L) < 1e-13L);
            CHECK(std::fabs(g.occupancy[steps] / chain_corner(rates, t, 1) - 1.0L) < 1e-13L);
        }
    }
}

TEST_CASE("matrix exponential: every entry against long double")
{
    struct Case {
        std::size_t n;
        double density, low, high, t, bound;
    };
    for (const Case& c :
         {Case{2, 1, -3, 4, 10, 1e-12}, Case{3, .7, -3, 4, 10, 1e-12}, Case{6, .3, -6, 4, 1e-6, 5e-15},
          Case{6, .3, -6, 4, 10, 2e-12}, Case{6, .5, -3, 0, 1, 5e-15}, Case{6, .5, -3, 0, 1e5, 2e-12},
          Case{8, .25, -12, 0, 1, 5e-15}, Case{8, .25, -6, 2, 1e-4, 5e-15}, Case{12, .15, -6, 2, .01, 1e-14},
          Case{12, .15, -6, 2, 1, 1e-13}, Case{30, .05, -6, 2, 1, 1e-13}}) {
        Numbers numbers(c.n + 17);
        for (int k = 0; k < (c.n > 8 ? 2 : 20); ++k) {
            const auto q = random_generator(c.n, numbers, c.density, c.low, c.high);
            const auto expected = reference::integrals(q, c.n, c.t);
            const GeneratorIntegrals g = generator_integrals(q, static_cast<int>(c.n), c.t);
            CHECK(relative_error(g.transition, expected.transition) < c.bound);
            CHECK(relative_error(g.occupancy, expected.occupancy) < c.bound);
            CHECK(relative_error(g.accumulated, expected.accumulated) < c.bound);
        }
    }
}

TEST_CASE("matrix exponential: rate × time = 1e5, and rates 1e4 beside 1e-3")
{
    SUBCASE("two states, closed form")
    {
        const double a = 1e4, b = 2.5e3, t = 8.0;
        const std::vector<double> q{-a, a, b, -b};
        const GeneratorIntegrals g = generator_integrals(q, 2, t);
        const long double s = static_cast<long double>(a) + b, r = -std::expm1(-s * t);
        CHECK(std::fabs(g.transition[1] / (a / s * r) - 1.0L) < 1e-14L);
        CHECK(std::fabs(g.transition[2] / (b / s * r) - 1.0L) < 1e-14L);
        CHECK(std::fabs(g.occupancy[1] / (a / s * (t - r / s)) - 1.0L) < 1e-14L);
        CHECK(std::fabs(g.accumulated[1] / (a / s * (t * t / 2 - (t - r / s) / s)) - 1.0L) < 1e-14L);
    }
    SUBCASE("a slow way out of a fast pair")
    {
        const double a = 1e4, b = 1e4, c = 1e-3, t = 10.0;
        const std::vector<double> q{-a, a, 0, b, -(b + c), c, 0, 0, 0};
        const auto e = generator_exponential(q, 3, t);
        // Slow eigenvalue of the pair: ac/λ, λ the fast one; the chance of being out follows from both.
        const long double half = (static_cast<long double>(a) + b + c) / 2;
        const long double root = std::sqrt(half * half - static_cast<long double>(a) * c);
        const long double fast = half + root, slow = static_cast<long double>(a) * c / fast;
        const long double out = (fast * -std::expm1(-slow * t) - slow * -std::expm1(-fast * t)) / (fast - slow);
        CHECK(std::fabs(e[2] / out - 1.0L) < 1e-12L);
        CHECK(std::fabs(e[0] + e[1] - (1.0L - out)) < 1e-12L);
    }
    SUBCASE("a slow chain beside a fast pair in one generator")
    {
        std::vector<double> q(36, 0.0);
        for (std::size_t i = 0; i < 3; ++i) {
            const double rate = 1e-3 * static_cast<double>(i + 1);
            q[i * 7] = -rate;
            q[i * 7 + 1] = rate;
        }
        q[4 * 6 + 4] = -1e4;
        q[4 * 6 + 5] = 1e4;
        q[5 * 6 + 4] = 1e4;
        q[5 * 6 + 5] = -1e4;
        const auto e = generator_exponential(q, 6, 10.0);
        CHECK(std::fabs(e[3] / chain_corner({1e-3, 2e-3, 3e-3}, 10.0L, 0) - 1.0L) < 1e-12L);
        CHECK(std::fabs(e[0] / std::exp(-1e-2L) - 1.0L) < 1e-12L);
        CHECK(std::fabs(e[4 * 6 + 5] - 0.5) < 1e-15);
    }
    SUBCASE("conservation")
    {
        Numbers numbers(5);
        for (int k = 0; k < 20; ++k) {
            const auto q = random_generator(6, numbers, .6, -3, 4);
            const double t = 10.0;
            const GeneratorIntegrals g = generator_integrals(q, 6, t);
            CHECK(row_error(g.transition, 6, 1.0) < 1e-15);
            CHECK(row_error(g.occupancy, 6, t) < 1e-15 * t * 4);
            CHECK(row_error(g.accumulated, 6, t * t / 2) < 1e-15 * t * t * 4);
        }
    }
}

TEST_CASE("matrix exponential: semigroup and the identities of the integrals")
{
    Numbers numbers(11);
    for (const std::size_t n : {std::size_t{4}, std::size_t{10}}) {
        const int states = static_cast<int>(n);
        const auto q = random_generator(n, numbers, .5, -2, 1);
        const auto s = generator_exponential(q, states, .3);
        const auto t = generator_exponential(q, states, .9);
        const GeneratorIntegrals g = generator_integrals(q, states, 1.2);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                const std::size_t e = i * n + j;
                long double both = 0.0L, change = i == j ? 1.0L : 0.0L, time = i == j ? 1.2L : 0.0L;
                for (std::size_t k = 0; k < n; ++k) {
                    both += static_cast<long double>(s[i * n + k]) * t[k * n + j];
                    change += static_cast<long double>(q[i * n + k]) * g.occupancy[k * n + j];
                    time += static_cast<long double>(q[i * n + k]) * g.accumulated[k * n + j];
                }
                CHECK(g.transition[e] == doctest::Approx(static_cast<double>(both)).epsilon(1e-13));
                // E = I + QΦ and Φ = hI + Q∫Φ.
                CHECK(std::fabs(g.transition[e] - change) < 1e-13L);
                CHECK(std::fabs(g.occupancy[e] - time) < 1e-13L);
            }
        }
    }
}

TEST_CASE("matrix exponential: rows that leak are the block of the generator with one more state")
{
    Numbers numbers(23);
    for (const std::size_t n : {std::size_t{1}, std::size_t{5}, std::size_t{11}}) {
        auto q = random_generator(n, numbers, .5, -2, 1);
        std::vector<double> whole((n + 1) * (n + 1), 0.0);
        for (std::size_t i = 0; i < n; ++i) {
            const double leak = i % 2 == 0 ? .25 : 0.0;
            q[i * n + i] -= leak;
            std::copy_n(q.begin() + static_cast<std::ptrdiff_t>(i * n), n,
                        whole.begin() + static_cast<std::ptrdiff_t>(i * (n + 1)));
            whole[i * (n + 1) + n] = leak;
        }
        for (const double t : {.01, 3.0}) {
            const GeneratorIntegrals part = generator_integrals(q, static_cast<int>(n), t);
            const GeneratorIntegrals all = generator_integrals(whole, static_cast<int>(n + 1), t);
            CHECK_FALSE(part.conserving);
            CHECK(all.conserving);
            CHECK(generator_exponential(q, static_cast<int>(n), t) == part.transition);
            for (std::size_t i = 0; i < n; ++i) {
                for (std::size_t j = 0; j < n; ++j) {
                    const std::size_t e = i * (n + 1) + j;
                    CHECK(part.transition[i * n + j] == doctest::Approx(all.transition[e]).epsilon(1e-13));
                    CHECK(part.occupancy[i * n + j] == doctest::Approx(all.occupancy[e]).epsilon(1e-13));
                    CHECK(part.accumulated[i * n + j] == doctest::Approx(all.accumulated[e]).epsilon(1e-13));
                }
            }
        }
    }
}

TEST_CASE("matrix exponential: scaling time by 2 is scaling rates by 1/2, to the byte")
{
    Numbers numbers(29);
    auto q = random_generator(6, numbers, .6, -2, 2);
    const auto once = generator_exponential(q, 6, 3.0);
    for (double& rate : q) {
        rate *= 2.0;
    }
    CHECK(generator_exponential(q, 6, 1.5) == once);
}

TEST_CASE("matrix exponential: what is refused")
{
    const double infinite = std::numeric_limits<double>::infinity();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> good{-1, 1, 0, 0};
    const auto code = [](const std::vector<double>& q, int n, double t) -> std::string {
        std::string integrals;
        try {
            static_cast<void>(generator_integrals(q, n, t));
        } catch (const Error& error) {
            integrals = error.code();
        }
        try {
            static_cast<void>(generator_exponential(q, n, t));
        } catch (const Error& error) {
            CHECK(error.code() == integrals);
            return integrals;
        }
        return "no error";
    };
    CHECK(code(good, 2, 1.0) == "no error");
    CHECK(code(good, 0, 1.0) == "numeric.no_states");
    CHECK(code(good, -3, 1.0) == "numeric.no_states");
    CHECK(code(good, 3, 1.0) == "numeric.size");
    CHECK(code(good, 2, -1e-300) == "numeric.time_negative");
    CHECK(code(good, 2, infinite) == "numeric.not_finite");
    CHECK(code(good, 2, nan) == "numeric.not_finite");
    CHECK(code({-1, 1, nan, 0}, 2, 1.0) == "numeric.not_finite");
    CHECK(code({-infinite, infinite, 0, 0}, 2, 1.0) == "numeric.not_finite");
    CHECK(code({-infinite, 1, 0, 0}, 2, 1.0) == "numeric.not_finite");
    CHECK(code({1, -1, 0, 0}, 2, 1.0) == "numeric.rate_negative");
    CHECK(code({0, 1, 0, 0}, 2, 1.0) == "numeric.row_positive");
    CHECK(code({1, 0, 0, 0}, 2, 1.0) == "numeric.row_positive");
    CHECK(code({-1e305, 1e305, 0, 0}, 2, 1.0) == "numeric.step_too_long");
    std::vector<double> large(100, 0.0);
    large[57] = nan;
    CHECK(code(large, 10, 1.0) == "numeric.not_finite");
    // Rounding in a row of rates is no leak and no fault.
    const double sum = .1 + .2 + .3;
    CHECK(generator_integrals(std::vector<double>{-sum, .3, .2, .1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 4, 1.0)
              .conserving);

    std::vector<double> batch{-1, 1, 0, 0, -1, 2, 0, 0};
    std::vector<double> out(8);
    try {
        generator_exponentials(batch, 2, 2, 1.0, out);
        FAIL("a positive row passed");
    } catch (const ParameterError& error) {
        CHECK(std::string(error.what()) ==
              "generator[1][0]: the row must sum to 0, or to less where something leaves, got 1");
    }
    CHECK_THROWS_AS(generator_exponentials(batch, 2, 3, 1.0, out), ParameterError);
    CHECK_THROWS_AS(generator_exponentials(batch, 2, 2, 1.0, std::span<double>(out).first(7)), ParameterError);
    CHECK_NOTHROW(generator_exponentials({}, 2, 0, 1.0, {}));
}
