// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

/// A gamma law: S(t) = Q(shape, rate·t), Q the regularised upper incomplete gamma function. Time in years, rate per
/// year, mean shape/rate. The hazard rises from 0 to `rate` for shape > 1 and falls from infinity to it for shape < 1;
/// a whole shape is an Erlang.
///
/// The cumulative hazard is accurate to 1e-12 relative wherever it is above 1e-300, for every shape; an evaluation
/// costs at most some hundred terms.
class INCUFLOW_EXPORT Gamma {
public:
    /// Both > 0 and finite; throws ParameterError("hazard.not_positive" | "hazard.not_finite").
    Gamma(double shape, double rate);

    [[nodiscard]] double shape() const noexcept { return shape_; }
    [[nodiscard]] double rate() const noexcept { return rate_; }

    [[nodiscard]] double hazard(double t) const noexcept;
    [[nodiscard]] double cumulative(double t) const noexcept;
    [[nodiscard]] double inverse_cumulative(double h) const noexcept;
    [[nodiscard]] double mean() const noexcept { return shape_ / rate_; }

    friend bool operator==(const Gamma&, const Gamma&) = default;

private:
    double shape_;
    double rate_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/gamma.ipp"
#endif
