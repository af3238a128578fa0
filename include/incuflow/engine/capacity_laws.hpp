// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/compiled.hpp"
#include "incuflow/model/pipeline.hpp"
#include "incuflow/study/study.hpp"
#include "incuflow/units/date.hpp"

#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

/// How many firms a stage (`track.stage`) has room for.
struct StagePlaces {
    std::string stage{};
    double places{};
};

enum class CapacityPeriod { year, month };
[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(CapacityPeriod period) noexcept;

/// What happens in one period while some of the stages with places are closed: no event that would newly enter one of them occurs, the
/// firm stays where it is. Rows are states (firms there at the beginning), then sources (firms that come from there within the period).
struct ClosedLaw {
    std::vector<double> ends{};   ///< (row, state): probability, of a source firms, to be there at the end; states are the living ones
    std::vector<double> goal{};   ///< by row: expected entries into the goal
    std::vector<double> share{};  ///< (row, stage with places): share of the period spent there
};

/// A state that firms come to from outside the pipeline.
struct CapacitySource {
    int state{};
    std::vector<double> firms{};  ///< by period
};

/// A study at its mids, seen period by period: what bounds under capacities are made of.
struct CapacityLaws {
    std::vector<StageRef> stages{};        ///< those with places
    std::vector<double> places{};          ///< of each
    StageRef goal{};
    CompiledModel model{};
    std::vector<Date> dates{};             ///< base date, then the end of every period
    std::vector<double> times{};           ///< the same in years
    std::vector<double> start{};           ///< by state: firms at the base date
    std::vector<CapacitySource> sources{};
    std::vector<unsigned> inside{};        ///< by state: bit s is 1 where it lies in stage s
    std::vector<unsigned> entering{};      ///< by state: bit s is 1 where a firm may, sooner or later, newly enter stage s
    std::vector<std::vector<ClosedLaw>> laws{};  ///< by period, by set of closed stages (bit s: stage s)
    /// Transitions of the goal's track that are crossed in this model, with the largest number of crossings by one firm that spends the whole
    /// period in their source; infinite where crossings do not come from time spent there (dated, or by a trigger after another
    /// crossing of the track).
    struct Step {
        int from{};
        int to{};
        std::vector<double> most{};  ///< by period
    };
    std::vector<Step> steps{};
    bool unknown_stock{};  ///< firms of unknown number may stand somewhere: they are not counted
};

/// Throws GraphError("graph.unknown_node") for a stage that is not there, with the nearest name, ParameterError("engine.bad_places") for
/// places that are not finite and ≥ 0, and EngineError: what `require_markov` refuses; "engine.goal_unreachable", where no firm comes
/// to the goal; "engine.goal_again", where one firm may come to it twice; "engine.nobody", where there is neither stock nor intake;
/// "engine.stock_over_places", where more firms stand in a stage than it has places; "engine.too_many_places" for more than 6 stages;
/// "engine.too_many_laws" where states, periods and sets of closed stages are too many together.
[[nodiscard]] INCUFLOW_EXPORT CapacityLaws capacity_laws(const Study& study, const std::string& goal, const std::vector<StagePlaces>& places,
                                                         CapacityPeriod period);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/engine/capacity_laws.ipp"
#endif
