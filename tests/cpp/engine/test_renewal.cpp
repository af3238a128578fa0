// SPDX-License-Identifier: Apache-2.0
// The renewal engine against the Markov engine, closed forms and quadrature.

#include "support/cohort.hpp"
#include "support/faults.hpp"
#include "support/renewal.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

namespace inc = incuflow;

namespace {

// A step so coarse that an engine exact for constants shows.
const inc::RenewalOptions coarse{.step = 0.25, .extrapolate = false};

double simpson(const std::function<double(double)>& f, double from, double to, int n = 4000)
{
    const double h = (to - from) / n;
    double sum = f(from) + f(to);
    for (int i = 1; i < n; ++i) {
        sum += (i % 2 == 1 ? 4 : 2) * f(from + i * h);
    }
    return sum * h / 3;
}

inc::StudyParts constants(bool weibulls)
{
    const auto hazard = [&](double rate) {
        // A Weibull of shape 1 is a constant that the engine follows as if it counted time.
        return weibulls ? inc::weibull(inc::given_in_code(1.0), inc::years(1.0 / rate)) : inc::uncertain(inc::per_year(rate));
    };
    const inc::Pipeline pipeline = inc::PipelineBuilder()
                                       .chain("inc", "a—b—c")
                                       .chain("lad", "x—y")
                                       .exit("closed")
                                       .transition("inc.a->b", hazard(.7))
                                       .transition("inc.b->c", hazard(.31))
                                       .transition("inc.c->a", hazard(.11))
                                       .transition("lad.outside->x", inc::per_year(.23))
                                       .transition("lad.x->y", inc::per_year(.17))
                                       .transition("*->closed", inc::per_year(.06))
                                       .modifier({{"lad.x->y"}, {"inc.b"}, inc::given_in_code(2.5), {}})
                                       .trigger({"lad.x->y", "inc.b->c", inc::given_in_code(.4)})
                                       .build();
    inc::StudyParts parts = make::study(pipeline, 2028);
    parts.stocks = {make::stock("inc.a", 100), make::stock("inc.b & lad.x", 40)};
    for (auto& row : parts.stocks) {
        row.elapsed = {inc::Elapsed::years, .37, {}};
    }
    parts.intakes = {make::intake("inc.a", 30), make::intake("inc.b", 12, inc::IntakeLaw::fixed)};
    parts.pipeline.dated.push_back({"lad", {{2023, 6, 30}, {2024, 6, 30}}, {{"x", {{"outside", inc::given_in_code(.3)}}}}});
    return parts;
}

}  // namespace

TEST_CASE("constant hazards agree with the Markov engine whatever the step")
{
    const make::Cohort markov(constants(false));
    const inc::CohortRun truth = markov.run();
    for (const bool weibulls : {false, true}) {
        const make::Renewal renewal(constants(weibulls), coarse);
        const inc::CohortRun run = renewal.run();
        REQUIRE(run.states == truth.states);
        double worst = 0.0;
        for (std::size_t i = 0; i < truth.stocks.size(); ++i) {
            worst = std::max(worst, std::fabs(run.stocks[i] - truth.stocks[i]) / 400);
        }
        for (std::size_t i = 0; i < truth.flows.size(); ++i) {
            worst = std::max(worst, std::fabs(run.flows[i] - truth.flows[i]) / 400);
        }
        CAPTURE(weibulls);
        CAPTURE(worst);
        CHECK(worst < (weibulls ? 1e-9 : 1e-13));
        for (const auto& of : {"inc.b->c", "lad.x->y"}) {
            const inc::CountAnswer a = markov.count({of}, inc::Counts::firms, 1.5, 6.25);
            const inc::CountAnswer b = renewal.count({of}, inc::Counts::firms, 1.5, 6.25);
            CHECK(b.parts.poisson[1] == doctest::Approx(a.parts.poisson[1]).epsilon(1e-9));
            REQUIRE(b.parts.trials.size() == a.parts.trials.size());
            for (std::size_t g = 0; g < a.parts.trials.size(); ++g) {
                CHECK(b.parts.trials[g].chances[1] == doctest::Approx(a.parts.trials[g].chances[1]).epsilon(1e-9));
            }
        }
    }
}

