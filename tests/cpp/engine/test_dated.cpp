// SPDX-License-Identifier: Apache-2.0
// What happens at one instant: dated matrices in order of declaration, before entries, within the period that ends there.

#include "support/cohort.hpp"
#include "support/faults.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace inc = incuflow;

namespace {

inc::PipelineBuilder abc() { return inc::PipelineBuilder().chain("t", "a—b—c"); }

inc::Forecast run(const inc::Pipeline& pipeline, std::vector<inc::IntakeRow> intakes, int last = 2023)
{
    auto parts = make::study(pipeline, last);
    parts.stocks = {make::stock("t.a", 100)};
    parts.intakes = std::move(intakes);
    return make::at_mids(inc::make_study(parts));
}

TEST_CASE("matrices of one day act in order of declaration")
{
    const auto up = make::dated("t", {make::year_end(2021)}, {{"a", "b", .5}});
    const auto on = make::dated("t", {make::year_end(2021)}, {{"b", "c", .4}});
    const auto first_up = run(abc().dated(up).dated(on).build(), {});
    CHECK(make::expected_stock(first_up, "t.c") == std::vector<double>{0, 20, 20, 20});
    CHECK(make::expected_stock(first_up, "t.b") == std::vector<double>{0, 30, 30, 30});
    const auto first_on = run(abc().dated(on).dated(up).build(), {});
    CHECK(make::expected_stock(first_on, "t.c") == std::vector<double>{0, 0, 0, 0});
    CHECK(make::expected_stock(first_on, "t.b") == std::vector<double>{0, 50, 50, 50});
}

TEST_CASE("a matrix acts before entries of its day, and its crossings belong to the period that ends there")
{
    auto batch = make::intake("t.a", 10, inc::IntakeLaw::batch);
    batch.date = make::year_end(2022);
    const auto forecast = run(abc().dated(make::dated("t", {make::year_end(2022)}, {{"a", "b", .5}})).build(), {batch});
    CHECK(make::expected_stock(forecast, "t.a") == std::vector<double>{100, 100, 60, 60});
    CHECK(make::expected_flow(forecast, "t.a->b") == std::vector<double>{0, 50, 0});
    CHECK(make::expected_flow(forecast, "+t.a") == std::vector<double>{0, 10, 0});
}

TEST_CASE("the rows of a matrix act on the stocks it finds, not on each other's results")
{
    const auto forecast = run(abc().dated(make::dated("t", make::year_ends(2021, 2023), {{"a", "b", .3}, {"a", "c", .1}, {"b", "a", .5}})).build(), {});
    double a = 100;
    double b = 0;
    double c = 0;
    for (std::size_t t = 1; t <= 3; ++t) {
        const double moved_a = a;
        const double moved_b = b;
        a += -.4 * moved_a + .5 * moved_b;
        b += .3 * moved_a - .5 * moved_b;
        c += .1 * moved_a;
        CHECK(make::expected_stock(forecast, "t.a")[t] == doctest::Approx(a).epsilon(1e-14));
        CHECK(make::expected_stock(forecast, "t.b")[t] == doctest::Approx(b).epsilon(1e-14));
        CHECK(make::expected_stock(forecast, "t.c")[t] == doctest::Approx(c).epsilon(1e-14));
    }
}

TEST_CASE("a day inside a year cuts the year; firms may leave by a matrix, and its crossings set off triggers")
{
    const double rate = .6;
    const auto pipeline = abc()
                              .chain("u", "x—y")
                              .exit("closed")
                              .transition("t.a->b", inc::per_year(rate))
                              .trigger({"t.b->c", "u.outside->x", inc::given_in_code(.25)})
                              .dated(make::dated("t", {{2021, 6, 30}}, {{"b", "c", .5}, {"b", "closed", .2}}))
                              .build();
    const auto forecast = run(pipeline, {}, 2021);
    const double b = 100 * -std::expm1(-rate / 2);
    CHECK(make::expected_flow(forecast, "t.b->c")[0] == doctest::Approx(.5 * b).epsilon(1e-13));
    CHECK(make::expected_flow(forecast, "t.b->closed")[0] == doctest::Approx(.2 * b).epsilon(1e-13));
    CHECK(make::expected_flow(forecast, "u.outside->x")[0] == doctest::Approx(.125 * b).epsilon(1e-13));
    CHECK(make::expected_stock(forecast, "u.x")[1] == doctest::Approx(.125 * b).epsilon(1e-13));
    CHECK(make::expected_stock(forecast, "closed")[1] == doctest::Approx(.2 * b).epsilon(1e-13));
    CHECK(make::expected_stock(forecast, "t.b")[1] == doctest::Approx(.3 * b + 100 * (std::exp(-rate / 2) - std::exp(-rate))).epsilon(1e-13));
}

TEST_CASE("a draw whose shares add up to more than one is refused with the state's name")
{
    inc::DatedMatrix matrix{"t", {make::year_end(2021)}, {{"a", {}}}};
    matrix.moves[0].to.emplace_back("b", inc::make_number(.6, inc::Measure::share, {.low = .3, .high = .9}));
    matrix.moves[0].to.emplace_back("c", inc::make_number(.3, inc::Measure::share, {.low = .05, .high = .9}));
    auto parts = make::study(abc().dated(matrix).build(), 2021);
    parts.stocks = {make::stock("t.a", 1)};
    inc::ForecastOptions options;
    options.draws = 200;
    const auto faults = faults_of<inc::EngineError>([&] { (void)inc::forecast(inc::make_study(parts), options); });
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "engine.moves_over_one");
    CHECK(argument(faults[0], "state") == "t.a");
    CHECK(std::stod(argument(faults[0], "given")) > 1.0);
}

TEST_CASE("counts see dated crossings of their own window")
{
    auto parts = make::study(abc().dated(make::dated("t", make::year_ends(2021, 2023), {{"a", "b", .5}, {"b", "a", .5}})).build(), 2023);
    parts.stocks = {make::stock("t.a", 1)};
    const make::Cohort cohort(parts);
    // Distinct firms entering b by the first, second and third day: 1 − ½ⁿ.
    CHECK(cohort.expected({"t.b"}, inc::Counts::firms, 0, 1) == doctest::Approx(.5).epsilon(1e-14));
    CHECK(cohort.expected({"t.b"}, inc::Counts::firms, 0, 2) == doctest::Approx(.75).epsilon(1e-14));
    CHECK(cohort.expected({"t.b"}, inc::Counts::firms, 0, 3) == doctest::Approx(.875).epsilon(1e-14));
    // In (1, 3] a firm in b at 1 counts only after leaving and returning: ½·¾ + ½·¼.
    CHECK(cohort.expected({"t.b"}, inc::Counts::firms, 1, 3) == doctest::Approx(.5).epsilon(1e-14));
    CHECK(cohort.expected({"t.b"}, inc::Counts::stock, 0, 3) == doctest::Approx(.5).epsilon(1e-14));
}

}  // namespace
