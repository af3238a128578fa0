// SPDX-License-Identifier: Apache-2.0
#include "incuflow/graph/dot.hpp"
#include "incuflow/graph/mermaid.hpp"
#include "incuflow/graph/svg.hpp"
#include "incuflow/text/utf8.hpp"
#include "support/xml.hpp"

#include <doctest/doctest.h>

#include <string>

namespace drawings_test
{

using namespace incuflow;

bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

int count(const std::string& text, const std::string& part)
{
    int n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++n;
    }
    return n;
}

// One of each kind of arrow: forward, skipping, back, to an exit, firm-level; known and unknown.
Drawing example()
{
    return {"孵化链条 · 梯度",
            {{"incubation", "孵化链条", {{"outside", "未进入"}, {"nursery", "创业苗圃"}, {"incubator", "孵化器"}, {"graduated", "毕业"}}},
             {"ladder", "梯度", {{"outside", "未进入"}, {"hnte", "高新技术企业"}}}},
            {{"closed", "注销吊销"}, {"end", "迁出"}},
            {{"incubation.outside", "incubation.nursery", "0.5/年", true},
             {"incubation.nursery", "incubation.incubator", "?", false},
             {"incubation.outside", "incubation.graduated", "0.1/年", true},
             {"incubation.incubator", "incubation.nursery", "", true},
             {"incubation.incubator", "end", "0.02/年", true},
             {"ladder.outside", "ladder.hnte", "?", false},
             {"*", "closed", "0.05/年", true}},
            {{false, "ladder.outside->hnte × 1.5，当企业处于 incubation.incubator"},
             {true, "incubation.incubator->graduated => ladder.outside->hnte"}},
            "虚线、?：转换强度未知"};
}

// Everything that a format could read as its own.
Drawing hostile()
{
    const std::string label = "a\"b<c>&d'#e\\f|g]h}i\nj;%%";
    return {label,           {{"t", label, {{"a", label}, {"b", label}}}},
            {{"x", label}},  {{"t.a", "t.b", label, true}, {"t.b", "x", label, false}, {"*", "x", label, true}},
            {{true, label}}, label};
}

TEST_CASE("svg: well formed, with every label, also of labels that are markup")
{
    for (const Drawing& drawing : {example(), hostile(), Drawing{}}) {
        const std::string svg = to_svg(drawing);
        CHECK(xml_fault(svg) == "");
        CHECK(is_utf8(svg));
        CHECK(has(svg, "viewBox=\"0 0 "));
        CHECK_FALSE(has(svg, "nan"));
        CHECK_FALSE(has(svg, "inf "));
    }
    const std::string svg = to_svg(example());
    for (const char* label : {"孵化链条", "创业苗圃", "孵化器", "高新技术企业", "注销吊销", "迁出", "0.5/年", "0.05/年",
                              "虚线、?：转换强度未知", "当企业处于"}) {
        INFO(std::string(label));
        CHECK(has(svg, label));
    }
    CHECK(has(to_svg(hostile()), "a&quot;b&lt;c&gt;&amp;d&#39;#e\\f|g]h}i"));
    CHECK_FALSE(has(to_svg(hostile()), "<c>"));
    Drawing control = example();
    control.tracks[0].stages[1].label = "a\x01"
                                        "b";
    CHECK(xml_fault(to_svg(control)) == "");
}

TEST_CASE("svg: unknown rates are dashed, known ones are not")
{
    const std::string svg = to_svg(example());
    // Six arrows on tracks and to exits; the firm-level exit is told at its box.
    CHECK(count(svg, "<path class=\"way\"") == 3);
    CHECK(count(svg, "<path class=\"way unknown\"") == 2);
    CHECK(count(svg, "<path class=\"out\"") == 1);
    CHECK(has(svg, ".incuflow .unknown{stroke-dasharray:5 4}"));
    CHECK(has(svg, "注销吊销 ← * 0.05/年"));
    CHECK_FALSE(has(svg, "exit unknown"));
    Drawing unknown = example();
    unknown.edges.back().known = false;
    CHECK(has(to_svg(unknown), "class=\"exit unknown\""));
    Drawing known = example();
    for (DrawnEdge& edge : known.edges) {
        edge.known = true;
    }
    CHECK_FALSE(has(to_svg(known), " unknown\""));
}

