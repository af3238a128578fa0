// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reading.hpp"

INCUFLOW_BEGIN

namespace detail {

/// Checks a whole study against the attribute table: unknown keys (each with the nearest one), missing keys, wrong types, spellings that
/// are not allowed, keys of later versions. Notes the position of every key on the way.
void check_keys(const Node& root, StudyReading& reading);

}  // namespace detail

INCUFLOW_END
