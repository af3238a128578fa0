// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

/// A hazard that grows or falls exponentially: h(t) = rate·e^(shape·t), H(t) = rate·(e^(shape·t) − 1)/shape. Rate and
/// shape per year. Shape 0 is a constant hazard; with a shape < 0 the hazard dies out and the event never happens with
/// chance e^(−rate/|shape|).
class INCUFLOW_EXPORT Gompertz {
public:
    /// rate ≥ 0 (0: it never happens), both finite; throws ParameterError("hazard.negative" | "hazard.not_finite").
    Gompertz(double rate, double shape);

    [[nodiscard]] double rate() const noexcept { return rate_; }
    [[nodiscard]] double shape() const noexcept { return shape_; }

    [[nodiscard]] double hazard(double t) const noexcept;
    [[nodiscard]] double cumulative(double t) const noexcept;
    [[nodiscard]] double inverse_cumulative(double h) const noexcept;
    /// e^(rate/shape)·E1(rate/shape)/shape; infinity where the event may never happen.
    [[nodiscard]] double mean() const noexcept;

    friend bool operator==(const Gompertz&, const Gompertz&) = default;

private:
    double rate_;
    double shape_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/gompertz.ipp"
#endif
