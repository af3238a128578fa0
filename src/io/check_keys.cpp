// SPDX-License-Identifier: Apache-2.0
#include "check_keys.hpp"

#include "incuflow/text/nearest.hpp"
#include "incuflow/text/utf8.hpp"
#include "incuflow/units/attributes.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

namespace {

std::string listed(std::string_view alternatives)
{
    std::string text;
    for (const std::string_view part : split_allowed(alternatives)) {
        text += (text.empty() ? "" : ", ") + std::string(part);
    }
    return text;
}

std::string header_of(std::string_view section)
{
    for (const AttributeSection& known : attribute_sections()) {
        if (known.id == section) {
            return std::string(known.header);
        }
    }
    return {};
}

// How a value of a type is written, for messages; readable in any language.
std::string sample_of(std::string_view type)
{
    const std::string_view name = type.substr(0, type.find(':'));
    const std::string of(type.substr(std::min(type.size(), name.size() + 1)));
    static constexpr std::pair<std::string_view, std::string_view> samples[] = {
        {"text", "\"…\""},
        {"id", "\"…\""},
        {"place", "\"track.stage\""},
        {"date", "2016-01-31"},
        {"integer", "3"},
        {"boolean", "true | false"},
        {"text|date", "\"…\" | 2016-01-31"},
        {"text|integer", "\"…\" | 3"},
        {"text|number", "\"100/3\" | 33.3"},
        {"texts", "[\"…\", \"…\"]"},
        {"dates", "[2016-01-31, …]"},
        {"label", "\"…\" | { zh = \"…\", en = \"…\" }"},
        {"labels", "[\"…\", { zh = \"…\", en = \"…\" }]"},
        {"places", "\"track.a->b\" | [\"…\", \"…\"]"},
        {"quantity", "0.3 | \"55%\""},
        {"years", "[0, 1, \"18 months\"]"},
        {"range", "[1, 2] | \"1—2家\""},
        {"elapsed", "\"new\" | 1.5 | \"18 months\" | \"up to 48 months\" | \"stationary\" | [0.5, 2]"},
        {"matrix", "[[1, 0.5], [0.5, 1]]"},
        {"number", "{ mid = …, kind = \"…\" } | \"…\""},
        {"overrides", "{ \"growth.mid\" = 1.2 }"},
        {"numbers", "[{ mid = …, kind = \"…\" }, …]"},
    };
    for (const auto& [known, sample] : samples) {
        if (known == name) {
            return std::string(sample);
        }
    }
    if (name == "map" && of.starts_with("number")) {
        return "{ stage = { mid = …, kind = \"…\" } }";
    }
    return name == "places:into" ? "\"track.stage\" | [{ at = \"…\" }]" : header_of(of);
}

class KeyChecker {
public:
    explicit KeyChecker(StudyReading& reading) : reading_(reading) {}

    void table(const Node& node, std::string_view section, const std::string& path)
    {
        std::vector<std::string> suggested;
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            const NodeKey& key = node.keys[i];
            const std::string where = sub_key(path, key.name);
            const Attribute* row = find_attribute(section, key.name);
            if (row == nullptr) {
                suggested.push_back(unknown(section, key, where));
            } else if (row->type == "reserved") {
                reading_.add("io.not_supported", {{"given", key.name}}, where, key.position);
            } else {
                value(*row, node.items[i], where);
            }
        }
        required(node, section, path, suggested);
    }

private:
    using Type = Node::Type;

    void wrong(const Node& node, const std::string& path, std::string expected)
    {
        reading_.add("io.wrong_type", {{"given", describe_node(node)}, {"expected", std::move(expected)}}, path, node.position);
        reading_.names_incomplete = reading_.names_incomplete || path.find('.') == std::string::npos;
    }

    std::string unknown(std::string_view section, const NodeKey& key, const std::string& where)
    {
        std::vector<std::string> names;
        std::string allowed;
        for (const Attribute& row : attributes()) {
            if (row.section == section && row.type != "reserved") {
                names.emplace_back(row.key);
                allowed += (allowed.empty() ? "" : ", ") + names.back();
            }
        }
        constexpr std::size_t longest = 64;  // no key is that long, and the distance of long texts is slow
        std::string nearest = key.name.size() > longest ? std::string() : nearest_name(key.name, names);
        reading_.add("io.unknown_key", {{"given", key.name}, {"allowed", allowed}, {"nearest", nearest}}, where, key.position);
        reading_.names_incomplete = reading_.names_incomplete || section == "study";
        return nearest;
    }

