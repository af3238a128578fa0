// SPDX-License-Identifier: Apache-2.0
#include "incuflow/io/schema.hpp"
#include "incuflow/text/utf8.hpp"
#include "incuflow/units/attributes.hpp"
#include "support/json.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace inc = incuflow;

namespace {

void collect_references(const Json& value, std::set<std::string>& references)
{
    if (value.has("$ref")) {
        references.insert(value["$ref"].text);
    }
    for (const Json& item : value.items) {
        collect_references(item, references);
    }
    for (const auto& [key, member] : value.members) {
        collect_references(member, references);
    }
}

TEST_CASE("the schema is JSON and has every key of the attribute table, and no other")
{
    const std::string text = inc::study_schema();
    CHECK(inc::is_utf8(text));
    const Json schema = JsonReader(text).read();
    CHECK(schema["$schema"].text == "https://json-schema.org/draft/2020-12/schema");
    for (const inc::AttributeSection& section : inc::attribute_sections()) {
        INFO(section.id);
        const Json& object = section.id == "study" ? schema : schema["$defs"][std::string(section.id)];
        CHECK(object["type"].text == "object");
        CHECK(object["additionalProperties"].type == 'f');
        std::set<std::string> keys;
        std::set<std::string> required;
        for (const inc::Attribute& row : inc::attributes()) {
            if (row.section == section.id && row.type != "reserved") {
                INFO(row.key);
                keys.insert(std::string(row.key));
                if (row.required) {
                    required.insert(std::string(row.key));
                }
                REQUIRE(object["properties"].has(std::string(row.key)));
                const Json& property = object["properties"][std::string(row.key)];
                CHECK(property["title"].text == row.zh);
                CHECK_FALSE(property["description"].text.empty());
                if (!row.allowed.empty()) {
                    CHECK(property["enum"].items.size() == inc::split_allowed(row.allowed).size());
                    // `format = 1` is a number, not the text "1".
                    CHECK((property["enum"].items.front().type == 's') == (row.type != "integer"));
                }
            }
        }
        CHECK(object["properties"].members.size() == keys.size());
        std::set<std::string> named;
        for (std::size_t i = 0; object.has("required") && i < object["required"].items.size(); ++i) {
            named.insert(object["required"].items[i].text);
        }
        CHECK(named == required);
    }
    std::set<std::string> references;
    collect_references(schema, references);
    for (const std::string& reference : references) {
        REQUIRE(reference.rfind("#/$defs/", 0) == 0);
        CHECK(schema["$defs"].has(reference.substr(8)));
    }
}

TEST_CASE("keys of which one may stand are said so")
{
    const Json schema = JsonReader(inc::study_schema()).read();
    for (const inc::AttributeChoice& choice : inc::attribute_choices()) {
        INFO(choice.section);
        const Json& object = schema["$defs"][std::string(choice.section)];
        const std::size_t keys = inc::split_allowed(choice.keys).size();
        const auto& rules = object["allOf"].items;
        CHECK(std::any_of(rules.begin(), rules.end(), [&](const Json& rule) { return rule["oneOf"].items.size() == keys + (choice.required ? 0 : 1); }));
    }
}

TEST_CASE("the key tables name every key in both languages")
{
    for (const inc::Language language : {inc::Language::en, inc::Language::zh}) {
        const std::string text = inc::attribute_table_markdown(language);
        for (const inc::AttributeSection& section : inc::attribute_sections()) {
            CHECK(text.find("## " + std::string(section.id) + "\n") != std::string::npos);
        }
        for (const inc::Attribute& row : inc::attributes()) {
            INFO(row.section, '.', row.key);
            CHECK(text.find("| `" + std::string(row.key) + "` |") != std::string::npos);
        }
        // Every line of a table has the same six cells.
        std::size_t begin = 0;
        while (begin < text.size()) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            const std::string line = text.substr(begin, end - begin);
            if (line.front() == '|') {
                std::size_t bars = 0;
                for (std::size_t i = 0; i < line.size(); ++i) {
                    bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\') ? 1U : 0U;
                }
                CHECK(bars == 7);
            }
            begin = end + 1;
        }
    }
}

}  // namespace
