// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/entries.hpp"
#include "incuflow/model/compiled.hpp"
#include "incuflow/study/study.hpp"

#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// What the numbers of a study can say about each stage and transition, in the order of stages (track by track), exits, and edges.
struct Coverage {
    std::vector<char> stage_computed;       ///< false: only ways of unknown rate or firms of unknown number lead here
    std::vector<char> stage_open;           ///< firms of unknown starting stock come here: the number is that of newcomers
    std::vector<char> transition_computed;
    std::vector<char> transition_open;
};

/// Unknown is not zero: a stage that known firms cannot reach over known rates has no number unless nobody at all can reach it.
[[nodiscard]] INCUFLOW_EXPORT Coverage find_coverage(const Pipeline& pipeline, const CompiledModel& model, const StartPlan& plan);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/coverage.ipp"
#endif
