// SPDX-License-Identifier: Apache-2.0
#include "read.hpp"

#include "incuflow/text/nearest.hpp"
#include "incuflow/units/quantity.hpp"

#include <algorithm>
#include <array>

INCUFLOW_BEGIN

namespace detail {

namespace {

constexpr std::array<Measure, 10> measures{Measure::per_year, Measure::prob_per_year, Measure::count_per_year, Measure::share, Measure::factor,
                                           Measure::years,    Measure::firms,         Measure::shape,          Measure::real,  Measure::amount};

bool reads_as_number(const std::string& text)
{
    try {
        (void)parse_count(text);
        return true;
    } catch (const ParameterError&) {
        return false;
    }
}

}  // namespace

NumberReader::NumberReader(const Node& root, StudyReading& reading) : reading_(reading)
{
    each_member(root, "parameter", [&](const std::string& id, const Node& node, const std::string& path) {
        Parameter parameter;
        parameter.id = id;
        const auto measure = std::find_if(measures.begin(), measures.end(), [&](Measure m) { return node.find(to_string(m)) != nullptr; });
        // An unknown number has no value, but its measure must be said: it is written `share = nan`.
        parameter.measure = measure == measures.end() ? Measure::factor : *measure;
        parameter.value = table(node, to_string(parameter.measure), parameter.measure, path);
        parameter.value.name = id;
        reading_.places.alias(sub_key(path, "mid"), sub_key(path, to_string(parameter.measure)));
        parameters_.push_back(std::move(parameter));
    });
}

Number NumberReader::table(const Node& node, std::string_view value_key, std::optional<Measure> measure, const std::string& path) const
{
    Number number;
    const auto quantity = [&](std::string_view key, double& value) {
        if (const Node* given = node.find(key)) {
            value = quantity_of(*given, measure, sub_key(path, key), reading_);
        }
    };
    quantity(value_key, number.mid);
    quantity("low", number.low);
    quantity("high", number.high);
    constexpr Kind kinds[] = {Kind::observed, Kind::borrowed, Kind::fitted, Kind::rule, Kind::plan, Kind::assumed, Kind::unknown};
    number.kind = spelled_at(node, "kind", kinds).value_or(Kind::assumed);
    number.range_kind = spelled_at(node, "range_kind", kinds);
    constexpr Dist dists[] = {Dist::standard, Dist::triangular, Dist::uniform};
    number.dist = spelled_at(node, "dist", dists).value_or(Dist::standard);
    number.source = text_at(node, "source");
    number.reason = text_at(node, "reason");
    number.fixed = text_at(node, "fixed");
    number.derived_from = text_at(node, "derived_from");
    number.computed_from = texts_at(node, "computed_from");
    if (node.find("year") != nullptr) {
        number.year = integer_at(node, "year", path, 1, 9999, reading_);
    }
    number.name = text_at(node, "name");
    return number;
}

// A text is the id of a parameter: the number is then a full copy that carries the name.
Number NumberReader::named(const Node& node, Measure measure, const std::string& path) const
{
    std::vector<std::string> ids;
    for (const Parameter& parameter : parameters_) {
        if (parameter.id == node.text) {
            reading_.references.emplace_back(path, parameter.id);
            if (parameter.measure != measure) {
                reading_.add("io.wrong_measure",
                             {{"given", parameter.id},
                              {"measure", std::string(to_string(parameter.measure))},
                              {"expected", std::string(to_string(measure))}},
                             path, node.position);
            }
            return parameter.value;
        }
        ids.push_back(parameter.id);
    }
    if (reads_as_number(node.text)) {
        reading_.add("io.bare_number", {{"given", describe_node(node)}}, path, node.position);
    } else {
        constexpr std::size_t longest = 64;
        reading_.add("io.unknown_parameter",
                     {{"given", describe_node(node)}, {"nearest", node.text.size() > longest ? std::string() : nearest_name(node.text, ids)}},
                     path, node.position);
    }
    return {};
}

Number NumberReader::read(const Node* node, Measure measure, const std::string& path) const
{
    if (node == nullptr) {
        return {};
    }
    if (node->is(Node::Type::table)) {
        return table(*node, "mid", measure, path);
    }
    if (node->is(Node::Type::text)) {
        return named(*node, measure, path);
    }
    if (node->is_number()) {
        reading_.add("io.bare_number", {{"given", describe_node(*node)}}, path, node->position);
    }
    return {};
}

}  // namespace detail

INCUFLOW_END
