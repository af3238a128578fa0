// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

#include <incuflow/forecast/comparison.hpp>
#include <incuflow/study/scenario.hpp>

namespace binding {

namespace {

// The number a rate kind holds, if the value is one, and what it measures.
template <class Kind> std::optional<std::pair<inc::Number, inc::Measure>> rate_from(const py::object& value, inc::Measure measure)
{
    if (!py::isinstance<Kind>(value)) {
        return std::nullopt;
    }
    return std::pair(value.cast<Kind>().value, measure);
}

inc::Override override_from(const inc::Study& study, const std::string& path, const py::object& value)
{
    const std::optional<inc::Measure> measure = inc::override_measure(study, path);
    for (const auto& rate : {rate_from<inc::PerYear>(value, inc::Measure::per_year), rate_from<inc::ProbPerYear>(value, inc::Measure::prob_per_year),
                             rate_from<inc::CountPerYear>(value, inc::Measure::count_per_year), rate_from<inc::Years>(value, inc::Measure::years)}) {
        if (rate.has_value()) {
            if (measure.has_value() && *measure != rate->second) {
                throw inc::StudyError("study.override_type", {{"path", path}, {"expected", std::string(inc::to_string(*measure))}},
                                      {{}, 0, 0, "with_overrides." + path});
            }
            return {path, rate->first};
        }
    }
    if (py::isinstance<inc::Number>(value)) {
        return {path, value.cast<inc::Number>()};
    }
    const bool text = py::isinstance<py::str>(value);
    if (text && measure == inc::Measure::years) {
        return {path, inc::parse_duration(value.cast<std::string>())};
    }
    if (text && !measure.has_value()) {
        // Only targets and end_date are left: a day, or a count such as "100家".
        const auto ends_with = [&](std::string_view end) { return path.size() > end.size() && path.ends_with(end); };
        if (path == "end_date" || ends_with(".due") || ends_with(".since")) {
            return {path, inc::parse_date(value.cast<std::string>())};
        }
        return {path, quantity_from(value)};
    }
    if (py::hasattr(value, "year") && py::hasattr(value, "month") && py::hasattr(value, "day")) {
        return {path, value.cast<inc::Date>()};
    }
    return {path, quantity_from(value)};
}

inc::Study overridden(const inc::Study& study, const py::dict& overrides, const std::string& id)
{
    std::vector<inc::Override> list;
    std::vector<inc::Fault> faults;
    for (const auto& [key, value] : overrides) {
        const auto path = key.cast<std::string>();
        try {
            list.push_back(override_from(study, path, py::reinterpret_borrow<py::object>(value)));
        } catch (const inc::Error& error) {
            for (inc::Fault fault : error.faults()) {
                fault.place.key = "with_overrides." + path;
                faults.push_back(std::move(fault));
            }
        }
    }
    try {
        inc::Study changed = inc::with_overrides(study, list, id);
        if (faults.empty()) {
            return changed;
        }
    } catch (const inc::StudyError& error) {
        // What cannot be read is told with what is wrong in the rest.
        faults.insert(faults.end(), error.faults().begin(), error.faults().end());
    }
    throw inc::StudyError(std::move(faults));
}

}  // namespace

void bind_scenario(py::module_& module)
{
    module.def("scenario_ids", &inc::scenario_ids, py::arg("study"));
    module.def("scenarios", &inc::scenarios_table, py::arg("study"), py::arg("language"));
    module.def("scenario_of", [](const inc::Study& study) { return study.scenario(); }, py::arg("study"));
    module.def("with_scenario", [](const inc::Study& study, const std::string& id) { return inc::with_scenario(study, id); }, py::arg("study"),
               py::arg("id"));
    module.def("with_overrides", &overridden, py::arg("study"), py::arg("overrides"), py::arg("id"));

    py::class_<inc::Comparison>(module, "Comparison")
        .def_property_readonly("draws", &inc::Comparison::draws)
        .def_property_readonly("level", &inc::Comparison::level)
        .def("targets", &inc::Comparison::targets, py::arg("language"))
        .def("stocks", &inc::Comparison::stocks);
    module.def("compare", [](const inc::Forecast& a, const inc::Forecast& b) { return inc::compare(a, b); }, py::arg("a"), py::arg("b"),
               py::call_guard<py::gil_scoped_release>());
    // Run records: a study made in code need not say of its numbers what a file must.
    module.def("parse_own_study", &inc::detail::parse_own_study, py::arg("text"));
}

}  // namespace binding
