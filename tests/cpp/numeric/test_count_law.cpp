// SPDX-License-Identifier: Apache-2.0

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/count_law.hpp"
#include "incuflow/numeric/point_probability.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <thread>
#include <vector>

using namespace incuflow;

namespace
{

using CountReal = long double;

CountReal log_poisson(std::int64_t x, CountReal mean)
{
    const CountReal n = static_cast<CountReal>(x);
    return n * std::log(mean) - mean - std::lgamma(n + 1);
}

CountReal log_binomial(std::int64_t x, std::int64_t trials, CountReal p)
{
    const CountReal n = static_cast<CountReal>(trials), k = static_cast<CountReal>(x);
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(p) +
           (n - k) * std::log1p(-p);
}

/// The whole law on 0 … size − 1 by adding one trial after the other to the Poisson probabilities.
std::vector<CountReal> brute_force(double mean, const std::vector<BinomialGroup>& groups, std::size_t size)
{
    std::vector<CountReal> law(size, 0.0L);
    for (std::size_t x = 0; x < size; ++x) {
        law[x] = mean > 0.0 ? std::exp(log_poisson(static_cast<std::int64_t>(x), mean)) : (x == 0 ? 1.0L : 0.0L);
    }
    for (const BinomialGroup& group : groups) {
        for (std::int64_t k = 0; k < group.trials; ++k) {
            for (std::size_t x = size; x-- > 0;) {
                law[x] = law[x] * (1.0L - group.probability) + (x > 0 ? law[x - 1] * group.probability : 0.0L);
            }
        }
    }
    return law;
}

double count_error(double given, CountReal expected)
{
    if (expected < 1e-300L) {
        return given >= 0.0 && given <= 1.1e-300 ? 0.0 : 1.0;
    }
    return static_cast<double>(std::fabs(given / expected - 1.0L));
}

}  // namespace

TEST_CASE("point probabilities: against long double, small and large, centre and tails")
{
    for (const double mean : {1e-300, 1e-5, .3, 1.0, 7.5, 40.0, 1234.5, 1e5}) {
        for (const double deviations : {-30.0, -8.0, -1.0, 0.0, .01, 3.0, 12.0, 33.0}) {
            const double at = std::max(0.0, std::floor(mean + deviations * std::sqrt(mean)));
            const auto x = static_cast<std::int64_t>(at);
            CHECK(count_error(poisson_probability(x, mean), std::exp(log_poisson(x, mean))) < 2e-12);
        }
    }
    for (const std::int64_t n : std::vector<std::int64_t>{1, 2, 15, 16, 40, 3000, 100000}) {
        for (const double p : {1e-9, .001, .2, .5, .93, 1.0 - 1e-9}) {
            for (const double share : {0.0, .001, .1, .25, .5, .77, .999, 1.0}) {
                const auto x = static_cast<std::int64_t>(std::llround(share * static_cast<double>(n)));
                CHECK(count_error(binomial_probability(x, n, p), std::exp(log_binomial(x, n, p))) < 2e-12);
            }
        }
    }
    CHECK(poisson_probability(-1, 2.0) == 0.0);
    CHECK(poisson_probability(0, 0.0) == 1.0);
    CHECK(poisson_probability(3, 0.0) == 0.0);
    CHECK(binomial_probability(-1, 3, .5) == 0.0);
    CHECK(binomial_probability(4, 3, .5) == 0.0);
    CHECK(binomial_probability(0, 0, .5) == 1.0);
    CHECK(binomial_probability(3, 3, 1.0) == 1.0);
    CHECK(binomial_probability(0, 3, 0.0) == 1.0);
    CHECK(binomial_probability(1, 3, 0.0) == 0.0);
    CHECK(binomial_probability(2, 3, .5) == doctest::Approx(.375).epsilon(1e-15));
    // log x! = Stirling + error, by the recursion log(x+1)! − log x! = log(x+1), across the border of table and series.
    for (std::int64_t x = 1; x < 40; ++x) {
        const CountReal n = static_cast<CountReal>(x);
        const CountReal step = 1.0L - (n + .5L) * std::log1p(1.0L / n);
        CHECK(std::fabs(detail::stirling_error(x + 1) - detail::stirling_error(x) - step) < 3e-16L);
    }
}

