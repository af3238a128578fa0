// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

namespace binding {

void bind_io(py::module_& module)
{
    module.def("load_study", &inc::load_study, py::arg("path"), py::call_guard<py::gil_scoped_release>());
    module.def("parse_study", [](const std::string& text, const std::string& name) { return inc::parse_study(text, name); }, py::arg("text"),
               py::arg("name"));
    module.def("load_preset", [](const std::string& name) { return inc::load_preset(name); }, py::arg("name"));
    module.def("preset_text", [](const std::string& name) { return inc::preset_text(name); }, py::arg("name"),
               "The study file of a preset, as text.");
    module.def("preset_names", &inc::preset_names,
               "Names of the studies that come with the library.\n\n>>> import incuflow as inc\n>>> inc.preset_names()\n"
               "['dabancheng-2023-2025', 'torch-2016-2020']\n");
    module.def("study_schema", &inc::study_schema, "JSON Schema (draft 2020-12) of a study file, as text.");
    module.def("attribute_table", &inc::attribute_table_markdown, py::arg("language"), "The keys of a study file as Markdown tables.");
    module.def("save_study", &inc::save_study, py::arg("study"), py::arg("path"));
}

}  // namespace binding
