// SPDX-License-Identifier: Apache-2.0

// Growth where time in stage counts: by quadrature, and by firms moved one at a time.

#include "support/growth.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <random>

using namespace incuflow;

namespace {

// a -> b by a Weibull clock; in b a review every 0.8 years: half go on to c, .3 are renewed, the rest close. Jumps at all of them.
struct Ladder {
    double shape = 1.7;
    double scale = 1.4;
    double wait = 0.8;
    std::array<double, 3> drift{0.35, -0.6, 0.1};
    std::array<double, 3> sigma{0.25, 0.1, 0.3};
    double to_b = 1.4;
    double to_b_cv = 0.5;
    double renewed = 0.6;
    double to_c = 2.0;
    double mean = 5.0;
    double cv = 0.4;

    [[nodiscard]] StudyParts study() const
    {
        FirmAttribute attribute = make::sales({make::growth({"t.a"}, drift[0], sigma[0]), make::growth({"t.b"}, drift[1], sigma[1]),
                                               make::growth({"t.c"}, drift[2], sigma[2])},
                                              mean, cv,
                                              {{{"t.a->b"}, make::plain(to_b), make::plain(to_b_cv)},
                                               {{"t.b->b"}, make::plain(renewed), {}},
                                               {{"t.b->c"}, make::plain(to_c), {}}});
        StudyParts parts = make::study(PipelineBuilder()
                                           .chain("t", "甲—乙—丙", {.ids = {"a", "b", "c"}})
                                           .exit("closed")
                                           .transition("t.a->b", weibull(make::plain(shape), years(scale)))
                                           .review({"t.b", make::plain(wait), {{"c", make::plain(0.5)}, {"b", make::plain(0.3)}, {"closed", make::plain(0.2)}}})
                                           .attribute(attribute)
                                           .build(),
                                       2023);
        StockRow row = make::stock("t.a", 1);
        row.elapsed.kind = Elapsed::fresh;
        parts.stocks = {row};
        return parts;
    }
};

int state_of(const make::Renewal& world, int stage) { return world.model().find({stage}); }

}  // namespace

TEST_CASE("renewal moments: a Weibull stay and the first wait by quadrature")
{
    const Ladder ladder;
    const make::Renewal world(ladder.study(), {.step = 1.0 / 12.0, .halvings = 1});
    const double t = 0.79;  // no review has been held yet
    for (const int order : {1, 2}) {
        const MomentRun run = world.engine().moments(make::moment(world, order, {t, 3.0}));
        const auto growth = [&](std::size_t i) { return order == 1 ? ladder.drift[i] : 2.0 * ladder.drift[i] + ladder.sigma[i] * ladder.sigma[i]; };
        const double begin = order == 1 ? ladder.mean : ladder.mean * ladder.mean * (1.0 + ladder.cv * ladder.cv);
        const double jump = order == 1 ? ladder.to_b : ladder.to_b * ladder.to_b * (1.0 + ladder.to_b_cv * ladder.to_b_cv);
        const auto survival = [&](double u) { return std::exp(-std::pow(u / ladder.scale, ladder.shape)); };
        CHECK(make::value(run, 1, 0, state_of(world, 1)) == doctest::Approx(begin * std::exp(growth(0) * t) * survival(t)).epsilon(1e-9));
        // Midpoints of the survival function: shape > 1, so the density is bounded.
        double sum = 0.0;
        const int n = 20000;
        for (int i = 0; i < n; ++i) {
            const double u = t * i / n;
            const double v = t * (i + 1) / n;
            const double w = 0.5 * (u + v);
            sum += (survival(u) - survival(v)) * std::exp(growth(0) * w + growth(1) * (t - w));
        }
        CHECK(make::value(run, 1, 0, state_of(world, 2)) == doctest::Approx(begin * jump * sum).epsilon(2e-6));
        CHECK(make::value(run, 1, 0, state_of(world, 3)) == 0.0);
        // At the horizon some have been renewed in b several times, each time by chance .3 and with a factor.
        const double renewal = 0.3 * (order == 1 ? ladder.renewed : ladder.renewed * ladder.renewed);
        sum = 0.0;
        const int m = 200000;
        for (int i = 0; i < m; ++i) {
            const double w = 3.0 * (i + 0.5) / m;
            const double entered = survival(3.0 * i / m) - survival(3.0 * (i + 1) / m);
            sum += entered * std::exp(growth(0) * w + growth(1) * (3.0 - w)) * std::pow(renewal, std::floor((3.0 - w) / ladder.wait));
        }
        CHECK(make::value(run, 1, 1, state_of(world, 2)) == doctest::Approx(begin * jump * sum).epsilon(1e-5));
        // Extrapolated grids of half the step: what is left is the error.
        const make::Renewal finer(ladder.study(), {.step = 1.0 / 12.0, .halvings = 2});
        const MomentRun fine = finer.engine().moments(make::moment(finer, order, {t, 3.0}));
        for (int stage = 1; stage <= 3; ++stage) {
            CAPTURE(stage);
            CHECK(make::value(run, 1, 1, state_of(world, stage)) == doctest::Approx(make::value(fine, 1, 1, state_of(finer, stage))).epsilon(1e-5));
        }
    }
}

