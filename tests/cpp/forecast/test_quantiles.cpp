// SPDX-License-Identifier: Apache-2.0
// Quantiles of stocks against a law known by name, against the table of stocks, and their errors.

#include "support/make.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace inc = incuflow;

namespace {

// Firms come to t.a and stay: their number at a year's end is Poisson distributed. Nobody knows how many come to t.b.
inc::Forecast forecast(int draws, inc::PerYear leaving)
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b")
                              .exit("closed")
                              .transition("t.a->b", inc::PerYear{inc::unknown_number("not known")})
                              .transition("t.b->closed", leaving)
                              .build();
    auto parts = make::study(pipeline, 2022);
    parts.base_date = {2020, 12, 31};
    parts.end_date = {2022, 12, 31};
    parts.intakes = {make::intake("t.a", 6)};
    inc::ForecastOptions options;
    options.draws = draws;
    return inc::forecast(inc::make_study(parts), options);
}

}  // namespace

TEST_CASE("quantiles of a stock are those of its law")
{
    const auto f = forecast(0, inc::per_year(.1));
    const auto table = f.stock_quantiles({"t.a"}, {.05, .25, .5, .75, .95});
    REQUIRE(table.rows() == 15);
    // At the base date nobody is there; then Poisson(6), then Poisson(12).
    const std::vector<double> expected{0, 0, 0, 0, 0, 2, 4, 6, 8, 10, 7, 10, 12, 14, 18};
    CHECK(table.numbers("value") == expected);
    CHECK(table.numbers("probability")[6] == .25);
    CHECK(table.dates("date")[5] == inc::Date{2021, 12, 31});
    CHECK(table.texts("track")[0] == "t");
    CHECK(table.texts("stage")[0] == "a");
    CHECK(table.texts("metric")[0] == "stock");
}

TEST_CASE("quantiles at the ends of the level are the interval of the stocks, and unknown stays empty")
{
    const auto f = forecast(20, inc::per_year(.1, {.low = .05, .high = .4, .reason = "hypothetical"}));
    const auto stocks = f.stocks();
    const auto table = f.stock_quantiles({"t.a", "t.b"}, {.05, .95});
    REQUIRE(table.rows() == 12);
    for (std::size_t at = 0; at < 3; ++at) {
        CHECK(table.numbers("value")[2 * at] == stocks.numbers("low")[3 + at]);
        CHECK(table.numbers("value")[2 * at + 1] == stocks.numbers("high")[3 + at]);
    }
    CHECK(std::isnan(table.numbers("value")[6]));
}

TEST_CASE("quantiles name the nearest place and the allowed probabilities")
{
    const auto f = forecast(0, inc::per_year(.1));
    try {
        (void)f.stock_quantiles({"t.c"}, {.5});
        FAIL("no error");
    } catch (const inc::GraphError& error) {
        CHECK(error.code() == "graph.unknown_node");
        CHECK(error.arguments() == inc::Arguments{{"given", "t.c"}, {"nearest", "t.a"}});
    }
    for (const double p : {0.0, 1.0, -.5, std::nan("")}) {
        try {
            (void)f.stock_quantiles({"t.a"}, {p});
            FAIL("no error");
        } catch (const inc::ParameterError& error) {
            CHECK(error.code() == "forecast.bad_option");
            CHECK(error.arguments().front() == inc::Arguments::value_type{"option", "probabilities"});
        }
    }
}