TEST_CASE("count law: every probability against brute-force convolution")
{
    struct Case {
        double mean;
        std::vector<BinomialGroup> groups;
        std::size_t size;
    };
    for (const Case& c :
         {Case{2.5, {{10, .3}}, 120}, Case{0, {{7, .25}, {9, .5}, {4, .9}}, 21}, Case{12, {}, 260},
          Case{.01, {{3, .001}, {50, .02}, {2, .999}, {1, .5}, {6, .02}}, 120}, Case{60, {{200, .4}, {150, .7}}, 700},
          Case{0, {{1, .1}, {1, .2}, {1, .3}, {1, .4}, {1, .5}, {1, .6}, {1, .7}}, 8}, Case{1e-250, {}, 3}}) {
        const CountLaw law(c.mean, c.groups);
        // Longer than what is compared, so that the reference's own upper tails are complete.
        const std::vector<CountReal> expected = brute_force(c.mean, c.groups, c.size + 300);
        const auto last = static_cast<std::int64_t>(c.size) - 1;
        const std::vector<double> whole = law.probabilities(0, last);
        REQUIRE(whole.size() == c.size);
        std::vector<CountReal> above(expected.size() + 1, 0.0L);
        for (std::size_t x = expected.size(); x-- > 0;) {
            above[x] = above[x + 1] + expected[x];
        }
        CountReal below = 0.0L, mean = 0.0L, second = 0.0L;
        for (std::size_t x = 0; x < c.size; ++x) {
            const auto n = static_cast<std::int64_t>(x);
            below += expected[x];
            mean += static_cast<CountReal>(x) * expected[x];
            second += static_cast<CountReal>(x * x) * expected[x];
            CHECK(count_error(whole[x], expected[x]) < 1e-12);
            CHECK(count_error(law.probability(n), expected[x]) < 1e-12);
            CHECK(count_error(law.at_most(n), below) < 1e-12);
            CHECK(count_error(law.at_least(n), above[x]) < 1e-12);
            if (x % 7 == 3) {
                for (const std::size_t width : {std::size_t{0}, std::size_t{1}, std::size_t{9}, std::size_t{60}}) {
                    const std::size_t to = std::min(x + width, c.size - 1);
                    CountReal sum = 0.0L;
                    for (std::size_t y = to + 1; y-- > x;) {
                        sum += expected[y];
                    }
                    CHECK(count_error(law.between(n, static_cast<std::int64_t>(to)), sum) < 1e-11);
                }
            }
        }
        CHECK(law.mean() == doctest::Approx(static_cast<double>(mean)).epsilon(1e-12));
        CHECK(law.variance() == doctest::Approx(static_cast<double>(second - mean * mean)).epsilon(1e-9));
    }
}

TEST_CASE("count law: 78,965 starting firms and 40,000 expected entries, down to 1e-284")
{
    // References: sums of 40-digit terms.
    const CountLaw law(40000, {{78965, .08}});
    CHECK(count_error(law.at_least(47000), 7.3428648939195755868e-4L) < 1e-12);
    CHECK(count_error(law.at_least(53808), 1.8834948199377286933e-255L) < 1e-12);
    CHECK(count_error(law.at_most(38826), 4.1683787642048187882e-284L) < 1e-12);
    CHECK(count_error(law.between(53808, 1000000), 1.8834948199377286933e-255L) < 1e-12);
    CHECK(law.at_least(47000) + law.at_most(46999) == 1.0);
    // One group cut into two of equal probability is the same law.
    const CountLaw same(40000, {{8965, .08}, {0, .5}, {12, 0.0}, {70000, .08}});
    CHECK(same.at_least(47000) == law.at_least(47000));
    CHECK(same.quantile(.05) == law.quantile(.05));
}

