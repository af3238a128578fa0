// SPDX-License-Identifier: Apache-2.0
#include "incuflow/model/path.hpp"
#include "support/faults.hpp"

namespace inc = incuflow;

namespace {

TEST_CASE("places are read and spelled canonically")
{
    for (const char* text : {"incubation.incubator", "ladder.*", "incubation.a->b", "incubation.outside->b", "incubation.a->closed", "*->closed",
                             "ladder.*->hnte", "ladder.*->*", "+incubation.nursery", "t1.a & t2.b", "carriers:size.large"}) {
        CHECK(inc::format_path(inc::parse_path(text)) == text);
    }
    CHECK(inc::format_path(inc::parse_path("  incubation.a  ->  b ")) == "incubation.a->b");
    CHECK(inc::format_path(inc::parse_path("t1.a&t2.b")) == "t1.a & t2.b");
    const auto firm = inc::parse_path("*->closed").terms.front();
    CHECK(firm.track.empty());
    CHECK(firm.form == inc::PathForm::transition);
}

TEST_CASE("what is not a place says why")
{
    const auto code = [](const char* text) { return faults_of<inc::GraphError>([&] { (void)inc::parse_path(text); }).front().code; };
    CHECK(code("incubator") == "model.bad_path.track");
    CHECK(code("") == "model.bad_path.track");
    CHECK(code("Incubation.a") == "model.bad_path.name");
    CHECK(code("a.b c") == "model.bad_path.name");
    CHECK(code("a.b->") == "model.bad_path.name");
    CHECK(code("*->*") == "model.bad_path.name");
    CHECK(code("a.b->c->d") == "model.bad_path.arrows");
    CHECK(code("+a.b->c") == "model.bad_path.intake");
    CHECK(code("+a.*") == "model.bad_path.intake");
    CHECK(code("a.b & a.c") == "model.bad_path.combination");
    CHECK(code("a.b->c & d.e") == "model.bad_path.combination");
    CHECK(code("Bad:a.b") == "model.bad_path.name");
}

}  // namespace
