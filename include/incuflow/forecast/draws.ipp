// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/forecast/draws.hpp"
#include "incuflow/random/number_law.hpp"

INCUFLOW_BEGIN

INCUFLOW_INLINE std::vector<double> draw_values(const Study& study, std::uint64_t seed, std::int64_t k)
{
    std::vector<double> values;
    for (const NumberEntry& entry : study.numbers().entries()) {
        values.push_back(draw(entry.number, entry.measure, seed, k, entry.name));
    }
    for (const Correlation& group : study.parts().correlations) {
        const std::vector<double> uniforms = correlated_uniforms(group.names, group.matrix, seed, k);
        for (std::size_t i = 0; i < group.names.size(); ++i) {
            const auto at = static_cast<std::size_t>(study.numbers().find(group.names[i]));
            const NumberEntry& entry = study.numbers().entries()[at];
            values[at] = quantile(entry.number, entry.measure, uniforms[i]);
        }
    }
    return values;
}

INCUFLOW_END
