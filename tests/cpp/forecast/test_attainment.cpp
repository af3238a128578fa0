// SPDX-License-Identifier: Apache-2.0
// Targets: what meets them, what status they have and why, and how the chance over draws is put together.

#include "incuflow/forecast/draws.hpp"
#include "incuflow/forecast/effects.hpp"
#include "incuflow/study/tables.hpp"
#include "support/make.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace inc = incuflow;

namespace {

double poisson(double mean, int low, int high)
{
    double sum = 0.0;
    double term = std::exp(-mean);
    for (int n = 0; n <= high; ++n) {
        sum += n >= low ? term : 0.0;
        term *= mean / (n + 1);
    }
    return sum;
}

inc::Target valued(inc::Target target, inc::TargetValue value)
{
    target.value = value;
    return target;
}

inc::Study study_of(const inc::Pipeline& pipeline, std::vector<inc::Target> targets, std::vector<inc::StockRow> stocks, std::vector<inc::IntakeRow> intakes)
{
    auto parts = make::study(pipeline, 2023);
    parts.targets = std::move(targets);
    parts.stocks = std::move(stocks);
    parts.intakes = std::move(intakes);
    return inc::make_study(parts);
}

inc::StockRow unknown_at(std::vector<std::string> at)
{
    inc::StockRow row;
    row.at = std::move(at);
    row.value = inc::unknown_number("not known");
    return row;
}

std::string label_of(const inc::Study& study, const char* number)
{
    const auto& entries = study.numbers().entries();
    return inc::number_label(study, entries[static_cast<std::size_t>(study.numbers().find(number))], inc::Language::en);
}

const inc::Attainment& only(const inc::Forecast& forecast)
{
    REQUIRE(forecast.attainment().size() == 1);
    return forecast.attainment().front();
}

inc::Pipeline one_way(double rate = .4) { return inc::PipelineBuilder().chain("t", "a—b—c").transition("t.a->b", inc::per_year(rate)).build(); }

TEST_CASE("at least, about, range and an open upper end")
{
    const auto target = make::target("there", "t.b", inc::Counts::firms, 0, 2021, 2021);
    const auto chance = [&](inc::TargetValue value) {
        return only(make::at_mids(study_of(one_way(), {valued(target, value)}, {}, {make::intake("t.b", 10)}))).p_met;
    };
    using Form = inc::ValueForm;
    const double nan = std::nan("");
    CHECK(chance({Form::at_least, 12, nan, false}) == doctest::Approx(1 - poisson(10, 0, 11)).epsilon(1e-11));
    // Firms are whole: 11.5 is met by 12.
    CHECK(chance({Form::at_least, 11.5, nan, false}) == doctest::Approx(1 - poisson(10, 0, 11)).epsilon(1e-11));
    CHECK(chance({Form::at_least, 0, nan, false}) == 1.0);
    CHECK(chance({Form::about, 10, 2, false}) == doctest::Approx(poisson(10, 8, 12)).epsilon(1e-11));
    CHECK(chance({Form::about, 10, 2.5, false}) == doctest::Approx(poisson(10, 8, 12)).epsilon(1e-11));
    CHECK(chance({Form::about, 1, 3, false}) == doctest::Approx(poisson(10, 0, 4)).epsilon(1e-11));
    CHECK(chance({Form::range, 8, 11, false}) == doctest::Approx(poisson(10, 8, 11)).epsilon(1e-11));
    CHECK(chance({Form::range, 0, 11, false}) == doctest::Approx(poisson(10, 0, 11)).epsilon(1e-11));
    CHECK(chance({Form::range, 8.2, 8.8, false}) == 0.0);
    // More than any count.
    CHECK(chance({Form::at_least, 1e300, nan, false}) == 0.0);
    CHECK(chance({Form::about, 1e300, 1, false}) == 0.0);
    CHECK(chance({Form::about, 1, 1e300, false}) == 1.0);
    CHECK(chance({Form::range, 8, 1e300, false}) == doctest::Approx(1 - poisson(10, 0, 7)).epsilon(1e-11));
    CHECK(chance({Form::range, 8, 11, true}) == doctest::Approx(1 - poisson(10, 0, 7)).epsilon(1e-11));
}

TEST_CASE("the interval is that of the level, of the exact law")
{
    const auto target = make::target("there", "t.b", inc::Counts::firms, 5, 2021, 2021);
    const auto study = study_of(one_way(), {target}, {}, {make::intake("t.b", 10)});
    for (const double level : {.5, .9, .99}) {
        inc::ForecastOptions options;
        options.draws = 0;
        options.level = level;
        const auto& row = only(inc::forecast(study, options));
        const auto quantile = [](double p) {
            int n = 0;
            while (poisson(10, 0, n) < p) {
                ++n;
            }
            return n;
        };
        CHECK(row.low == quantile(.5 - .5 * level));
        CHECK(row.high == quantile(.5 + .5 * level));
        CHECK(row.expected == doctest::Approx(10).epsilon(1e-14));
        CHECK(inc::forecast(study, options).attainment_table().numbers("level")[0] == level);
        CHECK(inc::forecast(study, options).stocks().numbers("level")[0] == level);
    }
}

TEST_CASE("p_met is the mean of exact conditional chances, with its standard error over draws")
{
    const auto pipeline = inc::PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc::per_year(.5, {.low = .2, .high = 1.2, .reason = "hypothetical"})).build();
    const auto study = study_of(pipeline, {make::target("there", "t.a", inc::Counts::stock, 8, 2021, 2021)}, {}, {make::intake("t.a", 10)});
    inc::ForecastOptions options;
    options.draws = 300;
    options.seed = 5;
    const auto& row = only(inc::forecast(study, options));
    std::vector<double> p;
    double expected = 0.0;
    for (std::int64_t k = 0; k < 300; ++k) {
        const double rate = inc::draw_values(study, 5, k)[static_cast<std::size_t>(study.numbers().find("t.a->b:per_year"))];
        const double mean = 10 * -std::expm1(-rate) / rate;
        expected += mean / 300;
        p.push_back(1 - poisson(mean, 0, 7));
    }
    double mean = 0.0;
    for (const double x : p) {
        mean += x / 300;
    }
    double squares = 0.0;
    for (const double x : p) {
        squares += (x - mean) * (x - mean);
    }
    CHECK(row.expected == doctest::Approx(expected).epsilon(1e-13));
    CHECK(row.p_met == doctest::Approx(mean).epsilon(1e-11));
    CHECK(row.p_met_se == doctest::Approx(std::sqrt(squares / 299 / 300)).epsilon(1e-9));
}

