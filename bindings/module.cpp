// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

// The compiled core behind the package `incuflow`; one file a folder of the library, registered in the order of the floors.
PYBIND11_MODULE(_core, module, py::mod_gil_not_used(false))
{
    module.doc() = "Compiled core of incuflow; use the package incuflow.";
    module.attr("__version__") = INCUFLOW_VERSION;
    binding::bind_base(module);
    binding::bind_units(module);
    binding::bind_table(module);
    binding::bind_numeric(module);
    binding::bind_hazard(module);
    binding::bind_model(module);
    binding::bind_study(module);
    binding::bind_forecast(module);
    binding::bind_scenario(module);
    binding::bind_io(module);
}