TEST_CASE("count law: a Poisson mean of 1e7")
{
    const CountLaw law(1e7);
    CHECK(count_error(law.at_least(10015000), 1.0574349021232246865e-6L) < 1e-11);
    CHECK(count_error(law.at_least(10110680), 1.0669508439522423028e-267L) < 1e-11);
    CHECK(count_error(law.at_most(9889320), 1.1623256772249820062e-269L) < 1e-11);
    CHECK(count_error(law.at_most(9999000), .37599282433908507666L) < 1e-11);
    CHECK(count_error(law.probability(9900000), 1.6919456006841173168e-222L) < 1e-11);
    CHECK(law.quantile(law.at_most(10004321)) == 10004321);
}

TEST_CASE("count law: a group of 1e5 trials, tails against sums in logarithms")
{
    const std::int64_t trials = 100000;
    for (const double p : {.002, .5, .97}) {
        const CountLaw law(0.0, {{trials, p}});
        const double deviation = std::sqrt(law.variance());
        for (const double k : {-30.0, -12.0, -4.0, -.5, .5, 4.0, 12.0, 30.0}) {
            const auto n = static_cast<std::int64_t>(std::llround(law.mean() + k * deviation));
            if (n < 0 || n > trials) {
                continue;
            }
            CountReal sum = 0.0L;
            if (k > 0) {
                for (std::int64_t x = trials; x >= n; --x) {
                    sum += std::exp(log_binomial(x, trials, p));
                }
                CHECK(count_error(law.at_least(n), sum) < 2e-11);
            } else {
                for (std::int64_t x = 0; x <= n; ++x) {
                    sum += std::exp(log_binomial(x, trials, p));
                }
                CHECK(count_error(law.at_most(n), sum) < 2e-11);
            }
        }
    }
}

TEST_CASE("count law: three and more groups, extreme tails, against convolution in logarithms")
{
    // Poisson(300) + Bin(2000, .2) + Bin(1500, .3) + 200 trials at .999: probabilities of each on its whole support.
    const std::vector<BinomialGroup> groups{{2000, .2}, {1500, .3}, {200, .999}};
    std::vector<CountReal> law{1.0L};
    const auto add = [&](const std::vector<CountReal>& part) {
        std::vector<CountReal> sum(law.size() + part.size() - 1, 0.0L);
        for (std::size_t i = 0; i < law.size(); ++i) {
            for (std::size_t j = 0; j < part.size(); ++j) {
                sum[i + j] += law[i] * part[j];
            }
        }
        law = sum;
    };
    for (const BinomialGroup& group : groups) {
        std::vector<CountReal> part;
        for (std::int64_t x = 0; x <= group.trials; ++x) {
            part.push_back(std::exp(log_binomial(x, group.trials, group.probability)));
        }
        add(part);
    }
    std::vector<CountReal> poisson;
    for (std::int64_t x = 0; x < 2000; ++x) {
        poisson.push_back(std::exp(log_poisson(x, 300.0L)));
    }
    add(poisson);
    const CountLaw count(300.0, groups);
    for (const std::int64_t n :
         std::vector<std::int64_t>{420, 700, 1000, 1200, 1340, 1350, 1351, 1400, 1700, 2100, 2500}) {
        const auto at = static_cast<std::ptrdiff_t>(n);
        CountReal below = 0.0L, above = 0.0L;
        for (auto it = law.begin(); it != law.begin() + at + 1; ++it) {
            below += *it;
        }
        for (auto it = law.rbegin(); it != law.rend() - at; ++it) {
            above += *it;
        }
        CHECK(count_error(count.probability(n), law[static_cast<std::size_t>(n)]) < 1e-11);
        CHECK(count_error(count.at_most(n), below) < 1e-11);
        CHECK(count_error(count.at_least(n), above) < 1e-11);
    }
}