TEST_CASE("a stated status wins; a population without a pipeline is not modelled")
{
    auto parts = make::study(one_way(), 2023);
    inc::Population firms;
    firms.id = "firms";
    firms.pipeline = true;
    inc::Population mentors;
    mentors.id = "mentors";
    parts.populations = {firms, mentors};
    auto ambiguous = make::target("ambiguous", "t.b", inc::Counts::firms, 1, 2021, 2022);
    ambiguous.status = inc::Status::ambiguous;
    ambiguous.reason = {"口径不明", "unclear"};
    auto other = make::target("other", "", inc::Counts::firms, 1, 2021, 2022);
    other.of.clear();
    other.population = "mentors";
    auto worded = other;
    worded.id = "worded";
    worded.reason = {"导师另计", "counted elsewhere"};
    auto own = make::target("own", "t.b", inc::Counts::firms, 1, 2021, 2022);
    own.population = "firms";
    parts.targets = {ambiguous, other, worded, own};
    parts.stocks = {make::stock("t.a", 3)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    const auto& rows = forecast.attainment();
    CHECK(rows[0].status == inc::Status::ambiguous);
    CHECK(rows[0].reason == inc::Label{"口径不明", "unclear"});
    CHECK(std::isnan(rows[0].expected));
    CHECK(rows[1].status == inc::Status::not_modelled);
    CHECK(rows[1].reason.en == "this population has no pipeline");
    CHECK(rows[2].reason.en == "counted elsewhere");
    CHECK(rows[3].status == inc::Status::modelled);
    CHECK(rows[3].p_met == doctest::Approx(1 - std::exp(-3 * .8)).epsilon(1e-12));
}

TEST_CASE("by assumption: any input that names the target as its origin")
{
    const auto target = make::target("goal", "t.b", inc::Counts::firms, 4, 2021, 2022);
    inc::NumberOptions from;
    from.kind = inc::Kind::plan;
    from.derived_from = "goal";
    const auto check = [&](const inc::Study& study, const char* number) {
        const auto forecast = make::at_mids(study);
        const std::string name = label_of(study, number);
        const auto& row = only(forecast);
        CHECK(row.status == inc::Status::by_assumption);
        CHECK(row.reason.en.find(name) != std::string::npos);
        CHECK(std::isnan(row.p_met));
        CHECK(std::isnan(row.expected));
        CHECK(row.verdict.en.empty());
    };
    auto intake = make::intake("t.a", 5);
    intake.count = inc::make_number(5, inc::Measure::count_per_year, from);
    check(study_of(one_way(), {target}, {}, {intake}), "+t.a:count_per_year");
    const auto pipeline = inc::PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc::per_year(.4, from)).build();
    check(study_of(pipeline, {target}, {make::stock("t.a", 5)}, {}), "t.a->b:per_year");
    // It is the target named, no other.
    auto other = make::target("other", "t.b", inc::Counts::firms, 4, 2021, 2022);
    const auto both = make::at_mids(study_of(pipeline, {target, other}, {make::stock("t.a", 5)}, {}));
    CHECK(both.attainment()[0].status == inc::Status::by_assumption);
    CHECK(both.attainment()[1].status == inc::Status::modelled);
}

