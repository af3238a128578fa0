// SPDX-License-Identifier: Apache-2.0
// Whole laws of plain questions and where their variance comes from.

#include "incuflow/forecast/draws.hpp"
#include "incuflow/forecast/first_order.hpp"
#include "support/faults.hpp"
#include "support/make.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace inc = incuflow;

namespace {

inc::NumberOptions between(double low, double high) { return {.low = low, .high = high, .reason = "hypothetical"}; }

inc::Study study(bool drawn)
{
    const auto rate = drawn ? inc::per_year(.5, between(.2, 1.2)) : inc::per_year(.5);
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b—c")
                              .transition("t.a->b", rate)
                              .transition("t.b->a", inc::per_year(.4))
                              .transition("t.b->c", inc::PerYear{inc::unknown_number("not known")})
                              .build();
    auto parts = make::study(pipeline, 2023);
    parts.stocks = {make::stock("t.a", 12)};
    parts.intakes = {make::intake("t.a", 4)};
    if (drawn) {
        parts.intakes[0].count = inc::make_number(4, inc::Measure::count_per_year, between(3.9, 4.1));
    }
    parts.targets = {make::target("firms", "t.b", inc::Counts::firms, 5, 2021, 2022),
                     make::target("often", "t.a->b", inc::Counts::crossings, 10, 2021, 2022)};
    return inc::make_study(parts);
}

inc::CountQuestion stock_of(const std::string& place, inc::Date due)
{
    inc::CountQuestion question;
    question.of = {place};
    question.due = due;
    return question;
}

TEST_CASE("a stock's whole law has the mean, the quantiles and the chances of the tables")
{
    for (const bool drawn : {false, true}) {
        inc::ForecastOptions options;
        options.draws = drawn ? 90 : 0;
        const auto forecast = inc::forecast(study(drawn), options);
        const auto law = forecast.distribution(stock_of("t.b", make::year_end(2022)));
        const auto quantiles = forecast.stock_quantiles({"t.b"}, {.05, .3, .5, .95});
        for (std::size_t i = 0; i < 4; ++i) {
            CHECK(static_cast<double>(law.quantile(quantiles.numbers("probability")[i])) == quantiles.numbers("value")[8 + i]);
        }
        double mean = 0.0;
        const auto& axis = forecast.stage_axis();
        const auto column = static_cast<std::size_t>(std::find(axis.begin(), axis.end(), "t.b") - axis.begin());
        for (std::size_t k = 0; k < (drawn ? 90U : 1U); ++k) {
            mean += forecast.stock_array()[(k * 4 + 2) * axis.size() + column] / (drawn ? 90 : 1);
        }
        CHECK(law.mean() == doctest::Approx(mean).epsilon(1e-12));
        const auto& p = law.probabilities();
        double total = 0.0;
        double sum = 0.0;
        double squares = 0.0;
        for (std::size_t i = 0; i < p.size(); ++i) {
            const double n = static_cast<double>(law.first()) + static_cast<double>(i);
            CHECK(p[i] >= 0.0);
            total += p[i];
            sum += n * p[i];
            squares += n * n * p[i];
        }
        CHECK(total == doctest::Approx(1).epsilon(1e-12));
        CHECK(sum == doctest::Approx(law.mean()).epsilon(1e-11));
        CHECK(std::sqrt(squares - sum * sum) == doctest::Approx(law.sd()).epsilon(1e-9));
        CHECK(law.at_most(5) + law.at_least(6) == doctest::Approx(1).epsilon(1e-12));
        CHECK(law.at_least(-3) == 1.0);
        CHECK(law.at_most(-1) == 0.0);
        CHECK(law.probability(-1) == 0.0);
        CHECK(law.at_most(1000000) == 1.0);
        CHECK(law.at_least(1000000) == 0.0);
        const auto table = law.table();
        CHECK(table.numbers("n")[0] == static_cast<double>(law.first()));
        CHECK(table.numbers("probability") == p);
        CHECK(table.numbers("at_least")[0] == doctest::Approx(1).epsilon(1e-12));
    }
}

TEST_CASE("flows: firms and crossings, as the targets that ask the same")
{
    inc::ForecastOptions options;
    options.draws = 30;
    const auto forecast = inc::forecast(study(true), options);
    inc::CountQuestion question;
    question.of = {"t.b"};
    question.since = inc::Date{2021, 1, 1};
    question.due = make::year_end(2022);
    const auto firms = forecast.distribution(question);
    CHECK(firms.mean() == doctest::Approx(forecast.attainment()[0].expected).epsilon(1e-12));
    CHECK(firms.at_least(5) == doctest::Approx(forecast.attainment()[0].p_met).epsilon(1e-11));
    question.of = {"t.a->b"};
    const auto often = forecast.distribution(question);
    CHECK(often.mean() == doctest::Approx(forecast.attainment()[1].expected).epsilon(1e-12));
    CHECK(often.at_least(10) == doctest::Approx(forecast.attainment()[1].p_met).epsilon(1e-9));
    CHECK(often.mean() > firms.mean());
    CHECK_FALSE(often.newcomers_only());
    // The same whatever the threads.
    options.threads = 1;
    CHECK(inc::forecast(study(true), options).distribution(question).probabilities() == often.probabilities());
}

TEST_CASE("firms of unknown stock are left out, and that is said")
{
    auto parts = study(false).parts();
    parts.stocks[0].value = inc::unknown_number("not known");
    const auto forecast = make::at_mids(inc::make_study(parts));
    const auto law = forecast.distribution(stock_of("t.b", make::year_end(2022)));
    CHECK(law.newcomers_only());
    CHECK(law.mean() < 8.0);
}

TEST_CASE("a hundred thousand firms: every probability, well under a second")
{
    auto parts = study(false).parts();
    parts.stocks = {make::stock("t.a", 60000), make::stock("t.b", 40000)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    const auto begin = std::chrono::steady_clock::now();
    const auto law = forecast.distribution(stock_of("t.b", make::year_end(2022)));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    CHECK(law.probabilities().size() > 5000);
    CHECK(law.probabilities().front() < 1e-295);
    CHECK(law.probabilities().back() < 1e-295);
    CHECK(std::accumulate(law.probabilities().begin(), law.probabilities().end(), 0.0) == doctest::Approx(1).epsilon(1e-11));
    CHECK(seconds < 5.0);
}

TEST_CASE("questions that have no answer")
{
    const auto forecast = make::at_mids(study(false));
    const auto refused = [&](inc::CountQuestion question, const std::string& option) {
        const auto faults = faults_of<inc::ParameterError>([&] { (void)forecast.distribution(question); });
        return has_code(faults, "forecast.bad_option") && argument(faults[0], "option") == option;
    };
    auto flow = stock_of("t.b", make::year_end(2022));
    CHECK(refused({}, "of"));
    CHECK(refused(stock_of("t.b", make::year_end(2020)), "at"));
    CHECK(refused(stock_of("t.b", make::year_end(2024)), "at"));
    flow.since = inc::Date{2020, 12, 31};
    CHECK(refused(flow, "since"));
    flow.since = inc::Date{2023, 1, 1};
    CHECK(refused(flow, "since"));
    flow.counts = inc::Counts::stock;
    CHECK(refused(flow, "counts"));
    flow = stock_of("t.a->b", make::year_end(2022));
    flow.counts = inc::Counts::stock;
    CHECK(refused(flow, "counts"));
    flow = stock_of("t.a->b", make::year_end(2025));
    CHECK(refused(flow, "due"));
    flow.of = {"t.a->b", "t.b"};
    CHECK(refused(flow, "of"));
    CHECK(has_code(faults_of<inc::GraphError>([&] { (void)forecast.distribution(stock_of("t.z", make::year_end(2022))); }),
                   "model.unknown_stage"));
    const auto faults = faults_of<inc::EngineError>([&] { (void)forecast.distribution(stock_of("t.c", make::year_end(2022))); });
    REQUIRE(has_code(faults, "forecast.not_computed"));
    CHECK(argument(faults[0], "given") == "t.c");
    const auto law = forecast.distribution(stock_of("t.b", make::year_end(2022)));
    for (const double p : {0.0, 1.0, -.5, std::nan("")}) {
        CHECK(has_code(faults_of<inc::ParameterError>([&] { (void)law.quantile(p); }), "forecast.bad_option"));
    }
}

double part(const inc::Table& table, const std::string& name, const char* column)
{
    for (std::size_t i = 0; i < table.rows(); ++i) {
        if (table.texts("part")[i] == name || table.texts("name")[i] == name) {
            return table.numbers(column)[i];
        }
    }
    FAIL("no such row");
    return 0.0;
}

TEST_CASE("parameters, intake and chance add up to the variance of the law; intake by its closed form")
{
    const auto pipeline = inc::PipelineBuilder().chain("t", "a—b").exit("closed").transition("*->closed", inc::per_year(.5)).build();
    auto parts = make::study(pipeline, 2022);
    parts.stocks = {make::stock("t.a", 20)};
    auto mixed = make::intake("t.a", 6, inc::IntakeLaw::negative_binomial);
    mixed.id = "mixed";
    mixed.k = 3;
    auto fixed = make::intake("t.a", 4, inc::IntakeLaw::fixed);
    fixed.id = "fixed";
    auto batch = make::intake("t.a", 5, inc::IntakeLaw::batch);
    batch.id = "batch";
    batch.date = make::year_end(2021);
    auto flow = make::intake("t.a", 10);
    flow.count = inc::make_number(10, inc::Measure::count_per_year, between(6, 16));
    parts.intakes = {flow, mixed, fixed, batch};
    const auto made = inc::make_study(parts);
    inc::ForecastOptions options;
    options.draws = 200;
    const auto forecast = inc::forecast(made, options);
    const auto question = stock_of("t.a", make::year_end(2022));
    const auto table = forecast.uncertainty(question, inc::Language::en);
    const auto law = forecast.distribution(question);
    CHECK(part(table, "total", "variance") == doctest::Approx(law.sd() * law.sd()).epsilon(1e-10));
    CHECK(part(table, "parameters", "share") + part(table, "intake", "share") + part(table, "chance", "share") ==
          doctest::Approx(1).epsilon(1e-13));
    CHECK(part(table, "total", "share") == 1.0);
    // A firm that enters at u stands there at 2 with p = e^(−(2−u)/2): ∫p over a year and over both, ∫p².
    const auto integral = [](double rate, double from, double to) {
        return (std::exp(-rate * (2 - to)) - std::exp(-rate * (2 - from))) / rate;
    };
    double mean = 0.0;
    for (std::size_t k = 0; k < 200; ++k) {
        mean +=
            inc::draw_values(made, 1, static_cast<std::int64_t>(k))[static_cast<std::size_t>(made.numbers().find("+t.a:count_per_year"))] /
            200;
    }
    double intake = (mean + 6) * integral(1, 0, 2);
    for (const double year : {0.0, 1.0}) {
        const double p = integral(.5, year, year + 1);
        intake += 36 * p * p / 3;
        intake += 4 * (integral(1, year, year + 1) - p * p);
    }
    CHECK(part(table, "intake", "variance") == doctest::Approx(intake).epsilon(1e-9));
    // The only drawn number explains all of the parameters' part.
    CHECK(part(table, "+t.a:count_per_year", "share") == doctest::Approx(part(table, "parameters", "share")).epsilon(.05));
    CHECK(table.texts("kind").back() == "assumed");
    CHECK_FALSE(table.texts("label").back().empty());
}

TEST_CASE("which number to look at first: what each explains alone, with its error")
{
    inc::ForecastOptions options;
    options.draws = 1000;
    const auto forecast = inc::forecast(study(true), options);
    const auto table = forecast.uncertainty("firms", inc::Language::en);
    REQUIRE(table.rows() == 6);
    CHECK(table.texts("name")[4] == "t.a->b:per_year");
    const double parameters = part(table, "parameters", "share");
    // Nearly all comes from the rate; the intake is drawn from a narrow range.
    CHECK(table.numbers("share")[4] > .95 * parameters);
    CHECK(std::fabs(table.numbers("share")[5]) < 5 * table.numbers("share_se")[5] + .01);
    CHECK(table.numbers("share_se")[5] > 0.0);
    CHECK(table.numbers("share_se")[5] < .06);
    // Deterministic by seed.
    CHECK(inc::forecast(study(true), options).uncertainty("firms", inc::Language::en) == table);
}

TEST_CASE("the estimate against an additive function: shares by closed form, errors that cover")
{
    // f = 3x + 2y + z with independent uniform numbers: shares 9/14, 4/14, 1/14.
    int covered = 0;
    double worst = 0.0;
    std::uint64_t state = 1;
    const auto uniform = [&] {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state >> 11) / 9007199254740992.0;
    };
    for (int run = 0; run < 100; ++run) {
        std::vector<double> x, y, f;
        for (int k = 0; k < 1000; ++k) {
            x.push_back(uniform());
            y.push_back(uniform());
            f.push_back(3 * x.back() + 2 * y.back() + uniform());
        }
        const auto first = inc::detail::first_order(x, f);
        const auto second = inc::detail::first_order(y, f);
        covered += std::fabs(first.share - 9.0 / 14) < 1.96 * first.error ? 1 : 0;
        covered += std::fabs(second.share - 4.0 / 14) < 1.96 * second.error ? 1 : 0;
        worst = std::max(worst, std::fabs(first.share - 9.0 / 14));
    }
    CHECK(covered >= 178);
    CHECK(covered <= 199);
    CHECK(worst < .12);
    CHECK(std::isnan(inc::detail::first_order({1, 2, 3}, {5, 5, 5}).share));
}

TEST_CASE("uncertainty that cannot be taken apart is refused")
{
    const auto few = make::at_mids(study(true));
    const auto faults = faults_of<inc::ParameterError>([&] { (void)few.uncertainty("firms"); });
    REQUIRE(has_code(faults, "forecast.bad_option"));
    CHECK(argument(faults[0], "option") == "draws");
    const auto unknown = faults_of<inc::ParameterError>([&] { (void)few.uncertainty("frims"); });
    REQUIRE(has_code(unknown, "study.unknown_target"));
    CHECK(argument(unknown[0], "nearest") == "firms");
    auto parts = study(true).parts();
    parts.targets[0].status = inc::Status::ambiguous;
    parts.targets[0].reason = {"口径不明", "unclear"};
    const auto none = faults_of<inc::EngineError>([&] { (void)make::at_mids(inc::make_study(parts)).uncertainty("firms"); });
    REQUIRE(has_code(none, "forecast.no_count"));
    CHECK(argument(none[0], "given") == "firms");
}

}  // namespace
