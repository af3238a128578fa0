// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/random/stream.hpp"

#include <cstdint>

INCUFLOW_BEGIN

// Own samplers: those of the standard library give other numbers in each implementation. Each takes what it needs from
// the stream; how many uniforms that is depends on the draw, except for the first two, which take one.

/// Exponential with this rate per year; ParameterError("random.rate") unless the rate is > 0 and finite.
[[nodiscard]] INCUFLOW_EXPORT double sample_exponential(Stream& stream, double rate);

/// Normal; ParameterError("random.deviation") unless mean and sd are finite and sd ≥ 0.
[[nodiscard]] INCUFLOW_EXPORT double sample_normal(Stream& stream, double mean, double sd);

/// Poisson: inversion for means below 10, above them PTRS (Hörmann 1993, "The transformed rejection method for
/// generating Poisson random variables"). ParameterError("random.mean") unless 0 ≤ mean ≤ 1e15.
[[nodiscard]] INCUFLOW_EXPORT std::int64_t sample_poisson(Stream& stream, double mean);

/// Binomial: inversion where n·min(p, 1 − p) < 10, above it BTRS (Hörmann 1993, "The generation of binomial random
/// variates"). ParameterError("random.trials") unless 0 ≤ trials ≤ 1e15, ("random.probability") unless 0 ≤ p ≤ 1.
[[nodiscard]] INCUFLOW_EXPORT std::int64_t sample_binomial(Stream& stream, std::int64_t trials, double p);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/random/distributions.ipp"
#endif
