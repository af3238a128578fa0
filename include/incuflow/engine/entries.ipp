// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/entries.hpp"
#include "incuflow/hazard/hazard.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/study/validate.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>
#include <map>

INCUFLOW_BEGIN

namespace detail {

// All combinations of one stage a track out of the allowed lists.
INCUFLOW_INLINE std::vector<StartPlace> all_combinations(const std::vector<std::vector<int>>& allowed)
{
    std::vector<StartPlace> found{StartPlace{}};
    for (const std::vector<int>& list : allowed) {
        std::vector<StartPlace> next;
        for (const StartPlace& begun : found) {
            for (const int stage : list) {
                next.push_back(begun);
                next.back().push_back(stage);
            }
        }
        found = std::move(next);
    }
    return found;
}

INCUFLOW_INLINE void add_once(std::vector<StartPlace>& list, const StartPlace& place)
{
    if (std::find(list.begin(), list.end(), place) == list.end()) {
        list.push_back(place);
    }
}

INCUFLOW_INLINE StartPlace one_place(const Study& study, const std::string& text)
{
    return all_combinations(study.pipeline().stages_of(parse_path(text), true)).front();
}

class EntryMaker {
public:
    EntryMaker(const Study& study, const CompiledModel& model, std::span<const double> values) : study_(study), model_(model), values_(values)
    {
    }

    Entries run()
    {
        if (study_.parts().stocks_independent) {
            independent_stocks();
        } else {
            for (const StockRow& row : study_.parts().stocks) {
                if (row.value.known()) {
                    start(firms_of(row), {{one_place(study_, row.at.front()), 1.0}}, row);
                }
            }
        }
        for (const IntakeRow& row : study_.parts().intakes) {
            if (row.count.known()) {
                intake(row);
            }
        }
        return std::move(entries_);
    }

private:
    double value(const Number& number, const std::string& place, const std::string& key) const
    {
        return values_[static_cast<std::size_t>(study_.numbers().find(number_name(number, place, key)))];
    }

    // More firms than there can be would leave the whole numbers in which they are counted.
    static double checked(double firms, const std::string& place)
    {
        constexpr double most = 1e12;
        if (!(firms <= most)) {
            throw EngineError("engine.too_many_firms", {{"at", place}, {"given", format_number(firms)}, {"allowed", format_number(most)}});
        }
        return firms;
    }

    // Firms are counted in whole numbers, also where a draw of an uncertain stock is not one.
    double firms_of(const StockRow& row) const
    {
        const std::string place = stock_place(row);
        return std::floor(checked(value(row.value, place, "stock"), place) + 0.5);
    }

    void start(double firms, const std::vector<std::pair<StartPlace, double>>& places, const StockRow& row)
    {
        if (firms <= 0.0) {
            return;
        }
        StartGroup group{static_cast<std::int64_t>(firms), {}, row.elapsed, row.age, stock_place(row)};
        for (const auto& [place, weight] : places) {
            for (const auto& [state, p] : phases(place, row)) {
                group.at.emplace_back(state, weight * p);
            }
        }
        split_values(std::move(group));
    }

    // Firms with times of their own are one group for each pair of times: firms of one group share one law.
    void split_values(StartGroup group)
    {
        if (group.elapsed.kind != Elapsed::values && group.age.kind != Elapsed::values) {
            entries_.starts.push_back(std::move(group));
            return;
        }
        const auto n = static_cast<std::size_t>(group.firms);
        for (const ElapsedLaw* law : {&group.elapsed, &group.age}) {
            if (law->kind == Elapsed::values && law->values.size() != n) {
                throw EngineError("engine.elapsed_count", {{"at", group.place},
                                                           {"given", std::to_string(law->values.size())},
                                                           {"firms", std::to_string(n)}});
            }
        }
        std::map<std::pair<double, double>, std::int64_t> pairs;
        for (std::size_t i = 0; i < n; ++i) {
            const auto one = [&](const ElapsedLaw& law) { return law.kind == Elapsed::values ? law.values[i] : 0.0; };
            ++pairs[{one(group.elapsed), one(group.age)}];
        }
        for (const auto& [pair, firms] : pairs) {
            StartGroup part = group;
            part.firms = firms;
            if (group.elapsed.kind == Elapsed::values) {
                part.elapsed = {Elapsed::years, pair.first, {}};
            }
            if (group.age.kind == Elapsed::values) {
                part.age = {Elapsed::years, pair.second, {}};
            }
            entries_.starts.push_back(std::move(part));
        }
    }

