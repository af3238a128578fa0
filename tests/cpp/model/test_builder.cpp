// SPDX-License-Identifier: Apache-2.0
#include "incuflow/model/builder.hpp"
#include "incuflow/model/numbers.hpp"
#include "support/faults.hpp"

#include <cmath>
#include <limits>

namespace inc = incuflow;

namespace
{

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
    for (const char* sentence : {"“众创空间—科技企业孵化器—加速器—产业园区”", "众创空间→科技企业孵化器→加速器→产业园区",
                                 "众创空间－科技企业孵化器 – 加速器 -> 产业园区"}) {
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
        {"model.stage_expected",
         b.transition("ladder.outside->tech_sme", inc::per_year(1), {inc::Clock::sojourn, {"incubation.park->nursery"}})},
        {"model.no_while_in", b.modifier({{"incubation.nursery->incubator"}, {}, half})},
        {"model.no_path", b.modifier({{}, {"ladder.hnte"}, half})},
        {"model.trigger_same_track", b.trigger({"incubation.nursery->incubator", "incubation.incubator->park", half})},
        {"model.trigger_on_exit", b.transition("incubation.nursery->closed", inc::per_year(1)).trigger({"incubation.nursery->closed", "ladder.tech_sme->hnte", half})},
        {"model.trigger_fires_one", b.trigger({"incubation.nursery->incubator", "ladder.*->hnte", half})},
        {"model.trigger_cycle", two.trigger({"incubation.nursery->incubator", "ladder.outside->tech_sme", half})
                                    .trigger({"ladder.outside->tech_sme", "incubation.nursery->incubator", half})},
        {"model.no_dates", b.dated({"ladder", {}, {}})},
        {"model.unknown_track", b.dated({"lader", {{2021, 12, 31}}, {}})},
        {"units.bad_date", b.dated({"ladder", {{2021, 2, 30}}, {}})},
        {"model.duplicate_move", b.dated({"ladder", {{2021, 12, 31}}, {{"hnte", {{"leader", half}}}, {"hnte", {{"leader", half}}}}})},
        {"model.row_over_one", b.dated({"ladder", {{2021, 12, 31}}, {{"hnte", {{"leader", half}, {"tech_sme", inc::given_in_code(.6)}}}}})},
        {"units.out_of_range",
         b.transition("*->closed", inc::UncertainHazard("exponential", {{"per_year", inc::given_in_code(-1), inc::Measure::per_year}}))},
        {"units.out_of_range", b.modifier({{"incubation.nursery->incubator"}, {"ladder.hnte"}, inc::given_in_code(std::nan(""))})},
        {"units.out_of_range", b.trigger({"incubation.nursery->incubator", "ladder.outside->hnte", inc::given_in_code(1.5)})},
    };
    for (const Case& c : cases) {
        INFO(c.code);
        const auto faults = faults_of<inc::GraphError>([&] { (void)c.builder.build(); });
        CHECK(has_code(faults, c.code));
    }
}

