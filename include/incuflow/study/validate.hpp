// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/numbers.hpp"
#include "incuflow/model/pipeline.hpp"
#include "incuflow/study/entry_names.hpp"
#include "incuflow/study/parts.hpp"

#include <string>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// Every fault of a study; `pipeline` is null when the pipeline itself has faults, and places are then not looked up.
INCUFLOW_EXPORT void check_study(const StudyParts& parts, const Pipeline* pipeline, bool in_file, std::vector<Fault>& faults);

/// Every fault of the scenarios of a study that has no other; defined in scenario.ipp.
INCUFLOW_EXPORT void check_scenarios(const StudyParts& parts, const Pipeline& pipeline, const NumberTable& numbers, bool in_file,
                                     std::vector<Fault>& faults);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/study/validate.ipp"
#endif
