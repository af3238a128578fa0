// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/checks.hpp"
#include "incuflow/hazard/uncertain_hazard.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/text/nearest.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <variant>

INCUFLOW_BEGIN

namespace detail
{

INCUFLOW_INLINE std::string hazard_count(std::size_t n)
{
    return format_number(static_cast<std::int64_t>(n));
}

INCUFLOW_INLINE std::string hazard_piece_key(Measure measure, std::size_t i)
{
    return std::string(measure == Measure::prob_per_year ? "prob_per_year" : "per_year") + '[' + hazard_count(i) + ']';
}

template <class Rates> std::vector<HazardParameter> hazard_pieces(Rates rates, Measure measure)
{
    std::vector<HazardParameter> pieces;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        pieces.push_back({hazard_piece_key(measure, i), std::move(rates[i].value), measure});
    }
    return pieces;
}

INCUFLOW_INLINE std::vector<PerYear> hazard_rates_in_code(const std::vector<double>& rates)
{
    std::vector<PerYear> numbers;
    for (const double rate : rates) {
        numbers.push_back({given_in_code(rate)});
    }
    return numbers;
}

/// The hazard that makes p the chance in a year if nothing else could happen.
INCUFLOW_INLINE double hazard_of_probability(double p)
{
    if (!(p >= 0.0 && p < 1.0)) {
        throw ParameterError("hazard.probability_range", {{"given", format_number(p)}});
    }
    return 0.0 - logarithm_1_plus(-p);
}

/// Keys and measures a family of this many parameters takes, spelled for comparison and for messages; empty for an
/// unknown family.
INCUFLOW_INLINE std::vector<std::string> hazard_signatures(const UncertainHazard& hazard)
{
    if (hazard.family == "exponential") {
        return {"per_year", "prob_per_year"};
    }
    if (hazard.family == "weibull" || hazard.family == "log_logistic") {
        return {"shape, scale"};
    }
    if (hazard.family == "gompertz") {
        return {"per_year, shape"};
    }
    if (hazard.family == "gamma") {
        return {"shape, per_year"};
    }
    if (hazard.family == "log_normal") {
        return {"meanlog, sdlog"};
    }
    if (hazard.family == "generalised_gamma") {
        return {"mu, sigma, q"};
    }
    if (hazard.family == "erlang") {
        return {"per_year"};
    }
    if (hazard.family == "fixed_delay") {
        return {"delay"};
    }
    if (hazard.family == "piecewise_constant") {
        std::vector<std::string> both;
        for (const Measure measure : {Measure::per_year, Measure::prob_per_year}) {
            std::string& keys = both.emplace_back();
            for (std::size_t i = 0; i < hazard.parameters.size(); ++i) {
                keys += (i > 0 ? ", " : "") + hazard_piece_key(measure, i);
            }
        }
        return both;
    }
    return {};
}

INCUFLOW_INLINE Measure hazard_measure(std::string_view family, std::string_view key) noexcept
{
    if (key == "meanlog" || key == "mu" || key == "q" || (key == "shape" && family == "gompertz")) {
        return Measure::real;
    }
    if (key == "shape" || key == "sdlog" || key == "sigma") {
        return Measure::shape;
    }
    if (key == "scale" || key == "delay") {
        return Measure::years;
    }
    return key.starts_with("prob_per_year") ? Measure::prob_per_year : Measure::per_year;
}

INCUFLOW_INLINE Fault unknown_hazard_family(const std::string& given)
{
    std::string allowed;
    for (const std::string& family : hazard_family_names()) {
        allowed += (allowed.empty() ? "" : ", ") + family;
    }
    return {"hazard.unknown_family",
            {{"given", given}, {"allowed", allowed}, {"nearest", nearest_name(given, hazard_family_names())}},
            {}};
}

/// The rules of the family that are not about a single number.
INCUFLOW_INLINE std::vector<Fault> hazard_form_faults(const UncertainHazard& hazard, const Place& place)
{
    const std::vector<std::string> allowed = hazard_signatures(hazard);
    std::vector<Fault> faults;
    const auto add = [&](std::vector<Fault> found, const char* key) {
        for (Fault& fault : found) {
            fault.place = place;
            fault.place.key += *key == '\0' ? "" : (place.key.empty() ? "" : ".") + std::string(key);
            faults.push_back(std::move(fault));
        }
    };
    if (allowed.empty()) {
        add({unknown_hazard_family(hazard.family)}, "");
        return faults;
    }
    std::string given;
    bool fits = true;
    for (const HazardParameter& parameter : hazard.parameters) {
        given += (given.empty() ? "" : ", ") + parameter.key;
        fits = fits && parameter.measure == hazard_measure(hazard.family, parameter.key);
    }
    bool listed = false;
    for (const std::string& signature : allowed) {
        listed = listed || signature == given;
    }
    const bool pieces = hazard.family == "piecewise_constant";
    if (!listed || !fits) {
        std::string choice = allowed.front();
        if (pieces) {
            choice = "per_year[…] / prob_per_year[…]";
        } else if (allowed.size() > 1) {
            choice += " / " + allowed.back();
        }
        add({Fault{"hazard.parameters", {{"family", hazard.family}, {"given", given}, {"allowed", choice}}, {}}}, "");
    }
    if (pieces) {
        add(hazard_break_faults(hazard.breaks, hazard.parameters.size()), "breaks");
    } else if (!hazard.breaks.empty()) {
        add({Fault{"hazard.not_taken", {{"family", hazard.family}, {"given", "breaks"}}, {}}}, "breaks");
    }
    if (hazard.family == "erlang") {
        add(hazard_stage_faults(hazard.stages), "stages");
    } else if (hazard.stages != 0) {
        add({Fault{"hazard.not_taken", {{"family", hazard.family}, {"given", "stages"}}, {}}}, "stages");
    }
    return faults;
}

