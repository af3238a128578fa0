// SPDX-License-Identifier: Apache-2.0
#include "incuflow/base/errors.hpp"
#include "incuflow/base/messages.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace inc = incuflow;

namespace {

std::set<std::string> blanks(std::string_view text)
{
    std::set<std::string> names;
    for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        const std::size_t close = text.find('}', open);
        const std::string_view name = text.substr(open + 1, close - open - 1);
        if (!name.empty() && name.find(' ') == std::string_view::npos && name.find("…") == std::string_view::npos) {
            names.insert(std::string(name));
        }
    }
    return names;
}

TEST_CASE("every sentence is there in both languages, with the same blanks, once")
{
    std::set<std::string_view> seen;
    for (const auto code : inc::message_codes()) {
        INFO(code);
        CHECK(seen.insert(code).second);
        const auto en = inc::message_pattern(code, inc::Language::en);
        const auto zh = inc::message_pattern(code, inc::Language::zh);
        CHECK_FALSE(en.empty());
        CHECK_FALSE(zh.empty());
        CHECK(blanks(en) == blanks(zh));
    }
    CHECK(inc::message_pattern("no.such_code", inc::Language::en).empty());
}

TEST_CASE("a fault reads as place, sentence and nearest name")
{
    const inc::Fault fault{"model.unknown_track", {{"given", "lader"}, {"nearest", "ladder"}}, {"a.toml", 3, 7, "transition[0].path"}};
    CHECK(inc::describe(fault) == "a.toml:3:7: transition[0].path: there is no track \"lader\"; did you mean \"ladder\"?");
    CHECK(inc::describe(fault, inc::Language::zh) == "a.toml:3:7: transition[0].path: 没有名为“lader”的链条；是否为 “ladder”？");
    CHECK(inc::describe({"no.such_code", {{"a", "1"}}, {}}) == "no.such_code a=1");
    CHECK(inc::describe({"model.unknown_track", {}, {}}) == "there is no track \"{given}\"");
    CHECK(inc::describe({"io.bare_number", {{"given", "0.3"}}, {}}).find(": { mid = 0.3, kind = ") != std::string::npos);
    CHECK(inc::describe({"io.bare_number", {{"given", "0.3"}}, {}}, inc::Language::zh).find("{ mid = 0.3, kind = ") != std::string::npos);
    CHECK(inc::describe({"study.growth_without_year", {}, {}}).find("{ …, year = 2014 }") != std::string::npos);
    // An argument that looks like a blank is not filled again.
    CHECK(inc::describe({"model.unknown_track", {{"given", "{nearest}"}, {"nearest", "t"}}, {}}) == "there is no track \"{nearest}\"; did you mean \"t\"?");
}

TEST_CASE("an error carries every fault and its class")
{
    const inc::StudyError error(std::vector<inc::Fault>{{"study.no_id", {}, {}}, {"model.no_track", {}, {}}});
    CHECK(error.code() == "study.no_id");
    CHECK(error.faults().size() == 2);
    CHECK(std::string(error.what()) == "a study needs an id\na pipeline needs at least one track");
    CHECK(error.message(inc::Language::zh) == "研究方案须有 id\n至少需要一条链条");
    CHECK_THROWS_AS(throw error, inc::Error);
    CHECK(inc::GraphError(std::vector<inc::Fault>{}).faults().size() == 1);
}

TEST_CASE("languages are read by their two letters")
{
    CHECK(inc::parse_language("zh") == inc::Language::zh);
    CHECK(inc::parse_language("en") == inc::Language::en);
    for (const char* bad : {"", "de", "ZH", "zh "}) {
        try {
            (void)inc::parse_language(bad);
            FAIL("read: ", std::string(bad));
        } catch (const inc::ParameterError& error) {
            CHECK(error.code() == "base.language");
            CHECK(error.arguments().front().second == bad);
        }
    }
}

}  // namespace
