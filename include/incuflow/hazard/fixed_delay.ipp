// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/hazard/fixed_delay.hpp"

#include <limits>

INCUFLOW_BEGIN

INCUFLOW_INLINE FixedDelay::FixedDelay(double delay) : delay_(detail::hazard_positive("FixedDelay", "delay", delay)) {}

INCUFLOW_INLINE double FixedDelay::cumulative(double t) const noexcept
{
    return t < delay_ ? 0.0 : (t >= delay_ ? std::numeric_limits<double>::infinity() : t);
}

INCUFLOW_INLINE double FixedDelay::inverse_cumulative(double h) const noexcept
{
    return h >= 0.0 ? delay_ : std::numeric_limits<double>::quiet_NaN();
}

INCUFLOW_END
