// SPDX-License-Identifier: Apache-2.0
// Two forecasts draw by draw, against sums made here from the closed form. All numbers are hypothetical.
#include "incuflow/forecast/comparison.hpp"
#include "incuflow/forecast/draws.hpp"
#include "incuflow/study/scenario.hpp"
#include "support/faults.hpp"
#include "support/make.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace comparison_test
{

using namespace incuflow;

constexpr int firms = 40;

// Firms leave a stage at a constant rate: 5 years, 40 firms, 30 of them asked for.
StudyParts parts()
{
    const Pipeline pipeline = PipelineBuilder()
                                  .chain("incubation", "孵化器—毕业", {{"incubator", "graduated"}, {}})
                                  .chain("ladder", "科技型中小企业—高新技术企业")
                                  .transition("incubation.incubator->graduated", per_year(.25, {.low = .15, .high = .4, .name = "pace"}))
                                  .transition("ladder.tech_sme->hnte", per_year(.1, {.low = .05, .high = .2}))
                                  .build();
    StudyParts p = make::study(pipeline, 2025);
    p.stocks = {make::stock("incubation.incubator", firms), {{"ladder.tech_sme"}, unknown_number("asked for"), Elapsed::not_said, 0.0}};
    p.targets = {make::target("graduates", "incubation.incubator->graduated", Counts::crossings, 30, 2021, 2025),
                 make::target("tenants", "incubation.incubator", Counts::stock, 5, 2021, 2025),
                 make::target("hnte", "ladder.tech_sme->hnte", Counts::crossings, 5, 2021, 2025)};
    p.scenarios = {{"fast", {}, {{"pace", .3}}, {}}, {"nothing", {}, {}, {}}};
    return p;
}

ForecastOptions options(int draws = 200, std::uint64_t seed = 5)
{
    ForecastOptions o;
    o.draws = draws;
    o.seed = seed;
    o.level = .8;
    o.threads = 2;
    return o;
}

double at_least(int n, double p)
{
    double sum = 0.0;
    for (int k = n; k <= firms; ++k) {
        sum += std::exp(std::lgamma(firms + 1.0) - std::lgamma(k + 1.0) - std::lgamma(firms - k + 1.0) + k * std::log(p) +
                        (firms - k) * std::log1p(-p));
    }
    return sum;
}

double mean(const std::vector<double>& x)
{
    double sum = 0.0;
    for (const double v : x) {
        sum += v;
    }
    return sum / static_cast<double>(x.size());
}

double standard_error(const std::vector<double>& x)
{
    double squares = 0.0;
    for (const double v : x) {
        squares += (v - mean(x)) * (v - mean(x));
    }
    return std::sqrt(squares / static_cast<double>(x.size() - 1) / static_cast<double>(x.size()));
}

double quantile(std::vector<double> x, double p)
{
    std::sort(x.begin(), x.end());
    const double at = p * static_cast<double>(x.size() - 1);
    const auto i = static_cast<std::size_t>(std::floor(at));
    return i + 1 < x.size() ? (1 - (at - std::floor(at))) * x[i] + (at - std::floor(at)) * x[i + 1] : x[i];
}

TEST_CASE("comparison: differences are those of the closed form, draw by draw")
{
    const Study base = make_study(parts());
    const Study fast = with_scenario(base, "fast");
    const Comparison comparison = compare(base, fast, options());
    const auto pace = static_cast<std::size_t>(base.numbers().find("pace"));
    std::vector<double> counts;
    std::vector<double> chances;
    std::vector<double> left_first;
    std::vector<double> chances_a;
    for (int k = 0; k < 200; ++k) {
        const double a = -std::expm1(-5 * draw_values(base, 5, k)[pace]);
        const double b = -std::expm1(-5 * draw_values(fast, 5, k)[pace]);
        counts.push_back(firms * (b - a));
        chances.push_back(at_least(30, b) - at_least(30, a));
        chances_a.push_back(at_least(30, a));
        left_first.push_back(firms * (std::exp(-draw_values(fast, 5, k)[pace]) - std::exp(-draw_values(base, 5, k)[pace])));
    }
    CHECK(comparison.draws() == 200);
    CHECK(comparison.level() == .8);
    const TargetDifference& row = comparison.target_differences()[0];
    CHECK(row.target == "graduates");
    CHECK(row.count.mean == doctest::Approx(mean(counts)).epsilon(1e-10));
    CHECK(row.count.se == doctest::Approx(standard_error(counts)).epsilon(1e-8));
    CHECK(row.count.low == doctest::Approx(quantile(counts, .1)).epsilon(1e-10));
    CHECK(row.count.high == doctest::Approx(quantile(counts, .9)).epsilon(1e-10));
    CHECK(row.chance.mean == doctest::Approx(mean(chances)).epsilon(1e-8));
    CHECK(row.chance.se == doctest::Approx(standard_error(chances)).epsilon(1e-8));
    // The difference of the means, too, and a far smaller error than that of two unpaired runs.
    const auto& in_a = comparison.a().attainment()[0];
    const auto& in_b = comparison.b().attainment()[0];
    CHECK(row.count.mean == doctest::Approx(in_b.expected - in_a.expected).epsilon(1e-9));
    CHECK(row.chance.mean == doctest::Approx(in_b.p_met - in_a.p_met).epsilon(1e-9));
    CHECK(in_a.p_met == doctest::Approx(mean(chances_a)).epsilon(1e-8));
    CHECK(row.chance.se < .5 * std::hypot(in_a.p_met_se, in_b.p_met_se));

    const auto& stocks = comparison.stock_differences();
    const auto at = std::find_if(stocks.begin(), stocks.end(), [](const StockDifference& s) {
        return s.stage == "incubation.incubator" && s.date == make::year_end(2021);
    });
    REQUIRE(at != stocks.end());
    CHECK(at->count.mean == doctest::Approx(mean(left_first)).epsilon(1e-10));
    CHECK(at->count.low == doctest::Approx(quantile(left_first, .1)).epsilon(1e-9));
    CHECK(at->count.high == doctest::Approx(quantile(left_first, .9)).epsilon(1e-9));
    CHECK(at->a + at->count.mean == doctest::Approx(at->b));
    CHECK(at->metric_a == "stock");
}

TEST_CASE("comparison: a scenario without effect differs by nothing, exactly")
{
    const Study base = make_study(parts());
    const Comparison comparison = compare(base, with_scenario(base, "nothing"), options());
    const auto none = [](const PairedDifference& d) { return d.mean == 0 && d.low == 0 && d.high == 0 && d.se == 0 && !std::signbit(d.high); };
    CHECK(none(comparison.target_differences()[0].count));
    CHECK(none(comparison.target_differences()[0].chance));
    int rows = 0;
    for (const StockDifference& stock : comparison.stock_differences()) {
        if (stock.a == stock.a) {
            CHECK(none(stock.count));
            ++rows;
        }
    }
    CHECK(rows >= 12);
    // What both hold is the same although one thing differs.
    const Comparison fast = compare(base, with_scenario(base, "fast"), options());
    CHECK(none(fast.target_differences()[2].count));
    CHECK_FALSE(none(fast.target_differences()[0].count));
}

TEST_CASE("comparison: exchanging the two turns every sign, exactly")
{
    const Study base = make_study(parts());
    const Forecast a = forecast(base, options(201));
    const Forecast b = forecast(with_scenario(base, "fast"), options(201));
    const Comparison one = compare(a, b);
    const Comparison other = compare(b, a);
    const auto mirrored = [](const PairedDifference& x, const PairedDifference& y) {
        return x.mean == -y.mean && x.low == -y.high && x.high == -y.low && x.se == y.se;
    };
    CHECK(mirrored(one.target_differences()[0].count, other.target_differences()[0].count));
    CHECK(mirrored(one.target_differences()[0].chance, other.target_differences()[0].chance));
    CHECK(one.target_differences()[0].count.mean > 0);
    for (std::size_t i = 0; i < one.stock_differences().size(); ++i) {
        if (one.stock_differences()[i].a == one.stock_differences()[i].a) {
            CHECK(mirrored(one.stock_differences()[i].count, other.stock_differences()[i].count));
        }
    }
}

TEST_CASE("comparison: no number where the two do not mean the same")
{
    const Study base = make_study(parts());
    const Comparison comparison = compare(base, with_overrides(base, {{"ladder.tech_sme:stock", 20.0}}), options(20));
    const TargetDifference& hnte = comparison.target_differences()[2];
    CHECK(comparison.a().attainment()[2].status == Status::needs_input);
    CHECK(comparison.b().attainment()[2].status == Status::modelled);
    CHECK(std::isnan(hnte.count.mean));
    CHECK(std::isnan(hnte.chance.mean));
    const auto& stocks = comparison.stock_differences();
    const auto at = std::find_if(stocks.begin(), stocks.end(), [](const StockDifference& s) { return s.stage == "ladder.hnte"; });
    REQUIRE(at != stocks.end());
    CHECK(at->metric_a == "stock_newcomers");
    CHECK(at->metric_b == "stock");
    CHECK(std::isnan(at->count.mean));
    // Unknown on both sides: a difference of newcomers, and no chance.
    const Comparison same = compare(base, with_scenario(base, "fast"), options(20));
    CHECK(same.target_differences()[2].count.mean == 0);
    CHECK(std::isnan(same.target_differences()[2].chance.mean));
}

TEST_CASE("comparison: targets and dates that only one of the two has")
{
    StudyParts other = parts();
    other.id = "other";
    other.targets.erase(other.targets.begin());
    other.targets.push_back(make::target("more", "incubation.graduated", Counts::firms, 3, 2021, 2025));
    other.end_date = make::year_end(2026);
    const Comparison comparison = compare(make_study(parts()), make_study(other), options(10));
    const auto& rows = comparison.target_differences();
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].row_b == -1);
    CHECK(std::isnan(rows[0].count.mean));
    CHECK(rows[1].count.mean == 0);
    CHECK(rows[3].target == "more");
    CHECK(rows[3].row_a == -1);
    for (const StockDifference& stock : comparison.stock_differences()) {
        CHECK(stock.date <= make::year_end(2025));
    }
    const Table table = comparison.targets(Language::en);
    CHECK(table.rows() == 4);
    CHECK(table.texts("status_b")[0].empty());
    CHECK(table.texts("status_a")[3].empty());
    CHECK(table.texts("scenario_a")[0] == "test");
    CHECK(table.texts("scenario_b")[0] == "other");
}