    // Product states of a place: the phases follow from the time already spent there, Poisson(rate · u) given that no edge has fired.
    Spread phases(const StartPlace& place, const StockRow& row) const
    {
        std::vector<std::vector<double>> laws;
        bool counting = false;
        for (const ErlangSlot& slot : model_.slots) {
            const Edge& edge = study_.pipeline().edges()[static_cast<std::size_t>(slot.edge)];
            if (place[static_cast<std::size_t>(edge.track)] != edge.from) {
                laws.push_back({1.0});
                continue;
            }
            counting = true;
            if (row.elapsed.kind == Elapsed::not_said) {
                throw EngineError("engine.elapsed_needed", {{"transition", edge.path}, {"at", stock_place(row)}});
            }
            if (row.elapsed.kind != Elapsed::fresh && row.elapsed.kind != Elapsed::years) {
                throw EngineError("engine.elapsed_kind", {{"at", stock_place(row)}});
            }
            const double u = row.elapsed.kind == Elapsed::years ? row.elapsed.years : 0.0;
            laws.push_back(phase_law(slot, u));
        }
        const int first = model_.find(place);
        if (!counting) {
            return {{first, 1.0}};
        }
        Spread spread;
        for (const int s : model_.find_all(place)) {
            double p = 1.0;
            for (std::size_t k = 0; k < laws.size(); ++k) {
                const auto phase = static_cast<std::size_t>(model_.states[static_cast<std::size_t>(s)].phases[k]);
                p *= phase < laws[k].size() ? laws[k][phase] : 0.0;
            }
            if (p > 0.0) {
                spread.emplace_back(s, p);
            }
        }
        return spread;
    }

    std::vector<double> phase_law(const ErlangSlot& slot, double u) const
    {
        const TransitionRow& row = study_.pipeline().parts().transitions[static_cast<std::size_t>(slot.row)];
        std::vector<double> parameters;
        for (const HazardParameter& parameter : row.hazard.parameters) {
            parameters.push_back(value(parameter.value, row_place(row), parameter.key));
        }
        const double x = std::get<Erlang>(realise(row.hazard, parameters)).rate() * u;
        std::vector<double> law{1.0};
        double total = 1.0;
        for (int j = 1; j < slot.phases; ++j) {
            law.push_back(law.back() * x / j);
            total += law.back();
        }
        for (double& p : law) {
            p /= total;
        }
        return law;
    }

    // Margins of the same firms on several tracks, tracks independent: one group whose spread is the product of the shares.
    void independent_stocks()
    {
        const Pipeline& pipeline = study_.pipeline();
        std::vector<std::vector<std::pair<int, double>>> shares(pipeline.tracks().size());
        std::vector<double> totals(pipeline.tracks().size(), 0.0);
        double firms = 0.0;
        const StockRow* said = nullptr;
        for (const StockRow& row : study_.parts().stocks) {
            if (!row.value.known()) {
                continue;
            }
            const PathTerm term = parse_path(row.at.front()).terms.front();
            const int track = pipeline.find_track(term.track);
            const double here = firms_of(row);
            shares[static_cast<std::size_t>(track)].emplace_back(pipeline.find_stage(track, term.to), here);
            totals[static_cast<std::size_t>(track)] += here;
            firms = totals[static_cast<std::size_t>(track)];
            said = said == nullptr ? &row : said;
        }
        std::vector<std::pair<StartPlace, double>> places{{{}, 1.0}};
        for (std::size_t t = 0; t < shares.size(); ++t) {
            std::vector<std::pair<StartPlace, double>> next;
            for (const auto& [begun, p] : places) {
                if (shares[t].empty()) {
                    next.emplace_back(begun, p);
                    next.back().first.push_back(0);
                }
                for (const auto& [stage, here] : shares[t]) {
                    if (here > 0.0) {
                        next.emplace_back(begun, p * here / totals[t]);
                        next.back().first.push_back(stage);
                    }
                }
            }
            places = std::move(next);
        }
        if (said != nullptr) {
            start(firms, places, *said);
        }
    }

    Spread spread_of(const IntakeRow& row) const
    {
        const std::string place = intake_place(row);
        Spread spread;
        double rest = 1.0;
        for (const IntakePlace& into : row.into) {
            double p = rest;
            if (into.share.has_value()) {
                p = value(*into.share, place, intake_key(into, "share"));
            } else if (into.share_of_rest.has_value()) {
                p = rest * value(*into.share_of_rest, place, intake_key(into, "share_of_rest"));
            }
            rest = std::max(0.0, rest - p);
            spread.emplace_back(model_.find(one_place(study_, into.at)), p);
        }
        // Drawn shares of a full list need not add up to 1: they are shares of the same entrants.
        double total = 0.0;
        for (const auto& part : spread) {
            total += part.second;
        }
        for (auto& part : spread) {
            part.second /= total;
        }
        return spread;
    }