TEST_CASE("renewal moments: loops, waits and jumps against firms moved one at a time")
{
    const Ladder ladder;
    const make::Renewal world(ladder.study(), {.step = 1.0 / 12.0, .halvings = 1});
    const double horizon = 3.0;
    const MomentRun first = world.engine().moments(make::moment(world, 1, {horizon}));
    const MomentRun second = world.engine().moments(make::moment(world, 2, {horizon}));
    std::mt19937_64 random(20260101);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    const auto factor = [&](double mean, double cv) {
        const double s = std::sqrt(std::log1p(cv * cv));
        return mean * std::exp(s * normal(random) - 0.5 * s * s);
    };
    constexpr int firms = 400000;
    std::array<double, 4> sum{};
    std::array<double, 4> squares{};
    std::array<double, 4> fourth{};
    for (int i = 0; i < firms; ++i) {
        double x = factor(ladder.mean, ladder.cv);
        double now = 0.0;
        std::size_t stage = 0;
        bool alive = true;
        const auto grow = [&](double until) {
            const double t = until - now;
            const double s = ladder.sigma[stage];
            x *= std::exp((ladder.drift[stage] - 0.5 * s * s) * t + s * std::sqrt(t) * normal(random));
            now = until;
        };
        while (alive && now < horizon) {
            double next = horizon + 1.0;
            if (stage == 0) {
                next = now + ladder.scale * std::pow(-std::log1p(-uniform(random)), 1.0 / ladder.shape);
            } else if (stage == 1) {
                next = now + ladder.wait;
            }
            if (next > horizon) {
                grow(horizon);
                break;
            }
            grow(next);
            if (stage == 0) {
                x *= factor(ladder.to_b, ladder.to_b_cv);
                stage = 1;
                continue;
            }
            const double toss = uniform(random);
            if (toss < 0.5) {
                x *= ladder.to_c;
                stage = 2;
            } else if (toss < 0.8) {
                x *= ladder.renewed;
            } else {
                alive = false;
            }
        }
        if (alive) {
            sum[stage + 1] += x;
            squares[stage + 1] += x * x;
            fourth[stage + 1] += x * x * x * x;
        }
    }
    for (int stage = 1; stage <= 3; ++stage) {
        const auto s = static_cast<std::size_t>(stage);
        const double mean = sum[s] / firms;
        const double square = squares[s] / firms;
        const double se_mean = std::sqrt((square - mean * mean) / firms);
        const double se_square = std::sqrt((fourth[s] / firms - square * square) / firms);
        const double x = make::value(first, 1, 0, state_of(world, stage));
        const double y = make::value(second, 1, 0, state_of(world, stage));
        CAPTURE(stage);
        CHECK(std::fabs(x - mean) < 4.0 * se_mean);
        CHECK(std::fabs(y - square) < 4.0 * se_square);
        MESSAGE("E[X] " << x << ", simulated " << mean << " (s.e. " << se_mean << "); E[X²] " << y << ", simulated " << square << " (s.e. " << se_square << ")");
    }
}
