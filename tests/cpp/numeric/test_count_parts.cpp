// SPDX-License-Identifier: Apache-2.0
// Laws of counts whose units may add more than one, or whose number is gamma-mixed, against long double sums made another way.

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/count_law.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <vector>

using namespace incuflow;

namespace {

using Real = long double;
using Law = std::vector<Real>;

Law convolved(const Law& x, const Law& y, std::size_t size)
{
    Law sum(size, 0.0L);
    for (std::size_t i = 0; i < std::min(size, x.size()); ++i) {
        for (std::size_t j = 0; j < y.size() && i + j < size; ++j) {
            sum[i + j] += x[i] * y[j];
        }
    }
    return sum;
}

Law poisson(Real mean, std::size_t size, std::size_t jump)
{
    Law law(size, 0.0L);
    for (std::size_t n = 0; n * jump < size; ++n) {
        const Real x = static_cast<Real>(n);
        law[n * jump] = std::exp(x * std::log(mean) - mean - std::lgamma(x + 1));
    }
    return law;
}

// Compound Poisson not by a recursion: Poisson numbers of each jump apart.
Law compound(const std::vector<double>& means, std::size_t size)
{
    Law law{1.0L};
    for (std::size_t j = 1; j < means.size(); ++j) {
        if (means[j] > 0.0) {
            law = convolved(law, poisson(means[j], size, j), size);
        }
    }
    return law;
}

// A negative binomial number of units, each of one jump law: Σ P(M = m) law^(*m), the powers one by one.
Law mixed(double k, const std::vector<double>& means, std::size_t size)
{
    Real total = 0.0L;
    for (std::size_t j = 1; j < means.size(); ++j) {
        total += means[j];
    }
    Law jump(means.size(), 0.0L);
    for (std::size_t j = 1; j < means.size(); ++j) {
        jump[j] = means[j] / total;
    }
    Law law(size, 0.0L);
    Law power{1.0L};
    for (std::size_t m = 0; m < size; ++m) {
        const Real x = static_cast<Real>(m);
        const Real p = std::exp(std::lgamma(x + k) - std::lgamma(static_cast<Real>(k)) - std::lgamma(x + 1) +
                                k * std::log(k / (k + total)) + x * std::log(total / (k + total)));
        for (std::size_t n = 0; n < power.size(); ++n) {
            law[n] += p * power[n];
        }
        power = convolved(power, jump, size);
    }
    return law;
}

Law trials(const TrialUnits& group, std::size_t size)
{
    Law unit(group.chances.begin(), group.chances.end());
    Law law{1.0L};
    for (std::int64_t k = 0; k < group.units; ++k) {
        law = convolved(law, unit, size);
    }
    return law;
}

Law whole(const CountParts& parts, std::size_t size)
{
    Law law = compound(parts.poisson, size);
    for (const MixedUnits& units : parts.mixed) {
        law = convolved(law, mixed(units.k, units.means, size), size);
    }
    for (const TrialUnits& group : parts.trials) {
        law = convolved(law, trials(group, size), size);
    }
    law.resize(size, 0.0L);
    return law;
}

double worst(const std::vector<double>& given, const Law& expected)
{
    double most = 0.0;
    for (std::size_t n = 0; n < given.size(); ++n) {
        if (expected[n] >= 1e-300L) {
            most = std::max(most, static_cast<double>(std::fabs(given[n] / expected[n] - 1.0L)));
        } else {
            most = std::max(most, given[n] >= 0.0 && given[n] <= 1.1e-300 ? 0.0 : 1.0);
        }
    }
    return most;
}

// Every probability, tails, quantiles and moments.
void check_law(const CountParts& parts, std::size_t size)
{
    const CountLaw law(parts);
    // Longer than what is compared, so that the reference's own upper tails are complete.
    const Law expected = whole(parts, size + size / 2);
    CHECK(worst(law.probabilities(0, static_cast<std::int64_t>(size) - 1), expected) < 1e-9);
    Real mean = 0.0L;
    Real second = 0.0L;
    for (std::size_t n = 0; n < expected.size(); ++n) {
        mean += static_cast<Real>(n) * expected[n];
        second += static_cast<Real>(n) * static_cast<Real>(n) * expected[n];
    }
    CHECK(law.mean() == doctest::Approx(static_cast<double>(mean)).epsilon(1e-11));
    CHECK(law.variance() == doctest::Approx(static_cast<double>(second - mean * mean)).epsilon(1e-10));
    Real below = 0.0L;
    for (std::size_t n = 0; n < size; n += 1 + size / 60) {
        below = 0.0L;
        for (std::size_t i = 0; i <= n; ++i) {
            below += expected[i];
        }
        const auto at = static_cast<std::int64_t>(n);
        INFO(at);
        if (below > 1e-300L && below < .999L) {
            CHECK(std::fabs(law.at_most(at) / below - 1.0L) < 1e-9L);
            CHECK(law.quantile(static_cast<double>(below * (1 - 1e-8L))) == at);
        }
        Real above = 0.0L;
        for (std::size_t i = expected.size(); i-- > n + 1;) {
            above += expected[i];
        }
        if (above > 1e-300L && above < .999L && n < size / 2) {
            CHECK(std::fabs(law.at_least(at + 1) / above - 1.0L) < 1e-9L);
        }
        CHECK(std::fabs(law.probability(at) - static_cast<double>(expected[n])) <= 1e-9 * static_cast<double>(expected[n]) + 1e-300);
    }
}

}  // namespace

