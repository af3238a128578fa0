// SPDX-License-Identifier: Apache-2.0
#include "hazard_cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>

// One battery over all continuous families: what must hold of any hazard and its integral.
namespace hazard_battery
{

using namespace incuflow;
using namespace hazard_test;

template <class F> double total(const F& family)
{
    return family.cumulative(infinity);
}

// Times spread over the law of a family: from far below its first percentile to far into its tail.
template <class F> std::vector<double> times(const F& family)
{
    std::vector<double> result;
    for (const double h : {1e-200, 1e-100, 1e-30, 1e-12, 1e-6, 1e-3, 0.01, 0.1, 0.5, 0.9, 1.1, 2.0, 5.0, 30.0, 300.0}) {
        const double t = inverse_cumulative(family, h);
        if (t > 1e-280 && t < 1e280) {
            result.push_back(t);
        }
    }
    return result;
}

TEST_CASE("hazard battery: the derivative of the cumulative hazard is the hazard")
{
    for_every_continuous_family([](const auto& family, const std::vector<double>& kinks) {
        for (const double t : times(family)) {
            // On the scale of log t; the step keeps clear of kinks and of changes by more than a few per cent.
            const double slope = t * hazard_at(family, t) / std::max(cumulative(family, t), 1e-300);
            double step = 0.02 / std::max(1.0, std::max(slope, t * hazard_at(family, t)));
            for (const double kink : kinks) {
                step = std::min(step, std::fabs(std::log(t / kink)) / 4.5);
            }
            if (step < 1e-4 || slope < 1e-3) {
                continue;
            }
            const auto change = [&](int i) {
                return cumulative(family, t * std::exp(i * step)) - cumulative(family, t * std::exp(-i * step));
            };
            const double derivative =
                (4.0 / 5.0 * change(1) - 1.0 / 5.0 * change(2) + 4.0 / 105.0 * change(3) - 1.0 / 280.0 * change(4)) /
                step;
            CAPTURE(t);
            CAPTURE(slope);
            CHECK(relative(derivative, t * hazard_at(family, t)) < 1e-10 / std::min(1.0, slope));
        }
    });
}

TEST_CASE("hazard battery: inverse after cumulative is the identity, both ways round")
{
    for_every_continuous_family([](const auto& family, const std::vector<double>&) {
        for (const double t : times(family)) {
            const double h = cumulative(family, t);
            const double slope = t * hazard_at(family, t) / h;
            CAPTURE(t);
            if (h > 0.0 && slope > 1e-3) {
                CHECK(relative(inverse_cumulative(family, h), t) < 1e-13 * std::max(1.0, 1.0 / slope));
                CHECK(relative(detail::inverse_by_bracketing(family, h, 1.0), t) < 1e-13 * std::max(1.0, 1.0 / slope));
            }
        }
        for (const double h : {1e-300, 1e-150, 1e-20, 1e-3, 0.3, 0.7, 3.0, 50.0, 700.0}) {
            const double t = inverse_cumulative(family, h);
            if (h >= total(family)) {
                CHECK(t == infinity);
                continue;
            }
            CAPTURE(h);
            if (t > 1e-290 && t < 1e290) {
                const double slope = t * hazard_at(family, t) / h;
                CHECK(relative(cumulative(family, t), h) < 1e-13 + 4e-16 * slope);
            }
            const double p = 1.0 - std::exp(-h);
            if (h > 1e-3 && h < 30.0) {
                CHECK(relative(survival(family, quantile(family, p)), 1.0 - p) < 1e-12);
            }
        }
    });
}

TEST_CASE("hazard battery: log survival, survival and density agree with the cumulative hazard")
{
    for_every_continuous_family([](const auto& family, const std::vector<double>&) {
        for (const double t : times(family)) {
            const double h = cumulative(family, t);
            CAPTURE(t);
            CHECK(log_survival(family, t) == -h);
            CHECK(relative(survival(family, t), std::exp(-h)) < 1e-15);
            CHECK(relative(density(family, t), hazard_at(family, t) * std::exp(-h)) < 1e-15);
        }
        CHECK(survival(family, 0.0) == 1.0);
        CHECK(!std::signbit(log_survival(family, 0.0)));
    });
}

TEST_CASE("hazard battery: the mean is the integral of survival, the density integrates to 1 − never")
{
    for_every_continuous_family([](const auto& family, const std::vector<double>& kinks) {
        const double never = never_probability(family);
        CHECK(relative(1.0 - never, integral([&](double t) { return density(family, t); }, kinks)) < 1e-12);
        if (never > 0.0) {
            CHECK(mean(family) == infinity);
            CHECK(detail::mean_by_quadrature(family) == infinity);
            return;
        }
        const double years = integral([&](double t) { return survival(family, t); }, kinks);
        CHECK(relative(mean(family), years) < 1e-12);
        CHECK(relative(detail::mean_by_quadrature(family), years) < 1e-12);
    });
}

TEST_CASE("hazard battery: samples follow the law")
{
    for_every_continuous_family([](const auto& family, const std::vector<double>&) {
        constexpr int n = 20000;
        Uniform uniform(20240101);
        std::vector<double> draws;
        double sum = 0.0;
        double squares = 0.0;
        int never = 0;
        for (int i = 0; i < n; ++i) {
            const double t = sample(family, uniform());
            if (!(t >= 0.0)) {
                FAIL("sample " << t);
            }
            never += t == infinity ? 1 : 0;
            draws.push_back(t);
            sum += t;
            squares += t * t;
        }
        const double p = never_probability(family);
        CHECK(std::fabs(never - n * p) <= 4.0 * std::sqrt(n * p * (1.0 - p)));
        // Kolmogorov–Smirnov; 1.95/√n is passed by chance once in a thousand.
        std::sort(draws.begin(), draws.end());
        double distance = 0.0;
        for (int i = 0; i < n && draws[static_cast<std::size_t>(i)] < infinity; ++i) {
            const double below = 1.0 - survival(family, draws[static_cast<std::size_t>(i)]);
            distance = std::max({distance, std::fabs(below - double(i) / n), std::fabs(below - double(i + 1) / n)});
        }
        CHECK(distance * std::sqrt(double(n)) < 1.95);
        // The mean, where a fourth moment makes its standard error trustworthy.
        if (quantile(family, 0.9999) < 100.0 * quantile(family, 0.5)) {
            const double sd = std::sqrt(squares / n - sum / n * (sum / n));
            CHECK(std::fabs(sum / n - mean(family)) < 4.0 * sd / std::sqrt(double(n)));
        }
    });
}

TEST_CASE("hazard battery: outside the clock, at its ends, and what is no number")
{
    for_every_continuous_family([](const auto& family, const std::vector<double>&) {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        CHECK(hazard_at(family, -1.0) == 0.0);
        CHECK(cumulative(family, -1.0) == 0.0);
        CHECK(survival(family, -infinity) == 1.0);
        CHECK(density(family, -1.0) == 0.0);
        CHECK(cumulative(family, 0.0) == 0.0);
        CHECK(std::isnan(hazard_at(family, nan)));
        CHECK(std::isnan(cumulative(family, nan)));
        CHECK(std::isnan(density(family, nan)));
        CHECK(std::isnan(quantile(family, -0.1)));
        CHECK(std::isnan(quantile(family, 1.1)));
        CHECK(std::isnan(quantile(family, nan)));
        CHECK(std::isnan(inverse_cumulative(family, -1e-300)));
        CHECK(std::isnan(inverse_cumulative(family, nan)));
        CHECK(!std::isnan(density(family, infinity)));
        CHECK(cumulative(family, infinity) >= cumulative(family, 1e300));
        CHECK(quantile(family, 1.0) >= quantile(family, 1.0 - 0x1p-53));
    });
}

TEST_CASE("hazard battery: the cumulative hazard never falls")
{
    for_every_continuous_family([](const auto& family, const std::vector<double>&) {
        const double low = std::max(1e-250, inverse_cumulative(family, 1e-250));
        double before = 0.0;
        CHECK(cumulative(family, 2.0 * low) >= cumulative(family, low));
        for (int i = 0; i <= 4000; ++i) {
            const double t = low * std::exp(i * (std::log(1e12) - std::log(low)) / 4000.0);
            const double h = cumulative(family, t);
            if (!(h >= before * (1.0 - 1e-15))) {
                FAIL_CHECK("falls from " << before << " to " << h << " at " << t);
            }
            before = h;
        }
    });
}

TEST_CASE("hazard battery: the variant gives what the family gives, bit for bit")
{
    const std::vector<Hazard> hazards{Exponential(0.3),    Weibull(1.3, 1.8),     PiecewiseConstant({0.0, 1.0}, {0.2, 0.0}),
                                      Erlang(3, 1.0),      Gompertz(0.1, -0.2),   Gamma(2.5, 0.7),
                                      LogNormal(0.3, 0.5), LogLogistic(1.5, 2.0), GeneralisedGamma(0.3, 0.5, -0.7)};
    for (const Hazard& hazard : hazards) {
        std::visit(
            [&](const auto& family) {
                if constexpr (ContinuousHazard<std::remove_cvref_t<decltype(family)>>) {
                    for (const double t : {-1.0, 0.0, 1e-6, 0.4, 1.0, 3.0, 40.0, infinity}) {
                        CHECK(hazard_at(hazard, t) == hazard_at(family, t));
                        CHECK(cumulative(hazard, t) == cumulative(family, t));
                        CHECK(log_survival(hazard, t) == log_survival(family, t));
                        CHECK(survival(hazard, t) == survival(family, t));
                        CHECK(density(hazard, t) == density(family, t));
                        CHECK(inverse_cumulative(hazard, std::fabs(t)) == inverse_cumulative(family, std::fabs(t)));
                    }
                    for (const double p : {0.0, 1e-9, 0.15, 0.5, 0.99, 1.0}) {
                        CHECK(quantile(hazard, p) == quantile(family, p));
                        CHECK(sample(hazard, p) == sample(family, p));
                    }
                    CHECK(std::isnan(quantile(hazard, 1.5)));
                    CHECK(mean(hazard) == mean(family));
                    CHECK(never_probability(hazard) == never_probability(family));
                } else {
                    FAIL("no continuous family");
                }
            },
            hazard);
    }
}

}  // namespace hazard_battery
