// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/elementary_core.ipp"
#include "incuflow/numeric/log_gamma.ipp"
#include "incuflow/numeric/power.ipp"

INCUFLOW_BEGIN

INCUFLOW_INLINE double exponential(double x) noexcept
{
    return detail::exponential_core<detail::Use::single>(x);
}

INCUFLOW_INLINE double exponential_minus_1(double x) noexcept
{
    return detail::exponential_minus_1_core<detail::Use::single>(x);
}

INCUFLOW_INLINE double logarithm(double x) noexcept
{
    return detail::logarithm_core<detail::Use::single>(x);
}

INCUFLOW_INLINE double logarithm_1_plus(double x) noexcept
{
    return detail::logarithm_1_plus_core<detail::Use::single>(x);
}

INCUFLOW_END
