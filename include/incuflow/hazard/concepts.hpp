// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <concepts>

INCUFLOW_BEGIN

/// The least a family of times to event must offer: a hazard, its integral, and `==`. Everything else is derived
/// (derived.hpp).
///
/// - `hazard(t)`: events per year at t years on the clock, ≥ 0; 0 for t < 0.
/// - `cumulative(t)`: its integral from 0 to t, never falling, 0 for t ≤ 0, infinity allowed; also defined at t =
/// infinity.
///   Its relative accuracy is the accuracy of all that is derived from it; the project's families keep 1e-12, down to
///   1e-300.
/// - Both are const, noexcept and return double: a family is checked when it is made, never when it is evaluated.
///
/// A family may also offer `inverse_cumulative(h)`, `mean()` or `never_probability()` where it knows a closed form; the
/// derived functions then use it. A jump of survival at one instant (FixedDelay) has no hazard and does not satisfy
/// this concept.
template <class F>
concept ContinuousHazard = std::copyable<F> && std::equality_comparable<F> && requires(const F& family, double t) {
    {
        family.hazard(t)
    } noexcept -> std::same_as<double>;
    {
        family.cumulative(t)
    } noexcept -> std::same_as<double>;
};

INCUFLOW_END