    // A key that was only misspelled is not reported as missing too.
    void required(const Node& node, std::string_view section, const std::string& path, const std::vector<std::string>& suggested)
    {
        const auto misspelled = [&](std::string_view key) { return std::find(suggested.begin(), suggested.end(), key) != suggested.end(); };
        for (const Attribute& row : attributes()) {
            if (row.section == section && row.required && node.find(row.key) == nullptr && !misspelled(row.key)) {
                reading_.add("io.missing_key", {{"given", std::string(row.key)}, {"expected", sample_of(row.type)}},
                             sub_key(path, row.key), node.position);
            }
        }
        for (const AttributeChoice& choice : attribute_choices()) {
            if (choice.section != section) {
                continue;
            }
            std::string given;
            int count = 0;
            bool meant = false;
            for (const std::string_view key : split_allowed(choice.keys)) {
                meant = meant || misspelled(key);
                if (node.find(key) != nullptr) {
                    given += (given.empty() ? "" : ", ") + std::string(key);
                    ++count;
                }
            }
            if (count > 1) {
                reading_.add("io.one_of", {{"given", given}, {"allowed", listed(choice.keys)}}, path, node.position);
            } else if (count == 0 && choice.required && !meant) {
                reading_.add("io.one_missing", {{"allowed", listed(choice.keys)}}, path, node.position);
            }
        }
    }

    void value(const Attribute& row, const Node& node, const std::string& path)
    {
        reading_.places.set(path, node.position);
        const std::string_view name = row.type.substr(0, row.type.find(':'));
        const std::string_view of = row.type.substr(std::min(row.type.size(), name.size() + 1));
        if (row.type == "places:into" && node.is(Type::list)) {
            sections(node, "into", path);
        } else if (name == "list") {
            node.is(Type::list) ? sections(node, of, path) : wrong(node, path, header_of(of));
        } else if (name == "map") {
            map(row, of, node, path);
        } else if (name == "table") {
            node.is(Type::table) ? table(node, of, path) : wrong(node, path, header_of(of));
        } else if (name == "overrides") {
            overrides(node, path);
        } else if (name == "label" || name == "labels" || name == "number" || name == "numbers") {
            rich(name, node, path);
        } else if (!fits(name, node)) {
            wrong(node, path, sample_of(row.type));
        } else {
            note_items(node, path);
            spelling(row, node, path);
        }
    }

    void note_items(const Node& node, const std::string& path)
    {
        for (std::size_t i = 0; node.is(Type::list) && i < node.items.size(); ++i) {
            reading_.places.set(item_key(path, i), node.items[i].position);
        }
    }