TEST_CASE("needs input: only firms that could add to the count by the due date, along known positive rates")
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b—c—d")
                              .transition("t.a->b", inc::per_year(.4))
                              .transition("t.b->c", inc::per_year(0))
                              .transition("t.c->d", inc::PerYear{inc::unknown_number("not known")})
                              .build();
    const auto status = [&](const inc::Target& target, std::vector<inc::StockRow> stocks) {
        return only(make::at_mids(study_of(pipeline, {target}, std::move(stocks), {make::intake("t.a", 5)}))).status;
    };
    const auto to_b = make::target("goal", "t.b", inc::Counts::firms, 4, 2021, 2022);
    CHECK(status(to_b, {unknown_at({"t.a"})}) == inc::Status::needs_input);
    CHECK(status(to_b, {unknown_at({"t.*"})}) == inc::Status::needs_input);
    // Firms that stand in b already do not enter it.
    CHECK(status(to_b, {unknown_at({"t.b"})}) == inc::Status::modelled);
    CHECK(status(to_b, {unknown_at({"t.c", "t.d"})}) == inc::Status::modelled);
    const auto in_b = make::target("goal", "t.b", inc::Counts::stock, 4, 2021, 2022);
    CHECK(status(in_b, {unknown_at({"t.b"})}) == inc::Status::needs_input);
    // Along a rate of 0, or one nobody knows, nothing comes.
    CHECK(status(make::target("goal", "t.c", inc::Counts::firms, 4, 2021, 2022), {unknown_at({"t.a", "t.b"})}) == inc::Status::modelled);
    CHECK(status(make::target("goal", "t.d", inc::Counts::firms, 4, 2021, 2022), {unknown_at({"t.c"})}) == inc::Status::modelled);
    // What is known of one place is known, also where a wider statement calls it unknown.
    CHECK(status(to_b, {unknown_at({"t.*"}), make::stock("t.a", 0)}) == inc::Status::modelled);
}

