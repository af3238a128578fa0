// SPDX-License-Identifier: Apache-2.0
// Scenarios in a study file: what the keys mean, and where their faults are.
#include "full_study.hpp"
#include "incuflow/io.hpp"
#include "incuflow/io/schema.hpp"
#include "incuflow/study/scenario.hpp"
#include "support/faults.hpp"
#include "support/folder.hpp"
#include "support/json.hpp"

namespace scenario_keys_test
{

namespace inc = incuflow;

const std::string base = R"toml(format = 1
id = "s"
base_date = 2020-12-31
end_date = 2022-12-31
[track.t]
chain = "a—b"
ids = ["a", "b"]
[[transition]]
path = "t.a->b"
per_year = { mid = 0.2, low = 0.1, high = 0.3, kind = "assumed", reason = "hypothetical" }
[[stock]]
at = "t.a"
value = { mid = 10, kind = "assumed", reason = "hypothetical", fixed = "hypothetical" }
[[target]]
id = "g"
of = "t.a->b"
accounting = "cumulative"
period = "2021-2022"
at_least = 4
)toml";  // 19 lines

std::vector<inc::Fault> faults_in(const std::string& rest)
{
    return faults_of<inc::StudyError>([&] { (void)inc::parse_study(base + rest, "s.toml"); });
}

void check_fault(const std::string& rest, const std::string& code, int line, int column, const std::string& key)
{
    INFO(rest);
    const auto faults = faults_in(rest);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == code);
    CHECK(faults[0].place == inc::Place{"s.toml", line, column, key});
}

TEST_CASE("scenario keys: what the file says is what the study holds")
{
    const inc::Study study = inc::parse_study(full_study());
    const inc::StudyParts& parts = study.parts();
    CHECK(parts.applied_scenario == "earlier");
    REQUIRE(parts.scenarios.size() == 3);
    const inc::Scenario& slow = parts.scenarios[0];
    CHECK(slow.id == "slow");
    CHECK(slow.label == inc::Label{"较慢", "slower"});
    REQUIRE(slow.overrides.size() == 6);
    const auto& closing = std::get<inc::Number>(slow.overrides[0].value);
    CHECK(closing.mid == .08);
    CHECK(closing.reason == "hypothetical");
    CHECK(slow.overrides[1] == inc::Override{"split.mid", .3});
    CHECK(slow.overrides[2] == inc::Override{"+new_firms:growth.high", 1.5});
    CHECK(slow.overrides[5] == inc::Override{"target.tenants.due", inc::Date{2023, 12, 31}});
    CHECK(parts.scenarios[2].combines == std::vector<std::string>{"slow", "longer"});
}

TEST_CASE("scenario keys: each fault has its line, its column and its key path")
{
    check_fault("[scenario.fast.set]\n\"t.a->b:per_yaer\" = 0.25\n", "study.unknown_override", 21, 21, "scenario.fast.set.t.a->b:per_yaer");
    check_fault("[scenario.fast.set]\n\"t.a->b:per_year\" = -1\n", "units.out_of_range", 21, 21, "scenario.fast.set.t.a->b:per_year");
    check_fault("[scenario.fast.set]\n\"t.a->b:per_year\" = { mid = 0.2, low = 0.3, high = 0.4, kind = \"assumed\", reason = \"r\" }\n",
                "units.range_order", 21, 40, "scenario.fast.set.t.a->b:per_year.low");
    check_fault("[scenario.fast.set]\n\"t.a->b:per_year\" = { mid = 0.2, reason = \"r\", fixed = \"f\" }\n", "io.missing_key", 21, 21, "scenario.fast.set.t.a->b:per_year.kind");
    check_fault("[scenario.fast.set]\n\"t.a->b:per_year\" = { mid = 0.2, kind = \"rule\" }\n", "units.no_source", 21, 21,
                "scenario.fast.set.t.a->b:per_year.source");
    check_fault("[scenario.fast.set]\n\"t.a->b:per_year\" = 2022-01-01\n", "study.override_type", 21, 21, "scenario.fast.set.t.a->b:per_year");
    check_fault("[scenario.fast.set]\n\"t.a->b:per_year\" = true\n", "io.wrong_type", 21, 21, "scenario.fast.set.t.a->b:per_year");
    check_fault("[scenario.fast.set]\n\"t.a->b:per_year\" = \"quick\"\n", "units.bad_number", 21, 21, "scenario.fast.set.t.a->b:per_year");
    check_fault("[scenario.fast]\nset = 3\n", "io.wrong_type", 21, 7, "scenario.fast.set");
    check_fault("[scenario.fast]\nzhh = \"快\"\n", "io.unknown_key", 21, 1, "scenario.fast.zhh");
    check_fault("[scenario.fast]\ncombine = [\"slow\"]\n", "study.unknown_scenario", 21, 11, "scenario.fast.combine");
    check_fault("[scenario.fast]\ncombine = [\"fast\"]\n", "study.scenario_cycle", 21, 11, "scenario.fast.combine");
    check_fault("[scenario.Fast]\n", "model.bad_id", 20, 11, "scenario.Fast");
    check_fault("[scenario.a.set]\nend_date = 2023-12-31\n[scenario.b.set]\nend_date = 2024-12-31\n[scenario.c]\ncombine = [\"a\", \"b\"]\n",
                "study.scenario_conflict", 23, 12, "scenario.b.set.end_date");
    check_fault("[scenario.a.set]\nend_date = 2021-12-31\n", "study.due_after_end", 20, 1, "scenario.a.target.g.due");
}

TEST_CASE("scenario keys: all unknown paths of all scenarios at once")
{
    const auto faults = faults_in("[scenario.a.set]\n\"t.a->b:per_yeer\" = 0.2\n\"t.bb:stock\" = 3\n[scenario.b.set]\n\"target.h.at_least\" = 3\n");
    REQUIRE(faults.size() == 3);
    CHECK(argument(faults[0], "nearest") == "t.a->b:per_year");
    CHECK(argument(faults[1], "nearest") == "t.b:stock");
    CHECK(argument(faults[2], "nearest") == "target.g.at_least");
    CHECK(faults[2].place.line == 24);
}

TEST_CASE("scenario keys: an included file may hold them")
{
    const Folder folder;
    folder.write("scenarios.toml", "[scenario.fast.set]\n\"t.a->b:per_year\" = 0.25\n");
    const std::string path = folder.write("study.toml", "include = [\"scenarios.toml\"]\n" + base);
    CHECK(inc::scenario_ids(inc::load_study(path)) == std::vector<std::string>{"fast"});
}

TEST_CASE("scenario keys: the schema lets any path stand")
{
    const Json schema = JsonReader(inc::study_schema()).read();
    CHECK(schema["properties"]["scenario"]["additionalProperties"]["$ref"].text == "#/$defs/scenario");
    const Json& set = schema["$defs"]["scenario"]["properties"]["set"];
    CHECK(set["type"].text == "object");
    CHECK(set["additionalProperties"]["anyOf"].items.size() == 2);
    CHECK_FALSE(set.has("propertyNames"));
}

}  // namespace scenario_keys_test
