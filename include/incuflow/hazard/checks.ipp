// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/text/number.hpp"

#include <cmath>
#include <cstdint>

INCUFLOW_BEGIN

namespace detail
{

INCUFLOW_INLINE Arguments hazard_arguments(std::string_view family, std::string_view parameter, double value)
{
    return {{"family", std::string(family)}, {"parameter", std::string(parameter)}, {"given", format_number(value)}};
}

INCUFLOW_INLINE double hazard_finite(std::string_view family, std::string_view parameter, double value)
{
    if (!std::isfinite(value)) {
        throw ParameterError("hazard.not_finite", hazard_arguments(family, parameter, value));
    }
    return value + 0.0;
}

INCUFLOW_INLINE double hazard_positive(std::string_view family, std::string_view parameter, double value)
{
    (void)hazard_finite(family, parameter, value);
    if (!(value > 0.0)) {
        throw ParameterError("hazard.not_positive", hazard_arguments(family, parameter, value));
    }
    return value;
}

INCUFLOW_INLINE double hazard_not_negative(std::string_view family, std::string_view parameter, double value)
{
    (void)hazard_finite(family, parameter, value);
    if (value < 0.0) {
        throw ParameterError("hazard.negative", hazard_arguments(family, parameter, value));
    }
    return value + 0.0;
}

INCUFLOW_INLINE std::vector<Fault> hazard_break_faults(const std::vector<double>& breaks, std::size_t rates)
{
    std::vector<Fault> faults;
    if (breaks.size() != rates || breaks.empty()) {
        faults.push_back({"hazard.breaks_count",
                          {{"breaks", format_number(static_cast<std::int64_t>(breaks.size()))},
                           {"rates", format_number(static_cast<std::int64_t>(rates))}},
                          {}});
    }
    if (!breaks.empty() && breaks.front() != 0.0) {
        faults.push_back({"hazard.breaks_start", {{"given", format_number(breaks.front())}}, {}});
    }
    for (std::size_t i = 1; i < breaks.size(); ++i) {
        if (!(breaks[i] > breaks[i - 1]) || !std::isfinite(breaks[i])) {
            faults.push_back({"hazard.breaks_order",
                              {{"given", format_number(breaks[i])}, {"previous", format_number(breaks[i - 1])}},
                              {}});
        }
    }
    return faults;
}

INCUFLOW_INLINE std::vector<Fault> hazard_stage_faults(int stages)
{
    if (stages >= 1 && stages <= max_erlang_stages) {
        return {};
    }
    return {Fault{"hazard.stages_range",
                  {{"given", format_number(static_cast<std::int64_t>(stages))},
                   {"allowed", "1 .. " + format_number(static_cast<std::int64_t>(max_erlang_stages))}},
                  {}}};
}

}  // namespace detail

INCUFLOW_END
