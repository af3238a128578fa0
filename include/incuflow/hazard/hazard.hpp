// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/hazard/concepts.hpp"
#include "incuflow/hazard/derived.hpp"
#include "incuflow/hazard/families.hpp"

#include <string>
#include <string_view>

INCUFLOW_BEGIN

// The same questions asked of a family chosen at run time. Times in years on the stated clock, hazards and densities
// per year; negative times are before the clock starts; NaN gives NaN.

/// The hazard at t. Throws ParameterError("hazard.atom_has_no_density") for a fixed delay.
[[nodiscard]] INCUFLOW_EXPORT double hazard_at(const Hazard& hazard, double t);
/// The hazard integrated from 0 to t, to 1e-12 relative down to 1e-300; infinity from a fixed delay on.
[[nodiscard]] INCUFLOW_EXPORT double cumulative(const Hazard& hazard, double t) noexcept;
/// log of the chance that it has not happened by t.
[[nodiscard]] INCUFLOW_EXPORT double log_survival(const Hazard& hazard, double t) noexcept;
/// The chance that it has not happened by t.
[[nodiscard]] INCUFLOW_EXPORT double survival(const Hazard& hazard, double t) noexcept;
/// Density of the time to event. Throws ParameterError("hazard.atom_has_no_density") for a fixed delay.
[[nodiscard]] INCUFLOW_EXPORT double density(const Hazard& hazard, double t);
/// The time at which the cumulative hazard reaches h; infinity if it never does, NaN for h < 0.
[[nodiscard]] INCUFLOW_EXPORT double inverse_cumulative(const Hazard& hazard, double h) noexcept;
/// The time by which it has happened with chance p; for p = 0 the time from which on it can happen; NaN for p outside
/// [0, 1].
[[nodiscard]] INCUFLOW_EXPORT double quantile(const Hazard& hazard, double p) noexcept;
/// Mean time to event; infinity where it is infinite or where the event may never happen.
[[nodiscard]] INCUFLOW_EXPORT double mean(const Hazard& hazard) noexcept;
/// A time to event from a uniform number u in [0, 1); rises with u, infinity if the event does not happen.
[[nodiscard]] INCUFLOW_EXPORT double sample(const Hazard& hazard, double unit_uniform) noexcept;
/// The chance that it never happens.
[[nodiscard]] INCUFLOW_EXPORT double never_probability(const Hazard& hazard) noexcept;

/// The family as files and messages spell it: `exponential`, `weibull`, `piecewise_constant`, `erlang`, `fixed_delay`,
/// `gompertz`, `gamma`, `log_normal`, `log_logistic`, `generalised_gamma`.
[[nodiscard]] INCUFLOW_EXPORT std::string_view name(const Hazard& hazard) noexcept;
/// As it is written in code: `Weibull(shape=1.3, scale=1.8)`.
[[nodiscard]] INCUFLOW_EXPORT std::string describe(const Hazard& hazard);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/hazard.ipp"
#endif
