// SPDX-License-Identifier: Apache-2.0
#include "read.hpp"

#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"
#include "incuflow/units/quantity.hpp"

#include <limits>

INCUFLOW_BEGIN

namespace detail {

namespace {

bool has_chinese(std::string_view text)
{
    for (const char32_t c : decode_utf8(text)) {
        if ((c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFD)) {
            return true;
        }
    }
    return false;
}

// 0.3, 1/3, 55%: what a rate may be. A unit behind it would say another rate than the key does ("0.3 per month").
bool is_bare(std::string_view text)
{
    return fold_width(text).find_first_not_of("0123456789.,/%+-eE \t") == std::string::npos;
}

}  // namespace

std::string text_at(const Node& table, std::string_view key)
{
    const Node* node = table.find(key);
    return node != nullptr && node->is(Node::Type::text) ? node->text : std::string();
}

std::string printed_at(const Node& table, std::string_view key)
{
    const Node* node = table.find(key);
    if (node != nullptr && (node->is(Node::Type::date) || node->is_number())) {
        return describe_node(*node);
    }
    return text_at(table, key);
}

std::vector<std::string> texts_at(const Node& table, std::string_view key)
{
    std::vector<std::string> texts;
    const Node* node = table.find(key);
    for (std::size_t i = 0; node != nullptr && node->is(Node::Type::list) && i < node->items.size(); ++i) {
        if (node->items[i].is(Node::Type::text)) {
            texts.push_back(node->items[i].text);
        }
    }
    return texts;
}

std::vector<std::string> places_at(const Node& table, std::string_view key)
{
    const Node* node = table.find(key);
    if (node != nullptr && node->is(Node::Type::text)) {
        return {node->text};
    }
    return texts_at(table, key);
}

std::optional<Date> date_at(const Node& table, std::string_view key)
{
    const Node* node = table.find(key);
    return node != nullptr && node->is(Node::Type::date) ? std::optional<Date>(node->date) : std::nullopt;
}

bool flag_at(const Node& table, std::string_view key)
{
    const Node* node = table.find(key);
    return node != nullptr && node->is(Node::Type::boolean) && node->flag;
}

Label label_of(const Node& node)
{
    if (node.is(Node::Type::text)) {
        return has_chinese(node.text) ? Label{node.text, {}} : Label{{}, node.text};
    }
    return {text_at(node, "zh"), text_at(node, "en")};
}

Label label_at(const Node& table, std::string_view key)
{
    const Node* node = table.find(key);
    return node == nullptr ? Label{} : label_of(*node);
}

std::vector<Label> labels_at(const Node& table, std::string_view key)
{
    std::vector<Label> labels;
    const Node* node = table.find(key);
    for (std::size_t i = 0; node != nullptr && node->is(Node::Type::list) && i < node->items.size(); ++i) {
        labels.push_back(label_of(node->items[i]));
    }
    return labels;
}

int integer_at(const Node& table, std::string_view key, const std::string& path, int low, int high, StudyReading& reading)
{
    const Node* node = table.find(key);
    if (node == nullptr || !node->is(Node::Type::integer)) {
        return low;
    }
    if (node->integer < low || node->integer > high) {
        reading.add("io.out_of_range",
                    {{"given", describe_node(*node)}, {"allowed", std::to_string(low) + " … " + std::to_string(high)}},
                    sub_key(path, key), node->position);
        return low;
    }
    return static_cast<int>(node->integer);
}

double quantity_of(const Node& node, std::optional<Measure> measure, const std::string& path, StudyReading& reading)
{
    if (node.is_number()) {
        return node.number;
    }
    if (!node.is(Node::Type::text)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const bool counted = !measure.has_value() || *measure == Measure::firms || *measure == Measure::count_per_year ||
                         *measure == Measure::amount;
    try {
        if (measure == Measure::years && !is_bare(node.text)) {
            return parse_duration(node.text);
        }
        if (counted || is_bare(node.text)) {
            return parse_count(node.text);
        }
        reading.add("units.bad_number", {{"given", node.text}}, path, node.position);
    } catch (const ParameterError& error) {
        reading.add(error.code(), error.arguments(), path, node.position);
    }
    return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace detail

INCUFLOW_END
