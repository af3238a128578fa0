// SPDX-License-Identifier: Apache-2.0
#include "incuflow/study/consistency.hpp"
#include "support/faults.hpp"
#include "support/make.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace study_test
{

using namespace incuflow;

Pipeline pipeline()
{
    return PipelineBuilder()
        .chain("incubation", "创业苗圃—孵化器—加速器")
        .chain("ladder", "科技型中小企业—高新技术企业")
        .stage("incubation.incubator", {"", "", {"hatchery"}, {}})
        .exit("closed")
        .transition(std::vector<std::string>{"incubation.nursery->incubator", "incubation.incubator->accelerator"},
                    per_year(.5, {.kind = Kind::borrowed, .source = "s"}))
        .transition("ladder.outside->tech_sme", weibull(make_number(2, Measure::shape, {.kind = Kind::fitted, .source = "s"}), years(3)))
        .transition("ladder.tech_sme->hnte", per_year(.1, {.kind = Kind::observed, .source = "s"}))
        .transition("*->closed", UncertainHazard("exponential", {{"per_year", unknown_number("not in the text"), Measure::per_year}}))
        .modifier({{"ladder.tech_sme->hnte"}, {"incubation.incubator"}, make_number(1.5, Measure::factor, {.low = 1, .high = 2})})
        .trigger({"incubation.incubator->accelerator", "ladder.outside->tech_sme",
                  make_number(.5, Measure::share, {.kind = Kind::rule, .source = "s"})})
        .build();
}

StudyParts parts()
{
    StudyParts p = make::study(pipeline(), 2025);
    p.stocks = {make::stock("incubation.incubator", 40),
                {{"ladder.tech_sme", "ladder.hnte"}, unknown_number("asked for"), Elapsed::not_said, 0.0}};
    p.intakes = {make::intake("incubation.nursery", 12), make::intake("incubation.incubator", 3)};
    p.intakes[0].id = "entrants";
    p.intakes[0].growth = given_in_code(1.1);
    p.intakes[0].count.year = 2020;
    p.intakes[0].into = {{"incubation.nursery", {}, given_in_code(.6)}, {"incubation.incubator", {}, {}}};
    p.intakes[1].count.kind = Kind::plan;
    p.intakes[1].count.derived_from = "hnte";
    p.targets = {make::target("hnte", "ladder.tech_sme->hnte", Counts::crossings, 10, 2021, 2025)};
    return p;
}

TEST_CASE("study: numbers and their names: place and key, in order of mention, each once")
{
    const Study study = make_study(parts());
    std::vector<std::string> names;
    for (const NumberEntry& entry : study.numbers().entries()) {
        names.push_back(entry.name);
    }
    CHECK(names == std::vector<std::string>{"incubation.nursery->incubator,incubation.incubator->accelerator:per_year",
                                            "ladder.outside->tech_sme:shape", "ladder.outside->tech_sme:scale",
                                            "ladder.tech_sme->hnte:per_year", "*->closed:per_year",
                                            "ladder.tech_sme->hnte while incubation.incubator:factor",
                                            "incubation.incubator->accelerator => ladder.outside->tech_sme:probability",
                                            "incubation.incubator:stock", "+entrants:count_per_year", "+entrants:growth",
                                            "+entrants:incubation.nursery.share_of_rest", "+incubation.incubator:count_per_year"});
    CHECK(study.numbers().find("+entrants:growth") == 9);
    CHECK(study.numbers().find("+entrants") == -1);
    CHECK(study.numbers().mids()[3] == .1);
    const NumberEntry& growth = study.numbers().entries()[9];
    CHECK(growth.place == "+entrants");
    CHECK(growth.key == "growth");
    CHECK(growth.group == "intake");
    CHECK(growth.measure == Measure::factor);
    // Rows that move keep their names.
    StudyParts moved = parts();
    std::reverse(moved.pipeline.transitions.begin(), moved.pipeline.transitions.end());
    std::reverse(moved.intakes.begin(), moved.intakes.end());
    const Study other = make_study(moved);
    for (const std::string& name : names) {
        INFO(name);
        REQUIRE(other.numbers().find(name) >= 0);
        CHECK(other.numbers().entries()[static_cast<std::size_t>(other.numbers().find(name))].number ==
              study.numbers().entries()[static_cast<std::size_t>(study.numbers().find(name))].number);
    }
}

TEST_CASE("study: kinds are counted from the rows, the numbers of one hazard by the weakest")
{
    const Study study = make_study(parts());
    const auto rows = [&](Kind kind) {
        for (const KindCount& count : count_kinds(study)) {
            if (count.kind == kind) {
                return count.rows;
            }
        }
        return -1;
    };
    CHECK(rows(Kind::observed) == 1);
    CHECK(rows(Kind::borrowed) == 1);
    // The Weibull's shape is fitted, its scale assumed: one row, assumed; with the modifier and three numbers of the entrants.
    CHECK(rows(Kind::fitted) == 0);
    CHECK(rows(Kind::assumed) == 5);
    CHECK(rows(Kind::rule) == 1);
    CHECK(rows(Kind::plan) == 1);
    CHECK(rows(Kind::unknown) == 1);
    CHECK(kinds_line(study, Language::zh) == "本地实测 1 · 借用 1 · 假设 5 · 规则 1 · 由目标倒推 1 · 未知 1");
    CHECK(kinds_line(study, Language::en) == "observed here 1 · borrowed 1 · assumed 5 · rule 1 · from the target 1 · unknown 1");
    StudyParts fitted = parts();
    fitted.pipeline.transitions[1].hazard.parameters[1].value.kind = Kind::fitted;
    fitted.pipeline.transitions[1].hazard.parameters[1].value.source = "yearbook";
    CHECK(kinds_line(make_study(fitted), Language::zh) == "本地实测 1 · 拟合 1 · 借用 1 · 假设 4 · 规则 1 · 由目标倒推 1 · 未知 1");
}

TEST_CASE("study: consistency lines work out their quotients")
{
    StudyParts p = parts();
    p.consistency = {{{"每年 {value} 家", "{value} a year"}, "100/6/3", 2},
                     {{"", "no value"}, "", 0},
                     {{"{value}", ""}, "-0.004", 2},
                     {{"", "{value}"}, " 7 / 2 ", 0}};
    const Study study = make_study(p);
    CHECK(consistency_lines(study, Language::zh) == std::vector<std::string>{"每年 5.56 家", "no value", "0.00", "4"});
    CHECK(consistency_lines(study, Language::en).front() == "5.56 a year");
    CHECK(std::isnan(detail::work_out("x")));
    CHECK(std::isnan(detail::work_out("")));
    CHECK(std::isnan(detail::work_out("1//2")));
    CHECK(detail::work_out("100/8") == 12.5);
    // The hazard it finds gives back the share that has moved.
    const double h = detail::work_out("sequence_rate(30, 100, 5)");
    CHECK(1.0 - (1.0 - std::exp(-5.0 * h)) / (5.0 * h) == doctest::Approx(.3).epsilon(1e-10));
    CHECK(std::isnan(detail::work_out("sequence_rate(30, 100)")));
}

TEST_CASE("study: periods end with the year, and with the study")
{
    const auto ends = [](Date base, Date end) {
        StudyParts p = make::study(pipeline(), 2025);
        p.base_date = base;
        p.end_date = end;
        return make_study(p).period_ends();
    };
    using Dates = std::vector<Date>;
    CHECK(ends({2020, 12, 31}, {2022, 12, 31}) == Dates{{2021, 12, 31}, {2022, 12, 31}});
    CHECK(ends({2020, 12, 31}, {2022, 6, 30}) == Dates{{2021, 12, 31}, {2022, 6, 30}});
    CHECK(ends({2020, 12, 30}, {2021, 1, 1}) == Dates{{2020, 12, 31}, {2021, 1, 1}});
    CHECK(ends({2020, 6, 30}, {2020, 9, 30}) == Dates{{2020, 9, 30}});
    const Study study = make_study(parts());
    CHECK(study.years_to({2020, 12, 31}, DayEdge::end) == 0.0);
    CHECK(study.years_to({2021, 1, 1}, DayEdge::begin) == 0.0);
    CHECK(study.years_to({2023, 12, 31}, DayEdge::end) == 3.0);
    CHECK(study.years_to({2021, 7, 1}, DayEdge::begin) == .5);
    CHECK(study.find_target("hnte") == 0);
    CHECK(study.find_target("none") == -1);
}

TEST_CASE("study: with_stock replaces what was said of a place and leaves the rest unknown")
{
    const Study study = make_study(parts());
    const Study given = with_stock(study, {{"incubation.hatchery", 55}, {"incubation.nursery & ladder.tech_sme", 4}});
    CHECK(study.parts().stocks.size() == 2);
    const auto& stocks = given.parts().stocks;
    REQUIRE(stocks.size() == 3);
    CHECK_FALSE(stocks[0].value.known());
    CHECK(stocks[1].value.mid == 55.0);
    CHECK(stocks[1].value.kind == Kind::assumed);
    CHECK(stocks[1].value.reason == "given in code");
    CHECK(stocks[2].at == std::vector<std::string>{"incubation.nursery & ladder.tech_sme"});
    // Everything else is as it was, and a second call starts from the first.
    StudyParts same = given.parts();
    same.stocks = study.parts().stocks;
    CHECK(same == study.parts());
    const Study again = with_stock(given, {{"incubation.incubator", 56}, {"ladder.tech_sme & incubation.nursery", 5}});
    REQUIRE(again.parts().stocks.size() == 3);
    CHECK(again.parts().stocks[1].value.mid == 56.0);
    CHECK(again.parts().stocks[2].value.mid == 5.0);
    const Study zero = with_stock(study, {{"incubation.incubator", 1}}, 0.0, Elapsed::years, 1.5);
    REQUIRE(zero.parts().stocks.size() == 1);
    CHECK(zero.parts().stocks[0].elapsed == Elapsed::years);
    CHECK(zero.parts().stocks[0].elapsed_years == 1.5);
}

TEST_CASE("study: with_stock says what it cannot take")
{
    const Study study = make_study(parts());
    const auto faults = [&](std::vector<std::pair<std::string, double>> stocks, std::optional<double> rest = {}) {
        return faults_of<StudyError>([&] { (void)with_stock(study, stocks, rest); });
    };
    const auto unknown = faults({{"incubation.incubater", 1}, {"lader.hnte", 1}, {"incubation.x & ladder.y", 1}, {"hnte", 1}});
    CHECK(unknown.size() == 5);
    CHECK(has_fault(unknown, "model.unknown_stage", "with_stock.incubation.incubater"));
    CHECK(argument(unknown[0], "nearest") == "incubator");
    CHECK(has_fault(unknown, "model.unknown_track", "with_stock.lader.hnte"));
    CHECK(has_fault(unknown, "model.bad_path.track", "with_stock.hnte"));
    CHECK(has_code(faults({{"ladder.hnte", 2.5}}), "study.stock_not_whole"));
    CHECK(has_code(faults({{"ladder.hnte", -1}}), "units.out_of_range"));
    CHECK(has_code(faults({{"ladder.hnte", std::nan("")}}), "units.out_of_range"));
    CHECK(has_code(faults({{"ladder.hnte", std::numeric_limits<double>::infinity()}}), "units.out_of_range"));
    CHECK(has_code(faults({{"ladder.*", 1}}), "study.one_place"));
    CHECK(has_code(faults({{"ladder.tech_sme->hnte", 1}}), "model.stage_expected"));
    CHECK(has_code(faults({{"ladder.hnte", 1}, {"ladder.hnte", 2}}), "study.duplicate_stock"));
    const auto rest = faults({}, 3.0);
    CHECK(rest.front().code == "study.rest_not_zero");
    CHECK(argument(rest.front(), "given") == "3");
}

TEST_CASE("study: words of its lists")
{
    CHECK(label(Status::needs_input, Language::zh) == "需补充期初数");
    CHECK(label(Status::by_assumption, Language::zh) == "由目标倒推");
    CHECK(label(Status::modelled, Language::zh) == "测算");
    CHECK(label(Status::not_modelled, Language::zh) == "未建模");
    CHECK(label(Status::not_quantified, Language::zh) == "定性目标");
    CHECK(label(Status::ambiguous, Language::zh) == "口径待定");
    CHECK(label(Status::needs_input, Language::en) == "needs input");
    CHECK(to_string(Status::needs_input) == "needs_input");
    CHECK(to_string(Accounting::yearly_flow) == "yearly_flow");
    CHECK(to_string(Counts::none).empty());
    CHECK(to_string(IntakeLaw::negative_binomial) == "negative_binomial");
    CHECK(to_string(Reading::assumed) == "assumed");
}

TEST_CASE("study: a combination is one place, whichever way it is written")
{
    StudyParts p = make::study(pipeline(), 2025);
    p.stocks = {make::stock("ladder.tech_sme & incubation.incubator", 4)};
    p.intakes = {make::intake("ladder.tech_sme & incubation.nursery", 12)};
    const Study study = make_study(p);
    CHECK(study.parts().stocks[0].at == std::vector<std::string>{"incubation.incubator & ladder.tech_sme"});
    CHECK(study.numbers().find("incubation.incubator & ladder.tech_sme:stock") >= 0);
    CHECK(entry_places(study) == std::vector<std::string>{"incubation.incubator & ladder.tech_sme", "incubation.nursery & ladder.tech_sme"});
    // Where firms both stand and enter, the place is named once.
    StudyParts twice = study.parts();
    twice.intakes.front().into = {{"incubation.incubator & ladder.tech_sme", {}, {}}};
    CHECK(entry_places(make_study(twice)) == std::vector<std::string>{"incubation.incubator & ladder.tech_sme"});
    p.stocks = {make::stock("incubation.incubator & ladder.tech_sme", 4)};
    CHECK(make_study(p) == study);
}

}  // namespace study_test
