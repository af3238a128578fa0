// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <cmath>
#include <utility>

INCUFLOW_BEGIN

namespace detail
{

[[noreturn]] INCUFLOW_EXPORT void throw_not_bracketed(double low, double high, double at_low, double at_high);
[[noreturn]] INCUFLOW_EXPORT void throw_no_value(double x);

}  // namespace detail

/// An x in [low, high] where the continuous function f changes sign, to `tolerance` (absolute, ≥ 0; never finer than
/// the spacing of doubles there). f(low) and f(high) must not have the same sign; a zero at an end is returned at once.
///
/// Keeps a bracket; the next point is the inverse parabola through the last three where that is known to stay inside
/// (the criterion of Chandrupatla 1997), else the middle: no slower than halving by more than a small factor, and
/// usually 6 to 10 evaluations. Errors: NumericError numeric.not_bracketed, numeric.no_value (f returned NaN).
template <class Function> [[nodiscard]] double find_root(Function&& f, double low, double high, double tolerance = 0.0)
{
    const auto value = [&](double x) {
        const double y = f(x);
        if (std::isnan(y)) {
            detail::throw_no_value(x);
        }
        return y;
    };
    double newest = low;
    double other = high;
    double at_newest = value(newest);
    if (at_newest == 0.0) {
        return newest;
    }
    double at_other = value(other);
    if (at_other == 0.0) {
        return other;
    }
    if (!((at_newest > 0.0) != (at_other > 0.0)) || !std::isfinite(low) || !std::isfinite(high)) {
        detail::throw_not_bracketed(low, high, at_newest, at_other);
    }
    double fraction = 0.5;
    for (int evaluations = 0;; ++evaluations) {
        const double x = newest + fraction * (other - newest);
        const double y = value(x);
        double oldest = newest;
        double at_oldest = at_newest;
        if ((y > 0.0) != (at_newest > 0.0)) {
            std::swap(oldest, other);
            std::swap(at_oldest, at_other);
        }
        // The root lies between x and `other`; `oldest` is the end that was given up.
        newest = x;
        at_newest = y;
        const bool newest_is_best = std::fabs(at_newest) < std::fabs(at_other);
        const double best = newest_is_best ? newest : other;
        const double width = std::fabs(other - newest);
        const double finest = 0x1p-52 * std::fabs(best) + 0x1p-1074;
        const double smallest = (finest + 0.5 * tolerance) / width;
        if (y == 0.0 || !(smallest < 0.5)) {
            return y == 0.0 ? newest : best;
        }
        fraction = 0.5;
        // Every third step halves the bracket whatever the parabola says, so no function can stall the search.
        if (evaluations % 3 != 2) {
            const double place = (newest - other) / (oldest - other);
            const double height = (at_newest - at_other) / (at_oldest - at_other);
            if (height * height < place && (1.0 - height) * (1.0 - height) < 1.0 - place) {
                const double inverse = at_newest / (at_other - at_newest) * (at_oldest / (at_other - at_oldest)) +
                                       (oldest - newest) / (other - newest) * (at_newest / (at_oldest - at_newest)) *
                                           (at_other / (at_oldest - at_other));
                fraction = inverse >= smallest ? (inverse <= 1.0 - smallest ? inverse : 1.0 - smallest) : smallest;
                fraction = std::isfinite(inverse) ? fraction : 0.5;
            }
        }
    }
}

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/roots.ipp"
#endif