TEST_CASE("the oracle of well-formedness finds faults")
{
    CHECK(xml_fault("<a b=\"1\"><c/>x &amp; y</a>\n") == "");
    for (const char* bad :
         {"", "<a>", "<a></b>", "<a b=1/>", "<a>&x;</a>", "<a b=\"<\"/>", "<a/><b/>", "<a b=\"1\" b=\"2\"/>", "x<a/>", "<a>\x01</a>"}) {
        INFO(std::string(bad));
        CHECK(xml_fault(bad) != "");
    }
}

TEST_CASE("dot: a cluster a track, dashes, escapes")
{
    const std::string dot = to_dot(example());
    CHECK(has(dot, "subgraph \"cluster_incubation\" {\n    label=\"孵化链条\";"));
    CHECK(has(dot, "\"incubation.nursery\" [label=\"创业苗圃\"];"));
    CHECK(has(dot, "\"incubation.outside\" -> \"incubation.nursery\" [label=\"0.5/年\"];"));
    CHECK(has(dot, "\"incubation.nursery\" -> \"incubation.incubator\" [label=\"?\", style=dashed];"));
    CHECK(has(dot, "\"incubation.incubator\" -> \"incubation.nursery\";"));
    CHECK(has(dot, "\"closed\" [label=\"注销吊销\", shape=octagon];"));
    CHECK(has(dot, "\"*\" [shape=point];"));
    CHECK(has(dot, "\"*\" -> \"closed\" [label=\"0.05/年\"];"));
    CHECK(count(dot, "style=dashed") == 2);
    CHECK(count(dot, "{") == count(dot, "}"));
    const std::string escaped = to_dot(hostile());
    CHECK(has(escaped, "label=\"a\\\"b<c>&d'#e\\\\f|g]h}i\\nj;%%\""));
    // One statement a line: no label breaks a line, every quotation mark is closed on it.
    std::size_t begin = 0;
    while (begin < escaped.size()) {
        const std::size_t end = escaped.find('\n', begin);
        int marks = 0;
        for (std::size_t i = begin; i < end; ++i) {
            if (escaped[i] == '\\') {
                ++i;
            } else {
                marks += escaped[i] == '"' ? 1 : 0;
            }
        }
        CHECK(marks % 2 == 0);
        begin = end + 1;
    }
    CHECK_FALSE(has(to_dot(Drawing{}), "\"*\""));
}

TEST_CASE("mermaid: a subgraph a track, dashes, escapes, ids clear of reserved words")
{
    const std::string mermaid = to_mermaid(example());
    CHECK(mermaid.substr(0, 13) == "flowchart LR\n");
    CHECK(has(mermaid, "  subgraph t_incubation [\"孵化链条\"]\n"));
    CHECK(has(mermaid, "    s_incubation__nursery[\"创业苗圃\"]\n"));
    CHECK(has(mermaid, "  s_incubation__outside -->|\"0.5/年\"| s_incubation__nursery\n"));
    CHECK(has(mermaid, "  s_incubation__nursery -.->|\"?\"| s_incubation__incubator\n"));
    CHECK(has(mermaid, "  s_incubation__incubator --> s_incubation__nursery\n"));
    CHECK(has(mermaid, "  x_end{{\"迁出\"}}\n"));
    CHECK(has(mermaid, "  every_firm -->|\"0.05/年\"| x_closed\n"));
    CHECK(count(mermaid, "-.->") == 2);
    CHECK(count(mermaid, "  subgraph ") == 2);
    CHECK(count(mermaid, "  end\n") == 2);
    const std::string escaped = to_mermaid(hostile());
    CHECK(has(escaped, "a#quot;b#lt;c#gt;#amp;d'#35;e\\f|g]h}i j;%%"));
    CHECK_FALSE(has(escaped, "<c>"));
}

}  // namespace drawings_test
