// SPDX-License-Identifier: Apache-2.0
#include "incuflow/numeric/normal.hpp"
#include "numeric/ulp.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace normal_test
{

using namespace incuflow;
using ulp_test::Points;
using ulp_test::worst;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

long double density(long double x)
{
    return std::exp(-0.5L * x * x) * 0.398942280401432677939946059934381868L;
}

/// Φ by erfcl. x/√2 is taken in two parts (1448/2048 and the rest), since its rounding alone would cost a last place of
/// Φ at x = −38.
long double reference_cdf(long double x)
{
    const long double coarse = -x * (1448.0L / 2048.0L);
    const long double fine = -x * 7.553118654752440084436210484903928483593768847e-5L;
    const long double y = coarse + fine;
    const long double lost = (coarse - y) + fine;
    return 0.5L * (std::erfc(y) - lost * 1.128379167095512573896158903121545172L * std::exp(-y * y));
}

/// Error of x = Φ^-1(p) in last places of x, by one Newton step from x; the smaller of p and 1 − p, which is exact, is
/// compared.
double quantile_ulps(double p)
{
    const double x = normal_quantile(p);
    const long double lx = x;
    if (std::fabs(x) < 0.5) {  // near ½ the difference p − ½, which is exact
        const long double centre = 0.5L * std::erf(lx * 0.707106781186547524400844362104849039L);
        return ulp_test::ulps(x, lx - (centre - static_cast<long double>(p - 0.5)) / density(lx));
    }
    const long double step = p < 0.5 ? (reference_cdf(lx) - static_cast<long double>(p)) / density(lx)
                                     : ((1.0L - static_cast<long double>(p)) - reference_cdf(-lx)) / density(lx);
    return ulp_test::ulps(x, lx - step);
}

template <class Point> double worst_quantile(int count, Point point)
{
    double largest = 0.0;
    for (int i = 0; i < count && std::numeric_limits<long double>::digits >= 64; ++i) {
        const double error = quantile_ulps(point());
        largest = error <= largest ? largest : error;
    }
    return largest;
}

TEST_CASE("normal_cdf: stated error, tails included")
{
    Points points;
    CHECK(worst(200'000, normal_cdf, reference_cdf, [&] { return points.between(-1.5, 1.5); }) < 5.0);
    CHECK(worst(200'000, normal_cdf, reference_cdf, [&] { return points.between(-9.0, 9.0); }) < 5.0);
    CHECK(worst(200'000, normal_cdf, reference_cdf, [&] { return points.between(-37.5, -8.0); }) < 5.0);
    CHECK(worst(50'000, normal_cdf, reference_cdf, [&] { return points.between(-38.6, -37.5); }) < 5.0);
    CHECK(worst(50'000, normal_cdf, reference_cdf, [&] { return points.scaled(-1074, 0); }) < 5.0);
    // Computed with 40 digits; x·dΦ/Φ makes a last place of x at −37 some 1400 of Φ.
    CHECK(std::fabs(normal_cdf(-37.0470962993612) / 1e-300 - 1.0) < 2e-13);

    CHECK(normal_cdf(0.0) == 0.5);
    CHECK(ulp_test::ulps(normal_cdf(1.0), 0.84134474606854294859L) < 5.0);
    CHECK(normal_cdf(-inf) == 0.0);
    CHECK(normal_cdf(inf) == 1.0);
    CHECK(normal_cdf(-40.0) == 0.0);
    CHECK(normal_cdf(40.0) == 1.0);
    CHECK(normal_cdf(nan) != normal_cdf(nan));
}

TEST_CASE("normal_quantile: stated error, tails included")
{
    Points points;
    CHECK(worst_quantile(200'000, [&] { return points.between(0.0, 1.0); }) < 4.0);
    CHECK(worst_quantile(100'000, [&] { return 0.5 + points.scaled(-52, -1); }) < 4.0);
    CHECK(worst_quantile(100'000, [&] { return points.between(1e-4, 0.01); }) < 4.0);
    CHECK(worst_quantile(100'000, [&] { return 1.0 - std::fabs(points.scaled(-51, -1)); }) < 4.0);
    CHECK(worst_quantile(100'000, [&] { return std::fabs(points.scaled(-1021, -1)); }) < 4.0);
    CHECK(worst_quantile(50'000, [&] { return std::fabs(points.scaled(-1073, -1022)); }) < 4.0);
    // Computed with 40 digits.
    CHECK(ulp_test::ulps(normal_quantile(0.975), 1.9599639845400538556L) < 4.0);
    CHECK(ulp_test::ulps(normal_quantile(0.95), 1.6448536269514722843L) < 4.0);
    CHECK(ulp_test::ulps(normal_quantile(1e-300), -37.047096299361199237L) < 4.0);

    CHECK(normal_quantile(0.5) == 0.0);
    CHECK(normal_quantile(0.0) == -inf);
    CHECK(normal_quantile(1.0) == inf);
    CHECK(normal_quantile(-0.1) != normal_quantile(-0.1));
    CHECK(normal_quantile(1.1) != normal_quantile(1.1));
    CHECK(normal_quantile(nan) != normal_quantile(nan));
    double last = -inf;
    for (int i = 1; i < 100'000; ++i) {
        const double x = normal_quantile(i * 1e-5);
        CHECK_UNARY(x > last);
        last = x;
    }
}

TEST_CASE("the bits of the normal functions are the same everywhere")
{
    Points points;
    std::uint64_t digest = 0;
    const auto add = [&](double x) { digest = (digest ^ std::bit_cast<std::uint64_t>(x)) * 0x0000'0100'0000'01b3ULL; };
    for (int i = 0; i < 50'000; ++i) {
        add(normal_cdf(points.between(-38.0, 9.0)));
        add(normal_quantile(points.between(0.0, 1.0)));
        add(normal_quantile(std::fabs(points.scaled(-1000, -1))));
    }
    CHECK(digest == 6860201585276704270ULL);
}

}  // namespace normal_test