TEST_CASE("faults of a pipeline name what is meant and where")
{
    const auto b = good();
    const inc::Number half = inc::given_in_code(.5);
    struct Told {
        inc::PipelineBuilder builder;
        const char* code;
        const char* key;
        inc::Arguments arguments;
    };
    inc::PipelineParts clash = b.parts();
    clash.tracks[0].stages[0].aliases = {"nest"};
    inc::PipelineParts twice = b.parts();
    twice.tracks.push_back(twice.tracks[0]);
    const std::vector<Told> cases{
        {b.transition("ladder.tech_sme->clsed", inc::per_year(1)),
         "model.unknown_stage_or_exit",
         "transition[1].path",
         {{"given", "clsed"}, {"track", "ladder"}, {"nearest", "closed"}}},
        {b.transition("*->clsed", inc::per_year(1)),
         "model.unknown_exit",
         "transition[1].path",
         {{"given", "clsed"}, {"nearest", "closed"}}},
        {b.transition("ladder.hnet->leader", inc::per_year(1)),
         "model.unknown_stage",
         "transition[1].path",
         {{"given", "hnet"}, {"track", "ladder"}, {"nearest", "hnte"}}},
        {b.transition("xyz.a->b", inc::per_year(1)), "model.unknown_track", "transition[1].path", {{"given", "xyz"}, {"nearest", ""}}},
        {b.modifier({{"incubation.nursery->incubater"}, {"ladder.hnte"}, half}),
         "model.no_such_transition",
         "modifier[0].on",
         {{"given", "incubation.nursery->incubater"}, {"nearest", "incubation.nursery->incubator"}}},
        {b.modifier({{"incubation.nursery->incubator"}, {"ladder.hnte", "lader.hnte"}, half}),
         "model.unknown_track",
         "modifier[0].while_in[1]",
         {{"given", "lader"}, {"nearest", "ladder"}}},
        {b.stage("ladder.hnte", {"", "", {}, {"tech_sne"}}),
         "model.unknown_stage",
         "track.ladder.stages.hnte.counts_as",
         {{"given", "tech_sne"}, {"track", "ladder"}, {"nearest", "tech_sme"}}},
        {inc::PipelineBuilder(clash).stage("incubation.nest"),
         "model.duplicate_alias",
         "track.incubation.stages.nursery.aliases",
         {{"given", "nest"}, {"stage", "nursery"}, {"other", "nest"}}},
        {inc::PipelineBuilder(clash).stage("incubation.park", {"", "", {"nest"}, {}}),
         "model.duplicate_alias",
         "track.incubation.stages.park.aliases",
         {{"given", "nest"}, {"stage", "park"}, {"other", "nursery"}}},
        {inc::PipelineBuilder(twice), "model.duplicate_track", "track.incubation", {{"given", "incubation"}}},
        {b.chain("incubation", "孵化器"),
         "model.duplicate_stage",
         "track.incubation.stages.incubator",
         {{"given", "incubator"}, {"track", "incubation"}}},
        {b.exit("closed"), "model.duplicate_exit", "exit.closed", {{"given", "closed"}}},
        {b.exit("Bad"), "model.bad_id", "exit.Bad", {{"given", "Bad"}}},
        {b.transition("teams:ladder.tech_sme->hnte", inc::per_year(1)),
         "model.population_here",
         "transition[1].path",
         {{"given", "teams:ladder.tech_sme->hnte"}}},
        {b.modifier({{"incubation.nursery->incubator"}, {"teams:ladder.hnte"}, half}),
         "model.population_here",
         "modifier[0].while_in[0]",
         {{"given", "teams:ladder.hnte"}}},
        {b.modifier({{"incubation.nursery->incubator"}, {"+ladder.hnte"}, half}),
         "model.stage_expected",
         "modifier[0].while_in[0]",
         {{"given", "+ladder.hnte"}}},
        {b.dated({"ladder", {{2021, 12, 31}}, {{"hnte", {{"gone", half}}}}}),
         "model.unknown_stage_or_exit",
         "dated[0].move[0]",
         {{"given", "gone"}, {"track", "ladder"}, {"nearest", ""}}},
        {b.dated({"ladder", {{2021, 12, 31}}, {{"hnte", {{"leader", inc::given_in_code(-.5)}}}}}),
         "units.out_of_range",
         "dated[0].move[0].leader.mid",
         {{"given", "-0.5"}, {"allowed", "0 ≤ p ≤ 1"}, {"measure", "share"}}},
    };
    for (const Told& told : cases) {
        INFO(std::string(told.code), " ", std::string(told.key));
        const auto faults = faults_of<inc::GraphError>([&] { (void)told.builder.build(); });
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].code == told.code);
        CHECK(faults[0].place.key == told.key);
        CHECK(faults[0].arguments == told.arguments);
        CHECK(faults == inc::check(told.builder.parts(), false));
        CHECK(inc::describe(faults[0]).find('{') == std::string::npos);
        CHECK(inc::describe(faults[0], inc::Language::zh).find('{') == std::string::npos);
    }
}

TEST_CASE("triggers in a circle are an error, named from where it closes, beside other faults")
{
    const inc::Number half = inc::given_in_code(.5);
    const auto base = inc::PipelineBuilder()
                          .chain("a", "x—y")
                          .chain("b", "x—y")
                          .chain("c", "x—y")
                          .transition("a.x->y", inc::per_year(1))
                          .transition("b.x->y", inc::per_year(1))
                          .transition("c.x->y", inc::per_year(1));
    const auto line = base.trigger({"a.x->y", "b.x->y", half}).trigger({"b.x->y", "c.x->y", half});
    CHECK(line.build().parts().triggers.size() == 2);
    const auto ring = line.trigger({"c.x->y", "a.x->y", half});
    const auto faults = faults_of<inc::GraphError>([&] { (void)ring.build(); });
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "model.trigger_cycle");
    CHECK(argument(faults[0], "cycle") == "a.x->y ⇒ b.x->y ⇒ c.x->y ⇒ a.x->y");
    CHECK(faults[0].place.key == "trigger[2]");
    // A wildcard closes the circle too, and an unrelated fault hides nothing.
    const auto wild = faults_of<inc::GraphError>([&] {
        (void)line.trigger({"c.*->*", "a.x->y", half}).trigger({"b.x->y", "c.outside->x", inc::given_in_code(2)}).build();
    });
    CHECK(has_code(wild, "model.trigger_cycle"));
    CHECK(has_fault(wild, "units.out_of_range", "trigger[3].probability.mid"));
    // The order in which triggers are declared does not matter, and edges that only triggers cross may set off others.
    CHECK(inc::PipelineBuilder()
              .chain("a", "x—y")
              .chain("b", "x—y")
              .chain("c", "x—y")
              .transition("a.x->y", inc::per_year(1))
              .trigger({"b.x->y", "c.x->y", half})
              .trigger({"a.x->y", "b.x->y", half})
              .build()
              .edges()
              .size() == 3);
}

