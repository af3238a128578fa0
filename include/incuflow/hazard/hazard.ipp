// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/hazard/hazard.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/text/number.hpp"

#include <cstdint>
#include <iterator>
#include <limits>
#include <type_traits>
#include <variant>
#include <vector>

INCUFLOW_BEGIN

namespace detail
{

[[noreturn]] INCUFLOW_INLINE void refuse_hazard_of_atom(const FixedDelay& delay, const char* asked)
{
    throw ParameterError("hazard.atom_has_no_density", {{"asked", asked}, {"delay", format_number(delay.delay())}});
}

INCUFLOW_INLINE std::string hazard_list(const std::vector<double>& values)
{
    std::string text = "[";
    for (const double value : values) {
        text += (text.size() > 1 ? ", " : "") + format_number(value);
    }
    return text + ']';
}

struct DescribeHazard {
    std::string operator()(const Exponential& f) const { return "Exponential(rate=" + format_number(f.rate()) + ')'; }
    std::string operator()(const Weibull& f) const
    {
        return "Weibull(shape=" + format_number(f.shape()) + ", scale=" + format_number(f.scale()) + ')';
    }
    std::string operator()(const PiecewiseConstant& f) const
    {
        return "PiecewiseConstant(breaks=" + hazard_list(f.breaks()) + ", rates=" + hazard_list(f.rates()) + ')';
    }
    std::string operator()(const Erlang& f) const
    {
        return "Erlang(k=" + format_number(static_cast<std::int64_t>(f.k())) + ", rate=" + format_number(f.rate()) +
               ')';
    }
    std::string operator()(const Gompertz& f) const
    {
        return "Gompertz(rate=" + format_number(f.rate()) + ", shape=" + format_number(f.shape()) + ')';
    }
    std::string operator()(const Gamma& f) const
    {
        return "Gamma(shape=" + format_number(f.shape()) + ", rate=" + format_number(f.rate()) + ')';
    }
    std::string operator()(const LogNormal& f) const
    {
        return "LogNormal(meanlog=" + format_number(f.meanlog()) + ", sdlog=" + format_number(f.sdlog()) + ')';
    }
    std::string operator()(const LogLogistic& f) const
    {
        return "LogLogistic(shape=" + format_number(f.shape()) + ", scale=" + format_number(f.scale()) + ')';
    }
    std::string operator()(const GeneralisedGamma& f) const
    {
        return "GeneralisedGamma(mu=" + format_number(f.mu()) + ", sigma=" + format_number(f.sigma()) + ", q=" + format_number(f.q()) + ')';
    }
    std::string operator()(const FixedDelay& f) const { return "FixedDelay(delay=" + format_number(f.delay()) + ')'; }
};

}  // namespace detail

// All families move without throwing, so the variant never loses its value and std::visit cannot throw in the noexcept
// functions.

INCUFLOW_INLINE double hazard_at(const Hazard& hazard, double t)
{
    return std::visit(
        [t](const auto& family) {
            if constexpr (ContinuousHazard<std::remove_cvref_t<decltype(family)>>) {
                return family.hazard(t);
            } else {
                detail::refuse_hazard_of_atom(family, "hazard");
                return 0.0;
            }
        },
        hazard);
}

INCUFLOW_INLINE double cumulative(const Hazard& hazard, double t) noexcept
{
    return std::visit([t](const auto& family) { return family.cumulative(t); }, hazard);
}

INCUFLOW_INLINE double log_survival(const Hazard& hazard, double t) noexcept
{
    return 0.0 - cumulative(hazard, t);
}

INCUFLOW_INLINE double survival(const Hazard& hazard, double t) noexcept
{
    return exponential(-cumulative(hazard, t));
}

INCUFLOW_INLINE double density(const Hazard& hazard, double t)
{
    return std::visit(
        [t](const auto& family) {
            if constexpr (ContinuousHazard<std::remove_cvref_t<decltype(family)>>) {
                return incuflow::density(family, t);
            } else {
                detail::refuse_hazard_of_atom(family, "density");
                return 0.0;
            }
        },
        hazard);
}

INCUFLOW_INLINE double inverse_cumulative(const Hazard& hazard, double h) noexcept
{
    return std::visit([h](const auto& family) { return family.inverse_cumulative(h); }, hazard);
}

INCUFLOW_INLINE double quantile(const Hazard& hazard, double p) noexcept
{
    return p >= 0.0 && p <= 1.0 ? inverse_cumulative(hazard, 0.0 - logarithm_1_plus(-p))
                                : std::numeric_limits<double>::quiet_NaN();
}

INCUFLOW_INLINE double mean(const Hazard& hazard) noexcept
{
    return std::visit([](const auto& family) { return family.mean(); }, hazard);
}

INCUFLOW_INLINE double sample(const Hazard& hazard, double unit_uniform) noexcept
{
    return quantile(hazard, unit_uniform);
}

INCUFLOW_INLINE double never_probability(const Hazard& hazard) noexcept
{
    return exponential(-cumulative(hazard, std::numeric_limits<double>::infinity()));
}

INCUFLOW_INLINE std::string_view name(const Hazard& hazard) noexcept
{
    constexpr std::string_view names[] = {"exponential", "weibull", "piecewise_constant", "erlang",       "fixed_delay",
                                          "gompertz",    "gamma",   "log_normal",         "log_logistic", "generalised_gamma"};
    static_assert(std::size(names) == std::variant_size_v<Hazard>);
    return names[hazard.index()];
}

INCUFLOW_INLINE std::string describe(const Hazard& hazard)
{
    return std::visit(detail::DescribeHazard{}, hazard);
}

INCUFLOW_END
