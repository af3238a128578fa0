// SPDX-License-Identifier: Apache-2.0
// Mixtures of exact laws against sums over every count.

#include "incuflow/forecast/mixture.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace inc = incuflow;

namespace {

// Poisson plus binomials, by adding up everything to `top`.
std::vector<double> pmf(double mean, const std::vector<inc::BinomialGroup>& groups, std::size_t top)
{
    std::vector<double> law(top + 1, 0.0);
    double term = std::exp(-mean);
    for (std::size_t n = 0; n <= top; ++n) {
        law[n] = term;
        term *= mean / static_cast<double>(n + 1);
    }
    for (const auto& group : groups) {
        for (std::int64_t i = 0; i < group.trials; ++i) {
            for (std::size_t n = top; n > 0; --n) {
                law[n] = law[n] * (1 - group.probability) + law[n - 1] * group.probability;
            }
            law[0] *= 1 - group.probability;
        }
    }
    return law;
}

struct Draw {
    double mean;
    std::vector<inc::BinomialGroup> groups;
};

void check_mixture(const std::vector<Draw>& draws, std::size_t top)
{
    std::vector<inc::CountLaw> laws;
    std::vector<std::vector<double>> all;
    std::vector<double> mixed(top + 1, 0.0);
    double mean = 0.0;
    for (const Draw& draw : draws) {
        laws.emplace_back(draw.mean, draw.groups);
        all.push_back(pmf(draw.mean, draw.groups, top));
        for (std::size_t n = 0; n <= top; ++n) {
            mixed[n] += all.back()[n] / static_cast<double>(draws.size());
        }
        double one = draw.mean;
        for (const auto& group : draw.groups) {
            one += static_cast<double>(group.trials) * group.probability;
        }
        mean += one / static_cast<double>(draws.size());
    }
    const inc::MixtureLaw mixture(laws);
    CHECK(mixture.mean() == doctest::Approx(mean).epsilon(1e-14));
    for (const double p : {1e-6, .01, .05, .24, .5, .74, .95, .99, 1 - 1e-6}) {
        double below = 0.0;
        std::size_t n = 0;
        while (n < top && below + mixed[n] < p) {
            below += mixed[n++];
        }
        INFO("p = ", p);
        // The smallest n with P(N ≤ n) ≥ p.
        CHECK(mixture.quantile(p) == static_cast<std::int64_t>(n));
    }
    for (const auto& [low, high] : {std::pair<std::int64_t, std::int64_t>{0, inc::no_limit}, {3, inc::no_limit}, {0, 4}, {-2, 4}, {2, 7}, {7, 2}, {5, 5}}) {
        const auto p = mixture.between(low, high);
        REQUIRE(p.size() == draws.size());
        for (std::size_t k = 0; k < draws.size(); ++k) {
            double sum = 0.0;
            for (std::size_t n = 0; n <= top; ++n) {
                sum += static_cast<std::int64_t>(n) >= low && static_cast<std::int64_t>(n) <= high ? all[k][n] : 0.0;
            }
            CHECK(p[k] == doctest::Approx(sum).epsilon(1e-10));
        }
    }
}

TEST_CASE("one law, and laws of one shape at several means")
{
    check_mixture({{4.2, {}}}, 200);
    check_mixture({{.3, {}}, {9.0, {}}, {30.0, {}}}, 300);
    check_mixture({{0.0, {{12, .4}}}, {0.0, {{12, .9}}}}, 12);
}

TEST_CASE("Poisson and starting firms together, with far-apart draws")
{
    check_mixture({{2.0, {{5, .3}, {40, .02}}}, {150.0, {{5, .99}}}, {0.0, {}}, {7.5, {{3, 1.0}, {4, 0.0}}}}, 500);
}

TEST_CASE("a count that is always 0, and one that is certain")
{
    check_mixture({{0.0, {}}}, 3);
    check_mixture({{0.0, {{6, 1.0}}}}, 8);
    CHECK(inc::MixtureLaw({inc::CountLaw(0.0, {{6, 1.0}})}).quantile(.05) == 6);
}

TEST_CASE("large counts: quantiles agree with the distribution function of every draw")
{
    std::vector<inc::CountLaw> laws;
    for (int k = 0; k < 50; ++k) {
        laws.emplace_back(20000.0 + 700.0 * k, std::vector<inc::BinomialGroup>{{78965, .2 + .003 * k}});
    }
    const inc::MixtureLaw mixture(laws);
    const auto at_most = [&](std::int64_t n) {
        double sum = 0.0;
        for (const auto& law : laws) {
            sum += law.at_most(n) / 50;
        }
        return sum;
    };
    for (const double p : {.01, .05, .5, .95, .99}) {
        const std::int64_t n = mixture.quantile(p);
        CHECK(at_most(n) >= p - 1e-12);
        CHECK(at_most(n - 1) < p + 1e-12);
    }
}

}  // namespace
