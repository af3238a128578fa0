// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/hazard.hpp"
#include "incuflow/model/compiled.hpp"

#include <algorithm>
#include <map>
#include <tuple>

INCUFLOW_BEGIN

namespace detail {

// What the engine's sparse algebra still does in seconds a draw.
inline constexpr int max_states = 200'000;
// Each of these holds firms by the cells of its durations.
inline constexpr int max_duration_states = 2'000;

INCUFLOW_INLINE bool never(const Number& number) { return !number.known() || (number.mid == 0.0 && !number.has_range()); }

// A transition row that is run: every number known, and not all of them a fixed 0.
INCUFLOW_INLINE bool runs(const UncertainHazard& hazard)
{
    bool some = false;
    for (const HazardParameter& parameter : hazard.parameters) {
        if (!parameter.value.known()) {
            return false;
        }
        some = some || !never(parameter.value);
    }
    return some;
}

INCUFLOW_INLINE bool stands_in(const std::vector<std::vector<std::vector<int>>>& places, const std::vector<int>& stages)
{
    for (const auto& allowed : places) {
        bool all = true;
        for (std::size_t t = 0; t < stages.size() && all; ++t) {
            all = allowed[t].empty() || std::find(allowed[t].begin(), allowed[t].end(), stages[t]) != allowed[t].end();
        }
        if (all) {
            return true;
        }
    }
    return false;
}

INCUFLOW_INLINE bool is_registered(const Pipeline& pipeline, const std::vector<int>& stages)
{
    for (std::size_t t = 0; t < stages.size(); ++t) {
        if (!pipeline.tracks()[t].stages[static_cast<std::size_t>(stages[t])].registered) {
            return false;
        }
    }
    return true;
}

// What one crossing does in the end, one branch an outcome of the triggers' tosses.
struct Branch {
    std::vector<int> stages;
    int exit{-1};
    std::vector<int> crossings;
    std::vector<int> fired;
    std::vector<int> held;
};

class ProductCompiler {
public:
    ProductCompiler(const Pipeline& pipeline, const CompileOptions& options) : pipeline_(pipeline), durations_(options.durations)
    {
        const PipelineParts& parts = pipeline.parts();
        for (const TransitionRow& row : parts.transitions) {
            row_places_.push_back(places(row.while_in));
        }
        for (const Modifier& modifier : parts.modifiers) {
            modifier_places_.push_back(places(modifier.while_in));
        }
        for (std::size_t m = 0; m < parts.modifiers.size(); ++m) {
            const Modifier& modifier = parts.modifiers[m];
            if (modifier.within.has_value() && modifier.within->known() && modifier.factor.known()) {
                model_.windows.push_back(static_cast<int>(m));
            }
        }
        for (std::size_t r = 0; r < parts.transitions.size() && !durations_; ++r) {
            const UncertainHazard& hazard = parts.transitions[r].hazard;
            if (hazard.family == "erlang" && hazard.stages > 1 && runs(hazard)) {
                for (const int e : pipeline.row_edges(r)) {
                    model_.slots.push_back({static_cast<int>(r), e, hazard.stages});
                }
            }
        }
    }

    CompiledModel run(const std::vector<StartPlace>& starts)
    {
        for (const StartPlace& start : starts) {
            (void)position(ProductState{start, std::vector<int>(model_.slots.size(), 0), -1, std::vector<int>(model_.windows.size(), 0)});
        }
        model_.dated.resize(pipeline_.parts().dated.size());
        for (std::size_t s = 0; s < model_.states.size(); ++s) {
            leave(static_cast<int>(s));
        }
        finish();
        return std::move(model_);
    }

private:
    std::vector<std::vector<std::vector<int>>> places(const std::vector<std::string>& paths) const
    {
        std::vector<std::vector<std::vector<int>>> found;
        for (const std::string& text : paths) {
            found.push_back(pipeline_.stages_of(parse_path(text), false));
        }
        return found;
    }

