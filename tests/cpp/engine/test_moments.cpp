// SPDX-License-Identifier: Apache-2.0
#include "incuflow/base/errors.hpp"
#include "support/growth.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace incuflow;

namespace {

bool close(double a, double b, double relative = 1e-12) { return std::fabs(a - b) <= relative * std::max(std::fabs(a), std::fabs(b)); }

// ∫₀ᵗ e^(gu) du
double grown(double g, double t) { return g == 0.0 ? t : std::expm1(g * t) / g; }

PipelineBuilder chain() { return PipelineBuilder().chain("t", "甲—乙", {.ids = {"a", "b"}}); }

}  // namespace

TEST_CASE("moments: one stage of geometric Brownian motion under every way of entering, against closed forms")
{
    const double drift = 0.1;
    const double sigma = 0.3;
    const double second = 2.0 * drift + sigma * sigma;
    const double mean = 4.0;
    const double square = mean * mean * 1.25;
    StudyParts parts = make::study(chain().attribute(make::sales({make::growth({}, drift, sigma)}, mean, 0.5)).build(), 2023);
    parts.stocks = {make::stock("t.a", 7)};
    IntakeRow batch = make::intake("t.a", 5, IntakeLaw::batch);
    batch.id = "batch";
    batch.date = make::year_end(2022);
    IntakeRow mixed = make::intake("t.a", 3, IntakeLaw::negative_binomial);
    mixed.id = "mixed";
    mixed.k = 2.0;
    mixed.end = make::year_end(2021);
    IntakeRow fixed = make::intake("t.a", 6, IntakeLaw::fixed);
    fixed.id = "fixed";
    fixed.end = make::year_end(2021);
    parts.intakes = {make::intake("t.a", 20), fixed, batch, mixed};
    const make::Cohort world(parts);
    const MomentRun first = world.engine().moments(make::moment(world, 1, {0.0, 1.5, 3.0}));
    const MomentRun squares = world.engine().moments(make::moment(world, 2, {0.0, 1.5, 3.0}));
    const int a = world.state("t.a");
    // Classes: Poisson, the starting stock, the fixed year, the batch, the year of the negative binomial stream.
    REQUIRE(first.trials == std::vector<std::int64_t>{-1, 7, 6, 5, -1});
    CHECK(first.mixing == std::vector<double>{0, 0, 0, 0, 2});
    for (const auto& [run, g, m] : {std::tuple(&first, drift, mean), std::tuple(&squares, second, square)}) {
        CHECK(close(make::value(*run, 1, 0, a), m));
        for (std::size_t i = 1; i < 3; ++i) {
            const double t = i == 1 ? 1.5 : 3.0;
            const double year = grown(g, t) - grown(g, t - 1.0);
            CHECK(close(make::value(*run, 0, i, a), 20.0 * m * grown(g, t)));
            CHECK(close(make::value(*run, 1, i, a), m * std::exp(g * t)));
            CHECK(close(make::value(*run, 2, i, a), m * year));
            CHECK(close(make::value(*run, 4, i, a), 3.0 * m * year));
        }
        CHECK(make::value(*run, 3, 1, a) == 0.0);
        CHECK(close(make::value(*run, 3, 2, a), m * std::exp(g)));
    }
}

TEST_CASE("moments: two stages with a jump, against the closed form")
{
    const double q = 0.4;
    const double mu_a = 0.3;
    const double mu_b = -0.2;
    GrowthJump jump{{"t.a->b"}, make::plain(1.5), make::plain(0.8)};
    StudyParts parts = make::study(chain()
                                       .transition("t.a->b", per_year(q))
                                       .attribute(make::sales({make::growth({"t.a"}, mu_a, 0.2), make::growth({}, mu_b, 0.1)}, 10.0, 0.0, {jump}))
                                       .build(),
                                   2024);
    parts.stocks = {make::stock("t.a", 3)};
    const make::Cohort world(parts);
    const double t = 2.7;
    for (const int order : {1, 2}) {
        const MomentRun run = world.engine().moments(make::moment(world, order, {t}));
        const double a = (order == 1 ? mu_a : 2.0 * mu_a + 0.04) - q;
        const double b = order == 1 ? mu_b : 2.0 * mu_b + 0.01;
        const double factor = order == 1 ? 1.5 : 1.5 * 1.5 * (1.0 + 0.64);
        const double begin = order == 1 ? 10.0 : 100.0;
        CHECK(close(make::value(run, 1, 0, world.state("t.a")), begin * std::exp(a * t)));
        CHECK(close(make::value(run, 1, 0, world.model().find({2})), begin * q * factor * (std::exp(a * t) - std::exp(b * t)) / (a - b)));
    }
}

