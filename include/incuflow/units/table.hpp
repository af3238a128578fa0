// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/units/date.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

INCUFLOW_BEGIN

/// Values of one column. Empty is quiet NaN for numbers, an empty text, and Date{} (year 0) for dates.
using ColumnValues = std::variant<std::vector<double>, std::vector<std::string>, std::vector<Date>>;

struct Column {
    std::string name{};
    ColumnValues values{};

    friend INCUFLOW_EXPORT bool operator==(const Column& a, const Column& b);
};

/// A long table: named columns of one length.
class INCUFLOW_EXPORT Table {
public:
    Table() = default;
    explicit Table(std::vector<Column> columns);  ///< throws DataError("units.ragged_table")

    [[nodiscard]] const std::vector<Column>& columns() const noexcept { return columns_; }
    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    /// Throws DataError("units.no_column") with the nearest name.
    [[nodiscard]] const Column& column(std::string_view name) const;
    /// Values of a column of that sort; throw DataError("units.wrong_column") for another sort.
    [[nodiscard]] const std::vector<double>& numbers(std::string_view name) const;
    [[nodiscard]] const std::vector<std::string>& texts(std::string_view name) const;
    [[nodiscard]] const std::vector<Date>& dates(std::string_view name) const;
    /// One cell as text: numbers shortest round trip, empty as empty.
    [[nodiscard]] std::string cell(std::size_t row, std::size_t column) const;

    friend bool operator==(const Table&, const Table&) = default;

private:
    std::vector<Column> columns_{};
    std::size_t rows_{};
};

/// RFC 4180, `\n` line ends; empty cells are empty fields. `excel`: with a byte-order mark, so that Excel reads Chinese.
[[nodiscard]] INCUFLOW_EXPORT std::string to_csv(const Table& table, bool excel = false);
/// A JSON array of one object a row; empty cells and infinities are null.
[[nodiscard]] INCUFLOW_EXPORT std::string to_json(const Table& table);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/units/table.ipp"
#endif
