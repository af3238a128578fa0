// SPDX-License-Identifier: Apache-2.0
#include "incuflow/base/errors.hpp"
#include "incuflow/random/number_law.hpp"
#include "incuflow/random/stream.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace number_law_test
{

using namespace incuflow;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Number ranged(double low, double mid, double high, Dist dist = Dist::standard)
{
    Number number;
    number.low = low;
    number.mid = mid;
    number.high = high;
    number.dist = dist;
    return number;
}

bool near(double a, double b, double relative = 1e-14)
{
    return std::fabs(a - b) <= relative * std::fabs(b);
}

/// Φ^-1 by bisection on libm's erfc: nothing of the library.
double normal_point(double u)
{
    double low = -40.0;
    double high = 40.0;
    for (int i = 0; i < 200; ++i) {
        const double middle = 0.5 * (low + high);
        (0.5 * std::erfc(-middle / std::sqrt(2.0)) < u ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

template <class Action> std::string code_of(Action action)
{
    try {
        action();
    } catch (const ParameterError& error) {
        CHECK(error.message(Language::zh) != error.message(Language::en));
        return error.code();
    }
    return {};
}

TEST_CASE("the standard law has low, mid and high at 5, 50 and 95 %")
{
    const Number rate = ranged(0.06, 0.08, 0.11);
    for (const Measure measure : {Measure::per_year, Measure::prob_per_year, Measure::count_per_year, Measure::share,
                                  Measure::factor, Measure::years, Measure::firms, Measure::shape, Measure::real, Measure::amount}) {
        CHECK(near(quantile(rate, measure, 0.05), 0.06));
        CHECK(quantile(rate, measure, 0.5) == 0.08);
        CHECK(near(quantile(rate, measure, 0.95), 0.11));
    }
    const Number steep = ranged(1e-6, 0.3, 0.999);
    CHECK(near(quantile(steep, Measure::share, 0.05), 1e-6, 1e-12));
    CHECK(near(quantile(steep, Measure::share, 0.95), 0.999));
}

TEST_CASE("between and beyond, the standard law is two half-normals on the logarithm or the logit")
{
    const Number number = ranged(0.2, 0.25, 0.6);
    const auto logit = [](double x) { return std::log(x / (1.0 - x)); };
    for (const double u : {1e-12, 0.001, 0.02, 0.3, 0.49, 0.51, 0.8, 0.99, 0.999999}) {
        CAPTURE(u);
        const double steps = normal_point(u) / normal_point(0.95);
        const double far = u < 0.5 ? 0.2 : 0.6;
        const double log_value = std::log(0.25) + std::fabs(steps) * (std::log(far) - std::log(0.25));
        CHECK(near(quantile(number, Measure::factor, u), std::exp(log_value), 1e-11));
        const double logit_value = logit(0.25) + std::fabs(steps) * (logit(far) - logit(0.25));
        CHECK(near(quantile(number, Measure::share, u), 1.0 / (1.0 + std::exp(-logit_value)), 1e-11));
    }
}

TEST_CASE("a number of any sign has two half-normals on its own scale")
{
    const Number number = ranged(-0.4, 0.0, 0.1);
    for (const double u : {1e-12, 0.02, 0.3, 0.5, 0.51, 0.8, 0.999999}) {
        CAPTURE(u);
        const double steps = normal_point(u) / normal_point(0.95);
        CHECK(std::fabs(quantile(number, Measure::real, u) - steps * (u < 0.5 ? 0.4 : 0.1)) < 1e-12);
    }
    CHECK(quantile(number, Measure::real, 0.0) == -inf);
    CHECK(quantile(number, Measure::real, 1.0) == inf);
    CHECK(quantile(ranged(-1.0, -1.0, 2.0), Measure::real, 0.0) == -1.0);
    CHECK(describe_law(number, Measure::real, Language::en) == "two-piece normal, 5/50/95 % at -0.4/0/0.1");
    CHECK(describe_law(number, Measure::real, Language::zh) == "两段正态分布，5%/50%/95% 分位数为 -0.4/0/0.1");
    // A low of 0 or below is nothing special here.
    CHECK(make_number(0.0, Measure::real, {.low = -0.4, .high = 0.1}).low == -0.4);
    CHECK(make_number(0.1, Measure::real, {.low = 0.0, .high = 0.2}).low == 0.0);
}

TEST_CASE("quantiles rise, keep within the measure, and reach its ends only at 0 and 1")
{
    const Number share = ranged(0.5, 0.9, 0.9999);
    const Number factor = ranged(0.1, 1.0, 30.0);
    double last_share = 0.0;
    double last_factor = 0.0;
    for (int i = 1; i < 1000; ++i) {
        const double u = i / 1000.0;
        const double s = quantile(share, Measure::share, u);
        const double f = quantile(factor, Measure::factor, u);
        CHECK_UNARY(s > last_share);
        CHECK_UNARY(f > last_factor);
        last_share = s;
        last_factor = f;
    }
    CHECK(quantile(share, Measure::prob_per_year, 1.0 - 0x1p-53) < 1.0);
    CHECK(quantile(share, Measure::prob_per_year, 1.0) < 1.0);
    CHECK(quantile(share, Measure::share, 0.0) == 0.0);
    CHECK(quantile(factor, Measure::factor, 0.0) == 0.0);
    CHECK(quantile(factor, Measure::factor, 1.0) == inf);
}

TEST_CASE("a law with nothing on one side stays at mid there")
{
    const Number number = ranged(0.3, 0.3, 0.5);
    CHECK(quantile(number, Measure::factor, 0.01) == 0.3);
    CHECK(quantile(number, Measure::factor, 0.0) == 0.3);
    CHECK(near(quantile(number, Measure::share, 0.01), 0.3));
    CHECK(near(quantile(number, Measure::share, 0.95), 0.5));
}

TEST_CASE("triangular and uniform read low and high as bounds")
{
    const Number triangle = ranged(0.0, 0.2, 1.0, Dist::triangular);
    for (const double u : {0.0, 0.05, 0.2, 0.5, 0.9, 1.0}) {
        const double x = quantile(triangle, Measure::share, u);
        const double cumulative = x <= 0.2 ? x * x / 0.2 : 1.0 - (1.0 - x) * (1.0 - x) / 0.8;
        CHECK(cumulative == doctest::Approx(u).epsilon(1e-14));
    }
    CHECK(quantile(triangle, Measure::share, 0.2) == doctest::Approx(0.2).epsilon(1e-15));
    const Number right = ranged(0.0, 2.0, 2.0, Dist::triangular);
    CHECK(quantile(right, Measure::factor, 0.25) == doctest::Approx(1.0));
    const Number left = ranged(1.0, 1.0, 3.0, Dist::triangular);
    CHECK(quantile(left, Measure::factor, 0.75) == doctest::Approx(2.0));

    const Number box = ranged(0.0, 0.1, 0.5, Dist::uniform);
    CHECK(quantile(box, Measure::per_year, 0.0) == 0.0);
    CHECK(quantile(box, Measure::per_year, 0.5) == 0.25);
    CHECK(quantile(box, Measure::per_year, 1.0) == 0.5);
}

TEST_CASE("a number without a range is its mid in every draw")
{
    const Number fixed = ranged(nan, 0.4, nan);
    CHECK(quantile(fixed, Measure::share, 0.01) == 0.4);
    CHECK(draw(fixed, Measure::share, 1, 2, "a") == 0.4);
}

TEST_CASE("a draw depends on seed, number of the draw and name alone")
{
    const Number a = ranged(0.06, 0.08, 0.11);
    const Number b = ranged(2.0, 3.0, 9.0);
    CHECK(draw(a, Measure::per_year, 7, 3, "growth") ==
          quantile(a, Measure::per_year, uniform(7, 3, hash_name("growth"))));
    CHECK(draw(a, Measure::per_year, 7, 3, "growth") != draw(a, Measure::per_year, 8, 3, "growth"));
    CHECK(draw(a, Measure::per_year, 7, 3, "growth") != draw(a, Measure::per_year, 7, 4, "growth"));
    CHECK(draw(a, Measure::per_year, 7, 3, "growth") != draw(a, Measure::per_year, 7, 3, "exit"));
    // Two numbers of one name stand at the same point of their laws.
    const double u = uniform(7, 3, hash_name("growth"));
    CHECK(draw(b, Measure::years, 7, 3, "growth") == quantile(b, Measure::years, u));
    CHECK(draw(a, Measure::per_year, 7, -1, "growth") ==
          quantile(a, Measure::per_year, uniform(7, ~0ULL, hash_name("growth"))));
}

TEST_CASE("draws lie outside low and high as often as stated")
{
    const Number number = ranged(0.06, 0.08, 0.11);
    constexpr int n = 40'000;
    int below = 0;
    int above = 0;
    int lower_half = 0;
    for (int k = 0; k < n; ++k) {
        const double x = draw(number, Measure::prob_per_year, 20, k, "transition.a.per_year");
        below += x < 0.06 ? 1 : 0;
        above += x > 0.11 ? 1 : 0;
        lower_half += x < 0.08 ? 1 : 0;
    }
    CHECK(std::fabs(below - 0.05 * n) < 4.0 * std::sqrt(n * 0.05 * 0.95));
    CHECK(std::fabs(above - 0.05 * n) < 4.0 * std::sqrt(n * 0.05 * 0.95));
    CHECK(std::fabs(lower_half - 0.5 * n) < 4.0 * std::sqrt(n * 0.25));
}

TEST_CASE("laws are printed by name")
{
    const Number number = ranged(0.06, 0.08, 0.11);
    CHECK(describe_law(number, Measure::per_year, Language::en) == "two-piece log-normal, 5/50/95 % at 0.06/0.08/0.11");
    CHECK(describe_law(number, Measure::share, Language::en) == "two-piece logit-normal, 5/50/95 % at 0.06/0.08/0.11");
    CHECK(describe_law(number, Measure::years, Language::zh) == "两段对数正态分布，5%/50%/95% 分位数为 0.06/0.08/0.11");
    CHECK(describe_law(number, Measure::prob_per_year, Language::zh) ==
          "两段 logit 正态分布，5%/50%/95% 分位数为 0.06/0.08/0.11");
    CHECK(describe_law(ranged(0.0, 1.0, 3.0, Dist::triangular), Measure::years, Language::en) ==
          "triangular, low/mode/high 0/1/3");
    CHECK(describe_law(ranged(0.0, 1.0, 3.0, Dist::triangular), Measure::years, Language::zh) ==
          "三角分布，下限/众数/上限为 0/1/3");
    CHECK(describe_law(ranged(0.0, 1.0, 3.0, Dist::uniform), Measure::years, Language::en) == "uniform, from 0 to 3");
    CHECK(describe_law(ranged(0.0, 1.0, 3.0, Dist::uniform), Measure::years, Language::zh) == "均匀分布，0 至 3");
    CHECK(describe_law(ranged(nan, 0.5, nan), Measure::share, Language::en) == "not drawn, 0.5");
    CHECK(describe_law(ranged(nan, 0.5, nan), Measure::share, Language::zh) == "不抽样，取 0.5");
}

TEST_CASE("what is no law is refused")
{
    const auto at = [](const Number& number, Measure measure, double u) {
        return code_of([&] { static_cast<void>(quantile(number, measure, u)); });
    };
    CHECK(at(ranged(0.1, 0.2, 0.3), Measure::share, -0.1) == "random.not_a_probability");
    CHECK(at(ranged(0.1, 0.2, 0.3), Measure::share, 1.1) == "random.not_a_probability");
    CHECK(at(ranged(0.1, 0.2, 0.3), Measure::share, nan) == "random.not_a_probability");
    CHECK(at(ranged(0.0, 0.2, 0.3), Measure::factor, 0.5) == "random.no_law");
    CHECK(at(ranged(0.3, 0.2, 0.4), Measure::factor, 0.5) == "random.no_law");
    CHECK(at(ranged(0.1, 0.2, inf), Measure::factor, 0.5) == "random.no_law");
    CHECK(at(ranged(0.1, nan, 0.3), Measure::factor, 0.5) == "random.no_law");
    CHECK(at(ranged(0.1, 0.2, 1.0), Measure::share, 0.5) == "random.no_law");
    CHECK(at(ranged(0.1, 0.2, 1.0), Measure::factor, 0.5).empty());
    CHECK(at(ranged(0.0, 3.0, 2.0, Dist::triangular), Measure::factor, 0.5) == "random.no_law");
    try {
        static_cast<void>(quantile(ranged(0.1, 0.2, 1.0), Measure::share, 0.5));
        FAIL("no error");
    } catch (const ParameterError& error) {
        CHECK(error.message(Language::en) ==
              "no two-piece logit-normal has low 0.1, mid 0.2, high 1; it needs 0 < low ≤ mid ≤ high < 1");
    }
}

}  // namespace number_law_test
