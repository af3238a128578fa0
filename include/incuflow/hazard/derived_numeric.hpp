// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/hazard/concepts.hpp"
#include "incuflow/numeric/elementary.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>

INCUFLOW_BEGIN

namespace detail
{

/// Cumulative hazard of all time.
template <ContinuousHazard F> [[nodiscard]] double total_hazard(const F& family) noexcept
{
    const double h = family.cumulative(std::numeric_limits<double>::infinity());
    // A family that meets 0·infinity there still has an answer at the last double.
    return h == h ? h : family.cumulative(std::numeric_limits<double>::max());
}

/// The positive double halfway, counted in doubles, between two others: halves the bracket on every scale.
[[nodiscard]] inline double hazard_halfway(double low, double high) noexcept
{
    const auto a = std::bit_cast<std::uint64_t>(low);
    const auto b = std::bit_cast<std::uint64_t>(high);
    return std::bit_cast<double>(a + (b - a) / 2);
}

/// The t with cumulative(t) = h. Newton steps on log H over log t, where the families are nearly straight, kept inside
/// a bracket that is halved whenever a step leaves it or steps are slow; ends at neighbouring doubles at the latest.
template <ContinuousHazard F>
[[nodiscard]] double inverse_by_bracketing(const F& family, double h, double guess) noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double last = std::numeric_limits<double>::max();
    if (!(h >= 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (h == 0.0) {
        return total_hazard(family) == 0.0 ? infinity : 0.0;
    }
    if (!(family.cumulative(last) >= h)) {
        return infinity;
    }
    double low = 0.0;    // cumulative < h
    double high = last;  // cumulative ≥ h
    double t = guess > 0.0 && guess < last ? guess : 1.0;
    for (int step = 0; std::bit_cast<std::uint64_t>(high) - std::bit_cast<std::uint64_t>(low) > 1; ++step) {
        const double reached = family.cumulative(t);
        (reached < h ? low : high) = t;
        double next = 0.0;  // outside the bracket: halve
        if (reached > 0.0 && reached < infinity && (step < 8 || step % 2 == 0)) {
            const double gap = (h - reached) / reached;
            const double log_gap = gap > -0.5 ? logarithm_1_plus(gap) : logarithm(h / reached);
            const double slope = t * (family.hazard(t) / reached);
            const double shift = log_gap / slope;
            if (std::fabs(shift) < 4e-16) {
                return t;
            }
            next = t * exponential(shift);
        }
        t = next > low && next < high ? next : hazard_halfway(low, high);
    }
    return high;
}

// Abscissae and weights of the 7-point Gauss and 15-point Kronrod rules (Kronrod 1965), outermost first.
inline constexpr double hazard_kronrod_points[8] = {
    0.99145537112081263921, 0.94910791234275852453, 0.86486442335976907279, 0.74153118559939443986,
    0.58608723546769113029, 0.40584515137739716691, 0.20778495500789846760, 0.0};
inline constexpr double hazard_kronrod_weights[8] = {
    0.02293532201052922496, 0.06309209262997855329, 0.10479001032225018384, 0.14065325971552591875,
    0.16900472663926790658, 0.19035057806478540991, 0.20443294007529889241, 0.20948214108472782801};
inline constexpr double hazard_gauss_weights[4] = {0.12948496616886969327, 0.27970539148927666790,
                                                   0.38183005050511894495, 0.41795918367346938776};

inline constexpr int hazard_deepest_cut = 40;

/// ∫ S(e^u) e^u du from a to b, cut in halves until two rules agree within `tolerance`, or within 1e-13 of the whole
/// interval's value.
template <ContinuousHazard F>
[[nodiscard]] double hazard_survived_years(const F& family, double a, double b, double tolerance,
                                           int depth = hazard_deepest_cut) noexcept
{
    const double middle = 0.5 * (a + b);
    const double half = 0.5 * (b - a);
    double fine = 0.0;
    double coarse = 0.0;
    for (int i = 0; i < 8; ++i) {
        double value = 0.0;
        for (const double u : {middle - half * hazard_kronrod_points[i], middle + half * hazard_kronrod_points[i]}) {
            value += exponential(u - family.cumulative(exponential(u)));
        }
        value *= i == 7 ? 0.5 : 1.0;
        fine += hazard_kronrod_weights[i] * value;
        coarse += i % 2 == 1 ? hazard_gauss_weights[i / 2] * value : 0.0;
    }
    if (depth == hazard_deepest_cut && tolerance < 1e-13 * fine * half) {
        tolerance = 1e-13 * fine * half;
    }
    if (depth == 0 || !(std::fabs(fine - coarse) * half > tolerance)) {
        return fine * half;
    }
    return hazard_survived_years(family, a, middle, tolerance, depth - 1) +
           hazard_survived_years(family, middle, b, tolerance, depth - 1);
}

/// A step in log t over which survival falls by no more than about a factor e.
template <ContinuousHazard F> [[nodiscard]] double hazard_log_time_step(const F& family, double t) noexcept
{
    const double index = t * family.hazard(t);
    return index > 0.0 ? 1.0 / (1.0 + (index < 1e9 ? index : 1e9)) : 1.0;
}

/// ∫ S(t) dt over all t ≥ 0, on the scale of log t: panels from the median down to where the rest is below rounding,
/// and up until what remains is. The rest beyond T is at most T·S(T)/(T·h(T) − 1) once T·h(T) no longer falls, and
/// infinite if that stays ≤ 1.
template <ContinuousHazard F> [[nodiscard]] double mean_by_quadrature(const F& family) noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (total_hazard(family) < infinity) {
        return infinity;
    }
    const double median = inverse_by_bracketing(family, 0.6931471805599453, 1.0);
    if (!(median > 0.0 && median < infinity)) {
        return median;
    }
    const double start = logarithm(median);
    const double tolerance = 1e-15 * median;
    double sum = exponential(start - 40.0);
    for (double u = start; u > start - 40.0;) {
        double below = u - hazard_log_time_step(family, exponential(u));
        below = below > start - 40.0 ? below : start - 40.0;
        sum += hazard_survived_years(family, below, u, tolerance);
        u = below;
    }
    for (double u = start;;) {
        const double t = exponential(u);
        const double lasting = t * exponential(-family.cumulative(t));
        const double excess = t * family.hazard(t) - 1.0;
        const bool far = u > 700.0;
        if (lasting == 0.0 || (excess > 0.0 && (far || lasting < 1e-16 * sum * excess))) {
            return lasting == 0.0 ? sum : sum + lasting / excess;
        }
        if (far) {
            return infinity;
        }
        const double above = u + hazard_log_time_step(family, t);
        sum += hazard_survived_years(family, u, above, tolerance);
        u = above;
    }
}

}  // namespace detail

INCUFLOW_END
