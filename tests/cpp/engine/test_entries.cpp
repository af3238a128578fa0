// SPDX-License-Identifier: Apache-2.0
// Who enters, when, and by which law: closed forms and brute-force sums.

#include "support/cohort.hpp"
#include "support/faults.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

namespace inc = incuflow;

namespace {

constexpr double mu = .3;

inc::Pipeline leaving() { return inc::PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc::per_year(mu)).build(); }

using Pmf = std::vector<double>;

Pmf binomial(int n, double p)
{
    Pmf pmf{1.0};
    for (int i = 0; i < n; ++i) {
        pmf.push_back(0.0);
        for (std::size_t k = pmf.size() - 1; k > 0; --k) {
            pmf[k] = pmf[k] * (1 - p) + pmf[k - 1] * p;
        }
        pmf[0] *= 1 - p;
    }
    return pmf;
}

Pmf convolve(const Pmf& a, const Pmf& b)
{
    Pmf sum(a.size() + b.size() - 1, 0.0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j) {
            sum[i + j] += a[i] * b[j];
        }
    }
    return sum;
}

double at_least(const Pmf& pmf, std::size_t n) { return std::accumulate(pmf.begin() + static_cast<std::ptrdiff_t>(n), pmf.end(), 0.0); }

// Chance that a firm entering uniformly in a year is in its stage after `years` more.
double still_there(double years) { return -std::expm1(-mu) / mu * std::exp(-mu * years); }

double chance(const inc::Pipeline& pipeline, std::vector<inc::IntakeRow> intakes, std::vector<inc::StockRow> stocks, double asked, int due)
{
    auto parts = make::study(pipeline, 2026);
    parts.intakes = std::move(intakes);
    parts.stocks = std::move(stocks);
    parts.targets = {make::target("there", "t.a", inc::Counts::stock, asked, 2021, due)};
    return make::at_mids(inc::make_study(parts)).attainment().front().p_met;
}

TEST_CASE("Poisson intake gives a Poisson stock")
{
    const double mean = 12 * (still_there(0) + still_there(1));
    double below = 0.0;
    double term = std::exp(-mean);
    for (int n = 0; n < 20; ++n) {
        below += term;
        term *= mean / (n + 1);
    }
    CHECK(chance(leaving(), {make::intake("t.a", 12)}, {}, 20, 2022) == doctest::Approx(1 - below).epsilon(1e-11));
}

TEST_CASE("fixed intake gives one binomial a period, independent over periods and streams")
{
    const auto fixed = [](double n) { return make::intake("t.a", n, inc::IntakeLaw::fixed); };
    const Pmf first = binomial(7, still_there(1));
    const Pmf second = binomial(7, still_there(0));
    CHECK(chance(leaving(), {fixed(7)}, {}, 5, 2021) == doctest::Approx(at_least(second, 5)).epsilon(1e-12));
    const Pmf two = convolve(first, second);
    CHECK(chance(leaving(), {fixed(7)}, {}, 11, 2022) == doctest::Approx(at_least(two, 11)).epsilon(1e-12));
    // No more than 14 can ever be there.
    CHECK(chance(leaving(), {fixed(7)}, {}, 15, 2022) == 0.0);
    const Pmf with = convolve(convolve(two, convolve(binomial(2, still_there(1)), binomial(2, still_there(0)))), binomial(4, std::exp(-2 * mu)));
    auto other = fixed(2);
    other.id = "other";  // two intakes into one place are told apart by an id
    CHECK(chance(leaving(), {fixed(7), other}, {make::stock("t.a", 4)}, 15, 2022) == doctest::Approx(at_least(with, 15)).epsilon(1e-12));
}

