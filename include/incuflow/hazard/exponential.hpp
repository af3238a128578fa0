// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

/// Constant hazard: H(t) = rate·t. Time in years, rate per year. Rate 0: it never happens.
class INCUFLOW_EXPORT Exponential
{
public:
    /// rate ≥ 0 and finite; throws ParameterError("hazard.negative" | "hazard.not_finite").
    explicit Exponential(double rate);

    [[nodiscard]] double rate() const noexcept { return rate_; }

    [[nodiscard]] double hazard(double t) const noexcept;
    [[nodiscard]] double cumulative(double t) const noexcept;
    [[nodiscard]] double inverse_cumulative(double h) const noexcept;
    [[nodiscard]] double mean() const noexcept;

    friend bool operator==(const Exponential&, const Exponential&) = default;

private:
    double rate_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/exponential.ipp"
#endif
