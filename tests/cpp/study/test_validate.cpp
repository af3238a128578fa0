// SPDX-License-Identifier: Apache-2.0
#include "support/faults.hpp"
#include "support/make.hpp"

#include <functional>
#include <limits>

// What a study cannot be: every fault with its key path, what it names, and the nearest valid name.
namespace validate_test
{

using namespace incuflow;

const double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

Pipeline pipeline()
{
    return PipelineBuilder()
        .chain("incubation", "创业苗圃—孵化器—加速器")
        .chain("ladder", "科技型中小企业—高新技术企业")
        .exit("closed")
        .transition("incubation.nursery->incubator", per_year(.5, {.low = .3, .high = .8, .name = "up"}))
        .transition("ladder.outside->tech_sme", per_year(.2))
        .transition("ladder.tech_sme->hnte", per_year(.1))
        .transition("*->closed", per_year(.05))
        .build();
}

StudyParts good()
{
    StudyParts parts = make::study(pipeline(), 2025);
    parts.sources = {{"yearbook", "年鉴", "", "", "", "", ""}};
    parts.populations = {{"firms", {"企业", ""}, "家", true}, {"carriers", {"载体", ""}, "家", false}};
    parts.stocks = {make::stock("incubation.incubator", 40), make::stock("ladder.tech_sme", 7)};
    parts.intakes = {make::intake("incubation.nursery", 12)};
    parts.targets = {make::target("hnte", "ladder.tech_sme->hnte", Counts::crossings, 10, 2021, 2025),
                     make::target("tenants", "incubation.incubator", Counts::stock, 50, 2021, 2025)};
    return parts;
}

struct Case {
    const char* code;
    const char* key;
    std::function<void(StudyParts&)> spoil;
    Arguments says{};
};

void run(const std::vector<Case>& cases)
{
    for (const Case& c : cases) {
        INFO(std::string(c.code), " at ", std::string(c.key));
        StudyParts parts = good();
        c.spoil(parts);
        const auto faults = faults_of<StudyError>([&] { (void)make_study(parts); });
        CHECK(faults.size() == 1);
        CHECK(faults[0].code == c.code);
        CHECK(faults[0].place.key == c.key);
        for (const auto& [name, value] : c.says) {
            CHECK(argument(faults[0], name) == value);
        }
        for (const Language language : {Language::en, Language::zh}) {
            const std::string text = describe(faults[0], language);
            for (const auto& [name, value] : faults[0].arguments) {
                CHECK(text.find('{' + name + '}') == std::string::npos);
            }
        }
    }
}

TEST_CASE("study: the good one is good")
{
    CHECK(make_study(good()).id() == "test");
}

TEST_CASE("study: head, names and dates")
{
    run({
        {"study.no_id", "id", [](StudyParts& p) { p.id.clear(); }},
        {"study.bad_id", "id", [](StudyParts& p) { p.id = "Bad id"; }, {{"given", "Bad id"}}},
        {"study.end_before_base",
         "end_date",
         [](StudyParts& p) {
             p.end_date = p.base_date;
             p.targets.clear();
         },
         {{"given", "2020-12-31"}, {"base", "2020-12-31"}}},
        {"units.bad_date",
         "information",
         [](StudyParts& p) {
             p.information = Date{2021, 2, 30};
         },
         {{"given", "2021-02-30"}}},
        {"study.one_pipeline", "population", [](StudyParts& p) { p.populations[1].pipeline = true; }, {{"given", "2"}}},
        {"model.bad_id", "population.Teams", [](StudyParts& p) { p.populations[1].id = "Teams"; }, {{"given", "Teams"}}},
        {"study.duplicate_id",
         "population.firms",
         [](StudyParts& p) {
             p.populations.push_back({"firms", {}, "", false});
         },
         {{"what", "population"}, {"given", "firms"}}},
        {"study.duplicate_id", "source.yearbook", [](StudyParts& p) { p.sources.push_back(p.sources[0]); }, {{"what", "source"}}},
        {"study.duplicate_id", "parameter.x",
         [](StudyParts& p) {
             p.parameters = {{"x", Measure::share, given_in_code(.5)}, {"x", Measure::share, given_in_code(.5)}};
         }},
        {"study.duplicate_id", "intake.new",
         [](StudyParts& p) {
             p.intakes.push_back(p.intakes[0]);
             p.intakes[0].id = p.intakes[1].id = "new";
         }},
        {"study.bad_expression",
         "consistency[0].value",
         [](StudyParts& p) {
             p.consistency = {{{"", "x"}, "100/6/x", 0}};
         },
         {{"given", "100/6/x"}}},
        {"study.bad_expression", "consistency[0].value",
         [](StudyParts& p) {
             p.consistency = {{{"", "x"}, "1/0", 0}};
         }},
        {"units.out_of_range",
         "consistency[0].decimals",
         [](StudyParts& p) {
             p.consistency = {{{"", "x"}, "1", 13}};
         },
         {{"given", "13"}}},
        {"units.out_of_range", "consistency[0].decimals",
         [](StudyParts& p) {
             p.consistency = {{{"", "x"}, "1", -1}};
         }},
    });
    StudyParts parts = good();
    parts.base_date = {2021, 2, 30};
    parts.end_date = {};
    const auto faults = faults_of<StudyError>([&] { (void)make_study(parts); });
    CHECK(has_fault(faults, "units.bad_date", "base_date"));
    CHECK(has_fault(faults, "units.bad_date", "end_date"));
}

TEST_CASE("study: starting stocks")
{
    run({
        {"units.out_of_range",
         "stock[0].value.mid",
         [](StudyParts& p) { p.stocks[0].value.mid = -1; },
         {{"given", "-1"}, {"measure", "firms"}}},
        {"units.out_of_range", "stock[0].value.mid", [](StudyParts& p) { p.stocks[0].value.mid = nan; }},
        {"units.out_of_range", "stock[0].value.mid", [](StudyParts& p) { p.stocks[0].value.mid = inf; }},
        {"study.stock_not_whole",
         "stock[0].value",
         [](StudyParts& p) { p.stocks[0].value.mid = 2.5; },
         {{"given", "2.5"}, {"at", "incubation.incubator"}}},
        {"study.duplicate_stock", "stock[1].at", [](StudyParts& p) { p.stocks[1] = p.stocks[0]; }, {{"given", "incubation.incubator"}}},
        {"study.duplicate_stock", "stock[1].at",
         [](StudyParts& p) { p.stocks[1] = make::stock("ladder.outside & incubation.incubator", 3); }},
        {"study.one_place", "stock[0].at", [](StudyParts& p) { p.stocks[0].at = {"incubation.*"}; }, {{"given", "incubation.*"}}},
        {"study.one_place",
         "stock[0].at",
         [](StudyParts& p) {
             p.stocks[0].at = {"incubation.incubator", "incubation.nursery"};
         },
         {{"given", "incubation.incubator,incubation.nursery"}}},
        {"model.no_path", "stock[0].at", [](StudyParts& p) { p.stocks[0].at.clear(); }},
        {"model.unknown_stage",
         "stock[0].at",
         [](StudyParts& p) { p.stocks[0].at = {"incubation.incubater"}; },
         {{"given", "incubater"}, {"nearest", "incubator"}}},
        {"model.unknown_track",
         "stock[0].at",
         [](StudyParts& p) { p.stocks[0].at = {"incubaton.incubator"}; },
         {{"nearest", "incubation"}}},
        {"model.bad_path.track", "stock[0].at", [](StudyParts& p) { p.stocks[0].at = {"incubator"}; }, {{"given", "incubator"}}},
        {"model.stage_expected", "stock[0].at", [](StudyParts& p) { p.stocks[0].at = {"+incubation.incubator"}; }},
        {"study.other_population",
         "stock[0].at",
         [](StudyParts& p) { p.stocks[0].at = {"carriers:incubation.incubator"}; },
         {{"population", "carriers"}}},
        {"study.unknown_population",
         "stock[0].at",
         [](StudyParts& p) { p.stocks[0].at = {"firm:incubation.incubator"}; },
         {{"given", "firm"}, {"nearest", "firms"}}},
        {"study.bad_elapsed",
         "stock[0].elapsed",
         [](StudyParts& p) {
             p.stocks[0].elapsed.kind = Elapsed::years;
             p.stocks[0].elapsed.years = -1;
         },
         {{"given", "-1"}}},
        {"study.bad_elapsed", "stock[0].elapsed",
         [](StudyParts& p) {
             p.stocks[0].elapsed.kind = Elapsed::years;
             p.stocks[0].elapsed.years = nan;
         }},
        {"study.margins_differ",
         "stocks_independent",
         [](StudyParts& p) { p.stocks_independent = true; },
         {{"given", "7"}, {"track", "ladder"}, {"first", "40"}}},
        {"study.margin_of_combination",
         "stock[1].at",
         [](StudyParts& p) {
             p.stocks_independent = true;
             p.stocks[1] = make::stock("incubation.nursery & ladder.hnte", 7);
         },
         {{"given", "incubation.nursery & ladder.hnte"}}},
    });
    StudyParts parts = good();
    parts.stocks[0].at = {"firms:incubation.incubator"};
    CHECK(make_study(parts).parts().stocks.size() == 2);
    // Several places only where the stock is unknown.
    parts = good();
    parts.stocks.push_back({{"ladder.hnte", "incubation.*"}, unknown_number("not in the text"), Elapsed::not_said, 0.0});
    CHECK(make_study(parts).parts().stocks.size() == 3);
}

TEST_CASE("study: intakes")
{
    const auto with_law = [](IntakeLaw law, double count) {
        return [=](StudyParts& p) {
            p.intakes[0].law = law;
            p.intakes[0].count = given_in_code(count);
        };
    };
    run({
        {"units.out_of_range",
         "intake[0].count_per_year.mid",
         [](StudyParts& p) { p.intakes[0].count.mid = -30; },
         {{"given", "-30"}, {"measure", "count_per_year"}}},
        {"units.out_of_range", "intake[0].count_per_year.mid", [](StudyParts& p) { p.intakes[0].count.mid = nan; }},
        {"units.out_of_range", "intake[0].count_per_year.mid", [](StudyParts& p) { p.intakes[0].count.mid = inf; }},
        {"study.mixing_needed", "intake[0].k", with_law(IntakeLaw::negative_binomial, 12), {{"given", "0"}}},
        {"study.mixing_without_law", "intake[0].k", [](StudyParts& p) { p.intakes[0].k = 3; }, {{"given", "poisson"}}},
        {"study.count_not_whole", "intake[0].count_per_year", with_law(IntakeLaw::fixed, 12.5), {{"given", "12.5"}, {"law", "fixed"}}},
        {"study.count_not_whole", "intake[0].count_per_year",
         [](StudyParts& p) {
             p.intakes[0].law = IntakeLaw::fixed;
             p.intakes[0].count.low = 10;
             p.intakes[0].count.high = 14;
         }},
        {"study.count_not_whole",
         "intake[0].firms",
         [](StudyParts& p) {
             p.intakes[0].law = IntakeLaw::batch;
             p.intakes[0].date = Date{2022, 6, 30};
             p.intakes[0].count.mid = 3.5;
         },
         {{"law", "batch"}}},
        {"study.batch_without_date", "intake[0].date", with_law(IntakeLaw::batch, 12)},
        {"study.date_without_batch", "intake[0].date",
         [](StudyParts& p) {
             p.intakes[0].date = Date{2022, 6, 30};
         }},
        {"study.growth_without_year", "intake[0].count_per_year.year", [](StudyParts& p) { p.intakes[0].growth = given_in_code(1.1); }},
        {"units.out_of_range",
         "intake[0].growth.mid",
         [](StudyParts& p) {
             p.intakes[0].growth = given_in_code(-1);
             p.intakes[0].count.year = 2020;
         },
         {{"measure", "factor"}}},
        {"study.outside_horizon",
         "intake[0].start",
         [](StudyParts& p) {
             p.intakes[0].start = Date{2020, 12, 31};
         },
         {{"given", "2020-12-31"}, {"base", "2021-01-01"}, {"end", "2025-12-31"}}},
        {"study.outside_horizon", "intake[0].end",
         [](StudyParts& p) {
             p.intakes[0].end = Date{2026, 1, 1};
         }},
        {"study.outside_horizon",
         "intake[0].date",
         [](StudyParts& p) {
             p.intakes[0].law = IntakeLaw::batch;
             p.intakes[0].date = Date{2020, 12, 30};
         },
         {{"base", "2020-12-31"}}},
        {"units.bad_date", "intake[0].start",
         [](StudyParts& p) {
             p.intakes[0].start = Date{2021, 2, 29};
         }},
        {"study.start_after_end",
         "intake[0].start",
         [](StudyParts& p) {
             p.intakes[0].start = Date{2023, 1, 1};
             p.intakes[0].end = Date{2022, 12, 31};
         },
         {{"given", "2023-01-01"}, {"end", "2022-12-31"}}},
        {"model.no_path", "intake[0].into", [](StudyParts& p) { p.intakes[0].into.clear(); }},
        {"model.unknown_stage",
         "intake[0].into[0]",
         [](StudyParts& p) { p.intakes[0].into[0].at = "incubation.nurserie"; },
         {{"nearest", "nursery"}}},
        {"study.one_place", "intake[0].into[0]", [](StudyParts& p) { p.intakes[0].into[0].at = "incubation.*"; }},
        {"study.two_shares", "intake[0].into[0]",
         [](StudyParts& p) {
             p.intakes[0].into[0].share = given_in_code(1);
             p.intakes[0].into[0].share_of_rest = given_in_code(1);
         }},
        {"study.share_missing",
         "intake[0].into[0]",
         [](StudyParts& p) {
             p.intakes[0].into.push_back({"incubation.incubator", {}, {}});
         },
         {{"given", "incubation.nursery"}}},
        {"study.shares_sum", "intake[0].into", [](StudyParts& p) { p.intakes[0].into[0].share = given_in_code(.9); }, {{"given", "0.9"}}},
        {"study.shares_sum",
         "intake[0].into",
         [](StudyParts& p) {
             p.intakes[0].into = {
                 {"incubation.nursery", given_in_code(.75), {}}, {"incubation.incubator", given_in_code(.5), {}}, {"ladder.hnte", {}, {}}};
         },
         {{"given", "1.25"}}},
        {"units.out_of_range", "intake[0].into[0].share.mid",
         [](StudyParts& p) {
             p.intakes[0].into = {{"incubation.nursery", given_in_code(-.5), {}}, {"incubation.incubator", {}, {}}};
         }},
    });
    StudyParts parts = good();
    parts.intakes[0].into = {
        {"incubation.nursery", given_in_code(.5), {}}, {"incubation.incubator", {}, given_in_code(.5)}, {"ladder.hnte", {}, {}}};
    CHECK(make_study(parts).numbers().find("ladder.hnte.share") == -1);
    // A batch may enter at the end of the base date; an unknown count has no digits to judge.
    parts = good();
    parts.intakes[0].law = IntakeLaw::batch;
    parts.intakes[0].date = parts.base_date;
    CHECK(make_study(parts).id() == "test");
    parts.intakes[0].count = unknown_number("not in the text");
    CHECK(make_study(parts).id() == "test");
}

TEST_CASE("study: targets")
{
    const auto value = [](TargetValue v) { return [=](StudyParts& p) { p.targets[0].value = v; }; };
    run({
        {"model.bad_id", "target.HNTE", [](StudyParts& p) { p.targets[0].id = "HNTE"; }},
        {"study.duplicate_target", "target.hnte", [](StudyParts& p) { p.targets[1].id = "hnte"; }, {{"given", "hnte"}}},
        {"study.status_is_found",
         "target.hnte.status",
         [](StudyParts& p) {
             p.targets[0].status = Status::modelled;
             p.targets[0].reason.en = "x";
         },
         {{"given", "modelled"}}},
        {"study.status_is_found", "target.hnte.status",
         [](StudyParts& p) {
             p.targets[0].status = Status::needs_input;
             p.targets[0].reason.en = "x";
         }},
        {"study.status_is_found", "target.hnte.status",
         [](StudyParts& p) {
             p.targets[0].status = Status::by_assumption;
             p.targets[0].reason.en = "x";
         }},
        {"study.status_without_reason",
         "target.hnte.reason",
         [](StudyParts& p) { p.targets[0].status = Status::ambiguous; },
         {{"given", "ambiguous"}}},
        {"study.due_before_base",
         "target.hnte.due",
         [](StudyParts& p) {
             p.targets[0].due = Date{2020, 12, 31};
             p.targets[0].since = Date{2020, 1, 1};
             p.targets[0].counts = Counts::stock;
             p.targets[0].accounting = Accounting::stock;
             p.targets[0].of = {"ladder.hnte"};
         },
         {{"given", "2020-12-31"}, {"base", "2020-12-31"}}},
        {"study.due_after_end",
         "target.hnte.due",
         [](StudyParts& p) {
             p.targets[0].due = Date{2026, 12, 31};
         },
         {{"given", "2026-12-31"}, {"end", "2025-12-31"}}},
        {"study.target_without_due", "target.hnte.due", [](StudyParts& p) { p.targets[0].due.reset(); }},
        {"units.bad_date", "target.hnte.due",
         [](StudyParts& p) {
             p.targets[0].due = Date{2025, 11, 31};
         }},
        {"study.since_after_due",
         "target.hnte.since",
         [](StudyParts& p) {
             p.targets[0].since = Date{2025, 1, 1};
             p.targets[0].due = Date{2024, 12, 31};
         },
         {{"given", "2025-01-01"}, {"due", "2024-12-31"}}},
        {"study.since_before_base",
         "target.hnte.since",
         [](StudyParts& p) {
             p.targets[0].since = Date{2020, 12, 31};
         },
         {{"given", "2020-12-31"}}},
        {"study.cumulative_without_since", "target.hnte.since", [](StudyParts& p) { p.targets[0].since.reset(); }},
        {"study.cumulative_without_since", "target.hnte.since",
         [](StudyParts& p) {
             p.targets[0].since.reset();
             p.targets[0].accounting = Accounting::yearly_flow;
         }},
        {"study.unknown_population",
         "target.hnte.population",
         [](StudyParts& p) { p.targets[0].population = "carrier"; },
         {{"given", "carrier"}, {"nearest", "carriers"}}},
        {"study.target_without_of", "target.hnte.of", [](StudyParts& p) { p.targets[0].of.clear(); }},
        {"model.unknown_stage",
         "target.tenants.of",
         [](StudyParts& p) { p.targets[1].of = {"incubation.incubater"}; },
         {{"nearest", "incubator"}}},
        {"model.no_such_transition",
         "target.hnte.of",
         [](StudyParts& p) { p.targets[0].of = {"ladder.tech_sme->hnt"}; },
         {{"nearest", "ladder.tech_sme->hnte"}}},
        {"model.stage_expected", "target.tenants.of", [](StudyParts& p) { p.targets[1].of = {"incubation.nursery->incubator"}; }},
        {"model.stage_expected", "target.hnte.of", [](StudyParts& p) { p.targets[0].of = {"+incubation.nursery"}; }},
        {"study.other_population", "target.tenants.of", [](StudyParts& p) { p.targets[1].of = {"carriers:incubation.incubator"}; }},
        {"study.mixed_of", "target.hnte.of", [](StudyParts& p) { p.targets[0].of.push_back("ladder.hnte"); }},
        {"study.counts_clash",
         "target.tenants.counts",
         [](StudyParts& p) { p.targets[1].counts = Counts::firms; },
         {{"counts", "firms"}, {"accounting", "stock"}}},
        {"study.counts_clash", "target.hnte.counts",
         [](StudyParts& p) {
             p.targets[0].counts = Counts::stock;
             p.targets[0].of = {"ladder.hnte"};
         }},
        {"model.unknown_stage", "target.tenants.ask", [](StudyParts& p) { p.targets[1].ask = "incubation.incubater"; }},
        {"study.one_place", "target.tenants.ask", [](StudyParts& p) { p.targets[1].ask = "incubation.*"; }},
        {"study.unknown_target",
         "target.hnte.joint",
         [](StudyParts& p) {
             p.targets[0].accounting = Accounting::joint;
             p.targets[0].joint = {"tenant"};
         },
         {{"given", "tenant"}, {"nearest", "tenants"}}},
        {"study.joint_of_what", "target.hnte.joint", [](StudyParts& p) { p.targets[0].accounting = Accounting::joint; }},
        {"study.key_of_accounting",
         "target.hnte.joint",
         [](StudyParts& p) { p.targets[0].joint = {"tenants"}; },
         {{"key", "joint"}, {"accounting", "joint"}}},
        {"study.share_of_what", "target.tenants.share_of", [](StudyParts& p) { p.targets[1].accounting = Accounting::share; }},
        {"study.key_of_accounting",
         "target.tenants.share_of",
         [](StudyParts& p) { p.targets[1].share_of = {"incubation.*"}; },
         {{"key", "share_of"}, {"accounting", "share"}}},
        {"model.unknown_stage", "target.tenants.share_of",
         [](StudyParts& p) {
             p.targets[1].accounting = Accounting::share;
             p.targets[1].share_of = {"incubation.incubater"};
         }},
        {"study.cumulative_without_since", "target.tenants.since",
         [](StudyParts& p) {
             p.targets[1].accounting = Accounting::growth;
         }},
        {"study.target_without_value", "target.hnte", value({})},
        {"study.bad_target_value", "target.hnte.at_least", value({ValueForm::at_least, nan, nan, false}), {{"given", "nan"}}},
        {"study.bad_target_value", "target.hnte.at_least", value({ValueForm::at_least, inf, nan, false}), {{"given", "inf"}}},
        {"study.bad_target_value", "target.hnte.at_least", value({ValueForm::at_least, -1, nan, false}), {{"given", "-1"}}},
        {"study.bad_target_value", "target.hnte.tolerance", value({ValueForm::about, 5, nan, false})},
        {"study.bad_target_value", "target.hnte.tolerance", value({ValueForm::about, 5, -1, false})},
        {"study.bad_target_value", "target.hnte.between", value({ValueForm::range, 5, nan, false})},
        {"study.bad_target_value", "target.hnte.between", value({ValueForm::range, 5, inf, true})},
        {"units.bad_range", "target.hnte.between", value({ValueForm::range, 5, 3, false}), {{"given", "5..3"}}},
    });
    StudyParts parts = good();
    parts.targets[0].value = {ValueForm::range, 1, nan, true};
    parts.targets[1].value = {ValueForm::about, 50, 0, false};
    CHECK(make_study(parts).find_target("tenants") == 1);
    // Any finite value is a target, also one that no count reaches.
    parts = good();
    parts.targets[0].value.low = 1.5e300;
    CHECK(make::at_mids(make_study(parts)).attainment()[0].p_met == 0.0);
    parts.targets[0].value = {ValueForm::range, 0, 1.5e300, false};
    CHECK(make::at_mids(make_study(parts)).attainment()[0].p_met == 1.0);
    // A stated status asks neither for a date nor for a place; a population without a pipeline asks for no place.
    parts = good();
    parts.targets[0] = {};
    parts.targets[0].id = "vague";
    parts.targets[0].status = Status::not_quantified;
    parts.targets[0].reason = {"无数值", ""};
    parts.targets[1].population = "carriers";
    parts.targets[1].of.clear();
    CHECK(make_study(parts).find_target("vague") == 0);
}

TEST_CASE("study: what a number names must be there, wherever the number stands")
{
    const auto sourced = [](const char* source) {
        Number number;
        number.mid = .5;
        number.kind = Kind::observed;
        number.source = source;
        return number;
    };
    // A file's numbers: all say where they come from.
    StudyParts base = good();
    for (TransitionRow& row : base.pipeline.transitions) {
        row.hazard.parameters[0].value = sourced("yearbook");
    }
    CHECK(make_study(base, true).id() == "test");
    const Number lost = sourced("yearbok");
    struct Planted {
        const char* key;
        std::function<void(StudyParts&, const Number&)> plant;
    };
    const std::vector<Planted> places{
        {"transition[0].per_year", [](StudyParts& p, const Number& n) { p.pipeline.transitions[0].hazard.parameters[0].value = n; }},
        {"modifier[0].factor",
         [](StudyParts& p, const Number& n) {
             p.pipeline.modifiers = {{{"ladder.tech_sme->hnte"}, {"incubation.incubator"}, n}};
         }},
        {"trigger[0].probability",
         [](StudyParts& p, const Number& n) {
             p.pipeline.triggers = {{"ladder.tech_sme->hnte", "incubation.incubator->accelerator", n}};
         }},
        {"dated[0].move[0].hnte",
         [](StudyParts& p, const Number& n) {
             p.pipeline.dated = {{"ladder", {{2021, 12, 31}}, {{"tech_sme", {{"hnte", n}}}}}};
         }},
        {"parameter.x",
         [](StudyParts& p, const Number& n) {
             p.parameters = {{"x", Measure::share, n}};
         }},
        {"intake[0].growth",
         [](StudyParts& p, const Number& n) {
             p.intakes[0].growth = n;
             p.intakes[0].count.year = 2020;
         }},
        {"intake[0].into[0].share",
         [](StudyParts& p, const Number& n) {
             p.intakes[0].into = {{"incubation.nursery", n, {}}, {"incubation.incubator", {}, {}}};
         }},
    };
    for (const Planted& planted : places) {
        INFO(std::string(planted.key));
        StudyParts parts = base;
        planted.plant(parts, lost);
        auto faults = faults_of<StudyError>([&] { (void)make_study(parts, true); });
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].code == "study.unknown_source");
        CHECK(faults[0].place.key == planted.key + std::string(".source"));
        CHECK(argument(faults[0], "nearest") == "yearbook");