TEST_CASE("moments: a Laplace process grows by its drift; its second moment by numerical integration of the Laplace density")
{
    FirmAttribute attribute = make::sales({make::growth({}, 0.08, 0.2)}, 1.0, 0.0);
    attribute.process = GrowthProcess::laplace;
    StudyParts parts = make::study(chain().attribute(attribute).build(), 2022);
    parts.stocks = {make::stock("t.a", 1)};
    const make::Cohort world(parts);
    const int a = world.state("t.a");
    // X after a year is e^(θ + L), L Laplace of scale b; θ makes the mean e^drift.
    const double b = 0.2;
    const auto expected = [&](double z) {
        double sum = 0.0;
        const double h = 1e-4;
        for (double x = -12.0 + 0.5 * h; x < 12.0; x += h) {
            sum += h * std::exp(z * x - std::fabs(x) / b) / (2.0 * b);
        }
        return sum;
    };
    const double first = make::value(world.engine().moments(make::moment(world, 1, {1.0, 2.0})), 1, 0, a);
    const double second = make::value(world.engine().moments(make::moment(world, 2, {1.0, 2.0})), 1, 0, a);
    CHECK(close(first, std::exp(0.08)));
    CHECK(close(second / (first * first), expected(2.0) / (expected(1.0) * expected(1.0)), 1e-7));
    // Increments are independent: two years square the year's.
    CHECK(close(make::value(world.engine().moments(make::moment(world, 2, {1.0, 2.0})), 1, 1, a), second * second));
}

TEST_CASE("moments: E[X(s)X(t)] of one stage is E[X(s)²] e^(drift (t − s)), and firms that left the set are out")
{
    StudyParts parts = make::study(chain()
                                       .transition("t.a->b", per_year(0.5))
                                       .transition("t.b->a", per_year(0.3))
                                       .attribute(make::sales({make::growth({}, 0.1, 0.4)}, 2.0, 0.3))
                                       .build(),
                                   2024);
    parts.stocks = {make::stock("t.a", 9)};
    parts.intakes = {make::intake("t.a", 4)};
    const make::Cohort world(parts);
    const MomentQuery first = make::moment(world, 1, {1.0, 3.0});
    MomentQuery cross = make::moment(world, 2, {1.0, 3.0});
    cross.turn = 1.0;
    cross.after = first.scale;
    cross.kept.assign(world.model().states.size(), 1);
    const MomentRun all = world.engine().moments(cross);
    const int a = world.state("t.a");
    const int b = world.model().find({2});
    for (const std::size_t klass : {std::size_t{0}, std::size_t{1}}) {
        const double before = make::value(all, klass, 0, a) + make::value(all, klass, 0, b);
        CHECK(close(make::value(all, klass, 1, a) + make::value(all, klass, 1, b), before * std::exp(0.2)));
    }
    cross.kept[static_cast<std::size_t>(b)] = 0;
    const MomentRun kept = world.engine().moments(cross);
    CHECK(make::value(kept, 1, 0, b) == make::value(all, 1, 0, b));
    CHECK(close(make::value(kept, 1, 1, a) + make::value(kept, 1, 1, b), make::value(all, 1, 0, a) * std::exp(0.2)));
}

