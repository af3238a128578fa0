// SPDX-License-Identifier: Apache-2.0
#include "incuflow/io/schema.hpp"

#include "incuflow/text/json.hpp"
#include "incuflow/units/attributes.hpp"

INCUFLOW_BEGIN

namespace {

std::string quoted(std::string_view text) { return json_string(text); }

std::string joined(std::initializer_list<std::string_view> parts)
{
    std::string text;
    for (const std::string_view part : parts) {
        text += part;
    }
    return text;
}

std::string reference(std::string_view section) { return R"({"$ref": "#/$defs/)" + std::string(section) + R"("})"; }

std::string list_of(const std::string& item) { return R"({"type": "array", "items": )" + item + "}"; }

std::string any_of(std::initializer_list<std::string> choices)
{
    std::string text = R"({"anyOf": [)";
    for (const std::string& choice : choices) {
        text += (text.back() == '[' ? "" : ", ") + choice;
    }
    return text + "]}";
}

std::string map_of(const std::string& item, bool named)
{
    const std::string names = named ? R"("propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"}, )" : "";
    return R"({"type": "object", )" + names + R"("additionalProperties": )" + item + "}";
}

// What may stand behind a key; the spellings of a type are those that check_keys accepts.
std::string value_schema(const Attribute& row)
{
    const std::string text = R"({"type": "string"})";
    const std::string number = R"({"type": "number"})";
    const std::string date = R"({"type": "string", "format": "date"})";
    const std::string quantity = R"({"type": ["number", "string"]})";
    const std::string uncertain = any_of({reference("number"), quantity});
    const std::string label = any_of({reference("label"), text});

    const std::string_view name = row.type.substr(0, row.type.find(':'));
    const std::string_view of = row.type.substr(std::min(row.type.size(), name.size() + 1));
    if (!row.allowed.empty()) {
        std::string schema = R"({"enum": [)";
        for (const std::string_view spelling : split_allowed(row.allowed)) {
            schema += schema.back() == '[' ? "" : ", ";
            schema += name == "integer" ? std::string(spelling) : quoted(spelling);
        }
        return schema + "]}";
    }
    if (name == "id") {
        return R"({"type": "string", "pattern": "^[a-z][a-z0-9_]*$"})";
    }
    if (name == "date") {
        return date;
    }
    if (name == "integer" || name == "boolean") {
        return joined({R"({"type": )", quoted(name), "}"});
    }
    if (name == "text|integer" || name == "text|number" || name == "quantity") {
        return quantity;
    }
    if (name == "elapsed") {
        return any_of({quantity, list_of(quantity)});
    }
    if (name == "texts") {
        return list_of(text);
    }
    if (name == "dates") {
        return list_of(date);
    }
    if (name == "years") {
        return list_of(quantity);
    }
    if (name == "label") {
        return label;
    }
    if (name == "labels") {
        return list_of(label);
    }
    if (row.type == "places:into") {
        return any_of({text, list_of(reference("into"))});
    }
    if (name == "places") {
        return any_of({text, R"({"type": "array", "items": {"type": "string"}, "minItems": 1})"});
    }
    if (name == "range") {
        return any_of({text, R"({"type": "array", "items": )" + quantity + R"(, "minItems": 2, "maxItems": 2})"});
    }
    if (name == "matrix") {
        return list_of(list_of(number));
    }
    if (name == "number") {
        return uncertain;
    }
    if (name == "numbers") {
        return list_of(uncertain);
    }
    if (name == "overrides") {
        return map_of(uncertain, false);  // dates stand as texts
    }
    if (name == "map") {
        return of.starts_with("number") ? map_of(uncertain, false) : map_of(reference(of), true);
    }
    if (name == "list") {
        return list_of(reference(of));
    }
    if (name == "table") {
        return reference(of);
    }
    return text;  // text, place, text|date
}

std::string with_words(const std::string& schema, const Attribute& row)
{
    const std::string unit = row.unit.empty() ? "" : joined({R"(, "x-unit": )", quoted(row.unit)});
    return joined({R"({"title": )", quoted(row.zh), R"(, "description": )", quoted(row.doc_en), unit, ", ", schema.substr(1)});
}

std::string choice_schema(const AttributeChoice& choice)
{
    std::string text = R"({"oneOf": [)";
    std::string none;
    for (const std::string_view key : split_allowed(choice.keys)) {
        text += (text.back() == '[' ? "" : ", ") + std::string(R"({"required": [)") + quoted(key) + "]}";
        none += (none.empty() ? "" : ", ") + std::string(R"({"required": [)") + quoted(key) + "]}";
    }
    if (!choice.required) {
        text += R"(, {"not": {"anyOf": [)" + none + "]}}";
    }
    return text + "]}";
}

// The keys of one section as an object schema, without the outer braces.
std::string section_schema(std::string_view section, const std::string& indent)
{
    std::string properties;
    std::string required;
    std::string choices;
    for (const Attribute& row : attributes()) {
        if (row.section != section || row.type == "reserved") {
            continue;
        }
        properties.append(properties.empty() ? "\n" : ",\n").append(indent).append("  ").append(quoted(row.key)).append(": ");
        properties += with_words(value_schema(row), row);
        if (row.required) {
            required += required.empty() ? "" : ", ";
            required += quoted(row.key);
        }
    }
    for (const AttributeChoice& choice : attribute_choices()) {
        if (choice.section == section) {
            choices += choices.empty() ? "" : ", ";
            choices += choice_schema(choice);
        }
    }
    std::string text = R"("type": "object", "additionalProperties": false)";
    text += required.empty() ? "" : R"(, "required": [)" + required + "]";
    text += choices.empty() ? "" : R"(, "allOf": [)" + choices + "]";
    return text + R"(, "properties": {)" + properties + "\n" + indent + "}";
}

std::string in_cell(std::string_view text)
{
    std::string cell;
    for (const char letter : text) {
        cell += letter == '|' ? "\\|" : std::string(1, letter);
    }
    return cell;
}

}  // namespace

std::string study_schema()
{
    std::string text = "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"incuflow study, format 1\",\n  ";
    text += section_schema("study", "  ") + ",\n  \"$defs\": {";
    bool first = true;
    for (const AttributeSection& section : attribute_sections()) {
        if (section.id != "study") {
            text += joined({first ? "\n    " : ",\n    ", quoted(section.id), R"(: {"description": )", quoted(section.doc_en), ", ",
                            section_schema(section.id, "    "), "}"});
            first = false;
        }
    }
    return text + "\n  }\n}\n";
}

std::string attribute_table_markdown(Language language)
{
    const bool zh = language == Language::zh;
    std::string text;
    for (const AttributeSection& section : attribute_sections()) {
        text += joined({text.empty() ? "" : "\n", "## ", section.id, "\n\n"});
        text += section.header.empty() ? std::string() : joined({"`", section.header, "`\n\n"});
        text += std::string(zh ? section.doc_zh : section.doc_en) + "\n\n";
        text += zh ? "| 键 | 名称 | 类型 | 单位 | 必填 | 说明 |\n" : "| key | label | type | unit | required | meaning |\n";
        text += "|---|---|---|---|---|---|\n";
        for (const Attribute& row : attributes()) {
            if (row.section != section.id) {
                continue;
            }
            const std::string type(row.allowed.empty() ? row.type : row.allowed);
            const bool reserved = row.type == "reserved";
            const std::string_view doc = reserved ? (zh ? "本版本不支持" : "not supported in this version") : (zh ? row.doc_zh : row.doc_en);
            text += joined({"| `", row.key, "` | ", in_cell(zh ? row.zh : row.en), " | ", reserved ? "" : "`", reserved ? "" : in_cell(type),
                            reserved ? "" : "`", " | ", in_cell(row.unit), " | ", row.required ? (zh ? "是" : "yes") : "", " | ", in_cell(doc),
                            " |\n"});
        }
    }
    return text;
}

INCUFLOW_END