struct HazardInCode {
    template <class Family> UncertainHazard operator()(const Family& plain) const { return UncertainHazard(plain); }
};

}  // namespace detail

INCUFLOW_INLINE UncertainHazard::UncertainHazard(std::string family_, std::vector<HazardParameter> parameters_,
                                                 std::vector<double> breaks_, int stages_)
    : family(std::move(family_)), parameters(std::move(parameters_)), breaks(std::move(breaks_)), stages(stages_)
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(PerYear rate)
    : UncertainHazard("exponential", {{"per_year", std::move(rate.value), Measure::per_year}})
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(ProbPerYear probability)
    : UncertainHazard("exponential", {{"prob_per_year", std::move(probability.value), Measure::prob_per_year}})
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(const Exponential& plain)
    : UncertainHazard(PerYear{given_in_code(plain.rate())})
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(const Weibull& plain)
    : UncertainHazard(weibull(given_in_code(plain.shape()), Years{given_in_code(plain.scale())}))
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(const PiecewiseConstant& plain)
    : UncertainHazard(piecewise_constant(plain.breaks(), detail::hazard_rates_in_code(plain.rates())))
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(const Erlang& plain)
    : UncertainHazard(erlang(plain.k(), PerYear{given_in_code(plain.rate())}))
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(const FixedDelay& plain)
    : UncertainHazard(fixed_delay(Years{given_in_code(plain.delay())}))
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(const Gompertz& plain)
    : UncertainHazard(gompertz(PerYear{given_in_code(plain.rate())}, given_in_code(plain.shape())))
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(const Gamma& plain)
    : UncertainHazard(gamma(given_in_code(plain.shape()), PerYear{given_in_code(plain.rate())}))
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(const LogNormal& plain)
    : UncertainHazard(log_normal(given_in_code(plain.meanlog()), given_in_code(plain.sdlog())))
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(const LogLogistic& plain)
    : UncertainHazard(log_logistic(given_in_code(plain.shape()), Years{given_in_code(plain.scale())}))
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(const GeneralisedGamma& plain)
    : UncertainHazard(generalised_gamma(given_in_code(plain.mu()), given_in_code(plain.sigma()), given_in_code(plain.q())))
{
}

INCUFLOW_INLINE UncertainHazard::UncertainHazard(const Hazard& plain) : UncertainHazard(std::visit(detail::HazardInCode{}, plain)) {}

INCUFLOW_INLINE UncertainHazard uncertain(PerYear rate)
{
    return UncertainHazard(std::move(rate));
}

INCUFLOW_INLINE UncertainHazard uncertain(ProbPerYear probability)
{
    return UncertainHazard(std::move(probability));
}

INCUFLOW_INLINE UncertainHazard weibull(Number shape, Years scale)
{
    return {"weibull",
            {{"shape", std::move(shape), Measure::shape}, {"scale", std::move(scale.value), Measure::years}}};
}

INCUFLOW_INLINE UncertainHazard piecewise_constant(std::vector<double> breaks, std::vector<PerYear> rates)
{
    return {"piecewise_constant", detail::hazard_pieces(std::move(rates), Measure::per_year), std::move(breaks)};
}

INCUFLOW_INLINE UncertainHazard piecewise_constant(std::vector<double> breaks, std::vector<ProbPerYear> probabilities)
{
    return {"piecewise_constant", detail::hazard_pieces(std::move(probabilities), Measure::prob_per_year),
            std::move(breaks)};
}

INCUFLOW_INLINE UncertainHazard erlang(int k, PerYear rate)
{
    return {"erlang", {{"per_year", std::move(rate.value), Measure::per_year}}, {}, k};
}

INCUFLOW_INLINE UncertainHazard fixed_delay(Years delay)
{
    return {"fixed_delay", {{"delay", std::move(delay.value), Measure::years}}};
}

INCUFLOW_INLINE UncertainHazard gompertz(PerYear rate, Number shape)
{
    return {"gompertz", {{"per_year", std::move(rate.value), Measure::per_year}, {"shape", std::move(shape), Measure::real}}};
}

INCUFLOW_INLINE UncertainHazard gamma(Number shape, PerYear rate)
{
    return {"gamma", {{"shape", std::move(shape), Measure::shape}, {"per_year", std::move(rate.value), Measure::per_year}}};
}

