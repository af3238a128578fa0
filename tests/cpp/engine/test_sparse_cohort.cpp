// SPDX-License-Identifier: Apache-2.0
// Sparse algebra in the Markov cohort: the same results as dense algebra where both can be had, and models that only it can hold.

#include "support/cohort.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace inc = incuflow;

namespace {

// Coupled tracks, loops, phases, a dated matrix, every kind of entry, a rate that changes on the calendar and very unequal rates.
inc::StudyParts study()
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b—c")
                              .chain("u", "x—y")
                              .exit("closed")
                              .transition("t.a->b", inc::per_year(.8))
                              .transition("t.b->a", inc::erlang(3, inc::per_year(900)))
                              .transition("t.b->c", inc::piecewise_constant({0, 1.25}, std::vector<inc::PerYear>{inc::per_year(.5), inc::per_year(1.5)}), {inc::Clock::calendar, {}})
                              .transition("u.outside->x", inc::per_year(.4), {inc::Clock::sojourn, {"t.b"}})
                              .transition("u.x->y", inc::per_year(.7))
                              .transition("u.y->x", inc::per_year(.001))
                              .transition("*->closed", inc::per_year(.15))
                              .modifier({{"*->closed"}, {"u.y"}, inc::given_in_code(.2)})
                              .trigger({"t.b->c", "u.outside->x", inc::given_in_code(.5)})
                              .dated(make::dated("t", {make::year_end(2022)}, {{"c", "a", .3}}))
                              .build();
    auto parts = make::study(pipeline, 2024);
    auto batch = make::intake("t.b", 4, inc::IntakeLaw::batch);
    batch.date = inc::Date{2021, 9, 30};
    parts.stocks = {make::stock("t.a", 6), make::stock("t.c & u.x", 3)};
    parts.intakes = {make::intake("t.a", 5), make::intake("t.b", 2, inc::IntakeLaw::fixed), batch};
    return parts;
}

double worst(const std::vector<double>& a, const std::vector<double>& b)
{
    REQUIRE(a.size() == b.size());
    double most = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        most = std::max(most, std::fabs(a[i] - b[i]) / std::max(1.0, std::fabs(b[i])));
    }
    return most;
}

}  // namespace

TEST_CASE("sparse and dense algebra give the same stocks, flows, times and counts")
{
    const make::Cohort dense(study(), inc::CohortAlgebra::dense);
    const make::Cohort sparse(study(), inc::CohortAlgebra::sparse);
    const auto a = dense.run();
    const auto b = sparse.run();
    CHECK(worst(b.stocks, a.stocks) < 1e-11);
    CHECK(worst(b.flows, a.flows) < 1e-11);
    CHECK(worst(b.entries, a.entries) == 0.0);
    CHECK(worst(b.sojourn, a.sojourn) < 1e-11);
    const std::vector<std::pair<std::string, inc::Counts>> queries{
        {"t.c", inc::Counts::stock}, {"u.y", inc::Counts::stock}, {"u.x", inc::Counts::firms}, {"u.outside->x", inc::Counts::crossings}};
    for (const auto& [of, counts] : queries) {
        CAPTURE(of);
        const auto x = dense.count({of}, counts, 1.0, 3.5);
        const auto y = sparse.count({of}, counts, 1.0, 3.5);
        CHECK(worst(y.parts.poisson, x.parts.poisson) < 1e-11);
        REQUIRE(x.parts.trials.size() == y.parts.trials.size());
        for (std::size_t g = 0; g < x.parts.trials.size(); ++g) {
            CHECK(worst(y.parts.trials[g].chances, x.parts.trials[g].chances) < 1e-11);
        }
        for (std::size_t s = 0; s < x.from_state.size(); ++s) {
            CHECK(worst(y.from_state[s], x.from_state[s]) < 1e-11);
        }
    }
}

TEST_CASE("more states than dense algebra holds: ten tracks apart from one another")
{
    auto builder = inc::PipelineBuilder();
    for (int t = 0; t < 10; ++t) {
        const std::string id = "t" + std::to_string(t);
        builder = builder.chain(id, "a—b").transition(id + ".outside->a", inc::per_year(.1 * (t + 1)));
    }
    auto parts = make::study(builder.build(), 2022);
    parts.stocks = {make::stock("t0.outside", 100)};
    const make::Cohort cohort(parts);
    REQUIRE(cohort.model().states.size() == 1024);
    // All tracks move by themselves: a place on two of them is a product.
    for (const double due : {1.0, 2.0}) {
        const double both = -std::expm1(-.1 * due) * -std::expm1(-.8 * due);
        CHECK(std::fabs(cohort.expected({"t0.a & t7.a"}, inc::Counts::stock, 0, due) - 100 * both) < 1e-10);
    }
    const double entered = 100 * -std::expm1(-1.0 * 2.0);
    CHECK(std::fabs(cohort.expected({"t9.outside->a"}, inc::Counts::crossings, 0, 2) - entered) < 1e-10);
    const auto run = cohort.run();
    double all = 0.0;
    for (std::size_t s = 0; s < run.states; ++s) {
        all += cohort.stock(run, static_cast<int>(s), 2);
    }
    CHECK(std::fabs(all - 100) < 1e-10);
}
