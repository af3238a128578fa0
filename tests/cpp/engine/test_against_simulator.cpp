// SPDX-License-Identifier: Apache-2.0
// Cohort numbers against a plain event simulator: every mean and every distribution point within 4 standard errors.

#include "support/make.hpp"
#include "support/simulator.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

namespace inc = incuflow;

namespace {

// Two tracks coupled both ways, a firm-level exit, a chain of two triggers, a calendar step and Erlang phases.
inc::Pipeline coupled()
{
    return inc::PipelineBuilder()
        .chain("incubation", "nursery—incubator—graduated")
        .chain("ladder", "tech_sme—hnte")
        .chain("place", "local—listed")
        .exit("closed")
        .exit("moved")
        .transition("incubation.nursery->incubator", inc::uncertain(inc::per_year(.9)))
        .transition("incubation.incubator->graduated", inc::erlang(3, inc::per_year(1.4)))
        .transition("ladder.outside->tech_sme", inc::uncertain(inc::prob_per_year(.35)), {inc::Clock::sojourn, {"incubation.incubator", "incubation.graduated"}})
        .transition("ladder.tech_sme->hnte", inc::uncertain(inc::per_year(.4)))
        .transition("ladder.hnte->tech_sme", inc::uncertain(inc::per_year(.2)))
        .transition("*->closed", inc::piecewise_constant({0, 1.5}, std::vector<inc::PerYear>{inc::per_year(.15), inc::per_year(.05)}), {inc::Clock::calendar, {}})
        .transition("incubation.incubator->moved", inc::uncertain(inc::per_year(.1)))
        .modifier({{"ladder.tech_sme->hnte"}, {"incubation.incubator"}, inc::given_in_code(2.5)})
        .modifier({{"*->closed"}, {"ladder.hnte", "incubation.graduated"}, inc::given_in_code(.3)})
        .trigger({"ladder.tech_sme->hnte", "incubation.incubator->graduated", inc::given_in_code(.7)})
        .trigger({"incubation.*->graduated", "place.outside->local", inc::given_in_code(.5)})
        .trigger({"ladder.tech_sme->hnte", "place.local->listed", inc::given_in_code(.25)})
        .dated({"ladder", {make::year_end(2021), {2022, 6, 30}}, {{"tech_sme", {{"outside", inc::given_in_code(.3)}}}}})
        .build();
}

inc::StudyParts with_entries(const inc::Pipeline& pipeline)
{
    auto parts = make::study(pipeline, 2023);
    auto old = make::stock("incubation.incubator & ladder.tech_sme", 12);
    old.elapsed.kind = inc::Elapsed::fresh;
    parts.stocks = {old, make::stock("incubation.nursery", 7)};
    auto flow = make::intake("incubation.nursery", 9);
    flow.into = {{"incubation.incubator", inc::given_in_code(.3), {}}, {"incubation.nursery", {}, inc::given_in_code(.6)}, {"incubation.outside & ladder.tech_sme", {}, {}}};
    flow.count.year = 2021;
    flow.growth = inc::given_in_code(1.3);
    auto fixed = make::intake("incubation.nursery", 4, inc::IntakeLaw::fixed);
    auto batch = make::intake("incubation.incubator", 5, inc::IntakeLaw::batch);
    batch.date = inc::Date{2022, 6, 30};
    parts.intakes = {flow, fixed, batch};
    return parts;
}

struct Tally {
    double sum = 0.0;
    double squares = 0.0;
    void add(double x)
    {
        sum += x;
        squares += x * x;
    }
    void check(double expected, int n, const char* what) const
    {
        const double mean = sum / n;
        const double variance = std::max(squares / n - mean * mean, 1e-6);
        INFO(what, ": expected ", expected, ", simulated ", mean);
        CHECK(std::fabs(mean - expected) < 4.0 * std::sqrt(variance / n));
    }
};

TEST_CASE("stocks, flows and count laws agree with the event simulator")
{
    auto parts = with_entries(coupled());
    parts.targets = {make::target("graduates", "incubation.incubator->graduated", inc::Counts::crossings, 14, 2021, 2023),
                     make::target("hntes", "ladder.hnte", inc::Counts::firms, 12, 2022, 2023),
                     make::target("tech", "ladder.tech_sme", inc::Counts::firms, 18, 2021, 2022),
                     make::target("listed", "place.listed", inc::Counts::stock, 2, 2021, 2023)};
    const auto study = inc::make_study(parts);
    const auto forecast = make::at_mids(study);

    const int replicates = 4000;
    const std::vector<std::string> stages{"incubation.nursery", "incubation.incubator", "incubation.graduated", "ladder.tech_sme", "ladder.hnte", "place.local", "place.listed"};
    const std::vector<std::string> crossings{"incubation.incubator->graduated", "ladder.tech_sme->hnte", "ladder.tech_sme->outside", "incubation.incubator->moved", "*->closed", "place.outside->local"};
    std::vector<std::vector<Tally>> stock(stages.size(), std::vector<Tally>(4));
    std::vector<std::vector<Tally>> flow(crossings.size(), std::vector<Tally>(3));
    std::vector<Tally> met(4);
    std::vector<Tally> count(4);
    simulator::World world(study, 20240229);
    for (int r = 0; r < replicates; ++r) {
        const auto histories = world.run(3.0);
        for (std::size_t s = 0; s < stages.size(); ++s) {
            const auto term = inc::parse_path(stages[s]).terms.front();
            for (int t = 0; t <= 3; ++t) {
                int n = 0;
                for (const auto& history : histories) {
                    const auto firm = history.at(t);
                    n += history.entered <= t && !firm.gone && firm.stage.at(term.track) == term.to ? 1 : 0;
                }
                stock[s][static_cast<std::size_t>(t)].add(n);
            }
        }
        for (std::size_t c = 0; c < crossings.size(); ++c) {
            for (int t = 0; t < 3; ++t) {
                int n = 0;
                for (const auto& history : histories) {
                    for (const auto& crossing : history.crossings) {
                        n += crossing.path == crossings[c] && crossing.time > t && crossing.time <= t + 1 ? 1 : 0;
                    }
                }
                flow[c][static_cast<std::size_t>(t)].add(n);
            }
        }
        // Distinct firms that enter a stage in (since, due]; entering from outside straight into it counts.
        const auto firms_entering = [&](const std::string& track, const std::string& stage, double since, double due) {
            int n = 0;
            for (const auto& history : histories) {
                bool counted = history.entered > since && history.entered <= due && history.first.stage.at(track) == stage;
                std::string before = history.first.stage.at(track);
                for (const auto& crossing : history.crossings) {
                    const std::string now = crossing.after.gone ? before : crossing.after.stage.at(track);
                    counted = counted || (now == stage && before != stage && crossing.time > since && crossing.time <= due);
                    before = now;
                }
                n += counted ? 1 : 0;
            }
            return n;
        };
        int graduates = 0;
        int listed = 0;
        for (const auto& history : histories) {
            for (const auto& crossing : history.crossings) {
                graduates += crossing.path == "incubation.incubator->graduated" ? 1 : 0;
            }
            const auto firm = history.at(3.0);
            listed += !firm.gone && firm.stage.at("place") == "listed" ? 1 : 0;
        }
        const std::array<int, 4> numbers{graduates, firms_entering("ladder", "hnte", 1, 3), firms_entering("ladder", "tech_sme", 0, 2), listed};
        const std::array<int, 4> asked{14, 12, 18, 2};
        for (std::size_t i = 0; i < 4; ++i) {
            count[i].add(numbers[i]);
            met[i].add(numbers[i] >= asked[i] ? 1.0 : 0.0);
        }
    }
    for (std::size_t s = 0; s < stages.size(); ++s) {
        const auto expected = make::expected_stock(forecast, stages[s]);
        for (std::size_t t = 0; t <= 3; ++t) {
            stock[s][t].check(expected[t], replicates, stages[s].c_str());
        }
    }
    for (std::size_t c = 0; c < crossings.size(); ++c) {
        const auto expected = make::expected_flow(forecast, crossings[c]);
        for (std::size_t t = 0; t < 3; ++t) {
            flow[c][t].check(expected[t], replicates, crossings[c].c_str());
        }
    }
    for (std::size_t i = 0; i < 4; ++i) {
        const auto& row = forecast.attainment()[i];
        REQUIRE(row.status == inc::Status::modelled);
        count[i].check(row.expected, replicates, row.target.c_str());
        met[i].check(row.p_met, replicates, row.target.c_str());
    }
}

TEST_CASE("the backward pass of a target agrees with the forward flows")
{
    auto parts = with_entries(coupled());
    parts.targets = {make::target("graduates", "incubation.incubator->graduated", inc::Counts::crossings, 1, 2021, 2023),
                     make::target("moved", "incubation.incubator->moved", inc::Counts::crossings, 1, 2022, 2023)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    const auto graduates = make::expected_flow(forecast, "incubation.incubator->graduated");
    const auto moved = make::expected_flow(forecast, "incubation.incubator->moved");
    CHECK(forecast.attainment()[0].expected == doctest::Approx(graduates[0] + graduates[1] + graduates[2]).epsilon(1e-12));
    CHECK(forecast.attainment()[1].expected == doctest::Approx(moved[1] + moved[2]).epsilon(1e-12));
}

TEST_CASE("everyone who ever entered is in a stage or an exit")
{
    const auto study = inc::make_study(with_entries(coupled()));
    const auto forecast = make::at_mids(study);
    const auto& axis = forecast.stage_axis();
    double entered = 19.0;
    for (std::size_t t = 0; t < forecast.stock_dates().size(); ++t) {
        if (t > 0) {
            for (std::size_t c = 0; c < forecast.transition_axis().size(); ++c) {
                if (forecast.transition_axis()[c].front() == '+') {
                    entered += forecast.flow_array()[(t - 1) * forecast.transition_axis().size() + c];
                }
            }
        }
        double there = 0.0;
        for (std::size_t c = 0; c < axis.size(); ++c) {
            const bool exit = axis[c].find('.') == std::string::npos;
            there += exit || axis[c].rfind("incubation.", 0) == 0 ? forecast.stock_array()[t * axis.size() + c] : 0.0;
        }
        CHECK(there == doctest::Approx(entered).epsilon(1e-13));
    }
}

}  // namespace
