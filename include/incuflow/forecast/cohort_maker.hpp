// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/cohort_markov.hpp"
#include "incuflow/engine/cohort_renewal.hpp"
#include "incuflow/study/study.hpp"

#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// The engine of a study and all of it that does not depend on the draw.
class INCUFLOW_EXPORT CohortMaker {
public:
    /// `engine`: "auto" takes the cheapest exact one. For the renewal engine the time step is chosen at the mids: the longest whose
    /// error estimate is within `tolerance`. Throws EngineError for what the engine cannot represent, and ("engine.tolerance") where no step
    /// is fine enough.
    CohortMaker(const Study& study, const std::vector<StartPlace>& starts, const std::string& engine, double tolerance);

    [[nodiscard]] const CompiledModel& model() const noexcept { return model_; }
    [[nodiscard]] const CohortTimes& times() const noexcept { return times_; }
    /// "cohort_markov" or "cohort_renewal".
    [[nodiscard]] const std::string& engine() const noexcept { return engine_; }
    /// Longest time step in years; NaN where the engine has none.
    [[nodiscard]] double step() const noexcept { return step_; }
    /// Estimated error of any expected stock or flow at the mids, relative to all firms that were ever there; 0 where there is none.
    [[nodiscard]] double error() const noexcept { return error_; }

    [[nodiscard]] std::unique_ptr<Cohort> make(std::span<const double> values) const;

private:
    [[nodiscard]] std::unique_ptr<Cohort> renewal(std::span<const double> values, const RenewalOptions& options) const;
    void choose_step(double tolerance);

    Study study_;
    std::string engine_;
    CompiledModel model_;
    NumberLinks links_;
    CohortTimes times_;
    RenewalLayout layout_;
    std::unique_ptr<RenewalGrids> grids_;
    RenewalOptions options_;
    double step_{std::numeric_limits<double>::quiet_NaN()};
    double error_{};
};

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/cohort_maker.ipp"
#endif
