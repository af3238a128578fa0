// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/random/number_law.hpp"
#include "incuflow/study/tables.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/units/attributes.hpp"
#include "incuflow/units/table_builder.hpp"

#include <cmath>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE std::string value_text(const Target& target)
{
    const TargetValue& value = target.value;
    const bool percent = target.unit == "%" || target.unit == "％";
    const auto shown = [&](double x) { return percent ? format_number(std::round(x * 1e10) / 1e8) + "%" : format_number(x); };
    switch (value.form) {
    case ValueForm::at_least:
        return "≥" + shown(value.low);
    case ValueForm::about:
        return shown(value.low) + "±" + shown(value.high);
    case ValueForm::range:
        return value.upper_open ? "≥" + shown(value.low) : shown(value.low) + "–" + shown(value.high);
    case ValueForm::none:
        break;
    }
    return {};
}

INCUFLOW_INLINE std::string counted_text(const Target& target)
{
    const auto listed = [](std::string text, const std::vector<std::string>& names) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            text.append(i == 0 ? " " : ", ").append(names[i]);
        }
        return text;
    };
    if (!target.joint.empty()) {
        return listed("joint:", target.joint);
    }
    if (!target.attribute.empty()) {
        const std::string what = target.above.has_value() ? "firms with " + target.attribute + " >= " + format_number(*target.above) + ':'
                                                          : "total " + target.attribute + ':';
        return target.of.empty() ? what + " *" : listed(what, target.of);
    }
    if (target.of.empty()) {
        return {};
    }
    const std::string text = listed(std::string(to_string(target.counts)) + ":", target.of);
    return target.share_of.empty() ? text : listed(text + " /", target.share_of);
}

}  // namespace detail

INCUFLOW_INLINE std::string number_label(const Study& study, const NumberEntry& entry, Language language)
{
    const Pipeline& pipeline = study.pipeline();
    if (entry.group == "intake") {
        const bool single = study.parts().intakes.size() == 1;
        const std::string which = single ? std::string() : " " + entry.place.substr(entry.place.starts_with('+') ? 1 : 0);
        // Shares are keyed by the place they lead to: `incubation.incubator.share_of_rest`.
        const std::size_t key = entry.key.rfind('.');
        std::string into;
        if (key != std::string::npos) {
            const PathTerm term = parse_path(entry.key.substr(0, key)).terms.front();
            const int track = pipeline.find_track(term.track);
            const int stage = track < 0 ? -1 : pipeline.find_stage(track, term.to);
            if (stage >= 0) {
                into = "→" + pipeline.tracks()[static_cast<std::size_t>(track)].stages[static_cast<std::size_t>(stage)].label.in(language);
            }
        }
        const Attribute* row = key == std::string::npos && entry.key == "growth" ? find_attribute("intake", entry.key) : nullptr;
        const std::string what = row == nullptr ? std::string() : language == Language::zh ? "（" + std::string(row->zh) + "）" : " (" + std::string(row->en) + ")";
        return (language == Language::zh ? "新增入孵" : "intake") + which + into + what;
    }
    std::string places;
    std::string_view rest = entry.place;
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        std::string place(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        try {
            const std::vector<int> edges = entry.group == "transition" ? pipeline.edges_of(parse_path(place)) : std::vector<int>{};
            place = edges.empty() ? place : pipeline.edge_label(edges.front(), language);
        } catch (const GraphError&) {
            // Not the name of a transition: it stays as it is.
        }
        places.append(places.empty() ? "" : language == Language::zh ? "、" : ", ").append(place);
    }
    const std::string key = entry.key.substr(0, entry.key.find_first_of(".["));
    std::string_view word = key;
    for (const char* section : {"transition", "intake", "modifier", "trigger", "stock", "into", "parameter", "weibull", "erlang", "attribute_growth", "attribute_jump", "attribute_initial"}) {
        if (const Attribute* row = find_attribute(section, key); row != nullptr) {
            word = language == Language::zh ? row->zh : row->en;
            break;
        }
    }
    if (places.empty()) {
        return entry.name;
    }
    return language == Language::zh ? places + "（" + std::string(word) + "）" : places + " (" + std::string(word) + ")";
}

INCUFLOW_INLINE Table numbers_table(const Study& study, Language language)
{
    detail::TableBuilder table(
        "text: name place key group unit number: low mid high text: kind range_kind law source reason fixed "
        "derived_from");
    for (const NumberEntry& entry : study.numbers().entries()) {
        const Number& number = entry.number;
        table.text("name", entry.name)
            .text("place", entry.place)
            .text("key", entry.key)
            .text("group", entry.group)
            .text("unit", std::string(to_string(entry.measure)))
            .number("low", number.low)
            .number("mid", number.mid)
            .number("high", number.high)
            .text("kind", std::string(to_string(number.kind)))
            .text("range_kind", number.has_range() ? std::string(to_string(number.range_kind.value_or(number.kind))) : std::string())
            .text("law", number.has_range() ? describe_law(number, entry.measure, language) : std::string())
            .text("source", number.source)
            .text("reason", number.reason)
            .text("fixed", number.fixed)
            .text("derived_from", number.derived_from)
            .end_row();
    }
    return table.build();
}

INCUFLOW_INLINE Table sources_table(const Study& study)
{
    detail::TableBuilder table("text: id title publisher number date page note");
    for (const Source& source : study.parts().sources) {
        table.text("id", source.id)
            .text("title", source.title)
            .text("publisher", source.publisher)
            .text("number", source.number)
            .text("date", source.date)
            .text("page", source.page)
            .text("note", source.note)
            .end_row();
    }
    return table.build();
}

INCUFLOW_INLINE Table targets_table(const Study& study, Language language)
{
    detail::TableBuilder table(
        "text: target number clause text unit population counted accounting date: since due text: value reading "
        "alternatives stated reason");
    for (const Target& target : study.parts().targets) {
        std::string alternatives;
        for (const Label& other : target.alternatives) {
            alternatives.append(alternatives.empty() ? "" : language == Language::zh ? "；" : "; ").append(other.in(language));
        }
        table.text("target", target.id)
            .text("number", target.number)
            .text("clause", target.clause)
            .text("text", target.text.in(language))
            .text("unit", target.unit)
            .text("population", target.population)
            .text("counted", detail::counted_text(target))
            .text("accounting", std::string(to_string(target.accounting)))
            .date("since", target.since.value_or(Date{}))
            .date("due", target.due.value_or(Date{}))
            .text("value", detail::value_text(target))
            .text("reading", std::string(to_string(target.reading)))
            .text("alternatives", alternatives)
            .text("stated", target.status.has_value() ? std::string(to_string(*target.status)) : std::string())
            .text("reason", target.reason.in(language))
            .end_row();
    }
    return table.build();
}

INCUFLOW_END
