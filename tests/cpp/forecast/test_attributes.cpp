// SPDX-License-Identifier: Apache-2.0
#include "incuflow/forecast/forecast.hpp"
#include "incuflow/random/number_law.hpp"
#include "incuflow/study/scenario.hpp"
#include "support/faults.hpp"
#include "support/growth.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace incuflow;

namespace {

double phi(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }
double grown(double g, double t) { return g == 0.0 ? t : std::expm1(g * t) / g; }

PipelineBuilder chain() { return PipelineBuilder().chain("t", "甲—乙", {.ids = {"a", "b"}}); }

// One stage, sales 4 ± 2 at the start, growth .1 ± .3 a year; 200 firms and 50 a year.
StudyParts simple()
{
    StudyParts parts = make::study(chain().attribute(make::sales({make::growth({}, 0.1, 0.3)}, 4.0, 0.5)).build(), 2023);
    parts.stocks = {make::stock("t.a", 200)};
    parts.intakes = {make::intake("t.a", 50)};
    return parts;
}

struct Total {
    double mean;
    double variance;
};

// The total of `simple` after some years.
Total total_of_simple(double t)
{
    const double second = 0.2 + 0.09;
    const double m = 4.0;
    const double m2 = 20.0;
    const double variance = m2 * std::exp(second * t) - m * m * std::exp(0.2 * t);
    return {200.0 * m * std::exp(0.1 * t) + 50.0 * m * grown(0.1, t), 200.0 * variance + 50.0 * m2 * grown(second, t)};
}

Target about_sales(const std::string& id, Accounting accounting, double at_least)
{
    Target target;
    target.id = id;
    target.attribute = "sales";
    target.accounting = accounting;
    target.due = make::year_end(2023);
    if (accounting != Accounting::stock) {
        target.since = Date{2021, 1, 1};
    }
    target.value = {ValueForm::at_least, at_least, std::numeric_limits<double>::quiet_NaN(), false};
    return target;
}

std::size_t row_of(const Table& table, const std::string& stage, const std::string& metric, const Date& date)
{
    for (std::size_t i = 0; i < table.rows(); ++i) {
        if (table.texts("stage")[i] == stage && table.texts("metric")[i] == metric && table.dates("date")[i] == date) {
            return i;
        }
    }
    FAIL("no row ", stage, ' ', metric);
    return 0;
}

}  // namespace

TEST_CASE("attributes: totals and means per firm of one stage against closed forms")
{
    const Forecast fc = make::at_mids(make_study(simple()));
    const Table table = fc.attributes();
    for (const int year : {2020, 2021, 2023}) {
        const double t = year - 2020;
        const Total total = total_of_simple(t);
        for (const char* stage : {"a", "*"}) {
            const std::size_t i = row_of(table, stage, "total", make::year_end(year));
            CHECK(table.numbers("expected")[i] == doctest::Approx(total.mean).epsilon(1e-12));
            CHECK(table.numbers("sd")[i] == doctest::Approx(std::sqrt(total.variance)).epsilon(1e-11));
            CHECK(table.numbers("high")[i] == doctest::Approx(total.mean + 1.6448536269514722 * std::sqrt(total.variance)).epsilon(1e-9));
            CHECK(table.texts("method")[i] == "exact mean and variance; normal law (approximate)");
            CHECK(table.texts("unit")[i] == "万元");
        }
        // Firms never leave: N = 200 + Poisson(50 t), T and N covary by 50 m (e^(.1t) − 1)/.1.
        const double firms = 200.0 + 50.0 * t;
        const double ratio = total.mean / firms;
        const double variance = (total.variance - 2.0 * ratio * 50.0 * 4.0 * grown(0.1, t) + ratio * ratio * 50.0 * t) / (firms * firms);
        const std::size_t i = row_of(table, "a", "mean_per_firm", make::year_end(year));
        CHECK(table.numbers("expected")[i] == doctest::Approx(ratio).epsilon(1e-12));
        CHECK(table.numbers("sd")[i] == doctest::Approx(std::sqrt(variance)).epsilon(1e-10));
        CHECK(table.texts("method")[i] == "ratio of expectations, delta method (approximate)");
        CHECK(table.texts("unit")[i] == "万元/家");
    }
    // Nobody is expected in b: a total of 0, no mean; and a study without attributes has no rows.
    CHECK(make::at_mids(make_study(make::study(chain().build(), 2022))).attributes().rows() == 0);
}

