// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

/// Everybody moves exactly `delay` years after the clock starts: S(t) = 1 before, 0 from then on.
///
/// An atom, not a hazard: it has no `hazard` and does not satisfy ContinuousHazard; `hazard_at` and `density` of a
/// Hazard that holds one throw ParameterError("hazard.atom_has_no_density").
class INCUFLOW_EXPORT FixedDelay
{
public:
    /// delay > 0 and finite; throws ParameterError("hazard.not_positive" | "hazard.not_finite").
    explicit FixedDelay(double delay);

    [[nodiscard]] double delay() const noexcept { return delay_; }

    /// 0 before the delay, infinity from then on.
    [[nodiscard]] double cumulative(double t) const noexcept;
    /// The delay, for every h ≥ 0.
    [[nodiscard]] double inverse_cumulative(double h) const noexcept;
    [[nodiscard]] double mean() const noexcept { return delay_; }

    friend bool operator==(const FixedDelay&, const FixedDelay&) = default;

private:
    double delay_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/fixed_delay.ipp"
#endif
