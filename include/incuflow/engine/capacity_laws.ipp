// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/capacity_laws.hpp"
#include "incuflow/engine/cohort.hpp"
#include "incuflow/engine/cohort_markov.ipp"
#include "incuflow/engine/entries.hpp"
#include "incuflow/model/realise.hpp"
#include "incuflow/numeric/generator_exponential.hpp"
#include "incuflow/text/nearest.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

INCUFLOW_BEGIN

INCUFLOW_INLINE std::string_view to_string(CapacityPeriod period) noexcept { return period == CapacityPeriod::year ? "year" : "month"; }

namespace detail {

INCUFLOW_INLINE StageRef stage_named(const Pipeline& pipeline, const std::string& name)
{
    const std::size_t dot = name.find('.');
    const int track = dot == std::string::npos ? -1 : pipeline.find_track(name.substr(0, dot));
    const int stage = track < 0 ? -1 : pipeline.find_stage(track, name.substr(dot + 1));
    if (stage < 0) {
        std::vector<std::string> names;
        for (const Track& one : pipeline.tracks()) {
            for (const Stage& of : one.stages) {
                names.push_back(one.id + '.' + of.id);
            }
        }
        throw GraphError("graph.unknown_node", {{"given", name}, {"nearest", nearest_name(name, names)}});
    }
    return {track, stage};
}

INCUFLOW_INLINE std::vector<Date> capacity_dates(const Study& study, CapacityPeriod period)
{
    std::vector<Date> dates{study.parts().base_date};
    if (period == CapacityPeriod::year) {
        const std::vector<Date> ends = study.period_ends();
        dates.insert(dates.end(), ends.begin(), ends.end());
        return dates;
    }
    const Date& last = study.parts().end_date;
    for (Date at = dates.front();;) {
        at = next_day(at);
        at.day = days_in_month(at.year, at.month);
        if (at.year > last.year || (at.year == last.year && at.month >= last.month)) {
            break;
        }
        dates.push_back(at);
    }
    dates.push_back(last);
    return dates;
}

class CapacityMaker {
public:
    CapacityMaker(const Study& study, const std::string& goal, const std::vector<StagePlaces>& places, CapacityPeriod period)
        : study_(study), pipeline_(study.pipeline())
    {
        out_.goal = stage_named(pipeline_, goal);
        read_places(places);
        require_markov(pipeline_);
        const StartPlan plan = plan_starts(study_);
        out_.unknown_stock = !plan.unknown.empty();
        const std::vector<double> mids = study_.numbers().mids();
        out_.model = compile_model(pipeline_, plan.known.empty() ? plan.all : plan.known);
        realised_ = realise(pipeline_, out_.model, link_numbers(pipeline_, study_.numbers()), mids);
        entries_ = make_entries(study_, out_.model, mids);
        const CohortTimes times = cohort_times(study_);
        dated_ = times.dated;
        const MarkovCohort checked(pipeline_, out_.model, realised_, {}, times);  // refuses dated shares that add up to more than 1
        living_ = static_cast<std::size_t>(out_.model.living);
        out_.dates = capacity_dates(study_, period);
        for (const Date& date : out_.dates) {
            out_.times.push_back(study_.years_to(date, DayEdge::end));
        }
        check_size();
        make_firms();
        make_membership();
        check_goal(goal);
        make_steps();
    }