TEST_CASE("attributes: a mean per firm where nobody is expected is empty, and exits have no rows")
{
    StudyParts parts = make::study(
        chain().exit("closed").transition("t.a->b", per_year(0.2)).transition("t.b->closed", per_year(0.4)).attribute(make::sales({make::growth({}, 0.1, 0.3)}, 4.0, 0.5)).build(),
        2022);
    parts.stocks = {make::stock("t.a", 3)};
    const Table table = make::at_mids(make_study(parts)).attributes();
    CHECK(table.numbers("expected")[row_of(table, "b", "total", make::year_end(2020))] == 0.0);
    CHECK(std::isnan(table.numbers("expected")[row_of(table, "b", "mean_per_firm", make::year_end(2020))]));
    CHECK(table.numbers("expected")[row_of(table, "b", "mean_per_firm", make::year_end(2022))] > 0.0);
    for (std::size_t i = 0; i < table.rows(); ++i) {
        CHECK(table.texts("stage")[i] != "closed");
    }
}

TEST_CASE("attributes: firms that carry the same and grow alike have no variance, and the interval is one number")
{
    StudyParts parts = make::study(chain().attribute(make::sales({make::growth({}, 0.07, 0.0)}, 3.0, 0.0)).build(), 2024);
    parts.stocks = {make::stock("t.a", 11)};
    parts.targets = {about_sales("reached", Accounting::stock, 33.0), about_sales("missed", Accounting::growth, 0.3)};
    const Forecast fc = make::at_mids(make_study(parts));
    const Table table = fc.attributes();
    const std::size_t i = row_of(table, "a", "total", make::year_end(2024));
    CHECK(table.numbers("sd")[i] == 0.0);
    CHECK(table.numbers("low")[i] == doctest::Approx(33.0 * std::exp(0.28)));
    CHECK(table.numbers("high")[i] == doctest::Approx(33.0 * std::exp(0.28)));
    CHECK(fc.attainment()[0].p_met == 1.0);
    CHECK(fc.attainment()[1].p_met == 0.0);
}

TEST_CASE("attributes: a target on the total has the chance of the normal law with the exact moments, and says so")
{
    StudyParts parts = simple();
    const Total total = total_of_simple(3.0);
    parts.targets = {about_sales("sales", Accounting::stock, 2000.0)};
    Target between = about_sales("near", Accounting::stock, 0.0);
    between.value = {ValueForm::about, total.mean, 100.0, false};
    between.of = {"t.a"};
    between.counts = Counts::stock;
    parts.targets.push_back(between);
    const Forecast fc = make::at_mids(make_study(parts));
    const Attainment& row = fc.attainment()[0];
    const double sd = std::sqrt(total.variance);
    CHECK(row.status == Status::modelled);
    CHECK(row.expected == doctest::Approx(total.mean).epsilon(1e-12));
    CHECK(row.p_met == doctest::Approx(1.0 - phi((2000.0 - total.mean) / sd)).epsilon(1e-9));
    CHECK(row.low == doctest::Approx(total.mean - 1.6448536269514722 * sd).epsilon(1e-9));
    CHECK(row.method == "at mid values; normal, moments exact (approximate)");
    CHECK(fc.attainment()[1].p_met == doctest::Approx(phi(100.0 / sd) - phi(-100.0 / sd)).epsilon(1e-9));
    CHECK(fc.attainment_table(Language::en).texts("counted")[0] == "total sales: *");
    CHECK(fc.attainment_table(Language::en).texts("counted")[1] == "total sales: t.a");
    // It has no count, so no count's variance and no progress.
    CHECK(fc.progress().rows() == 0);
}

