// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/cohort.hpp"
#include "incuflow/engine/entries.hpp"
#include "incuflow/engine/renewal_grid.hpp"
#include "incuflow/engine/renewal_layout.hpp"
#include "incuflow/model/realise.hpp"

#include <memory>

INCUFLOW_BEGIN

/// How finely a renewal cohort is computed.
struct RenewalOptions {
    double step{1.0 / 12.0};  ///< longest time step of the first grid, years
    int halvings{};           ///< how often its steps are cut in halves
    bool extrapolate{true};   ///< combine the result with that of steps half as long, as for an error in step² (Richardson)
};

/// What renewal cohorts of one model share.
struct RenewalModel {
    const Pipeline& pipeline;
    const CompiledModel& model;  ///< compiled with `durations`
    const RenewalLayout& layout;
    RenewalGrids& grids;
};

/// The semi-Markov cohort of one draw: hazards on the clocks of stage, age and calendar, fixed delays, reviews, windows; at most two durations
/// run in a state. Firms are followed by the cells in which their clocks started. Within a step every cell's hazards are constant at the
/// rates that carry its firms over the step exactly (renewal_rates.hpp), and all moves of the step, also several of one firm, come from one
/// series; so constant hazards are exact for any step, and others have an error in step² (less where a hazard is unbounded at 0). Waits end
/// exactly (renewal_grid.hpp). Forward for stocks and flows, backward for the chance to be counted. Holds references to what it is given;
/// const operations may run concurrently.
class INCUFLOW_EXPORT RenewalCohort final : public Cohort {
public:
    /// Throws EngineError("engine.clock_needed" | "engine.elapsed_beyond_wait" | "engine.no_stationary" | "engine.stationary_age" |
    /// "engine.too_many_steps" | "engine.moves_over_one").
    RenewalCohort(const RenewalModel& shared, RealisedDurations realised, Entries entries, CohortTimes times, const RenewalOptions& options = {});
    ~RenewalCohort() override;

    [[nodiscard]] CohortRun run() const override;
    /// `from_state` of a firm that enters the state at the base date.
    [[nodiscard]] CountAnswer count(const CountQuery& query) const override;
    [[nodiscard]] CountAnswer count_cells(std::span<const CountQuery> queries) const override;
    [[nodiscard]] CountAnswer count_split(const CountQuery& query) const override;
    [[nodiscard]] MomentRun moments(const MomentQuery& query) const override;

    /// Number of time steps of the (finer) grid.
    [[nodiscard]] std::size_t steps() const;

private:
    struct Body;
    std::unique_ptr<Body> body_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/cohort_renewal.ipp"
#endif
