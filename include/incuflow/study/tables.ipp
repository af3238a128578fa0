// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/random/number_law.hpp"
#include "incuflow/study/tables.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/units/table_builder.hpp"

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE std::string value_text(const TargetValue& value)
{
    switch (value.form) {
    case ValueForm::at_least:
        return "≥" + format_number(value.low);
    case ValueForm::about:
        return format_number(value.low) + "±" + format_number(value.high);
    case ValueForm::range:
        return value.upper_open ? "≥" + format_number(value.low) : format_number(value.low) + "–" + format_number(value.high);
    case ValueForm::none:
        break;
    }
    return {};
}

INCUFLOW_INLINE std::string counted_text(const Target& target)
{
    if (target.of.empty()) {
        return {};
    }
    std::string text = std::string(to_string(target.counts)) + ":";
    for (std::size_t i = 0; i < target.of.size(); ++i) {
        text.append(i == 0 ? " " : ", ").append(target.of[i]);
    }
    return text;
}

}  // namespace detail

INCUFLOW_INLINE Table numbers_table(const Study& study, Language language)
{
    detail::TableBuilder table;
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
    detail::TableBuilder table;
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
    detail::TableBuilder table;
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
            .text("value", detail::value_text(target.value))
            .text("reading", std::string(to_string(target.reading)))
            .text("alternatives", alternatives)
            .text("stated", target.status.has_value() ? std::string(to_string(*target.status)) : std::string())
            .text("reason", target.reason.in(language))
            .end_row();
    }
    return table.build();
}

INCUFLOW_END