TEST_CASE("attributes: growth of a total uses the exact covariance of both ends")
{
    StudyParts parts = simple();
    parts.targets = {about_sales("by_half", Accounting::growth, 0.9), about_sales("a_year", Accounting::yearly_growth, 0.24)};
    const Forecast fc = make::at_mids(make_study(parts));
    const Total before = total_of_simple(0.0);
    const Total after = total_of_simple(3.0);
    // Only the firms of the start are in both: Cov = 200 (E[X0²] e^(.3) − m² e^(.3)).
    const double covariance = 200.0 * (20.0 - 16.0) * std::exp(0.3);
    const auto chance = [&](double factor) {
        const double mean = after.mean - factor * before.mean;
        return phi(mean / std::sqrt(after.variance + factor * factor * before.variance - 2.0 * factor * covariance));
    };
    CHECK(fc.attainment()[0].expected == doctest::Approx(after.mean / before.mean - 1.0).epsilon(1e-12));
    CHECK(fc.attainment()[0].p_met == doctest::Approx(chance(1.9)).epsilon(1e-9));
    CHECK(fc.attainment()[1].expected == doctest::Approx(std::cbrt(after.mean / before.mean) - 1.0).epsilon(1e-12));
    CHECK(fc.attainment()[1].p_met == doctest::Approx(chance(std::pow(1.24, 3.0))).epsilon(1e-9));
    CHECK(fc.attainment()[1].low < fc.attainment()[1].expected);
    CHECK(fc.attainment()[1].expected < fc.attainment()[1].high);
}

TEST_CASE("attributes: over draws the mixture holds the spread of the numbers")
{
    StudyParts parts = simple();
    FirmAttribute& attribute = parts.pipeline.attributes.front();
    attribute.growth.front().drift = make_number(0.1, Measure::real, {.low = -0.1, .high = 0.2, .reason = "hypothetical"});
    parts.targets = {about_sales("sales", Accounting::stock, 2000.0)};
    const Study study = make_study(parts);
    ForecastOptions options;
    options.draws = 200;
    options.seed = 5;
    const Forecast fc = forecast(study, options);
    const Attainment& row = fc.attainment().front();
    const ConditionalCounts given = fc.conditional(0);
    double mean = 0.0;
    double met = 0.0;
    for (std::size_t k = 0; k < given.expected.size(); ++k) {
        mean += given.expected[k] / 200.0;
        met += given.chance[k] / 200.0;
    }
    CHECK(row.expected == doctest::Approx(mean).epsilon(1e-12));
    CHECK(row.p_met == doctest::Approx(met).epsilon(1e-12));
    CHECK(row.p_met_se > 0.0);
    CHECK(row.method == "mean over draws; normal, moments exact (approximate)");
    CHECK(row.reason.en.find("most influential assumption") == 0);
    const Table table = fc.attributes();
    const std::size_t i = row_of(table, "a", "total", make::year_end(2023));
    CHECK(table.numbers("expected")[i] == doctest::Approx(mean).epsilon(1e-12));
    CHECK(table.numbers("sd")[i] > 2.0 * std::sqrt(total_of_simple(3.0).variance));
    // The number has its place in the table of numbers, and a scenario can move it.
    const std::string name = "attribute.sales:drift";
    CHECK(study.numbers().find(name) >= 0);
    const Study changed = with_overrides(study, {{name, 0.05}}, "slow");
    CHECK(changed.parts().pipeline.attributes.front().growth.front().drift.mid == 0.05);
    CHECK(describe_law(study.numbers().entries()[static_cast<std::size_t>(study.numbers().find(name))].number, Measure::real, Language::en) ==
          "two-piece normal, 5/50/95 % at -0.1/0.1/0.2");
}

