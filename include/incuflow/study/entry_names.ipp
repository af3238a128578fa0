// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/model/path.hpp"
#include "incuflow/study/entry_names.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE void spell_places(StudyParts& parts, const Pipeline& pipeline)
{
    const auto spell = [&](std::string& text) {
        PlacePath path = parse_path(text);
        std::stable_sort(path.terms.begin(), path.terms.end(), [&](const PathTerm& a, const PathTerm& b) {
            return pipeline.find_track(a.track) < pipeline.find_track(b.track);
        });
        text = format_path(path);
    };
    for (StockRow& row : parts.stocks) {
        std::for_each(row.at.begin(), row.at.end(), spell);
    }
    for (IntakeRow& row : parts.intakes) {
        for (IntakePlace& into : row.into) {
            spell(into.at);
        }
    }
}

INCUFLOW_INLINE std::string stock_place(const StockRow& row) { return join_places(row.at); }

INCUFLOW_INLINE std::string intake_place(const IntakeRow& row)
{
    if (!row.id.empty()) {
        return '+' + row.id;
    }
    std::vector<std::string> places;
    for (const IntakePlace& into : row.into) {
        places.push_back('+' + into.at);
    }
    return join_places(places);
}

INCUFLOW_INLINE std::string intake_key(const IntakePlace& place, const char* key) { return place.at + '.' + key; }

INCUFLOW_INLINE void collect_study_numbers(const StudyParts& parts, NumberTable& table, std::vector<Fault>* faults)
{
    for (std::size_t i = 0; i < parts.stocks.size(); ++i) {
        const std::string place = stock_place(parts.stocks[i]);
        const Number& value = parts.stocks[i].value;
        if (value.known()) {
            table.add({number_name(value, place, "stock"), place, "stock", "stock", "stock[" + std::to_string(i) + ']', value, Measure::firms},
                      faults);
        }
    }
    for (std::size_t i = 0; i < parts.intakes.size(); ++i) {
        const IntakeRow& row = parts.intakes[i];
        const std::string place = intake_place(row);
        const std::string at = "intake[" + std::to_string(i) + ']';
        const auto add = [&](const Number& value, Measure measure, const std::string& key) {
            table.add({number_name(value, place, key), place, key, "intake", at, value, measure}, faults);
        };
        add(row.count, row.law == IntakeLaw::batch ? Measure::firms : Measure::count_per_year,
            row.law == IntakeLaw::batch ? "firms" : "count_per_year");
        if (row.growth.has_value()) {
            add(*row.growth, Measure::factor, "growth");
        }
        for (const IntakePlace& into : row.into) {
            if (into.share.has_value()) {
                add(*into.share, Measure::share, intake_key(into, "share"));
            }
            if (into.share_of_rest.has_value()) {
                add(*into.share_of_rest, Measure::share, intake_key(into, "share_of_rest"));
            }
        }
    }
}

}  // namespace detail

INCUFLOW_END
