// SPDX-License-Identifier: Apache-2.0
#include <incuflow/incuflow.hpp>

#include "incuflow/numeric/incomplete_gamma.hpp"
#include "incuflow/numeric/normal.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace {

using namespace incuflow;

constexpr double infinity = std::numeric_limits<double>::infinity();

double off(double got, double want) { return got == want ? 0.0 : std::fabs(got - want) / std::fabs(want); }

}  // namespace

TEST_CASE("incomplete gamma: both tails and their slopes against 40 digits")
{
    struct Reference {
        double a;
        double s;
        double lower;
        double upper;
        double lower_slope;
        double upper_slope;
    };
    // Computed with 40 digits and more at x = a·e^s, a and s these doubles.
    const Reference references[] = {
        {0.001, -5, 0.011331368411903229389, 4.4858407677010667177, 0.00099999326880685997922, 0.087750948207701824383},
        {0.3, -1, 0.57802120813947320081, 0.82327269017860650994, 0.27545459860330595548, 0.3520151803608907194},
        {0.999, 0.0005, 0.45828332060399450959, 1.0006736241567994627, 0.58141276082316894993, 1.0000959654992369797},
        {1e-10, 20, 2.4965696087060505617e-10, 22.110933296977523229, 9.526416019784328366e-11, 0.38158022854137904667},
        {2.5, 0.25, 0.31123335058215428257, 1.3187961614325959066, 0.76507131144514923845, 2.0954672906375613756},
        {15.9, -2, 20.224126097697302845, 1.6473035517505885167e-9, 13.89148018332441389, 2.2883484663911246269e-8},
        {120, 0.3, 0.00024259072451886880986, 8.3242560887356908462, 0.011012751800094142014, 45.390919542462606492},
        {9999, 0.001, 0.61404883468450733636, 0.77904364217378721945, 73.348421473296772338, 86.506174368545047219},
        {10001, -0.001, 0.77327271544221512884, 0.61896821911574715895, 86.017193409900356285, 73.717683054727364048},
        {1e8, 0.0003, 0.0013499965553887346758, 6.6083281604395374951, 44.358387022511378263, 32835.974097578972121},
        {1e8, -0.0003, 6.6071243575953472472, 0.0013516237630805240323, 32825.999950553167845, 44.398399786907810004},
        {1e14, 1e-7, 0.17275376464345181847, 1.8410217212660282459, 2875999.6201015827702, 15251353.670439427613},
        {20000, 0.99, 0, 14031.085639221581815, 0, 33826.280628393863362},
        {20000, 1.6, 0, 47067.893673212991341, 0, 79061.901434388189027},
    };
    for (const Reference& r : references) {
        CAPTURE(r.a);
        CAPTURE(r.s);
        const GammaTails got = gamma_tails(r.a, r.s);
        CHECK(off(got.lower, r.lower) < 1e-13);
        CHECK(off(got.upper, r.upper) < 1e-13);
        CHECK(off(got.lower_slope, r.lower_slope) < 1e-13);
        CHECK(off(got.upper_slope, r.upper_slope) < 1e-13);
    }
}

TEST_CASE("incomplete gamma: the second part of log x/a counts, the ends are 0 and infinity")
{
    // P ~ x^a: 1e-13 of log x moves a tiny P by a·1e-13.
    const double moved = gamma_tails(900.0, -0.5, 1e-13).upper / gamma_tails(900.0, -0.5).upper - 1.0;
    CHECK(moved == doctest::Approx(900.0 * 1e-13 * (1.0 - std::exp(-0.5))).epsilon(0.02));
    for (const double a : {1e-5, 0.5, 3.0, 700.0, 1e5, 1e12}) {
        CHECK(gamma_tails(a, -infinity).upper == 0.0);
        CHECK(gamma_tails(a, -infinity).lower == infinity);
        CHECK(gamma_tails(a, infinity).upper == infinity);
        CHECK(gamma_tails(a, infinity).lower == 0.0);
        CHECK(gamma_tails(a, 800.0).upper == infinity);
        CHECK(std::isnan(gamma_tails(a, std::nan("")).upper));
        // Tails add up to 1.
        for (const double z : {-3.0, -0.4, 0.0, 0.7, 3.0}) {
            const GammaTails both = gamma_tails(a, z / std::sqrt(a));
            CHECK(std::fabs(std::exp(-both.lower) + std::exp(-both.upper) - 1.0) < 1e-15);
        }
    }
}