TEST_CASE("a fixed intake that is no whole number is refused")
{
    auto parts = make::study(leaving(), 2023);
    parts.intakes = {make::intake("t.a", 2.5, inc::IntakeLaw::fixed)};
    CHECK(has_fault(faults_of<inc::StudyError>([&] { (void)inc::make_study(parts); }), "study.count_not_whole", "intake[0].count_per_year"));
    // Half of a year, and a growth factor, make a whole number a year into a fraction.
    parts.intakes = {make::intake("t.a", 7, inc::IntakeLaw::fixed)};
    parts.intakes[0].start = inc::Date{2021, 7, 1};
    const auto half = faults_of<inc::EngineError>([&] { (void)make::at_mids(inc::make_study(parts)); });
    REQUIRE(half.size() == 1);
    CHECK(half[0].code == "engine.fixed_not_whole");
    CHECK(argument(half[0], "intake") == "+t.a");
    CHECK(argument(half[0], "given") == "3.5");
    parts.intakes = {make::intake("t.a", 10, inc::IntakeLaw::fixed)};
    parts.intakes[0].id = "grows";
    parts.intakes[0].count.year = 2021;
    parts.intakes[0].growth = inc::given_in_code(1.25);
    const auto grown = faults_of<inc::EngineError>([&] { (void)make::at_mids(inc::make_study(parts)); });
    CHECK(grown[0].code == "engine.fixed_not_whole");
    CHECK(argument(grown[0], "intake") == "+grows");
    CHECK(argument(grown[0], "given") == "12.5");
    // 10, 20, 40 are whole.
    parts.intakes[0].growth = inc::given_in_code(2);
    CHECK(make::expected_flow(make::at_mids(inc::make_study(parts)), "+t.a") == std::vector<double>{10, 20, 40});
}

TEST_CASE("a batch enters at the end of its day, together")
{
    auto batch = make::intake("t.a", 9, inc::IntakeLaw::batch);
    batch.date = inc::Date{2022, 12, 31};
    CHECK(chance(leaving(), {batch}, {}, 1, 2021) == 0.0);
    CHECK(chance(leaving(), {batch}, {}, 9, 2022) == 1.0);
    CHECK(chance(leaving(), {batch}, {}, 6, 2023) == doctest::Approx(at_least(binomial(9, std::exp(-mu)), 6)).epsilon(1e-12));
    // On the base date itself it is there from the start.
    batch.date = inc::Date{2020, 12, 31};
    CHECK(chance(leaving(), {batch}, {}, 6, 2021) == doctest::Approx(at_least(binomial(9, std::exp(-mu)), 6)).epsilon(1e-12));
    batch.date = inc::Date{2022, 6, 30};
    CHECK(chance(leaving(), {batch}, {}, 6, 2022) == doctest::Approx(at_least(binomial(9, std::exp(-.5 * mu)), 6)).epsilon(1e-12));
    auto parts = make::study(leaving(), 2023);
    parts.intakes = {batch};
    CHECK(make::expected_flow(make::at_mids(inc::make_study(parts)), "+t.a") == std::vector<double>{0, 9, 0});
}

TEST_CASE("more firms than can be counted are refused by the place")
{
    const auto refused = [](const inc::StudyParts& parts) {
        const auto faults = faults_of<inc::EngineError>([&] { (void)make::at_mids(inc::make_study(parts)); });
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].code == "engine.too_many_firms");
        CHECK(argument(faults[0], "allowed") == "1000000000000");
        return argument(faults[0], "at") + " " + argument(faults[0], "given");
    };
    auto parts = make::study(leaving(), 2023);
    parts.stocks = {make::stock("t.a", 1e300)};
    CHECK(refused(parts) == "t.a 1e+300");
    parts.stocks.clear();
    parts.intakes = {make::intake("t.a", 2e12)};
    CHECK(refused(parts) == "+t.a 2000000000000");
    parts.intakes[0].law = inc::IntakeLaw::fixed;
    CHECK(refused(parts) == "+t.a 2000000000000");
    parts.intakes[0].law = inc::IntakeLaw::batch;
    parts.intakes[0].date = make::year_end(2021);
    CHECK(refused(parts) == "+t.a 2000000000000");
    // A growth that runs away: 10, 10^12, 10^23.
    parts.intakes = {make::intake("t.a", 10)};
    parts.intakes[0].count.year = 2021;
    parts.intakes[0].growth = inc::given_in_code(1e11);
    CHECK(refused(parts) == "+t.a 1e+23");
    parts.intakes[0].growth = inc::given_in_code(1e200);
    CHECK(refused(parts).starts_with("+t.a "));
}

