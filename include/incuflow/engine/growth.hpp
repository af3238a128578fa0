// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/entries.hpp"
#include "incuflow/engine/moments.hpp"
#include "incuflow/study/study.hpp"

#include <span>
#include <string>
#include <vector>

INCUFLOW_BEGIN

/// Where an attribute of a compiled model finds its numbers: positions in the study's table, −1 for none.
struct GrowthModel {
    struct Pair {
        int value{-1};
        int spread{-1};
    };
    std::string id{};
    GrowthProcess process{GrowthProcess::lognormal};
    std::vector<Pair> growth{};  ///< by state: drift and volatility; exits have none
    std::vector<Pair> jump{};    ///< by edge: factor and its coefficient of variation
    std::vector<Pair> start{};   ///< by state: mean and coefficient of variation of firms of the starting stock
    std::vector<Pair> entry{};   ///< by state: those of firms that enter
    bool known{true};            ///< no number it needs is unknown
};

/// Throws EngineError("engine.attribute_without_process") naming the states firms reach in which no growth row holds, and
/// ("engine.attribute_without_initial") naming the places where firms stand or enter without an initial value.
[[nodiscard]] INCUFLOW_EXPORT GrowthModel make_growth(const Study& study, const CompiledModel& model, const StartPlan& plan, std::size_t attribute);

/// The first (`order` 1) or second moment of an attribute in one draw; `at` is left to the caller. Throws EngineError("engine.laplace_scale")
/// where a drawn Laplace scale has no variance.
[[nodiscard]] INCUFLOW_EXPORT MomentQuery moment_query(const GrowthModel& growth, std::span<const double> values, int order);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/growth.ipp"
#endif