TEST_CASE("incomplete gamma: the two ways meet where they change over")
{
    for (const double s : {-0.9, -0.1, -0.001, 0.0, 0.002, 0.1, 0.7, 1.5}) {
        // Between neighbouring shapes a tail changes by less than 1e-12·a.
        for (const double a : {1.0, 16.0, 1e4}) {
            const double below = std::nextafter(a, 0.0);
            CAPTURE(a);
            CAPTURE(s);
            CHECK(off(gamma_tails(below, s).upper, gamma_tails(a, s).upper) < 3e-13);
            CHECK(off(gamma_tails(below, s).lower, gamma_tails(a, s).lower) < 3e-13);
            CHECK(off(gamma_tails(below, s).upper_slope, gamma_tails(a, s).upper_slope) < 3e-13);
        }
    }
}

TEST_CASE("exponential integral, scaled, against 40 digits")
{
    const double references[][2] = {{1e-300, 690.19831223331217232}, {1e-5, 10.935829157788483783}, {0.3, 1.22253560508058558},
                                    {0.999, 0.59675131336868582481}, {1.0, 0.59634736232319407434}, {1.5, 0.44825666929158295392},
                                    {20.0, 0.047718545495960841699}, {1e6, 9.99999000001999994e-7}};
    for (const auto& [x, want] : references) {
        CAPTURE(x);
        CHECK(off(scaled_exponential_integral(x), want) < 1e-14);
    }
    CHECK(scaled_exponential_integral(0.0) == infinity);
    CHECK(scaled_exponential_integral(infinity) == 0.0);
    CHECK(std::isnan(scaled_exponential_integral(-1.0)));
}

TEST_CASE("what a tail needs besides: e^s − 1 − s and Stirling's rest")
{
    const double beyond[][2] = {{1e-9, 5.0000000016666672899e-19}, {-1e-5, 4.9999833333750007347e-11}, {0.3, 0.0498588075760031001},
                                {-0.999, 0.36724750461366292065},  {1.001, 0.72000146988157857639},    {-1.2, 0.50119421191220206561},
                                {-40, 39.000000000000000004},      {30, 10686474581493.462147}};
    for (const auto& [s, want] : beyond) {
        CAPTURE(s);
        CHECK(off(detail::exponential_beyond_line(s), want) < 1e-15);
    }
    CHECK(detail::exponential_beyond_line(0.0) == 0.0);
    CHECK(off(detail::stirling_rest(16.0), 0.0052076559196096404407) < 1e-13);
    CHECK(off(detail::stirling_rest(100.5), 0.00082918465990464866307) < 1e-15);
    CHECK(off(detail::stirling_rest(1e5), 8.3333333333055555556e-7) < 1e-15);
}

TEST_CASE("normal tail on the log scale against 40 digits")
{
    const double references[][3] = {
        {-5.0, 672621.63672287925231, 2.8665161296376359338e-7},  {-0.5, 1.9640174953579937537, 0.36894641528865639307},
        {0.0, 1.2533141373155002512, 0.69314718055994530942},     {0.5, 0.87636445645369234673, 1.1759117615936186089},
        {0.9, 0.69173366587134832467, 1.6924928065613381693},     {3.0, 0.30459029871010329573, 6.6077262215103495433},
        {39.9, 0.025046943438800857255, 800.61094201051193135},   {40.1, 0.024922176308161614289, 808.61593579029256924},
        {1000.0, 0.000999999000002999985, 500007.82669481218431}, {1e10, 1e-10, 50000000000000000024.0}};
    for (const auto& [x, mills, h] : references) {
        CAPTURE(x);
        CHECK(off(normal_mills(x), mills) < 3e-15);
        CHECK(off(normal_cumulative_hazard(x), h) < 3e-15);
    }
    CHECK(off(normal_cumulative_hazard(-37.0), 5.7255712225245768227e-300) < 2e-14);
    CHECK(normal_cumulative_hazard(-infinity) == 0.0);
    CHECK(normal_cumulative_hazard(infinity) == infinity);
    CHECK(std::isnan(normal_mills(std::nan(""))));
    CHECK(std::isnan(normal_cumulative_hazard(std::nan(""))));
}
