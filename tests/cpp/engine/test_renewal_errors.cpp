// SPDX-License-Identifier: Apache-2.0
// What the renewal engine cannot hold is refused by name, and what it asks of a starting stock is asked for.

#include "incuflow/engine/cohort_markov.hpp"
#include "support/faults.hpp"
#include "support/renewal.hpp"

#include <doctest/doctest.h>

namespace inc = incuflow;

namespace {

inc::PipelineBuilder ladder() { return inc::PipelineBuilder().chain("lad", "sme—hnte").chain("inc", "in—out").exit("closed"); }

std::vector<inc::Fault> refused(const inc::Pipeline& pipeline, const inc::StockRow& stock)
{
    inc::StudyParts parts = make::study(pipeline, 2025);
    parts.stocks = {stock};
    return faults_of<inc::EngineError>([&] { (void)make::Renewal(parts).run(); });
}

bool accepted(const inc::Pipeline& pipeline, const inc::StockRow& stock)
{
    inc::StudyParts parts = make::study(pipeline, 2025);
    parts.stocks = {stock};
    return !make::Renewal(parts).run().stocks.empty();
}

inc::StockRow aged(const std::string& at, double firms, inc::ElapsedLaw elapsed, inc::ElapsedLaw age = {})
{
    inc::StockRow row = make::stock(at, firms);
    row.elapsed = std::move(elapsed);
    row.age = std::move(age);
    return row;
}

}  // namespace

TEST_CASE("three durations at once are refused with the state and its clocks")
{
    const auto pipeline = ladder()
                              .transition("lad.sme->hnte", inc::Weibull(1.5, 2))
                              .transition("inc.in->out", inc::Weibull(1.2, 3))
                              .transition("*->closed", inc::PiecewiseConstant({0, 1}, {.1, .2}), {.clock = inc::Clock::age})
                              .build();
    const auto faults = refused(pipeline, make::stock("lad.sme & inc.in", 1));
    REQUIRE(has_code(faults, "engine.three_durations"));
    CHECK(argument(faults[0], "state") == "lad.sme & inc.in");
    CHECK(argument(faults[0], "clocks") == "time in lad, time in inc, age");
}

TEST_CASE("fixed delays take no factor and count from the stage; both faults at once")
{
    const auto pipeline = ladder()
                              .transition("lad.sme->hnte", inc::fixed_delay(inc::years(2)), {.clock = inc::Clock::sojourn, .while_in = {"inc.in"}})
                              .transition("inc.in->out", inc::fixed_delay(inc::years(2)), {.clock = inc::Clock::age})
                              .build();
    const auto faults = faults_of<inc::EngineError>([&] { inc::require_renewal(pipeline); });
    REQUIRE(faults.size() == 2);
    CHECK(faults[0].code == "engine.wait_with_factor");
    CHECK(argument(faults[0], "transition") == "lad.sme->hnte");
    CHECK(faults[1].code == "engine.wait_clock");
    CHECK(argument(faults[1], "clock") == "age");
}

TEST_CASE("the Markov engine refuses reviews and windows")
{
    const auto pipeline = ladder()
                              .transition("lad.sme->hnte", inc::per_year(.1))
                              .transition("inc.in->out", inc::per_year(.1))
                              .modifier({{"lad.sme->hnte"}, {"inc.in"}, inc::given_in_code(2), inc::given_in_code(3)})
                              .review({"lad.hnte", inc::given_in_code(3), {{"sme", inc::given_in_code(.2)}}})
                              .build();
    const auto faults = faults_of<inc::EngineError>([&] { inc::require_markov(pipeline); });
    REQUIRE(faults.size() == 2);
    CHECK(faults[0].code == "engine.review_not_markov");
    CHECK(argument(faults[0], "at") == "lad.hnte");
    CHECK(faults[1].code == "engine.window_not_markov");
}

