// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

// The standard normal law, by fits of this project: bits equal on every CPU, as in elementary.hpp.

/// Φ(x), the distribution function. Relative error < 5 ulp, in the lower tail too (down to the smallest double near x =
/// −38.5); the upper tail 1 − Φ(x) is `normal_cdf(-x)`.
[[nodiscard]] INCUFLOW_EXPORT double normal_cdf(double x) noexcept;

/// Mills' ratio (1 − Φ(x))/φ(x), φ the density. Relative error < 1e-15 for x ≥ 0; below 0 it grows as √(2π)·e^(x²/2).
/// 1/`normal_mills(x)` is the hazard of the standard normal law.
[[nodiscard]] INCUFLOW_EXPORT double normal_mills(double x) noexcept;

/// −log(1 − Φ(x)), the cumulative hazard. Relative error < 1e-15·(5 + |x|·½), also where it is as small as 1e-300 or as
/// large as 1e300.
[[nodiscard]] INCUFLOW_EXPORT double normal_cumulative_hazard(double x) noexcept;

/// Φ^-1(p): relative error < 4 ulp on (0, 1), also at the smallest doubles; ∓inf at 0 and 1, NaN outside.
[[nodiscard]] INCUFLOW_EXPORT double normal_quantile(double p) noexcept;

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/normal.ipp"
#endif