TEST_CASE("count law: many groups of one trial each")
{
    std::vector<BinomialGroup> groups;
    for (int k = 1; k <= 400; ++k) {
        groups.push_back({1, k / 401.0});
    }
    const CountLaw law(0.0, groups);
    const std::vector<CountReal> expected = brute_force(0.0, groups, 401);
    const std::vector<double> whole = law.probabilities(0, 400);
    for (std::size_t x = 0; x <= 400; ++x) {
        CHECK(count_error(whole[x], expected[x]) < 1e-12);
        CHECK(count_error(law.probability(static_cast<std::int64_t>(x)), expected[x]) < 1e-12);
    }
}

TEST_CASE("count law: certain, impossible and empty parts are exact")
{
    const CountLaw nothing(0.0);
    CHECK(nothing.mean() == 0.0);
    CHECK(nothing.probability(0) == 1.0);
    CHECK(nothing.at_least(0) == 1.0);
    CHECK(nothing.at_least(1) == 0.0);
    CHECK(nothing.at_most(-1) == 0.0);
    CHECK(nothing.at_most(0) == 1.0);
    CHECK(nothing.between(0, 0) == 1.0);
    CHECK(nothing.quantile(.5) == 0);

    const CountLaw sure(0.0, {{5, 1.0}, {7, 0.0}});
    CHECK(sure.mean() == 5.0);
    CHECK(sure.variance() == 0.0);
    CHECK(sure.probabilities(4, 6) == std::vector<double>{0, 1, 0});
    CHECK(sure.at_least(5) == 1.0);
    CHECK(sure.at_least(6) == 0.0);
    CHECK(sure.at_most(4) == 0.0);
    CHECK(sure.quantile(1e-9) == 5);
    CHECK(sure.quantile(1.0) == 5);

    const CountLaw mixed(0.0, {{5, 1.0}, {2, .5}});
    CHECK(mixed.probabilities(3, 8)[2] == doctest::Approx(.25).epsilon(1e-15));
    CHECK(mixed.probabilities(3, 8)[1] == 0.0);
    CHECK(mixed.at_least(5) == 1.0);
    CHECK(mixed.at_most(7) == 1.0);
    CHECK(mixed.at_least(8) == 0.0);
    CHECK(mixed.quantile(1.0) == 7);
    CHECK(mixed.between(6, 100) == doctest::Approx(.75).epsilon(1e-15));
    CHECK(mixed.between(6, 5) == 0.0);

    const std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                       most = std::numeric_limits<std::int64_t>::max();
    const CountLaw poisson(3.0, {{2, 1.0}});
    CHECK(poisson.at_most(least) == 0.0);
    CHECK(poisson.at_least(least) == 1.0);
    CHECK(poisson.at_most(most) == 1.0);
    CHECK(poisson.at_least(most) == 0.0);
    CHECK(poisson.between(least, most) == 1.0);
    CHECK(poisson.probability(1) == 0.0);
    CHECK(poisson.probabilities(5, 4).empty());
    CHECK(poisson.probability(2) == doctest::Approx(std::exp(-3.0)).epsilon(1e-15));
}

TEST_CASE("count law: quantile is the smallest count that reaches p")
{
    for (const CountLaw& law :
         {CountLaw(.2), CountLaw(3.7), CountLaw(5000.0, {{78965, .3}}), CountLaw(0.0, {{3, .5}, {4, .1}, {500, .01}}),
          CountLaw(2e5), CountLaw(0.0, {{100000, 1e-4}, {9, 1.0}})}) {
        for (const double p : {1e-300, 1e-40, 1e-9, .05, .25, .5, .77, .95, .999, 1.0 - 1e-12}) {
            const std::int64_t n = law.quantile(p);
            CHECK(law.at_most(n) >= p);
            CHECK(law.at_most(n - 1) < p);
        }
    }
    const CountLaw law(40.0, {{100, .25}});
    CHECK(law.quantile(0.0) == 0);
    for (std::int64_t n = 30; n < 110; ++n) {
        CHECK(law.quantile(law.at_most(n)) == n);
        CHECK(law.at_most(n) > law.at_most(n - 1));
    }
}

