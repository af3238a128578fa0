// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/forecast/tasks.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>

INCUFLOW_BEGIN

namespace detail {

/// The tasks of one call, shared by the threads that take them.
class TaskList {
public:
    TaskList(int count, const Watch& watch, const std::function<void(int)>& task) : watch_(watch), task_(task), done_(static_cast<std::size_t>(count), 0) {}

    /// Takes the next task; false where there is none, or none is wanted any more.
    bool take()
    {
        const int k = next_.fetch_add(1);
        if (k >= static_cast<int>(done_.size()) || halt_.load() || watch_.stop.stop_requested()) {
            return false;
        }
        try {
            task_(k);
            done_[static_cast<std::size_t>(k)] = 1;
            finished_.fetch_add(1);
        } catch (...) {
            fail();
        }
        return true;
    }

    void report()
    {
        if (!watch_.progress) {
            return;
        }
        try {
            watch_.progress(finished_.load(), static_cast<int>(done_.size()));
        } catch (...) {
            fail();
        }
    }

    std::vector<char> result()
    {
        if (failure_) {
            std::rethrow_exception(failure_);
        }
        return std::move(done_);
    }

private:
    void fail()
    {
        halt_.store(true);
        const std::lock_guard<std::mutex> lock(mutex_);
        failure_ = failure_ ? failure_ : std::current_exception();
    }

    const Watch& watch_;
    const std::function<void(int)>& task_;
    std::vector<char> done_;
    std::atomic<int> next_{0};
    std::atomic<int> finished_{0};
    std::atomic<bool> halt_{false};
    std::mutex mutex_;
    std::exception_ptr failure_;
};

INCUFLOW_INLINE std::vector<char> run_tasks(int count, int threads, const Watch& watch, const std::function<void(int)>& task,
                                            const StartThread& start)
{
    constexpr auto between_reports = std::chrono::milliseconds(50);
    TaskList tasks(count, watch, task);
    const int wanted = threads > 0 ? threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const int workers = std::max(1, std::min(wanted, count));
    std::mutex mutex;
    std::condition_variable ended;
    int running = 0;
    const auto work = [&] {
        while (tasks.take()) {
        }
        const std::lock_guard<std::mutex> lock(mutex);
        --running;
        ended.notify_all();
    };
    std::vector<std::thread> started;
    started.reserve(static_cast<std::size_t>(workers));
    for (int w = 0; w < workers; ++w) {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            ++running;
        }
        try {
            started.push_back(start ? start(work) : std::thread(work));
        } catch (const std::system_error&) {
            // No more threads for this process now. Which thread does a task changes no result.
            const std::lock_guard<std::mutex> lock(mutex);
            --running;
            break;
        }
    }
    if (started.empty()) {
        for (auto last = std::chrono::steady_clock::now(); tasks.take();) {
            if (const auto now = std::chrono::steady_clock::now(); now - last >= between_reports) {
                tasks.report();
                last = now;
            }
        }
        tasks.report();
    } else {
        std::unique_lock<std::mutex> lock(mutex);
        // The last report comes after the last task, also where all were done before the first look.
        for (bool over = false; !over;) {
            ended.wait_for(lock, between_reports, [&] { return running == 0; });
            over = running == 0;
            lock.unlock();
            tasks.report();
            lock.lock();
        }
    }
    for (std::thread& thread : started) {
        thread.join();
    }
    return tasks.result();
}

INCUFLOW_INLINE void run_all(int count, int threads, const Watch& watch, const std::function<void(int)>& task)
{
    const std::vector<char> done = run_tasks(count, threads, watch, task);
    if (std::find(done.begin(), done.end(), 0) != done.end()) {
        throw EngineError("forecast.table_stopped");
    }
}

}  // namespace detail

INCUFLOW_END
