// SPDX-License-Identifier: Apache-2.0
// Named changes of a study: what a path may be, what a value does to a number, and everything that is refused. All numbers are hypothetical.
#include "incuflow/study/scenario.hpp"
#include "incuflow/study/validate.hpp"
#include "support/faults.hpp"
#include "support/make.hpp"

#include <algorithm>

namespace scenario_test
{

using namespace incuflow;

Number shared(double mid, double low, double high, const std::string& name)
{
    Number number = make_number(mid, Measure::per_year, {.low = low, .high = high, .kind = Kind::borrowed, .source = "s", .name = name});
    number.range_kind = Kind::assumed;
    return number;
}

StudyParts parts()
{
    const Number pace = shared(.5, .4, .7, "pace");
    const Pipeline pipeline = PipelineBuilder()
                                  .chain("incubation", "创业苗圃—孵化器—加速器")
                                  .chain("ladder", "科技型中小企业—高新技术企业")
                                  .exit("closed")
                                  .transition("incubation.nursery->incubator", PerYear{pace})
                                  .transition("incubation.incubator->accelerator", PerYear{pace})
                                  .transition("ladder.outside->tech_sme", per_year(.2, {.kind = Kind::observed, .source = "s"}))
                                  .transition("ladder.tech_sme->hnte", per_year(.1, {.low = .05, .high = .2}))
                                  .transition("*->closed", UncertainHazard("exponential", {{"per_year", unknown_number("not in the text"), Measure::per_year}}))
                                  .build();
    StudyParts p = make::study(pipeline, 2025);
    p.title = {"试验", "test"};
    p.stocks = {make::stock("incubation.incubator", 40), {{"ladder.tech_sme"}, unknown_number("asked for"), Elapsed::not_said, 0.0}};
    p.intakes = {make::intake("incubation.nursery", 12)};
    p.intakes[0].count.year = 2020;
    p.intakes[0].growth = make_number(1.1, Measure::factor, {.low = 1, .high = 1.2, .name = "growth"});
    p.targets = {make::target("hnte", "ladder.tech_sme->hnte", Counts::crossings, 10, 2021, 2024),
                 make::target("tenants", "incubation.incubator", Counts::stock, 50, 2021, 2025)};
    p.targets[1].value = {ValueForm::about, 50, 5, false};
    return p;
}

const Number& number_of(const Study& study, const std::string& name)
{
    const int at = study.numbers().find(name);
    REQUIRE(at >= 0);
    return study.numbers().entries()[static_cast<std::size_t>(at)].number;
}

Study with(const std::vector<Override>& overrides) { return with_overrides(make_study(parts()), overrides, "mine"); }

TEST_CASE("scenario: a bare number in the range moves the mid, wherever the number is named")
{
    for (const char* path : {"pace", "pace.mid"}) {
        const Study changed = with({{path, .6}});
        Number expected = shared(.6, .4, .7, "pace");
        expected.reason = "scenario mine";
        // Nobody borrowed this value; the range is still the borrowed one.
        expected.range_kind = expected.range_kind.value_or(expected.kind);
        expected.kind = Kind::assumed;
        CHECK(number_of(changed, "pace") == expected);
        CHECK(changed.parts().pipeline.transitions[0].hazard.parameters[0].value == expected);
        CHECK(changed.parts().pipeline.transitions[1].hazard.parameters[0].value == expected);
    }
    // What was assumed keeps its reason too.
    CHECK(number_of(with({{"growth", 1.15}}), "growth").reason == "given in code; scenario mine");
    // The same value changes nothing but the name of the study.
    const Study same = with({{"pace", .5}});
    CHECK(number_of(same, "pace") == shared(.5, .4, .7, "pace"));
    CHECK(same.parts().applied_scenario == "mine");
}

TEST_CASE("scenario: anywhere else the number is assumed, without a range, and says so")
{
    for (const auto& [path, value] : std::vector<std::pair<std::string, double>>{
             {"pace", .8}, {"pace", .4}, {"ladder.outside->tech_sme:per_year", .3}, {"*->closed:per_year.mid", .06}}) {
        INFO(path);
        const Study changed = with({{path, value}});
        const std::string name = path.ends_with(".mid") ? path.substr(0, path.size() - 4) : path;
        Number expected;
        expected.mid = value;
        expected.reason = "scenario mine";
        expected.fixed = "scenario mine";
        expected.name = name == "pace" ? "pace" : "";
        CHECK(number_of(changed, name) == expected);
    }
    // The year a count holds for stays, or growth would have nothing to start from.
    CHECK(number_of(with({{"+incubation.nursery:count_per_year", 20.0}}), "+incubation.nursery:count_per_year").year == 2020);
}

TEST_CASE("scenario: ends of a range, a whole number, and all of them at once")
{
    const Study ends = with({{"pace.low", .3}, {"pace.high", .9}, {"pace.mid", .8}});
    CHECK(number_of(ends, "pace").low == .3);
    CHECK(number_of(ends, "pace").mid == .8);
    CHECK(number_of(ends, "pace").high == .9);
    CHECK(number_of(ends, "pace").kind == Kind::assumed);
    CHECK(number_of(ends, "pace").range_kind == Kind::assumed);
    CHECK(number_of(ends, "pace").reason == "scenario mine");
    const Study ranged = with({{"ladder.outside->tech_sme:per_year.low", .1}, {"ladder.outside->tech_sme:per_year.high", .4}});
    CHECK(number_of(ranged, "ladder.outside->tech_sme:per_year").range_kind == Kind::assumed);
    Number whole = make_number(.9, Measure::per_year, {.low = .8, .high = 1, .kind = Kind::observed, .source = "t"});
    const Study replaced = with({{"pace", whole}});
    whole.name = "pace";
    CHECK(number_of(replaced, "pace") == whole);
}

TEST_CASE("scenario: what was computed from a changed number says so and is no stronger")
{
    StudyParts p = parts();
    Number first = make_number(2, Measure::factor, {.kind = Kind::fitted, .source = "s", .name = "first"});
    Number second = first;
    first.computed_from = {"pace"};
    second.name = "second";
    second.computed_from = {"first"};
    p.parameters = {{"first", Measure::factor, first}, {"second", Measure::factor, second}};
    const Study study = make_study(p);
    const Study changed = with_overrides(study, {{"pace", .9}}, "mine");  // borrowed becomes assumed
    for (const Parameter& parameter : changed.parts().parameters) {
        CHECK(parameter.value.mid == 2);
        CHECK(parameter.value.kind == Kind::assumed);
        CHECK(parameter.value.reason == "computed before scenario mine");
        CHECK(parameter.value.fixed == "computed before scenario mine");
    }
    // Inside its range too.
    CHECK(with_overrides(study, {{"pace", .6}}, "mine").parts().parameters[1].value.kind == Kind::assumed);
    // Only its ends moved: the number stays as strong as it was; the next one is told, the one after is not concerned.
    const Study ends = with_overrides(study, {{"pace.low", .45}}, "mine");
    CHECK(ends.parts().parameters[0].value.kind == Kind::fitted);
    CHECK(ends.parts().parameters[0].value.reason == "computed before scenario mine");
    CHECK(ends.parts().parameters[1].value == second);
    CHECK(with_overrides(study, {{"pace", .5}}).parts().parameters == study.parts().parameters);
}

TEST_CASE("scenario: stocks known and unknown, targets and dates")
{
    const Study changed = with({{"incubation.incubator:stock", 60.0},
                                {"ladder.tech_sme:stock", 7.0},
                                {"ladder.hnte:stock", given_in_code(2)},
                                {"target.hnte.at_least", 12.0},
                                {"target.hnte.due", Date{2025, 12, 31}},
                                {"target.hnte.since", Date{2022, 1, 1}},
                                {"target.tenants.about", 70.0},
                                {"target.tenants.tolerance", 6.0},
                                {"end_date", Date{2026, 12, 31}}});
    CHECK(changed.parts().stocks.size() == 3);
    CHECK(number_of(changed, "incubation.incubator:stock").mid == 60);
    CHECK(number_of(changed, "ladder.tech_sme:stock").mid == 7);
    CHECK(number_of(changed, "ladder.hnte:stock") == given_in_code(2));
    const Target& hnte = changed.parts().targets[0];
    CHECK(hnte.value.low == 12);
    CHECK(hnte.due == Date{2025, 12, 31});
    CHECK(hnte.since == Date{2022, 1, 1});
    CHECK(hnte.reading == Reading::assumed);
    CHECK(changed.parts().targets[1].value.low == 70);
    CHECK(changed.parts().targets[1].value.high == 6);
    CHECK(changed.parts().end_date == Date{2026, 12, 31});
    StudyParts ranged = parts();
    ranged.targets[0].value = {ValueForm::range, 3, 4, false};
    const Study wider = with_overrides(make_study(ranged), {{"target.hnte.between.low", 2.0}, {"target.hnte.between.high", 9.0}});
    CHECK(wider.parts().targets[0].value.low == 2);
    CHECK(wider.parts().targets[0].value.high == 9);
    CHECK(wider.parts().applied_scenario == "overrides");
}

TEST_CASE("scenario: a parameter that nothing uses can be set too")
{
    StudyParts p = parts();
    p.parameters = {{"spare", Measure::factor, given_in_code(2)}};
    const Study changed = with_overrides(make_study(p), {{"spare", 3.0}});
    CHECK(changed.parts().parameters[0].value.mid == 3);
}

TEST_CASE("scenario: what a number at a path measures")
{
    const Study study = make_study(parts());
    CHECK(override_measure(study, "pace.low") == Measure::per_year);
    CHECK(override_measure(study, "growth") == Measure::factor);
    CHECK(override_measure(study, "ladder.hnte:stock") == Measure::firms);
    CHECK_FALSE(override_measure(study, "end_date").has_value());
    CHECK_FALSE(override_measure(study, "nothing").has_value());
}

TEST_CASE("scenario: all unknown paths in one report, each with the nearest valid one")
{
    const auto faults = faults_of<StudyError>([] {
        (void)with({{"pce", .6},
                    {"growht.mid", 1.1},
                    {"target.hnte.at_leats", 3.0},
                    {"target.tenants.at_least", 3.0},
                    {"ladder.tech_sm:stock", 3.0},
                    {"ladder.*:stock", 3.0},
                    {"end_dat", Date{2026, 12, 31}},
                    {"base_date", Date{2019, 12, 31}},
                    {std::string(300, 'x'), 1.0}});
    });
    std::vector<std::string> nearest;
    for (const Fault& fault : faults) {
        CHECK(fault.code == "study.unknown_override");
        CHECK(fault.place.key == "with_overrides." + argument(fault, "given"));
        nearest.push_back(argument(fault, "nearest"));
    }
    REQUIRE(nearest.size() == 9);
    CHECK(nearest[0] == "pace");
    CHECK(nearest[1] == "growth.mid");
    CHECK(nearest[2] == "target.hnte.at_least");
    CHECK(nearest[3].starts_with("target.tenants."));
    CHECK(nearest[4] == "ladder.tech_sme:stock");
    CHECK(nearest[6] == "end_date");
    CHECK(nearest[8].empty());
}

TEST_CASE("scenario: values of a wrong type and out of range are said at their path, all at once")
{
    const auto types = faults_of<StudyError>([] {
        (void)with({{"end_date", 3.0}, {"pace", Date{2025, 1, 1}}, {"pace.low", given_in_code(1)}, {"target.hnte.at_least", given_in_code(1)},
                    {"target.hnte.due", 1.0}});
    });
    REQUIRE(types.size() == 5);
    CHECK(std::all_of(types.begin(), types.end(), [](const Fault& fault) { return fault.code == "study.override_type"; }));
    CHECK(argument(types[0], "expected") == "2025-12-31");
    CHECK(argument(types[2], "expected") == "0.3");
    CHECK(types[4].place.key == "with_overrides.target.hnte.due");

    const auto ranges = faults_of<StudyError>([] {
        (void)with({{"pace", -1.0}, {"growth.low", 1.15}, {"incubation.incubator:stock", -3.0}, {"ladder.tech_sme->hnte:per_year.high", .07},
                    {"ladder.outside->tech_sme:per_year.low", .1}, {"ladder.tech_sme:stock", -1.0}});
    });
    CHECK(ranges.size() == 6);
    CHECK(has_fault(ranges, "units.out_of_range", "with_overrides.pace"));
    CHECK(has_fault(ranges, "units.range_order", "with_overrides.growth.low"));
    CHECK(has_fault(ranges, "units.out_of_range", "with_overrides.incubation.incubator:stock"));
    CHECK(has_fault(ranges, "units.range_order", "with_overrides.ladder.tech_sme->hnte:per_year.high"));
    CHECK(has_fault(ranges, "units.half_range", "with_overrides.ladder.outside->tech_sme:per_year.low"));
    CHECK(has_fault(ranges, "units.out_of_range", "with_overrides.ladder.tech_sme:stock.mid"));
    Number bad = given_in_code(2);
    bad.low = 3;
    bad.high = 4;
    CHECK(has_fault(faults_of<StudyError>([&] { (void)with({{"pace", bad}}); }), "units.range_order", "with_overrides.pace.low"));
}

TEST_CASE("scenario: what the changed study gets wrong is found too")
{
    CHECK(has_fault(faults_of<StudyError>([] { (void)with({{"end_date", Date{2023, 12, 31}}}); }), "study.due_after_end", "target.hnte.due"));
    CHECK(has_code(faults_of<StudyError>([] { (void)with({{"incubation.incubator:stock", 1.5}}); }), "study.stock_not_whole"));
    CHECK(has_code(faults_of<StudyError>([] { (void)with_overrides(make_study(parts()), {}, "Mine"); }), "model.bad_id"));
}

TEST_CASE("scenario: named ones, and combinations of them")
{
    StudyParts p = parts();
    p.scenarios = {{"fast", {"较快", "fast"}, {{"pace", .6}}, {}},
                   {"more", {}, {{"growth.mid", 1.15}}, {}},
                   {"both", {"两者", ""}, {{"end_date", Date{2026, 12, 31}}}, {"fast", "more"}},
                   {"again", {}, {{"pace.mid", .6}}, {"both", "fast"}},
                   {"nothing", {}, {}, {}}};
    const Study study = make_study(p);
    CHECK(scenario_ids(study) == std::vector<std::string>{"fast", "more", "both", "again", "nothing"});
    CHECK(study.scenario() == "test");
    const Study both = with_scenario(study, "both");
    CHECK(number_of(both, "pace").mid == .6);
    CHECK(number_of(both, "growth").mid == 1.15);
    CHECK(both.parts().end_date.year == 2026);
    CHECK(both.scenario() == "both");
    CHECK(both.id() == "test");
    CHECK(both.parts().title == Label{"试验（两者）", "test (两者)"});
    CHECK(with_scenario(study, "more").parts().title == Label{"试验（more）", "test (more)"});
    CHECK(scenario_ids(both).empty());
    // The study itself stays as it is.
    CHECK(number_of(study, "pace").mid == .5);
    CHECK(number_of(with_scenario(study, "again"), "pace").mid == .6);
    const Study nothing = with_scenario(study, "nothing");
    for (std::size_t i = 0; i < study.numbers().size(); ++i) {
        CHECK(nothing.numbers().entries()[i].number == study.numbers().entries()[i].number);
    }

    const Table table = scenarios_table(study, Language::en);
    CHECK(table.rows() == 5);
    CHECK(scenarios_table(make_study(parts())).rows() == 0);

    const auto unknown = faults_of<StudyError>([&] { (void)with_scenario(study, "fsat"); });
    CHECK(unknown[0].code == "study.unknown_scenario");
    CHECK(argument(unknown[0], "nearest") == "fast");
    CHECK(argument(unknown[0], "allowed").find("fast") != std::string::npos);
    const auto none = faults_of<StudyError>([&] { (void)with_scenario(make_study(parts()), "fast"); });
    REQUIRE(none.size() == 1);
    CHECK(none[0].code == "study.no_scenarios");
    CHECK(argument(none[0], "given") == "fast");
    CHECK(none[0].place.key == "with_scenario");
}

TEST_CASE("scenario: a study is refused for the faults of its scenarios, all at once")
{
    StudyParts p = parts();
    p.scenarios = {{"fast", {}, {{"pce", .6}, {"pace.low", -1.0}}, {}},
                   {"slow", {}, {{"growht", 1.0}}, {"fats"}},
                   {"round", {}, {}, {"trip"}},
                   {"trip", {}, {}, {"round"}},
                   {"own", {}, {}, {"own"}},
                   {"Bad", {}, {}, {}},
                   {"trip", {}, {}, {}}};
    p.applied_scenario = "No";
    const auto faults = faults_of<StudyError>([&] { (void)make_study(p); });
    CHECK(has_fault(faults, "study.unknown_override", "scenario.fast.set.pce"));
    CHECK(has_fault(faults, "study.unknown_override", "scenario.slow.set.growht"));
    CHECK(has_fault(faults, "study.unknown_scenario", "scenario.slow.combine"));
    CHECK(has_fault(faults, "study.scenario_cycle", "scenario.round.combine"));
    CHECK(has_fault(faults, "study.scenario_cycle", "scenario.trip.combine"));
    CHECK(has_fault(faults, "study.scenario_cycle", "scenario.own.combine"));
    CHECK(has_fault(faults, "model.bad_id", "scenario.Bad"));
    CHECK(has_fault(faults, "model.bad_id", "applied_scenario"));
    CHECK(has_fault(faults, "study.duplicate_id", "scenario.trip"));
}

TEST_CASE("scenario: two that set one path differently do not go together; both are named")
{
    StudyParts p = parts();
    p.scenarios = {{"fast", {}, {{"pace", .6}}, {}}, {"slow", {}, {{"pace.mid", .45}}, {}}, {"both", {}, {}, {"slow", "fast"}}};
    const auto faults = faults_of<StudyError>([&] { (void)make_study(p); });
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "study.scenario_conflict");
    CHECK(argument(faults[0], "first") == "slow");
    CHECK(argument(faults[0], "second") == "fast");
    CHECK(argument(faults[0], "path") == "pace");
    CHECK(faults[0].place.key == "scenario.fast.set.pace");
    // A whole number and one of its parts clash too; equal values and other parts do not.
    CHECK(has_code(faults_of<StudyError>([] { (void)with({{"pace", given_in_code(.6)}, {"pace.low", .1}}); }), "study.scenario_conflict"));
    CHECK(has_code(faults_of<StudyError>([] { (void)with({{"end_date", Date{2026, 12, 31}}, {"end_date", Date{2027, 12, 31}}}); }),
                   "study.scenario_conflict"));
    CHECK(number_of(with({{"pace", .6}, {"pace.mid", .6}, {"pace.low", .1}}), "pace").low == .1);
}

