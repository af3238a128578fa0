// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/hazard/families.hpp"
#include "incuflow/model/compiled.hpp"
#include "incuflow/model/numbers.hpp"

#include <span>
#include <vector>

INCUFLOW_BEGIN

/// Events of a model with the rates of one draw, per calendar piece.
struct RealisedModel {
    std::vector<double> breaks{};               ///< years from the base date at which a piece begins; the first is 0
    std::vector<std::vector<double>> rates{};   ///< by piece, by event: 1/year
    std::vector<std::vector<double>> dated{};   ///< by dated matrix, by outcome: probability
};

/// The same for an engine that follows durations: hazards as they are, factors and waits apart.
struct RealisedDurations {
    std::vector<Hazard> hazards{};               ///< by transition row; rows that are not run are Exponential(0)
    std::vector<double> factors{};               ///< by event: product of its modifiers and of its triggers' tosses
    std::vector<double> waits{};                 ///< by atom: years on its clock
    std::vector<double> shares{};                ///< by atom: probability
    std::vector<std::vector<double>> dated{};    ///< by dated matrix, by outcome: probability
};

/// Where each part of a pipeline finds its numbers in a table.
struct NumberLinks {
    std::vector<std::vector<int>> rows{};                 ///< by transition row, by parameter
    std::vector<int> modifiers{};
    std::vector<int> windows{};                           ///< by modifier: its `within`, −1 without
    std::vector<int> triggers{};
    std::vector<int> reviews{};                           ///< by review: its `after`
    std::vector<std::vector<int>> review_shares{};        ///< by review, by target
    std::vector<std::vector<std::vector<int>>> dated{};   ///< by matrix, by move, by target
};
[[nodiscard]] INCUFLOW_EXPORT NumberLinks link_numbers(const Pipeline& pipeline, const NumberTable& table);

/// `values`: one value a number of the table (a draw). Hazards are constant within a piece: the caller has refused all others
/// (`require_markov`).
[[nodiscard]] INCUFLOW_EXPORT RealisedModel realise(const Pipeline& pipeline, const CompiledModel& model, const NumberLinks& links,
                                                    std::span<const double> values);

/// Throws EngineError("engine.moves_over_one") where the drawn shares of a review add up to more than 1.
[[nodiscard]] INCUFLOW_EXPORT RealisedDurations realise_durations(const Pipeline& pipeline, const CompiledModel& model,
                                                                  const NumberLinks& links, std::span<const double> values);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/model/realise.ipp"
#endif
