// SPDX-License-Identifier: Apache-2.0
#include "write.hpp"

INCUFLOW_BEGIN

namespace detail {

namespace {

std::string write_override(const Override& one)
{
    if (const auto* date = std::get_if<Date>(&one.value)) {
        return format_date(*date);
    }
    if (const auto* number = std::get_if<Number>(&one.value)) {
        return toml_number(*number, Measure::factor, {});
    }
    return toml_real(std::get<double>(one.value));
}

}  // namespace

std::string write_scenarios(const StudyParts& parts)
{
    std::string text;
    for (const Scenario& scenario : parts.scenarios) {
        TomlFields fields;
        fields.text("zh", scenario.label.zh);
        fields.text("en", scenario.label.en);
        fields.texts("combine", scenario.combines);
        text += "\n[scenario." + toml_key(scenario.id) + "]\n" + fields.lines();
        TomlFields set;
        for (const Override& one : scenario.overrides) {
            set.add(one.path, write_override(one));
        }
        if (!scenario.overrides.empty()) {
            text += "\n[scenario." + toml_key(scenario.id) + ".set]\n" + set.lines();
        }
    }
    return text;
}

}  // namespace detail

INCUFLOW_END
