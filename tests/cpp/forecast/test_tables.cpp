// SPDX-License-Identifier: Apache-2.0
// Tables: their columns to the letter, and what stands in them.

#include "support/make.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

namespace inc = incuflow;

namespace {

std::vector<std::string> names(const inc::Table& table)
{
    std::vector<std::string> list;
    for (const auto& column : table.columns()) {
        list.push_back(column.name);
    }
    return list;
}

// Two tracks, an exit, an intake of growing size, an uncertain rate; from the middle of 2020 to the middle of 2022.
inc::StudyParts parts()
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b")
                              .chain("u", "x")
                              .exit("closed")
                              .transition("t.a->b", inc::per_year(.5, {.low = .2, .high = 1.2, .reason = "hypothetical"}))
                              .transition("t.b->a", inc::per_year(.1, {.kind = inc::Kind::observed, .source = "paper"}))
                              .transition("*->closed", inc::per_year(.08, {.low = .05, .high = .1, .kind = inc::Kind::observed, .range_kind = inc::Kind::assumed, .source = "paper"}))
                              .transition("u.outside->x", inc::PerYear{inc::unknown_number("not known")})
                              .build();
    auto p = make::study(pipeline, 2022);
    p.id = "tables";
    p.region = "150000";
    p.base_date = {2020, 6, 30};
    p.end_date = {2022, 6, 30};
    inc::Population firms;
    firms.id = "incubatees";
    firms.unit = "个";
    firms.pipeline = true;
    p.populations = {firms};
    p.stocks = {make::stock("t.a", 12)};
    p.intakes = {make::intake("t.a", 6)};
    auto target = make::target("goal", "t.b", inc::Counts::firms, 5, 2021, 2022);
    target.text = {"进入乙", "reach b"};
    target.clause = "二";
    target.unit = "个";
    target.due = inc::Date{2022, 6, 30};
    p.targets = {target};
    return p;
}

inc::Forecast forecast(int draws)
{
    inc::ForecastOptions options;
    options.draws = draws;
    return inc::forecast(inc::make_study(parts()), options);
}

TEST_CASE("columns are named as the design names them, in its order")
{
    const auto f = forecast(0);
    CHECK(names(f.stocks()) == std::vector<std::string>{"scenario", "region", "population", "date", "track", "stage", "metric", "unit", "expected", "low", "high", "level"});
    CHECK(names(f.flows()) == std::vector<std::string>{"scenario", "region", "population", "start", "date", "transition", "metric", "unit", "expected", "low", "high", "level"});
    CHECK(names(f.attainment_table()) == std::vector<std::string>{"scenario", "region", "target", "clause", "text", "unit", "counted", "accounting", "since", "due", "value", "reading", "status", "expected", "low", "high", "level", "p_met", "p_met_se", "p_floor", "ask", "needed_50", "needed_80", "method", "verdict", "reason"});
    CHECK(names(f.progress()) == std::vector<std::string>{"target", "start", "date", "flow", "expected", "stock", "value", "reached", "elapsed"});
    CHECK(names(f.assumptions()) == std::vector<std::string>{"name", "place", "key", "unit", "low", "mid", "high", "kind", "range_kind", "law", "source", "reason", "target", "expected_low", "expected_high", "influence", "p_low", "p_mid", "p_high", "break_even"});
}

