// SPDX-License-Identifier: Apache-2.0
#pragma once

// The cohort engine without a forecast around it: one draw at the mids, product states and classes as the engine has them.

#include "incuflow/engine/cohort_markov.hpp"
#include "incuflow/engine/entries.hpp"
#include "incuflow/model/compiled.hpp"
#include "support/make.hpp"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace make {

class Cohort {
public:
    explicit Cohort(inc::StudyParts parts, inc::CohortAlgebra algebra = inc::CohortAlgebra::automatic) : study_(inc::make_study(std::move(parts)))
    {
        inc::require_markov(study_.pipeline());
        model_ = inc::compile_model(study_.pipeline(), inc::plan_starts(study_).all);
        const std::vector<double> mids = study_.numbers().mids();
        engine_ = std::make_unique<inc::MarkovCohort>(study_.pipeline(), model_,
                                                      inc::realise(study_.pipeline(), model_, inc::link_numbers(study_.pipeline(), study_.numbers()), mids),
                                                      inc::make_entries(study_, model_, mids), inc::cohort_times(study_), algebra);
    }

    [[nodiscard]] const inc::Study& study() const { return study_; }
    [[nodiscard]] const inc::CompiledModel& model() const { return model_; }
    [[nodiscard]] inc::CohortRun run() const { return engine_->run(); }
    [[nodiscard]] int state(const std::string& place) const { return model_.find(inc::detail::one_place(study_, place)); }

    [[nodiscard]] inc::CountAnswer count(const std::vector<std::string>& of, inc::Counts counts, double since, double due, bool counts_as = false) const
    {
        return engine_->count(inc::make_query(study_.pipeline(), model_, of, counts, counts_as, since, due));
    }

    [[nodiscard]] inc::CountAnswer count(const inc::CountQuery& query) const { return engine_->count(query); }
    [[nodiscard]] const inc::MarkovCohort& engine() const { return *engine_; }

    // Expected count over all classes.
    [[nodiscard]] double expected(const std::vector<std::string>& of, inc::Counts counts, double since, double due, bool counts_as = false) const
    {
        const inc::CountAnswer answer = count(of, counts, since, due, counts_as);
        return inc::CountLaw(answer.parts).mean();
    }

    // Expected stock of a product state at a position of the time axis, over all classes.
    [[nodiscard]] double stock(const inc::CohortRun& run, int state, std::size_t at) const
    {
        double sum = 0.0;
        for (std::size_t c = 0; c < run.trials.size(); ++c) {
            const double weight = run.trials[c] < 0 ? 1.0 : static_cast<double>(run.trials[c]);
            sum += weight * run.stocks[(c * run.times + at) * run.states + static_cast<std::size_t>(state)];
        }
        return sum;
    }

private:
    inc::Study study_;
    inc::CompiledModel model_;
    std::unique_ptr<inc::MarkovCohort> engine_;
};

}  // namespace make
