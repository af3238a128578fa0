// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/units/table.hpp"

#include <string>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// Collects rows; the columns and their order are those of the first row.
class TableBuilder {
public:
    TableBuilder& text(const char* name, std::string value) { return put<std::vector<std::string>>(name, std::move(value)); }
    TableBuilder& number(const char* name, double value) { return put<std::vector<double>>(name, value); }
    TableBuilder& date(const char* name, Date value) { return put<std::vector<Date>>(name, value); }
    void end_row() { at_ = 0; }
    [[nodiscard]] Table build() { return Table(std::move(columns_)); }

private:
    template <class Values, class Value> TableBuilder& put(const char* name, Value value)
    {
        if (at_ == columns_.size()) {
            columns_.push_back({name, Values{}});
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
