// SPDX-License-Identifier: Apache-2.0
#include "hazard_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>

// The stated accuracy, 1e-12 relative of the cumulative hazard down to 1e-300 and of log survival down to −700, against
// closed forms in long double and values computed with 60 digits.
namespace hazard_accuracy
{

using namespace incuflow;
using namespace hazard_test;

long double weibull_h(long double shape, long double scale, long double t)
{
    return std::pow(t / scale, shape);
}

// −log of the Erlang survival: the sum from phase k up while little has happened, the sum below k otherwise.
long double erlang_h(int k, long double rate, long double t)
{
    const long double x = rate * t;
    const long double top = (k - 1) * std::log(x) - x - std::lgamma(static_cast<long double>(k));
    long double sum = 1.0L;
    long double term = 1.0L;
    if (x < k) {
        for (int j = k + 1; term > 1e-22L * sum; ++j) {
            term *= x / j;
            sum += term;
        }
        return -std::log1p(-std::exp(top) * x / k * sum);
    }
    for (int j = k - 1; j > 0; --j) {
        term *= j / x;
        sum += term;
    }
    return -top - std::log(sum);
}

double off(double got, long double want)
{
    return static_cast<double>(std::fabs((got - want) / want));
}

TEST_CASE("hazard accuracy: Weibull against long double")
{
    double worst = 0.0;
    for (const double shape : {0.01, 0.1, 0.5, 0.8, 1.0, 1.3, 3.0, 20.0, 64.0, 65.0, 500.0, 1e5}) {
        for (const double scale : {1e-200, 1e-3, 0.7, 1.8, 1e4, 1e250}) {
            for (double h = 1e-300; h < 1e3; h *= 7.3) {
                const auto t = static_cast<double>(scale * std::pow(static_cast<long double>(h), 1.0L / shape));
                if (t > 0.0 && t < infinity) {
                    const long double want = weibull_h(shape, scale, t);
                    if (want > 1e-300L) {
                        worst = std::max(worst, off(Weibull(shape, scale).cumulative(t), want));
                    }
                }
            }
        }
    }
    MESSAGE("largest relative error " << worst);
    CHECK(worst < 1e-13);
}

TEST_CASE("hazard accuracy: Weibull where t/scale is no double")
{
    // (1e-200/1e200)^0.5 and back: the quotient is 1e-400.
    CHECK(relative(Weibull(0.5, 1e200).cumulative(1e-200), 1e-200) < 1e-12);
    CHECK(relative(Weibull(0.5, 1e-200).cumulative(1e200), 1e200) < 1e-12);
    CHECK(relative(Weibull(0.25, 1e300).cumulative(1e-20), 1e-80) < 1e-12);
    CHECK(Weibull(3.0, 1e200).cumulative(1e-200) == 0.0);
    CHECK(Weibull(5.0, 1e200).cumulative(1e-200) == 0.0);
    CHECK(Weibull(5.0, 1e-200).cumulative(1e200) == infinity);
    CHECK(Weibull(5.0, 1e200).hazard(1e-200) == 0.0);
    CHECK(Weibull(0.5, 1.0).hazard(0.0) == infinity);
    CHECK(Weibull(1.0, 4.0).hazard(0.0) == 0.25);
    CHECK(Weibull(2.0, 4.0).hazard(0.0) == 0.0);
    CHECK(Weibull(0.5, 1.0).hazard(infinity) == 0.0);
    CHECK(Weibull(2.0, 1.0).hazard(infinity) == infinity);
}

TEST_CASE("hazard accuracy: Erlang against long double")
{
    double worst = 0.0;
    for (const int k : {1, 2, 3, 4, 7, 12, 30, 80, 149, 150, 151, 152, 300}) {
        for (const double rate : {1e-4, 0.3, 1.0, 7.0}) {
            for (double x = 1e-160; x < 1600.0; x *= x < 0.01 ? 31.7 : 1.013) {
                const double t = x / rate;
                const long double want = erlang_h(k, rate, t);
                if (want > 1e-300L) {
                    worst = std::max(worst, off(Erlang(k, rate).cumulative(t), want));
                }
            }
        }
    }
    MESSAGE("largest relative error " << worst);
    CHECK(worst < 5e-13);
}

struct Reference {
    int k;
    double rate;
    double t;
    double h;
};

TEST_CASE("hazard accuracy: Erlang against 60 digits, with very many phases too")
{
    const Reference references[] = {
        {3, 1.0, 1e-06, 1.6666654166671664404e-19},       {2, 1.0, 1e-150, 5.000000000000000063e-301},
        {150, 0.3, 120.0, 1.4855325154313743576e-45},     {151, 0.3, 120.0, 3.534440756723194646e-46},
        {151, 0.3, 903.0, 34.860716615226778218},         {1000, 0.7, 512.0, 2.0163846709543385649e-169},
        {1000, 0.7, 1428.0, 0.69146564477911945111},      {1000, 0.7, 4500.0, 1007.736595118174844},
        {100000, 3.0, 31700.0, 3.189081107071722956e-56}, {1000000, 3.0, 324000.0, 4.609298192737488924e-176},
        {1000000, 3.0, 333333.0, 0.69261539874243436806}, {1000000, 3.0, 333334.0, 0.6950106435799441107},
        {1000000, 3.0, 346000.0, 708.77249864747224305},
    };
    for (const Reference& r : references) {
        CAPTURE(r.k);
        CAPTURE(r.t);
        CHECK(relative(Erlang(r.k, r.rate).cumulative(r.t), r.h) < 1e-12);
    }
    // Here the rounding of rate·t alone, unless put back, costs 2.5e-12.
    CHECK(relative(Erlang(550000, 0.3).cumulative(1748000.07), 9.956918956233715585e-270) < 1e-12);
    CHECK(relative(Erlang(550000, 0.3).hazard(1748000.07), 1.4593852081186211419e-271) < 1e-12);
    // The well-known example: gamma(3) at t = 1e-6.
    CHECK(relative(Erlang(3, 1.0).cumulative(1e-6), 1.67e-19) < 2.1e-3);
}

TEST_CASE("hazard accuracy: two ways to the same Erlang meet where they change over")
{
    for (const int k : {2, 3, 150, 151, 2000}) {
        const double below = std::nextafter(double(k), 0.0);
        CHECK(relative(Erlang(k, 1.0).cumulative(below), Erlang(k, 1.0).cumulative(k)) < 1e-13);
        CHECK(relative(Erlang(k, 1.0).hazard(below), Erlang(k, 1.0).hazard(k)) < 1e-13);
    }
    const Erlang three(3, 1.0);  // and where x^n/n! would leave the doubles
    CHECK(relative(three.cumulative(std::nextafter(700.0, 0.0)), three.cumulative(700.0)) < 1e-14);
    CHECK(relative(Erlang(150, 1.0).cumulative(std::nextafter(700.0, 0.0)), Erlang(150, 1.0).cumulative(700.0)) <
          1e-13);
    CHECK(relative(Erlang(3, 2.0).hazard(1e300), 2.0) < 1e-15);
    CHECK(Erlang(3, 2.0).cumulative(1e308) == infinity);
    CHECK(Erlang(400, 2.0).cumulative(infinity) == infinity);
    CHECK(Erlang(400, 2.0).hazard(infinity) == 2.0);
    CHECK(Erlang(400, 2.0).hazard(0.0) == 0.0);
    CHECK(Erlang(1, 2.0).hazard(0.0) == 2.0);
    CHECK(Erlang(2, 1e-200).cumulative(1e-200) == 0.0);
}

TEST_CASE("hazard accuracy: an Erlang time is the sum of its phases")
{
    for (const int k : {2, 3, 12}) {
        constexpr int n = 20000;
        const Erlang family(k, 1.7);
        Uniform uniform(7);
        double distance = 0.0;
        std::vector<double> moved;
        for (int i = 0; i < n; ++i) {
            double t = 0.0;
            for (int phase = 0; phase < k; ++phase) {
                t -= std::log(1.0 - uniform()) / 1.7;
            }
            moved.push_back(1.0 - survival(family, t));
        }
        std::sort(moved.begin(), moved.end());
        for (int i = 0; i < n; ++i) {
            const double p = moved[static_cast<std::size_t>(i)];
            distance = std::max({distance, std::fabs(p - double(i) / n), std::fabs(p - double(i + 1) / n)});
        }
        CHECK(distance * std::sqrt(double(n)) < 1.95);
    }
}

TEST_CASE("hazard accuracy: log survival to −700")
{
    CHECK(relative(log_survival(Exponential(0.3), 700.0 / 0.3), -700.0) < 1e-15);
    const double t = 1.8 * std::pow(700.0, 1.0 / 1.3);
    CHECK(off(log_survival(Weibull(1.3, 1.8), t), -weibull_h(1.3, 1.8, t)) < 1e-14);
    CHECK(off(log_survival(Erlang(10, 4.0), 190.0), -erlang_h(10, 4.0L, 190.0L)) < 1e-14);
    CHECK(relative(survival(Erlang(1, 1.0), 700.0), std::exp(-700.0)) < 1e-13);
    CHECK(survival(Exponential(1.0), 800.0) == 0.0);
    CHECK(log_survival(Exponential(1.0), 800.0) == -800.0);
}

TEST_CASE("hazard accuracy: a piecewise constant hazard of many pieces")
{
    std::vector<double> breaks;
    std::vector<double> rates;
    long double sum = 0.0L;
    for (int i = 0; i < 20000; ++i) {
        breaks.push_back(i == 0 ? 0.0 : i * 0.1);
        rates.push_back(0.1 + (i * 7919 % 1000) * 1e-3);
        if (i > 0) {
            const auto n = static_cast<std::size_t>(i);
            sum += static_cast<long double>(rates[n - 1]) * (static_cast<long double>(breaks[n]) - breaks[n - 1]);
        }
    }
    const PiecewiseConstant family(breaks, rates);
    CHECK(off(family.cumulative(breaks.back()), sum) < 1e-15);
    const double t = breaks.back() + 3.3;
    CHECK(off(family.cumulative(t),
              sum + static_cast<long double>(rates.back()) * (static_cast<long double>(t) - breaks.back())) < 1e-15);
}

TEST_CASE("hazard accuracy: a piecewise constant hazard far down and at its breaks")
{
    const PiecewiseConstant family({0.0, 1.0, 2.0}, {1e-290, 3.0, 0.5});
    CHECK(family.hazard(0.0) == 1e-290);
    CHECK(family.hazard(1.0) == 3.0);  // a break belongs to the piece it starts
    CHECK(family.hazard(std::nextafter(1.0, 0.0)) == 1e-290);
    CHECK(relative(family.cumulative(1e-10), 1e-300) < 1e-15);
    CHECK(family.cumulative(2.0) == 3.0);
    CHECK(family.cumulative(4.0) == 4.0);
    CHECK(family.inverse_cumulative(3.0) == 2.0);
    CHECK(family.inverse_cumulative(4.0) == 4.0);
    // Survival falls to e^−1.5 over the first piece in 1.5 years and stays: mean years by hand for pieces 1 | 0 | 2.
    const PiecewiseConstant waits({0.0, 1.0, 3.0}, {1.0, 0.0, 2.0});
    const double e = std::exp(-1.0);
    CHECK(relative(waits.mean(), (1.0 - e) + 2.0 * e + e / 2.0) < 1e-15);
    CHECK(waits.inverse_cumulative(1.0) == 1.0);  // the first time it is reached
    CHECK(waits.inverse_cumulative(1.5) == 3.25);
    CHECK(relative(PiecewiseConstant({0.0, 1.0}, {1e-300, 1.0}).mean(), 2.0) < 1e-15);
    CHECK(PiecewiseConstant({0.0, 1.0}, {1e308, 1.0}).mean() == doctest::Approx(1e-308));
    CHECK(PiecewiseConstant({0.0, 10.0, 20.0}, {1e308, 1e308, 0.0}).cumulative(30.0) == infinity);
    CHECK(PiecewiseConstant({0.0, 10.0, 20.0}, {1e308, 1e308, 1.0}).inverse_cumulative(1e308) == 1.0);
}

TEST_CASE("hazard accuracy: means")
{
    CHECK(Exponential(0.25).mean() == 4.0);
    CHECK(Erlang(3, 0.5).mean() == 6.0);
    CHECK(relative(Weibull(2.0, 3.0).mean(), 3.0 * std::sqrt(std::acos(-1.0)) / 2.0) < 1e-15);
    CHECK(relative(Weibull(0.1, 1.0).mean(), 3628800.0) < 1e-14);
    CHECK(relative(Weibull(0.02, 1.0).mean(), 3.0414093201713378043612608166065e64) < 1e-13);  // 50!
    CHECK(Weibull(0.001, 1.0).mean() == infinity);
    // 171! is no double, 171!·1e-300 is one.
    CHECK(relative(Weibull(1.0 / 171.0, 1e-300).mean(), 1.2410180702176678234248405241031e9) < 1e-11);
    CHECK(relative(detail::mean_by_quadrature(PlainLogLogistic{1.5, 2.0}),
                   2.0 * (std::acos(-1.0) / 1.5) / std::sin(std::acos(-1.0) / 1.5)) < 1e-12);
    CHECK(detail::mean_by_quadrature(PlainLogLogistic{1.0, 2.0}) == infinity);
    CHECK(detail::mean_by_quadrature(PlainLogLogistic{0.7, 2.0}) == infinity);
    CHECK(relative(detail::mean_by_quadrature(PlainLogLogistic{1.02, 2.0}),
                   2.0 * (std::acos(-1.0) / 1.02) / std::sin(std::acos(-1.0) / 1.02)) < 1e-10);
    CHECK(relative(detail::mean_by_quadrature(Weibull(1e4, 1.0)), Weibull(1e4, 1.0).mean()) < 1e-12);
    CHECK(relative(detail::mean_by_quadrature(Erlang(1000000, 2000.0)), 500.0) < 1e-12);
}

}  // namespace hazard_accuracy