TEST_CASE("needs input: floor without unknown stocks, and needed firms by hand")
{
    const double p = -std::expm1(-.8);
    auto target = make::target("goal", "t.b", inc::Counts::firms, 4, 2021, 2022);
    target.ask = "t.a";
    const auto study = [&](inc::Target t) { return study_of(one_way(), {std::move(t)}, {unknown_at({"t.a"})}, {make::intake("t.b", 1)}); };
    const auto forecast = make::at_mids(study(target));
    const auto& row = only(forecast);
    CHECK(row.status == inc::Status::needs_input);
    CHECK(row.p_floor == doctest::Approx(1 - poisson(2, 0, 3)).epsilon(1e-11));
    CHECK(row.expected == doctest::Approx(2).epsilon(1e-14));
    CHECK(std::isnan(row.p_met));
    const auto chance = [&](int firms) {
        double sum = 0.0;
        double term = std::pow(1 - p, firms);
        for (int k = 0; k <= firms; ++k) {
            sum += term * (k >= 4 ? 1.0 : 1 - poisson(2, 0, 3 - k));
            term *= p / (1 - p) * (firms - k) / (k + 1);
        }
        return sum;
    };
    const auto smallest = [&](double asked) {
        int firms = 0;
        while (chance(firms) < asked) {
            ++firms;
        }
        return firms;
    };
    CHECK(row.needed_50 == smallest(.5));
    CHECK(row.needed_80 == smallest(.8));
    CHECK(row.needed_50 > 0);
    // An easy promise needs none; where no place is asked for, or more firms may hurt, no number is given.
    auto easy = target;
    easy.value.low = 1;
    CHECK(only(make::at_mids(study(easy))).needed_50 == 0);
    auto silent = target;
    silent.ask.clear();
    CHECK(std::isnan(only(make::at_mids(study(silent))).needed_50));
    CHECK(std::isnan(only(make::at_mids(study(valued(target, {inc::ValueForm::range, 4, 6, false})))).needed_50));
    CHECK(only(make::at_mids(study(valued(target, {inc::ValueForm::range, 4, 6, true})))).needed_50 == row.needed_50);
}

TEST_CASE("crossings of a loop have a law: the mean of the flow, and a spread that is not Poisson's")
{
    const auto loop = inc::PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc::per_year(.5)).transition("t.b->a", inc::per_year(.4)).build();
    auto parts = make::study(loop, 2030);
    parts.stocks = {make::stock("t.a", 40)};
    parts.targets = {make::target("again", "t.a->b", inc::Counts::crossings, 101, 2021, 2030)};
    const inc::Attainment row = only(make::at_mids(inc::make_study(parts)));
    CHECK(row.status == inc::Status::modelled);
    CHECK(row.expected == doctest::Approx(40 * (.5 * .4 * 10 / .9 + .25 * -std::expm1(-9.0) / .81)).epsilon(1e-12));
    // 90 % between 90 and 112: sd 6.8; a Poisson count of that mean would have 10.1.
    CHECK(row.high - row.low == doctest::Approx(2 * 1.645 * 6.8).epsilon(.05));
    CHECK(row.p_met == doctest::Approx(.52).epsilon(.05));
}

TEST_CASE("a yearly flow has one row a year, each with its own window, and is one promise")
{
    auto target = make::target("yearly", "t.a->b", inc::Counts::crossings, 3, 2021, 2023);
    target.accounting = inc::Accounting::yearly_flow;
    target.since = inc::Date{2021, 7, 1};
    target.due = inc::Date{2023, 6, 30};
    const auto forecast = make::at_mids(study_of(one_way(), {target}, {make::stock("t.a", 20)}, {}));
    const auto& rows = forecast.attainment();
    REQUIRE(rows.size() == 3);
    const std::vector<std::pair<inc::Date, inc::Date>> windows{{{2021, 7, 1}, {2021, 12, 31}}, {{2022, 1, 1}, {2022, 12, 31}}, {{2023, 1, 1}, {2023, 6, 30}}};
    const std::vector<double> cuts{.5, 1, 2, 2.5};
    for (std::size_t y = 0; y < 3; ++y) {
        CHECK(rows[y].since == windows[y].first);
        CHECK(rows[y].due == windows[y].second);
        CHECK(rows[y].status == inc::Status::modelled);
        CHECK(rows[y].expected == doctest::Approx(20 * (std::exp(-.4 * cuts[y]) - std::exp(-.4 * cuts[y + 1]))).epsilon(1e-13));
        const double p = rows[y].expected / 20;
        const double below = std::pow(1 - p, 20) + 20 * p * std::pow(1 - p, 19) + 190 * p * p * std::pow(1 - p, 18);
        CHECK(rows[y].p_met == doctest::Approx(1 - below).epsilon(1e-11));
    }
    CHECK(forecast.headline(inc::Language::en).rfind("1 quantified target: ", 0) == 0);
}

