// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

/// H(t) = log(1 + (t/scale)^shape). Time and scale in years; the median is `scale`. A heavy tail: S falls as t^−shape,
/// and for shape ≤ 1 the mean is infinite.
class INCUFLOW_EXPORT LogLogistic {
public:
    /// Both > 0 and finite; throws ParameterError("hazard.not_positive" | "hazard.not_finite").
    LogLogistic(double shape, double scale);

    [[nodiscard]] double shape() const noexcept { return shape_; }
    [[nodiscard]] double scale() const noexcept { return scale_; }

    [[nodiscard]] double hazard(double t) const noexcept;
    [[nodiscard]] double cumulative(double t) const noexcept;
    [[nodiscard]] double inverse_cumulative(double h) const noexcept;
    /// scale·(π/shape)/sin(π/shape) for shape > 1, otherwise infinity.
    [[nodiscard]] double mean() const noexcept;

    friend bool operator==(const LogLogistic&, const LogLogistic&) = default;

private:
    double shape_;
    double scale_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/log_logistic.ipp"
#endif
