// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

#include <incuflow/units/table.hpp>

#include <algorithm>

namespace binding {

py::array view(const double* data, std::vector<py::ssize_t> shape, py::handle owner)
{
    py::array_t<double> array(std::move(shape), data, owner);
    py::detail::array_proxy(array.ptr())->flags &= ~py::detail::npy_api::NPY_ARRAY_WRITEABLE_;
    return array;
}

namespace {

py::object texts(const std::vector<std::string>& values)
{
    py::list list;
    for (const std::string& value : values) {
        list.append(value);
    }
    return py::module_::import("numpy").attr("array")(list, py::arg("dtype") = "O");
}

py::object dates(const std::vector<inc::Date>& values)
{
    py::list list;
    for (const inc::Date& value : values) {
        list.append(value.year == 0 ? std::string("NaT") : inc::format_date(value));
    }
    return py::module_::import("numpy").attr("array")(list, py::arg("dtype") = "datetime64[D]");
}

py::object column_array(py::object self, const std::string& name)
{
    const auto& column = self.cast<const inc::Table&>().column(name);
    if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
        return view(numbers->data(), {static_cast<py::ssize_t>(numbers->size())}, self);
    }
    if (const auto* words = std::get_if<std::vector<std::string>>(&column.values)) {
        return texts(*words);
    }
    return dates(std::get<std::vector<inc::Date>>(column.values));
}

// Columns as (name, sort, values): 0 numbers, 1 texts, 2 dates.
inc::Table table_from(const py::iterable& given)
{
    std::vector<inc::Column> columns;
    for (const py::handle item : given) {
        const auto column = py::reinterpret_borrow<py::tuple>(item);
        const auto sort = column[1].cast<std::size_t>();
        inc::ColumnValues values;
        if (sort == 0) {
            values = column[2].cast<std::vector<double>>();
        } else if (sort == 1) {
            values = column[2].cast<std::vector<std::string>>();
        } else {
            std::vector<inc::Date> days;
            for (const py::handle day : column[2]) {
                days.push_back(day.is_none() ? inc::Date{} : day.cast<inc::Date>());
            }
            values = std::move(days);
        }
        columns.push_back({column[0].cast<std::string>(), std::move(values)});
    }
    return inc::Table(std::move(columns));
}

}  // namespace

void bind_table(py::module_& module)
{
    py::class_<inc::Table>(module, "Table")
        .def(py::init(&table_from), py::arg("columns"))
        .def_property_readonly("rows", &inc::Table::rows)
        .def_property_readonly("columns",
                               [](const inc::Table& table) {
                                   std::vector<std::string> names;
                                   for (const inc::Column& column : table.columns()) {
                                       names.push_back(column.name);
                                   }
                                   return names;
                               })
        .def("column", &column_array, py::arg("name"))
        .def("cell", &inc::Table::cell, py::arg("row"), py::arg("column"))
        .def("to_csv", [](const inc::Table& table, bool excel) { return inc::to_csv(table, excel); }, py::arg("excel"))
        .def("to_json", [](const inc::Table& table) { return inc::to_json(table); })
        .def("__eq__", [](const inc::Table& a, const inc::Table& b) { return a == b; }, py::is_operator())
        .def(py::pickle(
            [](const inc::Table& table) {
                py::list state;
                for (const inc::Column& column : table.columns()) {
                    state.append(py::make_tuple(column.name, column.values.index(), column.values));
                }
                return py::make_tuple(state);
            },
            [](const py::tuple& state) { return table_from(state[0]); }));
}

}  // namespace binding