        Number derived = sourced("yearbook");
        derived.derived_from = "hnet";
        planted.plant(parts, derived);
        faults = faults_of<StudyError>([&] { (void)make_study(parts, true); });
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].code == "study.unknown_target");
        CHECK(faults[0].place.key == planted.key + std::string(".derived_from"));
        CHECK(argument(faults[0], "nearest") == "hnte");

        Number computed = sourced("yearbook");
        computed.computed_from = {"yearbook", "yearbok"};
        planted.plant(parts, computed);
        faults = faults_of<StudyError>([&] { (void)make_study(parts, true); });
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].code == "study.unknown_part");
        CHECK(faults[0].place.key == planted.key + std::string(".computed_from"));
        CHECK(argument(faults[0], "nearest") == "yearbook");
    }
    StudyParts outcome = base;
    outcome.outcomes = {{{"", "met"}, "yearbok"}};
    CHECK(has_fault(faults_of<StudyError>([&] { (void)make_study(outcome, true); }), "study.unknown_source", "outcome[0].source"));
}

TEST_CASE("study: a number in a file says where it comes from")
{
    StudyParts parts = good();
    parts.intakes[0].count = Number{};
    parts.intakes[0].count.mid = 12;
    auto faults = faults_of<StudyError>([&] { (void)make_study(parts, true); });
    CHECK(has_fault(faults, "units.no_reason", "intake[0].count_per_year.reason"));
    CHECK(has_fault(faults, "units.no_range", "intake[0].count_per_year"));
    parts.intakes[0].count.kind = Kind::observed;
    faults = faults_of<StudyError>([&] { (void)make_study(parts, true); });
    CHECK(has_fault(faults, "units.no_source", "intake[0].count_per_year.source"));
}