TEST_CASE("a starting stock says how long its firms have been there where a clock runs, and nowhere else")
{
    const auto pipeline = ladder().transition("lad.sme->hnte", inc::Weibull(1.5, 2)).transition("inc.in->out", inc::per_year(.3)).build();
    const auto faults = refused(pipeline, make::stock("lad.sme", 5));
    REQUIRE(has_code(faults, "engine.clock_needed"));
    CHECK(argument(faults[0], "at") == "lad.sme");
    CHECK(argument(faults[0], "clock") == "time in lad");
    CHECK(argument(faults[0], "key") == "elapsed");
    CHECK(accepted(pipeline, make::stock("inc.in", 5)));
    const auto by_age = ladder().transition("*->closed", inc::Weibull(1.5, 2), {.clock = inc::Clock::age}).build();
    CHECK(argument(refused(by_age, make::stock("lad.sme", 5))[0], "key") == "age");
    CHECK(has_code(refused(by_age, aged("lad.sme", 5, {}, {inc::Elapsed::stationary, 0, {}})), "engine.stationary_age"));
}

TEST_CASE("firms beyond the wait that ends their stay are a fault of the data")
{
    const auto pipeline = ladder().transition("inc.in->out", inc::fixed_delay(inc::years("48 months"))).build();
    for (const inc::ElapsedLaw& law : {inc::ElapsedLaw{inc::Elapsed::years, 5, {}}, inc::ElapsedLaw{inc::Elapsed::uniform, 4.5, {}}}) {
        const auto faults = refused(pipeline, aged("inc.in", 5, law));
        REQUIRE(has_code(faults, "engine.elapsed_beyond_wait"));
        CHECK(argument(faults[0], "wait") == "4");
    }
    CHECK(accepted(pipeline, aged("inc.in", 5, {inc::Elapsed::uniform, 4, {}})));
}

TEST_CASE("a stationary stock needs a stay of finite mean; times of single firms a number of firms that is not drawn")
{
    const auto never = ladder().transition("lad.sme->hnte", inc::Weibull(.2, 50)).build();
    CHECK(has_code(refused(never, aged("lad.sme", 5, {inc::Elapsed::stationary, 0, {}})), "engine.no_stationary"));
    inc::StudyParts parts = make::study(ladder().transition("lad.sme->hnte", inc::Weibull(1.2, 5)).build(), 2025);
    parts.stocks = {aged("lad.sme", 2, {inc::Elapsed::values, 0, {1, 2}})};
    const inc::Study study = inc::make_study(parts);
    const inc::CompiledModel model = inc::compile_model(study.pipeline(), inc::plan_starts(study).all, {.durations = true});
    std::vector<double> values = study.numbers().mids();
    values[static_cast<std::size_t>(study.numbers().find("lad.sme:stock"))] = 3;
    CHECK(has_code(faults_of<inc::EngineError>([&] { (void)inc::make_entries(study, model, values); }), "engine.elapsed_count"));
}

TEST_CASE("Erlang phases take one elapsed time; the renewal engine takes every kind")
{
    const auto pipeline = ladder().transition("lad.sme->hnte", inc::erlang(3, inc::per_year(1.5))).build();
    inc::StudyParts parts = make::study(pipeline, 2024);
    parts.stocks = {aged("lad.sme", 10, {inc::Elapsed::uniform, 2, {}})};
    const inc::Study study = inc::make_study(parts);
    CHECK(has_code(faults_of<inc::EngineError>([&] { (void)inc::forecast(study, {.draws = 0, .engine = "cohort_markov"}); }), "engine.elapsed_kind"));
    const inc::Forecast fc = inc::forecast(study, {.draws = 0});
    CHECK(fc.engine() == "cohort_renewal");
    CHECK(fc.step() > 0);
    CHECK(fc.error_estimate() <= 1e-5);
}