namespace {

// Two competing Weibulls out of one stage, advance (shape s1) and fail.
inc::StudyParts competing(double shape, double fail_shape, bool start)
{
    const inc::Pipeline pipeline = inc::PipelineBuilder()
                                       .chain("t", "a—b")
                                       .exit("failed")
                                       .transition("t.a->b", inc::weibull(inc::given_in_code(shape), inc::years(1.8)))
                                       .transition("t.a->failed", inc::weibull(inc::given_in_code(fail_shape), inc::years(5.0)))
                                       .build();
    inc::StudyParts parts = make::study(pipeline, 2023);
    if (start) {
        parts.stocks = {make::stock("t.a", 1)};
        parts.stocks[0].elapsed = {inc::Elapsed::years, .6, {}};
    } else {
        parts.intakes = {make::intake("t.a", 1)};
    }
    return parts;
}

double cumulative_weibull(double shape, double scale, double t) { return std::pow(t / scale, shape); }

}  // namespace

TEST_CASE("competing Weibulls: incidence by quadrature, shapes above and below 1, from a starting stock and an intake")
{
    for (const auto& [shape, fail] : {std::pair{1.3, 1.0}, std::pair{.5, .8}, std::pair{2.5, .8}}) {
        const auto survival = [&, shape = shape, fail = fail](double u) {
            return std::exp(-cumulative_weibull(shape, 1.8, u) - cumulative_weibull(fail, 5.0, u));
        };
        // With u = z⁴ the density of advancing is smooth at 0 for every shape here.
        const auto advanced = [&, shape = shape](double from, double to) {
            return simpson(
                [&](double z) {
                    const double u = z * z * z * z;
                    return z == 0.0 ? 0.0 : survival(u) * shape / u * cumulative_weibull(shape, 1.8, u) * 4 * z * z * z;
                },
                std::pow(from, .25), std::pow(to, .25));
        };
        const double truth_start = advanced(.6, 2.6) / survival(.6);
        const double truth_intake = simpson([&](double z) { return 4 * z * z * z * advanced(0.0, z * z * z * z); }, 0.0, std::pow(2.0, .25), 400);
        CAPTURE(shape);
        double before = 1.0;
        for (const double step : {.25, .125, .0625}) {
            const make::Renewal one(competing(shape, fail, true), {.step = step, .extrapolate = false});
            const double error_start = std::fabs(one.expected({"t.a->b"}, inc::Counts::crossings, 0, 2) - truth_start);
            const make::Renewal two(competing(shape, fail, false), {.step = step, .extrapolate = false});
            const double error = std::fabs(two.expected({"t.a->b"}, inc::Counts::crossings, 0, 2) - truth_intake);
            CHECK(error_start < 1e-4 * std::pow(step, 4));
            CHECK(error < 1e-5);
            CHECK(error < before);
            before = error;
            const auto run = two.run();
            CHECK(two.flow(run, "t.a->b", 0) + two.flow(run, "t.a->b", 1) ==
                  doctest::Approx(two.expected({"t.a->b"}, inc::Counts::crossings, 0, 2)).epsilon(1e-12));
        }
    }
}

TEST_CASE("four stages of competing Weibulls (M6): graduates by repeated quadrature, and the order of the error")
{
    const double advance[4] = {1.3, 1.5, 1.2, 1.8};
    const double advance_scale[4] = {1.2, 1.5, 1.8, 1.4};
    const double fail[4] = {.9, 1.1, 1.0, .8};
    const double fail_scale[4] = {4, 5, 6, 8};
    inc::PipelineBuilder builder = inc::PipelineBuilder().chain("t", "a—b—c—d—e", {.ids = {"s0", "s1", "s2", "s3", "s4"}}).exit("failed");
    for (int k = 0; k < 4; ++k) {
        const std::string stage = "t.s" + std::to_string(k);
        builder = builder.transition(stage + "->s" + std::to_string(k + 1), inc::weibull(inc::given_in_code(advance[k]), inc::years(advance_scale[k])))
                      .transition(stage + "->failed", inc::weibull(inc::given_in_code(fail[k]), inc::years(fail_scale[k])));
    }
    inc::StudyParts parts = make::study(builder.build(), 2026);
    parts.intakes = {make::intake("t.s0", 1)};
    // Density of the passage through k stages on a fine grid of z with t = z³, by the trapezoidal rule: convolution of densities.
    const double horizon = 6.0;
    const auto density = [&](int k, double u) {
        return u <= 0 ? 0.0
                      : std::exp(-cumulative_weibull(advance[k], advance_scale[k], u) - cumulative_weibull(fail[k], fail_scale[k], u)) * advance[k] / u *
                            cumulative_weibull(advance[k], advance_scale[k], u);
    };
    // Cumulative passage G_k(t) = ∫ f_k(u) G_(k−1)(t − u) du with G_0(t) = t for an intake of 1 a year.
    const int n = 1200;
    std::vector<double> g(n + 1);
    for (int i = 0; i <= n; ++i) {
        g[static_cast<std::size_t>(i)] = horizon * i / n;
    }
    for (int k = 0; k < 4; ++k) {
        std::vector<double> next(n + 1, 0.0);
        for (int i = 1; i <= n; ++i) {
            const double t = horizon * i / n;
            const auto before = [&](double s) {  // cubic interpolation of G_(k−1)
                const double x = std::min(std::max(s / horizon * n, 0.0), n - 1e-9);
                const int at = std::min(std::max(static_cast<int>(x) - 1, 0), n - 3);
                double sum = 0.0;
                for (int a = 0; a < 4; ++a) {
                    double w = 1.0;
                    for (int b = 0; b < 4; ++b) {
                        w *= a == b ? 1.0 : (x - (at + b)) / (a - b);
                    }
                    sum += w * g[static_cast<std::size_t>(at + a)];
                }
                return sum;
            };
            next[static_cast<std::size_t>(i)] =
                simpson([&](double z) { return 3 * z * z * density(k, z * z * z) * before(t - z * z * z); }, 0.0, std::cbrt(t), 400);
        }
        g = next;
    }
    const double truth = g.back();
    double before = 0.0;
    for (const double step : {.25, .125, .0625}) {
        const make::Renewal plain(parts, {.step = step, .extrapolate = false});
        const make::Renewal combined(parts, {.step = step});
        const double error = std::fabs(plain.expected({"t.s3->s4"}, inc::Counts::crossings, 0, horizon) - truth);
        const double better = std::fabs(combined.expected({"t.s3->s4"}, inc::Counts::crossings, 0, horizon) - truth);
        CHECK(better < .1 * error);
        if (before > 0.0) {
            CHECK(before / error > 3.3);  // order 2: four times
        }
        before = error;
    }
}