TEST_CASE("negative binomial intake: one gamma factor a stream and calendar year; expected numbers as Poisson's")
{
    auto parts = make::study(leaving(), 2023);
    parts.base_date = {2020, 6, 30};
    parts.intakes = {make::intake("t.a", 10, inc::IntakeLaw::negative_binomial), make::intake("t.a", 4)};
    parts.intakes[0].k = 2.5;
    parts.intakes[0].id = "swarm";
    const make::Cohort cohort(parts);
    const auto run = cohort.run();
    REQUIRE(run.trials == std::vector<std::int64_t>(5, -1));
    CHECK(run.mixing == std::vector<double>{0, 2.5, 2.5, 2.5, 2.5});
    auto plain = parts;
    plain.intakes[0].law = inc::IntakeLaw::poisson;
    plain.intakes[0].k = 0;
    const make::Cohort poisson(plain);
    const auto expected = poisson.run();
    for (std::size_t at = 0; at < run.times; ++at) {
        for (int s = 0; s < static_cast<int>(run.states); ++s) {
            CHECK(cohort.stock(run, s, at) == doctest::Approx(poisson.stock(expected, s, at)).epsilon(1e-13));
        }
    }
    const auto answer = cohort.count({"t.a"}, inc::Counts::stock, 0, 2.5);
    REQUIRE(answer.parts.mixed.size() == 4);
    double mixed = 0.0;
    double spread = 0.0;
    for (const inc::MixedUnits& units : answer.parts.mixed) {
        CHECK(units.k == 2.5);
        mixed += units.means[1];
        spread += units.means[1] * units.means[1] / 2.5;
    }
    CHECK(mixed == doctest::Approx(answer.parts.poisson[1] * 2.5).epsilon(1e-13));
    const inc::CountLaw law(answer.parts);
    CHECK(law.mean() == doctest::Approx(poisson.expected({"t.a"}, inc::Counts::stock, 0, 2.5)).epsilon(1e-13));
    CHECK(law.variance() == doctest::Approx(law.mean() + spread).epsilon(1e-13));
}

TEST_CASE("growth is a step every 1 January, from the year the number is for")
{
    auto parts = make::study(leaving(), 2023);
    parts.base_date = {2020, 6, 30};
    parts.intakes = {make::intake("t.a", 8)};
    parts.intakes[0].count.year = 2019;
    parts.intakes[0].growth = inc::given_in_code(1.5);
    // 2019: 8 a year; the second half of 2020: 12/2.
    const auto flow = make::expected_flow(make::at_mids(inc::make_study(parts)), "+t.a");
    REQUIRE(flow.size() == 4);
    CHECK(flow[0] == doctest::Approx(6).epsilon(1e-15));
    CHECK(flow[1] == doctest::Approx(18).epsilon(1e-15));
    CHECK(flow[2] == doctest::Approx(27).epsilon(1e-15));
    CHECK(flow[3] == doctest::Approx(40.5).epsilon(1e-15));
}

TEST_CASE("an intake keeps to its first and last day")
{
    auto parts = make::study(leaving(), 2023);
    parts.intakes = {make::intake("t.a", 12)};
    parts.intakes[0].start = inc::Date{2021, 4, 1};
    parts.intakes[0].end = inc::Date{2022, 6, 30};
    const auto flow = make::expected_flow(make::at_mids(inc::make_study(parts)), "+t.a");
    CHECK(flow[0] == doctest::Approx(9).epsilon(1e-14));
    CHECK(flow[1] == doctest::Approx(6).epsilon(1e-14));
    CHECK(flow[2] == 0.0);
}

