// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/double_double.ipp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/elementary_core.ipp"

#include <cmath>
#include <limits>

INCUFLOW_BEGIN

namespace detail
{

/// x^y for finite x > 0, x ≠ 1.
INCUFLOW_INLINE double power_of_positive(double x, double y) noexcept
{
    const DoubleDouble l = logarithm_pair(x);
    if (const double exponent = y * l.high; !(std::fabs(exponent) < 750.0)) {
        return exponent > 0.0 ? std::numeric_limits<double>::infinity() : 0.0;
    }
    const DoubleDouble product = exact_product(y, l.high);
    return exponential_times<Use::single>(product.high, product.low + y * l.low, 1.0);
}

}  // namespace detail

INCUFLOW_INLINE double power(double x, double y) noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (y == 0.0 || x == 1.0) {
        return 1.0;
    }
    if (x != x || y != y) {
        return x + y;
    }
    const double size = std::fabs(x);
    if (std::fabs(y) == infinity) {
        return size == 1.0 ? 1.0 : ((size > 1.0) == (y > 0.0) ? infinity : 0.0);
    }
    const bool whole = std::floor(y) == y;
    const bool odd = whole && std::floor(0.5 * y) != 0.5 * y;
    if (x < 0.0 && size < infinity && !whole) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    double result = 1.0;
    if (size == 0.0 || size == infinity) {
        result = (size == 0.0) == (y > 0.0) ? 0.0 : infinity;
    } else if (size != 1.0) {
        result = detail::power_of_positive(size, y);
    }
    return odd && std::signbit(x) ? -result : result;
}

INCUFLOW_END