    int position(ProductState state)
    {
        if (state.exit >= 0) {
            return -1 - state.exit;
        }
        auto key = std::make_tuple(state.stages, state.phases, state.windows);
        const auto known = index_.find(key);
        if (known != index_.end()) {
            return known->second;
        }
        const int limit = durations_ ? max_duration_states : max_states;
        if (static_cast<int>(model_.states.size()) >= limit) {
            throw EngineError("model.too_many_states", {{"limit", std::to_string(limit)}});
        }
        const auto at = static_cast<int>(model_.states.size());
        index_.emplace(std::move(key), at);
        model_.states.push_back(std::move(state));
        return at;
    }

    void cross(Branch start, int edge, std::vector<Branch>& out) const
    {
        const Edge& e = pipeline_.edges()[static_cast<std::size_t>(edge)];
        start.crossings.push_back(edge);
        if (e.exit >= 0) {
            start.exit = e.exit;
        } else {
            start.stages[static_cast<std::size_t>(e.track)] = e.to;
        }
        std::vector<Branch> branches{std::move(start)};
        const auto& triggers = pipeline_.parts().triggers;
        for (std::size_t i = 0; i < triggers.size(); ++i) {
            const auto& [when, fires] = pipeline_.trigger_edges(i);
            const Number& p = triggers[i].probability;
            if (std::find(when.begin(), when.end(), edge) == when.end() || never(p)) {
                continue;
            }
            const Edge& f = pipeline_.edges()[static_cast<std::size_t>(fires)];
            std::vector<Branch> next;
            for (Branch& branch : branches) {
                if (branch.exit >= 0 || (f.track >= 0 && branch.stages[static_cast<std::size_t>(f.track)] != f.from)) {
                    next.push_back(std::move(branch));
                    continue;
                }
                const bool surely = p.mid == 1.0 && !p.has_range();
                Branch fired = branch;
                if (!surely) {
                    fired.fired.push_back(static_cast<int>(i));
                    branch.held.push_back(static_cast<int>(i));
                }
                cross(std::move(fired), fires, next);
                if (!surely) {
                    next.push_back(std::move(branch));
                }
            }
            branches = std::move(next);
        }
        out.insert(out.end(), std::make_move_iterator(branches.begin()), std::make_move_iterator(branches.end()));
    }

    std::vector<Branch> outcomes(const ProductState& state, int edge) const
    {
        std::vector<Branch> branches;
        cross(Branch{state.stages, -1, {}, {}, {}}, edge, branches);
        return branches;
    }

    // Phases after a move: a track that was crossed starts anew, the others go on.
    int arrive(const ProductState& before, const Branch& branch)
    {
        if (branch.exit >= 0) {
            return -1 - branch.exit;
        }
        ProductState after{branch.stages, std::vector<int>(model_.slots.size(), 0), -1, std::vector<int>(model_.windows.size(), 0)};
        for (std::size_t w = 0; w < model_.windows.size(); ++w) {
            const auto& inside = modifier_places_[static_cast<std::size_t>(model_.windows[w])];
            if (!stands_in(inside, after.stages)) {
                after.windows[w] = stands_in(inside, before.stages) ? 1 : before.windows[w];
            }
        }
        for (std::size_t k = 0; k < model_.slots.size(); ++k) {
            const Edge& edge = pipeline_.edges()[static_cast<std::size_t>(model_.slots[k].edge)];
            const bool here = after.stages[static_cast<std::size_t>(edge.track)] == edge.from;
            const bool crossed = std::any_of(branch.crossings.begin(), branch.crossings.end(), [&](int c) {
                return pipeline_.edges()[static_cast<std::size_t>(c)].track == edge.track;
            });
            after.phases[k] = here && !crossed ? before.phases[k] : 0;
        }
        return position(std::move(after));
    }

