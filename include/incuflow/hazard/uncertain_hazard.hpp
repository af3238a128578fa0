// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"
#include "incuflow/hazard/families.hpp"
#include "incuflow/units/uncertain.hpp"

#include <span>
#include <string>
#include <utility>
#include <vector>

INCUFLOW_BEGIN

/// One uncertain number of a hazard, under the key a study file and a number's name give it.
struct HazardParameter {
    std::string key{};
    Number value{};
    Measure measure{Measure::per_year};

    friend bool operator==(const HazardParameter&, const HazardParameter&) = default;
};

/// A family with uncertain numbers: what a pipeline holds. One draw turns it into a Hazard (`realise`).
///
/// | family | parameters (key: measure) | besides |
/// |---|---|---|
/// | exponential | per_year or prob_per_year | |
/// | weibull | shape: shape, scale: years | |
/// | piecewise_constant | per_year[0] … or prob_per_year[0] … | breaks, years |
/// | erlang | per_year | stages |
/// | fixed_delay | delay: years | |
/// | gompertz | per_year, shape: real | |
/// | gamma | shape: shape, per_year | |
/// | log_normal | meanlog: real, sdlog: shape | |
/// | log_logistic | shape: shape, scale: years | |
/// | generalised_gamma | mu: real, sigma: shape, q: real | |
///
/// A yearly probability stays one (its range and law are those of a probability) until it is realised as the hazard
/// −log(1 − p).
struct INCUFLOW_EXPORT UncertainHazard {
    std::string family{};
    std::vector<HazardParameter> parameters{};
    std::vector<double> breaks{};
    int stages{};

    UncertainHazard() = default;
    UncertainHazard(std::string family_, std::vector<HazardParameter> parameters_, std::vector<double> breaks_ = {},
                    int stages_ = 0);
    UncertainHazard(PerYear rate);             // NOLINT(google-explicit-constructor): a rate is an exponential hazard
    UncertainHazard(ProbPerYear probability);  // NOLINT(google-explicit-constructor)
    // Plain families: their numbers are "given in code".
    UncertainHazard(const Exponential& plain);        // NOLINT(google-explicit-constructor)
    UncertainHazard(const Weibull& plain);            // NOLINT(google-explicit-constructor)
    UncertainHazard(const PiecewiseConstant& plain);  // NOLINT(google-explicit-constructor)
    UncertainHazard(const Erlang& plain);             // NOLINT(google-explicit-constructor)
    UncertainHazard(const FixedDelay& plain);         // NOLINT(google-explicit-constructor)
    UncertainHazard(const Gompertz& plain);           // NOLINT(google-explicit-constructor)
    UncertainHazard(const Gamma& plain);              // NOLINT(google-explicit-constructor)
    UncertainHazard(const LogNormal& plain);          // NOLINT(google-explicit-constructor)
    UncertainHazard(const LogLogistic& plain);        // NOLINT(google-explicit-constructor)
    UncertainHazard(const GeneralisedGamma& plain);   // NOLINT(google-explicit-constructor)
    UncertainHazard(const Hazard& plain);             // NOLINT(google-explicit-constructor)

    friend bool operator==(const UncertainHazard&, const UncertainHazard&) = default;
};

// Makers. They do not judge: `check` reports what is wrong with the whole, all of it at once.

/// Constant hazard.
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard uncertain(PerYear rate);
/// Constant hazard −log(1 − p).
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard uncertain(ProbPerYear probability);
/// H(t) = (t/scale)^shape.
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard weibull(Number shape, Years scale);
/// `rates[i]` from `breaks[i]` years on; breaks start at 0.
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard piecewise_constant(std::vector<double> breaks,
                                                                 std::vector<PerYear> rates);
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard piecewise_constant(std::vector<double> breaks,
                                                                 std::vector<ProbPerYear> probabilities);
/// k phases, each left at `rate`.
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard erlang(int k, PerYear rate);
/// Everybody after the same time.
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard fixed_delay(Years delay);
/// h = rate·e^(shape·t), a shape of any sign, per year.
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard gompertz(PerYear rate, Number shape);
/// The gamma law of this shape and rate.
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard gamma(Number shape, PerYear rate);
/// log t normal, t in years.
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard log_normal(Number meanlog, Number sdlog);
/// H = log(1 + (t/scale)^shape).
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard log_logistic(Number shape, Years scale);
/// Prentice's generalised gamma law, t in years.
[[nodiscard]] INCUFLOW_EXPORT UncertainHazard generalised_gamma(Number mu, Number sigma, Number q);

/// Hazards of competing ways out from the shares of a stage's firms that took each within a year:
/// h_a = −log(1 − Σp)·p_a/Σp, in the order given; all 0 if all shares are 0.
/// Throws ParameterError("hazard.share_range") for a share below 0 or not finite, ("hazard.shares_sum") for Σp ≥ 1.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::pair<std::string, PerYear>>
observed_shares(const std::vector<std::pair<std::string, double>>& shares);

/// The hazard at these values of its parameters, in their order. Throws ParameterError("hazard.unknown_family" |
/// "hazard.parameters" | "hazard.probability_range") and what the families throw.
[[nodiscard]] INCUFLOW_EXPORT Hazard realise(const UncertainHazard& hazard, std::span<const double> values);

/// True if every number of it is known.
[[nodiscard]] INCUFLOW_EXPORT bool known(const UncertainHazard& hazard) noexcept;

/// Everything wrong with it: the family's own rules and each number (units/uncertain.hpp), at `place.key` + `.` + key.
[[nodiscard]] INCUFLOW_EXPORT std::vector<Fault> check(const UncertainHazard& hazard, const Place& place, bool in_file);

/// All families, in the order of `Hazard`.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string> hazard_family_names();

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/hazard/uncertain_hazard.ipp"
#endif
