// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/roots.hpp"
#include "incuflow/text/number.hpp"

INCUFLOW_BEGIN

namespace detail
{

INCUFLOW_INLINE void throw_not_bracketed(double low, double high, double at_low, double at_high)
{
    throw NumericError("numeric.not_bracketed", {{"low", format_number(low)},
                                                 {"high", format_number(high)},
                                                 {"at_low", format_number(at_low)},
                                                 {"at_high", format_number(at_high)}});
}

INCUFLOW_INLINE void throw_no_value(double x)
{
    throw NumericError("numeric.no_value", {{"at", format_number(x)}});
}

}  // namespace detail

INCUFLOW_END
