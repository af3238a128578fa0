// SPDX-License-Identifier: Apache-2.0
// Rates that change with the calendar: closed forms of each piece, with and without intake.

#include "support/cohort.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

namespace inc = incuflow;

namespace {

TEST_CASE("piecewise constant rates on the calendar clock, breaks off the year ends")
{
    const std::array<double, 4> breaks{0, .4, 1.7, 2.0};
    const std::array<double, 4> rates{.9, 0, 2.5, .05};
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b")
                              .exit("closed")
                              .transition("t.a->b",
                                          inc::piecewise_constant({breaks.begin(), breaks.end()}, std::vector<inc::PerYear>{inc::per_year(.9), inc::per_year(0), inc::per_year(2.5), inc::per_year(.05)}),
                                          {inc::Clock::calendar, {}})
                              .transition("t.a->closed", inc::piecewise_constant({0, 1}, std::vector<inc::ProbPerYear>{inc::prob_per_year(.2), inc::prob_per_year(.5)}), {inc::Clock::calendar, {}})
                              .build();
    auto parts = make::study(pipeline, 2023);
    parts.stocks = {make::stock("t.a", 10)};
    parts.intakes = {make::intake("t.a", 6)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    const auto stock = make::expected_stock(forecast, "t.a");
    const auto flow = make::expected_flow(forecast, "t.a->b");

    // One constant piece after another: every time at which a rate or a year changes.
    const std::array<double, 7> cuts{0, .4, 1, 1.7, 2, 2.5, 3};
    double a = 10;
    double crossed = 0;
    std::size_t year = 0;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        const double length = cuts[i + 1] - cuts[i];
        double rate = 0;
        for (std::size_t p = 0; p < breaks.size(); ++p) {
            rate = cuts[i] >= breaks[p] ? rates[p] : rate;
        }
        const double out = rate - std::log1p(cuts[i] < 1 ? -.2 : -.5);
        const double after = a * std::exp(-out * length) + 6 * -std::expm1(-out * length) / out;
        crossed += rate * (a + 6 * length - after) / out;
        a = after;
        if (cuts[i + 1] == std::floor(cuts[i + 1])) {
            ++year;
            CHECK(stock[year] == doctest::Approx(a).epsilon(1e-13));
            CHECK(flow[year - 1] == doctest::Approx(crossed).epsilon(1e-13));
            crossed = 0;
        }
    }
    CHECK(year == 3);
}

TEST_CASE("factors act on the piece that holds")
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b")
                              .chain("u", "x")
                              .transition("t.a->b", inc::piecewise_constant({0, 1}, std::vector<inc::PerYear>{inc::per_year(.2), inc::per_year(.6)}), {inc::Clock::calendar, {}})
                              .modifier({{"t.a->b"}, {"u.x"}, inc::given_in_code(2.5)})
                              .build();
    auto parts = make::study(pipeline, 2022);
    parts.stocks = {make::stock("t.a & u.x", 1), make::stock("t.a", 1)};
    const make::Cohort cohort(parts);
    const auto run = cohort.run();
    CHECK(cohort.stock(run, cohort.state("t.a & u.x"), 2) == doctest::Approx(std::exp(-.2 * 2.5 - .6 * 2.5)).epsilon(1e-13));
    CHECK(cohort.stock(run, cohort.state("t.a"), 2) == doctest::Approx(std::exp(-.8)).epsilon(1e-13));
}

TEST_CASE("time spent in a stage is the integral of its stock")
{
    const auto pipeline = inc::PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc::per_year(.7)).build();
    auto parts = make::study(pipeline, 2022);
    parts.stocks = {make::stock("t.a", 1)};
    parts.intakes = {make::intake("t.a", 2)};
    const make::Cohort cohort(parts);
    const auto run = cohort.run();
    const auto a = static_cast<std::size_t>(cohort.state("t.a"));
    const double still = -std::expm1(-.7);
    CHECK(run.sojourn[1 * 2 * run.states + a] == doctest::Approx(still / .7).epsilon(1e-14));
    CHECK(run.sojourn[a] == doctest::Approx(2 * (1 - still / .7) / .7).epsilon(1e-13));
}

}  // namespace
