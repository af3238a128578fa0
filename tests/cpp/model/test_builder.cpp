// SPDX-License-Identifier: Apache-2.0
#include "incuflow/model/builder.hpp"
#include "incuflow/model/numbers.hpp"
#include "support/faults.hpp"

#include <cmath>
#include <limits>

namespace inc = incuflow;

namespace {

inc::PipelineBuilder good()
{
    return inc::PipelineBuilder()
        .chain("incubation", "创业苗圃—孵化器—加速器—产业园")
        .chain("ladder", "科技型中小企业—创新型企业—高新技术企业—科技领军企业")
        .exit("closed", {"注销吊销", ""})
        .transition("incubation.nursery->incubator", inc::per_year(.5));
}

TEST_CASE("a pasted chain becomes stages with standard ids and the text's labels")
{
    const auto pipeline = good().build();
    REQUIRE(pipeline.tracks().size() == 2);
    const auto& stages = pipeline.tracks()[0].stages;
    REQUIRE(stages.size() == 5);
    CHECK(stages[0].id == "outside");
    CHECK(stages[1].id == "nursery");
    CHECK(stages[1].label.zh == "创业苗圃");
    CHECK(stages[4].id == "park");
    CHECK(pipeline.tracks()[1].stages[3].id == "hnte");
    for (const char* sentence : {"“众创空间—科技企业孵化器—加速器—产业园区”", "众创空间→科技企业孵化器→加速器→产业园区", "众创空间－科技企业孵化器 – 加速器 -> 产业园区"}) {
        const auto track = inc::PipelineBuilder().chain("t", sentence).build().tracks()[0];
        CHECK(track.stages.size() == 5);
        CHECK(track.stages[4].label.zh == "产业园区");
    }
    CHECK(inc::standard_id("孵化器") == "incubator");
    CHECK(inc::standard_id("没有这个词").empty());
}

TEST_CASE("a builder is a value: verbs return new ones")
{
    const auto base = good();
    const auto more = base.exit("moved");
    CHECK(base.parts().exits.size() == 1);
    CHECK(more.parts().exits.size() == 2);
    CHECK(base.build() == good().build());
    CHECK_FALSE(base.build() == more.build());
}

TEST_CASE("chain says what is missing")
{
    CHECK(has_code(faults_of<inc::GraphError>([] { (void)inc::PipelineBuilder().chain("t", "甲—乙", {{"a"}, {}}); }), "model.chain_ids"));
    CHECK(has_code(faults_of<inc::GraphError>([] { (void)inc::PipelineBuilder().chain("t", "孵化器—甲"); }), "model.chain_name"));
    CHECK(has_code(faults_of<inc::GraphError>([] { (void)inc::PipelineBuilder().stage("a.b->c"); }), "model.stage_expected"));
}

TEST_CASE("build reports every fault at once, with the nearest name")
{
    const auto faults = faults_of<inc::GraphError>([] {
        (void)good()
            .transition("incubaton.nursery->incubator", inc::per_year(.1))
            .transition("incubation.nursery->incubater", inc::per_year(.1))
            .transition("incubation.nurserie->park", inc::per_year(.1))
            .transition("*->clozed", inc::per_year(.1))
            .modifier({{"ladder.tech_sme->hnte"}, {"incubation.incubator"}, inc::given_in_code(2)})
            .trigger({"incubation.nursery->incubator", "ladder.outside->tech_smee", inc::given_in_code(.5)})
            .build();
    });
    CHECK(faults.size() == 6);
    CHECK(has_fault(faults, "model.unknown_track", "transition[1].path"));
    CHECK(has_fault(faults, "model.unknown_stage_or_exit", "transition[2].path"));
    CHECK(has_fault(faults, "model.unknown_stage", "transition[3].path"));
    CHECK(has_fault(faults, "model.unknown_exit", "transition[4].path"));
    CHECK(has_fault(faults, "model.unknown_stage_or_exit", "trigger[0].fires"));
    CHECK(has_fault(faults, "model.no_such_transition", "modifier[0].on"));
    CHECK(argument(faults[0], "nearest") == "incubation");
    CHECK(argument(faults[1], "nearest") == "incubator");
}

struct Case {
    const char* code;
    inc::PipelineBuilder builder;
};

TEST_CASE("each fault of a pipeline has its sentence")
{
    const auto b = good();
    const auto two = b.transition("ladder.outside->tech_sme", inc::per_year(.1)).transition("ladder.tech_sme->hnte", inc::per_year(.1));
    inc::PipelineParts empty_track;
    empty_track.tracks.push_back({"t", {}, {}});
    inc::PipelineParts bad_id;
    bad_id.tracks.push_back({"T", {}, {{"a", {}, {}, {}}}});
    inc::PipelineParts twice;
    twice.tracks = {{"t", {}, {{"a", {}, {}, {}}, {"a", {}, {}, {}}}}, {"t", {}, {{"a", {}, {}, {}}}}};
    inc::PipelineParts no_path = b.parts();
    no_path.transitions[0].paths.clear();
    const inc::Number half = inc::given_in_code(.5);
    const std::vector<Case> cases{
        {"model.no_track", inc::PipelineBuilder()},
        {"model.empty_track", inc::PipelineBuilder(empty_track)},
        {"model.bad_id", inc::PipelineBuilder(bad_id)},
        {"model.duplicate_track", inc::PipelineBuilder(twice)},
        {"model.duplicate_stage", inc::PipelineBuilder(twice)},
        {"model.duplicate_exit", b.exit("closed")},
        {"model.exit_named_like_stage", b.exit("park")},
        {"model.counts_as_itself", b.stage("ladder.hnte", {"", "", {}, {"hnte"}})},
        {"model.unknown_stage", b.stage("ladder.hnte", {"", "", {}, {"sme"}})},
        {"model.no_path", inc::PipelineBuilder(no_path)},
        {"model.bad_path.track", b.transition("park", inc::per_year(1))},
        {"model.transition_expected", b.transition("incubation.park", inc::per_year(1))},
        {"model.open_target", b.transition("incubation.park->*", inc::per_year(1))},
        {"model.self_loop", b.transition("incubation.park->park", inc::per_year(1))},
        {"model.duplicate_transition", b.transition("incubation.*->incubator", inc::per_year(1))},
        {"model.firm_exit_clock", b.transition("*->closed", inc::Weibull(2, 3))},
        {"model.while_in_own_track", b.transition("ladder.outside->tech_sme", inc::per_year(1), {inc::Clock::sojourn, {"ladder.outside"}})},
        {"model.stage_expected", b.transition("ladder.outside->tech_sme", inc::per_year(1), {inc::Clock::sojourn, {"incubation.park->nursery"}})},
        {"model.no_while_in", b.modifier({{"incubation.nursery->incubator"}, {}, half})},
        {"model.no_path", b.modifier({{}, {"ladder.hnte"}, half})},
        {"model.trigger_same_track", b.trigger({"incubation.nursery->incubator", "incubation.incubator->park", half})},
        {"model.trigger_fires_one", b.trigger({"incubation.nursery->incubator", "ladder.*->hnte", half})},
        {"model.trigger_cycle", two.trigger({"incubation.nursery->incubator", "ladder.outside->tech_sme", half})
                                    .trigger({"ladder.outside->tech_sme", "incubation.nursery->incubator", half})},
        {"model.no_dates", b.dated({"ladder", {}, {}})},
        {"model.unknown_track", b.dated({"lader", {{2021, 12, 31}}, {}})},
        {"units.bad_date", b.dated({"ladder", {{2021, 2, 30}}, {}})},
        {"model.duplicate_move", b.dated({"ladder", {{2021, 12, 31}}, {{"hnte", {{"leader", half}}}, {"hnte", {{"leader", half}}}}})},
        {"model.row_over_one", b.dated({"ladder", {{2021, 12, 31}}, {{"hnte", {{"leader", half}, {"tech_sme", inc::given_in_code(.6)}}}}})},
        {"units.out_of_range", b.transition("*->closed", inc::UncertainHazard("exponential", {{"per_year", inc::given_in_code(-1), inc::Measure::per_year}}))},
        {"units.out_of_range", b.modifier({{"incubation.nursery->incubator"}, {"ladder.hnte"}, inc::given_in_code(std::nan(""))})},
        {"units.out_of_range", b.trigger({"incubation.nursery->incubator", "ladder.outside->hnte", inc::given_in_code(1.5)})},
    };
    for (const Case& c : cases) {
        INFO(c.code);
        const auto faults = faults_of<inc::GraphError>([&] { (void)c.builder.build(); });
        CHECK(has_code(faults, c.code));
    }
}

TEST_CASE("a number shared by name must be one number")
{
    const auto builder = good()
                             .transition("*->closed", inc::per_year(.1, {.name = "hazard"}))
                             .transition("ladder.outside->tech_sme", inc::per_year(.2, {.name = "hazard"}));
    inc::NumberTable table;
    std::vector<inc::Fault> faults;
    inc::collect_numbers(builder.build(), table, &faults);
    CHECK(has_code(faults, "model.name_clash"));
}

TEST_CASE("negative, infinite and NaN rates are refused where they are made")
{
    for (const double bad : {-.1, std::numeric_limits<double>::infinity(), std::nan("")}) {
        CHECK(has_code(faults_of<inc::ParameterError>([&] { (void)inc::per_year(bad); }), "units.out_of_range"));
    }
    CHECK(has_code(faults_of<inc::ParameterError>([] { (void)inc::prob_per_year(1.0); }), "units.out_of_range"));
}

}  // namespace
