// SPDX-License-Identifier: Apache-2.0
#include "hazard_cases.hpp"

#include "incuflow/base/errors.hpp"

#include <doctest/doctest.h>

#include <functional>

// What no family can be made from, and what the message says.
namespace hazard_errors
{

using namespace incuflow;
using hazard_test::infinity;

const double nan = std::numeric_limits<double>::quiet_NaN();

struct Case {
    std::function<void()> make;
    const char* code;
    const char* says;
};

TEST_CASE("hazard errors: each wrong parameter has its message")
{
    const Case cases[] = {
        {[] { Exponential(-0.1); }, "hazard.negative", "Exponential: rate must be ≥ 0, got -0.1"},
        {[] { Exponential{nan}; }, "hazard.not_finite", "Exponential: rate must be a finite number, got nan"},
        {[] { Exponential{infinity}; }, "hazard.not_finite", "Exponential: rate must be a finite number, got inf"},
        {[] { Weibull(-0.5, 1.0); }, "hazard.not_positive", "Weibull: shape must be > 0, got -0.5"},
        {[] { Weibull(0.0, 1.0); }, "hazard.not_positive", "Weibull: shape must be > 0, got 0"},
        {[] { Weibull(1.0, 0.0); }, "hazard.not_positive", "Weibull: scale must be > 0, got 0"},
        {[] { Weibull(infinity, 1.0); }, "hazard.not_finite", "Weibull: shape must be a finite number, got inf"},
        {[] { Weibull(1.0, nan); }, "hazard.not_finite", "Weibull: scale must be a finite number, got nan"},
        {[] { Gompertz(-0.1, 1.0); }, "hazard.negative", "Gompertz: rate must be ≥ 0, got -0.1"},
        {[] { Gompertz(0.1, nan); }, "hazard.not_finite", "Gompertz: shape must be a finite number, got nan"},
        {[] { Gamma(0.0, 1.0); }, "hazard.not_positive", "Gamma: shape must be > 0, got 0"},
        {[] { Gamma(1.0, -2.0); }, "hazard.not_positive", "Gamma: rate must be > 0, got -2"},
        {[] { LogNormal(infinity, 1.0); }, "hazard.not_finite", "LogNormal: meanlog must be a finite number, got inf"},
        {[] { LogNormal(0.0, 0.0); }, "hazard.not_positive", "LogNormal: sdlog must be > 0, got 0"},
        {[] { LogLogistic(-1.0, 1.0); }, "hazard.not_positive", "LogLogistic: shape must be > 0, got -1"},
        {[] { LogLogistic(1.0, nan); }, "hazard.not_finite", "LogLogistic: scale must be a finite number, got nan"},
        {[] { GeneralisedGamma(nan, 1.0, 1.0); }, "hazard.not_finite", "GeneralisedGamma: mu must be a finite number"},
        {[] { GeneralisedGamma(0.0, -1.0, 1.0); }, "hazard.not_positive", "GeneralisedGamma: sigma must be > 0"},
        {[] { GeneralisedGamma(0.0, 1.0, infinity); }, "hazard.not_finite", "GeneralisedGamma: q must be a finite"},
        {[] { GeneralisedGamma(0.0, 1.0, 1e200); }, "hazard.not_finite", "GeneralisedGamma: q² must be a finite"},
        {[] { Erlang(0, 1.0); }, "hazard.stages_range", "Erlang: the number of phases must be a whole number in 1 .. 1000000, got 0"},
        {[] { Erlang(1000001, 1.0); }, "hazard.stages_range", "got 1000001"},
        {[] { Erlang(2, -1.0); }, "hazard.negative", "Erlang: rate must be ≥ 0, got -1"},
        {[] { Erlang(2, infinity); }, "hazard.not_finite", "Erlang: rate must be a finite number, got inf"},
        {[] { FixedDelay(0.0); }, "hazard.not_positive", "FixedDelay: delay must be > 0, got 0"},
        {[] { FixedDelay(-1.0); }, "hazard.not_positive", "FixedDelay: delay must be > 0, got -1"},
        {[] { FixedDelay{infinity}; }, "hazard.not_finite", "FixedDelay: delay must be a finite number, got inf"},
        {[] { PiecewiseConstant({}, {}); }, "hazard.breaks_count", "0 breaks and 0 rates"},
        {[] {
             PiecewiseConstant({0.0, 1.0}, {1.0});
         },
         "hazard.breaks_count", "2 breaks and 1 rates"},
        {[] { PiecewiseConstant({0.5}, {1.0}); }, "hazard.breaks_start", "breaks must start at 0, got 0.5"},
        {[] { PiecewiseConstant({nan}, {1.0}); }, "hazard.breaks_start", "got nan"},
        {[] {
             PiecewiseConstant({0.0, 2.0, 2.0}, {1.0, 1.0, 1.0});
         },
         "hazard.breaks_order", "got 2 after 2"},
        {[] {
             PiecewiseConstant({0.0, infinity}, {1.0, 1.0});
         },
         "hazard.breaks_order", "got inf after 0"},
        {[] {
             PiecewiseConstant({0.0, nan}, {1.0, 1.0});
         },
         "hazard.breaks_order", "got nan after 0"},
        {[] {
             PiecewiseConstant({0.0, 1.0}, {1.0, -2.0});
         },
         "hazard.negative", "PiecewiseConstant: rates[1] must be ≥ 0, got -2"},
        {[] { PiecewiseConstant({0.0}, {infinity}); }, "hazard.not_finite",
         "PiecewiseConstant: rates[0] must be a finite number"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.says);
        try {
            one.make();
            FAIL_CHECK("no error");
        } catch (const ParameterError& error) {
            CHECK(error.code() == one.code);
            CHECK(std::string(error.what()).find(one.says) != std::string::npos);
            // The Chinese sentence has all its blanks filled too.
            CHECK(error.message(Language::zh) != error.what());
            CHECK(error.message(Language::zh).find('{') == std::string::npos);
        }
    }
}

TEST_CASE("hazard errors: all faults of a piecewise constant hazard in one report")
{
    try {
        PiecewiseConstant({0.5, 0.25}, {-1.0, nan, 2.0});
        FAIL("no error");
    } catch (const ParameterError& error) {
        std::vector<std::string> codes;
        for (const Fault& fault : error.faults()) {
            codes.push_back(fault.code);
        }
        CHECK(codes == std::vector<std::string>{"hazard.breaks_count", "hazard.breaks_start", "hazard.breaks_order",
                                                "hazard.negative", "hazard.not_finite"});
    }
}

TEST_CASE("hazard errors: what is allowed at the edge")
{
    CHECK(mean(Hazard(Exponential(0.0))) == infinity);
    for (const Hazard& never : {Hazard(Exponential(0.0)), Hazard(Exponential(-0.0)), Hazard(Erlang(3, 0.0)), Hazard(Gompertz(0.0, 0.3)),
                                Hazard(PiecewiseConstant({0.0, 1.0}, {0.0, 0.0}))}) {
        CAPTURE(describe(never));
        CHECK(never_probability(never) == 1.0);
        CHECK(mean(never) == infinity);
        for (const double p : {0.0, 0.5, 1.0}) {
            CHECK(quantile(never, p) == infinity);
        }
        CHECK(sample(never, 0.3) == infinity);
        for (const double t : {0.0, 1.0, 1e300, infinity}) {
            CHECK(hazard_at(never, t) == 0.0);
            CHECK(cumulative(never, t) == 0.0);
            CHECK(survival(never, t) == 1.0);
            CHECK(density(never, t) == 0.0);
        }
    }
    CHECK(never_probability(Hazard(PiecewiseConstant({0.0, 2.0}, {0.5, 0.0}))) ==
          doctest::Approx(std::exp(-1.0)).epsilon(1e-15));
    CHECK(describe(Hazard(Exponential(-0.0))) == "Exponential(rate=0)");
    CHECK(describe(Hazard(PiecewiseConstant({-0.0, 2.0}, {-0.0, 1.0}))) ==
          "PiecewiseConstant(breaks=[0, 2], rates=[0, 1])");
    // From 0 on, or from the first piece in which something can happen.
    CHECK(quantile(Hazard(Weibull(1.3, 1.8)), 0.0) == 0.0);
    CHECK(quantile(Hazard(Erlang(3, 1.0)), 0.0) == 0.0);
    CHECK(quantile(Hazard(PiecewiseConstant({0.0, 0.5, 1.0}, {0.0, 0.0, 1.0})), 0.0) == 1.0);
    CHECK(quantile(Hazard(Erlang(3, 1.0)), 1.0) == infinity);
    CHECK(quantile(Hazard(Erlang(3, 5.0)), 1.0) == infinity);
    CHECK(quantile(Hazard(Weibull(1.3, 1.8)), 1.0) == infinity);
    CHECK(quantile(Hazard(PiecewiseConstant({0.0, 1.0}, {1.0, 2.0})), 1.0) == infinity);
}

TEST_CASE("hazard errors: names and descriptions")
{
    const std::vector<Hazard> hazards{Exponential(0.1),
                                      Weibull(1.3, 1.8),
                                      PiecewiseConstant({0.0, 1.5}, {0.016, 0.1}),
                                      Erlang(3, 0.5),
                                      FixedDelay(1.5),
                                      Gompertz(0.1, -0.2),
                                      Gamma(2.5, 0.5),
                                      LogNormal(-0.3, 0.5),
                                      LogLogistic(1.3, 1.8),
                                      GeneralisedGamma(0.3, 0.5, -1.0)};
    const std::vector<std::string> names{"exponential", "weibull", "piecewise_constant", "erlang",       "fixed_delay",
                                         "gompertz",    "gamma",   "log_normal",         "log_logistic", "generalised_gamma"};
    const std::vector<std::string> texts{"Exponential(rate=0.1)",
                                         "Weibull(shape=1.3, scale=1.8)",
                                         "PiecewiseConstant(breaks=[0, 1.5], rates=[0.016, 0.1])",
                                         "Erlang(k=3, rate=0.5)",
                                         "FixedDelay(delay=1.5)",
                                         "Gompertz(rate=0.1, shape=-0.2)",
                                         "Gamma(shape=2.5, rate=0.5)",
                                         "LogNormal(meanlog=-0.3, sdlog=0.5)",
                                         "LogLogistic(shape=1.3, scale=1.8)",
                                         "GeneralisedGamma(mu=0.3, sigma=0.5, q=-1)"};
    for (std::size_t i = 0; i < hazards.size(); ++i) {
        CHECK(name(hazards[i]) == names[i]);
        CHECK(describe(hazards[i]) == texts[i]);
        for (std::size_t j = 0; j < hazards.size(); ++j) {
            CHECK((hazards[i] == hazards[j]) == (i == j));
        }
    }
    CHECK(PiecewiseConstant({0.0, 1.0}, {1.0, 2.0}) != PiecewiseConstant({0.0, 2.0}, {1.0, 2.0}));
    CHECK(PiecewiseConstant({0.0, 1.0}, {1.0, 2.0}) != PiecewiseConstant({0.0, 1.0}, {1.0, 3.0}));
    CHECK(Erlang(2, 1.0) != Erlang(3, 1.0));
    CHECK(Weibull(2.0, 1.0) != Weibull(1.0, 2.0));
}

}  // namespace hazard_errors
