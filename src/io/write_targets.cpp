// SPDX-License-Identifier: Apache-2.0
#include "write.hpp"

INCUFLOW_BEGIN

namespace detail {

namespace {

std::vector<std::string> written_labels(const std::vector<Label>& labels)
{
    std::vector<std::string> items;
    for (const Label& label : labels) {
        items.push_back(toml_label(label));
    }
    return items;
}

void write_value(const TargetValue& value, TomlFields& fields)
{
    switch (value.form) {
    case ValueForm::none:
        break;
    case ValueForm::at_least:
        fields.add("at_least", toml_real(value.low));
        break;
    case ValueForm::about:
        fields.add("about", toml_real(value.low));
        fields.add("tolerance", toml_real(value.high));
        break;
    case ValueForm::range:
        fields.add("between", toml_list({toml_real(value.low), toml_real(value.high)}));
        if (value.upper_open) {
            fields.text("upper", "open");
        }
        break;
    }
}

std::string write_target(const Target& target)
{
    TomlFields fields;
    fields.add("id", toml_text(target.id));
    fields.text("number", target.number);
    if (!is_empty(target.text)) {
        fields.add("text", toml_label(target.text));
    }
    fields.text("clause", target.clause);
    fields.text("unit", target.unit);
    fields.text("population", target.population);
    // Without a word the reader would work out what is counted.
    if (target.counts != Counts::none || !target.of.empty()) {
        fields.text("counts", target.counts == Counts::none ? "none" : std::string(to_string(target.counts)));
    }
    if (!target.of.empty()) {
        fields.add("of", toml_places(target.of));
    }
    fields.flag("counts_as", target.counts_as);
    fields.text("accounting", std::string(to_string(target.accounting)));
    fields.date("since", target.since);
    fields.date("due", target.due);
    write_value(target.value, fields);
    fields.text("reading", std::string(to_string(target.reading)));
    if (!target.alternatives.empty()) {
        fields.add("alternatives", toml_lines(written_labels(target.alternatives)));
    }
    fields.text("ask", target.ask);
    if (!target.share_of.empty()) {
        fields.add("share_of", toml_places(target.share_of));
    }
    fields.texts("joint", target.joint);
    fields.text("attribute", target.attribute);
    if (target.above.has_value()) {
        fields.add("above", toml_real(*target.above));
    }
    if (target.status.has_value()) {
        fields.text("status", std::string(to_string(*target.status)));
    }
    if (!is_empty(target.reason)) {
        fields.add("reason", toml_label(target.reason));
    }
    return "\n[[target]]\n" + fields.lines();
}

}  // namespace

std::string write_targets(const StudyParts& parts)
{
    std::string text;
    for (const Target& target : parts.targets) {
        text += write_target(target);
    }
    for (const Consistency& line : parts.consistency) {
        TomlFields fields;
        fields.add("text", toml_label(line.text));
        fields.text("value", line.value);
        if (line.decimals != 0) {
            fields.add("decimals", std::to_string(line.decimals));
        }
        text += "\n[[consistency]]\n" + fields.lines();
    }
    for (const Outcome& outcome : parts.outcomes) {
        TomlFields fields;
        fields.add("text", toml_label(outcome.text));
        fields.text("source", outcome.source);
        text += "\n[[outcome]]\n" + fields.lines();
    }
    return text;
}

std::string write_study(const StudyParts& parts)
{
    TomlFields head;
    head.add("format", "1");
    head.add("id", toml_text(parts.id));
    head.text("applied_scenario", parts.applied_scenario);
    if (!is_empty(parts.title)) {
        head.add("title", toml_label(parts.title));
    }
    head.text("region", parts.region);
    if (!is_empty(parts.region_label)) {
        head.add("region_label", toml_label(parts.region_label));
    }
    head.text("published", parts.published);
    head.text("issued", parts.issued);
    head.texts("upstream", parts.upstream);
    head.date("information", parts.information);
    head.date("base_date", parts.base_date);
    head.date("end_date", parts.end_date);
    head.flag("stocks_independent", parts.stocks_independent);
    if (!parts.notes.empty()) {
        head.add("notes", toml_lines(written_labels(parts.notes)));
    }
    if (!parts.gaps.empty()) {
        head.add("gaps", toml_lines(written_labels(parts.gaps)));
    }
    std::string text = head.lines();
    for (const Source& source : parts.sources) {
        TomlFields fields;
        fields.text("title", source.title);
        fields.text("publisher", source.publisher);
        fields.text("number", source.number);
        fields.text("date", source.date);
        fields.text("page", source.page);
        fields.text("note", source.note);
        text += "\n[source." + toml_key(source.id) + "]\n" + fields.lines();
    }
    for (const Parameter& parameter : parts.parameters) {
        TomlFields fields;
        fields.add(to_string(parameter.measure), toml_real(parameter.value.mid));
        fields.origin(parameter.value);
        text += "\n[parameter." + toml_key(parameter.id) + "]\n" + fields.lines();
    }
    for (const Population& population : parts.populations) {
        TomlFields fields;
        fields.text("zh", population.label.zh);
        fields.text("en", population.label.en);
        fields.text("unit", population.unit);
        fields.flag("pipeline", population.pipeline);
        text += "\n[population." + toml_key(population.id) + "]\n" + fields.lines();
    }
    return text + write_pipeline(parts.pipeline, parts.parameters) + write_counts(parts) + write_targets(parts) +
           write_scenarios(parts);
}

}  // namespace detail

INCUFLOW_END
