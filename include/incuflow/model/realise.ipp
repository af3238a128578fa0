// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/hazard.hpp"
#include "incuflow/model/realise.hpp"

#include <algorithm>

INCUFLOW_BEGIN

INCUFLOW_INLINE NumberLinks link_numbers(const Pipeline& pipeline, const NumberTable& table)
{
    const PipelineParts& parts = pipeline.parts();
    NumberLinks links;
    for (const TransitionRow& row : parts.transitions) {
        std::vector<int>& mine = links.rows.emplace_back();
        const std::string place = row_place(row);
        for (const HazardParameter& parameter : row.hazard.parameters) {
            mine.push_back(table.find(number_name(parameter.value, place, parameter.key)));
        }
    }
    for (const Modifier& modifier : parts.modifiers) {
        links.modifiers.push_back(table.find(number_name(modifier.factor, modifier_place(modifier), "factor")));
    }
    for (const Trigger& trigger : parts.triggers) {
        links.triggers.push_back(table.find(number_name(trigger.probability, trigger_place(trigger), "probability")));
    }
    for (const DatedMatrix& matrix : parts.dated) {
        auto& moves = links.dated.emplace_back();
        for (const DatedMove& move : matrix.moves) {
            auto& targets = moves.emplace_back();
            const std::string place = dated_place(matrix, move);
            for (const auto& [to, share] : move.to) {
                targets.push_back(table.find(number_name(share, place, to)));
            }
        }
    }
    return links;
}

INCUFLOW_INLINE RealisedModel realise(const Pipeline& pipeline, const CompiledModel& model, const NumberLinks& links,
                                      std::span<const double> values)
{
    const auto value = [&](int number) { return values[static_cast<std::size_t>(number)]; };
    const auto& rows = pipeline.parts().transitions;
    std::vector<Hazard> hazards(rows.size(), Exponential(0.0));
    std::vector<bool> used(rows.size(), false);
    RealisedModel realised;
    realised.breaks.push_back(0.0);
    for (const ProductEvent& event : model.events) {
        const auto r = static_cast<std::size_t>(event.row);
        if (used[r]) {
            continue;
        }
        used[r] = true;
        std::vector<double> parameters;
        for (const int number : links.rows[r]) {
            parameters.push_back(value(number));
        }
        hazards[r] = realise(rows[r].hazard, parameters);
        if (const auto* pieces = std::get_if<PiecewiseConstant>(&hazards[r])) {
            realised.breaks.insert(realised.breaks.end(), pieces->breaks().begin(), pieces->breaks().end());
        }
    }
    std::sort(realised.breaks.begin(), realised.breaks.end());
    realised.breaks.erase(std::unique(realised.breaks.begin(), realised.breaks.end()), realised.breaks.end());

    const auto tosses = [&](const std::vector<int>& fired, const std::vector<int>& held) {
        double p = 1.0;
        for (const int i : fired) {
            p *= value(links.triggers[static_cast<std::size_t>(i)]);
        }
        for (const int i : held) {
            p *= 1.0 - value(links.triggers[static_cast<std::size_t>(i)]);
        }
        return p;
    };
    for (const double start : realised.breaks) {
        std::vector<double>& piece = realised.rates.emplace_back();
        for (const ProductEvent& event : model.events) {
            const Hazard& hazard = hazards[static_cast<std::size_t>(event.row)];
            double rate = 0.0;
            if (const auto* erlang = std::get_if<Erlang>(&hazard)) {
                rate = erlang->rate();
            } else {
                rate = hazard_at(hazard, start);
            }
            for (const int m : event.modifiers) {
                rate *= value(links.modifiers[static_cast<std::size_t>(m)]);
            }
            piece.push_back(rate * tosses(event.fired, event.held));
        }
    }
    for (std::size_t d = 0; d < model.dated.size(); ++d) {
        std::vector<double>& shares = realised.dated.emplace_back();
        for (const DatedOutcome& outcome : model.dated[d]) {
            const int number = links.dated[d][static_cast<std::size_t>(outcome.move)][static_cast<std::size_t>(outcome.target)];
            shares.push_back(value(number) * tosses(outcome.fired, outcome.held));
        }
    }
    return realised;
}

INCUFLOW_INLINE std::vector<double> generator(const CompiledModel& model, std::span<const double> rates)
{
    const std::size_t n = model.states.size();
    std::vector<double> q(n * n, 0.0);
    for (std::size_t e = 0; e < model.events.size(); ++e) {
        const auto from = static_cast<std::size_t>(model.events[e].from);
        q[from * n + static_cast<std::size_t>(model.events[e].to)] += rates[e];
    }
    for (std::size_t s = 0; s < n; ++s) {
        q[s * n + s] = 0.0;
        double out = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            out += q[s * n + j];
        }
        q[s * n + s] = -out;
    }
    return q;
}

INCUFLOW_END