    CapacityLaws run()
    {
        const std::size_t sets = std::size_t{1} << out_.stages.size();
        out_.laws.assign(periods(), std::vector<ClosedLaw>(sets));
        for (std::size_t closed = 0; closed < sets; ++closed) {
            generators_.clear();
            cache_.clear();
            for (const std::vector<double>& rates : realised_.rates) {
                std::vector<double> open = rates;
                for (std::size_t e = 0; e < open.size(); ++e) {
                    open[e] = blocked(out_.model.events[e].from, out_.model.events[e].to, closed) ? 0.0 : open[e];
                }
                generators_.push_back(incuflow::generator(out_.model, open));
            }
            for (std::size_t k = 0; k < periods(); ++k) {
                out_.laws[k][closed] = law(k, closed);
            }
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] std::size_t periods() const { return out_.dates.size() - 1; }

    void read_places(const std::vector<StagePlaces>& places)
    {
        constexpr std::size_t most = 6;  // every set of closed stages is a law of its own
        for (const StagePlaces& one : places) {
            out_.stages.push_back(stage_named(pipeline_, one.stage));
            out_.places.push_back(one.places);
            if (!(one.places >= 0.0) || std::isinf(one.places)) {
                throw ParameterError("engine.bad_places", {{"stage", one.stage}, {"given", format_number(one.places)}});
            }
        }
        if (places.size() > most) {
            throw EngineError("engine.too_many_places", {{"given", std::to_string(places.size())}, {"allowed", std::to_string(most)}});
        }
    }

    // The numbers of all laws must fit into memory.
    void check_size() const
    {
        constexpr double most = 5e7;
        const double sets = std::ldexp(1.0, static_cast<int>(out_.stages.size()));
        const auto n = static_cast<double>(living_);
        if (sets * static_cast<double>(periods()) * n * n > most) {
            throw EngineError("engine.too_many_laws", {{"states", std::to_string(living_)},
                                                       {"periods", std::to_string(periods())},
                                                       {"sets", format_number(sets)}});
        }
    }

    [[nodiscard]] std::string name_of(const StageRef& at) const
    {
        const Track& track = pipeline_.tracks()[static_cast<std::size_t>(at.track)];
        return track.id + '.' + track.stages[static_cast<std::size_t>(at.stage)].id;
    }

    // Firms that come from outside, by the state they come to.
    struct Arrival {
        std::size_t state{};
        double start{};
        double end{};
        double rate{};   // firms a year over (start, end)
        double batch{};  // firms at `end`
    };

    void make_firms()
    {
        out_.start.assign(living_, 0.0);
        double everybody = 0.0;
        for (const StartGroup& group : entries_.starts) {
            for (const auto& [state, p] : group.at) {
                out_.start[static_cast<std::size_t>(state)] += static_cast<double>(group.firms) * p;
                everybody += static_cast<double>(group.firms) * p;
            }
        }
        const double last = out_.times.back();
        const auto add = [&](const Spread& into, double start, double end, double rate, double batch) {
            for (const auto& [state, p] : into) {
                if (p * (rate + batch) > 0.0 && start < last) {
                    arrivals_.push_back({static_cast<std::size_t>(state), start, end, rate * p, batch * p});
                }
            }
        };
        for (const PoissonStream& stream : entries_.streams) {
            for (const RateStep& step : stream.steps) {
                add(stream.into, step.start, step.end, step.rate, 0.0);
            }
        }
        for (const FixedPeriod& fixed : entries_.fixed) {
            add(fixed.into, fixed.start, fixed.end, static_cast<double>(fixed.firms) / (fixed.end - fixed.start), 0.0);
        }
        for (const BatchEntry& batch : entries_.batches) {
            if (batch.time > 0.0 && batch.time <= last) {
                add(batch.into, 0.0, batch.time, 0.0, static_cast<double>(batch.firms));
            }
        }
        std::map<std::size_t, std::size_t> source_of;
        for (const Arrival& arrival : arrivals_) {
            const auto [at, fresh] = source_of.emplace(arrival.state, out_.sources.size());
            if (fresh) {
                out_.sources.push_back({static_cast<int>(arrival.state), std::vector<double>(periods(), 0.0)});
            }
            for (std::size_t k = 0; k < periods(); ++k) {
                const double overlap = std::min(arrival.end, out_.times[k + 1]) - std::max(arrival.start, out_.times[k]);
                const bool batch = arrival.end > out_.times[k] && arrival.end <= out_.times[k + 1];
                const double firms = arrival.rate * std::max(0.0, overlap) + (batch ? arrival.batch : 0.0);
                out_.sources[at->second].firms[k] += firms;
                everybody += firms;
            }
        }
        if (!(everybody > 0.0)) {
            throw EngineError("engine.nobody", {});
        }
    }

    [[nodiscard]] bool blocked(int from, int to, std::size_t closed) const
    {
        if (static_cast<std::size_t>(to) >= living_) {
            return false;
        }
        return (closed & out_.inside[static_cast<std::size_t>(to)] & ~std::size_t{out_.inside[static_cast<std::size_t>(from)]}) != 0;
    }

    // Every move that can happen, with the transitions it crosses.
    template <class Visit> void each_move(const Visit& visit) const
    {
        for (std::size_t e = 0; e < out_.model.events.size(); ++e) {
            const ProductEvent& event = out_.model.events[e];
            if (std::any_of(realised_.rates.begin(), realised_.rates.end(), [&](const auto& rates) { return rates[e] > 0.0; })) {
                visit(event.from, event.to, event.crossings);
            }
        }
        for (std::size_t d = 0; d < out_.model.dated.size(); ++d) {
            for (std::size_t o = 0; o < out_.model.dated[d].size(); ++o) {
                const DatedOutcome& outcome = out_.model.dated[d][o];
                if (realised_.dated[d][o] > 0.0 && !dated_[d].empty()) {
                    visit(outcome.from, outcome.to, outcome.crossings);
                }
            }
        }
    }

    void make_membership()
    {
        out_.inside.assign(living_, 0);
        for (std::size_t i = 0; i < living_; ++i) {
            for (std::size_t s = 0; s < out_.stages.size(); ++s) {
                const StageRef& at = out_.stages[s];
                if (out_.model.states[i].stages[static_cast<std::size_t>(at.track)] == at.stage) {
                    out_.inside[i] |= 1u << s;
                }
            }
        }
        out_.entering.assign(living_, 0);
        // What can be entered later can be entered: passed back along the moves until nothing changes.
        for (bool changed = true; changed;) {
            changed = false;
            each_move([&](int from, int to, const std::vector<int>&) {
                if (static_cast<std::size_t>(to) < living_) {
                    const auto f = static_cast<std::size_t>(from);
                    const auto t = static_cast<std::size_t>(to);
                    const unsigned more = out_.entering[t] | (out_.inside[t] & ~out_.inside[f]);
                    changed = changed || (more & ~out_.entering[f]) != 0;
                    out_.entering[f] |= more;
                }
            });
        }
        for (std::size_t s = 0; s < out_.stages.size(); ++s) {
            double here = 0.0;
            for (std::size_t i = 0; i < living_; ++i) {
                here += (out_.inside[i] >> s & 1u) == 1 ? out_.start[i] : 0.0;
            }
            if (here > out_.places[s] * (1.0 + 1e-12)) {
                throw EngineError("engine.stock_over_places", {{"stage", name_of(out_.stages[s])},
                                                               {"given", format_number(here)},
                                                               {"places", format_number(out_.places[s])}});
            }
        }
    }

    [[nodiscard]] int goal_crossings(const std::vector<int>& crossings) const
    {
        int count = 0;
        for (const int c : crossings) {
            const Edge& edge = pipeline_.edges()[static_cast<std::size_t>(c)];
            count += edge.track == out_.goal.track && edge.to == out_.goal.stage ? 1 : 0;
        }
        return count;
    }

    void check_goal(const std::string& goal) const
    {
        // 1: firms may stand there; 2: also after an entry into the goal.
        std::vector<int> seen(out_.model.states.size(), 0);
        for (std::size_t i = 0; i < living_; ++i) {
            seen[i] = out_.start[i] > 0.0 ? 1 : 0;
        }
        for (const CapacitySource& source : out_.sources) {
            seen[static_cast<std::size_t>(source.state)] = 1;
        }
        bool reached = false;
        bool again = false;
        for (bool changed = true; changed;) {
            changed = false;
            each_move([&](int from, int to, const std::vector<int>& crossings) {
                int& there = seen[static_cast<std::size_t>(to)];
                const int here = seen[static_cast<std::size_t>(from)];
                const int entries = here > 0 ? goal_crossings(crossings) : 0;
                reached = reached || entries > 0;
                again = again || entries > 1 || (entries == 1 && here == 2);
                const int now = std::max(there, entries > 0 ? 2 : here);
                changed = changed || now != there;
                there = now;
            });
        }
        if (!reached) {
            throw EngineError("engine.goal_unreachable", {{"goal", goal}});
        }
        if (again) {
            throw EngineError("engine.goal_again", {{"goal", goal}});
        }
    }

    void make_steps()
    {
        constexpr double unlimited = std::numeric_limits<double>::infinity();
        std::map<std::pair<int, int>, std::size_t> known;
        const auto step = [&](const Edge& edge) -> CapacityLaws::Step& {
            const auto [at, fresh] = known.emplace(std::make_pair(edge.from, edge.to), out_.steps.size());
            if (fresh) {
                out_.steps.push_back({edge.from, edge.to, std::vector<double>(periods(), 0.0)});
            }
            return out_.steps[at->second];
        };
        each_move([&](int, int, const std::vector<int>& crossings) {
            for (const Edge& edge : on_goal_track(crossings)) {
                (void)step(edge);
            }
        });
        for (std::size_t piece = 0; piece < realised_.rates.size(); ++piece) {
            const double begin = realised_.breaks[piece];
            const double end = piece + 1 < realised_.breaks.size() ? realised_.breaks[piece + 1] : unlimited;
            // By step, by state: the rate of its crossings as the first ones of their events.
            std::map<std::pair<int, int>, std::vector<double>> rates;
            for (std::size_t e = 0; e < out_.model.events.size(); ++e) {
                const std::vector<Edge> edges = on_goal_track(out_.model.events[e].crossings);
                if (!edges.empty() && realised_.rates[piece][e] > 0.0) {
                    std::vector<double>& by_state = rates[{edges.front().from, edges.front().to}];
                    by_state.resize(living_, 0.0);
                    by_state[static_cast<std::size_t>(out_.model.events[e].from)] += realised_.rates[piece][e];
                }
                for (std::size_t later = 1; later < edges.size(); ++later) {
                    CapacityLaws::Step& one = step(edges[later]);
                    std::fill(one.most.begin(), one.most.end(), unlimited);
                }
            }
            for (const auto& [ends, by_state] : rates) {
                const double largest = *std::max_element(by_state.begin(), by_state.end());
                std::vector<double>& most = out_.steps[known.at(ends)].most;
                for (std::size_t k = 0; k < periods(); ++k) {
                    if (begin < out_.times[k + 1] && end > out_.times[k]) {
                        most[k] = std::max(most[k], largest * (out_.times[k + 1] - out_.times[k]));
                    }
                }
            }
        }
        for (std::size_t d = 0; d < out_.model.dated.size(); ++d) {
            for (const DatedOutcome& outcome : out_.model.dated[d]) {
                for (const Edge& edge : on_goal_track(outcome.crossings)) {
                    if (known.count({edge.from, edge.to}) > 0) {
                        std::vector<double>& most = step(edge).most;
                        std::fill(most.begin(), most.end(), unlimited);
                    }
                }
            }
        }
    }

    [[nodiscard]] std::vector<Edge> on_goal_track(const std::vector<int>& crossings) const
    {
        std::vector<Edge> edges;
        for (const int c : crossings) {
            const Edge& edge = pipeline_.edges()[static_cast<std::size_t>(c)];
            if (edge.track == out_.goal.track && edge.to >= 0) {
                edges.push_back(edge);
            }
        }
        return edges;
    }

    // Every time within a period at which something changes.
    [[nodiscard]] std::vector<double> grid(double begin, double end) const
    {
        std::vector<double> at{begin, end};
        at.insert(at.end(), realised_.breaks.begin(), realised_.breaks.end());
        for (const auto& list : dated_) {
            at.insert(at.end(), list.begin(), list.end());
        }
        for (const Arrival& arrival : arrivals_) {
            at.push_back(arrival.start);
            at.push_back(arrival.end);
        }
        std::erase_if(at, [&](double t) { return t < begin || t > end; });
        std::sort(at.begin(), at.end());
        at.erase(std::unique(at.begin(), at.end()), at.end());
        return at;
    }

    const GeneratorIntegrals& step_of(std::size_t piece, double length)
    {
        const auto key = std::make_pair(piece, length);
        auto at = cache_.find(key);
        if (at == cache_.end()) {
            at = cache_.emplace(key, generator_integrals(generators_[piece], static_cast<int>(out_.model.states.size()), length)).first;
        }
        return at->second;
    }

    // One firm from each state, and the firms of each source, through period k.
    ClosedLaw law(std::size_t k, std::size_t closed)
    {
        const std::size_t n = out_.model.states.size();
        const std::size_t rows = living_ + out_.sources.size();
        const std::size_t stages = out_.stages.size();
        std::vector<double> now(rows * n, 0.0);
        for (std::size_t i = 0; i < living_; ++i) {
            now[i * n + i] = 1.0;
        }
        ClosedLaw result{{}, std::vector<double>(rows, 0.0), std::vector<double>(rows * stages, 0.0)};
        const double begin = out_.times[k];
        const double end = out_.times[k + 1];
        const std::vector<double> at = grid(begin, end);
        std::vector<double> entry(n, 0.0);
        for (std::size_t g = 0; g + 1 < at.size(); ++g) {
            const auto after = std::upper_bound(realised_.breaks.begin(), realised_.breaks.end(), at[g]);
            const auto piece = static_cast<std::size_t>(after - realised_.breaks.begin()) - 1;
            const GeneratorIntegrals& step = step_of(piece, at[g + 1] - at[g]);
            std::vector<double> reward(n, 0.0);
            for (std::size_t e = 0; e < out_.model.events.size(); ++e) {
                const ProductEvent& event = out_.model.events[e];
                if (!blocked(event.from, event.to, closed)) {
                    reward[static_cast<std::size_t>(event.from)] += realised_.rates[piece][e] * goal_crossings(event.crossings);
                }
            }
            std::vector<double> next(rows * n, 0.0);
            std::vector<double> spent(n);
            for (std::size_t r = 0; r < rows; ++r) {
                std::fill(spent.begin(), spent.end(), 0.0);
                add_product(&now[r * n], step.transition.data(), n, &next[r * n]);
                add_product(&now[r * n], step.occupancy.data(), n, spent.data());
                if (r >= living_) {
                    const auto state = static_cast<std::size_t>(out_.sources[r - living_].state);
                    std::fill(entry.begin(), entry.end(), 0.0);
                    for (const Arrival& arrival : arrivals_) {
                        entry[state] += arrival.state == state && arrival.start <= at[g] && at[g] < arrival.end ? arrival.rate : 0.0;
                    }
                    add_product(entry.data(), step.occupancy.data(), n, &next[r * n]);
                    add_product(entry.data(), step.accumulated.data(), n, spent.data());
                }
                for (std::size_t i = 0; i < living_; ++i) {
                    result.goal[r] += spent[i] * reward[i];
                    for (std::size_t s = 0; s < stages; ++s) {
                        result.share[r * stages + s] += (out_.inside[i] >> s & 1u) == 1 ? spent[i] / (end - begin) : 0.0;
                    }
                }
            }
            now = std::move(next);
            act(at[g + 1], closed, now, result.goal);
            for (std::size_t v = 0; v < out_.sources.size(); ++v) {
                const auto state = static_cast<std::size_t>(out_.sources[v].state);
                for (const Arrival& arrival : arrivals_) {
                    now[(living_ + v) * n + state] += arrival.state == state && arrival.end == at[g + 1] ? arrival.batch : 0.0;
                }
            }
        }
        result.ends.resize(rows * living_);
        for (std::size_t r = 0; r < rows; ++r) {
            std::copy_n(&now[r * n], living_, &result.ends[r * living_]);
        }
        return result;
    }

    // Dated matrices of one instant, in order of declaration.
    void act(double instant, std::size_t closed, std::vector<double>& now, std::vector<double>& goal) const
    {
        const std::size_t n = out_.model.states.size();
        for (std::size_t d = 0; d < dated_.size(); ++d) {
            if (std::find(dated_[d].begin(), dated_[d].end(), instant) == dated_[d].end()) {
                continue;
            }
            const std::vector<double> before = now;
            for (std::size_t o = 0; o < out_.model.dated[d].size(); ++o) {
                const DatedOutcome& outcome = out_.model.dated[d][o];
                if (blocked(outcome.from, outcome.to, closed)) {
                    continue;
                }
                for (std::size_t r = 0; r < goal.size(); ++r) {
                    const double moved = before[r * n + static_cast<std::size_t>(outcome.from)] * realised_.dated[d][o];
                    now[r * n + static_cast<std::size_t>(outcome.from)] -= moved;
                    now[r * n + static_cast<std::size_t>(outcome.to)] += moved;
                    goal[r] += moved * goal_crossings(outcome.crossings);
                }
            }
        }
    }

    const Study& study_;
    const Pipeline& pipeline_;
    RealisedModel realised_{};
    Entries entries_{};
    std::vector<std::vector<double>> dated_{};
    std::vector<Arrival> arrivals_{};
    std::size_t living_{};
    std::vector<std::vector<double>> generators_{};
    std::map<std::pair<std::size_t, double>, GeneratorIntegrals> cache_{};
    CapacityLaws out_{};
};

}  // namespace detail

INCUFLOW_INLINE CapacityLaws capacity_laws(const Study& study, const std::string& goal, const std::vector<StagePlaces>& places,
                                           CapacityPeriod period)
{
    return detail::CapacityMaker(study, goal, places, period).run();
}

INCUFLOW_END
