// SPDX-License-Identifier: Apache-2.0
#include "write.hpp"

INCUFLOW_BEGIN

namespace detail {

namespace {

std::string write_track(const Track& track)
{
    TomlFields fields;
    fields.text("zh", track.label.zh);
    fields.text("en", track.label.en);
    std::vector<std::string> stages;
    for (const Stage& stage : track.stages) {
        // The implicit first stage needs no mention as long as it is what the builder makes it.
        if (stage.id == "outside" && stage == Stage{"outside", {"未进入", "outside"}, {}, {}, true}) {
            continue;
        }
        TomlFields words;
        words.add("id", toml_text(stage.id));
        words.text("zh", stage.label.zh);
        words.text("en", stage.label.en);
        words.texts("aliases", stage.aliases);
        words.texts("counts_as", stage.counts_as);
        if (!stage.registered) {
            words.add("registered", "false");
        }
        stages.push_back(words.inline_table());
    }
    fields.add("stages", toml_lines(stages));
    return "\n[track." + toml_key(track.id) + "]\n" + fields.lines();
}

// Hazards with several numbers stand as dotted keys, one number a line.
void write_hazard(const UncertainHazard& hazard, const std::vector<Parameter>& parameters, TomlFields& fields, std::string& dotted)
{
    const auto number = [&](const HazardParameter& parameter) { return toml_number(parameter.value, parameter.measure, parameters); };
    const auto dot = [&](const std::string& key, const std::string& value) { dotted += hazard.family + '.' + key + " = " + value + '\n'; };
    if (hazard.family == "exponential") {
        for (const HazardParameter& parameter : hazard.parameters) {
            fields.add(parameter.key, number(parameter));
        }
    } else if (hazard.family == "fixed_delay") {
        for (const HazardParameter& parameter : hazard.parameters) {
            fields.add("fixed_delay", number(parameter));
        }
    } else if (hazard.family == "piecewise_constant") {
        std::vector<std::string> breaks;
        for (const double start : hazard.breaks) {
            breaks.push_back(toml_real(start));
        }
        std::vector<std::string> rates;
        bool chances = false;
        for (const HazardParameter& parameter : hazard.parameters) {
            chances = parameter.measure == Measure::prob_per_year;
            rates.push_back(number(parameter));
        }
        dot("breaks", toml_list(breaks));
        dot(chances ? "prob_per_year" : "per_year", toml_lines(rates));
    } else {
        if (hazard.stages != 0) {
            dot("stages", std::to_string(hazard.stages));
        }
        for (const HazardParameter& parameter : hazard.parameters) {
            dot(parameter.key, number(parameter));
        }
    }
}

std::string write_shares(const std::vector<std::pair<std::string, Number>>& shares, const std::vector<Parameter>& parameters)
{
    TomlFields to;
    for (const auto& [stage, share] : shares) {
        to.add(stage, toml_number(share, Measure::share, parameters));
    }
    return to.inline_table();
}

std::string write_dated(const DatedMatrix& matrix, const std::vector<Parameter>& parameters)
{
    TomlFields fields;
    fields.add("track", toml_text(matrix.track));
    std::vector<std::string> dates;
    for (const Date& date : matrix.dates) {
        dates.push_back(format_date(date));
    }
    fields.add("dates", toml_list(dates));
    std::vector<std::string> moves;
    for (const DatedMove& move : matrix.moves) {
        TomlFields row;
        row.add("from", toml_text(move.from));
        row.add("to", write_shares(move.to, parameters));
        moves.push_back(row.inline_table());
    }
    fields.add("move", toml_lines(moves));
    return "\n[[dated]]\n" + fields.lines();
}

std::string write_attribute(const FirmAttribute& attribute, const std::vector<Parameter>& parameters)
{
    const std::string name = "attribute." + toml_key(attribute.id);
    TomlFields head;
    head.text("zh", attribute.label.zh);
    head.text("en", attribute.label.en);
    head.text("unit", attribute.unit);
    head.text("process", std::string(to_string(attribute.process)));
    std::string text = "\n[" + name + "]\n" + head.lines();
    const auto maybe = [&](TomlFields& fields, const char* key, const std::optional<Number>& number) {
        if (number.has_value()) {
            fields.add(key, toml_number(*number, Measure::factor, parameters));
        }
    };
    for (const GrowthRow& row : attribute.growth) {
        TomlFields fields;
        if (!row.in.empty()) {
            fields.add("in", toml_places(row.in));
        }
        fields.add("drift", toml_number(row.drift, Measure::real, parameters));
        maybe(fields, "volatility", row.volatility);
        text += "\n[[" + name + ".growth]]\n" + fields.lines();
    }
    for (const GrowthJump& jump : attribute.jumps) {
        TomlFields fields;
        fields.add("on", toml_places(jump.on));
        fields.add("factor", toml_number(jump.factor, Measure::factor, parameters));
        maybe(fields, "cv", jump.cv);
        text += "\n[[" + name + ".jump]]\n" + fields.lines();
    }
    for (const InitialSize& size : attribute.initial) {
        TomlFields fields;
        fields.text("of", std::string(to_string(size.of)));
        if (!size.at.empty()) {
            fields.add("at", toml_places(size.at));
        }
        fields.add("mean", toml_number(size.mean, Measure::amount, parameters));
        maybe(fields, "cv", size.cv);
        text += "\n[[" + name + ".initial]]\n" + fields.lines();
    }
    return text;
}

}  // namespace

std::string write_pipeline(const PipelineParts& parts, const std::vector<Parameter>& parameters)
{
    std::string text;
    for (const Track& track : parts.tracks) {
        text += write_track(track);
    }
    for (const Exit& exit : parts.exits) {
        TomlFields fields;
        fields.text("zh", exit.label.zh);
        fields.text("en", exit.label.en);
        text += "\n[exit." + toml_key(exit.id) + "]\n" + fields.lines();
    }
    for (const TransitionRow& row : parts.transitions) {
        TomlFields fields;
        fields.add("path", toml_places(row.paths));
        if (!row.while_in.empty()) {
            fields.add("while_in", toml_places(row.while_in));
        }
        if (row.clock != Clock::sojourn) {
            fields.text("clock", std::string(to_string(row.clock)));
        }
        std::string dotted;
        write_hazard(row.hazard, parameters, fields, dotted);
        text += "\n[[transition]]\n" + fields.lines() + dotted;
    }
    for (const Modifier& modifier : parts.modifiers) {
        TomlFields fields;
        fields.add("on", toml_places(modifier.on));
        fields.add("while_in", toml_places(modifier.while_in));
        fields.add("factor", toml_number(modifier.factor, Measure::factor, parameters));
        if (modifier.within.has_value()) {
            fields.add("within", toml_number(*modifier.within, Measure::years, parameters));
        }
        text += "\n[[modifier]]\n" + fields.lines();
    }
    for (const Trigger& trigger : parts.triggers) {
        TomlFields fields;
        fields.add("when", toml_text(trigger.when));
        fields.add("fires", toml_text(trigger.fires));
        fields.add("probability", toml_number(trigger.probability, Measure::share, parameters));
        text += "\n[[trigger]]\n" + fields.lines();
    }
    for (const DatedMatrix& matrix : parts.dated) {
        text += write_dated(matrix, parameters);
    }
    for (const Review& review : parts.reviews) {
        TomlFields fields;
        fields.add("at", toml_text(review.at));
        fields.add("after", toml_number(review.after, Measure::years, parameters));
        fields.add("to", write_shares(review.to, parameters));
        text += "\n[[review]]\n" + fields.lines();
    }
    for (const FirmAttribute& attribute : parts.attributes) {
        text += write_attribute(attribute, parameters);
    }
    return text;
}

}  // namespace detail

INCUFLOW_END
