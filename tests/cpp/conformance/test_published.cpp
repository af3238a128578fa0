// SPDX-License-Identifier: Apache-2.0
// Published results, reproduced through the public API: discrete-time cohort models run as dated matrices, costs and utilities are
// applied here to the engine's stocks.

#include "support/make.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

namespace inc = incuflow;
using make::Move;

namespace {

// Sonnenberg & Beck (1993), heart valve: well, disabled, dead.
TEST_CASE("heart valve model of Sonnenberg and Beck")
{
    const int cycles = 24;
    const auto pipeline = inc::PipelineBuilder()
                              .chain("health", "well—disabled—dead")
                              .dated(make::dated("health", make::year_ends(2021, 2020 + cycles),
                                                 {{"well", "disabled", .2}, {"well", "dead", .2}, {"disabled", "dead", .4}}))
                              .build();
    auto parts = make::study(pipeline, 2020 + cycles);
    parts.stocks = {make::stock("health.well", 1)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    const auto well = make::expected_stock(forecast, "health.well");
    const auto disabled = make::expected_stock(forecast, "health.disabled");
    double end_of_cycle = 0.0;
    double half_cycle = 0.0;
    for (std::size_t t = 1; t < well.size(); ++t) {
        const double before = well[t - 1] + .7 * disabled[t - 1];
        const double after = well[t] + .7 * disabled[t];
        end_of_cycle += after;
        half_cycle += 0.5 * (before + after);
    }
    CHECK(end_of_cycle == doctest::Approx(2.374948943941).epsilon(1e-12));
    CHECK(half_cycle == doctest::Approx(2.874933307283).epsilon(1e-12));
}

TEST_CASE("heart valve model, infinite horizon")
{
    const int cycles = 100;
    const auto pipeline = inc::PipelineBuilder()
                              .chain("health", "well—disabled—dead")
                              .dated(make::dated("health", make::year_ends(2021, 2020 + cycles),
                                                 {{"well", "disabled", .2}, {"well", "dead", .2}, {"disabled", "dead", .4}}))
                              .build();
    auto parts = make::study(pipeline, 2020 + cycles);
    parts.stocks = {make::stock("health.well", 1)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    const auto well = make::expected_stock(forecast, "health.well");
    const auto disabled = make::expected_stock(forecast, "health.disabled");
    double end_of_cycle = 0.0;
    for (std::size_t t = 1; t < well.size(); ++t) {
        end_of_cycle += well[t] + .7 * disabled[t];
    }
    CHECK(end_of_cycle == doctest::Approx(2.375).epsilon(1e-13));
    CHECK(end_of_cycle + .5 == doctest::Approx(2.875).epsilon(1e-13));
}

// The printed exponential of a generator with rates .1, .1 and 1.1, row by row, as the engine runs it for a year.
TEST_CASE("matrix exponential of a three-state generator")
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b—c")
                              .transition("t.a->b", inc::per_year(.1))
                              .transition("t.a->c", inc::per_year(.1))
                              .transition("t.b->c", inc::per_year(1.1))
                              .build();
    const std::array<std::string, 3> stages{"t.a", "t.b", "t.c"};
    const std::array<std::array<double, 3>, 3> printed{{{.8187308, .05398441, .1272848}, {0, .33287108, .6671289}, {0, 0, 1}}};
    for (std::size_t i = 0; i < 3; ++i) {
        auto parts = make::study(pipeline, 2021);
        parts.stocks = {make::stock(stages[i], 1)};
        const auto forecast = make::at_mids(inc::make_study(parts));
        for (std::size_t j = 0; j < 3; ++j) {
            CHECK(std::fabs(make::expected_stock(forecast, stages[j])[1] - printed[i][j]) < 5e-8);
        }
    }
}

struct HivResult {
    double cost;
    double life_years;
};

// Chancellor et al. (1997), as in Briggs, Claxton & Sculpher, exercise 2.5.
HivResult hiv(bool combination)
{
    const std::array<std::array<double, 4>, 3> counts{{{1251, 350, 116, 17}, {0, 731, 512, 15}, {0, 0, 1312, 437}}};
    const std::array<std::string, 4> names{"a", "b", "c", "d"};
    const auto moves = [&](double factor) {
        std::vector<Move> list;
        for (std::size_t i = 0; i < 3; ++i) {
            double total = 0.0;
            for (const double n : counts[i]) {
                total += n;
            }
            for (std::size_t j = i + 1; j < 4; ++j) {
                list.push_back({names[i], names[j], factor * counts[i][j] / total});
            }
        }
        return list;
    };
    auto builder = inc::PipelineBuilder().chain("hiv", "a—b—c—d");
    if (combination) {
        builder = builder.dated(make::dated("hiv", make::year_ends(2021, 2022), moves(.509)))
                      .dated(make::dated("hiv", make::year_ends(2023, 2040), moves(1)));
    } else {
        builder = builder.dated(make::dated("hiv", make::year_ends(2021, 2040), moves(1)));
    }
    auto parts = make::study(builder.build(), 2040);
    parts.stocks = {make::stock("hiv.a", 1)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    const auto a = make::expected_stock(forecast, "hiv.a");
    const auto b = make::expected_stock(forecast, "hiv.b");
    const auto c = make::expected_stock(forecast, "hiv.c");
    HivResult result{0.0, 0.0};
    for (std::size_t t = 1; t <= 20; ++t) {
        const double alive = a[t] + b[t] + c[t];
        const double drug = 2278 + (combination && t <= 2 ? 2086.50 : 0.0);
        result.cost += (2756 * a[t] + 3052 * b[t] + 9007 * c[t] + drug * alive) / std::pow(1.06, static_cast<double>(t));
        result.life_years += alive;
    }
    return result;
}

TEST_CASE("HIV model of Chancellor, Briggs exercise 2.5")
{
    const HivResult mono = hiv(false);
    const HivResult both = hiv(true);
    CHECK(mono.cost == doctest::Approx(44663.4535637).epsilon(1e-11));
    CHECK(both.cost == doctest::Approx(50601.6513312).epsilon(1e-11));
    CHECK(mono.life_years == doctest::Approx(7.9912066).epsilon(1e-8));
    CHECK(both.life_years == doctest::Approx(8.9373889).epsilon(1e-8));
    CHECK((both.cost - mono.cost) / (both.life_years - mono.life_years) == doctest::Approx(6275.95560).epsilon(1e-8));
}

struct HipResult {
    double cost;
    double qaly;
};

// Briggs, Claxton & Sculpher, exercise 3.5: total hip replacement with a Weibull risk of revision, 60 yearly cycles from age 60.
HipResult hip(bool np1)
{
    const double lambda = std::exp(-5.490935 - .0367022 * 60);
    const double gamma = std::exp(.3740968);
    const double rho = np1 ? std::exp(-1.344474) : 1.0;
    auto builder = inc::PipelineBuilder().chain("hip", "operation—primary—revision—success—dead");
    for (int k = 1; k <= 60; ++k) {
        const double r = 1 - std::exp(lambda * rho * (std::pow(k - 1, gamma) - std::pow(k, gamma)));
        const int age = 60 + k;
        const double m = age < 65 ? .0067 : age < 75 ? .0193 : age < 85 ? .0535 : .1548;
        builder = builder.dated(make::dated("hip", {make::year_end(2020 + k)},
                                            {{"operation", "primary", .98},
                                             {"operation", "dead", .02},
                                             {"primary", "revision", r},
                                             {"primary", "dead", m},
                                             {"revision", "success", .98 - m},
                                             {"revision", "dead", .02 + m},
                                             {"success", "revision", .04},
                                             {"success", "dead", m}}));
    }
    auto parts = make::study(builder.build(), 2080);
    parts.stocks = {make::stock("hip.operation", 1)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    const auto primary = make::expected_stock(forecast, "hip.primary");
    const auto revision = make::expected_stock(forecast, "hip.revision");
    const auto success = make::expected_stock(forecast, "hip.success");
    HipResult result{np1 ? 579.0 : 394.0, 0.0};
    for (std::size_t t = 1; t <= 60; ++t) {
        const auto years = static_cast<double>(t);
        result.cost += 5294 * revision[t] / std::pow(1.06, years);
        result.qaly += (.85 * primary[t] + .30 * revision[t] + .75 * success[t]) / std::pow(1.015, years);
    }
    return result;
}

TEST_CASE("total hip replacement, Briggs exercise 3.5")
{
    const HipResult standard = hip(false);
    const HipResult np1 = hip(true);
    CHECK(standard.cost == doctest::Approx(512.434658).epsilon(1e-9));
    CHECK(standard.qaly == doctest::Approx(14.6531896).epsilon(1e-8));
    CHECK(np1.cost == doctest::Approx(610.311818).epsilon(1e-9));
    CHECK(np1.qaly == doctest::Approx(14.69770986).epsilon(1e-9));
    CHECK((np1.cost - standard.cost) / (np1.qaly - standard.qaly) == doctest::Approx(2198.486665).epsilon(1e-7));
}

// Five-year defaults of the maximum-likelihood generator of S&P's transition counts of 2000 (its off-diagonals as printed).
TEST_CASE("five-year defaults of the S&P 2000 generator")
{
    struct Rate {
        int from;
        int to;
        double value;
    };
    const std::vector<Rate> rates{
        {1, 2, .10488852}, {1, 3, .00461352}, {2, 1, .00623118}, {2, 3, .08783873}, {2, 4, .00093258}, {3, 2, .03749245}, {3, 4, .09290906},
        {3, 5, .00200505}, {3, 6, .00003091}, {3, 7, .00447315}, {3, 8, .00197448}, {4, 1, .00061553}, {4, 2, .00301572}, {4, 3, .04358727},
        {4, 5, .04438255}, {4, 6, .00416745}, {4, 7, .00178123}, {4, 8, .00339681}, {5, 2, .00405150}, {5, 4, .04388071}, {5, 6, .08605296},
        {5, 7, .00840275}, {6, 2, .00576858}, {6, 3, .00323313}, {6, 4, .00573350}, {6, 5, .05894785}, {6, 7, .06444477}, {6, 8, .05481452},
        {7, 5, .00672744}, {7, 6, .15385644}, {7, 8, .20100650}};
    const std::array<double, 7> defaults{.000585, .002948, .017119, .023683, .058216, .255838, .525718};
    auto builder = inc::PipelineBuilder().chain("rating", "s1—s2—s3—s4—s5—s6—s7—s8");
    for (const Rate& rate : rates) {
        builder = builder.transition("rating.s" + std::to_string(rate.from) + "->s" + std::to_string(rate.to), inc::uncertain(inc::per_year(rate.value)));
    }
    const auto pipeline = builder.build();
    for (std::size_t i = 0; i < 7; ++i) {
        auto parts = make::study(pipeline, 2025);
        parts.stocks = {make::stock("rating.s" + std::to_string(i + 1), 1)};
        const auto forecast = make::at_mids(inc::make_study(parts));
        CHECK(std::fabs(make::expected_stock(forecast, "rating.s8").back() - defaults[i]) < 1e-6);
    }
}

}  // namespace
