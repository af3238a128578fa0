// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/hazard.hpp"
#include "incuflow/model/realise.hpp"
#include "incuflow/text/number.hpp"

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
        links.windows.push_back(modifier.within.has_value() ? table.find(number_name(*modifier.within, modifier_place(modifier), "within")) : -1);
    }
    for (const Trigger& trigger : parts.triggers) {
        links.triggers.push_back(table.find(number_name(trigger.probability, trigger_place(trigger), "probability")));
    }
    for (const Review& review : parts.reviews) {
        const std::string place = review_place(review);
        links.reviews.push_back(table.find(number_name(review.after, place, "after")));
        auto& shares = links.review_shares.emplace_back();
        for (const auto& [to, share] : review.to) {
            shares.push_back(table.find(number_name(share, place, to)));
        }
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

namespace detail {

// Chance that exactly these triggers act.
INCUFLOW_INLINE double tosses(const NumberLinks& links, std::span<const double> values, const std::vector<int>& fired, const std::vector<int>& held)
{
    double p = 1.0;
    for (const int i : fired) {
        p *= values[static_cast<std::size_t>(links.triggers[static_cast<std::size_t>(i)])];
    }
    for (const int i : held) {
        p *= 1.0 - values[static_cast<std::size_t>(links.triggers[static_cast<std::size_t>(i)])];
    }
    return p;
}

INCUFLOW_INLINE Hazard realise_row(const Pipeline& pipeline, const NumberLinks& links, std::span<const double> values, std::size_t row)
{
    std::vector<double> parameters;
    for (const int number : links.rows[row]) {
        parameters.push_back(values[static_cast<std::size_t>(number)]);
    }
    return realise(pipeline.parts().transitions[row].hazard, parameters);
}

INCUFLOW_INLINE std::vector<std::vector<double>> realise_dated(const CompiledModel& model, const NumberLinks& links, std::span<const double> values)
{
    std::vector<std::vector<double>> dated;
    for (std::size_t d = 0; d < model.dated.size(); ++d) {
        std::vector<double>& shares = dated.emplace_back();
        for (const DatedOutcome& outcome : model.dated[d]) {
            const int number = links.dated[d][static_cast<std::size_t>(outcome.move)][static_cast<std::size_t>(outcome.target)];
            shares.push_back(values[static_cast<std::size_t>(number)] * tosses(links, values, outcome.fired, outcome.held));
        }
    }
    return dated;
}

}  // namespace detail

INCUFLOW_INLINE RealisedDurations realise_durations(const Pipeline& pipeline, const CompiledModel& model, const NumberLinks& links,
                                                    std::span<const double> values)
{
    const auto value = [&](int number) { return values[static_cast<std::size_t>(number)]; };
    RealisedDurations out;
    out.hazards.assign(pipeline.parts().transitions.size(), Exponential(0.0));
    std::vector<char> used(out.hazards.size(), 0);
    const auto use = [&](std::size_t row) {
        if (used[row] == 0) {
            used[row] = 1;
            out.hazards[row] = detail::realise_row(pipeline, links, values, row);
        }
    };
    for (const ProductEvent& event : model.events) {
        use(static_cast<std::size_t>(event.row));
        double factor = detail::tosses(links, values, event.fired, event.held);
        for (const int m : event.modifiers) {
            factor *= value(links.modifiers[static_cast<std::size_t>(m)]);
        }
        out.factors.push_back(factor);
    }
    for (const AtomEvent& atom : model.atoms) {
        const auto i = static_cast<std::size_t>(atom.index);
        double share = detail::tosses(links, values, atom.fired, atom.held);
        if (atom.source == AtomSource::delay) {
            use(i);
            out.waits.push_back(std::get<FixedDelay>(out.hazards[i]).delay());
        } else if (atom.source == AtomSource::window) {
            out.waits.push_back(value(links.windows[static_cast<std::size_t>(model.windows[i])]));
        } else {
            out.waits.push_back(value(links.reviews[i]));
            double moved = 0.0;
            for (const int number : links.review_shares[i]) {
                moved += value(number);
            }
            if (moved > 1.0 + 1e-12) {
                throw EngineError("engine.moves_over_one", {{"state", pipeline.parts().reviews[i].at}, {"given", format_number(moved)}});
            }
            share *= atom.target < 0 ? std::max(0.0, 1.0 - moved) : value(links.review_shares[i][static_cast<std::size_t>(atom.target)]);
        }
        out.shares.push_back(share);
    }
    out.dated = detail::realise_dated(model, links, values);
    return out;
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
        hazards[r] = detail::realise_row(pipeline, links, values, r);
        if (const auto* pieces = std::get_if<PiecewiseConstant>(&hazards[r])) {
            realised.breaks.insert(realised.breaks.end(), pieces->breaks().begin(), pieces->breaks().end());
        }
    }
    std::sort(realised.breaks.begin(), realised.breaks.end());
    realised.breaks.erase(std::unique(realised.breaks.begin(), realised.breaks.end()), realised.breaks.end());

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
            piece.push_back(rate * detail::tosses(links, values, event.fired, event.held));
        }
    }
    realised.dated = detail::realise_dated(model, links, values);
    return realised;
}

INCUFLOW_END
