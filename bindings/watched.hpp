// SPDX-License-Identifier: Apache-2.0
#pragma once

// Long work under Python: it runs without the GIL, and the calling thread, which is the one that draws progress, looks for signals in between.

#include "common.hpp"

#include <incuflow/forecast/options.hpp>

#include <optional>
#include <stop_token>

namespace binding {

/// Lives in the calling thread as long as the work does. Ctrl-C asks the work to stop and is remembered; a second one ends the call where
/// `once`, and so does the first where not.
class Watching {
public:
    Watching(const py::object& progress, bool once) : progress_(progress), once_(once) {}

    [[nodiscard]] inc::Watch watch()
    {
        return {stop_.get_token(), [this](int done, int total) { look(done, total); }};
    }
    [[nodiscard]] bool interrupted() const noexcept { return interrupted_; }

private:
    void look(int done, int total)
    {
        const py::gil_scoped_acquire held;
        if (PyErr_CheckSignals() != 0) {
            if (!stop_at(PyErr_ExceptionMatches(PyExc_KeyboardInterrupt) != 0)) {
                throw py::error_already_set();
            }
            PyErr_Clear();
        }
        if (progress_.is_none()) {
            return;
        }
        try {
            progress_(done, total);
        } catch (const py::error_already_set& error) {
            // The signal may also come while the bar is drawn.
            if (!stop_at(error.matches(PyExc_KeyboardInterrupt))) {
                throw;
            }
        }
    }

    bool stop_at(bool is_interrupt)
    {
        if (!is_interrupt || !once_ || interrupted_) {
            return false;
        }
        interrupted_ = true;
        stop_.request_stop();
        return true;
    }

    const py::object& progress_;
    bool once_;
    bool interrupted_{false};
    std::stop_source stop_{};
};

[[noreturn]] inline void raise_keyboard_interrupt()
{
    PyErr_SetNone(PyExc_KeyboardInterrupt);
    throw py::error_already_set();
}

/// Work of which a half is of no use: Ctrl-C ends it and is raised.
template <class Call> auto watched(const py::object& progress, const Call& call)
{
    Watching watching(progress, true);
    std::optional<decltype(call(watching.watch()))> result;
    try {
        const py::gil_scoped_release released;
        result.emplace(call(watching.watch()));
    } catch (const inc::EngineError&) {
        if (!watching.interrupted()) {
            throw;
        }
    }
    if (watching.interrupted()) {
        raise_keyboard_interrupt();
    }
    return std::move(*result);
}

}  // namespace binding
