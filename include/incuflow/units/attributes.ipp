// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/units/attributes.hpp"

INCUFLOW_BEGIN

INCUFLOW_INLINE const std::vector<AttributeSection>& attribute_sections()
{
    static const std::vector<AttributeSection> sections{
#include "incuflow/units/attributes/sections.inc"
    };
    return sections;
}

INCUFLOW_INLINE const std::vector<AttributeChoice>& attribute_choices()
{
    static const std::vector<AttributeChoice> choices{
        {"parameter", "per_year|prob_per_year|count_per_year|share|factor|years|firms|shape|real|amount", true},
        {"transition", "per_year|prob_per_year|weibull|piecewise_constant|erlang|gompertz|gamma|log_normal|log_logistic|generalised_gamma|fixed_delay", true},
        {"piecewise_constant", "per_year|prob_per_year", true},
        {"intake", "count_per_year|firms", true},
        {"into", "share|share_of_rest", false},
        {"target", "at_least|about|between", false},
        {"target", "period|since", false},
        {"target", "period|due", false},
    };
    return choices;
}

INCUFLOW_INLINE const std::vector<Attribute>& attributes()
{
    static const std::vector<Attribute> rows = [] {
        std::vector<Attribute> table{
#include "incuflow/units/attributes/study.inc"
#include "incuflow/units/attributes/number.inc"
#include "incuflow/units/attributes/pipeline.inc"
#include "incuflow/units/attributes/counts.inc"
#include "incuflow/units/attributes/target.inc"
        };
        // A parameter says of its number what every number says; only its value stands under the name of its measure.
        const std::vector<Attribute> written = table;
        for (Attribute row : written) {
            if (row.section == "number" && row.key != "mid" && row.key != "name") {
                row.section = "parameter";
                table.push_back(row);
            }
        }
        return table;
    }();
    return rows;
}

INCUFLOW_INLINE const Attribute* find_attribute(std::string_view section, std::string_view key)
{
    for (const Attribute& row : attributes()) {
        if (row.section == section && row.key == key) {
            return &row;
        }
    }
    return nullptr;
}

INCUFLOW_INLINE std::vector<std::string_view> split_allowed(std::string_view allowed)
{
    std::vector<std::string_view> parts;
    while (!allowed.empty()) {
        const std::size_t bar = allowed.find('|');
        parts.push_back(allowed.substr(0, bar));
        allowed = bar == std::string_view::npos ? std::string_view() : allowed.substr(bar + 1);
    }
    return parts;
}

INCUFLOW_END
