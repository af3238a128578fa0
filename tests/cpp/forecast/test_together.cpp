// SPDX-License-Identifier: Apache-2.0
// Targets about several counts at once: joint, share and growth, against sums over what each firm may do.

#include "incuflow/forecast/comparison.hpp"
#include "incuflow/forecast/window_law.hpp"
#include "incuflow/text/number.hpp"
#include "support/make.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace inc = incuflow;

namespace {

double binomial(int n, int k, double p)
{
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0)) * std::pow(p, k) * std::pow(1 - p, n - k);
}
double poisson(int k, double mean) { return std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0)); }

constexpr double to_b = .4;
constexpr double leave = .2;

inc::Pipeline pipeline()
{
    return inc::PipelineBuilder()
        .chain("t", "a—b—c")
        .exit("closed")
        .transition("t.a->b", inc::per_year(to_b))
        .transition("t.b->c", inc::per_year(.3))
        .transition("t.a->closed", inc::per_year(leave))
        .build();
}

inc::StudyParts study()
{
    auto parts = make::study(pipeline(), 2023);
    parts.stocks = {make::stock("t.a", 8)};
    return parts;
}

inc::Target kind(inc::Target target, inc::Accounting accounting)
{
    target.accounting = accounting;
    return target;
}

inc::Target joint(std::vector<std::string> members)
{
    inc::Target target;
    target.id = "joint";
    target.accounting = inc::Accounting::joint;
    target.joint = std::move(members);
    target.due = make::year_end(2022);
    return target;
}

const inc::Attainment& row_of(const inc::Forecast& forecast, const std::string& id)
{
    for (const auto& row : forecast.attainment()) {
        if (row.target == id) {
            return row;
        }
    }
    FAIL("no such row");
    return forecast.attainment().front();
}

TEST_CASE("a joint target: the chance that both are met, neither product nor minimum")
{
    auto parts = study();
    parts.targets = {make::target("b", "t.a->b", inc::Counts::crossings, 4, 2021, 2022),
                     make::target("gone", "t.a->closed", inc::Counts::crossings, 2, 2021, 2022), joint({"b", "gone"})};
    const auto forecast = make::at_mids(inc::make_study(parts));
    // Each of eight firms goes to b, leaves, or does neither: one multinomial trial each.
    const double moved = -std::expm1(-(to_b + leave) * 2);
    const double p = moved * to_b / (to_b + leave);
    const double q = moved * leave / (to_b + leave);
    double both = 0.0;
    for (int i = 4; i <= 8; ++i) {
        for (int j = 2; i + j <= 8; ++j) {
            both += binomial(8, i, p) * binomial(8 - i, j, q / (1 - p));
        }
    }
    const auto& row = row_of(forecast, "joint");
    CHECK(row.status == inc::Status::modelled);
    CHECK(row.p_met == doctest::Approx(both).epsilon(1e-12));
    CHECK(std::isnan(row.expected));
    CHECK(row.p_met < .9 * row_of(forecast, "b").p_met * row_of(forecast, "gone").p_met);
    CHECK(forecast.conditional(2).chance[0] == doctest::Approx(both).epsilon(1e-12));
    CHECK(forecast.conditional(2).expected.empty());
    // Compared with itself the chance differs by nothing, and there is no count to differ.
    const auto compared = inc::compare(forecast, forecast).targets(inc::Language::en);
    CHECK(compared.numbers("p_difference")[2] == 0.0);
    CHECK(std::isnan(compared.numbers("difference")[2]));
    // Newcomers alone: cells are independent, so disjoint counts are.
    auto newcomers = parts;
    newcomers.stocks.clear();
    newcomers.intakes = {make::intake("t.a", 5)};
    const auto flow = make::at_mids(inc::make_study(newcomers));
    CHECK(row_of(flow, "joint").p_met == doctest::Approx(row_of(flow, "b").p_met * row_of(flow, "gone").p_met).epsilon(1e-11));
    // Twice the same promise is one promise; three at once too.
    auto twice = parts;
    auto again = parts.targets[0];
    again.id = "again";
    twice.targets = {parts.targets[0], again, joint({"b", "again", "b"})};
    const auto same = make::at_mids(inc::make_study(twice));
    CHECK(row_of(same, "joint").p_met == doctest::Approx(row_of(same, "b").p_met).epsilon(1e-12));
}

