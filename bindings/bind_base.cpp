// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

#include <incuflow/base/messages.hpp>
#include <incuflow/text/nearest.hpp>

namespace binding {

namespace {

py::list faults_of(const inc::Error& error)
{
    py::list faults;
    for (const inc::Fault& fault : error.faults()) {
        py::dict arguments;
        for (const auto& [name, value] : fault.arguments) {
            arguments[py::str(name)] = value;
        }
        faults.append(py::make_tuple(fault.code, arguments, fault.place.file, fault.place.line, fault.place.column, fault.place.key));
    }
    return faults;
}

// The classes live in incuflow.errors, so that they pickle and derive from Python's own.
void raise_as(const char* name, const inc::Error& error)
{
    const py::object type = py::module_::import("incuflow.errors").attr(name);
    PyErr_SetObject(type.ptr(), type(faults_of(error)).ptr());
}

}  // namespace

void bind_base(py::module_& module)
{
    py::register_local_exception_translator([](std::exception_ptr pointer) {
        try {
            if (pointer) {
                std::rethrow_exception(pointer);
            }
        } catch (const inc::GraphError& error) {
            raise_as("GraphError", error);
        } catch (const inc::ParameterError& error) {
            raise_as("ParameterError", error);
        } catch (const inc::DataError& error) {
            raise_as("DataError", error);
        } catch (const inc::StudyError& error) {
            raise_as("StudyError", error);
        } catch (const inc::NumericError& error) {
            raise_as("NumericError", error);
        } catch (const inc::EngineError& error) {
            raise_as("EngineError", error);
        } catch (const inc::OutputError& error) {
            raise_as("OutputError", error);
        } catch (const inc::Error& error) {
            raise_as("Error", error);
        } catch (const py::cast_error& error) {
            // A value of a wrong type inside a list or dict; pybind11 would call it a RuntimeError.
            PyErr_SetString(PyExc_TypeError, error.what());
        }
    });
    module.def(
        "describe",
        [](const std::string& code, const std::map<std::string, std::string>& arguments, const std::string& file, int line, int column,
           const std::string& key, inc::Language language) {
            return inc::describe({code, {arguments.begin(), arguments.end()}, {file, line, column, key}}, language);
        },
        py::arg("code"), py::arg("arguments"), py::arg("file"), py::arg("line"), py::arg("column"), py::arg("key"), py::arg("language"),
        "The sentence for a fault, preceded by its place.");
    module.def(
        "message_codes",
        [] {
            std::vector<std::string> codes;
            for (const std::string_view code : inc::message_codes()) {
                codes.emplace_back(code);
            }
            return codes;
        },
        "Every code of the message catalogue.");
    module.def(
        "nearest_name", [](const std::string& given, const std::vector<std::string>& names) { return inc::nearest_name(given, names); },
        py::arg("given"), py::arg("names"), "The name most like the given one; empty if none is near.");
    module.def(
        "parse_language", [](const std::string& text) { return inc::parse_language(text); }, py::arg("text"),
        "\"zh\" or \"en\"; ParameterError otherwise.");
}

}  // namespace binding