TEST_CASE("verdict classes by the chance, where no assumption is drawn")
{
    const auto verdict = [](double asked) {
        return only(make::at_mids(study_of(one_way(), {make::target("goal", "t.b", inc::Counts::firms, asked, 2021, 2021)}, {}, {make::intake("t.b", 10)}))).verdict.zh;
    };
    // Chances of 7, 10, 12 and 15 firms: .870, .542, .303, .083.
    CHECK(verdict(7) == "预计可完成");
    CHECK(verdict(10) == "有望完成");
    CHECK(verdict(12) == "有较大难度");
    CHECK(verdict(15) == "难以按期完成");
    CHECK(inc::detail::verdict_class(.8) == 0);
    CHECK(inc::detail::verdict_class(.5) == 1);
    CHECK(inc::detail::verdict_class(.2) == 2);
    CHECK(inc::detail::verdict_class(std::nextafter(.2, 0)) == 3);
}

TEST_CASE("the verdict looks at the most influential assumption, not at what is borrowed")
{
    const auto forecast = [](double low, double high, inc::Kind kind, double other_low, double other_high) {
        inc::NumberOptions one{.low = low, .high = high, .kind = kind, .source = "s", .reason = "hypothetical"};
        inc::NumberOptions two{.low = other_low, .high = other_high, .reason = "hypothetical"};
        auto first = make::intake("t.b", 10);
        first.id = "first";
        first.count = inc::make_number(10, inc::Measure::count_per_year, one);
        auto second = make::intake("t.b", 10);
        second.id = "second";
        second.count = inc::make_number(10, inc::Measure::count_per_year, two);
        return make::at_mids(study_of(one_way(), {make::target("goal", "t.b", inc::Counts::firms, 20, 2021, 2021)}, {}, {first, second}));
    };
    // 20 expected, 20 asked: .53 in the middle. A wide borrowed range decides nothing, a narrow assumed one leaves the class.
    const auto borrowed = forecast(2, 40, inc::Kind::borrowed, 9.9, 10.2);
    CHECK(only(borrowed).verdict.zh == "有望完成");
    CHECK(only(borrowed).reason.en.find(label_of(borrowed.study(), "+second:count_per_year")) != std::string::npos);
    // Assumed, the same range decides.
    const auto assumed = forecast(2, 40, inc::Kind::assumed, 9.9, 10.2);
    CHECK(only(assumed).verdict.zh == "取决于假设，不作判断");
    CHECK(only(assumed).reason.en.find(label_of(assumed.study(), "+first:count_per_year")) != std::string::npos);
    // Break-even: the intake x at which Poisson(10 + x) reaches 20 with chance one half.
    const auto table = assumed.assumptions(inc::Language::en);
    for (std::size_t i = 0; i < table.rows(); ++i) {
        if (table.texts("name")[i] == "+first:count_per_year") {
            const double even = table.numbers("break_even")[i];
            CHECK(1 - poisson(10 + even, 0, 19) == doctest::Approx(.5).epsilon(1e-6));
            CHECK(table.numbers("influence")[i] == doctest::Approx(38).epsilon(1e-12));
            CHECK(table.numbers("p_low")[i] == doctest::Approx(1 - poisson(12, 0, 19)).epsilon(1e-10));
            CHECK(table.numbers("p_mid")[i] == doctest::Approx(1 - poisson(20, 0, 19)).epsilon(1e-10));
            CHECK(table.numbers("p_high")[i] == doctest::Approx(1 - poisson(50, 0, 19)).epsilon(1e-10));
            CHECK(only(assumed).reason.en.find(" at " + std::to_string(even).substr(0, 5)) != std::string::npos);
        } else {
            // .51 and .55 lie on one side: there is no break-even.
            CHECK(std::isnan(table.numbers("break_even")[i]));
        }
    }
}

}  // namespace