    void leave(int s)
    {
        const PipelineParts& parts = pipeline_.parts();
        const ProductState state = model_.states[static_cast<std::size_t>(s)];
        for (std::size_t r = 0; r < parts.transitions.size(); ++r) {
            if (!runs(parts.transitions[r].hazard) || (!row_places_[r].empty() && !stands_in(row_places_[r], state.stages))) {
                continue;
            }
            if (parts.transitions[r].clock == Clock::age && !is_registered(pipeline_, state.stages)) {
                continue;
            }
            for (const int e : pipeline_.row_edges(r)) {
                const Edge& edge = pipeline_.edges()[static_cast<std::size_t>(e)];
                if (edge.track >= 0 && state.stages[static_cast<std::size_t>(edge.track)] != edge.from) {
                    continue;
                }
                if (parts.transitions[r].hazard.family == "fixed_delay") {
                    for (const Branch& branch : outcomes(state, e)) {
                        wait(s, state, branch, {AtomSource::delay, static_cast<int>(r), 0});
                    }
                } else {
                    leave_by(s, state, static_cast<int>(r), e);
                }
            }
        }
        for (std::size_t r = 0; r < parts.reviews.size(); ++r) {
            review(s, state, r);
        }
        for (std::size_t w = 0; w < model_.windows.size(); ++w) {
            if (state.windows[w] != 0) {
                ProductState over = state;
                over.windows[w] = 0;
                const int to = position(std::move(over));
                model_.atoms.push_back({s, to, AtomSource::window, static_cast<int>(w), -1, {}, {}, {}});
            }
        }
        for (std::size_t d = 0; d < parts.dated.size(); ++d) {
            const int track = pipeline_.find_track(parts.dated[d].track);
            for (std::size_t m = 0; m < parts.dated[d].moves.size(); ++m) {
                const DatedMove& move = parts.dated[d].moves[m];
                if (state.stages[static_cast<std::size_t>(track)] != pipeline_.find_stage(track, move.from)) {
                    continue;
                }
                for (std::size_t k = 0; k < move.to.size(); ++k) {
                    if (never(move.to[k].second)) {
                        continue;
                    }
                    const PlacePath path{{}, {PathTerm{PathForm::transition, parts.dated[d].track, move.from, move.to[k].first}}};
                    for (const Branch& branch : outcomes(state, pipeline_.edges_of(path).front())) {
                        model_.dated[d].push_back({s, arrive(state, branch), static_cast<int>(m), static_cast<int>(k), branch.fired,
                                                   branch.held, branch.crossings});
                    }
                }
            }
        }
    }

    // A modifier acts in its stages, and with a window for a time after them.
    [[nodiscard]] bool acts(std::size_t m, const ProductState& state) const
    {
        if (stands_in(modifier_places_[m], state.stages)) {
            return true;
        }
        const auto slot = std::find(model_.windows.begin(), model_.windows.end(), static_cast<int>(m));
        return slot != model_.windows.end() && state.windows[static_cast<std::size_t>(slot - model_.windows.begin())] != 0;
    }

    struct Wait {
        AtomSource source;
        int index;
        int target;
    };

    void wait(int s, const ProductState& state, const Branch& branch, const Wait& what)
    {
        const int to = arrive(state, branch);
        model_.atoms.push_back({s, to, what.source, what.index, what.target, branch.fired, branch.held, branch.crossings});
    }

    void review(int s, const ProductState& state, std::size_t r)
    {
        const Review& rule = pipeline_.parts().reviews[r];
        const PathTerm at = parse_path(rule.at).terms.front();
        const int track = pipeline_.find_track(at.track);
        const bool known_shares = std::all_of(rule.to.begin(), rule.to.end(), [](const auto& to) { return to.second.known(); });
        if (state.stages[static_cast<std::size_t>(track)] != pipeline_.find_stage(track, at.to) || !rule.after.known() || !known_shares) {
            return;
        }
        for (std::size_t k = 0; k < rule.to.size(); ++k) {
            if (never(rule.to[k].second)) {
                continue;
            }
            const PlacePath path{{}, {PathTerm{PathForm::transition, at.track, at.to, rule.to[k].first}}};
            for (const Branch& branch : outcomes(state, pipeline_.edges_of(path).front())) {
                wait(s, state, branch, {AtomSource::review, static_cast<int>(r), static_cast<int>(k)});
            }
        }
        model_.atoms.push_back({s, s, AtomSource::review, static_cast<int>(r), -1, {}, {}, {}});
    }

