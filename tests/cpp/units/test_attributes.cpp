// SPDX-License-Identifier: Apache-2.0
#include "incuflow/text/utf8.hpp"
#include "incuflow/units/attributes.hpp"
#include "incuflow/units/uncertain.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace attributes_test
{

using namespace incuflow;

std::set<std::string_view> sections()
{
    std::set<std::string_view> ids;
    for (const AttributeSection& section : attribute_sections()) {
        ids.insert(section.id);
    }
    return ids;
}

bool holds_chinese(std::string_view text)
{
    const std::u32string points = decode_utf8(text);
    return std::any_of(points.begin(), points.end(), [](char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; });
}

TEST_CASE("attributes: every row has a known section and type, words in both languages, and stands once")
{
    const std::set<std::string_view> plain{"text",       "id",    "date",  "integer", "boolean", "text|date", "text|integer", "text|number",
                                           "texts",      "ids",   "dates", "labels",  "label",   "place",     "places",       "quantity",
                                           "quantities", "years", "range", "elapsed", "matrix",  "reserved",  "overrides"};
    const std::set<std::string_view> measures{"per_year", "prob_per_year", "count_per_year", "share", "factor", "years", "firms", "shape", "real", "amount"};
    const auto known = sections();
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const Attribute& row : attributes()) {
        INFO(row.section, ".", row.key);
        CHECK(seen.emplace(row.section, row.key).second);
        CHECK(known.count(row.section) == 1);
        CHECK(is_identifier(row.key));
        CHECK_FALSE(row.en.empty());
        CHECK((holds_chinese(row.zh) || row.zh == "Weibull" || row.zh == "Erlang" || row.zh == "Gompertz"));
        const bool reserved = row.type == "reserved";
        CHECK(row.doc_en.empty() == reserved);
        CHECK(row.doc_zh.empty() == reserved);
        const std::size_t colon = row.type.find(':');
        if (colon == std::string_view::npos) {
            CHECK(plain.count(row.type) == 1);
            continue;
        }
        const std::string_view head = row.type.substr(0, colon);
        const std::string_view of = row.type.substr(colon + 1);
        if (head == "number" || head == "numbers") {
            CHECK(measures.count(of) == 1);
        } else if (of.substr(0, 7) == "number:") {
            CHECK(head == "map");
            CHECK(measures.count(of.substr(7)) == 1);
        } else {
            CHECK((head == "table" || head == "map" || head == "list" || head == "places"));
            CHECK(known.count(of) == 1);
        }
    }
}

TEST_CASE("attributes: every section is described and leads somewhere")
{
    CHECK(sections().size() == attribute_sections().size());
    for (const AttributeSection& section : attribute_sections()) {
        INFO(section.id);
        CHECK_FALSE(section.doc_en.empty());
        CHECK(holds_chinese(section.doc_zh));
        CHECK((section.id == "study") == section.header.empty());
        CHECK(std::any_of(attributes().begin(), attributes().end(), [&](const Attribute& row) { return row.section == section.id; }));
        // Reached from the top of the file: as a table, a map, a list or a value.
        const bool used = std::any_of(attributes().begin(), attributes().end(), [&](const Attribute& row) {
            const std::size_t colon = row.type.find(':');
            return colon != std::string_view::npos && row.type.substr(colon + 1) == section.id;
        });
        CHECK((used || section.id == "study" || section.id == "label" || section.id == "number"));
    }
}

TEST_CASE("attributes: choices name keys of their section that are not required by themselves")
{
    for (const AttributeChoice& choice : attribute_choices()) {
        INFO(choice.section);
        CHECK(split_allowed(choice.keys).size() >= 2);
        for (const std::string_view key : split_allowed(choice.keys)) {
            INFO(key);
            const Attribute* row = find_attribute(choice.section, key);
            REQUIRE(row != nullptr);
            CHECK_FALSE(row->required);
        }
    }
}

TEST_CASE("attributes: spellings agree with the types they are read into")
{
    std::string kinds;
    for (const std::string& name : kind_names()) {
        kinds += (kinds.empty() ? "" : "|") + name;
    }
    REQUIRE(find_attribute("number", "kind") != nullptr);
    CHECK(find_attribute("number", "kind")->allowed == kinds);
    // The kind of a range is any kind but unknown.
    CHECK(std::string(find_attribute("number", "range_kind")->allowed) + "|unknown" == kinds);
    for (const std::string_view dist : split_allowed(find_attribute("number", "dist")->allowed)) {
        CHECK(parse_dist(dist).has_value());
    }
    // A parameter says of its number what every number says.
    for (const Attribute& row : attributes()) {
        if (row.section == "number" && row.key != "mid" && row.key != "name") {
            const Attribute* same = find_attribute("parameter", row.key);
            REQUIRE(same != nullptr);
            CHECK(same->type == row.type);
        }
    }
    CHECK(find_attribute("number", "median") == nullptr);
    CHECK(find_attribute("nothing", "mid") == nullptr);
    CHECK(split_allowed("").empty());
    CHECK(split_allowed("a|b").size() == 2);
}

}  // namespace attributes_test