TEST_CASE("attributes: firms above a threshold are thinned by a log-normal law of their time since the start")
{
    StudyParts parts = simple();
    parts.pipeline = chain().transition("t.a->b", per_year(0.5)).attribute(make::sales({make::growth({}, 0.1, 0.3)}, 4.0, 0.5)).build().parts();
    Target many = about_sales("many", Accounting::stock, 60.0);
    many.above = 6.0;
    many.of = {"t.b"};
    many.counts = Counts::stock;
    Target share = about_sales("share", Accounting::share, 0.3);
    share.above = 6.0;
    share.since = {};
    parts.targets = {many, share};
    // Both chances by quadrature: P(in b at 3 | entered at u) and P(X ≥ 6 | time since then).
    const auto above = [](double t) {
        const double spread = std::log(1.25);
        return phi((std::log(4.0) - 0.5 * spread + (0.1 - 0.045) * t - std::log(6.0)) / std::sqrt(spread + 0.09 * t));
    };
    const auto in_b = [](double t) { return -std::expm1(-0.5 * t); };
    double entered = 0.0;
    double everywhere = 0.0;
    const int n = 20000;
    for (int i = 0; i < n; ++i) {
        const double t = 3.0 * (i + 0.5) / n;
        entered += 3.0 / n * 50.0 * in_b(t) * above(t);
        everywhere += 3.0 / n * 50.0 * above(t);
    }
    const double expected = 200.0 * in_b(3.0) * above(3.0) + entered;
    for (const char* engine : {"cohort_markov", "cohort_renewal"}) {
        CAPTURE(engine);
        ForecastOptions options;
        options.draws = 0;
        options.engine = engine;
        const Study study = make_study(parts);
        const Forecast fc = forecast(study, options);
        const Attainment& row = fc.attainment()[0];
        CHECK(row.expected == doctest::Approx(expected).epsilon(1e-7));
        CHECK(row.method == "exact law at mid values; log-normal attribute");
        // Binomial of the start plus Poisson.
        CountParts law;
        const double p = in_b(3.0) * above(3.0);
        law.trials.push_back({200, {1.0 - p, p}});
        law.poisson = {0.0, entered};
        CHECK(row.p_met == doctest::Approx(CountLaw(law).at_least(60)).epsilon(1e-5));
        const Attainment& part = fc.attainment()[1];
        CHECK(part.expected == doctest::Approx((200.0 * above(3.0) + everywhere) / 350.0).epsilon(2e-3));
        CHECK(part.p_met > 0.0);
        CHECK(part.p_met < 1.0);
    }
}

TEST_CASE("attributes: a threshold where growth differs, or jumps, is refused by name and sends to the microsimulation")
{
    StudyParts parts = simple();
    Target many = about_sales("many", Accounting::stock, 60.0);
    many.above = 6.0;
    parts.targets = {many};
    parts.pipeline = chain().transition("t.a->b", per_year(0.5)).attribute(make::sales({make::growth({"t.a"}, 0.1, 0.3), make::growth({}, 0.1, 0.2)}, 4.0, 0.5)).build().parts();
    const Forecast different = make::at_mids(make_study(parts));
    CHECK(different.attainment()[0].status == Status::not_modelled);
    CHECK(different.attainment()[0].reason.en == "attribute \"sales\" grows differently in t.a and t.b: how many firms are above a threshold needs a microsimulation");
    parts.pipeline =
        chain().transition("t.a->b", per_year(0.5)).attribute(make::sales({make::growth({}, 0.1, 0.3)}, 4.0, 0.5, {{{"t.a->b"}, make::plain(2.0), {}}})).build().parts();
    CHECK(make::at_mids(make_study(parts)).attainment()[0].reason.en.find("jumps at t.a->b") != std::string::npos);
    parts.pipeline.attributes.front().jumps.clear();
    parts.pipeline.attributes.front().process = GrowthProcess::laplace;
    CHECK(make::at_mids(make_study(parts)).attainment()[0].reason.en.find("is no log-normal process") != std::string::npos);
}

