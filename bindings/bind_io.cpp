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
               "The study file of a preset, as text. Raises StudyError with the nearest name.\n\n>>> import incuflow as inc\n"
               ">>> inc.preset_text(\"torch-2016-2020\").splitlines()[0]\n'# SPDX-License-Identifier: Apache-2.0'\n");
    module.def("preset_names", &inc::preset_names,
               "Names of the presets: the studies inside the library, and those in the folders of INCUFLOW_PRESET_PATH.\n\n>>> import incuflow as inc\n>>> inc.preset_names()\n"
               "['dabancheng-2023-2025', 'torch-2016-2020']\n");
    module.def("study_schema", &inc::study_schema, "JSON Schema (draft 2020-12) of a study file, as text.\n\n>>> import incuflow as inc\n>>> import json\n"
               ">>> json.loads(inc.study_schema())[\"$schema\"]\n'https://json-schema.org/draft/2020-12/schema'\n");
    module.def("attribute_table", &inc::attribute_table_markdown, py::arg("language"), "The keys of a study file as Markdown tables; language \"zh\" or \"en\", ParameterError otherwise.\n\n"
               ">>> import incuflow as inc\n>>> \"base_date\" in inc.attribute_table(\"en\")\nTrue\n");
    module.def("save_study", &inc::save_study, py::arg("study"), py::arg("path"));
}

}  // namespace binding
