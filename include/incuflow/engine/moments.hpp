// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/compiled.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

INCUFLOW_BEGIN

/// What happens to a moment of an attribute on the way of a firm.
struct MomentScale {
    std::vector<double> growth{};  ///< by state, 1/year, of any sign
    std::vector<double> jump{};    ///< by edge: what a crossing multiplies it by
};

/// Which moment of an attribute is followed, and when it is looked at. Expected values E[X; in state s] follow M' = M(Q∘J + diag growth) + λ·entry.
struct MomentQuery {
    MomentScale scale{};
    std::vector<double> start{};  ///< by state: the moment of a firm of the starting stock
    std::vector<double> entry{};  ///< by state: the moment of a firm that enters
    std::vector<double> at{};     ///< years from the base date, rising
    /// What multiplies `entry` of a firm that enters a state at a time; empty: nothing.
    std::function<double(int, double)> weight{};

    /// For E[X(turn)·X(t)]: at `turn` (one of `at`), after it has been looked at, only firms in `kept` states go on, under another scale, and
    /// nobody enters any more. NaN: no turn.
    double turn{std::numeric_limits<double>::quiet_NaN()};
    std::vector<char> kept{};
    MomentScale after{};
};

/// Moments by class, in the order of `CohortRun`: of Poisson intake and negative binomial steps those of all firms, else those of one.
struct MomentRun {
    std::vector<std::int64_t> trials{};  ///< by class; −1 where its numbers are means of all firms
    std::vector<double> mixing{};        ///< by class: k of a negative binomial step, else 0
    std::size_t times{};
    std::size_t states{};
    std::vector<double> values{};        ///< (class, time, state)
};

namespace detail {
/// Product of the jump factors of some crossings.
[[nodiscard]] INCUFLOW_EXPORT double jump_of(const MomentScale& scale, const std::vector<int>& crossings);
}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/moments.ipp"
#endif