TEST_CASE("scenario: what the changed study of a scenario gets wrong is said once, at the scenario")
{
    StudyParts p = parts();
    p.scenarios = {{"both", {}, {}, {"short_run"}}, {"short_run", {}, {{"end_date", Date{2023, 12, 31}}}, {}}};
    const auto faults = faults_of<StudyError>([&] { (void)make_study(p); });
    CHECK(faults.size() == 2);  // both targets are due later
    CHECK(has_fault(faults, "study.due_after_end", "scenario.short_run.target.hnte.due"));
    CHECK(has_fault(faults, "study.due_after_end", "scenario.short_run.target.tenants.due"));
}

TEST_CASE("scenario: a number in a file says where it comes from")
{
    StudyParts p = parts();
    Number bare;
    bare.mid = .6;
    bare.kind = Kind::observed;
    p.scenarios = {{"fast", {}, {{"pace", bare}}, {}}};
    std::vector<Fault> faults;
    const Study study = make_study(parts());
    detail::check_scenarios(p, study.pipeline(), study.numbers(), true, faults);
    CHECK(has_fault(faults, "units.no_source", "scenario.fast.set.pace.source"));
}

TEST_CASE("scenario: numbers of reviews, of windows and of attributes can be set like all others")
{
    FirmAttribute sales{"sales", {"销售收入", "sales"}, "万元"};
    sales.growth = {{{"t.a"}, given_in_code(0.1), given_in_code(0.2)}, {{}, given_in_code(-0.1), {}}};
    sales.jumps = {{{"t.a->b"}, given_in_code(1.5), given_in_code(0.3)}};
    sales.initial = {{SizeOf::intake, {"t.a"}, given_in_code(100.0), given_in_code(1.0)}};
    const auto parts = make::study(PipelineBuilder()
                                       .chain("t", "甲—乙", {.ids = {"a", "b"}})
                                       .chain("s", "丙—丁", {.ids = {"c", "d"}})
                                       .transition("t.a->b", per_year(0.2))
                                       .modifier({{"t.a->b"}, {"s.c"}, given_in_code(2.0), given_in_code(1.0)})
                                       .review({"t.b", given_in_code(3.0), {{"b", given_in_code(0.8)}, {"a", given_in_code(0.1)}}})
                                       .attribute(sales)
                                       .build(),
                                   2022);
    const Study study = make_study(parts);
    // Every number of the table, one after another: the changed study has the new value in its table.
    for (const NumberEntry& entry : study.numbers().entries()) {
        INFO(entry.name);
        const double value = entry.number.mid * 0.5;
        const Study changed = with_overrides(study, {{entry.name, value}}, "half");
        CHECK(changed.numbers().entries()[static_cast<std::size_t>(changed.numbers().find(entry.name))].number.mid == value);
    }
    CHECK(study.numbers().find("t.b review:after") >= 0);
    CHECK(study.numbers().find("t.a->b while s.c:within") >= 0);
    CHECK(study.numbers().find("attribute.sales of intake at t.a:cv") >= 0);
}

}  // namespace scenario_test
