// SPDX-License-Identifier: Apache-2.0
#include "hazard_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

// The stated accuracy of the families that rest on the incomplete gamma function and the normal tail, against 40
// digits, and their limits.
namespace hazard_references {

using namespace incuflow;
using namespace hazard_test;

struct Reference {
    Hazard hazard;
    double t;
    double cumulative;
};

const std::vector<Reference>& references()
{
    static const std::vector<Reference> list{
#include "references.inc"
    };
    return list;
}

TEST_CASE("hazard references: the cumulative hazard from 1e-300 to 5000")
{
    std::map<std::string, double> worst;
    for (const Reference& r : references()) {
        const double off = relative(cumulative(r.hazard, r.t), r.cumulative);
        CAPTURE(describe(r.hazard));
        CAPTURE(r.t);
        CAPTURE(r.cumulative);
        CHECK(off < 1e-12);
        double& most = worst[std::string(name(r.hazard))];
        most = std::max(most, off);
        if (r.cumulative < 700.0 && r.cumulative > 1e-10) {
            CHECK(relative(log_survival(r.hazard, r.t), -r.cumulative) < 1e-12);
        }
    }
    for (const auto& [family, most] : worst) {
        MESSAGE(family << ": largest relative error " << most);
    }
    CHECK(worst.size() == 5);
}

TEST_CASE("hazard references: a gamma of shape 3 early keeps its digits")
{
    CHECK(relative(Gamma(3.0, 1.0).cumulative(1e-6), 1.6666654166671664404e-19) < 1e-14);
}

TEST_CASE("hazard references: a gamma of whole shape is an Erlang")
{
    for (const int k : {1, 2, 3, 12, 15, 16, 17, 150, 9999, 10000, 20000}) {
        for (const double x : {1e-100, 1e-20, 1e-3, 0.1, 0.7, 0.9, 0.99, 1.0, 1.01, 1.1, 1.5, 3.0, 30.0}) {
            const double t = x * k / 0.7;
            const double want = Erlang(k, 0.7).cumulative(t);
            CAPTURE(k);
            CAPTURE(x);
            if (want > 1e-300) {
                CHECK(relative(Gamma(k, 0.7).cumulative(t), want) < 1e-12);
                CHECK(relative(Gamma(k, 0.7).hazard(t), Erlang(k, 0.7).hazard(t)) < 1e-12);
            }
        }
    }
}

TEST_CASE("hazard references: generalised gamma with q = sigma is a gamma, q = 1 a Weibull, q = −1 an inverse Weibull")
{
    for (const double t : {1e-8, 1e-3, 0.2, 1.0, 1.7, 4.0, 30.0}) {
        CAPTURE(t);
        for (const double q : {0.008, 0.4, 0.9, 2.5}) {
            // Shape 1/q², mean e^mu.
            const Gamma gamma(1.0 / (q * q), 1.0 / (q * q) / std::exp(0.3));
            const double want = gamma.cumulative(t);
            CAPTURE(q);
            if (want > 1e-300) {
                CHECK(relative(GeneralisedGamma(0.3, q, q).cumulative(t), want) < 2e-12);
                CHECK(relative(GeneralisedGamma(0.3, q, q).hazard(t), gamma.hazard(t)) < 2e-12);
            }
        }
        const Weibull weibull(1.0 / 0.6, std::exp(0.3));
        CHECK(relative(GeneralisedGamma(0.3, 0.6, 1.0).cumulative(t), weibull.cumulative(t)) < 1e-13);
        CHECK(relative(GeneralisedGamma(0.3, 0.6, 1.0).hazard(t), weibull.hazard(t)) < 1e-13);
        // 1/t is a Weibull: F = e^(−u), u = (e^mu/t)^(1/sigma).
        const double u = std::pow(std::exp(0.3) / t, 1.0 / 0.6);
        const double h = -std::log1p(-std::exp(-u));
        if (h > 1e-300) {
            CHECK(relative(GeneralisedGamma(0.3, 0.6, -1.0).cumulative(t), h) < 1e-12);
        }
    }
}

TEST_CASE("hazard references: generalised gamma goes continuously through the log-normal at q = 0")
{
    const LogNormal middle(0.3, 0.5);
    for (const double z : {-37.0, -12.0, -3.0, -0.2, 0.0, 0.4, 3.0, 12.0, 37.0}) {
        const double t = std::exp(0.3 + 0.5 * z);
        double step = infinity;
        for (const double q : {1e-3, 1e-5, 1e-7, 1e-9, 1e-12, 1e-30, 1e-59, 1e-61, 0.0}) {
            const double above = relative(GeneralisedGamma(0.3, 0.5, q).cumulative(t), middle.cumulative(t));
            const double below = relative(GeneralisedGamma(0.3, 0.5, -q).cumulative(t), middle.cumulative(t));
            CAPTURE(z);
            CAPTURE(q);
            // To first order in q the log of a tail moves by at most about q|z|³/6 + q.
            const double bound = std::expm1(q * (std::fabs(z * z * z) / 3.0 + 2.0)) + 1e-12;
            CHECK(above < bound);
            CHECK(below < bound);
            CHECK(above < std::max(step, 1e-12));
            step = above;
        }
        CHECK(GeneralisedGamma(0.3, 0.5, 0.0).cumulative(t) == middle.cumulative(t));
    }
    CHECK(relative(GeneralisedGamma(0.3, 0.5, 1e-9).mean(), middle.mean()) < 1e-9);
    CHECK(relative(GeneralisedGamma(0.3, 0.5, -1e-9).mean(), middle.mean()) < 1e-9);
}

TEST_CASE("hazard references: a Gompertz of shape 0 is an exponential, continuously")
{
    const Exponential middle(0.3);
    for (const double t : {1e-200, 0.01, 1.0, 50.0, 1e5}) {
        for (const double shape : {1e-8, -1e-8, 1e-20, -1e-20, 1e-310, 0.0}) {
            CHECK(relative(Gompertz(0.3, shape).cumulative(t), middle.cumulative(t)) <= std::fabs(shape) * t + 1e-15);
            CHECK(relative(Gompertz(0.3, shape).inverse_cumulative(0.3 * t), t) <= std::fabs(shape) * t + 1e-15);
        }
    }
    CHECK(Gompertz(0.3, 0.0).cumulative(infinity) == infinity);
    CHECK(Gompertz(0.3, 0.0).mean() == doctest::Approx(1.0 / 0.3).epsilon(1e-15));
    CHECK(Gompertz(0.3, 1e-200).mean() == doctest::Approx(1.0 / 0.3).epsilon(1e-15));
}

TEST_CASE("hazard references: a dying Gompertz says how many never move")
{
    const Gompertz fading(0.2, -0.5);
    CHECK(relative(never_probability(fading), std::exp(-0.4)) < 1e-15);
    CHECK(fading.mean() == infinity);
    CHECK(fading.cumulative(infinity) == 0.4);
    CHECK(fading.inverse_cumulative(0.4) == infinity);
    CHECK(fading.inverse_cumulative(std::nextafter(0.4, 0.0)) < infinity);
    CHECK(never_probability(Hazard(fading)) == never_probability(fading));
    CHECK(never_probability(Gompertz(0.2, 0.5)) == 0.0);
    CHECK(never_probability(Gamma(0.1, 1.0)) == 0.0);
    CHECK(never_probability(GeneralisedGamma(0.0, 1.0, -3.0)) == 0.0);
    CHECK(never_probability(LogLogistic(0.1, 1.0)) == 0.0);
}

TEST_CASE("hazard references: means, infinite ones as infinity")
{
    CHECK(Gamma(2.5, 0.5).mean() == 5.0);
    CHECK(relative(LogNormal(0.3, 0.5).mean(), std::exp(0.425)) < 1e-15);
    CHECK(LogNormal(0.0, 40.0).mean() == infinity);
    CHECK(LogLogistic(1.0, 2.0).mean() == infinity);
    CHECK(LogLogistic(0.5, 2.0).mean() == infinity);
    CHECK(relative(LogLogistic(1.5, 2.0).mean(), 2.0 * (std::acos(-1.0) / 1.5) / std::sin(std::acos(-1.0) / 1.5)) < 1e-14);
    CHECK(relative(LogLogistic(1.0001, 2.0).mean(), 2.0 * (std::acos(-1.0) / 1.0001) / std::sin(std::acos(-1.0) * 1e-4 / 1.0001)) < 1e-11);
    CHECK(GeneralisedGamma(0.0, 0.5, -2.0).mean() == infinity);
    CHECK(GeneralisedGamma(0.0, 0.5, -2.5).mean() == infinity);
    CHECK(relative(GeneralisedGamma(0.3, 0.6, 1.0).mean(), Weibull(1.0 / 0.6, std::exp(0.3)).mean()) < 1e-14);
    CHECK(relative(GeneralisedGamma(0.3, 0.6, 0.6).mean(), std::exp(0.3)) < 1e-14);
    CHECK(relative(GeneralisedGamma(0.3, 0.01, 0.01).mean(), std::exp(0.3)) < 1e-14);
    CHECK(relative(GeneralisedGamma(0.3, 0.6, -1.0).mean(), std::exp(0.3) * std::tgamma(0.4)) < 1e-14);
    // e^x E1(x)/shape at x = rate/shape = 0.5 and 2, with 20 digits.
    CHECK(relative(Gompertz(0.1, 0.2).mean(), 0.92291063248373046883 / 0.2) < 1e-14);
    CHECK(relative(Gompertz(0.4, 0.2).mean(), 0.36132861688822258470 / 0.2) < 1e-14);
}

TEST_CASE("hazard references: where the hazard starts and ends")
{
    CHECK(Gamma(0.5, 2.0).hazard(0.0) == infinity);
    CHECK(Gamma(1.0, 2.0).hazard(0.0) == 2.0);
    CHECK(Gamma(1.5, 2.0).hazard(0.0) == 0.0);
    CHECK(Gamma(1.5, 2.0).hazard(infinity) == 2.0);
    CHECK(relative(Gamma(1.5, 2.0).hazard(1e15), 2.0) < 1e-12);
    CHECK(LogNormal(0.0, 1.0).hazard(0.0) == 0.0);
    CHECK(LogNormal(0.0, 1.0).hazard(infinity) == 0.0);
    CHECK(LogLogistic(0.5, 2.0).hazard(0.0) == infinity);
    CHECK(LogLogistic(1.0, 2.0).hazard(0.0) == 0.5);
    CHECK(LogLogistic(2.0, 2.0).hazard(0.0) == 0.0);
    CHECK(LogLogistic(2.0, 2.0).hazard(infinity) == 0.0);
    CHECK(Gompertz(0.2, 0.5).hazard(0.0) == 0.2);
    CHECK(Gompertz(0.2, 0.5).hazard(infinity) == infinity);
    CHECK(Gompertz(0.2, -0.5).hazard(infinity) == 0.0);
    CHECK(relative(Gompertz(1e-300, 1.0).hazard(1000.0), 1.9700711140170469939e134) < 1e-12);
    CHECK(GeneralisedGamma(0.0, 0.5, 3.0).hazard(0.0) == infinity);
    CHECK(GeneralisedGamma(0.0, 0.5, 1.0).hazard(0.0) == 0.0);
    CHECK(relative(GeneralisedGamma(0.3, 1.0, 1.0).hazard(0.0), std::exp(-0.3)) < 1e-15);
    CHECK(relative(GeneralisedGamma(0.3, 0.5, 2.0).hazard(0.0), GeneralisedGamma(0.3, 0.5, 2.0).hazard(1e-200)) < 1e-12);
    CHECK(relative(GeneralisedGamma(0.3, 0.5, 0.5).hazard(infinity), 4.0 * std::exp(-0.3)) < 1e-14);
    CHECK(GeneralisedGamma(0.3, 0.5, 0.6).hazard(infinity) == infinity);
    CHECK(GeneralisedGamma(0.3, 0.5, -0.6).hazard(infinity) == 0.0);
}

TEST_CASE("hazard references: parameters at the ends of the doubles give numbers")
{
    const std::vector<Hazard> extreme{Gompertz(1e300, 1e300),
                                      Gompertz(1e-300, -1e300),
                                      Gamma(1e-300, 1e300),
                                      Gamma(1e300, 1e-300),
                                      LogNormal(1e300, 1e-300),
                                      LogNormal(-1e300, 1e300),
                                      LogLogistic(1e-300, 1e300),
                                      LogLogistic(1e300, 1e-300),
                                      GeneralisedGamma(0.0, 1.0, 1e150),
                                      GeneralisedGamma(0.0, 1.0, -1e150),
                                      GeneralisedGamma(1e300, 1e-300, 1.0),
                                      GeneralisedGamma(0.0, 1e300, -1e-59)};
    for (const Hazard& hazard : extreme) {
        CAPTURE(describe(hazard));
        for (const double t : {0.0, 1e-300, 1e-3, 1.0, 1e3, 1e300, infinity}) {
            CAPTURE(t);
            CHECK(cumulative(hazard, t) >= 0.0);
            CHECK(!std::isnan(hazard_at(hazard, t)));
        }
        CHECK(quantile(hazard, 0.5) >= 0.0);
        CHECK(!std::isnan(mean(hazard)));
    }
}

}  // namespace hazard_references
