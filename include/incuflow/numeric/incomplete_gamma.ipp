// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/double_double.ipp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/incomplete_gamma.hpp"
#include "incuflow/numeric/log_gamma.ipp"
#include "incuflow/numeric/normal.hpp"

#include <array>
#include <cmath>
#include <limits>

INCUFLOW_BEGIN

namespace detail {

inline constexpr double gamma_series_end = 1e-18;
/// From here on Stirling's series of five terms is within rounding.
inline constexpr double gamma_stirling_from = 16.0;
inline constexpr double gamma_temme_from = 1e4;

/// Temme's coefficients c_k(η) as power series, |η| ≤ 1: by the inversion of μ − log(1 + μ) = η²/2 and his recursion in
/// exact fractions. Together with a ≥ 10⁴ what is cut off is below 1e-13 of the tail.
inline constexpr std::array<double, 20> temme_0{
    -0.3333333333333333,     0.08333333333333333,    -0.014814814814814815,  0.0011574074074074073,   0.0003527336860670194,
    -0.0001787551440329218,  3.919263178522438e-05,  -2.185448510679992e-06, -1.85406221071516e-06,   8.296711340953087e-07,
    -1.7665952736826078e-07, 6.707853543401498e-09,  1.0261809784240309e-08, -4.382036018453353e-09,  9.14769958223679e-10,
    -2.5514193994946248e-11, -5.830772132550426e-11, 2.4361948020667415e-11, -5.0276692801141755e-12, 1.1004392031956135e-13};
inline constexpr std::array<double, 14> temme_1{
    -0.001851851851851852,  -0.003472222222222222,   0.0026455026455026454,  -0.0009902263374485596,  0.00020576131687242798,
    -4.018775720164609e-07, -1.8098550334489977e-05, 7.64916091608111e-06,   -1.6120900894563446e-06, 4.647127802807434e-09,
    1.378633446915721e-07,  -5.752545603517705e-08,  1.1951628599778148e-08, -1.7543241719747647e-11};
inline constexpr std::array<double, 9> temme_2{0.004133597883597883,    -0.0026813271604938273, 0.0007716049382716049,
                                               2.0093878600823047e-06,  -0.0001073665322636516, 5.2923448829120125e-05,
                                               -1.2760635188618728e-05, 3.423578734096138e-08,  1.3721957309062934e-06};

inline constexpr double gamma_root_2_pi = 2.5066282746310002;
inline constexpr double gamma_half_log_2_pi = 0.9189385332046728;

INCUFLOW_INLINE double exponential_beyond_line(double s) noexcept
{
    if (std::fabs(s) > 1.0) {
        return exponential_minus_1(s) - s;
    }
    // s²·(1/2! + s/3! + … + s^17/19!)
    constexpr std::array<double, 18> series = [] {
        std::array<double, 18> c{};
        double factorial = 1.0;
        for (std::size_t i = 0; i < c.size(); ++i) {
            factorial *= static_cast<double>(i + 2);
            c[i] = 1.0 / factorial;
        }
        return c;
    }();
    return s * s * polynomial(series, s);
}

INCUFLOW_INLINE double stirling_rest(double x) noexcept
{
    const double s = 1.0 / x / x;
    return (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - s / 1188.0) * s) * s) * s) / x;
}

/// e^exponent·factor, the exponent in two parts.
INCUFLOW_INLINE double gamma_scaled(DoubleDouble exponent, double factor) noexcept
{
    return exponent.high < -746.0 ? 0.0 : exponential_times<Use::single>(exponent.high, exponent.low, factor);
}

/// The continued fraction of Γ(b, x)/(x^b e^(−x)), 0 ≤ b ≤ 1 ≤ x, from far enough back: it converges as e^(−4√(n·x)).
INCUFLOW_INLINE double gamma_fraction(double b, double x) noexcept
{
    double below = 0.0;
    for (int n = 12 + static_cast<int>(100.0 / x); n > 0; --n) {
        below = n * (n - b) / (x + 2.0 * n + 1.0 - b - below);
    }
    return 1.0 / (x + 1.0 - b - below);
}

/// Both tails from the one computed: `tail` = density/slope, −log of it, and the density x^a e^(−x)/Γ(a).
struct GammaSide {
    double log_tail;  ///< −log
    double tail;
    double slope;
    double density;
};

INCUFLOW_INLINE GammaTails gamma_both(bool lower, const GammaSide& side) noexcept
{
    const double other = -logarithm_1_plus(-side.tail);
    const double other_slope = side.density / (1.0 - side.tail);
    return lower ? GammaTails{side.log_tail, other, side.slope, other_slope} : GammaTails{other, side.log_tail, other_slope, side.slope};
}

/// a ≥ 10⁴, x within about a factor 3 of a: the normal law at ζ = ±√(2D), D = a(e^s − 1 − s), and its corrections.
INCUFLOW_INLINE GammaTails gamma_uniform(double a, double s, double deviance) noexcept
{
    const bool lower = s < 0.0;
    const double zeta = std::sqrt(2.0 * deviance);
    const double root = std::sqrt(a);
    const double eta = (lower ? -zeta : zeta) / root;
    const double corrections = polynomial(temme_0, eta) + (polynomial(temme_1, eta) + polynomial(temme_2, eta) / a) / a;
    // The tail over e^(−D)/√(2π).
    const double scaled = normal_mills(zeta) + (lower ? -corrections : corrections) / root;
    const double tail = exponential(-deviance) * scaled / gamma_root_2_pi;
    const double slope = root * exponential(-stirling_rest(a)) / scaled;
    return gamma_both(lower, {deviance + gamma_half_log_2_pi - logarithm(scaled), tail, slope, slope * tail});
}

