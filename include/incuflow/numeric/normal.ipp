// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/double_double.ipp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/elementary_core.ipp"
#include "incuflow/numeric/normal.hpp"

#include <array>
#include <cmath>
#include <limits>

INCUFLOW_BEGIN

namespace detail
{

inline constexpr double inverse_root_2_pi = 0.3989422804014327;

/// (Φ(x) − ½)/x = 1/√(2π) + z·fit(z), z = x² ≤ 0.82.
inline constexpr std::array<double, 10> normal_centre_fit{
    -0.06649038006690544,    0.00997355701003571,  -0.0011873282154782013,  0.00011543468759302529,
    -9.444656123264008e-06,  6.65968855435535e-07, -4.1225517917826045e-08, 2.2717997331950957e-09,
    -1.1139766529178538e-10, 4.248963789363537e-12};

/// e^(t²/2)·Φ(−t)·(t + 2), Mills' ratio, as a function of (t − 4)/(t + 4), 0.88 ≤ t ≤ 40, to 2^-62.
inline constexpr std::array<double, 23> normal_mills_fit{
    0.5664638478118136,     -0.2671011988749812,     0.1383788900636878,      -0.0431070432841891,
    -0.0013330333217045267, 0.009444001997674078,    -0.004494816517477212,   0.00035319075170763583,
    0.0005077128529932834,  -0.00013998512770497178, -5.920497042609462e-05,  2.5881482306371414e-05,
    9.323938827544542e-06,  -4.261122945797278e-06,  -1.9534029548878275e-06, 6.093059761567346e-07,
    4.62124202896944e-07,   -4.9713595918620285e-08, -1.0764230330701139e-07, -8.895675039475143e-09,
    2.279230688643183e-08,  3.769028144379373e-09,   -3.615588799336601e-09};

/// x/q where p = ½ − q, as a function of y = −½·log(4p(1 − p)) − 1 ≤ 1, to 2^-63.
inline constexpr std::array<double, 22> quantile_centre_fit{
    3.895352860861574,       1.4129015617790124,      -0.022267002315873953,  -0.038288946785246525,
    0.009772228807291006,    0.0006862036073723812,   -0.0008823734493572413, 0.00011474558113680655,
    5.000633817177557e-05,   -1.867546849512429e-05,  -7.424086968268852e-07, 1.7025554239970802e-06,
    -2.460117725034906e-07,  -1.0032872251698961e-07, 3.9190581170841356e-08, 1.5498398970096882e-09,
    -3.6683268049432004e-09, 5.181958627317103e-10,   2.294676551915613e-10,  -7.945921189367051e-11,
    -7.508190012144338e-12,  5.491801528655036e-12};

/// x − r where r = √(−2·log p), as a function of (r − 5)/(r + 4), 3.2 ≤ r ≤ 8.8, to 2^-59 of x.
inline constexpr std::array<double, 17> quantile_tail_fit{
    -0.5196853012296401,    0.6043000780650088,    -0.21068811836666448, 0.1405664233875991,    -0.06699284340276877,
    0.04981801899063129,    -0.026197346048258643, 0.022009484550633708, -0.011835118765019479, 0.010897387230751187,
    -0.0056292309021360575, 0.005773113373405849,  -0.00272234819827069, 0.0031896222137934886, -0.0014334078233863526,
    0.0022367294286562045,  -0.0001970558343429478};

/// The same as a function of (r − 17)/(r + 10), 8.7 ≤ r ≤ 39, to 2^-56 of x.
inline constexpr std::array<double, 19> quantile_far_fit{
    -0.2215943794827475,    0.2604334456047415,     -0.0824341709771726,    0.04643626352889541,
    -0.017915471502657435,  0.011588932723218322,   -0.004002123831673856,  0.003358632899150829,
    -0.0007352759436078125, 0.0011587005158159754,  1.6993449214353037e-05, 0.0005008194341001419,
    0.00015877676509629482, 0.00029539395927696946, 0.00017651412337233607, 0.00010660345492331223,
    7.496424113621083e-05,  0.0003006378954483628,  0.0002558659934848824};

}  // namespace detail

INCUFLOW_INLINE double normal_cdf(double x) noexcept
{
    const double t = std::fabs(x);
    if (t < 0.9) {
        const double z = x * x;
        return 0.5 + x * (detail::inverse_root_2_pi + z * detail::polynomial(detail::normal_centre_fit, z));
    }
    if (!(t < 39.0)) {
        return x != x ? x : (x > 0.0 ? 1.0 : 0.0);
    }
    // e^(−t²/2) needs t² in two parts: at t = 38 one part alone would cost 700 ulp.
    const detail::DoubleDouble square = detail::exact_product(t, t);
    const double mills = detail::polynomial(detail::normal_mills_fit, (t - 4.0) / (t + 4.0)) / (t + 2.0);
    const double tail = detail::exponential_times<detail::Use::single>(-0.5 * square.high, -0.5 * square.low, mills);
    return x < 0.0 ? tail : 1.0 - tail;
}

INCUFLOW_INLINE double normal_mills(double x) noexcept
{
    constexpr double root_2_pi = 2.5066282746310002;
    if (x < 0.9) {
        return root_2_pi * exponential(0.5 * x * x) * normal_cdf(-x);
    }
    if (x < 40.0) {
        return root_2_pi * detail::polynomial(detail::normal_mills_fit, (x - 4.0) / (x + 4.0)) / (x + 2.0);
    }
    // Asymptotic, alternating: what is cut off is below 2027025/x^16 < 5e-20.
    const double z = 1.0 / x / x;
    constexpr std::array<double, 8> series{1.0, -1.0, 3.0, -15.0, 105.0, -945.0, 10395.0, -135135.0};
    return detail::polynomial(series, z) / x;
}

INCUFLOW_INLINE double normal_cumulative_hazard(double x) noexcept
{
    constexpr double half_log_2_pi = 0.9189385332046728;
    if (x < 0.9) {
        return -logarithm_1_plus(-normal_cdf(x));
    }
    return 0.5 * x * x + (half_log_2_pi - logarithm(normal_mills(x)));
}

INCUFLOW_INLINE double normal_quantile(double p) noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (!(p > 0.0 && p < 1.0)) {
        return p == 0.0 ? -infinity : (p == 1.0 ? infinity : std::numeric_limits<double>::quiet_NaN());
    }
    const double q = p - 0.5;
    const double smaller = q > 0.0 ? 1.0 - p : p;  // 1 − p is exact for p ≥ ½
    if (smaller > 0.005) {
        const double y = -0.5 * logarithm(4.0 * smaller * (1.0 - smaller)) - 1.0;
        return q * detail::polynomial(detail::quantile_centre_fit, y);
    }
    const double r = std::sqrt(-2.0 * logarithm(smaller));
    const double x = r < 8.75 ? r + detail::polynomial(detail::quantile_tail_fit, (r - 5.0) / (r + 4.0))
                              : r + detail::polynomial(detail::quantile_far_fit, (r - 17.0) / (r + 10.0));
    return q > 0.0 ? x : -x;
}

INCUFLOW_END
