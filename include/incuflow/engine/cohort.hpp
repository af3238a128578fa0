// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/count_query.hpp"
#include "incuflow/study/study.hpp"

#include <cstdint>
#include <vector>

INCUFLOW_BEGIN

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

/// One draw of a model, ready to be asked. Const operations may run concurrently.
class INCUFLOW_EXPORT Cohort {
public:
    Cohort() = default;
    virtual ~Cohort();
    Cohort(const Cohort&) = delete;
    Cohort& operator=(const Cohort&) = delete;

    [[nodiscard]] virtual CohortRun run() const = 0;

    /// Law of a count to which each firm adds at most one: the chance of each class to be counted, by one backward pass.
    [[nodiscard]] virtual CountAnswer count(const CountQuery& query) const = 0;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/cohort.ipp"
#endif