TEST_CASE("a fixed delay of 1.37 years ends exactly, with a competing constant hazard")
{
    const double d = 1.37;
    const double mu = .2;
    const inc::Pipeline pipeline = inc::PipelineBuilder()
                                       .chain("t", "a—b")
                                       .exit("gone")
                                       .transition("t.a->b", inc::fixed_delay(inc::years(d)))
                                       .transition("t.a->gone", inc::per_year(mu))
                                       .build();
    inc::StudyParts parts = make::study(pipeline, 2025);
    parts.intakes = {make::intake("t.a", 10)};
    parts.stocks = {make::stock("t.a", 7)};
    parts.stocks[0].elapsed = {inc::Elapsed::uniform, 1.2, {}};
    // The firms of a cell that are still there are not spread evenly over it, which costs an error in step², and next to nothing of it
    // once two steps are combined.
    for (const bool combined : {false, true}) {
        const double allowed = combined ? 1e-9 : 1e-4;
        const make::Renewal renewal(parts, {.extrapolate = combined});
        const auto run = renewal.run();
        for (std::size_t year = 1; year <= 5; ++year) {
            const auto t = static_cast<double>(year);
            const double in_a = 10 * (1 - std::exp(-mu * std::min(t, d))) / mu;
            // The starting firms left to wait are those who began less than d − t years before.
            const double started = t < d ? 7 / 1.2 * std::exp(-mu * t) * std::min(1.2, d - t) : 0.0;
            CHECK(renewal.stock(run, "t.a", year) == doctest::Approx(in_a + started).epsilon(allowed));
            const double by_intake = 10 * std::exp(-mu * d) * std::max(0.0, t - d);
            const auto upto = [&](double u) { return (std::exp(mu * u) - 1) / mu; };
            const double first = d - 1.2;
            const double by_start = t <= first ? 0.0
                                               : 7 / 1.2 * (upto(-first) - upto(-std::min(t, d)));
            CAPTURE(t);
            CHECK(renewal.expected({"t.a->b"}, inc::Counts::crossings, 0, t) == doctest::Approx(by_intake + by_start).epsilon(allowed));
        }
        double flows = 0.0;
        for (std::size_t p = 0; p < 5; ++p) {
            flows += renewal.flow(run, "t.a->b", p);
        }
        CHECK(flows == doctest::Approx(renewal.expected({"t.a->b"}, inc::Counts::crossings, 0, 5)).epsilon(1e-12));
    }
}

