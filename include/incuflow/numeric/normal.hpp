// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

// The standard normal law, by fits of this project: bits equal on every CPU, as in elementary.hpp.

/// Φ(x), the distribution function. Relative error < 5 ulp, in the lower tail too (down to the smallest double near x =
/// −38.5); the upper tail 1 − Φ(x) is `normal_cdf(-x)`.
[[nodiscard]] INCUFLOW_EXPORT double normal_cdf(double x) noexcept;

/// Φ^-1(p): relative error < 4 ulp on (0, 1), also at the smallest doubles; ∓inf at 0 and 1, NaN outside.
[[nodiscard]] INCUFLOW_EXPORT double normal_quantile(double p) noexcept;

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/normal.ipp"
#endif