/// a < 1, x < 1: P = x^a/Γ(1 + a)·(1 + a·Σ (−x)^n/(n!(a + n))), and Q by expm1 where P is near 1.
INCUFLOW_INLINE GammaTails gamma_small(double a, DoubleDouble log_x, double x) noexcept
{
    const DoubleDouble powers = product_of({a, 0.0}, log_x);
    // log Γ(1 + a); 1 + a itself would cut a small a short.
    const double norm = a < 0.5 ? log_gamma_near_2(a).high - logarithm_1_plus(a) : log_gamma(1.0 + a);
    const DoubleDouble l = exact_sum(powers.high, -norm);
    const double l_low = l.low + powers.low;
    double sum = 0.0;
    double term = 1.0;
    for (int n = 1; std::fabs(term) > gamma_series_end; ++n) {
        term *= -x / n;
        sum += term / (a + n);
    }
    const double power = gamma_scaled({l.high, l_low}, 1.0);  // x^a/Γ(1 + a)
    const double p = power * (1.0 + a * sum);
    const double density = a * power * exponential(-x);
    if (p < 0.5) {
        return gamma_both(true, {-(l.high + l_low) - logarithm_1_plus(a * sum), p, a * exponential(-x) / (1.0 + a * sum), density});
    }
    const double q = -exponential_minus_1(l.high + l_low) - power * a * sum;
    return gamma_both(false, {-logarithm(q), q, density / q, density});
}

}  // namespace detail

INCUFLOW_INLINE GammaTails gamma_tails(double a, double log_ratio, double log_ratio_low) noexcept
{
    using namespace detail;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double s = log_ratio;
    if (s != s || std::fabs(s) == infinity) {
        return s < 0.0 ? GammaTails{infinity, 0.0, a, 0.0} : GammaTails{0.0, s, 0.0, s};
    }
    const double grown = exponential_minus_1(s);  // (x − a)/a
    if (grown == infinity) {
        return {0.0, infinity, 0.0, infinity};
    }
    const double excess = grown + (grown + 1.0) * log_ratio_low;
    const double x = a * (excess + 1.0);
    if (x == infinity) {
        return {0.0, infinity, 0.0, infinity};
    }
    if (a >= gamma_temme_from) {
        const double deviance = a * (exponential_beyond_line(s) + grown * log_ratio_low);
        if (deviance <= 0.5 * a) {
            return gamma_uniform(a, s, deviance > 0.0 ? deviance : 0.0);
        }
    }
    const DoubleDouble ratio{s, log_ratio_low};
    const DoubleDouble log_x = sum_of(logarithm_pair(a), ratio);
    if (a < 1.0 && x < 1.0) {
        return gamma_small(a, log_x, x);
    }
    // log of x^a e^(−x)/Γ(a), in two parts.
    DoubleDouble exponent{};
    if (a >= gamma_stirling_from) {
        const double constant = 0.5 * logarithm(a) - gamma_half_log_2_pi - stirling_rest(a);
        if (std::fabs(s) < 1.0) {
            const double deviance = a * (exponential_beyond_line(s) + grown * log_ratio_low);
            exponent = exact_sum(-deviance, constant);
        } else {
            const DoubleDouble powers = product_of({a, 0.0}, ratio);
            exponent = sum_of(powers, exact_sum(-(a * excess), constant));
        }
    } else {
        exponent = sum_of(product_of({a, 0.0}, log_x), exact_sum(-x, -log_gamma(a)));
    }
    const double density = gamma_scaled(exponent, 1.0);
    const bool lower = x < a;
    double sum = 1.0;
    double term = 1.0;
    if (lower) {
        for (double m = a + 1.0; term > gamma_series_end * sum; m += 1.0) {
            term *= x / m;
            sum += term;
        }
        const double log_tail = -exponent.high - (exponent.low + logarithm(sum / a));
        return gamma_both(true, {log_tail, gamma_scaled(exponent, sum / a), a / sum, density});
    }
    double shape = a;
    if (shape <= 1.0) {
        sum = x * gamma_fraction(shape, x);
    } else {
        while (shape > 2.0 && term > gamma_series_end * sum) {
            shape -= 1.0;
            term *= shape / x;
            sum += term;
        }
        if (shape <= 2.0) {
            shape -= 1.0;
            sum += term * (shape * gamma_fraction(shape, x));
        }
    }
    const double log_tail = -exponent.high - (exponent.low + logarithm(sum / x));
    return gamma_both(false, {log_tail, gamma_scaled(exponent, sum / x), x / sum, density});
}

INCUFLOW_INLINE double scaled_exponential_integral(double x) noexcept
{
    if (!(x > 0.0)) {
        return x == 0.0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
    }
    if (x >= 1.0) {
        return x == std::numeric_limits<double>::infinity() ? 0.0 : detail::gamma_fraction(0.0, x);
    }
    // E1(x) = −γ − log x − Σ (−x)^n/(n·n!)
    constexpr double euler = 0.5772156649015329;
    double sum = 0.0;
    double term = 1.0;
    for (int n = 1; std::fabs(term) > detail::gamma_series_end; ++n) {
        term *= -x / n;
        sum += term / n;
    }
    return exponential(x) * (-euler - logarithm(x) - sum);
}

INCUFLOW_END