TEST_CASE("comparison: years of a yearly target go together")
{
    StudyParts yearly = parts();
    yearly.targets[0].accounting = Accounting::yearly_flow;
    yearly.targets[0].value.low = 6;
    const Study base = make_study(yearly);
    const Comparison comparison = compare(base, with_scenario(base, "fast"), options(10));
    REQUIRE(comparison.target_differences().size() == 7);
    for (int year = 0; year < 5; ++year) {
        const TargetDifference& row = comparison.target_differences()[static_cast<std::size_t>(year)];
        CHECK(row.row_a == row.row_b);
        CHECK(std::isfinite(row.count.mean));
    }
}

TEST_CASE("comparison: at mids there is a difference and no interval")
{
    const Study base = make_study(parts());
    const Comparison comparison = compare(base, with_scenario(base, "fast"), options(0));
    CHECK(comparison.draws() == 0);
    const TargetDifference& row = comparison.target_differences()[0];
    CHECK(row.count.mean == doctest::Approx(firms * (std::exp(-5 * .25) - std::exp(-5 * .3))));
    CHECK(std::isnan(row.count.low));
    CHECK(std::isnan(row.count.se));
}

TEST_CASE("comparison: draws that both have are paired; other seeds and mids against draws are refused")
{
    const Study base = make_study(parts());
    const Study fast = with_scenario(base, "fast");
    const Forecast many = forecast(base, options(30));
    const Comparison common = compare(many, forecast(fast, options(20)));
    CHECK(common.draws() == 20);
    const Comparison few = compare(base, fast, options(20));
    CHECK(common.target_differences()[0].count.mean == few.target_differences()[0].count.mean);
    const auto seeds = faults_of<ParameterError>([&] { (void)compare(many, forecast(fast, options(30, 6))); });
    CHECK(seeds[0].code == "forecast.not_paired");
    CHECK(argument(seeds[0], "what") == "seed");
    CHECK(argument(seeds[0], "second") == "6");
    const auto mids = faults_of<ParameterError>([&] { (void)compare(many, forecast(fast, options(0))); });
    CHECK(argument(mids[0], "what") == "draws");
}