TEST_CASE("attributes: an unknown number leaves its attribute empty, and its targets not modelled")
{
    StudyParts parts = simple();
    parts.pipeline.attributes.front().growth.front().drift = unknown_number("no figure found");
    parts.targets = {about_sales("sales", Accounting::stock, 2000.0)};
    const Forecast fc = make::at_mids(make_study(parts));
    const Table table = fc.attributes();
    CHECK(std::isnan(table.numbers("expected")[row_of(table, "a", "total", make::year_end(2023))]));
    CHECK(fc.attainment()[0].status == Status::not_modelled);
    CHECK(fc.attainment()[0].reason.en == "a number of attribute \"sales\" is unknown");
}

TEST_CASE("attributes: firms of unknown starting stock leave the total to newcomers")
{
    StudyParts parts = simple();
    parts.stocks = {};
    StockRow row;
    row.at = {"t.a"};
    row.value = unknown_number("not published");
    parts.stocks = {row};
    parts.targets = {about_sales("sales", Accounting::stock, 10.0)};
    const Forecast fc = make::at_mids(make_study(parts));
    const Table table = fc.attributes();
    CHECK(table.numbers("expected")[row_of(table, "a", "total_newcomers", make::year_end(2023))] == doctest::Approx(50.0 * 4.0 * grown(0.1, 3.0)));
    CHECK(fc.attainment()[0].status == Status::needs_input);
    CHECK(std::isnan(fc.attainment()[0].p_met));
    CHECK(fc.attainment()[0].p_floor > 0.99);
}

TEST_CASE("attributes: a stage without a process, a start without a value, a Laplace draw without a variance, growth beyond all numbers")
{
    StudyParts parts = make::study(chain().transition("t.a->b", per_year(0.2)).attribute(make::sales({make::growth({"t.a"}, 0.1, 0.3)}, 4.0, 0.5)).build(), 2022);
    parts.stocks = {make::stock("t.a", 3)};
    const auto run = [](const StudyParts& of) { (void)make::at_mids(make_study(of)); };
    std::vector<Fault> faults = faults_of<EngineError>([&] { run(parts); });
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "engine.attribute_without_process");
    CHECK(argument(faults[0], "attribute") == "sales");
    CHECK(argument(faults[0], "state") == "t.b");

    parts.pipeline.attributes.front().growth.push_back(make::growth({}, 0.0, 0.0));
    parts.pipeline.attributes.front().initial.front().of = SizeOf::intake;
    faults = faults_of<EngineError>([&] { run(parts); });
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "engine.attribute_without_initial");
    CHECK(argument(faults[0], "state") == "t.a");
    CHECK(argument(faults[0], "of") == "stock");

    parts.pipeline.attributes.front().initial.front().of = SizeOf::firms;
    parts.pipeline.attributes.front().growth.front().drift = make::plain(2000.0);
    CHECK(faults_of<EngineError>([&] { run(parts); })[0].code == "engine.moments_not_finite");

    FirmAttribute& attribute = parts.pipeline.attributes.front();
    attribute.process = GrowthProcess::laplace;
    attribute.growth.front() = make::growth({}, 0.1, 0.3);
    attribute.growth.pop_back();
    attribute.growth.front().volatility = make_number(0.3, Measure::factor, {.low = 0.1, .high = 0.49, .reason = "hypothetical"});
    ForecastOptions options;
    options.draws = 200;
    faults = faults_of<EngineError>([&] { (void)forecast(make_study(parts), options); });
    CHECK(faults[0].code == "engine.laplace_scale");
    CHECK(argument(faults[0], "attribute") == "sales");
}
