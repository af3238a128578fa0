// SPDX-License-Identifier: Apache-2.0
#include "incuflow/base/errors.hpp"
#include "incuflow/random/distributions.hpp"
#include "random/chi_square.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace distributions_test
{

using namespace incuflow;
using random_test::count_deviate;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

long double log_factorial(std::int64_t n)
{
    return std::lgamma(static_cast<long double>(n) + 1.0L);
}

double exact_poisson(std::int64_t k, double mean)
{
    const long double m = mean;
    return static_cast<double>(std::exp(static_cast<long double>(k) * std::log(m) - m - log_factorial(k)));
}

double exact_binomial(std::int64_t k, std::int64_t n, double p)
{
    const long double q = p;
    return static_cast<double>(std::exp(log_factorial(n) - log_factorial(k) - log_factorial(n - k) +
                                        static_cast<long double>(k) * std::log(q) +
                                        static_cast<long double>(n - k) * std::log1p(-q)));
}

struct Moments {
    double mean;
    double variance;
};

Moments moments(const std::vector<std::int64_t>& draws)
{
    const double n = static_cast<double>(draws.size());
    const double origin = static_cast<double>(draws.front());
    double sum = 0.0;
    double squares = 0.0;
    for (const std::int64_t draw : draws) {
        const double d = static_cast<double>(draw) - origin;
        sum += d;
        squares += d * d;
    }
    return {origin + sum / n, (squares - sum * sum / n) / (n - 1.0)};
}

/// Mean and variance within four standard errors; the variance's is taken for a law near the normal.
void check_moments(const std::vector<std::int64_t>& draws, double mean, double variance)
{
    const double n = static_cast<double>(draws.size());
    const Moments seen = moments(draws);
    CHECK(std::fabs(seen.mean - mean) < 4.0 * std::sqrt(variance / n));
    CHECK(std::fabs(seen.variance - variance) < 4.0 * std::sqrt((2.0 * variance * variance + variance) / n));
}

std::string code_of(void (*action)(Stream&))
{
    Stream stream(1);
    try {
        action(stream);
    } catch (const ParameterError& error) {
        CHECK(error.message(Language::zh) != error.message(Language::en));
        return error.code();
    }
    return {};
}

TEST_CASE("Poisson draws follow the exact law on both sides of the change of method")
{
    for (const double mean : {0.01, 0.7, 3.0, 9.99, 10.0, 11.5, 37.0, 250.0, 4000.0}) {
        CAPTURE(mean);
        Stream stream(1, 100);
        std::vector<std::int64_t> draws;
        for (int i = 0; i < 200'000; ++i) {
            draws.push_back(sample_poisson(stream, mean));
        }
        const double reach = 8.0 * std::sqrt(mean) + 8.0;
        const auto first = static_cast<std::int64_t>(std::fmax(0.0, mean - reach));
        const double deviate = count_deviate(draws, first, static_cast<std::int64_t>(mean + reach),
                                             [&](std::int64_t k) { return exact_poisson(k, mean); });
        CHECK(std::fabs(deviate) < 4.0);
        check_moments(draws, mean, mean);
    }
}

TEST_CASE("Poisson draws with large means, with mean 0")
{
    for (const double mean : {1e6, 1e9, 1e15}) {
        CAPTURE(mean);
        Stream stream(2, 7);
        std::vector<std::int64_t> draws;
        for (int i = 0; i < 100'000; ++i) {
            draws.push_back(sample_poisson(stream, mean));
        }
        check_moments(draws, mean, mean);
    }
    Stream stream(5);
    CHECK(sample_poisson(stream, 0.0) == 0);
    CHECK(sample_poisson(stream, 1e-300) == 0);
}

TEST_CASE("binomial draws follow the exact law on both sides of the change of method and of p = 1/2")
{
    struct Case {
        std::int64_t n;
        double p;
    };
    for (const Case& c :
         {Case{1, 0.3}, Case{7, 0.5}, Case{40, 0.2}, Case{40, 0.249}, Case{40, 0.25}, Case{40, 0.75}, Case{100, 0.5},
          Case{100, 0.97}, Case{1000, 0.003}, Case{1000, 0.02}, Case{5000, 0.6}, Case{78'965, 0.12}}) {
        CAPTURE(c.n);
        CAPTURE(c.p);
        Stream stream(1, 200);
        std::vector<std::int64_t> draws;
        for (int i = 0; i < 200'000; ++i) {
            draws.push_back(sample_binomial(stream, c.n, c.p));
        }
        const double mean = static_cast<double>(c.n) * c.p;
        const double variance = mean * (1.0 - c.p);
        const double reach = 8.0 * std::sqrt(variance) + 8.0;
        const auto first = static_cast<std::int64_t>(std::fmax(0.0, mean - reach));
        const auto last = static_cast<std::int64_t>(std::fmin(static_cast<double>(c.n), mean + reach));
        const double deviate =
            count_deviate(draws, first, last, [&](std::int64_t k) { return exact_binomial(k, c.n, c.p); });
        CHECK(std::fabs(deviate) < 4.0);
        check_moments(draws, mean, variance);
        for (const std::int64_t draw : draws) {
            if (draw < 0 || draw > c.n) {
                FAIL_CHECK(draw);
            }
        }
    }
}

TEST_CASE("binomial draws with many trials, with certain outcomes")
{
    Stream stream(4, 4);
    std::vector<std::int64_t> draws;
    for (int i = 0; i < 100'000; ++i) {
        draws.push_back(sample_binomial(stream, 1'000'000'000'000'000, 0.3));
    }
    check_moments(draws, 3e14, 2.1e14);
    CHECK(sample_binomial(stream, 0, 0.4) == 0);
    CHECK(sample_binomial(stream, 50, 0.0) == 0);
    CHECK(sample_binomial(stream, 50, 1.0) == 50);
    CHECK(sample_binomial(stream, 1'000'000, 1e-300) == 0);
}

TEST_CASE("exponential and normal draws scale those of the stream")
{
    Stream a(6, 6);
    Stream b(6, 6);
    CHECK(sample_exponential(a, 0.25) == b.exponential() / 0.25);
    CHECK(sample_normal(a, 10.0, 2.0) == 10.0 + 2.0 * b.normal());
    CHECK(sample_normal(a, -3.0, 0.0) == -3.0);
}

TEST_CASE("draws refuse parameters that give no law")
{
    CHECK(code_of([](Stream& s) { static_cast<void>(sample_exponential(s, 0.0)); }) == "random.rate");
    CHECK(code_of([](Stream& s) { static_cast<void>(sample_exponential(s, inf)); }) == "random.rate");
    CHECK(code_of([](Stream& s) { static_cast<void>(sample_exponential(s, nan)); }) == "random.rate");
    CHECK(code_of([](Stream& s) { static_cast<void>(sample_normal(s, 0.0, -1.0)); }) == "random.deviation");
    CHECK(code_of([](Stream& s) { static_cast<void>(sample_normal(s, nan, 1.0)); }) == "random.deviation");
    CHECK(code_of([](Stream& s) { static_cast<void>(sample_poisson(s, -1.0)); }) == "random.mean");
    CHECK(code_of([](Stream& s) { static_cast<void>(sample_poisson(s, nan)); }) == "random.mean");
    CHECK(code_of([](Stream& s) { static_cast<void>(sample_poisson(s, 2e15)); }) == "random.mean");
    CHECK(code_of([](Stream& s) { static_cast<void>(sample_binomial(s, -1, 0.5)); }) == "random.trials");
    CHECK(code_of([](Stream& s) { static_cast<void>(sample_binomial(s, 10, 1.5)); }) == "random.probability");
    CHECK(code_of([](Stream& s) { static_cast<void>(sample_binomial(s, 10, nan)); }) == "random.probability");
}

}  // namespace distributions_test
