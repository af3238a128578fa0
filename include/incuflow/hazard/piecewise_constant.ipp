// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/hazard/piecewise_constant.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

INCUFLOW_BEGIN

INCUFLOW_INLINE PiecewiseConstant::PiecewiseConstant(std::vector<double> breaks, std::vector<double> rates)
    : breaks_(std::move(breaks)), rates_(std::move(rates))
{
    std::vector<Fault> faults = detail::hazard_break_faults(breaks_, rates_.size());
    for (std::size_t i = 0; i < rates_.size(); ++i) {
        if (!std::isfinite(rates_[i]) || rates_[i] < 0.0) {
            faults.push_back({std::isfinite(rates_[i]) ? "hazard.negative" : "hazard.not_finite",
                              {{"family", "PiecewiseConstant"},
                               {"parameter", "rates[" + format_number(static_cast<std::int64_t>(i)) + ']'},
                               {"given", format_number(rates_[i])}},
                              {}});
        }
        rates_[i] += 0.0;
    }
    if (!faults.empty()) {
        throw ParameterError(std::move(faults));
    }
    breaks_.front() = 0.0;
    // Compensated, so that a hundred pieces are as accurate as one.
    double sum = 0.0;
    double rest = 0.0;
    until_.reserve(breaks_.size());
    for (std::size_t i = 0; i < breaks_.size(); ++i) {
        until_.push_back(sum + rest);
        if (i + 1 < breaks_.size()) {
            const double term = rates_[i] * (breaks_[i + 1] - breaks_[i]);
            const double next = sum + term;
            rest += next < std::numeric_limits<double>::infinity()
                        ? (sum >= term ? (sum - next) + term : (term - next) + sum)
                        : 0.0;
            sum = next;
        }
    }
}

INCUFLOW_INLINE std::size_t PiecewiseConstant::piece(double t) const noexcept
{
    const auto next = std::upper_bound(breaks_.begin(), breaks_.end(), t);
    return static_cast<std::size_t>(next - breaks_.begin()) - 1;
}

INCUFLOW_INLINE double PiecewiseConstant::hazard(double t) const noexcept
{
    return t < 0.0 ? 0.0 : (t >= 0.0 ? rates_[piece(t)] : t);
}

INCUFLOW_INLINE double PiecewiseConstant::cumulative(double t) const noexcept
{
    if (!(t > 0.0)) {
        return t <= 0.0 ? 0.0 : t;
    }
    const std::size_t i = piece(t);
    return rates_[i] == 0.0 ? until_[i] : until_[i] + rates_[i] * (t - breaks_[i]);
}

INCUFLOW_INLINE double PiecewiseConstant::inverse_cumulative(double h) const noexcept
{
    if (!(h >= 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    // h = 0 belongs to the first piece in which something can happen, every other h to the piece that reaches it first.
    std::size_t i = 0;
    if (h == 0.0) {
        while (i < rates_.size() && rates_[i] == 0.0) {
            ++i;
        }
        return i < rates_.size() ? breaks_[i] : std::numeric_limits<double>::infinity();
    }
    const auto reached = std::lower_bound(until_.begin(), until_.end(), h);
    i = static_cast<std::size_t>(reached - until_.begin()) - 1;
    if (rates_[i] == 0.0) {
        return std::numeric_limits<double>::infinity();  // only the last piece can be a flat one here
    }
    const double t = breaks_[i] + (h - until_[i]) / rates_[i];
    return i + 1 < breaks_.size() ? std::min(t, breaks_[i + 1]) : t;
}

INCUFLOW_INLINE double PiecewiseConstant::mean() const noexcept
{
    if (rates_.back() == 0.0) {
        return std::numeric_limits<double>::infinity();
    }
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < breaks_.size(); ++i) {
        const double width = breaks_[i + 1] - breaks_[i];
        const double passed = rates_[i] * width;
        // (1 − e^(−rate·width))/rate; a product this small would lose its digits.
        const double years = passed > 1e-290 ? -exponential_minus_1(-passed) / rates_[i] : width;
        sum += exponential(-until_[i]) * years;
    }
    return sum + exponential(-until_.back()) / rates_.back();
}

INCUFLOW_END
