// SPDX-License-Identifier: Apache-2.0
#include "read.hpp"

#include <limits>

INCUFLOW_BEGIN

namespace detail {

namespace {

// "new", "stationary", "up to 48 months", a duration, or a list of durations.
ElapsedLaw read_elapsed(const Node& table, const char* key, const std::string& path, StudyReading& reading)
{
    ElapsedLaw law;
    const Node* node = table.find(key);
    if (node == nullptr) {
        return law;
    }
    const std::string at = sub_key(path, key);
    const std::size_t before = reading.faults.size();
    const auto duration = [&](const Node& given, const std::string& where) { return quantity_of(given, Measure::years, where, reading); };
    constexpr std::string_view up_to = "up to ";
    if (node->is(Node::Type::text) && node->text == "new") {
        law.kind = Elapsed::fresh;
    } else if (node->is(Node::Type::text) && node->text == "stationary") {
        law.kind = Elapsed::stationary;
    } else if (node->is(Node::Type::text) && node->text.starts_with(up_to)) {
        Node limit = *node;
        limit.text = node->text.substr(up_to.size());
        law = {Elapsed::uniform, duration(limit, at), {}};
    } else if (node->is(Node::Type::list)) {
        law.kind = Elapsed::values;
        for (std::size_t i = 0; i < node->items.size(); ++i) {
            law.values.push_back(duration(node->items[i], item_key(at, i)));
        }
    } else {
        law = {Elapsed::years, duration(*node, at), {}};
    }
    return reading.faults.size() == before ? law : ElapsedLaw{};
}

StockRow read_stock(const Node& node, const std::string& path, const NumberReader& numbers, StudyReading& reading)
{
    StockRow row;
    row.at = places_at(node, "at");
    row.value = numbers.at(node, "value", Measure::firms, path);
    row.elapsed = read_elapsed(node, "elapsed", path, reading);
    row.age = read_elapsed(node, "age", path, reading);
    return row;
}

std::vector<IntakePlace> read_into(const Node& node, const std::string& path, const NumberReader& numbers, StudyReading& reading)
{
    const Node* into = node.find("into");
    const std::string at = sub_key(path, "into");
    if (into != nullptr && into->is(Node::Type::text)) {
        reading.places.alias(item_key(at, 0), at);
        return {{into->text, {}, {}}};
    }
    std::vector<IntakePlace> places;
    for (std::size_t i = 0; into != nullptr && into->is(Node::Type::list) && i < into->items.size(); ++i) {
        const Node& item = into->items[i];
        const std::string key = item_key(at, i);
        places.push_back({text_at(item, "at"), numbers.optional_at(item, "share", Measure::share, key),
                          numbers.optional_at(item, "share_of_rest", Measure::share, key)});
    }
    return places;
}

IntakeRow read_intake(const Node& node, const std::string& path, const NumberReader& numbers, StudyReading& reading)
{
    IntakeRow row;
    row.id = text_at(node, "id");
    row.into = read_into(node, path, numbers, reading);
    constexpr IntakeLaw laws[] = {IntakeLaw::poisson, IntakeLaw::fixed, IntakeLaw::batch, IntakeLaw::negative_binomial};
    row.law = spelled_at(node, "law", laws).value_or(IntakeLaw::poisson);
    const bool batch = row.law == IntakeLaw::batch;
    const std::string expected = batch ? "firms" : "count_per_year";
    const std::string other = batch ? "count_per_year" : "firms";
    if (const Node* misplaced = node.find(expected) == nullptr ? node.find(other) : nullptr) {
        reading.add("io.law_takes", {{"given", other}, {"law", std::string(to_string(row.law))}, {"expected", expected}},
                    sub_key(path, other), misplaced->position);
        reading.places.alias(sub_key(path, expected), sub_key(path, other));
    }
    row.count = numbers.at(node, expected, batch ? Measure::firms : Measure::count_per_year, path);
    row.growth = numbers.optional_at(node, "growth", Measure::factor, path);
    if (const Node* k = node.find("k")) {
        row.k = quantity_of(*k, {}, sub_key(path, "k"), reading);
    }
    row.start = date_at(node, "start");
    row.end = date_at(node, "end");
    row.date = date_at(node, "date");
    const ElapsedLaw age = read_elapsed(node, "age", path, reading);
    if (age.kind != Elapsed::not_said && age.kind != Elapsed::fresh && age.kind != Elapsed::years) {
        reading.add("io.one_age", {}, sub_key(path, "age"), node.find("age")->position);
    }
    row.age = age.years;
    return row;
}

Correlation read_correlation(const Node& node, const std::string& path, StudyReading& reading)
{
    Correlation group;
    group.names = texts_at(node, "names");
    const Node* matrix = node.find("matrix");
    for (std::size_t i = 0; matrix != nullptr && matrix->is(Node::Type::list) && i < matrix->items.size(); ++i) {
        const Node& line = matrix->items[i];
        if (line.is(Node::Type::list) && line.items.size() != matrix->items.size()) {
            reading.add("io.not_square",
                        {{"given", std::to_string(line.items.size())}, {"expected", std::to_string(matrix->items.size())}},
                        sub_key(path, "matrix"), line.position);
        }
        for (const Node& item : line.items) {
            group.matrix.push_back(item.is_number() ? item.number : std::numeric_limits<double>::quiet_NaN());
        }
    }
    return group;
}

}  // namespace

void read_stocks_and_intakes(const Node& root, const NumberReader& numbers, StudyReading& reading, StudyParts& parts)
{
    each_item(root, "stock", [&](const Node& node, const std::string& path) {
        parts.stocks.push_back(read_stock(node, path, numbers, reading));
    });
    each_item(root, "intake", [&](const Node& node, const std::string& path) {
        parts.intakes.push_back(read_intake(node, path, numbers, reading));
    });
    each_item(root, "correlation", [&](const Node& node, const std::string& path) {
        parts.correlations.push_back(read_correlation(node, path, reading));
    });
}

}  // namespace detail

INCUFLOW_END
