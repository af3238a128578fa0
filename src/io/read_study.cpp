// SPDX-License-Identifier: Apache-2.0
#include "read.hpp"

#include "incuflow/text/number.hpp"

INCUFLOW_BEGIN

namespace detail {

namespace {

void read_head(const Node& root, StudyParts& parts)
{
    parts.id = text_at(root, "id");
    parts.applied_scenario = text_at(root, "applied_scenario");
    parts.title = label_at(root, "title");
    parts.region = text_at(root, "region");
    parts.region_label = label_at(root, "region_label");
    parts.published = printed_at(root, "published");
    parts.issued = printed_at(root, "issued");
    parts.upstream = texts_at(root, "upstream");
    parts.information = date_at(root, "information");
    // Dates that are missing have been reported; all time stands in for them, so that no other date is blamed.
    parts.base_date = date_at(root, "base_date").value_or(Date{1, 1, 1});
    parts.end_date = date_at(root, "end_date").value_or(Date{9999, 12, 31});
    parts.stocks_independent = flag_at(root, "stocks_independent");
    parts.notes = labels_at(root, "notes");
    parts.gaps = labels_at(root, "gaps");
}

void read_lines(const Node& root, StudyReading& reading, StudyParts& parts)
{
    each_item(root, "consistency", [&](const Node& node, const std::string& path) {
        Consistency line;
        line.text = label_at(node, "text");
        line.value = printed_at(node, "value");
        line.decimals = integer_at(node, "decimals", path, 0, 12, reading);
        parts.consistency.push_back(std::move(line));
    });
    each_item(root, "outcome", [&](const Node& node, const std::string&) {
        parts.outcomes.push_back({label_at(node, "text"), text_at(node, "source")});
    });
}

}  // namespace

StudyParts read_study(const Node& root, StudyReading& reading)
{
    StudyParts parts;
    read_head(root, parts);
    each_member(root, "source", [&](const std::string& id, const Node& node, const std::string&) {
        parts.sources.push_back({id, text_at(node, "title"), text_at(node, "publisher"), text_at(node, "number"),
                                 printed_at(node, "date"), printed_at(node, "page"), text_at(node, "note")});
    });
    each_member(root, "population", [&](const std::string& id, const Node& node, const std::string&) {
        parts.populations.push_back(
            {id, {text_at(node, "zh"), text_at(node, "en")}, text_at(node, "unit"), flag_at(node, "pipeline")});
    });
    const NumberReader numbers(root, reading);
    parts.parameters = numbers.parameters();
    parts.pipeline = read_pipeline(root, numbers, reading);
    read_stocks_and_intakes(root, numbers, reading, parts);
    read_targets(root, reading, parts);
    read_lines(root, reading, parts);
    read_scenarios(root, numbers, reading, parts);
    return parts;
}

}  // namespace detail

INCUFLOW_END
