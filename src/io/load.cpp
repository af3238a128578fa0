// SPDX-License-Identifier: Apache-2.0
#include "load.hpp"

#include "source_text.hpp"

#include "incuflow/units/attributes.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

INCUFLOW_BEGIN

namespace detail {

namespace {

namespace fs = std::filesystem;

Node read_document(std::string bytes, const std::string& name, int file)
{
    const std::string text = study_text(std::move(bytes), name);
    check_key_depth(text, name);
    return parse_document(text, name, file);
}

void check_format(const Node& root, bool required, const StudyReading& reading, int file)
{
    const Node* format = root.find("format");
    if (format == nullptr && required) {
        throw StudyError("io.format_missing", {{"expected", "format = 1"}}, reading.place("format", {file, 1, 1}));
    }
    // Another format has other keys: it would be no help to report them all.
    if (format != nullptr && !(format->is(Node::Type::integer) && format->integer == 1)) {
        throw StudyError("io.format_unknown", {{"given", describe_node(*format)}, {"allowed", "1"}},
                         reading.place("format", format->position));
    }
}

// No study has lists or tables that long; the checks that compare entries with each other would take minutes on a file made of them.
void check_lengths(const Node& node, const std::string& path, const StudyReading& reading)
{
    constexpr std::size_t most = 2000;
    if (node.items.size() > most) {
        throw StudyError("io.too_many", {{"given", std::to_string(node.items.size())}, {"allowed", std::to_string(most)}},
                         reading.place(path, node.items[most].position));
    }
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        check_lengths(node.items[i], node.is(Node::Type::list) ? item_key(path, i) : sub_key(path, node.keys[i].name), reading);
    }
}

// The file an include names, if it stays in the folder: `inside` is its real path.
fs::path included_path(const Node& item, const std::string& key, const fs::path& folder, const StudyReading& reading)
{
    const fs::path given(item.text);
    const Place place = reading.place(key, item.position);
    const bool climbs = std::any_of(given.begin(), given.end(), [](const fs::path& part) { return part == ".."; });
    if (given.empty() || given.has_root_path() || climbs || item.text.find('\0') != std::string::npos) {
        throw StudyError("io.include_outside", {{"given", item.text}}, place);
    }
    std::error_code error;
    const fs::path base = fs::canonical(folder.empty() ? fs::path(".") : folder, error);
    const fs::path real = error ? fs::path() : fs::canonical(folder / given, error);
    if (error) {
        throw StudyError("io.include_unreadable", {{"given", item.text}, {"reason", error.message()}}, place);
    }
    // A symbolic link may lead out.
    if (std::mismatch(base.begin(), base.end(), real.begin(), real.end()).first != base.end()) {
        throw StudyError("io.include_outside", {{"given", item.text}}, place);
    }
    return real;
}

class Merger {
public:
    explicit Merger(StudyReading& reading) : reading_(reading) { root_.position = {0, 1, 1}; }

    void add(Node from, bool main_file)
    {
        for (std::size_t i = 0; i < from.keys.size(); ++i) {
            NodeKey& key = from.keys[i];
            if (key.name == "format" && !main_file) {
                continue;
            }
            const std::size_t at = position(root_, key.name);
            if (at == root_.keys.size()) {
                root_.keys.push_back(std::move(key));
                root_.items.push_back(std::move(from.items[i]));
                continue;
            }
            join(key, root_.keys[at], root_.items[at], from.items[i]);
        }
    }

    Node take() { return std::move(root_); }

private:
    static std::size_t position(const Node& table, const std::string& name)
    {
        const auto at = std::find_if(table.keys.begin(), table.keys.end(), [&](const NodeKey& key) { return key.name == name; });
        return static_cast<std::size_t>(at - table.keys.begin());
    }

    void twice(const NodeKey& key, const NodeKey& first, const std::string& path)
    {
        const Place place = reading_.place(path, first.position);
        reading_.add("io.defined_twice", {{"given", path}, {"first", place.file + ':' + std::to_string(place.line)}}, path, key.position);
    }

    // Lists of tables grow, maps of tables by id too; everything else is given once.
    void join(const NodeKey& key, const NodeKey& first, Node& into, Node& from)
    {
        const Attribute* row = find_attribute("study", key.name);
        const bool list = row != nullptr && row->type.starts_with("list:");
        const bool map = row != nullptr && row->type.starts_with("map:");
        if (list && into.is(Node::Type::list) && from.is(Node::Type::list)) {
            std::move(from.items.begin(), from.items.end(), std::back_inserter(into.items));
        } else if (map && into.is(Node::Type::table) && from.is(Node::Type::table)) {
            for (std::size_t i = 0; i < from.keys.size(); ++i) {
                const std::size_t at = position(into, from.keys[i].name);
                if (at != into.keys.size()) {
                    twice(from.keys[i], into.keys[at], sub_key(key.name, from.keys[i].name));
                    continue;
                }
                into.keys.push_back(std::move(from.keys[i]));
                into.items.push_back(std::move(from.items[i]));
            }
        } else {
            twice(key, first, key.name);
        }
    }

    StudyReading& reading_;
    Node root_{};
};

}  // namespace

Node load_document(std::string bytes, const std::string& name, const std::optional<std::string>& folder, StudyReading& reading)
{
    reading.files = {name};
    Node own = read_document(std::move(bytes), name, 0);
    check_format(own, true, reading, 0);
    check_lengths(own, {}, reading);
    Merger merger(reading);
    const Node* include = own.find("include");
    std::vector<fs::path> seen;
    if (folder.has_value()) {
        std::error_code error;
        seen.push_back(fs::weakly_canonical(name, error));
    }
    for (std::size_t i = 0; include != nullptr && include->is(Node::Type::list) && i < include->items.size(); ++i) {
        const Node& item = include->items[i];
        const std::string key = item_key("include", i);
        if (!item.is(Node::Type::text)) {
            continue;  // reported with the other types
        }
        if (!folder.has_value()) {
            throw StudyError("io.include_in_text", {{"given", item.text}}, reading.place(key, item.position));
        }
        const fs::path real = included_path(item, key, *folder, reading);
        if (std::find(seen.begin(), seen.end(), real) != seen.end()) {
            throw StudyError("io.include_twice", {{"given", item.text}}, reading.place(key, item.position));
        }
        seen.push_back(real);
        const auto file = static_cast<int>(reading.files.size());
        const std::string shown = (fs::path(*folder) / item.text).generic_string();
        std::string included;
        try {
            included = read_study_bytes(real.string());
        } catch (const StudyError& error) {
            const auto& arguments = error.arguments();
            throw StudyError("io.include_unreadable", {{"given", item.text}, {"reason", arguments.back().second}},
                             reading.place(key, item.position));
        }
        reading.files.push_back(shown);
        Node other = read_document(std::move(included), shown, file);
        check_format(other, false, reading, file);
        check_lengths(other, {}, reading);
        for (const NodeKey& given : other.keys) {
            if (given.name == "include") {
                throw StudyError("io.include_nested", {}, reading.place("include", given.position));
            }
        }
        merger.add(std::move(other), false);
    }
    merger.add(std::move(own), true);
    Node whole = merger.take();
    check_lengths(whole, {}, reading);
    return whole;
}

}  // namespace detail

INCUFLOW_END
