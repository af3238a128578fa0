// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/forecast/options.hpp"

#include <functional>
#include <thread>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

using StartThread = std::function<std::thread(const std::function<void()>&)>;

/// Calls `task(k)` for k in [0, count) on threads of this call's own (0: as many as the machine has). Threads that cannot be started are done
/// without; if none can, the calling thread does the work. Stops early when asked; returns which are done. An exception of a task is thrown
/// here after all threads have ended. `start` is there for tests; empty: std::thread.
INCUFLOW_EXPORT std::vector<char> run_tasks(int count, int threads, const Watch& watch, const std::function<void(int)>& task,
                                            const StartThread& start = {});

/// The same where half of the work is of no use: throws EngineError when it is told to stop before the end.
INCUFLOW_EXPORT void run_all(int count, int threads, const Watch& watch, const std::function<void(int)>& task);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/tasks.ipp"
#endif