TEST_CASE("a certificate of 36 months with a pass probability: renewals, lapses and return")
{
    // Everyone starts with a fresh certificate; at 3 and 6 years 70 % are renewed, 30 % lapse; those lapsed come back at rate r.
    const double r = .4;
    inc::PipelineBuilder builder = inc::PipelineBuilder().chain("lad", "sme—hnte").transition("lad.sme->hnte", inc::per_year(r));
    inc::PipelineParts pipeline = builder.parts();
    pipeline.reviews.push_back({"lad.hnte", inc::given_in_code(3.0), {{"hnte", inc::given_in_code(.7)}, {"sme", inc::given_in_code(.3)}}});
    inc::StudyParts parts = make::study(inc::build(pipeline), 2027);
    parts.stocks = {make::stock("lad.hnte", 100)};
    parts.stocks[0].elapsed.kind = inc::Elapsed::fresh;
    const make::Renewal renewal(parts, coarse);
    const auto run = renewal.run();
    CHECK(renewal.stock(run, "lad.hnte", 2) == doctest::Approx(100).epsilon(1e-13));
    CHECK(renewal.stock(run, "lad.hnte", 3) == doctest::Approx(70).epsilon(1e-13));
    CHECK(renewal.stock(run, "lad.sme", 5) == doctest::Approx(30 * std::exp(-2 * r)).epsilon(1e-12));
    // At 6 years: 70 firms reviewed again; returned ones are not due before their own three years.
    CHECK(renewal.flow(run, "lad.hnte->hnte", 5) == doctest::Approx(49).epsilon(1e-12));
    CHECK(renewal.flow(run, "lad.hnte->sme", 5) == doctest::Approx(21).epsilon(1e-12));
    const double due = 30 * (1 - std::exp(-r));  // returned in year 4, reviewed in year 7
    CHECK(renewal.flow(run, "lad.hnte->hnte", 6) == doctest::Approx(.7 * due).epsilon(1e-12));
    CHECK(renewal.expected({"lad.hnte->sme"}, inc::Counts::firms, 0, 7) == doctest::Approx(30 + .7 * 30).epsilon(1e-3));
    double all = 0.0;
    for (const auto* stage : {"lad.sme", "lad.hnte"}) {
        all += renewal.stock(run, stage, 7);
    }
    CHECK(all == doctest::Approx(100).epsilon(1e-13));
}

TEST_CASE("two durations: a tenancy of 48 months beside a certificate of 36, closed form")
{
    // Independent but for the exit; the product must be the product of the two.
    const double mu = .1;
    inc::PipelineParts pipeline = inc::PipelineBuilder()
                                      .chain("inc", "in—out")
                                      .chain("lad", "valid—lapsed")
                                      .exit("closed")
                                      .transition("inc.in->out", inc::fixed_delay(inc::years(4.0)))
                                      .transition("lad.valid->lapsed", inc::fixed_delay(inc::years(3.0)))
                                      .transition("lad.lapsed->valid", inc::per_year(.5))
                                      .transition("*->closed", inc::per_year(mu))
                                      .build()
                                      .parts();
    inc::StudyParts parts = make::study(inc::build(pipeline), 2028);
    parts.intakes = {make::intake("inc.in & lad.valid", 12)};
    const make::Renewal both(parts, {.step = .25});
    const auto run = both.run();
    CHECK(both.model().events.size() > 0);
    // Alone: the same track without the other.
    const auto alone = [&](const std::string& track, const std::string& into, std::size_t year, const std::string& stage) {
        inc::PipelineBuilder b = inc::PipelineBuilder().chain(track, track == "inc" ? "in—out" : "valid—lapsed").exit("closed").transition("*->closed", inc::per_year(mu));
        b = track == "inc" ? b.transition("inc.in->out", inc::fixed_delay(inc::years(4.0)))
                           : b.transition("lad.valid->lapsed", inc::fixed_delay(inc::years(3.0))).transition("lad.lapsed->valid", inc::per_year(.5));
        inc::StudyParts one = make::study(b.build(), 2028);
        one.intakes = {make::intake(into, 12)};
        const make::Renewal r(one, {.step = .25});
        return r.stock(r.run(), stage, year);
    };
    for (const std::size_t year : {3U, 4U, 5U, 8U}) {
        CHECK(both.stock(run, "inc.in", year) == doctest::Approx(alone("inc", "inc.in", year, "inc.in")).epsilon(1e-12));
        CHECK(both.stock(run, "lad.valid", year) == doctest::Approx(alone("lad", "lad.valid", year, "lad.valid")).epsilon(1e-12));
    }
    CHECK(both.stock(run, "inc.in", 8) == doctest::Approx(12 * (1 - std::exp(-mu * 4)) / mu).epsilon(1e-12));
    const double left = both.expected({"inc.in->out"}, inc::Counts::firms, 4.5, 7.5);
    CHECK(left == doctest::Approx(12 * std::exp(-mu * 4) * 3).epsilon(1e-8));
}