TEST_CASE("a chain pastes with any dash or arrow, onto a new track or behind what is there")
{
    for (const char* mark : {"—", "——", "–", "-", "－", "→", "->", "=>", "⇒", ">", "＞", "~", "～", " — "}) {
        INFO(std::string(mark));
        const auto track = inc::PipelineBuilder().chain("t", std::string("孵化器") + mark + "加速器").build().tracks()[0];
        REQUIRE(track.stages.size() == 3);
        CHECK(track.stages[1].id == "incubator");
        CHECK(track.stages[2].id == "accelerator");
    }
    const auto named = inc::PipelineBuilder().chain("t", "甲—乙", {{"a", "b"}, {"链", "chain"}}).chain("t", "产业园").build().tracks()[0];
    REQUIRE(named.stages.size() == 4);
    CHECK(named.label.zh == "链");
    CHECK(named.stages[1].id == "a");
    CHECK(named.stages[1].label.zh == "甲");
    CHECK(named.stages[3].id == "park");
    const auto english = inc::PipelineBuilder().chain("t", "idea->firm").build().tracks()[0];
    CHECK(english.stages[1].label.en == "idea");
    const auto faults = faults_of<inc::GraphError>([] { (void)inc::PipelineBuilder().chain("t", "孵化器—某某"); });
    CHECK(faults[0].code == "model.chain_name");
    CHECK(argument(faults[0], "given") == "某某");
    const auto ids = faults_of<inc::GraphError>([] { (void)inc::PipelineBuilder().chain("t", "甲—乙", {{"a"}, {}}); });
    CHECK(argument(ids[0], "ids") == "1");
    CHECK(argument(ids[0], "names") == "2");
    // An empty sentence makes a track without stages, which build reports.
    CHECK(has_fault(faults_of<inc::GraphError>([] { (void)inc::PipelineBuilder().chain("t", " — ").build(); }), "model.empty_track",
                    "track.t"));
}

TEST_CASE("outside is there without being said, first, and can be given words")
{
    const auto plain = inc::PipelineBuilder().chain("t", "a").build().tracks()[0];
    CHECK(plain.stages[0].id == "outside");
    CHECK(plain.stages[0].label.zh == "未进入");
    const auto aliased = inc::PipelineBuilder().chain("t", "a").stage("t.outside", {"", "", {"before"}, {}}).build();
    CHECK(aliased.tracks()[0].stages[0].label.zh == "未进入");
    CHECK(aliased.find_stage(0, "before") == 0);
    const auto said = inc::PipelineBuilder().chain("t", "a").stage("t.outside", {"场外", "", {}, {}}).build().tracks()[0];
    CHECK(said.stages.size() == 2);
    CHECK(said.stages[0].label.zh == "场外");
    CHECK(has_code(faults_of<inc::GraphError>([] { (void)inc::PipelineBuilder().chain("t", "a").exit("outside").build(); }),
                   "model.exit_named_like_stage"));
}

TEST_CASE("places of a built pipeline resolve, and say what they cannot")
{
    const auto pipeline =
        good().stage("ladder.hnte", {"", "", {"hightech"}, {"tech_sme"}}).transition("ladder.*->hnte", inc::per_year(.1)).build();
    CHECK(pipeline.find_track("ladder") == 1);
    CHECK(pipeline.find_track("none") == -1);
    CHECK(pipeline.find_stage(1, "hightech") == 3);
    CHECK(pipeline.find_exit("closed") == 0);
    CHECK(pipeline.edges_of(inc::parse_path("ladder.*->*")).size() == 4);
    CHECK(pipeline.edges_of(inc::parse_path("ladder.tech_sme->hightech")) == pipeline.edges_of(inc::parse_path("ladder.tech_sme->hnte")));
    CHECK(pipeline.stages_of(inc::parse_path("ladder.hnte"), true) == std::vector<std::vector<int>>{{0}, {3}});
    CHECK(pipeline.stages_of(inc::parse_path("ladder.hnte"), false) == std::vector<std::vector<int>>{{}, {3}});
    CHECK(pipeline.stages_of(inc::parse_path("ladder.*"), true)[1].size() == 5);
    CHECK(pipeline.edge_label(pipeline.edges_of(inc::parse_path("incubation.nursery->incubator"))[0], inc::Language::zh) ==
          "创业苗圃→孵化器");
    const auto code = [&](const auto& call) { return faults_of<inc::GraphError>(call).front().code; };
    CHECK(code([&] { (void)pipeline.edges_of(inc::parse_path("ladder.hnte")); }) == "model.transition_expected");
    CHECK(code([&] { (void)pipeline.stages_of(inc::parse_path("ladder.a->b"), false); }) == "model.stage_expected");
    CHECK(code([&] { (void)pipeline.stages_of(inc::parse_path("+ladder.hnte"), false); }) == "model.stage_expected");
    CHECK(faults_of<inc::GraphError>([&] { (void)pipeline.stages_of(inc::parse_path("incubation.x & ladder.y"), false); }).size() == 2);
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
