// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reading.hpp"

#include "incuflow/study/parts.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Readers take what `check_keys` has already judged: a value of a wrong type has been reported and is read as absent.

INCUFLOW_BEGIN

namespace detail {

[[nodiscard]] std::string text_at(const Node& table, std::string_view key);
/// Also a TOML date or a whole number, as they are printed.
[[nodiscard]] std::string printed_at(const Node& table, std::string_view key);
[[nodiscard]] std::vector<std::string> texts_at(const Node& table, std::string_view key);
/// One place or a list of them.
[[nodiscard]] std::vector<std::string> places_at(const Node& table, std::string_view key);
[[nodiscard]] std::optional<Date> date_at(const Node& table, std::string_view key);
[[nodiscard]] bool flag_at(const Node& table, std::string_view key);
[[nodiscard]] Label label_of(const Node& node);
[[nodiscard]] Label label_at(const Node& table, std::string_view key);
[[nodiscard]] std::vector<Label> labels_at(const Node& table, std::string_view key);
/// A whole number in [low, high]; otherwise reports it and gives `low`.
[[nodiscard]] int integer_at(const Node& table, std::string_view key, const std::string& path, int low, int high, StudyReading& reading);
/// The enumerator whose `to_string` is the text under `key`; none if it is another.
template <class Enumerator, std::size_t n>
std::optional<Enumerator> spelled_at(const Node& table, std::string_view key, const Enumerator (&all)[n])
{
    const std::string text = text_at(table, key);
    for (const Enumerator one : all) {
        if (!text.empty() && to_string(one) == text) {
            return one;
        }
    }
    return std::nullopt;
}

/// Calls `use(table, key path)` for each table of a list such as `[[transition]]`, or of a map such as `[track.ID]` (with its id).
template <class Use> void each_item(const Node& root, const std::string& key, Use use)
{
    const Node* list = root.find(key);
    for (std::size_t i = 0; list != nullptr && list->is(Node::Type::list) && i < list->items.size(); ++i) {
        if (list->items[i].is(Node::Type::table)) {
            use(list->items[i], item_key(key, i));
        }
    }
}
template <class Use> void each_member(const Node& root, const std::string& key, Use use)
{
    const Node* map = root.find(key);
    for (std::size_t i = 0; map != nullptr && map->is(Node::Type::table) && i < map->items.size(); ++i) {
        if (map->items[i].is(Node::Type::table)) {
            use(map->keys[i].name, map->items[i], sub_key(key, map->keys[i].name));
        }
    }
}

/// Plain numbers as people write them; NaN, and a fault, for what is none. `measure` decides what a text may be: durations for years, no
/// unit behind a rate.
[[nodiscard]] double quantity_of(const Node& node, std::optional<Measure> measure, const std::string& path, StudyReading& reading);

/// Reads numbers with their kinds; knows the parameters.
class NumberReader {
public:
    NumberReader(const Node& root, StudyReading& reading);

    [[nodiscard]] const std::vector<Parameter>& parameters() const noexcept { return parameters_; }
    /// An absent node gives a number without a value.
    [[nodiscard]] Number read(const Node* node, Measure measure, const std::string& path) const;
    [[nodiscard]] Number at(const Node& table, std::string_view key, Measure measure, const std::string& path) const
    {
        return read(table.find(key), measure, sub_key(path, key));
    }
    /// A number of an override, whose measure is not known before the study is.
    [[nodiscard]] Number of_override(const Node& node, const std::string& path) const { return table(node, "mid", std::nullopt, path); }
    [[nodiscard]] std::optional<Number> optional_at(const Node& table, std::string_view key, Measure measure, const std::string& path) const
    {
        const Node* node = table.find(key);
        return node == nullptr ? std::nullopt : std::optional<Number>(read(node, measure, sub_key(path, key)));
    }

private:
    [[nodiscard]] Number table(const Node& node, std::string_view value_key, std::optional<Measure> measure, const std::string& path) const;
    [[nodiscard]] Number named(const Node& node, Measure measure, const std::string& path) const;

    StudyReading& reading_;
    std::vector<Parameter> parameters_{};
};

[[nodiscard]] PipelineParts read_pipeline(const Node& root, const NumberReader& numbers, StudyReading& reading);
[[nodiscard]] UncertainHazard read_hazard(const Node& row, const std::string& path, const NumberReader& numbers, StudyReading& reading);
void read_stocks_and_intakes(const Node& root, const NumberReader& numbers, StudyReading& reading, StudyParts& parts);
void read_targets(const Node& root, StudyReading& reading, StudyParts& parts);
void read_scenarios(const Node& root, const NumberReader& numbers, StudyReading& reading, StudyParts& parts);
[[nodiscard]] StudyParts read_study(const Node& root, StudyReading& reading);

}  // namespace detail

INCUFLOW_END