TEST_CASE("forecast: what it says given a draw")
{
    const Study base = make_study(parts());
    const Forecast result = forecast(base, options(3));
    CHECK(result.finished_draws() == std::vector<int>{0, 1, 2});
    const ConditionalCounts counts = result.conditional(0);
    const auto pace = static_cast<std::size_t>(base.numbers().find("pace"));
    for (int k = 0; k < 3; ++k) {
        const double p = -std::expm1(-5 * draw_values(base, 5, k)[pace]);
        CHECK(counts.expected[static_cast<std::size_t>(k)] == doctest::Approx(firms * p));
        CHECK(counts.chance[static_cast<std::size_t>(k)] == doctest::Approx(at_least(30, p)));
    }
    CHECK(result.conditional(99).expected.empty());
    CHECK(result.stock_metric("ladder.tech_sme") == "stock_newcomers");
    CHECK(result.stock_metric("nothing").empty());
    // The scenario's name in the column of that name.
    const Forecast fast = forecast(with_scenario(base, "fast"), options(0));
    CHECK(fast.attainment_table().texts("scenario")[0] == "fast");
    CHECK(fast.stocks().texts("scenario")[0] == "fast");
    CHECK(fast.flows().texts("scenario")[0] == "fast");
    CHECK(result.attainment_table().texts("scenario")[0] == "test");
}

TEST_CASE("comparison: quantiles of mirrored differences are mirrored")
{
    const PairedDifference one = detail::paired_difference({3, 1, 2, 10}, .5);
    CHECK(one.mean == 4);
    CHECK(one.low == 1.75);
    CHECK(one.high == 4.75);
    CHECK(one.se == doctest::Approx(std::sqrt((1 + 9 + 4 + 36) / 3.0 / 4.0)));
    CHECK(std::isnan(detail::paired_difference({}, .9).mean));
}

}  // namespace comparison_test