TEST_CASE("a tolerance out of reach says what is reached; waits that need too fine a grid are refused")
{
    const auto pipeline = ladder().transition("lad.sme->hnte", inc::Weibull(.4, 2)).transition("lad.hnte->sme", inc::Weibull(.4, 1)).build();
    inc::StudyParts parts = make::study(pipeline, 2022);
    parts.intakes = {make::intake("lad.sme", 10)};
    const auto faults = faults_of<inc::EngineError>([&] { (void)inc::forecast(inc::make_study(parts), {.draws = 0, .tolerance = 1e-12}); });
    REQUIRE(has_code(faults, "engine.tolerance"));
    CHECK(argument(faults[0], "given") == "1e-12");
    const auto odd = ladder()
                         .transition("lad.sme->hnte", inc::fixed_delay(inc::years(.0123456)))
                         .transition("lad.hnte->sme", inc::fixed_delay(inc::years(.0101)))
                         .build();
    CHECK(has_code(refused(odd, aged("lad.sme", 1, {inc::Elapsed::fresh, 0, {}})), "engine.too_many_steps"));
}

TEST_CASE("shares of a review that add up to more than 1 in a draw are refused")
{
    const auto base = ladder().review({"lad.hnte", inc::given_in_code(1), {{"sme", inc::given_in_code(.6)}, {"closed", inc::given_in_code(.3)}}}).build();
    const inc::Study study = inc::make_study([&] {
        inc::StudyParts parts = make::study(base, 2024);
        parts.stocks = {aged("lad.hnte", 1, {inc::Elapsed::fresh, 0, {}})};
        return parts;
    }());
    const inc::CompiledModel model = inc::compile_model(study.pipeline(), inc::plan_starts(study).all, {.durations = true});
    std::vector<double> values = study.numbers().mids();
    values[static_cast<std::size_t>(study.numbers().find("lad.hnte review:sme"))] = .9;
    const auto links = inc::link_numbers(study.pipeline(), study.numbers());
    CHECK(has_code(faults_of<inc::EngineError>([&] { (void)inc::realise_durations(study.pipeline(), model, links, values); }), "engine.moves_over_one"));
}

TEST_CASE("reviews are checked with the pipeline, all faults at once")
{
    inc::PipelineParts parts = ladder().parts();
    parts.reviews = {{"lad.*", inc::given_in_code(3), {{"sme", inc::given_in_code(.1)}}},
                     {"lad.hnte", inc::given_in_code(3), {}},
                     {"lad.hnte", inc::given_in_code(3), {{"smee", inc::given_in_code(.7)}, {"sme", inc::given_in_code(.7)}}}};
    const auto faults = inc::check(parts, false);
    for (const char* code : {"model.review_one_stage", "model.review_without_to", "model.duplicate_review", "model.unknown_stage_or_exit", "model.row_over_one"}) {
        CAPTURE(code);
        CHECK(has_code(faults, code));
    }
}

TEST_CASE("elapsed times and ages that contradict each other or the number of firms")
{
    const auto pipeline = ladder().transition("lad.sme->hnte", inc::Weibull(1.2, 5)).build();
    const auto faults_for = [&](const inc::StockRow& row) {
        inc::StudyParts parts = make::study(pipeline, 2025);
        parts.stocks = {row};
        return faults_of<inc::StudyError>([&] { (void)inc::make_study(parts); });
    };
    CHECK(has_code(faults_for(aged("lad.sme", 3, {inc::Elapsed::values, 0, {1, 2}})), "study.elapsed_count"));
    CHECK(has_code(faults_for(aged("lad.sme", 3, {inc::Elapsed::years, 3, {}}, {inc::Elapsed::years, 2, {}})), "study.younger_than_stay"));
    CHECK(has_code(faults_for(aged("lad.sme", 3, {inc::Elapsed::uniform, 0, {}})), "study.bad_elapsed"));
    CHECK(has_code(faults_for(aged("lad.sme", 1, {inc::Elapsed::values, 0, {-1}})), "study.bad_elapsed"));
}
