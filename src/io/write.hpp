// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "write_values.hpp"

INCUFLOW_BEGIN

namespace detail {

// Canonical text: keys and tables in one order, every table headed by an empty line, nothing that is empty or a default.

[[nodiscard]] std::string write_pipeline(const PipelineParts& parts, const std::vector<Parameter>& parameters);
[[nodiscard]] std::string write_counts(const StudyParts& parts);
[[nodiscard]] std::string write_targets(const StudyParts& parts);
[[nodiscard]] std::string write_scenarios(const StudyParts& parts);
[[nodiscard]] std::string write_study(const StudyParts& parts);

}  // namespace detail

INCUFLOW_END
