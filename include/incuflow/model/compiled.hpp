// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/hazard/families.hpp"
#include "incuflow/model/numbers.hpp"
#include "incuflow/model/pipeline.hpp"

#include <span>
#include <string>
#include <vector>

INCUFLOW_BEGIN

/// A state of the product of all tracks: one stage a track, and for each Erlang transition that leaves one of them its phase.
struct ProductState {
    std::vector<int> stages{};  ///< by track; empty for an exit
    std::vector<int> phases{};  ///< by Erlang slot of the model, 0 where the slot's stage is not occupied
    int exit{-1};
    std::vector<int> windows{};  ///< by window slot of the model: 1 while the time after leaving runs

    friend bool operator==(const ProductState&, const ProductState&) = default;
};

/// One way of leaving a product state: the hazard of a row, or the phase of one, with what its triggers do.
struct ProductEvent {
    int from{};
    int to{};
    int row{};                         ///< transition row that sets the pace
    std::vector<int> modifiers{};      ///< factors that multiply the hazard in this state
    std::vector<int> fired{};          ///< triggers that act: probability p
    std::vector<int> held{};           ///< triggers that could act and do not: probability 1 − p
    std::vector<int> crossings{};      ///< edges crossed, in order; empty for a move between phases
    friend bool operator==(const ProductEvent&, const ProductEvent&) = default;
};

/// What ends a wait of stated length: a fixed delay, a review, the window of a modifier.
enum class AtomSource { delay, review, window };

/// One outcome of such a wait in a product state. `index` is the transition row, the review or the window slot; `target` the position within
/// the review's `to`, −1 for those it leaves where they are.
struct AtomEvent {
    int from{};
    int to{};
    AtomSource source{AtomSource::delay};
    int index{};
    int target{-1};
    std::vector<int> fired{};
    std::vector<int> held{};
    std::vector<int> crossings{};
};

/// What a dated matrix does to one product state.
struct DatedOutcome {
    int from{};
    int to{};
    int move{};   ///< row of the matrix
    int target{}; ///< column within that row
    std::vector<int> fired{};
    std::vector<int> held{};
    std::vector<int> crossings{};
};

/// An Erlang transition: the phases it adds.
struct ErlangSlot {
    int row{};
    int edge{};
    int phases{};
};

/// What a compiled model is made for: with `durations` hazards may count time (no Erlang phases; waits of stated length become atoms and
/// windows part of the state), without it every clock but the calendar is left to the phases.
struct CompileOptions {
    bool durations{};
};

/// A way in: stages of all tracks where firms may start.
using StartPlace = std::vector<int>;

/// The running face: an immutable table of the product states that can be reached from the given starts, and of their events.
/// Numbers are positions in the NumberTable the model was compiled with; a draw turns them into rates.
class INCUFLOW_EXPORT CompiledModel {
public:
    CompiledModel() = default;

    std::vector<ProductState> states{};  ///< living states first, then one state an exit
    int living{};
    std::vector<ProductEvent> events{};
    std::vector<ErlangSlot> slots{};
    std::vector<int> windows{};      ///< window slots: positions of modifiers with `within`
    std::vector<AtomEvent> atoms{};
    std::vector<std::vector<DatedOutcome>> dated{};  ///< one list a dated matrix

    /// Position of the state with these stages in first phases; −1 if it cannot be reached.
    [[nodiscard]] int find(const StartPlace& stages) const noexcept;
    /// All positions with these stages, whatever the phases.
    [[nodiscard]] std::vector<int> find_all(const StartPlace& stages) const;
    /// Name such as `incubation.incubator & ladder.tech_sme`, or the exit's id.
    [[nodiscard]] std::string state_name(const Pipeline& pipeline, int state) const;
};

namespace detail {
/// False while the firm stands in a stage before registration.
[[nodiscard]] INCUFLOW_EXPORT bool is_registered(const Pipeline& pipeline, const std::vector<int>& stages);
}  // namespace detail

/// The reachable product of the tracks with modifiers and triggers, exits shared. Transitions of unknown rate are not followed, nor are
/// those whose rate or factor is a fixed 0. Throws EngineError("model.too_many_states") beyond 200,000 states,
/// with `durations` beyond 2,000.
[[nodiscard]] INCUFLOW_EXPORT CompiledModel compile_model(const Pipeline& pipeline, const std::vector<StartPlace>& starts,
                                                            const CompileOptions& options = {});

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/model/compiled.ipp"
#endif
