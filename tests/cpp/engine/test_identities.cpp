// SPDX-License-Identifier: Apache-2.0
// Identities every engine keeps, on the product states themselves.

#include "support/cohort.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace inc = incuflow;

namespace {

struct Rates {
    double a12, a23, a31, b12, b21;
};

inc::PipelineBuilder track_a(const inc::PipelineBuilder& builder, const Rates& r)
{
    return builder.chain("a", "a1—a2—a3")
        .transition("a.a1->a2", inc::per_year(r.a12))
        .transition("a.a2->a3", inc::per_year(r.a23))
        .transition("a.a3->a1", inc::per_year(r.a31));
}

inc::PipelineBuilder track_b(const inc::PipelineBuilder& builder, const Rates& r)
{
    return builder.chain("b", "b1—b2").transition("b.b1->b2", inc::per_year(r.b12)).transition("b.b2->b1", inc::per_year(r.b21));
}

// All product probabilities of two tracks against the product of each track run alone, times the chance to live.
void check_kronecker(const Rates& r, double exit_rate)
{
    auto both = track_b(track_a(inc::PipelineBuilder(), r), r);
    if (exit_rate > 0.0) {
        both = both.exit("closed").transition("*->closed", inc::per_year(exit_rate));
    }
    const auto cohort_of = [](const inc::Pipeline& pipeline, const std::string& start) {
        auto parts = make::study(pipeline, 2030);
        parts.stocks = {make::stock(start, 1)};
        return make::Cohort(parts);
    };
    const make::Cohort product = cohort_of(both.build(), "a.a1 & b.b2");
    const make::Cohort left = cohort_of(track_a(inc::PipelineBuilder(), r).build(), "a.a1");
    const make::Cohort right = cohort_of(track_b(inc::PipelineBuilder(), r).build(), "b.b2");
    const auto run = product.run();
    const auto run_left = left.run();
    const auto run_right = right.run();
    for (std::size_t t = 0; t <= 10; ++t) {
        const double alive = std::exp(-exit_rate * static_cast<double>(t));
        for (const char* a : {"a.a1", "a.a2", "a.a3"}) {
            for (const char* b : {"b.b1", "b.b2"}) {
                const double joint = product.stock(run, product.state(std::string(a) + " & " + b), t);
                const double marginals = left.stock(run_left, left.state(a), t) * right.stock(run_right, right.state(b), t);
                INFO(a, " & ", b, " at ", t);
                CHECK(std::fabs(joint - alive * marginals) <= 1e-13);
            }
        }
    }
}

TEST_CASE("uncoupled tracks: Kronecker product, with and without a firm-level exit, up to rate times time of 100")
{
    const Rates mild{.7, .3, 1.1, .4, 2.0};
    const Rates strong{10.0, 4.0, 2.5, .02, 9.5};
    for (const Rates& r : {mild, strong}) {
        check_kronecker(r, 0.0);
        check_kronecker(r, .25);
        check_kronecker(r, 10.0);
    }
}

TEST_CASE("relabelling stages and tracks permutes the results")
{
    const auto build = [](bool turned) {
        const auto tracks = [&](const inc::PipelineBuilder& b) {
            return turned ? b.chain("y", "y2—y1").chain("x", "x3—x1—x2") : b.chain("x", "x1—x2—x3").chain("y", "y1—y2");
        };
        auto builder = tracks(inc::PipelineBuilder()).exit("closed");
        const std::vector<std::pair<std::string, double>> rates{{"x.x1->x2", .4}, {"x.x2->x3", .9}, {"x.x3->x2", .2},
                                                                {"y.outside->y1", .3}, {"y.y1->y2", .5}, {"*->closed", .07}};
        for (std::size_t i = 0; i < rates.size(); ++i) {
            const auto& [path, rate] = rates[turned ? rates.size() - 1 - i : i];
            builder = builder.transition(path, inc::per_year(rate));
        }
        builder = builder.modifier({{"y.y1->y2"}, {"x.x2"}, inc::given_in_code(3)}).trigger({"x.x2->x3", "y.outside->y1", inc::given_in_code(.6)});
        auto parts = make::study(builder.build(), 2026);
        parts.stocks = {make::stock("x.x1", 40), make::stock("x.x2 & y.y1", 5)};
        parts.intakes = {make::intake("x.x1", 8)};
        return make::at_mids(inc::make_study(parts));
    };
    const auto one = build(false);
    const auto other = build(true);
    CHECK(one.stage_axis() != other.stage_axis());
    for (const std::string& stage : one.stage_axis()) {
        const auto first = make::expected_stock(one, stage);
        const auto second = make::expected_stock(other, stage);
        REQUIRE(first.size() == second.size());
        for (std::size_t t = 0; t < first.size(); ++t) {
            CHECK(second[t] == doctest::Approx(first[t]).epsilon(1e-13));
        }
    }
    for (const std::string& path : one.transition_axis()) {
        const auto first = make::expected_flow(one, path);
        const auto second = make::expected_flow(other, path);
        REQUIRE(first.size() == second.size());
        for (std::size_t t = 0; t < first.size(); ++t) {
            CHECK(second[t] == doctest::Approx(first[t]).epsilon(1e-13));
        }
    }
}

TEST_CASE("scaling time by c scales rates, intakes and calendar breaks by 1/c")
{
    const auto study = [](double c) {
        const auto pipeline = inc::PipelineBuilder()
                                  .chain("t", "a—b—d")
                                  .transition("t.a->b", inc::piecewise_constant({0, 2 * c}, std::vector<inc::PerYear>{inc::per_year(.8 / c), inc::per_year(.1 / c)}), {inc::Clock::calendar, {}})
                                  .transition("t.b->d", inc::erlang(2, inc::per_year(.6 / c)))
                                  .build();
        auto parts = make::study(pipeline, 2020 + static_cast<int>(4 * c));
        parts.stocks = {make::stock("t.a", 10)};
        parts.intakes = {make::intake("t.a", 6 / c)};
        return make::at_mids(inc::make_study(parts));
    };
    const auto once = study(1);
    const auto thrice = study(3);
    for (const char* stage : {"t.a", "t.b", "t.d"}) {
        const auto fast = make::expected_stock(once, stage);
        const auto slow = make::expected_stock(thrice, stage);
        for (std::size_t t = 0; t <= 4; ++t) {
            CHECK(slow[3 * t] == doctest::Approx(fast[t]).epsilon(1e-13));
        }
    }
}

TEST_CASE("cumulative counts never fall, and a longer window holds no fewer")
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b—c")
                              .exit("closed")
                              .transition("t.a->b", inc::per_year(.4))
                              .transition("t.b->a", inc::per_year(.8))
                              .transition("t.b->c", inc::per_year(.2))
                              .transition("*->closed", inc::per_year(.1))
                              .dated(make::dated("t", make::year_ends(2021, 2026), {{"c", "a", .5}}))
                              .build();
    auto parts = make::study(pipeline, 2026);
    parts.stocks = {make::stock("t.a", 9), make::stock("t.b", 2)};
    parts.intakes = {make::intake("t.a", 3), make::intake("t.a", 2, inc::IntakeLaw::fixed)};
    parts.intakes[1].id = "fixed";
    const make::Cohort cohort(parts);
    for (const char* of : {"t.b", "t.c", "t.a"}) {
        double before = 0.0;
        for (int quarter = 1; quarter <= 24; ++quarter) {
            const double due = .25 * quarter;
            const double now = cohort.expected({of}, inc::Counts::firms, 0.0, due);
            CHECK(now >= before - 1e-12);
            before = now;
            const auto whole = cohort.count({of}, inc::Counts::firms, 0.0, due);
            const auto part = cohort.count({of}, inc::Counts::firms, .5 * due, due);
            REQUIRE(whole.parts.trials.size() == part.parts.trials.size());
            for (std::size_t g = 0; g < whole.parts.trials.size(); ++g) {
                CHECK(part.parts.trials[g].chances[1] <= whole.parts.trials[g].chances[1] + 1e-13);
                CHECK(whole.parts.trials[g].chances[1] <= 1.0 + 1e-13);
            }
        }
    }
}

}  // namespace
