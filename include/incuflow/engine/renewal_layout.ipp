// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/cohort_markov.hpp"
#include "incuflow/engine/renewal_layout.hpp"
#include "incuflow/model/numbers.hpp"

#include <algorithm>
#include <set>

INCUFLOW_BEGIN

namespace detail {

// True for a hazard that counts time from somewhere; constants do not.
INCUFLOW_INLINE bool counts_time(const UncertainHazard& hazard)
{
    return !(hazard.family == "exponential" || (hazard.family == "erlang" && hazard.stages == 1) ||
             (hazard.family == "piecewise_constant" && hazard.breaks.size() == 1));
}

class LayoutMaker {
public:
    LayoutMaker(const Pipeline& pipeline, const CompiledModel& model)
        : pipeline_(pipeline), model_(model), tracks_(static_cast<int>(pipeline.tracks().size())), needs_(model.states.size())
    {
        for (const ProductState& state : model.states) {
            registered_.push_back(static_cast<char>(is_registered(pipeline, state.stages)));
        }
    }

    RenewalLayout run()
    {
        layout_.age = tracks_;
        own_needs();
        spread_needs();
        for (std::size_t s = 0; s < needs_.size(); ++s) {
            if (needs_[s].size() > 2) {
                std::string names;
                for (const int clock : needs_[s]) {
                    names += (names.empty() ? "" : ", ") + clock_name(pipeline_, model_, clock);
                }
                throw EngineError("engine.three_durations", {{"state", model_.state_name(pipeline_, static_cast<int>(s))}, {"clocks", names}});
            }
            auto& clocks = layout_.clocks.emplace_back(std::array<int, 2>{RenewalLayout::none, RenewalLayout::none});
            std::copy(needs_[s].begin(), needs_[s].end(), clocks.begin());
        }
        for (std::size_t e = 0; e < model_.events.size(); ++e) {
            const ProductEvent& event = model_.events[e];
            layout_.event_carry.push_back(carry(event.from, event.to, event.crossings));
            layout_.event_clock.push_back(position(event.from, clock_of(event)));
        }
        for (const AtomEvent& atom : model_.atoms) {
            // Whoever a review leaves where they are counts anew.
            std::vector<int> crossings = atom.crossings;
            RenewalLayout::Carry kept = carry(atom.from, atom.to, crossings);
            if (atom.source == AtomSource::review && atom.target < 0) {
                const int at = position(atom.from, clock_of(atom));
                for (int& from : kept) {
                    from = from == at ? RenewalLayout::none : from;
                }
            }
            layout_.atom_carry.push_back(kept);
            layout_.atom_clock.push_back(position(atom.from, clock_of(atom)));
        }
        for (const auto& outcomes : model_.dated) {
            auto& list = layout_.dated_carry.emplace_back();
            for (const DatedOutcome& outcome : outcomes) {
                list.push_back(carry(outcome.from, outcome.to, outcome.crossings));
            }
        }
        return std::move(layout_);
    }

private:
    int clock_of(const ProductEvent& event) const
    {
        const TransitionRow& row = pipeline_.parts().transitions[static_cast<std::size_t>(event.row)];
        if (!counts_time(row.hazard) || row.clock == Clock::calendar) {
            return RenewalLayout::none;
        }
        if (row.clock == Clock::age) {
            return tracks_;
        }
        return pipeline_.edges()[static_cast<std::size_t>(event.crossings.front())].track;
    }

    int clock_of(const AtomEvent& atom) const
    {
        if (atom.source == AtomSource::window) {
            return tracks_ + 1 + atom.index;
        }
        if (atom.source == AtomSource::review) {
            return pipeline_.find_track(parse_path(pipeline_.parts().reviews[static_cast<std::size_t>(atom.index)].at).terms.front().track);
        }
        return pipeline_.edges()[static_cast<std::size_t>(atom.crossings.front())].track;
    }

    void own_needs()
    {
        for (const ProductEvent& event : model_.events) {
            const int clock = clock_of(event);
            if (clock >= 0) {
                needs_[static_cast<std::size_t>(event.from)].insert(clock);
            }
        }
        for (const AtomEvent& atom : model_.atoms) {
            needs_[static_cast<std::size_t>(atom.from)].insert(clock_of(atom));
        }
    }

