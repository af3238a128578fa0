// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

/// Power-law hazard: H(t) = (t/scale)^shape. Time and scale in years; 1 − 1/e of the firms have moved after `scale`
/// years. The hazard falls with time for shape < 1, rises for shape > 1.
class INCUFLOW_EXPORT Weibull
{
public:
    /// Both > 0 and finite; throws ParameterError("hazard.not_positive" | "hazard.not_finite").
    Weibull(double shape, double scale);

    [[nodiscard]] double shape() const noexcept { return shape_; }
    [[nodiscard]] double scale() const noexcept { return scale_; }

    [[nodiscard]] double hazard(double t) const noexcept;
    [[nodiscard]] double cumulative(double t) const noexcept;
    [[nodiscard]] double inverse_cumulative(double h) const noexcept;
    /// scale·Γ(1 + 1/shape); infinity where that is no double.
    [[nodiscard]] double mean() const noexcept;

    friend bool operator==(const Weibull&, const Weibull&) = default;

private:
    double shape_;
    double scale_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/weibull.ipp"
#endif
