// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/hazard/exponential.hpp"

#include <limits>

INCUFLOW_BEGIN

INCUFLOW_INLINE Exponential::Exponential(double rate) : rate_(detail::hazard_not_negative("Exponential", "rate", rate))
{
}

INCUFLOW_INLINE double Exponential::hazard(double t) const noexcept
{
    return t < 0.0 ? 0.0 : (t >= 0.0 ? rate_ : t);
}

INCUFLOW_INLINE double Exponential::cumulative(double t) const noexcept
{
    if (t <= 0.0 || (rate_ == 0.0 && t > 0.0)) {
        return 0.0;
    }
    return rate_ * t;
}

INCUFLOW_INLINE double Exponential::inverse_cumulative(double h) const noexcept
{
    if (!(h >= 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    // Also for h = 0: what never happens has no first moment at which it could.
    return rate_ == 0.0 ? std::numeric_limits<double>::infinity() : h / rate_;
}

INCUFLOW_INLINE double Exponential::mean() const noexcept
{
    return rate_ == 0.0 ? std::numeric_limits<double>::infinity() : 1.0 / rate_;
}

INCUFLOW_END
