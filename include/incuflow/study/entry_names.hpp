// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/numbers.hpp"
#include "incuflow/study/parts.hpp"

#include <string>
#include <vector>

// How the numbers of stocks and intakes are named.

INCUFLOW_BEGIN

namespace detail {

/// Adds the numbers of stocks and intakes.
INCUFLOW_EXPORT void collect_study_numbers(const StudyParts& parts, NumberTable& table, std::vector<Fault>* faults);

/// Terms of combinations in the order of the tracks: a number is named by its place, whichever way that was written.
INCUFLOW_EXPORT void spell_places(StudyParts& parts, const Pipeline& pipeline);

/// What a stock, and a place of an intake, is named by.
[[nodiscard]] INCUFLOW_EXPORT std::string stock_place(const StockRow& row);
[[nodiscard]] INCUFLOW_EXPORT std::string intake_place(const IntakeRow& row);
[[nodiscard]] INCUFLOW_EXPORT std::string intake_key(const IntakePlace& place, const char* key);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/study/entry_names.ipp"
#endif
