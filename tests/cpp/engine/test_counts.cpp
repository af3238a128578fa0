// SPDX-License-Identifier: Apache-2.0
// Count queries, which run backwards, against the forward pass and closed forms.

#include "support/cohort.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace inc = incuflow;

namespace {

// Two coupled tracks without a loop on `u`.
inc::StudyParts study()
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b—c")
                              .chain("u", "x—y")
                              .exit("closed")
                              .transition("t.a->b", inc::per_year(.8))
                              .transition("t.b->a", inc::per_year(.3))
                              .transition("t.b->c", inc::piecewise_constant({0, 1.25}, std::vector<inc::PerYear>{inc::per_year(.5), inc::per_year(1.5)}), {inc::Clock::calendar, {}})
                              .transition("u.outside->x", inc::per_year(.4), {inc::Clock::sojourn, {"t.b"}})
                              .transition("u.x->y", inc::per_year(.7))
                              .transition("*->closed", inc::per_year(.15))
                              .modifier({{"*->closed"}, {"u.y"}, inc::given_in_code(.2)})
                              .trigger({"t.b->c", "u.outside->x", inc::given_in_code(.5)})
                              .build();
    auto parts = make::study(pipeline, 2024);
    parts.stocks = {make::stock("t.a", 6), make::stock("t.b & u.x", 3)};
    auto batch = make::intake("t.b", 4, inc::IntakeLaw::batch);
    batch.date = inc::Date{2021, 9, 30};
    parts.intakes = {make::intake("t.a", 5), make::intake("t.b", 2, inc::IntakeLaw::fixed), batch};
    return parts;
}

TEST_CASE("a stock counted backwards is the stock run forwards, class by class")
{
    const make::Cohort cohort(study());
    const auto run = cohort.run();
    const auto& states = cohort.model().states;
    const std::vector<std::pair<std::string, std::vector<int>>> places{{"t.b", {2, -1}}, {"u.x", {-1, 1}}, {"t.b & u.x", {2, 1}}};
    for (const auto& [place, wanted] : places) {
        for (std::size_t t = 1; t <= 4; ++t) {
            const auto answer = cohort.count({place}, inc::Counts::stock, 0.0, static_cast<double>(t));
            // Periods that begin after the date have no class in the answer's sum; their chance is 0.
            REQUIRE(answer.parts.trials.size() + 1 == run.trials.size());
            for (std::size_t c = 0; c < run.trials.size(); ++c) {
                double forward = 0.0;
                for (std::size_t s = 0; s < states.size(); ++s) {
                    bool inside = states[s].exit < 0;
                    for (std::size_t track = 0; inside && track < 2; ++track) {
                        inside = wanted[track] < 0 || states[s].stages[track] == wanted[track];
                    }
                    forward += inside ? run.stocks[(c * run.times + t) * run.states + s] : 0.0;
                }
                INFO(place, " class ", c, " at ", t);
                const double backward = c == 0 ? answer.parts.poisson[1] : answer.parts.trials[c - 1].chances[1];
                CHECK(backward == doctest::Approx(forward).epsilon(1e-12));
            }
        }
    }
}

TEST_CASE("crossings without a return, counted backwards, are the flows run forwards, over any window")
{
    auto parts = study();
    const make::Cohort cohort(parts);
    const auto forecast = make::at_mids(inc::make_study(parts));
    for (const char* edge : {"u.outside->x", "u.x->y", "t.b->c", "*->closed"}) {
        const auto flow = make::expected_flow(forecast, edge);
        for (int since = 0; since < 4; ++since) {
            double forward = 0.0;
            for (int due = since + 1; due <= 4; ++due) {
                forward += flow[static_cast<std::size_t>(due - 1)];
                INFO(edge, " in (", since, ", ", due, ']');
                CHECK(cohort.expected({edge}, inc::Counts::crossings, since, due) == doctest::Approx(forward).epsilon(1e-12));
            }
        }
    }
    // Entering y is crossing u.x->y, and no firm does so twice.
    CHECK(cohort.expected({"u.y"}, inc::Counts::firms, 1, 3) == doctest::Approx(cohort.expected({"u.x->y"}, inc::Counts::crossings, 1, 3)).epsilon(1e-13));
}

