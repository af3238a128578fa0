// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"

#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

namespace detail
{

// What the constructors of the families and the check of uncertain hazards have in common.

/// `value` of any sign (a negative zero as zero), or ParameterError("hazard.not_finite").
[[nodiscard]] INCUFLOW_EXPORT double hazard_finite(std::string_view family, std::string_view parameter, double value);
/// `value`, or ParameterError("hazard.not_finite" | "hazard.not_positive").
[[nodiscard]] INCUFLOW_EXPORT double hazard_positive(std::string_view family, std::string_view parameter, double value);
/// `value` (a negative zero as zero), or ParameterError("hazard.not_finite" | "hazard.negative").
[[nodiscard]] INCUFLOW_EXPORT double hazard_not_negative(std::string_view family, std::string_view parameter,
                                                         double value);
/// Everything wrong with the breaks of a piecewise constant hazard of `rates` pieces.
[[nodiscard]] INCUFLOW_EXPORT std::vector<Fault> hazard_break_faults(const std::vector<double>& breaks,
                                                                     std::size_t rates);
/// What is wrong with a number of Erlang phases; empty if nothing is.
[[nodiscard]] INCUFLOW_EXPORT std::vector<Fault> hazard_stage_faults(int stages);

// Above this the sums of the Erlang hazard would lose the stated accuracy.
inline constexpr int max_erlang_stages = 1'000'000;

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/checks.ipp"
#endif
