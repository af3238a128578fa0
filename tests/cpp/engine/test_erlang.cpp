// SPDX-License-Identifier: Apache-2.0
// Erlang stages as phases: two of them out of one stage, with time already spent there, and again after a return.

#include "support/cohort.hpp"
#include "support/faults.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

namespace inc = incuflow;

namespace {

double survivor(int k, double rate, double t)
{
    double term = 1.0;
    double sum = 0.0;
    for (int j = 0; j < k; ++j) {
        sum += term;
        term *= rate * t / (j + 1);
    }
    return std::exp(-rate * t) * sum;
}

double density(int k, double rate, double t)
{
    double value = rate * std::exp(-rate * t);
    for (int j = 1; j < k; ++j) {
        value *= rate * t / j;
    }
    return value;
}

double simpson(const std::function<double(double)>& f, double from, double to)
{
    const int n = 2000;
    const double h = (to - from) / n;
    double sum = f(from) + f(to);
    for (int i = 1; i < n; ++i) {
        sum += (i % 2 == 1 ? 4 : 2) * f(from + i * h);
    }
    return sum * h / 3;
}

constexpr double r1 = 1.3;
constexpr double r2 = .9;
constexpr double r3 = .15;

inc::Pipeline two_ways()
{
    return inc::PipelineBuilder()
        .chain("t", "a—b—c")
        .exit("closed")
        .transition("t.a->b", inc::erlang(2, inc::per_year(r1)))
        .transition("t.a->c", inc::erlang(3, inc::per_year(r2)))
        .transition("t.a->closed", inc::per_year(r3))
        .build();
}

TEST_CASE("two Erlang ways out of one stage compete, also for firms that have been there")
{
    const double stay = 5.0;
    for (const double u : {0.0, .75, 4.0}) {
        auto parts = make::study(two_ways(), 2025);
        parts.stocks = {make::stock("t.a", 1)};
        parts.stocks[0].elapsed.kind = u == 0.0 ? inc::Elapsed::fresh : inc::Elapsed::years;
        parts.stocks[0].elapsed.years = u;
        const auto forecast = make::at_mids(inc::make_study(parts));
        const auto alive = [&](double t) { return survivor(2, r1, t) * survivor(3, r2, t) * std::exp(-r3 * t); };
        const auto first = make::expected_flow(forecast, "t.a->b");
        const auto second = make::expected_flow(forecast, "t.a->c");
        double to_b = 0.0;
        double to_c = 0.0;
        for (std::size_t t = 0; t < 5; ++t) {
            to_b += first[t];
            to_c += second[t];
        }
        CHECK(make::expected_stock(forecast, "t.a")[5] == doctest::Approx(alive(u + stay) / alive(u)).epsilon(1e-12));
        const auto cause = [&](int k, double rate, int other, double other_rate) {
            return simpson([&](double t) { return density(k, rate, t) * survivor(other, other_rate, t) * std::exp(-r3 * t); }, u, u + stay) / alive(u);
        };
        CHECK(to_b == doctest::Approx(cause(2, r1, 3, r2)).epsilon(1e-10));
        CHECK(to_c == doctest::Approx(cause(3, r2, 2, r1)).epsilon(1e-10));
    }
}

TEST_CASE("a firm that returns starts with the first phase; only the last phase is a crossing")
{
    // The same by hand: one stage a phase.
    const auto phases = inc::PipelineBuilder()
                            .chain("t", "a1—a2—b")
                            .transition("t.a1->a2", inc::per_year(r1))
                            .transition("t.a2->b", inc::per_year(r1))
                            .transition("t.b->a1", inc::per_year(r2))
                            .dated(make::dated("t", {{2022, 6, 30}}, {{"b", "a1", .4}}))
                            .build();
    const auto erlang = inc::PipelineBuilder()
                            .chain("t", "a—b")
                            .transition("t.a->b", inc::erlang(2, inc::per_year(r1)))
                            .transition("t.b->a", inc::per_year(r2))
                            .dated(make::dated("t", {{2022, 6, 30}}, {{"b", "a", .4}}))
                            .build();
    const auto run = [](const inc::Pipeline& pipeline, const std::string& a) {
        auto parts = make::study(pipeline, 2024);
        parts.stocks = {make::stock("t.b", 7)};
        parts.intakes = {make::intake(a, 3)};
        return make::at_mids(inc::make_study(parts));
    };
    const auto by_hand = run(phases, "t.a1");
    const auto engine = run(erlang, "t.a");
    const auto crossings = make::expected_flow(by_hand, "t.a2->b");
    for (std::size_t t = 0; t < 4; ++t) {
        CHECK(make::expected_flow(engine, "t.a->b")[t] == doctest::Approx(crossings[t]).epsilon(1e-13));
        CHECK(make::expected_stock(engine, "t.b")[t + 1] == doctest::Approx(make::expected_stock(by_hand, "t.b")[t + 1]).epsilon(1e-13));
    }
}

TEST_CASE("an Erlang stage asks for the elapsed time of its starting firms by name, and only of those")
{
    auto parts = make::study(two_ways(), 2022);
    parts.stocks = {make::stock("t.b", 3)};
    CHECK_NOTHROW((void)make::at_mids(inc::make_study(parts)));
    parts.stocks.push_back(make::stock("t.a", 2));
    const auto faults = faults_of<inc::EngineError>([&] { (void)make::at_mids(inc::make_study(parts)); });
    REQUIRE(faults.front().code == "engine.elapsed_needed");
    CHECK(argument(faults.front(), "at") == "t.a");
    CHECK(argument(faults.front(), "transition") == "t.a->b");
}

TEST_CASE("Erlang off the sojourn clock is refused; with one phase it is a constant rate on any clock")
{
    const auto pipeline = [](int k) {
        return inc::PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc::erlang(k, inc::per_year(r1)), {inc::Clock::calendar, {}}).build();
    };
    const auto faults = faults_of<inc::EngineError>([&] { inc::require_markov(pipeline(2)); });
    CHECK(faults.front().code == "engine.not_markov");
    CHECK(argument(faults.front(), "transition") == "t.a->b");
    CHECK(argument(faults.front(), "family") == "erlang");
    CHECK(argument(faults.front(), "clock") == "calendar");
    CHECK_NOTHROW(inc::require_markov(pipeline(1)));
}

TEST_CASE("while_in on an Erlang stage is a factor too")
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b")
                              .chain("u", "x")
                              .transition("t.a->b", inc::erlang(2, inc::per_year(r1)), {inc::Clock::sojourn, {"u.x"}})
                              .build();
    const auto faults = faults_of<inc::EngineError>([&] { inc::require_markov(pipeline); });
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().code == "engine.erlang_with_factor");
    CHECK(argument(faults.front(), "transition") == "t.a->b");
}

TEST_CASE("a transition of unknown rate is not run, so nothing about it is refused")
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b")
                              .transition("t.a->b", inc::UncertainHazard("weibull", {{"shape", inc::unknown_number("not known"), inc::Measure::shape}, {"scale", inc::unknown_number("not known"), inc::Measure::years}}))
                              .build();
    CHECK_NOTHROW(inc::require_markov(pipeline));
}

}  // namespace
