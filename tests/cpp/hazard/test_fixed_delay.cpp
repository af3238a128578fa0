// SPDX-License-Identifier: Apache-2.0
#include "hazard_cases.hpp"

#include "incuflow/base/errors.hpp"

#include <doctest/doctest.h>

// The fixed delay: an atom, not a hazard.
namespace hazard_fixed_delay
{

using namespace incuflow;
using hazard_test::infinity;

TEST_CASE("fixed delay: survival is 1 before the delay and 0 from then on")
{
    const Hazard delay = FixedDelay(1.37);
    const double before = std::nextafter(1.37, 0.0);
    for (const double t : {-infinity, -1.0, 0.0, 1.0, before}) {
        CHECK(survival(delay, t) == 1.0);
        CHECK(cumulative(delay, t) == 0.0);
        CHECK(log_survival(delay, t) == 0.0);
        CHECK(!std::signbit(log_survival(delay, t)));
    }
    for (const double t : {1.37, 2.0, 1e300, infinity}) {
        CHECK(survival(delay, t) == 0.0);
        CHECK(cumulative(delay, t) == infinity);
        CHECK(log_survival(delay, t) == -infinity);
    }
    CHECK(std::isnan(survival(delay, std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("fixed delay: every quantile, sample and the mean are the delay")
{
    const Hazard delay = FixedDelay(1.37);
    for (const double p : {0.0, 1e-300, 0.5, 1.0}) {
        CHECK(quantile(delay, p) == 1.37);
        CHECK(sample(delay, p) == 1.37);
        CHECK(inverse_cumulative(delay, 40.0 * p) == 1.37);
    }
    CHECK(mean(delay) == 1.37);
    CHECK(never_probability(delay) == 0.0);
    CHECK(std::isnan(quantile(delay, 1.5)));
    CHECK(std::isnan(quantile(delay, -0.5)));
    CHECK(std::isnan(inverse_cumulative(delay, -1.0)));
}

TEST_CASE("fixed delay: its hazard and density cannot be asked")
{
    const Hazard delay = FixedDelay(1.5);
    for (const double t : {0.0, 1.5, 2.0}) {
        CHECK_THROWS_AS((void)hazard_at(delay, t), ParameterError);
        CHECK_THROWS_AS((void)density(delay, t), ParameterError);
    }
    // A plain family too, by way of the variant.
    CHECK_THROWS_AS((void)density(FixedDelay(1.5), 1.0), ParameterError);
    try {
        (void)density(delay, 1.0);
        FAIL("no error");
    } catch (const ParameterError& error) {
        CHECK(error.code() == "hazard.atom_has_no_density");
        CHECK(std::string(error.what()) ==
              "FixedDelay(1.5) is an atom and has no density; ask for survival, log_survival or quantile");
        CHECK(error.message(Language::zh).find("1.5") != std::string::npos);
    }
    try {
        (void)hazard_at(delay, 1.0);
        FAIL("no error");
    } catch (const ParameterError& error) {
        CHECK(std::string(error.what()).find("has no hazard") != std::string::npos);
    }
}

TEST_CASE("fixed delay: equality")
{
    CHECK(FixedDelay(1.5) == FixedDelay(1.5));
    CHECK(FixedDelay(1.5) != FixedDelay(1.6));
    CHECK(Hazard(FixedDelay(1.5)) != Hazard(Exponential(1.5)));
}

}  // namespace hazard_fixed_delay
