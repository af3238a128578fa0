// SPDX-License-Identifier: Apache-2.0
#include "incuflow/graph/svg.hpp"
#include "incuflow/model/builder.hpp"
#include "incuflow/model/structure.hpp"
#include "support/xml.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace structure_test
{

using namespace incuflow;
using Names = std::vector<std::string>;

UncertainHazard unknown_rate()
{
    return UncertainHazard("exponential", {{"per_year", unknown_number("not in the text"), Measure::per_year}});
}

Pipeline example()
{
    return PipelineBuilder()
        .chain("incubation", "创业苗圃—孵化器—加速器", {{}, {"孵化链条", "incubation"}})
        .stage("incubation.lost")
        .chain("ladder", "科技型中小企业—高新技术企业")
        .exit("closed", {"注销吊销", "closed"})
        .transition("incubation.outside->nursery", per_year(2.0))
        .transition("incubation.nursery->incubator", prob_per_year(.5))
        .transition("incubation.incubator->accelerator", Weibull(2.0, 3.0))
        .transition("incubation.incubator->nursery", per_year(0.0))
        .transition("ladder.outside->tech_sme", unknown_rate())
        .transition("*->closed", per_year(.05))
        .modifier({{"ladder.outside->tech_sme"}, {"incubation.incubator"}, given_in_code(1.5)})
        .trigger({"incubation.incubator->accelerator", "ladder.tech_sme->hnte", given_in_code(.25)})
        .build();
}

TEST_CASE("structure: the graph of a pipeline")
{
    const Topology graph = topology_of(example());
    CHECK(graph.nodes == Names{"incubation.outside", "incubation.nursery", "incubation.incubator", "incubation.accelerator",
                               "incubation.lost", "ladder.outside", "ladder.tech_sme", "ladder.hnte", "closed"});
    CHECK(graph.entries == std::vector<int>{0, 5});
    CHECK(graph.absorbing == std::vector<int>{8});
    const auto rate = [&](int from, int to) {
        for (const TopologyEdge& edge : graph.edges) {
            if (edge.from == from && edge.to == to) {
                return edge.rate;
            }
        }
        return -1.0;
    };
    CHECK(rate(0, 1) == 2.0);
    CHECK(rate(1, 2) == doctest::Approx(std::log(2.0)).epsilon(1e-14));
    // What depends on a clock, is not known or is crossed by a trigger alone has no constant rate.
    CHECK(std::isnan(rate(2, 3)));
    CHECK(rate(2, 1) == 0.0);
    CHECK(std::isnan(rate(5, 6)));
    CHECK(std::isnan(rate(6, 7)));
    // The firm-level exit leads out of every stage.
    for (int stage = 0; stage < 8; ++stage) {
        CHECK(rate(stage, 8) == .05);
    }
    CHECK(graph.edges.size() == 6 + 8);
}

TEST_CASE("structure: what the graph says")
{
    const Topology graph = topology_of(example());
    CHECK(unreachable(graph) == Names{"incubation.lost"});
    // Closing is possible everywhere and no way on.
    CHECK(dead_ends(graph) == Names{"incubation.accelerator", "incubation.lost", "ladder.hnte"});
    // Where firms enter is an entry too.
    CHECK(unreachable(topology_of(example(), {"incubation.lost"})).empty());
    CHECK_THROWS_AS((void)topology_of(example(), {"incubation.lots"}), GraphError);
    CHECK(loops(graph).cycles.empty());
    CHECK(unavoidable(graph, "incubation.outside", "incubation.accelerator") ==
          Names{"incubation.outside", "incubation.nursery", "incubation.incubator", "incubation.accelerator"});
    CHECK(unavoidable(graph, "incubation.outside", "closed") == Names{"incubation.outside", "closed"});
    const Route route = most_likely_route(graph, "incubation.outside", "incubation.incubator");
    CHECK(route.value == doctest::Approx(2.0 / 2.05 * std::log(2.0) / (std::log(2.0) + .05)).epsilon(1e-13));
    CHECK(route.unknown_left_out);

    const Pipeline plain = PipelineBuilder()
                               .chain("t", "a—b—c")
                               .transition("t.outside->a", per_year(1))
                               .transition("t.a->b", per_year(1))
                               .transition("t.b->a", per_year(1))
                               .build();
    CHECK(dead_ends(topology_of(plain)) == Names{"t.c"});
    CHECK(unreachable(topology_of(plain)) == Names{"t.c"});
    CHECK(loops(topology_of(plain)).cycles == std::vector<Names>{{"t.a", "t.b"}});
}

TEST_CASE("structure: the drawing says labels, rates and what is not known")
{
    const Drawing zh = drawing_of(example(), Language::zh);
    CHECK(zh.title == "孵化链条 · ladder");
    REQUIRE(zh.tracks.size() == 2);
    CHECK(zh.tracks[0].stages[0].label == "未进入");
    CHECK(zh.tracks[0].stages[1].label == "创业苗圃");
    CHECK(zh.exits[0].label == "注销吊销");
    const auto edge = [](const Drawing& drawing, const std::string& from, const std::string& to) {
        const auto at =
            std::find_if(drawing.edges.begin(), drawing.edges.end(), [&](const DrawnEdge& e) { return e.from == from && e.to == to; });
        REQUIRE(at != drawing.edges.end());
        return *at;
    };
    CHECK(edge(zh, "incubation.outside", "incubation.nursery").label == "2/年");
    CHECK(edge(zh, "incubation.nursery", "incubation.incubator").label == "0.693/年");
    CHECK(edge(zh, "incubation.incubator", "incubation.accelerator").label == "weibull");
    CHECK(edge(zh, "*", "closed").label == "0.05/年");
    CHECK(edge(zh, "ladder.outside", "ladder.tech_sme").label == "?");
    CHECK_FALSE(edge(zh, "ladder.outside", "ladder.tech_sme").known);
    CHECK(edge(zh, "ladder.tech_sme", "ladder.hnte").label.empty());
    CHECK(zh.unknown_note == "虚线、?：转换强度未知，未测算");
    REQUIRE(zh.links.size() == 2);
    CHECK_FALSE(zh.links[0].trigger);
    CHECK(zh.links[0].text == "ladder.outside->tech_sme × 1.5，当企业处于 incubation.incubator");
    CHECK(zh.links[1].trigger);
    CHECK(zh.links[1].text == "incubation.incubator->accelerator => ladder.tech_sme->hnte，概率 0.25");

    const Drawing en = drawing_of(example(), Language::en);
    CHECK(en.title == "incubation · ladder");
    CHECK(edge(en, "incubation.outside", "incubation.nursery").label == "2/y");
    CHECK(en.tracks[0].stages[0].label == "outside");
    // Where one language is missing the other serves.
    CHECK(en.tracks[0].stages[1].label == "创业苗圃");
    CHECK(en.unknown_note == "dashed, ?: rate not known, not run");
    CHECK(xml_fault(to_svg(zh)) == "");
    CHECK(to_svg(zh).find("创业苗圃") != std::string::npos);

    const Pipeline plain = PipelineBuilder().chain("t", "a—b").transition("t.a->b", per_year(1)).build();
    CHECK(drawing_of(plain, Language::zh).unknown_note.empty());
}

}  // namespace structure_test
