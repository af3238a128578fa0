// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

INCUFLOW_BEGIN

/// Prentice's generalised gamma law of the time t in years: with w = (log t − mu)/sigma, e^(q·w)/q² has a gamma law of
/// shape 1/q². q of any sign: q = sigma is a gamma law, q = 1 a Weibull, q = 0 (in the limit, continuously) a
/// log-normal, q = −1 an inverse Weibull; q < 0 has a heavy tail.
///
/// Prentice (1974), A log gamma model and its maximum likelihood estimation. The cumulative hazard is accurate to 1e-12
/// relative wherever it is above 1e-300.
class INCUFLOW_EXPORT GeneralisedGamma {
public:
    /// mu, q and q² finite, sigma > 0 and finite; throws ParameterError("hazard.not_positive" | "hazard.not_finite").
    GeneralisedGamma(double mu, double sigma, double q);

    [[nodiscard]] double mu() const noexcept { return mu_; }
    [[nodiscard]] double sigma() const noexcept { return sigma_; }
    [[nodiscard]] double q() const noexcept { return q_; }

    [[nodiscard]] double hazard(double t) const noexcept;
    [[nodiscard]] double cumulative(double t) const noexcept;
    [[nodiscard]] double inverse_cumulative(double h) const noexcept;
    /// e^mu·(q²)^(sigma/q)·Γ(1/q² + sigma/q)/Γ(1/q²); infinity where q·sigma ≤ −1.
    [[nodiscard]] double mean() const noexcept;

    friend bool operator==(const GeneralisedGamma&, const GeneralisedGamma&) = default;

private:
    double mu_;
    double sigma_;
    double q_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/generalised_gamma.ipp"
#endif
