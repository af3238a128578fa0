// SPDX-License-Identifier: Apache-2.0
#include "document.hpp"

// Header-only, never linked; own number parsing by from_chars, which no locale changes.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1
#define TOML_FLOAT_CHARCONV 1
#define TOML_ENABLE_FORMATTERS 0
#if __has_include(<toml++/toml.hpp>)
#include <toml++/toml.hpp>
#else
#include <toml++/toml.h>
#endif

#include <algorithm>
#include <utility>

INCUFLOW_BEGIN

namespace detail {

namespace {

FilePosition position_of_region(const toml::source_region& region, int file)
{
    return {file, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

Date date_of(const toml::date& date) { return {static_cast<int>(date.year), static_cast<int>(date.month), static_cast<int>(date.day)}; }

Node convert(const toml::node& value, int file)
{
    Node node;
    node.position = position_of_region(value.source(), file);
    switch (value.type()) {
    case toml::node_type::string:
        node.type = Node::Type::text;
        node.text = value.as_string()->get();
        break;
    case toml::node_type::integer:
        node.type = Node::Type::integer;
        node.integer = value.as_integer()->get();
        node.number = static_cast<double>(node.integer);
        break;
    case toml::node_type::floating_point:
        node.type = Node::Type::real;
        node.number = value.as_floating_point()->get();
        break;
    case toml::node_type::boolean:
        node.type = Node::Type::boolean;
        node.flag = value.as_boolean()->get();
        break;
    case toml::node_type::date:
        node.type = Node::Type::date;
        node.date = date_of(value.as_date()->get());
        break;
    case toml::node_type::array:
        node.type = Node::Type::list;
        for (const toml::node& item : *value.as_array()) {
            node.items.push_back(convert(item, file));
        }
        break;
    case toml::node_type::table: {
        node.type = Node::Type::table;
        std::vector<std::pair<NodeKey, const toml::node*>> members;
        for (const auto& [key, item] : *value.as_table()) {
            members.push_back({{std::string(key.str()), position_of_region(key.source(), file)}, &item});
        }
        std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) {
            const FilePosition& p = a.first.position;
            const FilePosition& q = b.first.position;
            return p.line != q.line ? p.line < q.line : p.column < q.column;
        });
        for (auto& [key, item] : members) {
            node.keys.push_back(std::move(key));
            node.items.push_back(convert(*item, file));
        }
        break;
    }
    default:  // times, and dates with a time
        node.type = Node::Type::time;
        break;
    }
    return node;
}

}  // namespace

Node parse_document(const std::string& text, const std::string& name, int file)
{
    try {
        return convert(toml::parse(std::string_view(text)), file);
    } catch (const toml::parse_error& error) {
        const FilePosition at = position_of_region(error.source(), file);
        throw StudyError("io.not_toml", {{"reason", std::string(error.description())}}, {name, at.line, at.column, {}});
    }
}

}  // namespace detail

INCUFLOW_END