TEST_CASE("study: a number computed from others has the weakest of their kinds")
{
    StudyParts parts = good();
    Number rate = given_in_code(.3);
    parts.parameters = {{"rate", Measure::factor, rate}};
    Number computed;
    computed.mid = 12;
    computed.kind = Kind::observed;
    computed.source = "yearbook";
    computed.computed_from = {"rate", "yearbook"};
    parts.intakes[0].count = computed;
    const auto faults = faults_of<StudyError>([&] { (void)make_study(parts); });
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "study.kind_too_strong");
    CHECK(faults[0].place.key == "intake[0].count_per_year.computed_from");
    CHECK(argument(faults[0], "part") == "rate");
    CHECK(argument(faults[0], "part_kind") == "assumed");
    CHECK(argument(faults[0], "kind") == "observed");
    parts.intakes[0].count.kind = Kind::assumed;
    parts.intakes[0].count.reason = "computed";
    CHECK(make_study(parts).id() == "test");
    // A name of the number table counts as well as a parameter: place and key.
    parts.intakes[0].count = computed;
    parts.intakes[0].count.computed_from = {"ladder.tech_sme->hnte:per_year"};
    CHECK(has_code(faults_of<StudyError>([&] { (void)make_study(parts); }), "study.kind_too_strong"));
}