TEST_CASE("stocks: every stage and exit at the base date and each period end, with the interval of the exact law")
{
    const auto f = forecast(0);
    const std::vector<inc::Date> dates{{2020, 6, 30}, {2020, 12, 31}, {2021, 12, 31}, {2022, 6, 30}};
    CHECK(f.stock_dates() == dates);
    CHECK(f.stage_axis() == std::vector<std::string>{"t.outside", "t.a", "t.b", "u.outside", "u.x", "closed"});
    const auto table = f.stocks();
    REQUIRE(table.rows() == 24);
    for (std::size_t i = 0; i < 24; ++i) {
        CHECK(table.texts("scenario")[i] == "tables");
        CHECK(table.texts("region")[i] == "150000");
        CHECK(table.texts("population")[i] == "incubatees");
        CHECK(table.texts("metric")[i] == "stock");
        CHECK(table.texts("unit")[i] == "个");
        CHECK(table.dates("date")[i] == dates[i % 4]);
        // Nobody knows how many come to u.x: that is no 0.
        const bool computed = table.texts("stage")[i] != "x";
        CHECK(std::isnan(f.stock_array()[(i % 4) * 6 + i / 4]) != computed);
        CHECK(std::isnan(table.numbers("expected")[i]) != computed);
        CHECK(std::isnan(table.numbers("low")[i]) != computed);
        if (computed) {
            CHECK(table.numbers("expected")[i] == doctest::Approx(f.stock_array()[(i % 4) * 6 + i / 4]).epsilon(1e-14));
            CHECK(table.numbers("low")[i] <= table.numbers("high")[i]);
        }
    }
    CHECK(table.texts("track")[4] == "t");
    CHECK(table.texts("stage")[4] == "a");
    CHECK(table.texts("track")[20] == "exit");
    CHECK(table.texts("stage")[20] == "closed");
    // At the base date there is no doubt.
    CHECK(table.numbers("low")[4] == 12);
    CHECK(table.numbers("high")[4] == 12);
    // Firms that are not in a stage of the other track stand outside of it; the closed ones nowhere.
    CHECK(table.numbers("expected")[12 + 3] + table.numbers("expected")[20 + 3] == doctest::Approx(12 + 6 * 2).epsilon(1e-12));
}

TEST_CASE("flows: each transition and intake by period; no interval where one firm can cross twice")
{
    const auto f = forecast(0);
    CHECK(f.transition_axis() == std::vector<std::string>{"t.a->b", "t.b->a", "*->closed", "u.outside->x", "+t.a"});
    const auto table = f.flows();
    REQUIRE(table.rows() == 15);
    const std::vector<inc::Date> starts{{2020, 7, 1}, {2021, 1, 1}, {2022, 1, 1}};
    for (std::size_t i = 0; i < 15; ++i) {
        CHECK(table.dates("start")[i] == starts[i % 3]);
        CHECK(table.dates("date")[i] == f.flow_dates()[i % 3]);
        CHECK(table.texts("transition")[i] == f.transition_axis()[i / 3]);
        CHECK(table.texts("metric")[i] == "flow");
        const bool loop = i / 3 < 2;
        const bool unknown = i / 3 == 3;
        CHECK(std::isnan(table.numbers("low")[i]) == (loop || unknown));
        CHECK(std::isnan(table.numbers("high")[i]) == (loop || unknown));
        CHECK(std::isnan(table.numbers("expected")[i]) == unknown);
    }
    CHECK(table.numbers("expected")[12] == doctest::Approx(3).epsilon(1e-14));
    CHECK(table.numbers("expected")[13] == doctest::Approx(6).epsilon(1e-14));
    // Poisson(6): 5 % and 95 % points.
    CHECK(table.numbers("low")[13] == 2);
    CHECK(table.numbers("high")[13] == 10);
}

TEST_CASE("over draws, expected is the mean of the arrays")
{
    const auto f = forecast(25);
    REQUIRE(f.stock_array().size() == 25 * 4 * 6);
    REQUIRE(f.flow_array().size() == 25 * 3 * 5);
    const auto stocks = f.stocks();
    const auto flows = f.flows();
    for (std::size_t c = 0; c < 6; ++c) {
        double sum = 0.0;
        for (std::size_t k = 0; k < 25; ++k) {
            sum += f.stock_array()[(k * 4 + 2) * 6 + c];
        }
        CHECK(std::isnan(sum) == (c == 4));
        CHECK((c == 4 || stocks.numbers("expected")[c * 4 + 2] == doctest::Approx(sum / 25).epsilon(1e-13)));
    }
    for (std::size_t c = 0; c < 5; ++c) {
        double sum = 0.0;
        for (std::size_t k = 0; k < 25; ++k) {
            sum += f.flow_array()[(k * 3 + 1) * 5 + c];
        }
        CHECK(std::isnan(sum) == (c == 3));
        CHECK((c == 3 || flows.numbers("expected")[c * 3 + 1] == doctest::Approx(sum / 25).epsilon(1e-13)));
    }
}