    void intake(const IntakeRow& row)
    {
        const std::string place = intake_place(row);
        const Spread into = spread_of(row);
        if (row.law == IntakeLaw::batch) {
            const double firms = checked(value(row.count, place, "firms"), place);
            entries_.batches.push_back({study_.years_to(*row.date, DayEdge::end), static_cast<std::int64_t>(firms), into, row.age});
            return;
        }
        const double count = value(row.count, place, "count_per_year");
        const double growth = row.growth.has_value() ? value(*row.growth, place, "growth") : 1.0;
        const double from = row.start.has_value() ? study_.years_to(*row.start, DayEdge::begin) : 0.0;
        const double to = study_.years_to(row.end.value_or(study_.parts().end_date), DayEdge::end);
        std::vector<RateStep> steps;
        for (int year = study_.parts().base_date.year; year <= study_.parts().end_date.year; ++year) {
            const double start = std::max(from, study_.years_to({year, 1, 1}, DayEdge::begin));
            const double end = std::min(to, study_.years_to({year, 12, 31}, DayEdge::end));
            if (end > start) {
                const double rate = row.growth.has_value() ? count * power(growth, year - row.count.year) : count;
                steps.push_back({start, end, checked(rate, place)});
            }
        }
        if (row.law == IntakeLaw::poisson || row.law == IntakeLaw::negative_binomial) {
            entries_.streams.push_back({into, std::move(steps), row.law == IntakeLaw::poisson ? 0.0 : row.k, row.age});
            return;
        }
        for (const RateStep& step : steps) {
            const double firms = step.rate * (step.end - step.start);
            const double whole = std::floor(firms + 0.5);
            if (std::fabs(firms - whole) > 1e-9 * std::max(1.0, firms)) {
                throw EngineError("engine.fixed_not_whole", {{"intake", place}, {"given", format_number(firms)}});
            }
            if (whole > 0.0) {
                entries_.fixed.push_back({step.start, step.end, static_cast<std::int64_t>(whole), into, row.age});
            }
        }
    }

    const Study& study_;
    const CompiledModel& model_;
    std::span<const double> values_;
    Entries entries_{};
};

}  // namespace detail

INCUFLOW_INLINE StartPlan plan_starts(const Study& study)
{
    StartPlan plan;
    for (const StockRow& row : study.parts().stocks) {
        for (const std::string& at : row.at) {
            for (const StartPlace& place : detail::all_combinations(study.pipeline().stages_of(parse_path(at), true))) {
                detail::add_once(plan.all, place);
                detail::add_once(row.value.known() ? plan.known : plan.unknown, place);
            }
        }
    }
    // What is known of one place is known, also where a wider statement calls it unknown.
    for (const StockRow& row : study.parts().stocks) {
        if (row.value.known()) {
            std::erase(plan.unknown, detail::one_place(study, row.at.front()));
        }
    }
    if (study.parts().stocks_independent) {
        std::vector<std::vector<int>> stages(study.pipeline().tracks().size());
        for (const StockRow& row : study.parts().stocks) {
            const PathTerm term = parse_path(row.at.front()).terms.front();
            const int track = study.pipeline().find_track(term.track);
            stages[static_cast<std::size_t>(track)].push_back(study.pipeline().find_stage(track, term.to));
        }
        for (auto& list : stages) {
            if (list.empty()) {
                list.push_back(0);
            }
        }
        for (const StartPlace& place : detail::all_combinations(stages)) {
            detail::add_once(plan.all, place);
            detail::add_once(plan.known, place);
            detail::add_once(plan.independent, place);
        }
    }
    for (const IntakeRow& row : study.parts().intakes) {
        for (const IntakePlace& into : row.into) {
            const StartPlace place = detail::one_place(study, into.at);
            detail::add_once(plan.all, place);
            detail::add_once(plan.known, place);
        }
    }
    for (const Target& target : study.parts().targets) {
        if (!target.ask.empty()) {
            detail::add_once(plan.all, detail::one_place(study, target.ask));
        }
    }
    if (plan.all.empty()) {
        plan.all.emplace_back(study.pipeline().tracks().size(), 0);
    }
    return plan;
}

INCUFLOW_INLINE Entries make_entries(const Study& study, const CompiledModel& model, std::span<const double> values)
{
    return detail::EntryMaker(study, model, values).run();
}

INCUFLOW_END
