// SPDX-License-Identifier: Apache-2.0
// The laws of a period under closed stages: with nothing closed they are the cohort engine's; a closed stage lets nobody new in.

#include "incuflow/engine/capacity_laws.hpp"
#include "support/cohort.hpp"
#include "support/faults.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace inc = incuflow;

namespace {

// Two tracks, an exit of every firm, a factor, an Erlang stage, a dated matrix and a calendar break.
inc::Pipeline rich()
{
    return inc::PipelineBuilder()
        .chain("t", "outside—a—b—c")
        .chain("l", "outside—x")
        .exit("gone")
        .transition("t.outside->a", inc::per_year(.6))
        .transition("t.a->b", inc::erlang(2, inc::per_year(2.5)))
        .transition("t.b->c", inc::per_year(.4))
        .transition("t.b->a", inc::per_year(.1))
        .transition("l.outside->x", inc::per_year(.3))
        .transition("*->gone", inc::per_year(.08))
        .modifier({{"t.b->c"}, {"l.x"}, inc::given_in_code(1.5)})
        .dated(make::dated("l", {make::year_end(2021)}, {{"x", "outside", .25}}))
        .build();
}

inc::StudyParts parts()
{
    auto parts = make::study(rich(), 2023);
    parts.end_date = {2023, 6, 30};
    parts.stocks = {make::stock("t.outside", 50), make::stock("t.b", 7)};
    auto batch = make::intake("t.b & l.x", 9, inc::IntakeLaw::batch);
    batch.date = inc::Date{2022, 3, 10};
    parts.intakes = {make::intake("t.a", 12.5), make::intake("t.outside", 6, inc::IntakeLaw::poisson), batch};
    return parts;
}

// Firms by state at the end of every period, and entries into the goal, by the laws alone with nothing closed.
std::pair<std::vector<std::vector<double>>, double> open_run(const inc::CapacityLaws& laws)
{
    const std::size_t n = laws.start.size();
    std::vector<std::vector<double>> stocks{laws.start};
    double goal = 0.0;
    for (std::size_t k = 0; k + 1 < laws.dates.size(); ++k) {
        const inc::ClosedLaw& law = laws.laws[k][0];
        std::vector<double> next(n, 0.0);
        const auto add = [&](std::size_t row, double firms) {
            goal += firms * law.goal[row];
            for (std::size_t j = 0; j < n; ++j) {
                next[j] += firms * law.ends[row * n + j];
            }
        };
        for (std::size_t i = 0; i < n; ++i) {
            add(i, stocks.back()[i]);
        }
        for (std::size_t v = 0; v < laws.sources.size(); ++v) {
            add(n + v, laws.sources[v].firms[k] > 0.0 ? 1.0 : 0.0);
        }
        stocks.push_back(std::move(next));
    }
    return {stocks, goal};
}

TEST_CASE("capacity laws: with nothing closed, the cohort engine's stocks and flows")
{
    const make::Cohort cohort(parts());
    const inc::CohortRun run = cohort.run();
    for (const auto period : {inc::CapacityPeriod::year, inc::CapacityPeriod::month}) {
        const inc::CapacityLaws laws = inc::capacity_laws(cohort.study(), "t.c", {}, period);
        CHECK(laws.dates.size() == (period == inc::CapacityPeriod::year ? 4 : 31));
        CHECK(laws.dates.back() == inc::Date{2023, 6, 30});
        const auto [stocks, goal] = open_run(laws);
        for (std::size_t i = 0; i < laws.start.size(); ++i) {
            const int at = cohort.model().find(laws.model.states[i].stages);
            REQUIRE(at >= 0);
            double wanted = 0.0;
            double found = 0.0;
            for (std::size_t j = 0; j < laws.start.size(); ++j) {  // phases of one place together
                found += laws.model.states[j].stages == laws.model.states[i].stages ? stocks.back()[j] : 0.0;
            }
            for (const int s : cohort.model().find_all(laws.model.states[i].stages)) {
                wanted += cohort.stock(run, s, run.times - 1);
            }
            CHECK(found == doctest::Approx(wanted).epsilon(1e-12));
        }
        double flow = 0.0;
        for (std::size_t c = 0; c < run.trials.size(); ++c) {
            for (std::size_t k = 0; k + 1 < run.times; ++k) {
                for (std::size_t e = 0; e < run.edges; ++e) {
                    if (cohort.study().pipeline().edges()[e].path == "t.b->c") {
                        flow += (run.trials[c] < 0 ? 1.0 : static_cast<double>(run.trials[c])) * run.flows[(c * (run.times - 1) + k) * run.edges + e];
                    }
                }
            }
        }
        CHECK(goal == doctest::Approx(flow).epsilon(1e-12));
    }
}

TEST_CASE("capacity laws: shares of a period and closed stages in closed form")
{
    const auto pipeline = inc::PipelineBuilder().chain("t", "outside—a—b").transition("t.outside->a", inc::per_year(.7)).transition("t.a->b", inc::per_year(.2)).build();
    auto given = make::study(pipeline, 2021);
    given.stocks = {make::stock("t.outside", 3)};
    given.intakes = {make::intake("t.a", 5)};
    const auto laws = inc::capacity_laws(inc::make_study(given), "t.b", {{"t.a", 2.0}}, inc::CapacityPeriod::year);
    const int out = laws.model.find({0});
    const int a = laws.model.find({1});
    const auto at = [&](int row, int column) { return static_cast<std::size_t>(row) * laws.start.size() + static_cast<std::size_t>(column); };
    const auto o = static_cast<std::size_t>(out);
    const auto here = static_cast<std::size_t>(a);
    CHECK(laws.inside[o] == 0);
    CHECK(laws.inside[here] == 1);
    CHECK(laws.entering[o] == 1);
    CHECK(laws.entering[here] == 0);
    const inc::ClosedLaw& open = laws.laws[0][0];
    const double stay = std::exp(-.7);
    const double through = .7 / .5 * (std::exp(-.2) - stay);
    CHECK(open.ends[at(out, out)] == doctest::Approx(stay).epsilon(1e-14));
    CHECK(open.ends[at(out, a)] == doctest::Approx(through).epsilon(1e-14));
    CHECK(open.goal[o] == doctest::Approx(1.0 - stay - through).epsilon(1e-13));
    CHECK(open.share[here] == doctest::Approx((1.0 - std::exp(-.2)) / .2).epsilon(1e-14));
    CHECK(open.share[o] == doctest::Approx((1.0 - stay - through) / .2).epsilon(1e-13));
    // Five firms at uniform times: the mean over the year of a firm that comes at u.
    REQUIRE(laws.sources.size() == 1);
    CHECK(laws.sources[0].firms[0] == doctest::Approx(5.0).epsilon(1e-14));
    CHECK(open.ends[at(static_cast<int>(laws.start.size()), a)] == doctest::Approx(5.0 * (1.0 - std::exp(-.2)) / .2).epsilon(1e-13));
    const inc::ClosedLaw& closed = laws.laws[0][1];
    CHECK(closed.ends[at(out, out)] == 1.0);
    CHECK(closed.ends[at(out, a)] == 0.0);
    CHECK(closed.goal[o] == 0.0);
    CHECK(closed.goal[here] == open.goal[here]);  // who is inside moves on
}

TEST_CASE("capacity laws: what is refused")
{
    const auto code = [](inc::StudyParts given, const std::string& goal, const std::vector<inc::StagePlaces>& places) {
        try {
            (void)inc::capacity_laws(inc::make_study(std::move(given)), goal, places, inc::CapacityPeriod::year);
        } catch (const inc::Error& error) {
            return error.faults().front();
        }
        return inc::Fault{};
    };
    CHECK(argument(code(parts(), "t.cc", {}), "nearest") == "t.c");
    CHECK(code(parts(), "gone", {}).code == "graph.unknown_node");
    CHECK(argument(code(parts(), "t.c", {{"t.aa", 3.0}}), "nearest") == "t.a");
    CHECK(code(parts(), "t.c", {{"t.a", -1.0}}).code == "engine.bad_places");
    CHECK(code(parts(), "t.c", {{"t.a", std::numeric_limits<double>::infinity()}}).code == "engine.bad_places");
    CHECK(argument(code(parts(), "t.c", {{"t.a", std::numeric_limits<double>::quiet_NaN()}}), "stage") == "t.a");
    CHECK(code(parts(), "t.c", {{"t.b", 6.0}}).code == "engine.stock_over_places");
    CHECK(code(parts(), "t.c", {{"t.b", 7.0}}).code == "");
    CHECK(code(parts(), "t.a", {}).code == "engine.goal_again");
    CHECK(code(parts(), "t.c", std::vector<inc::StagePlaces>(7, {"t.a", 100.0})).code == "engine.too_many_places");
    auto nobody = parts();
    nobody.stocks.clear();
    nobody.intakes.clear();
    CHECK(code(nobody, "t.c", {}).code == "engine.nobody");
    auto past = parts();
    past.stocks = {make::stock("t.c", 10)};
    past.intakes.clear();
    CHECK(code(past, "t.c", {}).code == "engine.goal_unreachable");
    auto waiting = make::study(inc::PipelineBuilder().chain("t", "outside—a").transition("t.outside->a", inc::Weibull(2.0, 1.0)).build(), 2022);
    waiting.stocks = {make::stock("t.outside", 10)};
    CHECK(code(waiting, "t.a", {}).code == "engine.not_markov");
}

}  // namespace