TEST_CASE("attainment: words, dates and value as the text has them, empty where there is none")
{
    auto p = parts();
    auto about = p.targets[0];
    about.id = "about";
    about.value = {inc::ValueForm::about, 5, 2, false};
    auto range = p.targets[0];
    range.id = "range";
    range.value = {inc::ValueForm::range, 3, 7, false};
    range.reading = inc::Reading::assumed;
    auto wish = inc::Target{};
    wish.id = "wish";
    wish.status = inc::Status::not_quantified;
    wish.reason = {"定性", "a wish"};
    auto open = range;
    open.id = "open";
    open.value.upper_open = true;
    p.targets.insert(p.targets.end(), {about, range, open, wish});
    const auto f = make::at_mids(inc::make_study(p));
    const auto table = f.attainment_table(inc::Language::en);
    REQUIRE(table.rows() == 5);
    CHECK(table.texts("text")[0] == "reach b");
    CHECK(f.attainment_table(inc::Language::zh).texts("text")[0] == "进入乙");
    CHECK(table.texts("counted")[0] == "firms: t.b");
    CHECK(table.texts("accounting")[0] == "cumulative");
    CHECK(table.dates("since")[0] == inc::Date{2021, 1, 1});
    CHECK(table.dates("due")[0] == inc::Date{2022, 6, 30});
    CHECK(table.texts("value") == std::vector<std::string>{"≥5", "5±2", "3–7", "≥3", ""});
    CHECK(table.texts("reading")[2] == "assumed");
    CHECK(table.texts("status")[0] == "modelled");
    CHECK(table.texts("status")[4] == "not_quantified");
    CHECK(table.dates("due")[4] == inc::Date{});
    CHECK(std::isnan(table.numbers("level")[4]));
    CHECK(table.texts("reason")[4] == "a wish");
    const std::string csv = inc::to_csv(table);
    CHECK(csv.find("\ntables,150000,wish,,,,,stock,,,,stated,not_quantified,,,,,,,,,,,,,a wish\n") != std::string::npos);
}

TEST_CASE("progress: expected count by year against the value and the time gone")
{
    const auto f = forecast(0);
    const auto table = f.progress();
    REQUIRE(table.rows() == 2);
    CHECK(table.dates("date")[0] == inc::Date{2021, 12, 31});
    CHECK(table.dates("date")[1] == inc::Date{2022, 6, 30});
    CHECK(table.numbers("elapsed")[0] == doctest::Approx(1 / 1.5).epsilon(1e-14));
    CHECK(table.numbers("elapsed")[1] == doctest::Approx(1).epsilon(1e-14));
    CHECK(table.numbers("value")[0] == 5);
    CHECK(table.numbers("expected")[1] == doctest::Approx(f.attainment()[0].expected).epsilon(1e-13));
    CHECK(table.numbers("reached")[1] == doctest::Approx(f.attainment()[0].expected / 5).epsilon(1e-13));
    CHECK(table.numbers("expected")[0] < table.numbers("expected")[1]);
    CHECK(table.dates("start")[0] == inc::Date{2021, 1, 1});
    CHECK(table.dates("start")[1] == inc::Date{2022, 1, 1});
    CHECK(table.numbers("flow")[0] == table.numbers("expected")[0]);
    CHECK(table.numbers("flow")[1] == doctest::Approx(table.numbers("expected")[1] - table.numbers("expected")[0]).epsilon(1e-15));
    CHECK(table.numbers("stock")[0] == doctest::Approx(make::expected_stock(f, "t.b")[2]).epsilon(1e-13));
    CHECK(table.numbers("stock")[1] == doctest::Approx(make::expected_stock(f, "t.b")[3]).epsilon(1e-13));
    // Over draws it is the mean of them.
    const auto drawn = forecast(15);
    CHECK(drawn.progress().numbers("expected")[1] == doctest::Approx(drawn.attainment()[0].expected).epsilon(1e-12));
}

TEST_CASE("progress of a stock counts time from the base date")
{
    auto p = parts();
    p.targets = {make::target("there", "t.b", inc::Counts::stock, 4, 2021, 2021)};
    const auto f = make::at_mids(inc::make_study(p));
    const auto table = f.progress();
    REQUIRE(table.rows() == 2);
    CHECK(table.dates("date")[0] == inc::Date{2020, 12, 31});
    CHECK(table.numbers("elapsed")[0] == doctest::Approx(.5 / 1.5).epsilon(1e-14));
    CHECK(table.numbers("expected")[0] == doctest::Approx(make::expected_stock(f, "t.b")[1]).epsilon(1e-12));
    CHECK(table.numbers("expected")[1] == doctest::Approx(make::expected_stock(f, "t.b")[2]).epsilon(1e-12));
}

