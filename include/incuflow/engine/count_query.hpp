// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/compiled.hpp"
#include "incuflow/numeric/count_law.hpp"
#include "incuflow/study/study.hpp"

#include <limits>
#include <optional>
#include <vector>

INCUFLOW_BEGIN

/// What is counted, in terms of a compiled model: a stock at `due`, or firms that make a counted crossing in (since, due].
struct CountQuery {
    bool stock{};
    bool distinct{};                              ///< firms, each at most once, not crossings
    bool entry_counts{};                          ///< entering from outside straight into the set counts (`firms`)
    std::vector<char> in_set{};                   ///< by state
    std::vector<int> hits{};                      ///< by event: counted crossings
    std::vector<std::vector<int>> dated_hits{};   ///< by dated matrix, by outcome
    std::vector<int> atom_hits{};                 ///< by atom
    double since{};                               ///< years from the base date
    double due{};
    bool once{true};                              ///< no firm can be counted twice
    /// Where a firm can be counted more often, the engine keeps chances of n times up to the n that fewer than this share of all counted
    /// firms pass.
    double tail{1e-16};
};

/// Exact mean and variance of the total of an attribute over the firms in a set of states; of a growth also those of the total it starts from.
struct AmountMoments {
    double mean{};
    double variance{};
    double base_mean{std::numeric_limits<double>::quiet_NaN()};
    double base_variance{std::numeric_limits<double>::quiet_NaN()};
    double covariance{std::numeric_limits<double>::quiet_NaN()};
};

/// Laws of what firms add, by class, and by product state a firm might stand in at the base date. To one count, [n] is that a firm adds n.
/// To up to three counts, each adding at most one, [c] is that it adds to those whose bits c has: bit 0 of the first count, and so on.
///
/// The classes in order: of `parts.trials` the start groups, the fixed periods and the batches of the entries; of `parts.mixed` the steps
/// of each stream with k > 0, stream by stream. A class that adds nothing stands too.
struct CountAnswer {
    CountParts parts{};
    std::vector<std::vector<double>> from_state{};
    /// Variance of E[N | numbers and times of the intake], where it was asked for.
    double intake_variance{};
    /// Of a target about the total of an attribute; the counts are then of its firms.
    std::optional<AmountMoments> amount{};
};

[[nodiscard]] INCUFLOW_EXPORT CountQuery make_query(const Study& study, const CompiledModel& model, const Target& target, double since,
                                                    double due);
/// The same for a plain question: places or transitions (spelled as paths), how they count, and the window.
[[nodiscard]] INCUFLOW_EXPORT CountQuery make_query(const Pipeline& pipeline, const CompiledModel& model, const std::vector<std::string>& of,
                                                    Counts counts, bool counts_as, double since, double due);

/// True if no firm can be counted twice: always for stocks and `firms`; for crossings when after a counted one no other can follow.
[[nodiscard]] INCUFLOW_EXPORT bool at_most_once(const CompiledModel& model, const CountQuery& query);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/count_query.ipp"
#endif
