// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

/// Sum of k exponential phases of one rate: S(t) = e^(−x) Σ_{j<k} x^j/j!, x = rate·t. Time in years, rate per year,
/// mean k/rate.
///
/// The cumulative hazard is accurate to 1e-12 relative wherever it is above 1e-300, for every allowed k; an evaluation
/// costs O(√k).
class INCUFLOW_EXPORT Erlang
{
public:
    /// 1 ≤ k ≤ 1,000,000, rate ≥ 0 and finite (0: it never happens).
    /// Throws ParameterError("hazard.stages_range" | "hazard.negative" | "hazard.not_finite").
    Erlang(int k, double rate);

    [[nodiscard]] int k() const noexcept { return k_; }
    [[nodiscard]] double rate() const noexcept { return rate_; }

    [[nodiscard]] double hazard(double t) const noexcept;
    [[nodiscard]] double cumulative(double t) const noexcept;
    [[nodiscard]] double inverse_cumulative(double h) const noexcept;
    [[nodiscard]] double mean() const noexcept;

    friend bool operator==(const Erlang&, const Erlang&) = default;

private:
    int k_;
    double rate_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/erlang.ipp"
#endif