TEST_CASE("progress shows a year-end stock only where the arrays hold it")
{
    auto p = parts();
    auto crossed = p.targets[0];
    crossed.id = "crossed";
    crossed.of = {"*->closed"};
    crossed.counts = inc::Counts::crossings;
    auto both = p.targets[0];
    both.id = "both";
    both.of = {"t.b & u.outside"};
    auto wide = p.targets[0];
    wide.id = "wide";
    wide.counts_as = true;
    p.targets = {crossed, both, wide};
    const auto f = make::at_mids(inc::make_study(p));
    const auto table = f.progress();
    REQUIRE(table.rows() == 6);
    CHECK(table.numbers("stock")[1] == doctest::Approx(make::expected_stock(f, "closed")[3]).epsilon(1e-13));
    CHECK(std::isnan(table.numbers("stock")[3]));
    CHECK(std::isnan(table.numbers("stock")[5]));
}

TEST_CASE("newcomers are named as such where firms of unknown starting stock may stand too")
{
    auto p = parts();
    inc::StockRow unknown;
    unknown.at = {"t.outside & u.x"};
    unknown.value = inc::unknown_number("not known");
    p.stocks.push_back(unknown);
    const auto f = make::at_mids(inc::make_study(p));
    const auto table = f.stocks();
    for (std::size_t i = 0; i < table.rows(); ++i) {
        const std::string& stage = table.texts("stage")[i];
        const bool open = stage == "x" || stage == "closed" || (stage == "outside" && table.texts("track")[i] == "t");
        CHECK(table.texts("metric")[i] == (open ? "stock_newcomers" : "stock"));
    }
}

TEST_CASE("assumptions: every number that is not plainly observed, and what it moves")
{
    const auto f = forecast(0);
    const auto table = f.assumptions(inc::Language::en);
    const auto find = [&](const std::string& name) {
        for (std::size_t i = 0; i < table.rows(); ++i) {
            if (table.texts("name")[i] == name) {
                return i;
            }
        }
        return table.rows();
    };
    const std::size_t rate = find("t.a->b:per_year");
    REQUIRE(rate < table.rows());
    CHECK(table.texts("place")[rate] == "t.a->b");
    CHECK(table.texts("key")[rate] == "per_year");
    CHECK(table.texts("unit")[rate] == "per_year");
    CHECK(table.numbers("low")[rate] == .2);
    CHECK(table.numbers("high")[rate] == 1.2);
    CHECK(table.texts("kind")[rate] == "assumed");
    CHECK(table.texts("target")[rate] == "goal");
    CHECK_FALSE(table.texts("law")[rate].empty());
    CHECK(table.texts("reason")[rate] == "hypothetical");
    const auto expected = [](double value) {
        auto p = parts();
        p.pipeline.transitions[0].hazard.parameters[0].value = inc::given_in_code(value);
        return make::at_mids(inc::make_study(p)).attainment()[0];
    };
    CHECK(table.numbers("expected_low")[rate] == doctest::Approx(expected(.2).expected).epsilon(1e-12));
    CHECK(table.numbers("expected_high")[rate] == doctest::Approx(expected(1.2).expected).epsilon(1e-12));
    CHECK(table.numbers("influence")[rate] == doctest::Approx(expected(1.2).expected - expected(.2).expected).epsilon(1e-12));
    CHECK(table.numbers("p_low")[rate] == doctest::Approx(expected(.2).p_met).epsilon(1e-11));
    CHECK(table.numbers("p_mid")[rate] == doctest::Approx(expected(.5).p_met).epsilon(1e-11));
    CHECK(table.numbers("p_high")[rate] == doctest::Approx(expected(1.2).p_met).epsilon(1e-11));
    // Observed, but its range is assumed.
    const std::size_t closing = find("*->closed:per_year");
    REQUIRE(closing < table.rows());
    CHECK(table.texts("kind")[closing] == "observed");
    CHECK(table.texts("range_kind")[closing] == "assumed");
    CHECK(table.texts("source")[closing] == "paper");
    // Plainly observed: not listed. Unknown: listed, and moves nothing.
    CHECK(find("t.b->a:per_year") == table.rows());
    const std::size_t unknown = find("u.outside->x:per_year");
    REQUIRE(unknown < table.rows());
    CHECK(table.texts("kind")[unknown] == "unknown");
    CHECK(std::isnan(table.numbers("mid")[unknown]));
    CHECK(std::isnan(table.numbers("influence")[unknown]));
    CHECK(find("t.a:stock") < table.rows());
}

}  // namespace
