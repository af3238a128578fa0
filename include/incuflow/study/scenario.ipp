// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/study/overrider.ipp"
#include "incuflow/study/scenario.hpp"
#include "incuflow/study/validate.hpp"
#include "incuflow/text/nearest.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"
#include "incuflow/units/table_builder.hpp"

#include <algorithm>
#include <iterator>
#include <set>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE const Scenario* find_scenario(const StudyParts& parts, std::string_view id)
{
    const auto at = std::find_if(parts.scenarios.begin(), parts.scenarios.end(), [&](const Scenario& one) { return one.id == id; });
    return at == parts.scenarios.end() ? nullptr : &*at;
}

// What is said of a scenario that is not there.
INCUFLOW_INLINE Fault no_such_scenario(const StudyParts& parts, const std::string& id, std::string key)
{
    std::vector<std::string> ids;
    std::string allowed;
    for (const Scenario& scenario : parts.scenarios) {
        ids.push_back(scenario.id);
        allowed += (allowed.empty() ? "" : ", ") + scenario.id;
    }
    if (ids.empty()) {
        return {"study.no_scenarios", {{"given", id}}, {{}, 0, 0, std::move(key)}};
    }
    return {"study.unknown_scenario", {{"given", id}, {"allowed", allowed}, {"nearest", nearest_name(id, ids)}}, {{}, 0, 0, std::move(key)}};
}

INCUFLOW_INLINE std::vector<PlacedOverride> own_overrides(const Scenario& scenario)
{
    std::vector<PlacedOverride> list;
    for (const Override& one : scenario.overrides) {
        list.push_back({&one, scenario.id, "scenario." + scenario.id + ".set." + one.path, {}});
    }
    return list;
}

// Its own overrides and those of all it combines, each scenario once. The names are known to exist and not to run in a circle.
INCUFLOW_INLINE void gather_overrides(const StudyParts& parts, const Scenario& scenario, std::set<std::string>& seen,
                                      std::vector<PlacedOverride>& list)
{
    if (!seen.insert(scenario.id).second) {
        return;
    }
    for (const std::string& id : scenario.combines) {
        gather_overrides(parts, *find_scenario(parts, id), seen, list);
    }
    for (PlacedOverride& item : own_overrides(scenario)) {
        list.push_back(std::move(item));
    }
}

// True if `from` leads back to `id` over `combines`.
INCUFLOW_INLINE bool leads_to(const StudyParts& parts, const std::string& from, const std::string& id, std::set<std::string>& seen)
{
    const Scenario* scenario = find_scenario(parts, from);
    if (scenario == nullptr || !seen.insert(from).second) {
        return false;
    }
    return std::any_of(scenario->combines.begin(), scenario->combines.end(),
                       [&](const std::string& next) { return next == id || leads_to(parts, next, id, seen); });
}

// The changed study's own name and title.
INCUFLOW_INLINE void name_scenario(StudyParts& parts, const std::string& id, const Label& label)
{
    parts.applied_scenario = id;
    const std::string zh = label.zh.empty() && label.en.empty() ? id : label.in(Language::zh);
    const std::string en = label.zh.empty() && label.en.empty() ? id : label.in(Language::en);
    if (parts.title.zh.empty() && parts.title.en.empty()) {
        parts.title = {parts.id, parts.id};
    }
    parts.title.zh += parts.title.zh.empty() ? "" : "（" + zh + "）";
    parts.title.en += parts.title.en.empty() ? "" : " (" + en + ")";
}

INCUFLOW_INLINE Study overridden(const StudyParts& parts, const Pipeline& pipeline, const NumberTable& numbers, const std::string& id,
                                 const Label& label, std::vector<PlacedOverride> overrides, bool in_file)
{
    std::vector<Fault> faults;
    const Overrider overrider(parts, pipeline, numbers);
    overrider.place(overrides, faults);
    if (!faults.empty()) {
        throw StudyError(std::move(faults));
    }
    StudyParts changed = overrider.apply(overrides, id, in_file, faults);
    if (!faults.empty()) {
        throw StudyError(std::move(faults));
    }
    name_scenario(changed, id, label);
    return make_study(std::move(changed), in_file);
}

