// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/hazard/concepts.hpp"
#include "incuflow/hazard/derived_numeric.hpp"
#include "incuflow/numeric/elementary.hpp"

#include <limits>

INCUFLOW_BEGIN

// What follows from a hazard and its integral alone. Times in years, hazards and densities per year; negative times are
// before the clock starts (nothing has happened); NaN gives NaN.

/// The hazard at t.
template <ContinuousHazard F> [[nodiscard]] double hazard_at(const F& family, double t) noexcept
{
    return family.hazard(t);
}

/// The hazard integrated from 0 to t.
template <ContinuousHazard F> [[nodiscard]] double cumulative(const F& family, double t) noexcept
{
    return family.cumulative(t);
}

/// log of the chance that it has not happened by t.
template <ContinuousHazard F> [[nodiscard]] double log_survival(const F& family, double t) noexcept
{
    return 0.0 - family.cumulative(t);
}

/// The chance that it has not happened by t.
template <ContinuousHazard F> [[nodiscard]] double survival(const F& family, double t) noexcept
{
    return exponential(-family.cumulative(t));
}

/// Density of the time to event.
template <ContinuousHazard F> [[nodiscard]] double density(const F& family, double t) noexcept
{
    const double s = exponential(-family.cumulative(t));
    return s == 0.0 ? 0.0 : family.hazard(t) * s;
}

/// The time at which the cumulative hazard reaches h ≥ 0, infinity if it never does, NaN for h < 0. Without a closed
/// form it is bracketed on `cumulative` and is as accurate as that.
template <ContinuousHazard F> [[nodiscard]] double inverse_cumulative(const F& family, double h) noexcept
{
    if constexpr (requires { family.inverse_cumulative(h); }) {
        return family.inverse_cumulative(h);
    } else {
        return detail::inverse_by_bracketing(family, h, 1.0);
    }
}

/// The time by which it has happened with chance p; for p = 0 the time from which on it can happen; NaN for p outside
/// [0, 1].
template <ContinuousHazard F> [[nodiscard]] double quantile(const F& family, double p) noexcept
{
    return p >= 0.0 && p <= 1.0 ? inverse_cumulative(family, 0.0 - logarithm_1_plus(-p))
                                : std::numeric_limits<double>::quiet_NaN();
}

/// The chance that it never happens.
template <ContinuousHazard F> [[nodiscard]] double never_probability(const F& family) noexcept
{
    if constexpr (requires { family.never_probability(); }) {
        return family.never_probability();
    } else {
        return exponential(-detail::total_hazard(family));
    }
}

/// Mean time to event in years; infinity where it is infinite or where the event may never happen. Without a closed
/// form by quadrature of survival, to about 1e-12.
template <ContinuousHazard F> [[nodiscard]] double mean(const F& family) noexcept
{
    if constexpr (requires { family.mean(); }) {
        return family.mean();
    } else {
        return detail::mean_by_quadrature(family);
    }
}

/// A time to event from a uniform number u in [0, 1): the time at which the cumulative hazard reaches the unit
/// exponential −log(1 − u). Rises with u, so equal numbers pair two families.
template <ContinuousHazard F> [[nodiscard]] double sample(const F& family, double unit_uniform) noexcept
{
    return quantile(family, unit_uniform);
}

INCUFLOW_END
