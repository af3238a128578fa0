// SPDX-License-Identifier: Apache-2.0
#pragma once

#if !defined(INCUFLOW_COMPILED)
#error "The schema needs the compiled library: link incuflow::compiled (it defines INCUFLOW_COMPILED)."
#endif

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"

#include <string>

INCUFLOW_BEGIN

/// JSON Schema (draft 2020-12) of a study file, made from the attribute table. TOML dates stand as texts such as "2016-01-31".
[[nodiscard]] INCUFLOW_EXPORT std::string study_schema();

/// The keys of a study file as Markdown tables, one a section, made from the attribute table.
[[nodiscard]] INCUFLOW_EXPORT std::string attribute_table_markdown(Language language);

INCUFLOW_END