    // Tables of a section in a list; those with an id of their own are known by it, as in the checks of the model.
    void sections(const Node& list, std::string_view section, const std::string& path)
    {
        const bool by_id = section == "target" || section == "stage";
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            const Node& item = list.items[i];
            std::string where = item_key(path, i);
            if (!item.is(Type::table)) {
                wrong(item, where, header_of(section));
                continue;
            }
            if (by_id) {
                const Node* id = item.find("id");
                if (id != nullptr && id->is(Type::text)) {
                    where = sub_key(path, id->text);
                } else {
                    reading_.places.alias(path + '.', where);
                }
            }
            reading_.places.set(where, item.position);
            table(item, section, where);
        }
    }

    void map(const Attribute& row, std::string_view of, const Node& node, const std::string& path)
    {
        if (!node.is(Type::table)) {
            wrong(node, path, sample_of(row.type));
            return;
        }
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            const std::string where = sub_key(path, node.keys[i].name);
            reading_.places.set(where, node.items[i].position);
            if (of.starts_with("number")) {
                rich("number", node.items[i], where);
                continue;
            }
            if (!is_identifier(node.keys[i].name)) {
                reading_.add("model.bad_id", {{"given", node.keys[i].name}}, where, node.keys[i].position);
            }
            if (node.items[i].is(Type::table)) {
                table(node.items[i], of, where);
            } else {
                wrong(node.items[i], where, header_of(of));
            }
        }
    }

    // Any path may stand as a key; the checks of the study know which there are.
    void overrides(const Node& node, const std::string& path)
    {
        if (!node.is(Type::table)) {
            wrong(node, path, sample_of("overrides"));
            return;
        }
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            const std::string where = sub_key(path, node.keys[i].name);
            const Node& item = node.items[i];
            reading_.places.set(where, item.position);
            if (item.is(Type::table)) {
                table(item, "number", where);
            } else if (!item.is_number() && !item.is(Type::text) && !item.is(Type::date)) {
                wrong(item, where, "0.3 | \"55%\" | 2016-01-31 | { mid = …, kind = \"…\" }");
            }
        }
    }

    // Labels and numbers: a plain value, or a table of their own section.
    void rich(std::string_view name, const Node& node, const std::string& path)
    {
        const bool label = name.starts_with("label");
        if (name.back() == 's') {
            if (!node.is(Type::list)) {
                wrong(node, path, sample_of(name));
                return;
            }
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                reading_.places.set(item_key(path, i), node.items[i].position);
                rich(label ? "label" : "number", node.items[i], item_key(path, i));
            }
        } else if (node.is(Type::table)) {
            table(node, name, path);
        } else if (!node.is(Type::text) && (label || !node.is_number())) {
            wrong(node, path, sample_of(name));
        }
    }

    static bool all(const Node& list, bool (*fit)(const Node&))
    {
        return list.is(Type::list) && std::all_of(list.items.begin(), list.items.end(), fit);
    }

    static bool is_text(const Node& node) { return node.is(Type::text); }
    static bool is_date(const Node& node) { return node.is(Type::date); }
    static bool is_plain_number(const Node& node) { return node.is_number(); }
    static bool is_quantity(const Node& node) { return node.is_number() || node.is(Type::text); }

    static bool fits(std::string_view type, const Node& node)
    {
        if (type == "text" || type == "id" || type == "place") {
            return is_text(node);
        }
        if (type == "text|date") {
            return is_text(node) || is_date(node);
        }
        if (type == "text|integer") {
            return is_text(node) || node.is(Type::integer);
        }
        if (type == "quantity" || type == "text|number") {
            return is_quantity(node);
        }
        if (type == "elapsed") {
            return is_quantity(node) || all(node, is_quantity);
        }
        if (type == "integer" || type == "boolean" || type == "date") {
            return node.is(type == "integer" ? Type::integer : type == "boolean" ? Type::boolean : Type::date);
        }
        if (type == "texts") {
            return all(node, is_text);
        }
        if (type == "places") {
            return is_text(node) || (all(node, is_text) && !node.items.empty());
        }
        if (type == "dates") {
            return all(node, is_date);
        }
        if (type == "years") {
            return all(node, is_quantity);
        }
        if (type == "range") {
            return is_text(node) || (all(node, is_quantity) && node.items.size() == 2);
        }
        return type == "matrix" && all(node, [](const Node& row) { return all(row, is_plain_number); });
    }

    void spelling(const Attribute& row, const Node& node, const std::string& path)
    {
        if (row.type == "id" && !is_identifier(node.text)) {
            reading_.add("model.bad_id", {{"given", node.text}}, path, node.position);
        }
        if (row.allowed.empty() || !node.is(Type::text)) {
            return;
        }
        std::vector<std::string> names;
        for (const std::string_view allowed : split_allowed(row.allowed)) {
            names.emplace_back(allowed);
        }
        if (std::find(names.begin(), names.end(), node.text) != names.end()) {
            return;
        }
        // These statuses exist; a file may not state them, and the checks of the study say why.
        const std::string_view found_by_program = "|modelled|needs_input|by_assumption|";
        if (row.key == "status" && found_by_program.find('|' + node.text + '|') != std::string_view::npos) {
            return;
        }
        constexpr std::size_t longest = 64;
        reading_.add("io.not_allowed",
                     {{"given", describe_node(node)},
                      {"allowed", listed(row.allowed)},
                      {"nearest", node.text.size() > longest ? std::string() : nearest_name(node.text, names)}},
                     path, node.position);
    }

    StudyReading& reading_;
};

}  // namespace

void check_keys(const Node& root, StudyReading& reading) { KeyChecker(reading).table(root, "study", {}); }

}  // namespace detail

INCUFLOW_END