TEST_CASE("study: a parameter and the numbers of its name are one")
{
    StudyParts parts = good();
    const Number up = parts.pipeline.transitions[0].hazard.parameters[0].value;
    parts.parameters = {{"up", Measure::per_year, up}};
    CHECK(make_study(parts).parts().parameters[0].value == up);
    parts.parameters[0].value.mid = .6;
    const auto faults = faults_of<StudyError>([&] { (void)make_study(parts); });
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "model.name_clash");
    CHECK(faults[0].place.key == "transition[0]");
    CHECK(argument(faults[0], "first") == "parameter.up");
    // Two intakes into one place would share their name; they must say ids.
    parts = good();
    parts.intakes.push_back(make::intake("incubation.nursery", 5));
    CHECK(has_fault(faults_of<StudyError>([&] { (void)make_study(parts); }), "model.name_clash", "intake[1]"));
    parts.intakes[1].id = "others";
    CHECK(make_study(parts).numbers().find("+others:count_per_year") >= 0);
}

TEST_CASE("study: correlations")
{
    const auto group = [](std::vector<std::string> names, std::vector<double> matrix) {
        return [=](StudyParts& p) { p.correlations = {{names, matrix}}; };
    };
    const std::string other = "ladder.outside->tech_sme:per_year";
    run({
        {"random.correlation_size", "correlation[0].matrix", group({"up", other}, {1, .5, .5}), {{"given", "3"}, {"names", "2"}}},
        {"study.unknown_number", "correlation[0].names", group({"upp", other}, {1, .5, .5, 1}), {{"given", "upp"}, {"nearest", "up"}}},
        {"random.correlation_diagonal", "correlation[0].matrix", group({"up", other}, {2, .5, .5, 1}), {{"name", "up"}}},
        {"random.correlation_not_symmetric", "correlation[0].matrix", group({"up", other}, {1, .5, .4, 1})},
        {"random.correlation_out_of_range", "correlation[0].matrix", group({"up", other}, {1, nan, nan, 1})},
        {"random.correlation_repeated_name", "correlation[0].matrix", group({"up", "up"}, {1, .5, .5, 1})},
        {"random.correlation_not_positive_definite", "correlation[0].matrix", group({"up", other}, {1, 1, 1, 1})},
        {"random.correlation_repeated_name",
         "correlation[1].names",
         [&](StudyParts& p) {
             p.correlations = {{{"up", other}, {1, .5, .5, 1}}, {{"up", "ladder.tech_sme->hnte:per_year"}, {1, .5, .5, 1}}};
         },
         {{"given", "up"}}},
    });
    StudyParts parts = good();
    parts.correlations = {{{"up", other}, {1, -.5, -.5, 1}}};
    CHECK(make_study(parts).parts().correlations.size() == 1);
}

TEST_CASE("study: everything wrong is said at once, also beside a pipeline that cannot be built")
{
    StudyParts parts = good();
    parts.id.clear();
    parts.stocks[0].value.mid = -1;
    parts.intakes[0].count.mid = -1;
    parts.targets[0].since.reset();
    parts.targets[1].due = Date{2019, 12, 31};
    auto faults = faults_of<StudyError>([&] { (void)make_study(parts); });
    CHECK(faults.size() == 5);
    parts.pipeline.transitions[0].paths = {"incubation.nursery->incubater"};
    faults = faults_of<StudyError>([&] { (void)make_study(parts); });
    CHECK(faults.size() == 6);
    CHECK(has_fault(faults, "model.unknown_stage_or_exit", "transition[0].path"));
    CHECK(has_fault(faults, "study.no_id", "id"));
    CHECK(has_fault(faults, "units.out_of_range", "stock[0].value.mid"));
    CHECK(has_fault(faults, "units.out_of_range", "intake[0].count_per_year.mid"));
    CHECK(has_fault(faults, "study.cumulative_without_since", "target.hnte.since"));
    CHECK(has_fault(faults, "study.due_before_base", "target.tenants.due"));
}

}  // namespace validate_test
