// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/model/parts.hpp"

INCUFLOW_BEGIN

INCUFLOW_INLINE std::string_view to_string(Clock clock) noexcept
{
    switch (clock) {
    case Clock::sojourn:
        return "sojourn";
    case Clock::age:
        return "age";
    case Clock::calendar:
        break;
    }
    return "calendar";
}

INCUFLOW_END