TEST_CASE("compound Poisson, powers of a law and gamma-mixed numbers, each against sums made another way")
{
    check_law({{0, 2, 1.5, .25, 0, .01}, {}, {}}, 300);
    check_law({{}, {{2.5, {0, 8}}}, {}}, 400);
    check_law({{}, {{.3, {0, 1, .5}}}, {}}, 300);
    check_law({{}, {}, {{30, {.5, .3, .15, .05}}}}, 91);
    check_law({{}, {}, {{9, {0, .25, .5, .25}}}}, 28);
    check_law({{0, 30, 4}, {{2, {0, 9}}, {.75, {0, 0, 3}}}, {}}, 500);
    check_law({{0, 3, 1}, {{4, {0, 2, 1}}, {1.5, {0, 5}}}, {{20, {.6, .3, .1}}, {7, {.1, .9}}, {1, {.2, .2, .2, .2, .2}}}}, 250);
}

TEST_CASE("units that add one at most: the same law by either way in")
{
    const CountLaw plain(3.5, {{10, .25}, {4, 1.0}, {5, .25}});
    const CountLaw parts({{0, 3.5}, {}, {{10, {.75, .25}}, {4, {0, 1}}, {5, {.75, .25, 0}}}});
    CHECK(plain.probabilities(0, 60) == parts.probabilities(0, 60));
    CHECK(plain.at_least(20) == parts.at_least(20));
    CHECK(plain.quantile(.3) == parts.quantile(.3));
    CHECK(CountLaw(CountParts{}).probability(0) == 1.0);
}

TEST_CASE("a negative binomial with a whole k is a sum of geometric numbers: closed form")
{
    // k = 1: P(N = n) = (1/(1+m)) (m/(1+m))^n, and its upper tail (m/(1+m))^n.
    for (const double m : {.01, 1.0, 40.0, 3000.0}) {
        const CountLaw law({{}, {{1.0, {0, m}}}, {}});
        for (const double n : {0.0, 1.0, 7.0, 50.0, 400.0, 20000.0}) {
            const Real tail = std::exp(static_cast<Real>(n) * std::log(static_cast<Real>(m) / (1.0L + m)));
            if (tail > 1e-290L) {
                INFO(m, ' ', n);
                CHECK(std::fabs(law.at_least(static_cast<std::int64_t>(n)) / tail - 1.0L) < 1e-9L);
                CHECK(std::fabs(law.probability(static_cast<std::int64_t>(n)) * (1.0L + m) / tail - 1.0L) < 1e-9L);
            }
        }
    }
}

TEST_CASE("ten deviations out, n = 2000: every probability to 1e-9")
{
    const CountParts one{{}, {}, {{2000, {.7, .2, .1}}}};
    const CountLaw law(one);
    const double sd = std::sqrt(law.variance());
    const Law expected = whole(one, 4001);
    for (const double z : {-10.0, -6.0, 0.0, 6.0, 10.0}) {
        const auto n = static_cast<std::int64_t>(law.mean() + z * sd);
        CHECK(std::fabs(law.probability(n) / expected[static_cast<std::size_t>(n)] - 1.0L) < 1e-9L);
    }
    CHECK(worst(law.probabilities(0, 4000), expected) < 1e-9);
    const CountParts plain{{0, 300}, {}, {{2000, {.7, .3}}}};
    const CountLaw sum(plain);
    const Law both = whole(plain, 2600);
    const double deviation = std::sqrt(sum.variance());
    for (const double z : {-10.0, 10.0}) {
        const auto n = static_cast<std::int64_t>(sum.mean() + z * deviation);
        CHECK(std::fabs(sum.probability(n) / both[static_cast<std::size_t>(n)] - 1.0L) < 1e-9L);
    }
}

TEST_CASE("parts that are no law are refused")
{
    const auto code = [](const CountParts& parts) {
        try {
            (void)CountLaw(parts);
        } catch (const Error& error) {
            return error.code();
        }
        return std::string("none");
    };
    CHECK(code({{0, -1}, {}, {}}) == "numeric.mean_negative");
    CHECK(code({{0, std::nan("")}, {}, {}}) == "numeric.not_finite");
    CHECK(code({{}, {{0, {0, 1}}}, {}}) == "numeric.mixing_not_positive");
    CHECK(code({{}, {}, {{-1, {.5, .25, .25}}}}) == "numeric.trials_negative");
    CHECK(code({{}, {}, {{1, {.5, .25, -.25}}}}) == "numeric.probability_outside");
    CHECK(code({{}, {}, {{1, {.5, .25, .2}}}}) == "numeric.row_not_one");
    CHECK(code({{}, {}, {{std::int64_t{1} << 53, {.5, .25, .25}}}}) == "numeric.count_too_large");
    CHECK_THROWS_AS((void)CountLaw({{0, 1e9, 1e9}, {}, {}}).at_most(2999999999), NumericError);
}
