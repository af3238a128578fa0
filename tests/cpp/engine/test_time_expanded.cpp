// SPDX-License-Identifier: Apache-2.0
// The largest flow through the time-expanded network where it can be worked out by hand.

#include "incuflow/engine/time_expanded.hpp"
#include "support/make.hpp"

#include <doctest/doctest.h>

namespace inc = incuflow;

namespace {

// Eight firms in a stage that firms leave at rate .5, twelve a year more, three years.
inc::StudyParts parts()
{
    auto parts = make::study(inc::PipelineBuilder().chain("t", "outside—a—b").transition("t.a->b", inc::per_year(.5)).build(), 2023);
    parts.stocks = {make::stock("t.a", 8)};
    parts.intakes = {make::intake("t.a", 12)};
    return parts;
}

inc::FlowBound bound(inc::StudyParts given, const std::vector<inc::StagePlaces>& places, inc::CapacityPeriod period = inc::CapacityPeriod::year)
{
    return inc::flow_bound(inc::capacity_laws(inc::make_study(std::move(given)), "t.b", places, period));
}

double cut_of(const inc::FlowBound& found)
{
    double sum = 0.0;
    for (const inc::FlowBoundRow& row : found.rows) {
        sum += row.in_cut ? row.capacity : 0.0;
        CHECK(row.used <= row.capacity + found.resolution);
    }
    return sum;
}

TEST_CASE("time-expanded network: moves, firms and places in closed form")
{
    // Ten places let .5 × 10 firms a year through, whatever the period; without places everybody comes through.
    for (const auto period : {inc::CapacityPeriod::year, inc::CapacityPeriod::month}) {
        CHECK(bound(parts(), {{"t.a", 10}}, period).value == doctest::Approx(15).epsilon(1e-11));
        CHECK(bound(parts(), {}, period).value == doctest::Approx(44).epsilon(1e-12));
    }
    const inc::FlowBound tight = bound(parts(), {{"t.a", 10}});
    CHECK(cut_of(tight) == doctest::Approx(15).epsilon(1e-12));
    for (const inc::FlowBoundRow& row : tight.rows) {
        CHECK(row.in_cut == (row.limit == inc::FlowLimit::moves));
    }
    // With 200 places the firms themselves are few.
    const inc::FlowBound wide = bound(parts(), {{"t.a", 200}});
    CHECK(wide.value == doctest::Approx(44).epsilon(1e-12));
    CHECK(cut_of(wide) == doctest::Approx(44).epsilon(1e-12));
}

TEST_CASE("time-expanded network: a stage can be too small to wait in")
{
    // From the second year on firms leave quickly; only those who found a place in the first can be there then.
    auto given = parts();
    given.pipeline = inc::PipelineBuilder().chain("t", "outside—a—b").transition("t.a->b", inc::PiecewiseConstant({0.0, 1.0}, {0.0, 50.0}), {inc::Clock::calendar, {}}).build().parts();
    given.intakes.clear();
    given.stocks = {make::stock("t.a", 4)};
    const inc::FlowBound found = bound(given, {{"t.a", 4}});
    CHECK(found.value == 4.0);
    given.stocks = {make::stock("t.a", 0)};
    auto batch = make::intake("t.a", 9, inc::IntakeLaw::batch);
    batch.date = inc::Date{2021, 6, 30};
    given.intakes = {batch};
    CHECK(bound(given, {{"t.a", 4}}).value == 9.0);  // those without a place wait outside
    CHECK(bound(given, {{"t.a", 0}}).value == 0.0);
}

}  // namespace
