// SPDX-License-Identifier: Apache-2.0
#include "incuflow/engine/cohort_markov.hpp"
#include "incuflow/model/compiled.hpp"
#include "support/faults.hpp"
#include "support/make.hpp"

#include <algorithm>
#include <cmath>

namespace inc = incuflow;

namespace {

inc::PipelineBuilder two_tracks()
{
    return inc::PipelineBuilder()
        .chain("a", "a1—a2—a3")
        .chain("b", "b1—b2")
        .transition("a.a1->a2", inc::per_year(.7))
        .transition("a.a2->a3", inc::per_year(.3))
        .transition("a.a3->a1", inc::per_year(1.1))
        .transition("b.b1->b2", inc::per_year(.4))
        .transition("b.b2->b1", inc::per_year(2.0));
}

double probability(const inc::Forecast& forecast, const std::string& stage, std::size_t t) { return make::expected_stock(forecast, stage)[t]; }

inc::Forecast run(const inc::Pipeline& pipeline, const std::vector<inc::StockRow>& stocks, int last = 2030)
{
    auto parts = make::study(pipeline, last);
    parts.stocks = stocks;
    return make::at_mids(inc::make_study(parts));
}

TEST_CASE("tracks that nothing couples give the Kronecker product of their marginals")
{
    const auto pipeline = two_tracks().build();
    const auto model = inc::compile_model(pipeline, {{1, 1}});
    CHECK(model.living == 6);
    auto parts = make::study(pipeline, 2030);
    parts.stocks = {make::stock("a.a1 & b.b1", 1)};
    parts.targets = {make::target("both", "a.a3 & b.b2", inc::Counts::stock, 1, 2021, 2027),
                     make::target("left", "a.a3", inc::Counts::stock, 1, 2021, 2027),
                     make::target("right", "b.b2", inc::Counts::stock, 1, 2021, 2027)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    const auto& rows = forecast.attainment();
    CHECK(std::fabs(rows[0].expected - rows[1].expected * rows[2].expected) < 1e-13);
    // The marginal of one track alone is the same whether the other is there or not.
    const auto alone = run(inc::PipelineBuilder().chain("a", "a1—a2—a3").transition("a.a1->a2", inc::per_year(.7)).transition("a.a2->a3", inc::per_year(.3)).transition("a.a3->a1", inc::per_year(1.1)).build(),
                           {make::stock("a.a1", 1)});
    for (std::size_t t = 0; t <= 10; ++t) {
        CHECK(std::fabs(probability(alone, "a.a2", t) - probability(forecast, "a.a2", t)) < 1e-13);
    }
}

TEST_CASE("a firm-level exit factors out of the living block")
{
    const auto with = run(two_tracks().exit("closed").transition("*->closed", inc::per_year(.25)).build(), {make::stock("a.a1 & b.b1", 1)});
    const auto without = run(two_tracks().build(), {make::stock("a.a1 & b.b1", 1)});
    for (std::size_t t = 0; t <= 10; ++t) {
        const double alive = std::exp(-.25 * static_cast<double>(t));
        for (const char* stage : {"a.a1", "a.a2", "a.a3", "b.b1", "b.b2"}) {
            CHECK(std::fabs(probability(with, stage, t) - alive * probability(without, stage, t)) < 1e-13);
        }
        CHECK(std::fabs(probability(with, "closed", t) - (1 - alive)) < 1e-13);
    }
}

TEST_CASE("states that cannot be reached, and rates that are not known, are left out")
{
    const auto pipeline = two_tracks().transition("a.outside->a1", inc::PerYear{inc::unknown_number("not known")}).build();
    CHECK(inc::compile_model(pipeline, {{0, 0}}).living == 1);
    CHECK(inc::compile_model(pipeline, {{1, 0}}).living == 3);
    const auto closed = two_tracks().modifier({{"b.*->*"}, {"a.a1"}, inc::given_in_code(0)}).build();
    const auto model = inc::compile_model(closed, {{1, 1}});
    for (const auto& event : model.events) {
        const auto& from = model.states[static_cast<std::size_t>(event.from)].stages;
        const auto& to = model.states[static_cast<std::size_t>(event.to)].stages;
        CHECK((from[0] != 1 || from[1] == to[1]));
    }
    CHECK(model.find({1, 1}) == 0);
    CHECK(model.find({0, 2}) == -1);
    CHECK(model.state_name(closed, 0) == "a.a1 & b.b1");
}

TEST_CASE("time scaled by c, rates by 1/c; parallel copies of a stage change nothing")
{
    const auto slow = run(inc::PipelineBuilder().chain("t", "a—b—c").transition("t.a->b", inc::per_year(.3)).transition("t.b->c", inc::per_year(.2)).build(),
                          {make::stock("t.a", 1)}, 2030);
    const auto fast = run(inc::PipelineBuilder().chain("t", "a—b—c").transition("t.a->b", inc::per_year(.6)).transition("t.b->c", inc::per_year(.4)).build(),
                          {make::stock("t.a", 1)}, 2025);
    CHECK(std::fabs(probability(slow, "t.b", 10) - probability(fast, "t.b", 5)) < 1e-14);
    const auto split = run(inc::PipelineBuilder()
                               .chain("t", "a—b1—b2—c")
                               .transition(std::vector<std::string>{"t.a->b1", "t.a->b2"}, inc::per_year(.15))
                               .transition(std::vector<std::string>{"t.b1->c", "t.b2->c"}, inc::per_year(.2))
                               .build(),
                           {make::stock("t.a", 1)}, 2030);
    for (std::size_t t = 0; t <= 10; ++t) {
        CHECK(std::fabs(probability(split, "t.b1", t) + probability(split, "t.b2", t) - probability(slow, "t.b", t)) < 1e-14);
    }
}

TEST_CASE("Erlang phases: closed form, and elapsed time as a phase law")
{
    const auto pipeline = inc::PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc::erlang(3, inc::per_year(1.2))).build();
    const auto survivor = [](double t) { return std::exp(-1.2 * t) * (1 + 1.2 * t + 1.2 * t * 1.2 * t / 2); };
    auto stock = make::stock("t.a", 1);
    const auto refused = faults_of<inc::EngineError>([&] { (void)run(pipeline, {stock}); });
    CHECK(has_code(refused, "engine.elapsed_needed"));
    stock.elapsed.kind = inc::Elapsed::fresh;
    const auto fresh = run(pipeline, {stock});
    stock.elapsed.kind = inc::Elapsed::years;
    stock.elapsed.years = 1.5;
    const auto old = run(pipeline, {stock});
    for (std::size_t t = 0; t <= 5; ++t) {
        const auto years = static_cast<double>(t);
        CHECK(probability(fresh, "t.a", t) == doctest::Approx(survivor(years)).epsilon(1e-12));
        CHECK(probability(old, "t.a", t) == doctest::Approx(survivor(1.5 + years) / survivor(1.5)).epsilon(1e-12));
    }
    CHECK(make::expected_flow(fresh, "t.a->b")[0] == doctest::Approx(1 - survivor(1)).epsilon(1e-12));
}

TEST_CASE("what is not Markov is refused with the transition's name, all of them at once")
{
    const auto base = inc::PipelineBuilder().chain("t", "a—b—c").chain("u", "x—y").exit("closed").transition("u.x->y", inc::per_year(1));
    const auto bad = base.transition("t.a->b", inc::Weibull(1.5, 2))
                         .transition("t.b->c", inc::fixed_delay(inc::years("36 months")))
                         .transition("*->closed", inc::PiecewiseConstant({0, 1}, {.1, .2}), {inc::Clock::age, {}})
                         .build();
    const auto faults = faults_of<inc::EngineError>([&] { inc::require_markov(bad); });
    REQUIRE(faults.size() == 3);
    CHECK(has_code(faults, "engine.not_markov"));
    CHECK(argument(faults[0], "transition") == "t.a->b");
    CHECK(argument(faults[1], "transition") == "t.b->c");
    const auto factor = base.transition("t.a->b", inc::erlang(2, inc::per_year(1))).modifier({{"t.a->b"}, {"u.y"}, inc::given_in_code(2)}).build();
    CHECK(has_code(faults_of<inc::EngineError>([&] { inc::require_markov(factor); }), "engine.erlang_with_factor"));
    const auto fine = base.transition("t.a->b", inc::PiecewiseConstant({0, 1.5}, {.1, .9}), {inc::Clock::calendar, {}}).build();
    CHECK(probability(run(fine, {make::stock("t.a", 1)}), "t.a", 3) == doctest::Approx(std::exp(-.1 * 1.5 - .9 * 1.5)).epsilon(1e-13));
}

TEST_CASE("a product that is too large is refused")
{
    const auto phases = [](int k) {
        const auto pipeline = inc::PipelineBuilder().chain("t", "a—b").transition("t.outside->a", inc::Erlang(k, 1.0)).build();
        return inc::compile_model(pipeline, {inc::StartPlace(1, 0)}).states.size();
    };
    CHECK(phases(1000) == 1001);
    const auto faults = faults_of<inc::EngineError>([&] { (void)phases(200001); });
    CHECK(has_code(faults, "model.too_many_states"));
    CHECK(argument(faults[0], "limit") == "200000");
}

}  // namespace