    void leave_by(int s, const ProductState& state, int row, int e)
    {
        std::vector<int> factors;
        const auto& modifiers = pipeline_.parts().modifiers;
        for (std::size_t m = 0; m < modifiers.size(); ++m) {
            const std::vector<int>& on = pipeline_.modified_edges(m);
            if (std::find(on.begin(), on.end(), e) == on.end() || !acts(m, state)) {
                continue;
            }
            if (never(modifiers[m].factor) && modifiers[m].factor.known()) {
                return;
            }
            if (modifiers[m].factor.known()) {
                factors.push_back(static_cast<int>(m));
            }
        }
        for (std::size_t k = 0; k < model_.slots.size(); ++k) {
            const ErlangSlot& slot = model_.slots[k];
            if (slot.row == row && slot.edge == e && state.phases[k] + 1 < slot.phases) {
                ProductState next = state;
                ++next.phases[k];
                const int to = position(std::move(next));
                model_.events.push_back({s, to, row, factors, {}, {}, {}});
                return;
            }
        }
        for (const Branch& branch : outcomes(state, e)) {
            const int to = arrive(state, branch);
            model_.events.push_back({s, to, row, factors, branch.fired, branch.held, branch.crossings});
        }
    }

    void finish()
    {
        model_.living = static_cast<int>(model_.states.size());
        for (std::size_t x = 0; x < pipeline_.exits().size(); ++x) {
            model_.states.push_back({{}, {}, static_cast<int>(x)});
        }
        const auto place = [&](int to) { return to >= 0 ? to : model_.living + (-1 - to); };
        for (ProductEvent& event : model_.events) {
            event.to = place(event.to);
        }
        for (AtomEvent& atom : model_.atoms) {
            atom.to = place(atom.to);
        }
        for (auto& outcomes_of : model_.dated) {
            for (DatedOutcome& outcome : outcomes_of) {
                outcome.to = place(outcome.to);
            }
        }
    }

    const Pipeline& pipeline_;
    bool durations_{};
    CompiledModel model_{};
    std::map<std::tuple<std::vector<int>, std::vector<int>, std::vector<int>>, int> index_{};
    std::vector<std::vector<std::vector<std::vector<int>>>> row_places_{};
    std::vector<std::vector<std::vector<std::vector<int>>>> modifier_places_{};
};

}  // namespace detail

INCUFLOW_INLINE int CompiledModel::find(const StartPlace& stages) const noexcept
{
    for (int s = 0; s < living; ++s) {
        const ProductState& state = states[static_cast<std::size_t>(s)];
        const auto none = [](int p) { return p == 0; };
        if (state.stages == stages && std::all_of(state.phases.begin(), state.phases.end(), none) &&
            std::all_of(state.windows.begin(), state.windows.end(), none)) {
            return s;
        }
    }
    return -1;
}

INCUFLOW_INLINE std::vector<int> CompiledModel::find_all(const StartPlace& stages) const
{
    std::vector<int> found;
    for (int s = 0; s < living; ++s) {
        if (states[static_cast<std::size_t>(s)].stages == stages) {
            found.push_back(s);
        }
    }
    return found;
}

INCUFLOW_INLINE std::string CompiledModel::state_name(const Pipeline& pipeline, int state) const
{
    const ProductState& at = states.at(static_cast<std::size_t>(state));
    if (at.exit >= 0) {
        return pipeline.exits()[static_cast<std::size_t>(at.exit)].id;
    }
    std::string text;
    for (std::size_t t = 0; t < at.stages.size(); ++t) {
        const Track& track = pipeline.tracks()[t];
        text += (text.empty() ? "" : " & ") + track.id + '.' + track.stages[static_cast<std::size_t>(at.stages[t])].id;
    }
    for (std::size_t k = 0; k < at.phases.size(); ++k) {
        if (at.phases[k] > 0) {
            text += " [" + pipeline.edges()[static_cast<std::size_t>(slots[k].edge)].path + ' ' + std::to_string(at.phases[k] + 1) + '/' +
                    std::to_string(slots[k].phases) + ']';
        }
    }
    for (std::size_t w = 0; w < at.windows.size(); ++w) {
        if (at.windows[w] != 0) {
            text += " [after " + pipeline.parts().modifiers[static_cast<std::size_t>(windows[w])].while_in.front() + ']';
        }
    }
    return text;
}

INCUFLOW_INLINE CompiledModel compile_model(const Pipeline& pipeline, const std::vector<StartPlace>& starts, const CompileOptions& options)
{
    return detail::ProductCompiler(pipeline, options).run(starts);
}

INCUFLOW_END
