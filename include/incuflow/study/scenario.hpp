// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/study/scenario_parts.hpp"
#include "incuflow/study/study.hpp"
#include "incuflow/units/table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

/// Ids of the scenarios of a study, in the order of the file.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string> scenario_ids(const Study& study);

/// The scenarios of a study. Columns: scenario, text (its label), combines, set (`path = value`, joined with `; `).
[[nodiscard]] INCUFLOW_EXPORT Table scenarios_table(const Study& study, Language language = Language::zh);

/// The study as one of its scenarios has it. Its tables say the scenario's id in the column `scenario`, its title the scenario's label. The
/// result has no scenarios of its own. Throws StudyError("study.unknown_scenario") with the nearest id.
[[nodiscard]] INCUFLOW_EXPORT Study with_scenario(const Study& study, std::string_view id);

/// The study with these overrides, as a scenario of that id. Throws one StudyError with every fault, each at `with_overrides.PATH`: all
/// unknown paths with the nearest valid one, values of a wrong type or out of range, and what the changed study gets wrong.
[[nodiscard]] INCUFLOW_EXPORT Study with_overrides(const Study& study, const std::vector<Override>& overrides,
                                                   const std::string& id = "overrides");

/// What the number at a path measures; none if the path is not that of a number or stock.
[[nodiscard]] INCUFLOW_EXPORT std::optional<Measure> override_measure(const Study& study, std::string_view path);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/study/scenario.ipp"
#endif
