// SPDX-License-Identifier: Apache-2.0
#include "read.hpp"

INCUFLOW_BEGIN

namespace detail {

namespace {

Override read_override(const std::string& path, const Node& node, const std::string& key, const NumberReader& numbers, StudyReading& reading)
{
    if (node.is(Node::Type::date)) {
        return {path, node.date};
    }
    if (node.is(Node::Type::table)) {
        return {path, numbers.of_override(node, key)};
    }
    return {path, quantity_of(node, std::nullopt, key, reading)};
}

}  // namespace

void read_scenarios(const Node& root, const NumberReader& numbers, StudyReading& reading, StudyParts& parts)
{
    each_member(root, "scenario", [&](const std::string& id, const Node& node, const std::string& path) {
        Scenario scenario{id, {text_at(node, "zh"), text_at(node, "en")}, {}, texts_at(node, "combine")};
        const Node* set = node.find("set");
        for (std::size_t i = 0; set != nullptr && set->is(Node::Type::table) && i < set->items.size(); ++i) {
            const std::string& name = set->keys[i].name;
            scenario.overrides.push_back(read_override(name, set->items[i], sub_key(sub_key(path, "set"), name), numbers, reading));
        }
        parts.scenarios.push_back(std::move(scenario));
    });
}

}  // namespace detail

INCUFLOW_END
