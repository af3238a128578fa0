// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/cohort.hpp"
#include "incuflow/engine/entries.hpp"
#include "incuflow/model/realise.hpp"
#include "incuflow/numeric/count_law.hpp"
#include "incuflow/study/study.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

INCUFLOW_BEGIN

/// Refuses, by EngineError("engine.not_markov") with the names of all of them, transitions a Markov cohort cannot hold: hazards that
/// depend on a sojourn or age clock, fixed delays, reviews, windows of modifiers, and Erlang(k > 1) with a factor or off the sojourn clock (phases would rescale the clock).
INCUFLOW_EXPORT void require_markov(const Pipeline& pipeline);

namespace detail {
/// True where a modifier or while_in scales the hazard of a row.
[[nodiscard]] INCUFLOW_EXPORT bool has_factor(const Pipeline& pipeline, std::size_t row);
/// What `require_markov` would refuse.
[[nodiscard]] INCUFLOW_EXPORT std::vector<Fault> markov_faults(const Pipeline& pipeline);
}  // namespace detail

/// How vectors are carried over a step. `automatic`: dense matrix exponentials up to 600 product states, uniformization (numeric/uniformization)
/// above; both are exact, to about 1e-12 of the firms.
enum class CohortAlgebra { automatic, dense, sparse };

/// The Markov cohort of one draw (MATHS: n' = nQ(t) + λ(t), Q and λ piecewise constant): exact stocks, flows and sojourn by matrix
/// exponentials or uniformization, no time step. At one instant dated matrices act before entries. Holds references to the pipeline and the model; const
/// operations may run concurrently.
class INCUFLOW_EXPORT MarkovCohort final : public Cohort {
public:
    MarkovCohort(const Pipeline& pipeline, const CompiledModel& model, RealisedModel realised, Entries entries, CohortTimes times,
                 CohortAlgebra algebra = CohortAlgebra::automatic);
    ~MarkovCohort() override;

    [[nodiscard]] CohortRun run() const override;
    [[nodiscard]] CountAnswer count(const CountQuery& query) const override;
    [[nodiscard]] CountAnswer count_cells(std::span<const CountQuery> queries) const override;
    [[nodiscard]] CountAnswer count_split(const CountQuery& query) const override;
    [[nodiscard]] MomentRun moments(const MomentQuery& query) const override;

private:
    struct Body;
    std::unique_ptr<Body> body_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/cohort_markov.ipp"
#endif
