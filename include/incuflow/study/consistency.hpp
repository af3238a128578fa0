// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/study/study.hpp"

#include <string>
#include <vector>

INCUFLOW_BEGIN

/// The consistency lines with their values worked out.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string> consistency_lines(const Study& study, Language language);

namespace detail {

/// The value of a number, of a chain of quotients such as `100/6/3`, or of `sequence_rate(moved, entered, years)`: the hazard at which
/// `moved` of `entered` firms, entering evenly over the years, have moved by their end, from 1 − (1 − e^(−hT))/(hT) = moved/entered.
/// NaN if it is none of them.
[[nodiscard]] INCUFLOW_EXPORT double work_out(const std::string& expression);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/study/consistency.ipp"
#endif
