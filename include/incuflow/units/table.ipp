// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/text/csv.hpp"
#include "incuflow/text/json.hpp"
#include "incuflow/text/nearest.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/units/table.hpp"

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE std::size_t column_length(const ColumnValues& values)
{
    return std::visit([](const auto& v) { return v.size(); }, values);
}

template <class Value> const std::vector<Value>& column_of(const Column& column, const char* asked)
{
    if (const auto* values = std::get_if<std::vector<Value>>(&column.values)) {
        return *values;
    }
    constexpr const char* sorts[] = {"numbers", "texts", "dates"};
    throw DataError("units.wrong_column", {{"column", column.name}, {"given", sorts[column.values.index()]}, {"asked", asked}});
}

}  // namespace detail

// Two empty numbers are equal here, though NaN is not: a table is compared as what it shows.
INCUFLOW_INLINE bool operator==(const Column& a, const Column& b)
{
    if (a.name != b.name || a.values.index() != b.values.index()) {
        return false;
    }
    if (const auto* x = std::get_if<std::vector<double>>(&a.values)) {
        const auto& y = std::get<std::vector<double>>(b.values);
        if (x->size() != y.size()) {
            return false;
        }
        for (std::size_t i = 0; i < y.size(); ++i) {
            if (!((*x)[i] == y[i] || ((*x)[i] != (*x)[i] && y[i] != y[i]))) {
                return false;
            }
        }
        return true;
    }
    return a.values == b.values;
}

INCUFLOW_INLINE Table::Table(std::vector<Column> columns) : columns_(std::move(columns))
{
    if (!columns_.empty()) {
        rows_ = detail::column_length(columns_.front().values);
    }
    for (const Column& column : columns_) {
        if (detail::column_length(column.values) != rows_) {
            throw DataError("units.ragged_table", {{"column", column.name},
                                                   {"given", std::to_string(detail::column_length(column.values))},
                                                   {"rows", std::to_string(rows_)}});
        }
    }
}

INCUFLOW_INLINE const Column& Table::column(std::string_view name) const
{
    std::vector<std::string> names;
    for (const Column& column : columns_) {
        if (column.name == name) {
            return column;
        }
        names.push_back(column.name);
    }
    throw DataError("units.no_column", {{"given", std::string(name)}, {"nearest", nearest_name(name, names)}});
}

INCUFLOW_INLINE const std::vector<double>& Table::numbers(std::string_view name) const
{
    return detail::column_of<double>(column(name), "numbers");
}

INCUFLOW_INLINE const std::vector<std::string>& Table::texts(std::string_view name) const
{
    return detail::column_of<std::string>(column(name), "texts");
}

INCUFLOW_INLINE const std::vector<Date>& Table::dates(std::string_view name) const
{
    return detail::column_of<Date>(column(name), "dates");
}

INCUFLOW_INLINE std::string Table::cell(std::size_t row, std::size_t column) const
{
    const ColumnValues& values = columns_.at(column).values;
    if (const auto* numbers = std::get_if<std::vector<double>>(&values)) {
        const double x = (*numbers)[row];
        return x == x ? format_number(x) : std::string();
    }
    if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) {
        return (*texts)[row];
    }
    const Date& date = std::get<std::vector<Date>>(values)[row];
    return date.year == 0 ? std::string() : format_date(date);
}

INCUFLOW_INLINE std::string to_csv(const Table& table, bool excel)
{
    std::string text = excel ? "\xEF\xBB\xBF" : "";
    const auto& columns = table.columns();
    for (std::size_t c = 0; c < columns.size(); ++c) {
        text.append(c == 0 ? 0 : 1, ',').append(csv_field(columns[c].name));
    }
    text += '\n';
    for (std::size_t r = 0; r < table.rows(); ++r) {
        for (std::size_t c = 0; c < columns.size(); ++c) {
            text.append(c == 0 ? 0 : 1, ',').append(csv_field(table.cell(r, c)));
        }
        text += '\n';
    }
    return text;
}

INCUFLOW_INLINE std::string to_json(const Table& table)
{
    std::string text = "[";
    const auto& columns = table.columns();
    for (std::size_t r = 0; r < table.rows(); ++r) {
        text += r == 0 ? "\n  {" : ",\n  {";
        for (std::size_t c = 0; c < columns.size(); ++c) {
            text += (c == 0 ? "" : ", ") + json_string(columns[c].name) + ": ";
            const std::string cell = table.cell(r, c);
            const bool number = std::holds_alternative<std::vector<double>>(columns[c].values);
            if (cell.empty() || (number && cell.find("inf") != std::string::npos)) {
                text += "null";
            } else {
                text += number ? cell : json_string(cell);
            }
        }
        text += '}';
    }
    return text + (table.rows() == 0 ? "]\n" : "\n]\n");
}

INCUFLOW_END