TEST_CASE("entrants choose among start places; drawn shares of a full list are shares of the same entrants")
{
    const auto pipeline = inc::PipelineBuilder().chain("t", "a—b").chain("u", "x—y").transition("t.a->b", inc::per_year(mu)).build();
    auto parts = make::study(pipeline, 2021);
    auto flow = make::intake("t.a", 30);
    flow.into = {{"t.a", inc::given_in_code(.2), {}}, {"t.b & u.x", {}, inc::given_in_code(.25)}, {"u.y", {}, {}}};
    parts.intakes = {flow};
    const auto forecast = make::at_mids(inc::make_study(parts));
    CHECK(make::expected_flow(forecast, "+t.a")[0] == doctest::Approx(6).epsilon(1e-14));
    CHECK(make::expected_flow(forecast, "+t.b & u.x")[0] == doctest::Approx(6).epsilon(1e-14));
    CHECK(make::expected_flow(forecast, "+u.y")[0] == doctest::Approx(18).epsilon(1e-14));
    CHECK(make::expected_stock(forecast, "t.outside")[1] == doctest::Approx(18).epsilon(1e-14));
    CHECK(make::expected_stock(forecast, "u.outside")[1] == doctest::Approx(6).epsilon(1e-13));

    flow.into = {{"t.a", inc::make_number(.4, inc::Measure::share, {.low = .2, .high = .6}), {}}, {"u.y", inc::make_number(.6, inc::Measure::share, {.low = .5, .high = .7}), {}}};
    parts.intakes = {flow};
    inc::ForecastOptions options;
    options.draws = 20;
    const auto drawn = inc::forecast(inc::make_study(parts), options);
    const auto& axis = drawn.transition_axis();
    bool spread = false;
    for (std::size_t k = 0; k < 20; ++k) {
        double total = 0.0;
        for (std::size_t c = 0; c < axis.size(); ++c) {
            total += axis[c].front() == '+' ? drawn.flow_array()[k * axis.size() + c] : 0.0;
            spread = spread || (axis[c] == "+t.a" && std::fabs(drawn.flow_array()[k * axis.size() + c] - 12) > .5);
        }
        CHECK(total == doctest::Approx(30).epsilon(1e-13));
    }
    CHECK(spread);
}

TEST_CASE("margins of independent tracks: the full table is their product")
{
    const auto pipeline = inc::PipelineBuilder().chain("t", "a—b").chain("u", "x—y").transition("t.a->b", inc::per_year(mu)).build();
    auto parts = make::study(pipeline, 2021);
    parts.stocks_independent = true;
    parts.stocks = {make::stock("t.a", 15), make::stock("t.b", 5), make::stock("u.x", 4), make::stock("u.outside", 16)};
    const make::Cohort cohort(parts);
    const auto run = cohort.run();
    CHECK(cohort.stock(run, cohort.state("t.a & u.x"), 0) == doctest::Approx(3).epsilon(1e-14));
    CHECK(cohort.stock(run, cohort.state("t.b"), 0) == doctest::Approx(4).epsilon(1e-14));
    CHECK(cohort.stock(run, cohort.state("t.a & u.x"), 1) == doctest::Approx(3 * std::exp(-mu)).epsilon(1e-14));
    REQUIRE(run.trials.size() == 2);
    CHECK(run.trials[1] == 20);
}

TEST_CASE("a drawn starting stock is a whole number of firms")
{
    auto parts = make::study(leaving(), 2021);
    parts.stocks = {make::stock("t.a", 20)};
    parts.stocks[0].value = inc::make_number(20, inc::Measure::firms, {.low = 10, .high = 40});
    inc::ForecastOptions options;
    options.draws = 30;
    const auto drawn = inc::forecast(inc::make_study(parts), options);
    const std::size_t width = drawn.stock_dates().size() * drawn.stage_axis().size();
    for (std::size_t k = 0; k < 30; ++k) {
        double sum = 0.0;
        for (std::size_t c = 0; c < drawn.stage_axis().size(); ++c) {
            sum += drawn.stock_array()[k * width + c];
        }
        CHECK(sum == std::floor(sum));
        CHECK(sum > 0.0);
    }
}

}  // namespace
