// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <cstddef>
#include <vector>

INCUFLOW_BEGIN

/// Hazard `rates[i]` per year from `breaks[i]` years on (the break itself included) up to the next break; the last rate
/// goes on for ever. With a last rate of 0 the event may never happen.
class INCUFLOW_EXPORT PiecewiseConstant
{
public:
    /// Breaks start at 0 and increase strictly, as many rates as breaks, rates ≥ 0, all finite. Throws ParameterError
    /// with every fault: "hazard.breaks_count", "hazard.breaks_start", "hazard.breaks_order", "hazard.negative",
    /// "hazard.not_finite".
    PiecewiseConstant(std::vector<double> breaks, std::vector<double> rates);

    [[nodiscard]] const std::vector<double>& breaks() const noexcept { return breaks_; }
    [[nodiscard]] const std::vector<double>& rates() const noexcept { return rates_; }

    [[nodiscard]] double hazard(double t) const noexcept;
    [[nodiscard]] double cumulative(double t) const noexcept;
    /// The first time the cumulative hazard is h; for h = 0 the time from which on the event can happen.
    [[nodiscard]] double inverse_cumulative(double h) const noexcept;
    /// Infinity if the last rate is 0.
    [[nodiscard]] double mean() const noexcept;

    friend bool operator==(const PiecewiseConstant& a, const PiecewiseConstant& b)
    {
        return a.breaks_ == b.breaks_ && a.rates_ == b.rates_;
    }

private:
    [[nodiscard]] std::size_t piece(double t) const noexcept;

    std::vector<double> breaks_;
    std::vector<double> rates_;
    std::vector<double> until_;  // cumulative hazard at each break
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/piecewise_constant.ipp"
#endif
