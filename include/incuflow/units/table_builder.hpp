// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/units/table.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// Collects rows under columns declared at the start, so that a table without rows has its columns too. A row gives every column in
/// the declared order; anything else is a mistake in this library and throws std::logic_error.
class TableBuilder {
public:
    /// Names in order, each run of one sort behind its sort: `"text: scenario region date: due number: expected low high"`.
    explicit TableBuilder(std::string_view declaration)
    {
        std::string_view sort;
        for (std::size_t end = 0; !declaration.empty(); declaration.remove_prefix(std::min(declaration.size(), end + 1))) {
            end = std::min(declaration.find(' '), declaration.size());
            const std::string_view word = declaration.substr(0, end);
            if (word.ends_with(':')) {
                sort = word;
            } else if (sort == "number:") {
                columns_.push_back({std::string(word), std::vector<double>{}});
            } else if (sort == "date:") {
                columns_.push_back({std::string(word), std::vector<Date>{}});
            } else {
                columns_.push_back({std::string(word), std::vector<std::string>{}});
            }
        }
    }

    TableBuilder& text(std::string_view name, std::string value) { return put<std::vector<std::string>>(name, std::move(value)); }
    TableBuilder& number(std::string_view name, double value) { return put<std::vector<double>>(name, value); }
    TableBuilder& date(std::string_view name, Date value) { return put<std::vector<Date>>(name, value); }
    void end_row()
    {
        if (at_ != columns_.size()) {
            throw std::logic_error("a row of a table is too short");
        }
        at_ = 0;
    }
    [[nodiscard]] Table build() { return Table(std::move(columns_)); }

private:
    template <class Values, class Value> TableBuilder& put(std::string_view name, Value value)
    {
        if (at_ == columns_.size() || columns_[at_].name != name || !std::holds_alternative<Values>(columns_[at_].values)) {
            throw std::logic_error("column not declared here: " + std::string(name));
        }
        std::get<Values>(columns_[at_].values).push_back(std::move(value));
        ++at_;
        return *this;
    }

    std::vector<Column> columns_{};
    std::size_t at_{};
};

}  // namespace detail

INCUFLOW_END