INCUFLOW_INLINE UncertainHazard log_normal(Number meanlog, Number sdlog)
{
    return {"log_normal", {{"meanlog", std::move(meanlog), Measure::real}, {"sdlog", std::move(sdlog), Measure::shape}}};
}

INCUFLOW_INLINE UncertainHazard log_logistic(Number shape, Years scale)
{
    return {"log_logistic", {{"shape", std::move(shape), Measure::shape}, {"scale", std::move(scale.value), Measure::years}}};
}

INCUFLOW_INLINE UncertainHazard generalised_gamma(Number mu, Number sigma, Number q)
{
    return {"generalised_gamma",
            {{"mu", std::move(mu), Measure::real}, {"sigma", std::move(sigma), Measure::shape}, {"q", std::move(q), Measure::real}}};
}

INCUFLOW_INLINE std::vector<std::pair<std::string, PerYear>> observed_shares(const std::vector<std::pair<std::string, double>>& shares)
{
    double sum = 0.0;
    std::vector<Fault> faults;
    for (const auto& [to, share] : shares) {
        if (!(share >= 0.0) || !std::isfinite(share)) {
            faults.push_back({"hazard.share_range", {{"name", to}, {"given", format_number(share)}}, {}});
        }
        sum += share;
    }
    if (faults.empty() && !(sum < 1.0)) {
        faults.push_back({"hazard.shares_sum", {{"given", format_number(sum)}}, {}});
    }
    if (!faults.empty()) {
        throw ParameterError(std::move(faults));
    }
    // Where nobody moved every hazard is 0.
    const double per_share = sum > 0.0 ? -logarithm_1_plus(-sum) / sum : 1.0;
    std::vector<std::pair<std::string, PerYear>> hazards;
    for (const auto& [to, share] : shares) {
        hazards.emplace_back(to, PerYear{given_in_code(per_share * share)});
    }
    return hazards;
}

INCUFLOW_INLINE Hazard realise(const UncertainHazard& hazard, std::span<const double> values)
{
    const std::string& family = hazard.family;
    const std::vector<std::string> signatures = detail::hazard_signatures(hazard);
    if (signatures.empty()) {
        throw ParameterError(std::vector<Fault>{detail::unknown_hazard_family(family)});
    }
    const auto commas = std::count(signatures.front().begin(), signatures.front().end(), ',');
    const std::size_t expected = family == "piecewise_constant" ? hazard.parameters.size() : static_cast<std::size_t>(commas) + 1;
    if (values.size() != hazard.parameters.size() || values.size() != expected) {
        throw ParameterError("hazard.values_count", {{"family", family},
                                                     {"given", detail::hazard_count(values.size())},
                                                     {"allowed", detail::hazard_count(expected)}});
    }
    const auto rate = [&](std::size_t i) {
        return hazard.parameters[i].measure == Measure::prob_per_year ? detail::hazard_of_probability(values[i])
                                                                      : values[i];
    };
    if (family == "exponential") {
        return Exponential(rate(0));
    }
    if (family == "weibull") {
        return Weibull(values[0], values[1]);
    }
    if (family == "erlang") {
        return Erlang(hazard.stages, rate(0));
    }
    if (family == "gompertz") {
        return Gompertz(values[0], values[1]);
    }
    if (family == "gamma") {
        return Gamma(values[0], values[1]);
    }
    if (family == "log_normal") {
        return LogNormal(values[0], values[1]);
    }
    if (family == "log_logistic") {
        return LogLogistic(values[0], values[1]);
    }
    if (family == "generalised_gamma") {
        return GeneralisedGamma(values[0], values[1], values[2]);
    }
    if (family == "fixed_delay") {
        return FixedDelay(values[0]);
    }
    std::vector<double> rates;
    for (std::size_t i = 0; i < values.size(); ++i) {
        rates.push_back(rate(i));
    }
    return PiecewiseConstant(hazard.breaks, std::move(rates));
}

INCUFLOW_INLINE bool known(const UncertainHazard& hazard) noexcept
{
    for (const HazardParameter& parameter : hazard.parameters) {
        if (!parameter.value.known()) {
            return false;
        }
    }
    return true;
}

INCUFLOW_INLINE std::vector<Fault> check(const UncertainHazard& hazard, const Place& place, bool in_file)
{
    std::vector<Fault> faults = detail::hazard_form_faults(hazard, place);
    for (const HazardParameter& parameter : hazard.parameters) {
        Place at = place;
        at.key += (at.key.empty() ? "" : ".") + parameter.key;
        std::vector<Fault> found = check(parameter.value, parameter.measure, at, in_file);
        faults.insert(faults.end(), found.begin(), found.end());
    }
    return faults;
}

INCUFLOW_INLINE std::vector<std::string> hazard_family_names()
{
    return {"exponential", "weibull", "piecewise_constant", "erlang",       "fixed_delay",
            "gompertz",    "gamma",   "log_normal",         "log_logistic", "generalised_gamma"};
}

INCUFLOW_END
