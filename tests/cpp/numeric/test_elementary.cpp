// SPDX-License-Identifier: Apache-2.0
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/elementary_core.ipp"
#include "numeric/ulp.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

// Reference: the long double functions of libm, 64 bits wide on x86-64 and off by at most a thousandth of a double's
// last place.

namespace elementary_test
{

using namespace incuflow;
using ulp_test::Points;
using ulp_test::ulps;
using ulp_test::worst;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double tiny = std::numeric_limits<double>::denorm_min();
constexpr double smallest_normal = std::numeric_limits<double>::min();
constexpr double largest = std::numeric_limits<double>::max();

bool is_nan(double x)
{
    return x != x;
}
bool same_bits(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Any positive finite double, subnormals as likely as any other exponent.
double any_positive(Points& points)
{
    for (;;) {
        const double x = std::bit_cast<double>(points.bits() >> 1U);
        if (x > 0.0 && x < inf) {
            return x;
        }
    }
}

double subnormal(Points& points)
{
    const std::uint64_t bits = points.bits() >> 12U;
    return std::bit_cast<double>((bits >> points.whole(0, 50)) | 1U);
}

TEST_CASE("exponential: stated error, over- and underflow, special values")
{
    Points points;
    const auto reference = [](long double x) { return std::exp(x); };
    CHECK(worst(600'000, exponential, reference, [&] { return points.between(-2.0, 2.0); }) < 0.7);
    CHECK(worst(600'000, exponential, reference, [&] { return points.between(-708.3, 709.78); }) < 0.7);
    CHECK(worst(200'000, exponential, reference, [&] { return points.between(-746.0, -708.3); }) < 1.0);
    CHECK(worst(100'000, exponential, reference, [&] { return points.scaled(-1074, 0); }) < 0.7);

    CHECK(same_bits(exponential(0.0), 1.0));
    CHECK(same_bits(exponential(-0.0), 1.0));
    CHECK(exponential(1.0) == 0x1.5bf0a8b145769p+1);
    CHECK(exponential(inf) == inf);
    CHECK(same_bits(exponential(-inf), 0.0));
    CHECK(is_nan(exponential(nan)));
    CHECK(ulps(exponential(709.782712893384), std::exp(static_cast<long double>(709.782712893384))) < 0.7);
    CHECK(exponential(709.7827128933841) == inf);
    CHECK(exponential(1e300) == inf);
    CHECK(exponential(-745.1332191019411) == tiny);
    CHECK(exponential(-745.1332191019412) == 0.0);
    CHECK(exponential(-1e300) == 0.0);
}

TEST_CASE("exponential_minus_1: stated error, special values")
{
    Points points;
    const auto reference = [](long double x) { return std::expm1(x); };
    CHECK(worst(500'000, exponential_minus_1, reference, [&] { return points.scaled(-60, 0); }) < 0.95);
    CHECK(worst(500'000, exponential_minus_1, reference, [&] { return points.between(-3.0, 3.0); }) < 0.95);
    CHECK(worst(500'000, exponential_minus_1, reference, [&] { return points.between(-60.0, 709.78); }) < 0.95);

    CHECK(same_bits(exponential_minus_1(0.0), 0.0));
    CHECK(same_bits(exponential_minus_1(-0.0), -0.0));
    CHECK(same_bits(exponential_minus_1(-tiny), -tiny));
    CHECK(exponential_minus_1(1e-300) == 1e-300);
    CHECK(exponential_minus_1(inf) == inf);
    CHECK(exponential_minus_1(-inf) == -1.0);
    CHECK(exponential_minus_1(-800.0) == -1.0);
    CHECK(exponential_minus_1(709.7827128933841) == inf);
    CHECK(exponential_minus_1(709.782712893384) < inf);
    CHECK(is_nan(exponential_minus_1(nan)));
}

TEST_CASE("logarithm: stated error, special values")
{
    Points points;
    const auto reference = [](long double x) { return std::log(x); };
    CHECK(worst(600'000, logarithm, reference, [&] { return points.between(0.4, 3.0); }) < 0.7);
    CHECK(worst(300'000, logarithm, reference, [&] { return 1.0 + points.scaled(-52, -1); }) < 0.7);
    CHECK(worst(500'000, logarithm, reference, [&] { return any_positive(points); }) < 0.7);
    CHECK(worst(200'000, logarithm, reference, [&] { return subnormal(points); }) < 0.7);

    CHECK(same_bits(logarithm(1.0), 0.0));
    CHECK(logarithm(0.0) == -inf);
    CHECK(logarithm(-0.0) == -inf);
    CHECK(is_nan(logarithm(-1.0)));
    CHECK(is_nan(logarithm(-tiny)));
    CHECK(is_nan(logarithm(-inf)));
    CHECK(is_nan(logarithm(nan)));
    CHECK(logarithm(inf) == inf);
    CHECK(logarithm(tiny) == -744.4400719213812);
    CHECK(logarithm(largest) == 709.782712893384);
    CHECK(logarithm(2.0) == 0x1.62e42fefa39efp-1);
}

TEST_CASE("logarithm_1_plus: stated error, special values")
{
    Points points;
    const auto reference = [](long double x) { return std::log1p(x); };
    CHECK(worst(600'000, logarithm_1_plus, reference, [&] { return points.scaled(-60, 0); }) < 0.7);
    CHECK(worst(300'000, logarithm_1_plus, reference, [&] { return points.between(-1.0, 4.0); }) < 0.7);
    CHECK(worst(200'000, logarithm_1_plus, reference, [&] { return -1.0 + std::fabs(points.scaled(-52, 0)); }) < 0.7);
    CHECK(worst(200'000, logarithm_1_plus, reference, [&] { return any_positive(points); }) < 0.7);

    CHECK(same_bits(logarithm_1_plus(0.0), 0.0));
    CHECK(same_bits(logarithm_1_plus(-0.0), -0.0));
    CHECK(same_bits(logarithm_1_plus(tiny), tiny));
    CHECK(logarithm_1_plus(-1.0) == -inf);
    CHECK(is_nan(logarithm_1_plus(-1.0000000000000002)));
    CHECK(is_nan(logarithm_1_plus(-inf)));
    CHECK(is_nan(logarithm_1_plus(nan)));
    CHECK(logarithm_1_plus(inf) == inf);
    CHECK(logarithm_1_plus(largest) == 709.782712893384);
}

/// Largest error of power where `point` sets x and y.
template <class Point> double worst_power(int count, Point point)
{
    double y = 0.0;
    return worst(
        count, [&](double x) { return power(x, y); },
        [&](long double x) { return std::pow(x, static_cast<long double>(y)); },
        [&] {
            double x = 0.0;
            point(x, y);
            return x;
        });
}

TEST_CASE("power: stated error over the whole range")
{
    Points points;
    CHECK(worst_power(400'000, [&](double& x, double& y) {
              x = points.between(0.0, 10.0);
              y = points.between(-5.0, 5.0);
          }) < 0.8);
    CHECK(worst_power(400'000, [&](double& x, double& y) {  // results over all normal doubles
              x = any_positive(points);
              y = points.between(-708.0, 709.7) / std::log(x);
          }) < 0.8);
    CHECK(worst_power(300'000, [&](double& x, double& y) {  // bases near 1, exponents up to 1e18
              x = 1.0 + points.scaled(-52, -1);
              y = points.between(-708.0, 709.7) / std::log(x);
          }) < 0.8);
    CHECK(worst_power(100'000, [&](double& x, double& y) {
              x = any_positive(points);
              y = points.between(-745.0, -708.4) / std::log(x);
          }) < 1.0);
    CHECK(worst_power(100'000, [&](double& x, double& y) {
              x = subnormal(points);
              y = points.between(0.0, 1.0);
          }) < 0.8);
}

TEST_CASE("power: exact and special values")
{
    CHECK(power(2.0, 10.0) == 1024.0);
    CHECK(power(2.0, -1074.0) == tiny);
    CHECK(power(2.0, 1023.0) == 0x1p1023);
    CHECK(power(2.0, 1024.0) == inf);
    CHECK(power(0.5, 1076.0) == 0.0);
    CHECK(power(3.0, 33.0) == 5559060566555523.0);
    CHECK(power(9.0, 0.5) == 3.0);
    CHECK(power(10.0, 22.0) == 1e22);
    CHECK(power(-2.0, 3.0) == -8.0);
    CHECK(power(-2.0, 4.0) == 16.0);
    CHECK(power(-2.0, -1075.0) == 0.0);
    CHECK(std::signbit(power(-2.0, -1077.0)));
    CHECK(power(-3.0, 1001.0) == -inf);
    CHECK(power(1.0000000000000002, 1e300) == inf);
    CHECK(power(0.9999999999999999, 1e300) == 0.0);
    CHECK(power(0.5, tiny) == 1.0);

    // Every special case of C's Annex F, against libm.
    const std::vector<double> values{0.0,   -0.0,    1.0,      -1.0,   2.0,          -2.0,         0.5, -0.5,
                                     3.0,   -3.0,    2.5,      -2.5,   inf,          -inf,         nan, tiny,
                                     -tiny, largest, -largest, 0x1p53, 0x1p53 + 2.0, -0x1p52 - 1.0};
    for (const double x : values) {
        for (const double y : values) {
            CAPTURE(x);
            CAPTURE(y);
            const double want = std::pow(x, y);
            const double got = power(x, y);
            if (std::isfinite(want) && want != 0.0) {
                CHECK(ulps(got, want) < 1.5);
            } else {
                CHECK((is_nan(want) ? is_nan(got) : same_bits(got, want)));
            }
        }
    }
}

TEST_CASE("log_gamma: stated error, also near its zeros and where it is huge")
{
    Points points;
    const auto reference = [](long double x) { return std::lgamma(x); };
    CHECK(worst(100'000, log_gamma, reference, [&] { return 1.0 + points.scaled(-52, -1); }) < 1.1);
    CHECK(worst(100'000, log_gamma, reference, [&] { return 2.0 + points.scaled(-51, -1); }) < 1.1);
    CHECK(worst(200'000, log_gamma, reference, [&] { return points.between(0.0, 3.0); }) < 1.1);
    CHECK(worst(200'000, log_gamma, reference, [&] { return points.between(2.0, 12.0); }) < 1.1);
    CHECK(worst(100'000, log_gamma, reference, [&] { return points.between(8.0, 2000.0); }) < 1.1);
    CHECK(worst(100'000, log_gamma, reference, [&] { return std::fabs(points.scaled(4, 1014)); }) < 1.1);
    CHECK(worst(100'000, log_gamma, reference, [&] { return std::fabs(points.scaled(-1073, 0)); }) < 1.1);

    CHECK(log_gamma(1.0) == 0.0);
    CHECK(log_gamma(2.0) == 0.0);
    CHECK(log_gamma(0.5) == 0.5723649429247001);  // ½ log π
    long double factorial = 0.0L;
    for (int n = 2; n <= 170; ++n) {
        factorial += std::log(static_cast<long double>(n));
        CHECK(ulps(log_gamma(n + 1.0), factorial) < 1.1);
    }
    CHECK(log_gamma(0.0) == inf);
    CHECK(log_gamma(tiny) == 744.4400719213812);
    CHECK(is_nan(log_gamma(-0.5)));
    CHECK(is_nan(log_gamma(-inf)));
    CHECK(is_nan(log_gamma(nan)));
    CHECK(log_gamma(inf) == inf);
    CHECK(log_gamma(largest) == inf);
    CHECK(log_gamma(2.5e305) < inf);
    CHECK(log_gamma(3e305) == inf);
}

TEST_CASE("the loop form of the cores has the bits of the single form")
{
    using detail::Use;
    Points points;
    std::vector<double> values{0.0,     -0.0,     1.0,   -1.0,  inf, -inf, nan, tiny, -tiny, smallest_normal,
                               largest, -largest, 710.0, -746.0};
    for (int i = 0; i < 20'000; ++i) {
        values.push_back(points.between(-800.0, 800.0));
        values.push_back(std::bit_cast<double>(points.bits()));
        values.push_back(points.scaled(-60, 4));
    }
    std::vector<double> results(4 * values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        results[i] = detail::exponential_core<Use::loop>(values[i]);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        results[values.size() + i] = detail::exponential_minus_1_core<Use::loop>(values[i]);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        results[2 * values.size() + i] = detail::logarithm_core<Use::loop>(values[i]);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        results[3 * values.size() + i] = detail::logarithm_1_plus_core<Use::loop>(values[i]);
    }
    const auto equal = [](double a, double b) { return same_bits(a, b) || (is_nan(a) && is_nan(b)); };
    std::size_t differences = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = values[i];
        differences += equal(results[i], exponential(x)) ? 0U : 1U;
        differences += equal(results[values.size() + i], exponential_minus_1(x)) ? 0U : 1U;
        differences += equal(results[2 * values.size() + i], logarithm(x)) ? 0U : 1U;
        differences += equal(results[3 * values.size() + i], logarithm_1_plus(x)) ? 0U : 1U;
    }
    CHECK(differences == 0U);
}

TEST_CASE("the bits of the elementary functions are the same everywhere")
{
    Points points;
    std::uint64_t digest = 0;
    const auto add = [&](double x) { digest = (digest ^ std::bit_cast<std::uint64_t>(x)) * 0x0000'0100'0000'01b3ULL; };
    for (int i = 0; i < 50'000; ++i) {
        const double x = points.between(-40.0, 40.0);
        const double positive = std::fabs(points.scaled(-30, 30));
        add(exponential(x));
        add(exponential_minus_1(x));
        add(logarithm(positive));
        add(logarithm_1_plus(positive));
        add(power(positive, x));
        add(log_gamma(positive));
    }
    CHECK(digest == 11024882931195128716ULL);
}

}  // namespace elementary_test
