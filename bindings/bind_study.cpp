// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

#include <incuflow/study/consistency.hpp>
#include <incuflow/study/tables.hpp>

#include <map>

namespace binding {

namespace {

inc::Study study_from(const std::string& id, const inc::Pipeline& pipeline, inc::Date base_date, inc::Date end_date, const py::dict& stocks,
                      std::vector<inc::IntakeRow> intakes, std::vector<inc::Target> targets, const std::string& title, const std::string& region)
{
    inc::StudyParts parts;
    parts.id = id;
    parts.title = {title, title};
    parts.region = region;
    parts.base_date = base_date;
    parts.end_date = end_date;
    parts.pipeline = pipeline.parts();
    for (const auto& [place, firms] : stocks) {
        inc::StockRow row;
        row.at = {place.cast<std::string>()};
        row.value = firms.is_none() ? inc::unknown_number("given as None in code") : number_from(py::reinterpret_borrow<py::object>(firms), inc::Measure::firms);
        parts.stocks.push_back(std::move(row));
    }
    parts.intakes = std::move(intakes);
    parts.targets = std::move(targets);
    return inc::make_study(std::move(parts));
}

std::vector<std::string> in_language(const std::vector<inc::Label>& labels, inc::Language language)
{
    std::vector<std::string> texts;
    for (const inc::Label& label : labels) {
        texts.push_back(label.in(language));
    }
    return texts;
}

inc::Study stocked(const inc::Study& study, const py::dict& stocks, std::optional<double> rest, const py::object& elapsed)
{
    std::vector<std::pair<std::string, double>> list;
    for (const auto& [place, firms] : stocks) {
        list.emplace_back(place.cast<std::string>(), quantity_from(py::reinterpret_borrow<py::object>(firms)));
    }
    if (elapsed.is_none()) {
        return inc::with_stock(study, list, rest);
    }
    if (py::isinstance<py::str>(elapsed) && elapsed.cast<std::string>() == "new") {
        return inc::with_stock(study, list, rest, inc::Elapsed::fresh);
    }
    const double years = py::isinstance<py::str>(elapsed) ? inc::parse_duration(elapsed.cast<std::string>()) : quantity_from(elapsed);
    return inc::with_stock(study, list, rest, inc::Elapsed::years, years);
}

}  // namespace

void bind_study(py::module_& module)
{
    py::class_<inc::Study>(module, "Study")
        .def_property_readonly("id", [](const inc::Study& study) { return study.id(); })
        .def_property_readonly("title", [](const inc::Study& study) { return label_pair(study.parts().title); })
        .def_property_readonly("region", [](const inc::Study& study) { return study.parts().region; })
        .def_property_readonly("region_label", [](const inc::Study& study) { return label_pair(study.parts().region_label); })
        .def_property_readonly("base_date", [](const inc::Study& study) { return study.parts().base_date; })
        .def_property_readonly("end_date", [](const inc::Study& study) { return study.parts().end_date; })
        .def_property_readonly("published", [](const inc::Study& study) { return study.parts().published; })
        .def_property_readonly("upstream", [](const inc::Study& study) { return study.parts().upstream; })
        .def_property_readonly("pipeline", [](const inc::Study& study) { return study.pipeline(); })
        .def_property_readonly("period_ends", &inc::Study::period_ends)
        .def("notes", [](const inc::Study& study, inc::Language language) { return in_language(study.parts().notes, language); }, py::arg("language"))
        .def("gaps", [](const inc::Study& study, inc::Language language) { return in_language(study.parts().gaps, language); }, py::arg("language"))
        .def("outcomes",
             [](const inc::Study& study, inc::Language language) {
                 std::vector<std::string> texts;
                 for (const inc::Outcome& outcome : study.parts().outcomes) {
                     texts.push_back(outcome.text.in(language));
                 }
                 return texts;
             },
             py::arg("language"))
        .def("consistency", &inc::consistency_lines, py::arg("language"))
        .def("kinds_line", &inc::kinds_line, py::arg("language"))
        .def("kinds",
             [](const inc::Study& study) {
                 py::dict kinds;
                 for (const inc::KindCount& count : inc::count_kinds(study)) {
                     kinds[py::str(std::string(inc::to_string(count.kind)))] = count.rows;
                 }
                 return kinds;
             })
        .def("populations",
             [](const inc::Study& study, inc::Language language) {
                 py::list rows;
                 for (const inc::Population& population : study.parts().populations) {
                     rows.append(py::make_tuple(population.id, population.label.in(language), population.unit, population.pipeline));
                 }
                 return rows;
             },
             py::arg("language"))
        .def("numbers", &inc::numbers_table, py::arg("language"))
        .def(
            "number_labels",
            [](const inc::Study& study, inc::Language language) {
                std::map<std::string, std::string> labels;
                for (const inc::NumberEntry& entry : study.numbers().entries()) {
                    labels[entry.name] = inc::number_label(study, entry, language);
                }
                return labels;
            },
            py::arg("language"))
        .def("sources", &inc::sources_table)
        .def("targets", &inc::targets_table, py::arg("language"))
        .def("entry_places", &inc::entry_places)
        .def("target_list", [](const inc::Study& study) { return study.parts().targets; })
        .def("with_stock", &stocked, py::arg("stocks"), py::arg("rest"), py::arg("elapsed"))
        .def("is_retrospective", [](const inc::Study& study, inc::Date run_date) { return inc::is_retrospective(study, run_date); },
             py::arg("run_date"))
        .def("to_toml", &inc::to_toml)
        .def("__eq__", [](const inc::Study& a, const inc::Study& b) { return a == b; }, py::is_operator())
        .def(py::pickle([](const inc::Study& study) { return py::make_tuple(inc::to_toml(study)); },
                        [](const py::tuple& state) { return inc::detail::parse_own_study(state[0].cast<std::string>()); }));
    module.def("make_study", &study_from, py::arg("id"), py::arg("pipeline"), py::arg("base_date"), py::arg("end_date"), py::arg("stocks"),
               py::arg("intakes"), py::arg("targets"), py::arg("title"), py::arg("region"));
}

}  // namespace binding
