// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/count_query.hpp"
#include "incuflow/engine/moments.hpp"
#include "incuflow/study/study.hpp"

#include <cstdint>
#include <span>
#include <vector>

INCUFLOW_BEGIN

/// When a cohort is looked at, and when dated matrices act; years from the base date.
struct CohortTimes {
    std::vector<double> period_ends{};
    std::vector<std::vector<double>> dated{};  ///< by dated matrix
};
[[nodiscard]] INCUFLOW_EXPORT CohortTimes cohort_times(const Study& study);

/// Expected numbers of one draw, split into classes whose firms share one law. Class 0 holds the firms of Poisson intake (its numbers are
/// means); then come start groups, fixed periods and batches of `trials` firms (their numbers are probabilities per firm), and the steps of
/// negative binomial intake (numbers are means).
struct CohortRun {
    std::vector<std::int64_t> trials{};  ///< by class; −1 where its numbers are means
    std::vector<double> mixing{};        ///< by class: k of a negative binomial step, else 0
    std::size_t times{};                 ///< base date and every period end
    std::size_t states{};
    std::size_t edges{};
    std::vector<double> stocks{};        ///< (class, time, state), firms
    std::vector<double> flows{};         ///< (class, period, edge), crossings
    std::vector<double> entries{};       ///< (class, period, state), firms entering from outside
    std::vector<double> sojourn{};       ///< (class, period, state), firm-years
};

/// One draw of a model, ready to be asked. Const operations may run concurrently.
class INCUFLOW_EXPORT Cohort {
public:
    Cohort() = default;
    virtual ~Cohort();
    Cohort(const Cohort&) = delete;
    Cohort& operator=(const Cohort&) = delete;

    [[nodiscard]] virtual CohortRun run() const = 0;

    /// What the firms of each class add to a count, by one backward pass. Throws EngineError("engine.too_many_crossings") where a firm
    /// may be counted more than 4000 times.
    [[nodiscard]] virtual CountAnswer count(const CountQuery& query) const = 0;
    /// The same for up to three counts at once, each adding at most one a firm: by cell.
    [[nodiscard]] virtual CountAnswer count_cells(std::span<const CountQuery> queries) const = 0;
    /// As `count`, with the variance that the intake's numbers and times bring.
    [[nodiscard]] virtual CountAnswer count_split(const CountQuery& query) const = 0;
    /// A moment of an attribute by state, at some times.
    [[nodiscard]] virtual MomentRun moments(const MomentQuery& query) const = 0;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/cohort.ipp"
#endif
