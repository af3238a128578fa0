// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

/// The log of the time (in years) is normal with mean `meanlog` and standard deviation `sdlog`: S(t) = 1 − Φ(z),
/// z = (log t − meanlog)/sdlog. The median is e^meanlog years; the hazard rises and then falls.
class INCUFLOW_EXPORT LogNormal {
public:
    /// meanlog finite, sdlog > 0 and finite; throws ParameterError("hazard.not_positive" | "hazard.not_finite").
    LogNormal(double meanlog, double sdlog);

    [[nodiscard]] double meanlog() const noexcept { return meanlog_; }
    [[nodiscard]] double sdlog() const noexcept { return sdlog_; }

    [[nodiscard]] double hazard(double t) const noexcept;
    [[nodiscard]] double cumulative(double t) const noexcept;
    [[nodiscard]] double inverse_cumulative(double h) const noexcept;
    /// e^(meanlog + sdlog²/2); infinity where that is no double.
    [[nodiscard]] double mean() const noexcept;

    friend bool operator==(const LogNormal&, const LogNormal&) = default;

private:
    double meanlog_;
    double sdlog_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/log_normal.ipp"
#endif
