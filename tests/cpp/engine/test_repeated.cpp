// SPDX-License-Identifier: Apache-2.0
// How often one firm crosses a transition of a loop: the backward pass against the equations of the counting chain, solved another way.

#include "support/cohort.hpp"
#include "support/faults.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace inc = incuflow;

namespace {

using Real = long double;

inc::Pipeline loop(double up, double down)
{
    return inc::PipelineBuilder()
        .chain("t", "a—b")
        .transition("t.a->b", inc::per_year(up))
        .transition("t.b->a", inc::per_year(down))
        .build();
}

// P(a firm that starts in a makes n crossings up within t), n = 0 … most − 1: the forward equations of (stage, crossings), by the classical
// Runge–Kutta method of fourth order in long double.
std::vector<Real> enumerated(Real up, Real down, Real years, std::size_t most, bool from_b)
{
    std::vector<Real> p(2 * most, 0.0L);
    p[from_b ? 1 : 0] = 1.0L;
    const auto slope = [&](const std::vector<Real>& x) {
        std::vector<Real> d(x.size(), 0.0L);
        for (std::size_t n = 0; n < most; ++n) {
            d[2 * n] += down * x[2 * n + 1] - up * x[2 * n];
            d[2 * n + 1] -= down * x[2 * n + 1];
            if (n + 1 < most) {
                d[2 * (n + 1) + 1] += up * x[2 * n];
            }
        }
        return d;
    };
    const auto moved = [](const std::vector<Real>& x, const std::vector<Real>& d, Real h) {
        std::vector<Real> y = x;
        for (std::size_t i = 0; i < y.size(); ++i) {
            y[i] += h * d[i];
        }
        return y;
    };
    constexpr int steps = 4000;
    const Real h = years / steps;
    for (int s = 0; s < steps; ++s) {
        const auto k1 = slope(p);
        const auto k2 = slope(moved(p, k1, h / 2));
        const auto k3 = slope(moved(p, k2, h / 2));
        const auto k4 = slope(moved(p, k3, h));
        for (std::size_t i = 0; i < p.size(); ++i) {
            p[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        }
    }
    std::vector<Real> law(most);
    for (std::size_t n = 0; n < most; ++n) {
        law[n] = p[2 * n] + p[2 * n + 1];
    }
    return law;
}

TEST_CASE("forty firms, up .5, down .4, ten years: mean 101, standard deviation 6.8")
{
    auto parts = make::study(loop(.5, .4), 2030);
    parts.stocks = {make::stock("t.a", 40)};
    const make::Cohort cohort(parts);
    const auto answer = cohort.count({"t.a->b"}, inc::Counts::crossings, 0, 10);
    const inc::CountLaw law(answer.parts);
    // μ(t) = ∫ up·P(in a), P(in a) = (down + up e^(−(up+down)t)) / (up+down).
    const double mean = 40 * (.5 * .4 * 10 / .9 + .25 * -std::expm1(-9.0) / .81);
    CHECK(law.mean() == doctest::Approx(mean).epsilon(1e-12));
    CHECK(std::round(law.mean()) == 101);
    CHECK(std::sqrt(law.variance()) == doctest::Approx(6.8).epsilon(.01));
    const auto expected = enumerated(.5L, .4L, 10.0L, 60, false);
    const auto& chances = answer.parts.trials[0].chances;
    for (std::size_t n = 0; n < 12; ++n) {
        CHECK(chances[n] == doctest::Approx(static_cast<double>(expected[n])).epsilon(1e-11));
    }
}

// A ladder rung that is recognised, lapses and is recognised again, with newcomers of every law: brute force over per-firm laws.
TEST_CASE("a recognition–lapse loop against enumeration")
{
    const double up = .9;
    const double down = .6;
    auto parts = make::study(loop(up, down), 2024);
    parts.stocks = {make::stock("t.a", 2), make::stock("t.b", 3)};
    auto batch = make::intake("t.a", 2, inc::IntakeLaw::batch);
    batch.date = make::year_end(2022);
    auto mixed = make::intake("t.b", .75, inc::IntakeLaw::negative_binomial);
    mixed.k = 1.5;
    mixed.start = inc::Date{2021, 1, 1};
    mixed.end = make::year_end(2021);
    auto fixed = make::intake("t.a", 2, inc::IntakeLaw::fixed);
    fixed.id = "planned";
    fixed.start = inc::Date{2022, 1, 1};
    fixed.end = make::year_end(2022);
    parts.intakes = {make::intake("t.a", .5), batch, mixed, fixed};
    const make::Cohort cohort(parts);
    const auto answer = cohort.count({"t.a->b"}, inc::Counts::crossings, 0, 4);

    constexpr std::size_t most = 40;
    const auto convolved = [](const std::vector<Real>& x, const std::vector<Real>& y) {
        std::vector<Real> sum(most, 0.0L);
        for (std::size_t i = 0; i < most; ++i) {
            for (std::size_t j = 0; i + j < most; ++j) {
                sum[i + j] += x[i] * y[j];
            }
        }
        return sum;
    };
    // Mean over uniform entry times by Gauss's three points on many pieces.
    const auto entering = [&](Real from, Real to, bool from_b) {
        std::vector<Real> law(most, 0.0L);
        constexpr int pieces = 6;
        for (int piece = 0; piece < pieces; ++piece) {
            for (int g = -1; g <= 1; ++g) {
                const Real at = from + (to - from) / pieces * (piece + .5L + g * .5L * std::sqrt(.6L));
                const auto one = enumerated(up, down, 4.0L - at, most, from_b);
                for (std::size_t n = 0; n < most; ++n) {
                    law[n] += one[n] * (g == 0 ? 8.0L : 5.0L) / 18.0L / pieces;
                }
            }
        }
        return law;
    };
    const auto power = [&](const std::vector<Real>& law, int firms) {
        std::vector<Real> sum(most, 0.0L);
        sum[0] = 1.0L;
        for (int k = 0; k < firms; ++k) {
            sum = convolved(sum, law);
        }
        return sum;
    };
    std::vector<Real> expected = power(enumerated(up, down, 4, most, false), 2);
    expected = convolved(expected, power(enumerated(up, down, 4, most, true), 3));
    expected = convolved(expected, power(enumerated(up, down, 2, most, false), 2));
    expected = convolved(expected, power(entering(1, 2, false), 2));
    // Over the number of firms that enter, one by one.
    const auto over_numbers = [&](const std::vector<Real>& law, const auto& chance) {
        std::vector<Real> sum(most, 0.0L);
        std::vector<Real> so_far = power(law, 0);
        for (int m = 0; m < 60; ++m) {
            for (std::size_t n = 0; n < most; ++n) {
                sum[n] += chance(m) * so_far[n];
            }
            so_far = convolved(so_far, law);
        }
        return sum;
    };
    std::vector<Real> poisson_law(most, 0.0L);
    for (int year = 0; year < 4; ++year) {
        const auto one = entering(year, year + 1, false);
        for (std::size_t n = 0; n < most; ++n) {
            poisson_law[n] += one[n] / 4;
        }
    }
    expected =
        convolved(expected, over_numbers(poisson_law, [](int m) { return std::exp(m * std::log(2.0L) - 2.0L - std::lgamma(m + 1.0L)); }));
    expected = convolved(expected, over_numbers(entering(0, 1, true), [](int m) {
                             return std::exp(std::lgamma(m + 1.5L) - std::lgamma(1.5L) - std::lgamma(m + 1.0L) +
                                             1.5L * std::log(1.5L / 2.25L) + m * std::log(.75L / 2.25L));
                         }));
    const inc::CountLaw law(answer.parts);
    const auto given = law.probabilities(0, most - 1);
    for (std::size_t n = 0; n < most; ++n) {
        INFO(n);
        CHECK(std::fabs(given[n] - static_cast<double>(expected[n])) < 1e-10);
        // Rare counts are right too.
        CHECK(given[n] == doctest::Approx(static_cast<double>(expected[n])).epsilon(2e-6));
    }
}

TEST_CASE("without a return the counting pass is the pass of distinct firms; what it leaves out is bounded")
{
    const auto pipeline =
        inc::PipelineBuilder().chain("t", "a—b—c").transition("t.a->b", inc::per_year(.7)).transition("t.b->c", inc::per_year(1.1)).build();
    auto parts = make::study(pipeline, 2024);
    parts.stocks = {make::stock("t.a", 5)};
    parts.intakes = {make::intake("t.a", 3)};
    const make::Cohort cohort(parts);
    auto query = inc::make_query(cohort.study().pipeline(), cohort.model(), {"t.b->c"}, inc::Counts::crossings, false, .5, 3.5);
    CHECK(query.once);
    const auto once = cohort.count(query);
    query.once = false;
    const auto counted = cohort.count(query);
    CHECK(counted.parts.poisson[1] == doctest::Approx(once.parts.poisson[1]).epsilon(1e-13));
    CHECK(counted.parts.trials[0].chances[1] == doctest::Approx(once.parts.trials[0].chances[1]).epsilon(1e-13));
    for (std::size_t n = 2; n < counted.parts.poisson.size(); ++n) {
        CHECK(counted.parts.poisson[n] == 0.0);
    }
    // A loop: cells are added until those beyond weigh less than the share that was asked for.
    auto again = make::study(loop(6, 6), 2024);
    again.stocks = {make::stock("t.a", 5)};
    const make::Cohort loops(again);
    auto fast = inc::make_query(loops.study().pipeline(), loops.model(), {"t.a->b"}, inc::Counts::crossings, false, 0, 4);
    CHECK_FALSE(fast.once);
    const auto coarse = loops.count(fast).parts.trials[0].chances;
    fast.tail = 1e-300;
    const auto fine = loops.count(fast).parts.trials[0].chances;
    CHECK(coarse.back() < 1e-16);
    CHECK(fine.back() < 1e-300);
    CHECK(fine.size() > coarse.size());
    for (std::size_t n = 0; n < 40; ++n) {
        CHECK(coarse[n] == doctest::Approx(fine[n]).epsilon(1e-9));
    }
    // Both counts and the flow of the forward pass agree.
    CHECK(5 *
              [&] {
                  double mean = 0.0;
                  for (std::size_t n = 1; n < fine.size(); ++n) {
                      mean += static_cast<double>(n) * fine[n];
                  }
                  return mean;
              }() ==
          doctest::Approx([&] {
              double sum = 0.0;
              for (const double flow : make::expected_flow(make::at_mids(inc::make_study(again)), "t.a->b")) {
                  sum += flow;
              }
              return sum;
          }())
              .epsilon(1e-12));
}

TEST_CASE("more crossings a firm than can be told apart are refused")
{
    auto parts = make::study(loop(4000, 4000), 2024);
    parts.stocks = {make::stock("t.a", 1)};
    const make::Cohort cohort(parts);
    const auto faults = faults_of<inc::EngineError>([&] { (void)cohort.count({"t.a->b"}, inc::Counts::crossings, 0, 4); });
    REQUIRE(has_fault(faults, "engine.too_many_crossings", ""));
    CHECK(argument(faults[0], "allowed") == "4096");
}

}  // namespace