TEST_CASE("what one firm can cross twice is told apart")
{
    const make::Cohort cohort(study());
    const auto once = [&](const std::vector<std::string>& of, inc::Counts counts) {
        return inc::at_most_once(cohort.model(), inc::make_query(cohort.study().pipeline(), cohort.model(), of, counts, false, 0, 4));
    };
    CHECK(once({"t.b->c"}, inc::Counts::crossings));
    CHECK(once({"u.x->y"}, inc::Counts::crossings));
    CHECK(once({"*->closed"}, inc::Counts::crossings));
    CHECK_FALSE(once({"t.a->b"}, inc::Counts::crossings));
    CHECK_FALSE(once({"t.b->a"}, inc::Counts::crossings));
    // One firm may make both crossings.
    CHECK_FALSE(once({"t.b->c", "u.x->y"}, inc::Counts::crossings));
    CHECK(once({"t.b"}, inc::Counts::firms));
    CHECK(once({"t.b"}, inc::Counts::stock));
}

TEST_CASE("a crossing that sets off another on the list is more than one")
{
    const make::Cohort cohort(study());
    const auto query = inc::make_query(cohort.study().pipeline(), cohort.model(), {"t.b->c", "u.outside->x"}, inc::Counts::crossings, false, 0, 4);
    int most = 0;
    for (const int hits : query.hits) {
        most = std::max(most, hits);
    }
    CHECK(most == 2);
    CHECK_FALSE(inc::at_most_once(cohort.model(), query));
}

// Two stages with rates up and down; a firm of the starting stock of b counts only after leaving and returning.
TEST_CASE("distinct firms entering a stage: closed form of leaving and returning")
{
    const double down = .5;
    const double up = .8;
    const auto pipeline = inc::PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc::per_year(up)).transition("t.b->a", inc::per_year(down)).build();
    auto parts = make::study(pipeline, 2023);
    parts.stocks = {make::stock("t.b", 1), make::stock("t.a", 1)};
    const make::Cohort cohort(parts);
    for (const double t : {.5, 1.0, 3.0}) {
        const auto answer = cohort.count({"t.b"}, inc::Counts::firms, 0, t);
        const double returned = 1 - (up * std::exp(-down * t) - down * std::exp(-up * t)) / (up - down);
        CHECK(answer.parts.trials[0].chances[1] == doctest::Approx(returned).epsilon(1e-13));
        CHECK(answer.parts.trials[1].chances[1] == doctest::Approx(-std::expm1(-up * t)).epsilon(1e-13));
    }
    // From the start of a later window on, those who stand in b then have to return.
    const double in_b = up / (up + down) + down / (up + down) * std::exp(-(up + down));
    const auto late = cohort.count({"t.b"}, inc::Counts::firms, 1, 3);
    const double returned = 1 - (up * std::exp(-2 * down) - down * std::exp(-2 * up)) / (up - down);
    CHECK(late.parts.trials[0].chances[1] == doctest::Approx(in_b * returned + (1 - in_b) * -std::expm1(-2 * up)).epsilon(1e-13));
    CHECK(late.from_state[static_cast<std::size_t>(cohort.state("t.b"))][1] == doctest::Approx(late.parts.trials[0].chances[1]).epsilon(1e-15));
}

TEST_CASE("entering from outside straight into the stage counts at once; counts_as widens the set")
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "sme—hnte—leader")
                              .stage("t.hnte", {"", "", {}, {"sme"}})
                              .stage("t.leader", {"", "", {}, {"hnte"}})
                              .transition("t.sme->hnte", inc::per_year(.5))
                              .transition("t.hnte->sme", inc::per_year(.25))
                              .build();
    auto parts = make::study(pipeline, 2022);
    parts.stocks = {make::stock("t.hnte", 5)};
    parts.intakes = {make::intake("t.sme", 10), make::intake("t.leader", 3)};
    const make::Cohort cohort(parts);
    // Alone: everyone entering sme, and the former hnte that fall back.
    const double fallen = 5 * -std::expm1(-.25 * 2);
    CHECK(cohort.expected({"t.sme"}, inc::Counts::firms, 0, 2) == doctest::Approx(20 + fallen).epsilon(1e-13));
    // With all that count as it: entries from outside the set only; falling back or rising is no entry.
    CHECK(cohort.expected({"t.sme"}, inc::Counts::firms, 0, 2, true) == doctest::Approx(26).epsilon(1e-13));
    CHECK(cohort.expected({"t.sme"}, inc::Counts::stock, 0, 2, true) == doctest::Approx(31).epsilon(1e-13));
    CHECK(cohort.expected({"t.sme"}, inc::Counts::firms, 1, 2) < 15);
    // A window that begins after the entries of the first year leaves them out.
    CHECK(cohort.expected({"t.leader"}, inc::Counts::firms, 1, 2) == doctest::Approx(3).epsilon(1e-13));
}

}  // namespace
