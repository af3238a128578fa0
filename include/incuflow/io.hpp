// SPDX-License-Identifier: Apache-2.0
#pragma once

// Study files, presets and the schema. Opt-in: they need incuflow::compiled, which defines INCUFLOW_COMPILED.

#if !defined(INCUFLOW_COMPILED)
#error "incuflow/io.hpp needs the compiled library: link incuflow::compiled (it defines INCUFLOW_COMPILED)."
#endif

#include "incuflow/io/presets.hpp"
#include "incuflow/io/schema.hpp"
#include "incuflow/io/study_file.hpp"
