// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/checks.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/flow_step.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

INCUFLOW_INLINE void flow_step(const FlowMatrix& matrix, double h, std::span<const double> inflow, std::vector<double>& y)
{
    const std::size_t n = detail::numeric::checked_states("flow", matrix.n);
    detail::numeric::check_size("diagonal", {n}, matrix.diagonal.size());
    detail::numeric::check_size("y", {n}, y.size());
    detail::numeric::check_finite("time", h);
    detail::numeric::check_finite("diagonal", matrix.diagonal);
    if (!inflow.empty()) {
        detail::numeric::check_size("inflow", {n}, inflow.size());
    }
    if (h < 0.0) {
        throw ParameterError("numeric.time_negative", {{"given", format_number(h)}});
    }
    // With y = e^(−κt) z the diagonal of z' is d + κ ≥ 0.
    double kappa = 0.0;
    std::vector<double> sums = matrix.diagonal;
    for (const FlowMatrix::Entry& entry : matrix.entries) {
        if (!(entry.rate >= 0.0 && std::isfinite(entry.rate))) {
            throw ParameterError("numeric.rate_negative", {{"what", "flow"}, {"given", format_number(entry.rate)}});
        }
        sums[static_cast<std::size_t>(entry.from)] += entry.rate;
    }
    for (const double d : matrix.diagonal) {
        kappa = std::max(kappa, -d);
    }
    const double pace = kappa + std::max(0.0, *std::max_element(sums.begin(), sums.end()));
    constexpr double events_a_substep = 16.0;
    constexpr double most_events = 1e10;
    if (pace * h > most_events) {
        throw NumericError("numeric.flow_too_fast", {{"given", format_number(pace * h)}, {"allowed", format_number(most_events)}});
    }
    const auto substeps = static_cast<std::size_t>(std::max(1.0, std::ceil(pace * h / events_a_substep)));
    const double step = h / static_cast<double>(substeps);
    const double lift = kappa * step;
    int orders = 1;
    for (double term = 1.0; term > 1e-19 || orders < pace * step; ++orders) {
        term *= pace * step / orders;
    }
    // A place d moves away needs d terms before it is counted at all.
    constexpr int farthest = 16;
    orders += std::min(matrix.n, farthest);
    const double scale = exponential(-lift);
    std::vector<double> now(n);
    std::vector<double> next(n);
    for (std::size_t k = 0; k < substeps; ++k) {
        now = y;
        std::vector<double> sum = y;
        double arriving = step;  // of e^(κt), times the step
        for (int m = 1; m <= orders; ++m) {
            for (std::size_t i = 0; i < n; ++i) {
                next[i] = now[i] * (matrix.diagonal[i] * step + lift);
            }
            for (const FlowMatrix::Entry& entry : matrix.entries) {
                next[static_cast<std::size_t>(entry.to)] += now[static_cast<std::size_t>(entry.from)] * (entry.rate * step);
            }
            for (std::size_t i = 0; i < inflow.size(); ++i) {
                next[i] += inflow[i] * arriving;
            }
            const double divide = 1.0 / m;
            for (std::size_t i = 0; i < n; ++i) {
                now[i] = std::max(0.0, next[i] * divide);
                sum[i] += now[i];
            }
            arriving *= lift / m;
        }
        for (std::size_t i = 0; i < n; ++i) {
            y[i] = scale * sum[i];
        }
    }
}

INCUFLOW_END