TEST_CASE("what a joint target cannot hold is said")
{
    auto parts = study();
    auto yearly = kind(make::target("yearly", "t.a->b", inc::Counts::crossings, 1, 2021, 2023), inc::Accounting::yearly_flow);
    auto vague = make::target("vague", "t.b", inc::Counts::firms, 1, 2021, 2022);
    vague.status = inc::Status::ambiguous;
    vague.reason = {"口径不明", "unclear"};
    auto share = kind(make::target("share", "t.b", inc::Counts::stock, .5, 2021, 2022), inc::Accounting::share);
    share.share_of = {"t.*"};
    const auto b = make::target("b", "t.a->b", inc::Counts::crossings, 4, 2021, 2022);
    const auto reason = [&](const std::vector<std::string>& members) {
        auto copy = parts;
        copy.targets = {yearly, vague, share, b, joint(members)};
        const auto forecast = make::at_mids(inc::make_study(copy));
        const auto& row = row_of(forecast, "joint");
        return row.status == inc::Status::not_modelled ? row.reason.en : "modelled: " + std::to_string(row.p_met);
    };
    CHECK(reason({"vague", "b"}) == "its member \"vague\" is no count");
    CHECK(reason({"share", "b"}) == "its member \"share\" is no count");
    CHECK(reason({"yearly", "b"}) == "a joint chance is of two or three counts (a yearly target has one a year)");
    CHECK(reason({"b"}) == "a joint chance is of two or three counts (a yearly target has one a year)");
    CHECK(reason({"joint", "b"}) == "its member \"joint\" is no count");
    CHECK(reason({"yearly"}).starts_with("modelled: 0."));
    parts.pipeline = inc::PipelineBuilder()
                         .chain("t", "a—b—c")
                         .exit("closed")
                         .transition("t.a->b", inc::per_year(.4))
                         .transition("t.b->a", inc::per_year(.4))
                         .transition("t.a->closed", inc::per_year(.1))
                         .build()
                         .parts();
    CHECK(reason({"b", "b"}) == "its member \"b\" can count a firm more than once");
    // A number worked back from a member repeats the promise of the whole.
    parts = study();
    inc::NumberOptions from;
    from.kind = inc::Kind::plan;
    from.derived_from = "b";
    parts.intakes = {make::intake("t.a", 5)};
    parts.intakes[0].count = inc::make_number(5, inc::Measure::count_per_year, from);
    parts.targets = {b, make::target("gone", "t.a->closed", inc::Counts::crossings, 2, 2021, 2022), joint({"b", "gone"})};
    CHECK(row_of(make::at_mids(inc::make_study(parts)), "joint").status == inc::Status::by_assumption);
}

TEST_CASE("a share: firms of the part against firms of the rest, an empty whole is not met")
{
    // Of eight firms each is in a, in b or c, or gone after two years; newcomers straight into b.
    auto parts = study();
    parts.stocks = {make::stock("t.a", 3)};
    parts.intakes = {make::intake("t.c", .7)};
    auto share = kind(make::target("share", "t.c", inc::Counts::stock, .4, 2021, 2022), inc::Accounting::share);
    share.share_of = {"t.a", "t.c"};
    parts.targets = {share};
    const auto forecast = make::at_mids(inc::make_study(parts));
    const auto& row = forecast.attainment().front();
    const double a = std::exp(-(to_b + leave) * 2);
    // a → b → c within 2 years: ∫ to_b e^(−.6u) (1 − e^(−.3(2−u))) du.
    const double c = to_b * (-std::expm1(-.6 * 2) / .6 - std::exp(-.6) * -std::expm1(-.3 * 2) / .3);
    double met = 0.0;
    double empty = 0.0;
    double mean = 0.0;
    for (int n = 0; n <= 60; ++n) {
        for (int i = 0; i <= 3; ++i) {
            for (int j = 0; i + j <= 3; ++j) {
                const double p = poisson(n, 1.4) * binomial(3, i, c) * binomial(3 - i, j, a / (1 - c));
                const int part = n + i;
                const int whole = part + j;
                empty += whole == 0 ? p : 0.0;
                met += whole > 0 && part >= .4 * whole - 1e-9 ? p : 0.0;
                mean += whole > 0 ? p * part / whole : 0.0;
            }
        }
    }
    CHECK(row.status == inc::Status::modelled);
    CHECK(row.p_met == doctest::Approx(met).epsilon(1e-12));
    CHECK(row.expected == doctest::Approx(mean / (1 - empty)).epsilon(1e-12));
    CHECK(row.reason.en ==
          "chance that there is nothing to divide by (not met): " +
              inc::format_number(inc::detail::together(inc::detail::Runner(forecast.study()), 0,
                                                       {&inc::detail::Runner(forecast.study()).count(forecast.study().numbers().mids())[0]},
                                                       .9, 1, {})
                                     .empty));
    CHECK(empty > .01);
    CHECK(row.reason.zh.find("基数为 0") != std::string::npos);
    CHECK(row.low >= 0.0);
    CHECK(row.high == 1.0);
    // Only those of the part that belong to the whole count; a range and an approximate value have two ends.
    auto outside = share;
    outside.of = {"t.c", "t.b"};
    parts.targets = {outside};
    CHECK(make::at_mids(inc::make_study(parts)).attainment().front().p_met == doctest::Approx(met).epsilon(1e-12));
    const auto chance = [&](inc::TargetValue value) {
        auto other = share;
        other.value = value;
        parts.targets = {other};
        return make::at_mids(inc::make_study(parts)).attainment().front().p_met;
    };
    const double nan = std::nan("");
    const double low = chance({inc::ValueForm::at_least, .25, nan, false});
    const double high = chance({inc::ValueForm::at_least, .7500001, nan, false});
    CHECK(chance({inc::ValueForm::range, .25, .75, false}) == doctest::Approx(low - high).epsilon(1e-11));
    CHECK(chance({inc::ValueForm::about, .5, .25, false}) == doctest::Approx(low - high).epsilon(1e-11));
    CHECK(chance({inc::ValueForm::range, .25, .75, true}) == doctest::Approx(low).epsilon(1e-12));
}

