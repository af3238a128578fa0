// SPDX-License-Identifier: Apache-2.0
// Work shared by threads: errors, stops, and threads that cannot be started.

#include "incuflow/forecast/tasks.hpp"

#include "incuflow/incuflow.hpp"
#include "incuflow/io.hpp"
#include "support/faults.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <system_error>
#include <thread>

namespace inc = incuflow;

namespace {

int done_of(const std::vector<char>& done) { return static_cast<int>(std::count(done.begin(), done.end(), 1)); }

// Starts so many threads, then says what the system says where there are no more.
inc::detail::StartThread limited(int threads, int& asked)
{
    return [threads, &asked](const std::function<void()>& work) {
        if (asked++ >= threads) {
            throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
        }
        return std::thread(work);
    };
}

}  // namespace

TEST_CASE("tasks: an error of one is thrown after all threads have ended")
{
    std::atomic<int> running{0};
    CHECK_THROWS_AS(inc::detail::run_tasks(100, 4, {},
                                           [&](int k) {
                                               running.fetch_add(1);
                                               running.fetch_sub(1);
                                               if (k == 5) {
                                                   throw inc::EngineError("engine.moves_over_one");
                                               }
                                           }),
                    inc::EngineError);
    CHECK(running.load() == 0);
    CHECK(done_of(inc::detail::run_tasks(100, 4, {}, [](int) {})) == 100);
}

TEST_CASE("tasks: threads that cannot be started are done without")
{
    for (const int threads : {0, 1, 3}) {
        CAPTURE(threads);
        int asked = 0;
        std::vector<int> squares(1000, -1);
        std::mutex mutex;
        std::set<std::thread::id> workers;
        std::vector<std::pair<int, int>> reports;
        const auto done = inc::detail::run_tasks(
            1000, 8, {{}, [&](int finished, int total) { reports.emplace_back(finished, total); }},
            [&](int k) {
                squares[static_cast<std::size_t>(k)] = k * k;
                const std::lock_guard<std::mutex> lock(mutex);
                workers.insert(std::this_thread::get_id());
            },
            limited(threads, asked));
        CHECK(asked == threads + 1);  // not asked again after the first refusal
        CHECK(done_of(done) == 1000);
        CHECK(static_cast<int>(workers.size()) <= std::max(1, threads));
        CHECK((workers.count(std::this_thread::get_id()) == 1) == (threads == 0));
        for (int k = 0; k < 1000; ++k) {
            CHECK(squares[static_cast<std::size_t>(k)] == k * k);
        }
        CHECK(reports.back() == std::pair(1000, 1000));
    }
}

TEST_CASE("tasks: without threads an error, a stop and what progress throws still come out")
{
    int asked = 0;
    CHECK_THROWS_WITH_AS(inc::detail::run_tasks(10, 2, {}, [](int k) { k == 3 ? throw std::runtime_error("three") : void(); }, limited(0, asked)),
                         "three", std::runtime_error);
    std::stop_source source;
    asked = 0;
    const auto part = inc::detail::run_tasks(10, 2, {source.get_token(), {}}, [&](int k) { k == 3 ? (void)source.request_stop() : void(); },
                                             limited(0, asked));
    CHECK(done_of(part) == 4);
    asked = 0;
    // The calling thread reports while it works, not only at the end.
    int most = -1;
    CHECK_THROWS_WITH_AS(inc::detail::run_tasks(
                             100'000, 2, {{}, [&](int finished, int) { most = finished; throw std::runtime_error("enough"); }},
                             [](int) { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }, limited(0, asked)),
                         "enough", std::runtime_error);
    CHECK(most > 0);
    CHECK(most < 10'000);
}

TEST_CASE("tables are made in parts: told to stop they say so, and can be asked for again")
{
    inc::ForecastOptions options;
    options.draws = 40;
    const auto forecast = inc::forecast(inc::load_preset("dabancheng-2023-2025"), options);
    std::stop_source source;
    source.request_stop();
    const inc::Watch stopped{source.get_token(), {}};
    const std::vector<std::function<void(const inc::Watch&)>> tables{
        [&](const inc::Watch& watch) { (void)forecast.attainment(watch); },
        [&](const inc::Watch& watch) { (void)forecast.stocks(watch); },
        [&](const inc::Watch& watch) { (void)forecast.flows(watch); },
        [&](const inc::Watch& watch) { (void)forecast.stock_quantiles({"ladder.outside"}, {.5}, watch); },
        [&](const inc::Watch& watch) { (void)forecast.progress(watch); },
    };
    for (const auto& table : tables) {
        const auto faults = faults_of<inc::EngineError>([&] { table(stopped); });
        REQUIRE(faults.size() == 1);
        CHECK(faults.front().code == "forecast.table_stopped");
        CHECK(faults.front().arguments.empty());
    }
    for (const auto& table : tables) {
        std::vector<std::pair<int, int>> reports;
        table({{}, [&](int done, int total) { reports.emplace_back(done, total); }});
        REQUIRE(!reports.empty());
        CHECK(reports.back().first == reports.back().second);
    }
    // One thread or several: the same bytes.
    options.threads = 1;
    const auto alone = inc::forecast(forecast.study(), options);
    options.threads = 4;
    const auto several = inc::forecast(forecast.study(), options);
    CHECK(inc::to_csv(alone.stocks()) == inc::to_csv(several.stocks()));
    CHECK(inc::to_csv(alone.flows()) == inc::to_csv(several.flows()));
    CHECK(inc::to_csv(alone.progress()) == inc::to_csv(several.progress()));
    CHECK(inc::to_csv(alone.attainment_table()) == inc::to_csv(several.attainment_table()));
}