TEST_CASE("an age clock: closures of the register by year of age, teams without an age")
{
    const inc::Pipeline pipeline = inc::PipelineBuilder()
                                       .chain("inc", "team—firm")
                                       .exit("closed")
                                       .transition("inc.team->firm", inc::per_year(.7))
                                       .transition("*->closed", inc::piecewise_constant({0, 1, 2}, std::vector<inc::PerYear>{inc::per_year(.05), inc::per_year(.4), inc::per_year(.1)}),
                                                   {.clock = inc::Clock::age})
                                       .build();
    inc::PipelineParts unregistered = pipeline.parts();
    unregistered.tracks[0].stages[1].registered = false;
    inc::StudyParts parts = make::study(inc::build(unregistered), 2024);
    parts.stocks = {make::stock("inc.team", 100)};
    const make::Renewal renewal(parts, {.step = 1.0 / 12, .extrapolate = true});
    const auto run = renewal.run();
    const auto survival = [](double u) { return std::exp(-(u < 1 ? .05 * u : u < 2 ? .05 + .4 * (u - 1) : .45 + .1 * (u - 2))); };
    const double t = 3;
    double truth = 0.0;  // cut where the survival has kinks
    for (const auto& [a, b] : {std::pair{0.0, 1.0}, std::pair{1.0, 2.0}, std::pair{2.0, 3.0}}) {
        truth += simpson([&](double s) { return 70 * std::exp(-.7 * s) * survival(t - s); }, a, b);
    }
    CHECK(renewal.stock(run, "inc.team", 3) == doctest::Approx(100 * std::exp(-.7 * 3)).epsilon(1e-10));
    CHECK(renewal.stock(run, "inc.firm", 3) == doctest::Approx(truth).epsilon(1e-7));
    // Firms of known age at entry and at the start.
    parts = make::study(inc::build(unregistered), 2024);
    parts.stocks = {make::stock("inc.firm", 3)};
    parts.stocks[0].age = {inc::Elapsed::values, 0.0, {.5, 1.5, 2.25}};
    parts.intakes = {make::intake("inc.firm", 5)};
    parts.intakes[0].age = .5;
    const make::Renewal aged(parts);
    const double by_start = survival(3.5) / survival(.5) + survival(4.5) / survival(1.5) + survival(5.25) / survival(2.25);
    const double by_intake = simpson([&](double s) { return 5 * survival(.5 + s) / survival(.5); }, 0, .5) +
                             simpson([&](double s) { return 5 * survival(.5 + s) / survival(.5); }, .5, 1.5) +
                             simpson([&](double s) { return 5 * survival(.5 + s) / survival(.5); }, 1.5, 3);
    CHECK(aged.stock(aged.run(), "inc.firm", 3) == doctest::Approx(by_start + by_intake).epsilon(1e-10));
    CHECK(aged.expected({"inc.firm"}, inc::Counts::stock, 0, 3) == doctest::Approx(by_start + by_intake).epsilon(1e-10));
}

TEST_CASE("a factor that lasts for a time after leaving a stage")
{
    const inc::Pipeline base = inc::PipelineBuilder()
                                   .chain("inc", "in—out")
                                   .chain("lad", "sme—hnte")
                                   .transition("inc.in->out", inc::per_year(.8))
                                   .transition("lad.sme->hnte", inc::per_year(.1))
                                   .modifier({{"lad.sme->hnte"}, {"inc.in"}, inc::given_in_code(3.0), inc::given_in_code(1.5)})
                                   .build();
    inc::StudyParts parts = make::study(base, 2026);
    parts.stocks = {make::stock("inc.in & lad.sme", 100), make::stock("inc.out & lad.sme", 50)};
    const make::Renewal renewal(parts);
    const auto run = renewal.run();
    // P(still sme at t): left at s, then factor 3 until s + 1.5.
    for (const std::size_t year : {1U, 2U, 5U}) {
        const auto t = static_cast<double>(year);
        const auto h = [&](double s) { return .3 * std::min(t, s + 1.5) + .1 * std::max(0.0, t - s - 1.5); };
        double sum = std::exp(-.8 * t - .3 * t);
        const double cut = std::max(0.0, t - 1.5);
        sum += simpson([&](double s) { return .8 * std::exp(-.8 * s - h(s)); }, 0, cut) + simpson([&](double s) { return .8 * std::exp(-.8 * s - h(s)); }, cut, t);
        CHECK(renewal.stock(run, "lad.sme", year) == doctest::Approx(100 * sum + 50 * std::exp(-.1 * t)).epsilon(1e-7));
    }
}
