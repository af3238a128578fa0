// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/count_query.hpp"
#include "incuflow/engine/entries.hpp"
#include "incuflow/model/realise.hpp"
#include "incuflow/numeric/count_law.hpp"
#include "incuflow/study/study.hpp"

#include <cstdint>
#include <memory>
#include <vector>

INCUFLOW_BEGIN

/// Refuses, by EngineError("engine.not_markov") with the names of all of them, transitions a Markov cohort cannot hold: hazards that
/// depend on a sojourn or age clock, fixed delays, and Erlang(k > 1) with a factor or off the sojourn clock (phases would rescale the clock).
INCUFLOW_EXPORT void require_markov(const Pipeline& pipeline);

/// When a cohort is looked at, and when dated matrices act; years from the base date.
struct CohortTimes {
    std::vector<double> period_ends{};
    std::vector<std::vector<double>> dated{};  ///< by dated matrix
};
[[nodiscard]] INCUFLOW_EXPORT CohortTimes cohort_times(const Study& study);

/// Expected numbers of one draw, split into classes whose firms share one law. Class 0 holds the firms of Poisson intake (its numbers are
/// means); every further class is a start group, a fixed period or a batch of `trials` firms (its numbers are probabilities per firm).
struct CohortRun {
    std::vector<std::int64_t> trials{};  ///< by class; −1 for class 0
    std::size_t times{};                 ///< base date and every period end
    std::size_t states{};
    std::size_t edges{};
    std::vector<double> stocks{};        ///< (class, time, state), firms
    std::vector<double> flows{};         ///< (class, period, edge), crossings
    std::vector<double> entries{};       ///< (class, period, state), firms entering from outside
    std::vector<double> sojourn{};       ///< (class, period, state), firm-years
};

/// How vectors are carried over a step. `automatic`: dense matrix exponentials up to 600 product states, uniformization (numeric/uniformization)
/// above; both are exact, to about 1e-12 of the firms.
enum class CohortAlgebra { automatic, dense, sparse };

/// The Markov cohort of one draw (MATHS: n' = nQ(t) + λ(t), Q and λ piecewise constant): exact stocks, flows and sojourn by matrix
/// exponentials or uniformization, no time step. At one instant dated matrices act before entries. Holds references to the pipeline and the model; const
/// operations may run concurrently.
class INCUFLOW_EXPORT MarkovCohort {
public:
    MarkovCohort(const Pipeline& pipeline, const CompiledModel& model, RealisedModel realised, Entries entries, CohortTimes times,
                 CohortAlgebra algebra = CohortAlgebra::automatic);
    ~MarkovCohort();
    MarkovCohort(const MarkovCohort&) = delete;
    MarkovCohort& operator=(const MarkovCohort&) = delete;

    [[nodiscard]] CohortRun run() const;

    /// Law of a count to which each firm adds at most one: the chance of each class to be counted, by one backward pass.
    [[nodiscard]] CountAnswer count(const CountQuery& query) const;

private:
    struct Body;
    std::unique_ptr<Body> body_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/cohort_markov.ipp"
#endif
