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

INCUFLOW_INLINE std::string growth_place(const FirmAttribute& attribute, const GrowthRow& row)
{
    return "attribute." + attribute.id + (row.in.empty() ? std::string() : " in " + detail::join_places(row.in));
}

INCUFLOW_INLINE std::string jump_place(const FirmAttribute& attribute, const GrowthJump& jump)
{
    return "attribute." + attribute.id + " on " + detail::join_places(jump.on);
}

INCUFLOW_INLINE std::string initial_place(const FirmAttribute& attribute, const InitialSize& size)
{
    const std::string at = size.at.empty() ? std::string() : " at " + detail::join_places(size.at);
    return "attribute." + attribute.id + " of " + std::string(to_string(size.of)) + at;
}

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
    for (const FirmAttribute& attribute : parts.attributes) {
        const auto maybe = [&](const std::optional<Number>& number, const std::string& place, const char* key, const std::string& row) {
            if (number.has_value()) {
                add(*number, Measure::factor, place, key, "attribute", row);
            }
        };
        const std::string row = "attribute." + attribute.id;
        for (std::size_t g = 0; g < attribute.growth.size(); ++g) {
            const std::string place = growth_place(attribute, attribute.growth[g]);
            add(attribute.growth[g].drift, Measure::real, place, "drift", "attribute", row + ".growth[" + std::to_string(g) + ']');
            maybe(attribute.growth[g].volatility, place, "volatility", row + ".growth[" + std::to_string(g) + ']');
        }
        for (std::size_t j = 0; j < attribute.jumps.size(); ++j) {
            const std::string place = jump_place(attribute, attribute.jumps[j]);
            add(attribute.jumps[j].factor, Measure::factor, place, "factor", "attribute", row + ".jump[" + std::to_string(j) + ']');
            maybe(attribute.jumps[j].cv, place, "cv", row + ".jump[" + std::to_string(j) + ']');
        }
        for (std::size_t i = 0; i < attribute.initial.size(); ++i) {
            const std::string place = initial_place(attribute, attribute.initial[i]);
            add(attribute.initial[i].mean, Measure::amount, place, "mean", "attribute", row + ".initial[" + std::to_string(i) + ']');
            maybe(attribute.initial[i].cv, place, "cv", row + ".initial[" + std::to_string(i) + ']');
        }
    }
}

INCUFLOW_END
