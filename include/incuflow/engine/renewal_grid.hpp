// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

INCUFLOW_BEGIN

/// Firms whose clock was started at one time (`begin == end`) or evenly over an interval; years from the base date, both ≤ now.
struct RenewalCell {
    double begin{};
    double end{};
};

/// What a hazard needs to know of a cell during a step: how long it has run at least, how wide the cell is, how long the step. `fresh`: the
/// cell is filled during the step.
struct RenewalLag {
    double least{};
    double width{};
    double step{};
    bool fresh{};
};

/// What the grid must hold.
struct RenewalGridPlan {
    double end{};                       ///< years from the base date
    double step{};                      ///< longest step
    int halvings{};                     ///< how often every step is then cut in halves: errors of two such grids can be combined
    double past{};                      ///< cells before the base date reach back so far
    std::vector<double> times{};        ///< times at which something changes, in [0, end]
    std::vector<double> points{};       ///< times (also before the base date) at which many clocks start together
    std::vector<double> waits{};        ///< lengths after which something happens on a clock: fixed delays, reviews, windows, breaks of hazards
    std::vector<double> ages{};         ///< ages at entry, 0 not among them

    friend bool operator==(const RenewalGridPlan&, const RenewalGridPlan&) = default;
};

/// A time grid that is closed under the waits: a cell that waits for d reaches it exactly during one step, and one with a point of its own
/// exactly at a step's end. Nothing is rounded to the grid.
struct RenewalGrid {
    static constexpr int none = -1;

    std::vector<double> times{};                    ///< ends of steps; the first is 0
    std::vector<RenewalCell> cells{};               ///< in order of making
    std::vector<int> made{};                        ///< by time: how many cells there are at its start of step, the point cell at it included
    std::vector<int> fresh{};                       ///< by step: the cell filled by what starts during it
    std::vector<std::vector<int>> aged{};           ///< by step, by age at entry: the cell of their ages
    std::vector<int> point{};                       ///< by time: the point cell at it, or `none`
    std::vector<std::vector<int>> aged_point{};     ///< by time, by age at entry; empty where there is none
    std::vector<RenewalLag> lags{};                 ///< each once
    std::vector<std::vector<std::int32_t>> lag{};   ///< by step, by cell (those made before it, its fresh one and its aged ones)

    [[nodiscard]] std::size_t steps() const noexcept { return times.size() - 1; }
    /// Position of a time in `times`, −1 if it is none.
    [[nodiscard]] int find(double time) const noexcept;
    /// Cells made before the base date, the point cell at 0 included.
    [[nodiscard]] int past_cells() const noexcept { return made.front(); }
    /// The point cell at a time before or at the base date; −1 if there is none.
    [[nodiscard]] int find_point(double time) const noexcept;
};

/// Two times closer than this are one (years); a minute is 2e-6.
inline constexpr double renewal_same_time = 1e-9;

/// Throws EngineError("engine.too_many_steps") above `renewal_most_steps`.
[[nodiscard]] INCUFLOW_EXPORT RenewalGrid make_grid(const RenewalGridPlan& plan);

/// Grids that were made, for draws and questions that need the same one. May be used from several threads.
class INCUFLOW_EXPORT RenewalGrids {
public:
    [[nodiscard]] std::shared_ptr<const RenewalGrid> get(const RenewalGridPlan& plan);

private:
    std::mutex mutex_{};
    std::vector<std::pair<RenewalGridPlan, std::shared_ptr<const RenewalGrid>>> made_{};
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/renewal_grid.ipp"
#endif
