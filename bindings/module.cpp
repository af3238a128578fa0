// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

// The compiled core behind the package `incuflow`; one file a folder of the library, or a concept of a large one, registered in the order of the floors.
// Neither an interpreter without the GIL nor sub-interpreters are supported, and both are told so: the first takes the GIL back, the second
// refuses the import.
PYBIND11_MODULE(_core, module, py::mod_gil_not_used(false), py::multiple_interpreters::not_supported())
{
    module.doc() = "Compiled core of incuflow; use the package incuflow.";
    module.attr("__version__") = INCUFLOW_VERSION;
    binding::bind_base(module);
    binding::bind_units(module);
    binding::bind_table(module);
    binding::bind_numeric(module);
    binding::bind_hazard(module);
    binding::bind_model(module);
    binding::bind_intake(module);
    binding::bind_target(module);
    binding::bind_study(module);
    binding::bind_capacity(module);
    binding::bind_forecast(module);
    binding::bind_scenario(module);
    binding::bind_io(module);
}
