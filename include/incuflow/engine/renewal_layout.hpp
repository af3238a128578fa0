// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"
#include "incuflow/model/compiled.hpp"

#include <array>
#include <string>
#include <vector>

INCUFLOW_BEGIN

/// Which durations run in which state of a compiled model, and what becomes of them on every way from one state to another. Clock t < tracks:
/// time in the stage of track t; clock `tracks`: age; clock tracks + 1 + w: time since leaving, of window slot w.
struct RenewalLayout {
    static constexpr int none = -1;

    /// Where each duration of the state arrived at comes from: position among the durations of the state left, or `none`: it starts anew.
    using Carry = std::array<int, 2>;

    int age{};                                      ///< number of the age clock
    std::vector<std::array<int, 2>> clocks{};       ///< by state: clocks that run, rising; `none` behind them
    std::vector<Carry> event_carry{};               ///< by event
    std::vector<int> event_clock{};                 ///< by event: position of the duration its hazard counts; `none`: constant or calendar
    std::vector<Carry> atom_carry{};                ///< by atom
    std::vector<int> atom_clock{};                  ///< by atom: position of the duration it waits on
    std::vector<std::vector<Carry>> dated_carry{};  ///< by dated matrix, by outcome

    [[nodiscard]] int durations(int state) const noexcept
    {
        const auto& running = clocks[static_cast<std::size_t>(state)];
        return (running[0] != none ? 1 : 0) + (running[1] != none ? 1 : 0);
    }
};

/// Refuses what the renewal engine cannot hold, all of it at once and by name: EngineError("engine.wait_with_factor" | "engine.wait_clock").
INCUFLOW_EXPORT void require_renewal(const Pipeline& pipeline);

/// Throws EngineError("engine.three_durations") with the state and its clocks where more than two durations run together. The model must have
/// been compiled with `durations`.
[[nodiscard]] INCUFLOW_EXPORT RenewalLayout make_layout(const Pipeline& pipeline, const CompiledModel& model);

/// The clock in words: `time in incubation`, `age`, `time since leaving incubation.incubator`.
[[nodiscard]] INCUFLOW_EXPORT std::string clock_name(const Pipeline& pipeline, const CompiledModel& model, int clock);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/renewal_layout.ipp"
#endif