    // A duration that is needed later and goes on running must be known now.
    void spread_needs()
    {
        for (bool grown = true; grown;) {
            grown = false;
            const auto pass = [&](int from, int to, const std::vector<int>& crossings) {
                for (const int clock : needs_[static_cast<std::size_t>(to)]) {
                    if (!restarts(from, to, crossings, clock)) {
                        grown = needs_[static_cast<std::size_t>(from)].insert(clock).second || grown;
                    }
                }
            };
            for (const ProductEvent& event : model_.events) {
                pass(event.from, event.to, event.crossings);
            }
            for (const AtomEvent& atom : model_.atoms) {
                pass(atom.from, atom.to, atom.crossings);
            }
            for (const auto& outcomes : model_.dated) {
                for (const DatedOutcome& outcome : outcomes) {
                    pass(outcome.from, outcome.to, outcome.crossings);
                }
            }
        }
    }

    bool restarts(int from, int to, const std::vector<int>& crossings, int clock) const
    {
        if (clock < tracks_) {
            return std::any_of(crossings.begin(), crossings.end(),
                               [&](int e) { return pipeline_.edges()[static_cast<std::size_t>(e)].track == clock; });
        }
        if (clock == tracks_) {
            return registered_[static_cast<std::size_t>(from)] == 0 && registered_[static_cast<std::size_t>(to)] != 0;
        }
        const auto w = static_cast<std::size_t>(clock - tracks_ - 1);
        const auto& before = model_.states[static_cast<std::size_t>(from)].windows;
        return before[w] == 0;
    }

    int position(int state, int clock) const
    {
        if (clock < 0) {
            return RenewalLayout::none;
        }
        const auto& clocks = layout_.clocks[static_cast<std::size_t>(state)];
        return clocks[0] == clock ? 0 : clocks[1] == clock ? 1 : RenewalLayout::none;
    }

    RenewalLayout::Carry carry(int from, int to, const std::vector<int>& crossings) const
    {
        RenewalLayout::Carry carried{RenewalLayout::none, RenewalLayout::none};
        for (std::size_t k = 0; k < 2; ++k) {
            const int clock = layout_.clocks[static_cast<std::size_t>(to)][k];
            if (clock >= 0 && !restarts(from, to, crossings, clock)) {
                carried[k] = position(from, clock);
            }
        }
        return carried;
    }

    const Pipeline& pipeline_;
    const CompiledModel& model_;
    int tracks_;
    std::vector<char> registered_{};
    std::vector<std::set<int>> needs_;
    RenewalLayout layout_{};
};

}  // namespace detail

INCUFLOW_INLINE std::string clock_name(const Pipeline& pipeline, const CompiledModel& model, int clock)
{
    const auto tracks = static_cast<int>(pipeline.tracks().size());
    if (clock < tracks) {
        return "time in " + pipeline.tracks()[static_cast<std::size_t>(clock)].id;
    }
    if (clock == tracks) {
        return "age";
    }
    const int modifier = model.windows[static_cast<std::size_t>(clock - tracks - 1)];
    return "time since leaving " + detail::join_places(pipeline.parts().modifiers[static_cast<std::size_t>(modifier)].while_in);
}

INCUFLOW_INLINE void require_renewal(const Pipeline& pipeline)
{
    std::vector<Fault> faults;
    const auto& rows = pipeline.parts().transitions;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        if (rows[r].hazard.family != "fixed_delay" || !known(rows[r].hazard)) {
            continue;
        }
        const std::string place = row_place(rows[r]);
        if (detail::has_factor(pipeline, r)) {
            faults.push_back({"engine.wait_with_factor", {{"transition", place}}, {}});
        }
        if (rows[r].clock != Clock::sojourn) {
            faults.push_back({"engine.wait_clock", {{"transition", place}, {"clock", std::string(to_string(rows[r].clock))}}, {}});
        }
    }
    if (!faults.empty()) {
        throw EngineError(std::move(faults));
    }
}

INCUFLOW_INLINE RenewalLayout make_layout(const Pipeline& pipeline, const CompiledModel& model)
{
    return detail::LayoutMaker(pipeline, model).run();
}

INCUFLOW_END
