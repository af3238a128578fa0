// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/model/numbers.hpp"

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE std::string join_places(const std::vector<std::string>& places)
{
    std::string text;
    for (const std::string& place : places) {
        text += (text.empty() ? "" : ",") + place;
    }
    return text;
}

}  // namespace detail

INCUFLOW_INLINE std::string number_name(const Number& number, std::string_view place, std::string_view key)
{
    return number.name.empty() ? std::string(place) + ':' + std::string(key) : number.name;
}

INCUFLOW_INLINE int NumberTable::add(NumberEntry entry, std::vector<Fault>* faults)
{
    const int known = find(entry.name);
    if (known >= 0) {
        const NumberEntry& first = entries_[static_cast<std::size_t>(known)];
        if (faults != nullptr && !(first.number == entry.number && first.measure == entry.measure)) {
            faults->push_back({"model.name_clash", {{"given", entry.name}, {"first", first.row}}, {{}, 0, 0, entry.row}});
        }
        return known;
    }
    entries_.push_back(std::move(entry));
    return static_cast<int>(entries_.size()) - 1;
}

INCUFLOW_INLINE int NumberTable::find(std::string_view name) const noexcept
{
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].name == name) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

INCUFLOW_INLINE std::vector<double> NumberTable::mids() const
{
    std::vector<double> values;
    for (const NumberEntry& entry : entries_) {
        values.push_back(entry.number.mid);
    }
    return values;
}

INCUFLOW_INLINE std::string row_place(const TransitionRow& row) { return detail::join_places(row.paths); }

INCUFLOW_INLINE std::string modifier_place(const Modifier& modifier)
{
    return detail::join_places(modifier.on) + " while " + detail::join_places(modifier.while_in);
}

INCUFLOW_INLINE std::string trigger_place(const Trigger& trigger) { return trigger.when + " => " + trigger.fires; }

INCUFLOW_INLINE std::string review_place(const Review& review) { return review.at + " review"; }

INCUFLOW_INLINE std::string dated_place(const DatedMatrix& matrix, const DatedMove& move)
{
    return matrix.track + '.' + move.from + " on " + (matrix.dates.empty() ? std::string() : format_date(matrix.dates.front()));
}

INCUFLOW_INLINE void collect_numbers(const Pipeline& pipeline, NumberTable& table, std::vector<Fault>* faults)
{
    const PipelineParts& parts = pipeline.parts();
    const auto add = [&](const Number& number, Measure measure, const std::string& place, const std::string& key, const char* group,
                         std::string row) {
        table.add({number_name(number, place, key), place, key, group, std::move(row), number, measure}, faults);
    };
    for (std::size_t r = 0; r < parts.transitions.size(); ++r) {
        const std::string place = row_place(parts.transitions[r]);
        for (const HazardParameter& parameter : parts.transitions[r].hazard.parameters) {
            add(parameter.value, parameter.measure, place, parameter.key, "transition", "transition[" + std::to_string(r) + ']');
        }
    }
    for (std::size_t m = 0; m < parts.modifiers.size(); ++m) {
        add(parts.modifiers[m].factor, Measure::factor, modifier_place(parts.modifiers[m]), "factor", "modifier",
            "modifier[" + std::to_string(m) + ']');
        if (parts.modifiers[m].within.has_value()) {
            add(*parts.modifiers[m].within, Measure::years, modifier_place(parts.modifiers[m]), "within", "modifier",
                "modifier[" + std::to_string(m) + ']');
        }
    }
    for (std::size_t i = 0; i < parts.triggers.size(); ++i) {
        add(parts.triggers[i].probability, Measure::share, trigger_place(parts.triggers[i]), "probability", "trigger",
            "trigger[" + std::to_string(i) + ']');
    }
    for (std::size_t d = 0; d < parts.dated.size(); ++d) {
        for (const DatedMove& move : parts.dated[d].moves) {
            for (const auto& [to, share] : move.to) {
                add(share, Measure::share, dated_place(parts.dated[d], move), to, "dated", "dated[" + std::to_string(d) + ']');
            }
        }
    }
    for (std::size_t r = 0; r < parts.reviews.size(); ++r) {
        const std::string place = review_place(parts.reviews[r]);
        const std::string row = "review[" + std::to_string(r) + ']';
        add(parts.reviews[r].after, Measure::years, place, "after", "review", row);
        for (const auto& [to, share] : parts.reviews[r].to) {
            add(share, Measure::share, place, to, "review", row);
        }
    }
}

INCUFLOW_END
