// SPDX-License-Identifier: Apache-2.0
// Const operations of one value may run concurrently. Four threads ask the same values at once, and each must get what one thread gets;
// `scripts/sanitize tsan` runs this file under ThreadSanitizer.
#include "incuflow/incuflow.hpp"
#include "support/cohort.hpp"

#include <doctest/doctest.h>

#include <barrier>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace inc = incuflow;

namespace {

// What `ask` answers in each of four threads that start together.
template <class Answer> std::vector<Answer> together(const std::function<Answer()>& ask)
{
    std::vector<Answer> answers(4);
    std::barrier start(4);
    std::vector<std::thread> threads;
    for (Answer& answer : answers) {
        threads.emplace_back([&start, &ask, &answer] {
            start.arrive_and_wait();
            answer = ask();
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    return answers;
}

template <class Answer> void same_as_alone(const std::function<Answer()>& ask)
{
    // The threads come first, so that nothing was worked out before and kept.
    const std::vector<Answer> answers = together<Answer>(ask);
    const Answer alone = ask();
    for (const Answer& answer : answers) {
        CHECK(answer == alone);
    }
}

inc::Study shared_study()
{
    const inc::Pipeline pipeline = inc::PipelineBuilder()
                                       .chain("incubation", "nursery—incubator—graduated")
                                       .exit("closed")
                                       .transition("incubation.nursery->incubator", inc::prob_per_year(0.4, {.low = 0.2, .high = 0.6}))
                                       .transition("incubation.incubator->graduated", inc::per_year(0.3, {.low = 0.2, .high = 0.5}))
                                       .transition("*->closed", inc::per_year(0.06))
                                       .build();
    inc::StudyParts parts = make::study(pipeline, 2024);
    parts.stocks = {make::stock("incubation.incubator", 60), make::stock("incubation.nursery", 25)};
    parts.intakes = {make::intake("incubation.nursery", 30)};
    parts.targets = {make::target("graduates", "incubation.incubator->graduated", inc::Counts::crossings, 60, 2021, 2024)};
    return inc::make_study(parts);
}

TEST_CASE("concurrent: one study is run, described and compared by several threads")
{
    const inc::Study study = shared_study();
    same_as_alone<std::vector<double>>([&] { return inc::forecast(study, {.draws = 6, .seed = 7, .threads = 2}).stock_array(); });
    same_as_alone<std::string>([&] {
        const inc::Study copy = study;
        return inc::kinds_line(copy, inc::Language::en) + (copy == study ? "same" : "other") + inc::to_csv(inc::numbers_table(copy, inc::Language::zh));
    });
    same_as_alone<std::string>([&] { return inc::to_svg(inc::drawing_of(study.pipeline(), inc::Language::zh)); });
}

TEST_CASE("concurrent: one forecast makes its tables for several threads")
{
    const inc::Forecast forecast = inc::forecast(shared_study(), {.draws = 8, .seed = 7});
    same_as_alone<std::string>([&] {
        return inc::to_csv(forecast.attainment_table()) + inc::to_csv(forecast.stocks()) + inc::to_csv(forecast.flows()) +
               inc::to_csv(forecast.progress()) + forecast.headline();
    });
    same_as_alone<std::string>([&] { return inc::to_csv(forecast.assumptions(inc::Language::en)); });
}

TEST_CASE("concurrent: one law of a count convolves what it keeps once")
{
    const inc::CountLaw law(12.5, {{40, 0.3}, {25, 0.71}, {60, 0.05}});
    same_as_alone<std::vector<double>>([&] {
        std::vector<double> tails;
        for (std::int64_t n = 0; n < 120; n += 3) {
            tails.push_back(law.at_least(n));
            tails.push_back(law.probability(n));
        }
        return tails;
    });
}

TEST_CASE("concurrent: one cohort keeps its exponentials for several threads")
{
    const make::Cohort cohort(shared_study().parts());
    same_as_alone<std::vector<double>>([&] { return cohort.run().stocks; });
    same_as_alone<double>([&] { return cohort.expected({"incubation.incubator->graduated"}, inc::Counts::crossings, 0.0, 4.0); });
}

}  // namespace