TEST_CASE("growth from a random base: the joint law of two dates; from the base date a known one")
{
    auto parts = study();
    parts.intakes = {make::intake("t.b", 2)};
    parts.stocks = {make::stock("t.b", 4)};
    auto growth = kind(make::target("growth", "t.b", inc::Counts::stock, .5, 2022, 2022), inc::Accounting::growth);
    growth.since = inc::Date{2022, 1, 1};
    parts.targets = {growth};
    const inc::Attainment row = make::at_mids(inc::make_study(parts)).attainment().front();
    // After one year: stayers then and later, stayers then only, newcomers later.
    const double stay = std::exp(-.3);
    const double mean = 2 * -std::expm1(-.3) / .3;
    double met = 0.0;
    double empty = 0.0;
    for (int old = 0; old <= 4; ++old) {
        for (int came = 0; came <= 40; ++came) {
            const double base = binomial(4, old, stay) * poisson(came, mean);
            const int then = old + came;
            empty += then == 0 ? base : 0.0;
            for (int kept = 0; then > 0 && kept <= then; ++kept) {
                for (int later = 0; later <= 40; ++later) {
                    met += kept + later >= 1.5 * then - 1e-9 ? base * binomial(then, kept, stay) * poisson(later, mean) : 0.0;
                }
            }
        }
    }
    CHECK(row.p_met == doctest::Approx(met).epsilon(1e-11));
    CHECK(row.reason.en.starts_with("chance that there is nothing to divide by"));
    // Since the day after the base date the base is known: 4 firms, 6 or more are asked for.
    parts.targets[0].since = inc::Date{2021, 1, 1};
    parts.targets[0].due = make::year_end(2021);
    double from_four = 0.0;
    for (int kept = 0; kept <= 4; ++kept) {
        for (int later = 0; later <= 40; ++later) {
            from_four += kept + later >= 6 ? binomial(4, kept, stay) * poisson(later, mean) : 0.0;
        }
    }
    CHECK(make::at_mids(inc::make_study(parts)).attainment().front().p_met == doctest::Approx(from_four).epsilon(1e-12));
}

TEST_CASE("counts too large for a joint law are not modelled, with the reason; effects go on")
{
    auto parts = study();
    parts.stocks = {make::stock("t.a", 4e7)};
    parts.stocks[0].value = inc::make_number(4e7, inc::Measure::firms, {.low = 3e7, .high = 5e7, .reason = "hypothetical"});
    auto share = kind(make::target("share", "t.b", inc::Counts::stock, .4, 2021, 2022), inc::Accounting::share);
    share.share_of = {"t.a", "t.b"};
    parts.targets = {share};
    const auto forecast = make::at_mids(inc::make_study(parts));
    CHECK(forecast.attainment().front().status == inc::Status::not_modelled);
    CHECK(forecast.attainment().front().reason.en == "the counts are too large for a joint law");
    CHECK(std::isnan(forecast.attainment().front().p_met));
    CHECK(std::isnan(forecast.conditional(0).chance[0]));
    CHECK(std::isnan(forecast.assumptions().numbers("break_even")[0]));
}

TEST_CASE("joint, share and growth over draws: means of exact chances")
{
    auto parts = study();
    auto pipe = inc::PipelineBuilder()
                    .chain("t", "a—b—c")
                    .exit("closed")
                    .transition("t.a->b", inc::per_year(to_b, {.low = .2, .high = .8, .reason = "hypothetical"}))
                    .transition("t.a->closed", inc::per_year(leave))
                    .build();
    parts.pipeline = pipe.parts();
    auto share = kind(make::target("share", "t.b", inc::Counts::stock, .5, 2021, 2022), inc::Accounting::share);
    share.share_of = {"t.*"};
    parts.targets = {make::target("b", "t.a->b", inc::Counts::crossings, 4, 2021, 2022),
                     make::target("gone", "t.a->closed", inc::Counts::crossings, 2, 2021, 2022), joint({"b", "gone"}), share};
    inc::ForecastOptions options;
    options.draws = 40;
    const auto forecast = inc::forecast(inc::make_study(parts), options);
    for (const std::size_t row : {std::size_t{2}, std::size_t{3}}) {
        const auto given = forecast.conditional(row);
        double mean = 0.0;
        for (const double p : given.chance) {
            mean += p / 40;
        }
        CHECK(forecast.attainment()[row].p_met == doctest::Approx(mean).epsilon(1e-13));
        CHECK(forecast.attainment()[row].p_met_se > 0.0);
        CHECK_FALSE(forecast.attainment()[row].verdict.en.empty());
    }
    // Shares are numbers from 0 to 1, and the interval holds the mean.
    CHECK(forecast.attainment()[3].low <= forecast.attainment()[3].expected);
    CHECK(forecast.attainment()[3].high >= forecast.attainment()[3].expected);
}

}  // namespace