TEST_CASE("count law: nearly certain and nearly impossible trials")
{
    const CountLaw law(0.0, {{1000, 1.0 - 1e-12}, {1000, 1e-12}});
    CHECK(law.at_most(999) == doctest::Approx(1e-9).epsilon(1e-6));
    CHECK(law.at_least(1001) == doctest::Approx(1e-9).epsilon(1e-6));
    CHECK(law.probability(1000) == doctest::Approx(1.0 - 2e-9).epsilon(1e-12));
    CHECK(count_error(CountLaw(0.0, {{3, 1e-100}}).probability(3), 1e-300L) < 1e-12);
    CHECK(count_error(CountLaw(1e-150).at_least(2), .5e-300L) == 0.0);
    CHECK(count_error(CountLaw(1e-100).at_least(2), .5e-200L) < 1e-12);
}

TEST_CASE("count law: one object in two threads")
{
    const CountLaw law(300.0, {{2000, .2}, {1500, .3}, {200, .9}});
    double other = 0.0;
    std::thread thread([&] { other = law.at_least(1400); });
    const double here = law.at_least(1400);
    thread.join();
    CHECK(here == other);
    CHECK(CountLaw(law).at_least(1400) == here);
}

TEST_CASE("count law: what is refused")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto code = [](double mean, std::vector<BinomialGroup> groups) -> std::string {
        try {
            static_cast<void>(CountLaw(mean, std::move(groups)));
        } catch (const ParameterError& error) {
            return error.code();
        }
        return "no error";
    };
    CHECK(code(-1.0, {}) == "numeric.mean_negative");
    CHECK(code(nan, {}) == "numeric.not_finite");
    CHECK(code(std::numeric_limits<double>::infinity(), {}) == "numeric.not_finite");
    CHECK(code(1.0, {{-1, .5}}) == "numeric.trials_negative");
    CHECK(code(1.0, {{1, 1.5}}) == "numeric.probability_outside");
    CHECK(code(1.0, {{1, -1e-9}}) == "numeric.probability_outside");
    CHECK(code(1.0, {{1, nan}}) == "numeric.probability_outside");
    CHECK(code(1.0, {{std::int64_t{1} << 53, .5}}) == "no error");
    CHECK(code(1.0, {{std::int64_t{1} << 53, .5}, {1, .5}}) == "numeric.count_too_large");
    const CountLaw law(1.0);
    CHECK_THROWS_AS(static_cast<void>(law.quantile(-.1)), ParameterError);
    CHECK_THROWS_AS(static_cast<void>(law.quantile(1.0)), ParameterError);
    CHECK_THROWS_AS(static_cast<void>(law.quantile(nan)), ParameterError);
    CHECK_THROWS_AS(static_cast<void>(CountLaw(1e15).at_least(1000000000000000)), NumericError);
    try {
        static_cast<void>(CountLaw(0.0, {{3, 1.25}}));
    } catch (const Error& error) {
        CHECK(std::string(error.what()).find("got 1.25") != std::string::npos);
    }
}

TEST_CASE("count law: tiny means keep their tails")
{
    // P(N ≥ 1) = 1 − e^−λ and P(N ≥ 2) = λ²/2 − …; a mean of 1e-13 next to others must not send the search for the tilt astray.
    for (const double mean : {1e-300, 1e-120, 1e-30, 1e-17, 1e-13, 1e-6}) {
        CAPTURE(mean);
        const CountLaw law(mean);
        CHECK(law.at_least(1) == doctest::Approx(mean).epsilon(mean < 1e-7 ? 1e-9 : 1e-5));
        CHECK(law.quantile(0.95) == 0);
        CHECK(law.at_most(0) == doctest::Approx(1.0));
        const CountLaw mixed(mean, {{300, mean}, {7, 1e-9}});
        CHECK(mixed.at_least(1) == doctest::Approx(301.0 * mean + 7e-9).epsilon(1e-5));
        CHECK(mixed.quantile(0.05) == 0);
    }
    const CountLaw nearly_all(0.0, {{40, 1.0 - 1e-12}, {2, 0.5}});
    CHECK(nearly_all.at_most(40) == doctest::Approx(0.25).epsilon(1e-9));
}