INCUFLOW_INLINE void check_scenarios(const StudyParts& parts, const Pipeline& pipeline, const NumberTable& numbers, bool in_file,
                                     std::vector<Fault>& faults)
{
    const Overrider overrider(parts, pipeline, numbers);
    const auto add = [&](const char* code, Arguments arguments, std::string key) {
        faults.push_back({code, std::move(arguments), {{}, 0, 0, std::move(key)}});
    };
    if (!parts.applied_scenario.empty() && !is_identifier(parts.applied_scenario)) {
        add("model.bad_id", {{"given", parts.applied_scenario}}, "applied_scenario");
    }
    for (const Scenario& scenario : parts.scenarios) {
        const std::string key = "scenario." + scenario.id;
        if (!is_identifier(scenario.id)) {
            add("model.bad_id", {{"given", scenario.id}}, key);
        }
        if (find_scenario(parts, scenario.id) != &scenario) {
            add("study.duplicate_id", {{"what", "scenario"}, {"given", scenario.id}}, key);
        }
        for (const std::string& id : scenario.combines) {
            if (find_scenario(parts, id) == nullptr) {
                faults.push_back(no_such_scenario(parts, id, key + ".combine"));
            }
        }
        std::set<std::string> seen;
        if (leads_to(parts, scenario.id, scenario.id, seen)) {
            add("study.scenario_cycle", {{"given", scenario.id}}, key + ".combine");
        }
        // What it says itself; every scenario is looked at, so that all unknown paths are in one report.
        std::vector<Fault> own;
        std::vector<PlacedOverride> list = own_overrides(scenario);
        overrider.place(list, own);
        if (own.empty()) {
            (void)overrider.apply(list, scenario.id, in_file, own);
        }
        faults.insert(faults.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
    }
    if (!faults.empty()) {
        return;
    }
    // What the changed study gets wrong, and what does not go together. A combination is not blamed for what one of its parts gets wrong.
    std::set<std::string> bad;
    std::vector<const Scenario*> order;
    for (const Scenario& scenario : parts.scenarios) {
        order.push_back(&scenario);
    }
    std::stable_sort(order.begin(), order.end(), [](const Scenario* a, const Scenario* b) { return a->combines.empty() && !b->combines.empty(); });
    for (const Scenario* scenario : order) {
        std::set<std::string> seen;
        std::vector<PlacedOverride> list;
        gather_overrides(parts, *scenario, seen, list);
        if (std::any_of(seen.begin(), seen.end(), [&](const std::string& id) { return bad.count(id) > 0; })) {
            continue;
        }
        try {
            (void)overridden(parts, pipeline, numbers, scenario->id, scenario->label, std::move(list), in_file);
        } catch (const Error& error) {
            bad.insert(scenario->id);
            const std::string own = "scenario.";
            for (const Fault& fault : error.faults()) {
                const bool placed = fault.place.key.starts_with(own);
                add(fault.code.c_str(), fault.arguments, placed ? fault.place.key : own + scenario->id + '.' + fault.place.key);
            }
        }
    }
}

INCUFLOW_INLINE std::string override_value(const Override& one)
{
    if (const auto* date = std::get_if<Date>(&one.value)) {
        return format_date(*date);
    }
    const auto* number = std::get_if<Number>(&one.value);
    if (number == nullptr) {
        return format_number(std::get<double>(one.value));
    }
    const std::string range = number->has_range() ? " (" + format_number(number->low) + " … " + format_number(number->high) + ")" : "";
    return format_number(number->mid) + range;
}

}  // namespace detail

INCUFLOW_INLINE std::vector<std::string> scenario_ids(const Study& study)
{
    std::vector<std::string> ids;
    for (const Scenario& scenario : study.parts().scenarios) {
        ids.push_back(scenario.id);
    }
    return ids;
}

INCUFLOW_INLINE Table scenarios_table(const Study& study, Language language)
{
    detail::TableBuilder table("text: scenario text combines set");
    for (const Scenario& scenario : study.parts().scenarios) {
        std::string set;
        for (const Override& one : scenario.overrides) {
            set += (set.empty() ? "" : "; ") + one.path + " = " + detail::override_value(one);
        }
        table.text("scenario", scenario.id)
            .text("text", scenario.label.in(language))
            .text("combines", detail::join_places(scenario.combines))
            .text("set", set)
            .end_row();
    }
    return table.build();
}

INCUFLOW_INLINE Study with_scenario(const Study& study, std::string_view id)
{
    const StudyParts& parts = study.parts();
    const Scenario* scenario = detail::find_scenario(parts, id);
    if (scenario == nullptr) {
        throw StudyError({detail::no_such_scenario(parts, std::string(id), "with_scenario")});
    }
    std::set<std::string> seen;
    std::vector<detail::PlacedOverride> list;
    detail::gather_overrides(parts, *scenario, seen, list);
    return detail::overridden(parts, study.pipeline(), study.numbers(), scenario->id, scenario->label, std::move(list), false);
}

INCUFLOW_INLINE Study with_overrides(const Study& study, const std::vector<Override>& overrides, const std::string& id)
{
    if (!is_identifier(id)) {
        throw StudyError("model.bad_id", {{"given", id}}, {{}, 0, 0, "with_overrides"});
    }
    std::vector<detail::PlacedOverride> list;
    for (const Override& one : overrides) {
        list.push_back({&one, id, "with_overrides." + one.path, {}});
    }
    return detail::overridden(study.parts(), study.pipeline(), study.numbers(), id, {}, std::move(list), false);
}

INCUFLOW_INLINE std::optional<Measure> override_measure(const Study& study, std::string_view path)
{
    const std::optional<detail::OverridePlace> place = detail::Overrider(study.parts(), study.pipeline(), study.numbers()).find(path);
    const bool number = place.has_value() && (place->what == detail::OverridePlace::What::number || place->what == detail::OverridePlace::What::stock);
    return number ? std::optional<Measure>(place->measure) : std::nullopt;
}

INCUFLOW_END
