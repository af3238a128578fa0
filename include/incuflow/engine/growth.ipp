// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/count_query.ipp"
#include "incuflow/engine/growth.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

class GrowthMaker {
public:
    GrowthMaker(const Study& study, const CompiledModel& model, std::size_t attribute)
        : study_(study), model_(model), attribute_(study.pipeline().parts().attributes[attribute])
    {
    }

    GrowthModel run(const StartPlan& plan)
    {
        growth_.id = attribute_.id;
        growth_.process = attribute_.process;
        process();
        jumps();
        initial(plan);
        if (!faults_.empty()) {
            throw EngineError(std::move(faults_));
        }
        return std::move(growth_);
    }

private:
    GrowthModel::Pair pair(const Number& value, const char* key, const std::optional<Number>& spread, const char* spread_key, const std::string& place)
    {
        const auto find = [&](const Number& number, const char* name) {
            growth_.known = growth_.known && number.known();
            return study_.numbers().find(number_name(number, place, name));
        };
        GrowthModel::Pair found{find(value, key), -1};
        if (spread.has_value()) {
            found.spread = find(*spread, spread_key);
        }
        return found;
    }

    // The first row that names the place, else the first that names none.
    template <class Row, class Places, class Fits>
    [[nodiscard]] const Row* row_for(const std::vector<Row>& rows, const std::vector<int>& stages, const Places& places, const Fits& fits) const
    {
        const Row* fallback = nullptr;
        for (const Row& row : rows) {
            if (!fits(row)) {
                continue;
            }
            if (places(row).empty()) {
                fallback = fallback == nullptr ? &row : fallback;
            } else if (PlaceSet(study_.pipeline(), places(row), false).holds(stages)) {
                return &row;
            }
        }
        return fallback;
    }

    void process()
    {
        growth_.growth.resize(model_.states.size());
        for (std::size_t s = 0; s < static_cast<std::size_t>(model_.living); ++s) {
            const auto places = [](const GrowthRow& row) -> const std::vector<std::string>& { return row.in; };
            const GrowthRow* row = row_for(attribute_.growth, model_.states[s].stages, places, [](const GrowthRow&) { return true; });
            if (row == nullptr) {
                missing("engine.attribute_without_process", model_.state_name(study_.pipeline(), static_cast<int>(s)), {});
                continue;
            }
            growth_.growth[s] = pair(row->drift, "drift", row->volatility, "volatility", growth_place(attribute_, *row));
        }
    }

    void jumps()
    {
        growth_.jump.resize(study_.pipeline().edges().size());
        for (const GrowthJump& jump : attribute_.jumps) {
            const GrowthModel::Pair numbers = pair(jump.factor, "factor", jump.cv, "cv", jump_place(attribute_, jump));
            for (const std::string& text : jump.on) {
                for (const int edge : study_.pipeline().edges_of(parse_path(text))) {
                    growth_.jump[static_cast<std::size_t>(edge)] = numbers;
                }
            }
        }
    }

    void initial(const StartPlan& plan)
    {
        growth_.start.resize(model_.states.size());
        growth_.entry.resize(model_.states.size());
        const auto places = [](const InitialSize& size) -> const std::vector<std::string>& { return size.at; };
        const auto find = [&](const std::vector<int>& stages, SizeOf of) {
            return row_for(attribute_.initial, stages, places, [&](const InitialSize& size) { return size.of == SizeOf::firms || size.of == of; });
        };
        for (std::size_t s = 0; s < static_cast<std::size_t>(model_.living); ++s) {
            for (const SizeOf of : {SizeOf::stock, SizeOf::intake}) {
                if (const InitialSize* size = find(model_.states[s].stages, of)) {
                    (of == SizeOf::stock ? growth_.start : growth_.entry)[s] = pair(size->mean, "mean", size->cv, "cv", initial_place(attribute_, *size));
                }
            }
        }
        const auto need = [&](const StartPlace& place, SizeOf of) {
            if (find(place, of) == nullptr) {
                missing("engine.attribute_without_initial", model_.state_name(study_.pipeline(), model_.find(place)), std::string(to_string(of)));
            }
        };
        for (const StockRow& row : study_.parts().stocks) {
            if (row.value.known() && !study_.parts().stocks_independent) {
                need(one_place(study_, row.at.front()), SizeOf::stock);
            }
        }
        for (const StartPlace& place : plan.independent) {
            need(place, SizeOf::stock);
        }
        for (const IntakeRow& row : study_.parts().intakes) {
            for (const IntakePlace& into : row.into) {
                need(one_place(study_, into.at), SizeOf::intake);
            }
        }
    }

    void missing(const char* code, const std::string& state, const std::string& of)
    {
        Arguments arguments{{"attribute", attribute_.id}, {"state", state}};
        if (!of.empty()) {
            arguments.emplace_back("of", of);
        }
        faults_.push_back({code, std::move(arguments), {}});
    }

    const Study& study_;
    const CompiledModel& model_;
    const FirmAttribute& attribute_;
    GrowthModel growth_{};
    std::vector<Fault> faults_{};
};

}  // namespace detail

INCUFLOW_INLINE GrowthModel make_growth(const Study& study, const CompiledModel& model, const StartPlan& plan, std::size_t attribute)
{
    return detail::GrowthMaker(study, model, attribute).run(plan);
}

INCUFLOW_INLINE MomentQuery moment_query(const GrowthModel& growth, std::span<const double> values, int order)
{
    const auto value = [&](int number) { return number < 0 ? 0.0 : values[static_cast<std::size_t>(number)]; };
    MomentQuery query;
    for (const GrowthModel::Pair& row : growth.growth) {
        if (row.value < 0) {
            query.scale.growth.push_back(0.0);
            continue;
        }
        const double drift = value(row.value);
        const double spread = value(row.spread);
        if (growth.process == GrowthProcess::lognormal) {
            query.scale.growth.push_back(order == 1 ? drift : 2.0 * drift + spread * spread);
            continue;
        }
        if (!(spread < laplace_limit)) {
            throw EngineError("engine.laplace_scale", {{"attribute", growth.id}, {"given", format_number(spread)}});
        }
        // E[e^(zL)] = 1/(1 − b²z²) of a Laplace L of scale b; at z = 1 it is part of the drift.
        const double first = logarithm_1_plus(-spread * spread);
        query.scale.growth.push_back(order == 1 ? drift : 2.0 * (drift + first) - logarithm_1_plus(-4.0 * spread * spread));
    }
    // The k-th moment of a number with this mean and coefficient of variation.
    const auto moment = [&](const GrowthModel::Pair& numbers) {
        const double mean = value(numbers.value);
        const double cv = value(numbers.spread);
        return order == 1 ? mean : mean * mean * (1.0 + cv * cv);
    };
    for (const GrowthModel::Pair& numbers : growth.jump) {
        query.scale.jump.push_back(numbers.value < 0 ? 1.0 : moment(numbers));
    }
    for (const GrowthModel::Pair& numbers : growth.start) {
        query.start.push_back(moment(numbers));
    }
    for (const GrowthModel::Pair& numbers : growth.entry) {
        query.entry.push_back(moment(numbers));
    }
    return query;
}

INCUFLOW_END