namespace {

// Two tracks, loops, exits, a modifier, a trigger, a yearly matrix, all ways of entering; constant hazards.
StudyParts busy()
{
    DatedMatrix matrix{"t", {make::year_end(2021), {2022, 6, 30}}, {{"b", {{"a", make::plain(0.3)}, {"closed", make::plain(0.1)}}}}};
    FirmAttribute attribute = make::sales({make::growth({"t.a & s.y"}, 0.5, 0.2), make::growth({"t.a"}, -0.8, 0.6), make::growth({}, 0.05, 0.1)}, 3.0, 0.7,
                                          {{{"t.a->b"}, make::plain(1.6), make::plain(0.4)}, {{"s.x->y", "t.b->a"}, make::plain(0.7), {}}});
    StudyParts parts = make::study(PipelineBuilder()
                                       .chain("t", "甲—乙", {.ids = {"a", "b"}})
                                       .chain("s", "丙—丁", {.ids = {"x", "y"}})
                                       .exit("closed")
                                       .transition("t.a->b", per_year(0.7))
                                       .transition("t.b->a", per_year(0.45))
                                       .transition("s.outside->x", per_year(0.6))
                                       .transition("s.x->y", per_year(1.1))
                                       .transition("*->closed", per_year(0.09))
                                       .modifier({{"t.a->b"}, {"s.y"}, make::plain(2.2), {}})
                                       .trigger({"t.a->b", "s.outside->x", make::plain(0.35)})
                                       .dated(matrix)
                                       .attribute(attribute)
                                       .build(),
                                   2023);
    parts.stocks = {make::stock("t.a", 12), make::stock("t.b & s.x", 5)};
    IntakeRow batch = make::intake("t.b", 4, IntakeLaw::batch);
    batch.id = "batch";
    batch.date = Date{2021, 9, 30};
    IntakeRow mixed = make::intake("t.a", 3, IntakeLaw::negative_binomial);
    mixed.id = "mixed";
    mixed.k = 1.5;
    IntakeRow fixed = make::intake("t.a", 2, IntakeLaw::fixed);
    fixed.id = "fixed";
    parts.intakes = {make::intake("t.a", 8), fixed, batch, mixed};
    for (StockRow& row : parts.stocks) {
        row.elapsed.kind = Elapsed::fresh;
        row.age.kind = Elapsed::fresh;
    }
    return parts;
}

}  // namespace

TEST_CASE("moments: with constant hazards both engines say the same to 1e-9")
{
    const make::Cohort markov(busy());
    const make::Renewal renewal(busy(), {.step = 0.25});
    for (int order = 1; order <= 3; ++order) {
        // The third is a cross moment.
        const auto ask = [&](const auto& world) {
            MomentQuery query = make::moment(world, std::min(order, 2), {0.0, 0.75, 1.0, 3.0});
            if (order == 3) {
                query.turn = 0.75;
                query.after = make::moment(world, 1, {}).scale;
                for (const ProductState& state : world.model().states) {
                    query.kept.push_back(state.exit < 0 && state.stages[0] == 1 ? 1 : 0);
                }
            }
            return world.engine().moments(query);
        };
        const MomentRun a = ask(markov);
        const MomentRun b = ask(renewal);
        REQUIRE(a.trials == b.trials);
        REQUIRE(a.states == b.states);
        double largest = 0.0;
        for (std::size_t c = 0; c < a.trials.size(); ++c) {
            for (std::size_t t = 0; t < a.times; ++t) {
                for (std::size_t s = 0; s < a.states; ++s) {
                    const ProductState& state = markov.model().states[s];
                    const int other = state.exit >= 0 ? renewal.model().living + state.exit : renewal.model().find(state.stages);
                    const double x = make::value(a, c, t, static_cast<int>(s));
                    const double y = make::value(b, c, t, other);
                    largest = std::max(largest, std::fabs(x - y) / std::max(1e-3, std::fabs(x)));
                }
            }
        }
        CAPTURE(order);
        CHECK(largest < 1e-9);
        MESSAGE("largest relative difference " << largest);
    }
}
