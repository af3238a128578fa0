// SPDX-License-Identifier: Apache-2.0
#pragma once

// The renewal engine without a forecast around it: one draw at the mids, on a stated time step.

#include "incuflow/engine/cohort_renewal.hpp"
#include "support/make.hpp"

#include <memory>
#include <string>
#include <vector>

namespace make {

class Renewal {
public:
    explicit Renewal(inc::StudyParts parts, const inc::RenewalOptions& options = {}) : study_(inc::make_study(std::move(parts)))
    {
        inc::require_renewal(study_.pipeline());
        model_ = inc::compile_model(study_.pipeline(), inc::plan_starts(study_).all, {.durations = true});
        layout_ = inc::make_layout(study_.pipeline(), model_);
        const std::vector<double> mids = study_.numbers().mids();
        engine_ = std::make_unique<inc::RenewalCohort>(
            inc::RenewalModel{study_.pipeline(), model_, layout_, grids_},
            inc::realise_durations(study_.pipeline(), model_, inc::link_numbers(study_.pipeline(), study_.numbers()), mids),
            inc::make_entries(study_, model_, mids), inc::cohort_times(study_), options);
    }

    [[nodiscard]] const inc::Study& study() const { return study_; }
    [[nodiscard]] const inc::CompiledModel& model() const { return model_; }
    [[nodiscard]] const inc::RenewalCohort& engine() const { return *engine_; }
    [[nodiscard]] inc::CohortRun run() const { return engine_->run(); }

    [[nodiscard]] inc::CountAnswer count(const std::vector<std::string>& of, inc::Counts counts, double since, double due) const
    {
        return engine_->count(inc::make_query(study_.pipeline(), model_, of, counts, false, since, due));
    }

    [[nodiscard]] double expected(const std::vector<std::string>& of, inc::Counts counts, double since, double due) const
    {
        return inc::CountLaw(count(of, counts, since, due).parts).mean();
    }

    // Expected stock of a stage (`track.stage`) or exit at a position of the time axis, over all classes.
    [[nodiscard]] double stock(const inc::CohortRun& run, const std::string& place, std::size_t at) const
    {
        double sum = 0.0;
        for (std::size_t c = 0; c < run.trials.size(); ++c) {
            const double weight = run.trials[c] < 0 ? 1.0 : static_cast<double>(run.trials[c]);
            for (std::size_t s = 0; s < run.states; ++s) {
                if (stands(s, place)) {
                    sum += weight * run.stocks[(c * run.times + at) * run.states + s];
                }
            }
        }
        return sum;
    }

    // Expected crossings of an edge in a period, over all classes.
    [[nodiscard]] double flow(const inc::CohortRun& run, const std::string& edge, std::size_t period) const
    {
        double sum = 0.0;
        for (std::size_t e = 0; e < run.edges; ++e) {
            for (std::size_t c = 0; c < run.trials.size() && study_.pipeline().edges()[e].path == edge; ++c) {
                const double weight = run.trials[c] < 0 ? 1.0 : static_cast<double>(run.trials[c]);
                sum += weight * run.flows[(c * (run.times - 1) + period) * run.edges + e];
            }
        }
        return sum;
    }

private:
    [[nodiscard]] bool stands(std::size_t s, const std::string& place) const
    {
        const inc::ProductState& state = model_.states[s];
        if (state.exit >= 0) {
            return study_.pipeline().exits()[static_cast<std::size_t>(state.exit)].id == place;
        }
        for (std::size_t t = 0; t < state.stages.size(); ++t) {
            const inc::Track& track = study_.pipeline().tracks()[t];
            if (track.id + '.' + track.stages[static_cast<std::size_t>(state.stages[t])].id == place) {
                return true;
            }
        }
        return false;
    }

    inc::Study study_;
    inc::CompiledModel model_;
    inc::RenewalLayout layout_;
    inc::RenewalGrids grids_;
    std::unique_ptr<inc::RenewalCohort> engine_;
};

}  // namespace make
