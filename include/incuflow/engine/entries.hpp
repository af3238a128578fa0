// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/compiled.hpp"
#include "incuflow/study/study.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

INCUFLOW_BEGIN

/// Product states with the probability of each; adds up to 1.
using Spread = std::vector<std::pair<int, double>>;

/// Firms of the starting stock that share one spread: independent trials.
struct StartGroup {
    std::int64_t firms{};
    Spread at{};
    ElapsedLaw elapsed{};  ///< of one kind for all of them; `values` are split into groups of one value
    ElapsedLaw age{};
    std::string place{};   ///< as the study says it, for messages
};

/// Firms per year, constant from `start` to `end` (years from the base date).
struct RateStep {
    double start{};
    double end{};
    double rate{};
};

/// A Poisson stream, or with k > 0 a negative binomial one: each step, one a calendar year, has a gamma factor of mean 1 and variance 1/k of
/// its own.
struct PoissonStream {
    Spread into{};
    std::vector<RateStep> steps{};
    double k{};
    double age{};  ///< years since registration at entry
};

/// A whole number of firms at independent uniform times of a period.
struct FixedPeriod {
    double start{};
    double end{};
    std::int64_t firms{};
    Spread into{};
    double age{};
};

/// Firms entering together at one time.
struct BatchEntry {
    double time{};
    std::int64_t firms{};
    Spread into{};
    double age{};
};

/// Everyone who is there or enters, in one draw.
struct Entries {
    std::vector<StartGroup> starts{};
    std::vector<PoissonStream> streams{};
    std::vector<FixedPeriod> fixed{};
    std::vector<BatchEntry> batches{};
};

/// Where firms may start: known and unknown stocks, intakes and the places targets ask for.
struct StartPlan {
    std::vector<StartPlace> all{};      ///< every one once
    std::vector<StartPlace> known{};    ///< those with a known stock or an intake
    std::vector<StartPlace> unknown{};  ///< those whose stock is unknown
    std::vector<StartPlace> independent{};  ///< combinations that margins of independent tracks make
};
[[nodiscard]] INCUFLOW_EXPORT StartPlan plan_starts(const Study& study);

/// Entries of one draw (`values`: one a number of the study's table). Stocks of unknown number are left out.
/// Throws EngineError("engine.elapsed_needed") where an Erlang stage holds starting firms and their time in it is not said,
/// EngineError("engine.fixed_not_whole") where a fixed intake gives a period no whole number, EngineError("engine.too_many_firms") above
/// 1e12 firms at a place or a year.
[[nodiscard]] INCUFLOW_EXPORT Entries make_entries(const Study& study, const CompiledModel& model, std::span<const double> values);

namespace detail {
/// The one combination of stages a place stands for, tracks it does not name in `outside`.
[[nodiscard]] INCUFLOW_EXPORT StartPlace one_place(const Study& study, const std::string& text);
}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/entries.ipp"
#endif
