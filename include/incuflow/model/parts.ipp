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

INCUFLOW_INLINE std::string_view to_string(GrowthProcess process) noexcept { return process == GrowthProcess::lognormal ? "lognormal" : "laplace"; }

INCUFLOW_INLINE std::string_view to_string(SizeOf of) noexcept
{
    switch (of) {
    case SizeOf::intake:
        return "intake";
    case SizeOf::stock:
        return "stock";
    case SizeOf::firms:
        break;
    }
    return "firms";
}

INCUFLOW_END
