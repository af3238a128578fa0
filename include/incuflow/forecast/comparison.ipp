// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/forecast/comparison.hpp"
#include "incuflow/forecast/forecast.ipp"
#include "incuflow/study/tables.hpp"
#include "incuflow/units/table_builder.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

// The p-quantile by linear interpolation between order statistics.
INCUFLOW_INLINE double sample_quantile(std::vector<double> values, double p)
{
    std::sort(values.begin(), values.end());
    const double at = p * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

INCUFLOW_INLINE PairedDifference paired_difference(const std::vector<double>& differences, double level)
{
    PairedDifference result;
    if (differences.empty()) {
        return result;
    }
    const auto n = static_cast<double>(differences.size());
    double sum = 0.0;
    for (const double x : differences) {
        sum += x;
    }
    result.mean = sum / n;
    if (differences.size() < 2) {
        return result;
    }
    double squares = 0.0;
    std::vector<double> mirrored;
    for (const double x : differences) {
        squares += (x - result.mean) * (x - result.mean);
        mirrored.push_back(-x);
    }
    result.se = std::sqrt(squares / (n - 1.0) / n);
    const double tail = 0.5 * (1.0 - level);
    result.low = sample_quantile(differences, tail);
    // 0 − x, so that no difference is −0.
    result.high = 0.0 - sample_quantile(std::move(mirrored), tail);
    return result;
}

/// Positions, among the finished draws of each, of the draws that both have.
struct CommonDraws {
    std::vector<std::size_t> in_a;
    std::vector<std::size_t> in_b;
};

INCUFLOW_INLINE CommonDraws common_draws(const Forecast& a, const Forecast& b)
{
    const auto refuse = [](const char* what, const std::string& first, const std::string& second) {
        throw ParameterError("forecast.not_paired", {{"what", what}, {"first", first}, {"second", second}});
    };
    if (a.options().seed != b.options().seed) {
        refuse("seed", std::to_string(a.options().seed), std::to_string(b.options().seed));
    }
    CommonDraws common;
    const std::vector<int>& drawn_a = a.finished_draws();
    const std::vector<int>& drawn_b = b.finished_draws();
    for (std::size_t i = 0, j = 0; i < drawn_a.size() && j < drawn_b.size();) {
        if (drawn_a[i] == drawn_b[j]) {
            common.in_a.push_back(i++);
            common.in_b.push_back(j++);
        } else {
            ++(drawn_a[i] < drawn_b[j] ? i : j);
        }
    }
    if ((a.draws() == 0) != (b.draws() == 0) || common.in_a.empty()) {
        refuse("draws", std::to_string(a.draws()), std::to_string(b.draws()));
    }
    return common;
}

class Comparer {
public:
    Comparer(const Forecast& a, const Forecast& b) : a_(a), b_(b), common_(common_draws(a, b)) {}

    [[nodiscard]] int draws() const { return a_.draws() == 0 ? 0 : static_cast<int>(common_.in_a.size()); }

    [[nodiscard]] std::vector<TargetDifference> targets() const
    {
        std::vector<TargetDifference> rows;
        std::vector<char> used(b_.attainment().size(), 0);
        for (std::size_t i = 0; i < a_.attainment().size(); ++i) {
            TargetDifference row;
            row.target = a_.attainment()[i].target;
            row.row_a = static_cast<int>(i);
            for (std::size_t j = 0; j < used.size() && row.row_b < 0; ++j) {
                // A yearly target has a row a year; they go together in their order.
                if (used[j] == 0 && b_.attainment()[j].target == row.target) {
                    row.row_b = static_cast<int>(j);
                    used[j] = 1;
                }
            }
            difference(row);
            rows.push_back(std::move(row));
        }
        for (std::size_t j = 0; j < used.size(); ++j) {
            if (used[j] == 0) {
                rows.push_back({b_.attainment()[j].target, -1, static_cast<int>(j), {}, {}});
            }
        }
        return rows;
    }

    [[nodiscard]] std::vector<StockDifference> stocks() const
    {
        std::vector<std::string> stages = a_.stage_axis();
        for (const std::string& stage : b_.stage_axis()) {
            if (std::find(stages.begin(), stages.end(), stage) == stages.end()) {
                stages.push_back(stage);
            }
        }
        std::vector<StockDifference> rows;
        for (const std::string& stage : stages) {
            for (const Date& date : a_.stock_dates()) {
                if (std::find(b_.stock_dates().begin(), b_.stock_dates().end(), date) != b_.stock_dates().end()) {
                    rows.push_back(stock(stage, date));
                }
            }
        }
        return rows;
    }

private:
    // A joint target has a chance and no expected number.
    [[nodiscard]] static bool counted(const Attainment& row) { return row.expected == row.expected || row.p_met == row.p_met; }

    [[nodiscard]] PairedDifference paired(const std::vector<double>& a, const std::vector<double>& b) const
    {
        if (a.empty() || b.empty()) {
            return {};
        }
        std::vector<double> differences;
        for (std::size_t k = 0; k < common_.in_a.size(); ++k) {
            differences.push_back(b[common_.in_b[k]] - a[common_.in_a[k]]);
        }
        return paired_difference(differences, a_.options().level);
    }

    void difference(TargetDifference& row) const
    {
        if (row.row_b < 0) {
            return;
        }
        const Attainment& in_a = a_.attainment()[static_cast<std::size_t>(row.row_a)];
        const Attainment& in_b = b_.attainment()[static_cast<std::size_t>(row.row_b)];
        if (in_a.status != in_b.status || !counted(in_a) || !counted(in_b)) {
            return;
        }
        const ConditionalCounts of_a = a_.conditional(static_cast<std::size_t>(row.row_a));
        const ConditionalCounts of_b = b_.conditional(static_cast<std::size_t>(row.row_b));
        row.count = paired(of_a.expected, of_b.expected);
        if (in_a.status == Status::modelled) {
            row.chance = paired(of_a.chance, of_b.chance);
        }
    }

    // Expected firms by draw; empty if the stage is not there or has no number.
    static std::vector<double> column(const Forecast& forecast, const std::string& stage, const Date& date)
    {
        const auto& axis = forecast.stage_axis();
        const auto& dates = forecast.stock_dates();
        const auto at = static_cast<std::size_t>(std::find(axis.begin(), axis.end(), stage) - axis.begin());
        const auto when = static_cast<std::size_t>(std::find(dates.begin(), dates.end(), date) - dates.begin());
        std::vector<double> values;
        for (std::size_t k = 0; at < axis.size() && k < forecast.finished_draws().size(); ++k) {
            const double value = forecast.stock_array()[(k * dates.size() + when) * axis.size() + at];
            if (value != value) {
                return {};
            }
            values.push_back(value);
        }
        return values;
    }

    static double mean(const std::vector<double>& values)
    {
        double sum = values.empty() ? std::numeric_limits<double>::quiet_NaN() : 0.0;
        for (const double value : values) {
            sum += value;
        }
        return sum / static_cast<double>(std::max<std::size_t>(1, values.size()));
    }

    StockDifference stock(const std::string& stage, const Date& date) const
    {
        StockDifference row{stage, date, {}, {}, a_.stock_metric(stage), b_.stock_metric(stage), {}};
        const std::vector<double> of_a = column(a_, stage, date);
        const std::vector<double> of_b = column(b_, stage, date);
        row.a = mean(of_a);
        row.b = mean(of_b);
        if (row.metric_a == row.metric_b) {
            row.count = paired(of_a, of_b);
        }
        return row;
    }

    const Forecast& a_;
    const Forecast& b_;
    CommonDraws common_;
};

}  // namespace detail

INCUFLOW_INLINE Comparison compare(const Forecast& a, const Forecast& b)
{
    const detail::Comparer comparer(a, b);
    Comparison result(a, b);
    result.draws_ = comparer.draws();
    result.targets_ = comparer.targets();
    result.stocks_ = comparer.stocks();
    return result;
}

INCUFLOW_INLINE Comparison compare(const Study& a, const Study& b, const ForecastOptions& options)
{
    return compare(forecast(a, options), forecast(b, options));
}

INCUFLOW_INLINE Table Comparison::targets(Language language) const
{
    detail::TableBuilder table(
        "text: scenario_a scenario_b region target text unit counted accounting date: since due text: value_a value_b status_a status_b "
        "number: expected_a expected_b difference low high level p_met_a p_met_b p_difference p_difference_se");
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    for (const TargetDifference& row : targets_) {
        const Attainment* in_a = row.row_a < 0 ? nullptr : &a_.attainment()[static_cast<std::size_t>(row.row_a)];
        const Attainment* in_b = row.row_b < 0 ? nullptr : &b_.attainment()[static_cast<std::size_t>(row.row_b)];
        const auto said = [](const Forecast& forecast, const Attainment* at) {
            return at == nullptr ? nullptr : &forecast.study().parts().targets[static_cast<std::size_t>(at->index)];
        };
        const Target* target_a = said(a_, in_a);
        const Target* target_b = said(b_, in_b);
        const Target& either = target_a == nullptr ? *target_b : *target_a;
        const Attainment& dates = in_a == nullptr ? *in_b : *in_a;
        const auto value = [](const Target* target) { return target == nullptr ? std::string() : detail::value_text(*target); };
        const auto status = [](const Attainment* at) { return at == nullptr ? std::string() : std::string(to_string(at->status)); };
        table.text("scenario_a", a_.study().scenario())
            .text("scenario_b", b_.study().scenario())
            .text("region", a_.study().parts().region)
            .text("target", row.target)
            .text("text", either.text.in(language))
            .text("unit", either.unit)
            .text("counted", detail::counted_text(either))
            .text("accounting", std::string(to_string(either.accounting)))
            .date("since", dates.since)
            .date("due", dates.due)
            .text("value_a", value(target_a))
            .text("value_b", value(target_b))
            .text("status_a", status(in_a))
            .text("status_b", status(in_b))
            .number("expected_a", in_a == nullptr ? nothing : in_a->expected)
            .number("expected_b", in_b == nullptr ? nothing : in_b->expected)
            .number("difference", row.count.mean)
            .number("low", row.count.low)
            .number("high", row.count.high)
            .number("level", row.count.low == row.count.low ? level() : nothing)
            .number("p_met_a", in_a == nullptr ? nothing : in_a->p_met)
            .number("p_met_b", in_b == nullptr ? nothing : in_b->p_met)
            .number("p_difference", row.chance.mean)
            .number("p_difference_se", row.chance.se)
            .end_row();
    }
    return table.build();
}

INCUFLOW_INLINE Table Comparison::stocks() const
{
    detail::TableBuilder table(
        "text: scenario_a scenario_b region population date: date text: track stage metric unit "
        "number: expected_a expected_b difference low high level");
    for (const StockDifference& row : stocks_) {
        const std::size_t dot = row.stage.find('.');
        const bool only_b = row.metric_a.empty();
        table.text("scenario_a", a_.study().scenario())
            .text("scenario_b", b_.study().scenario())
            .text("region", a_.study().parts().region)
            .text("population", detail::population_of(a_.study()))
            .date("date", row.date)
            .text("track", dot == std::string::npos ? std::string("exit") : row.stage.substr(0, dot))
            .text("stage", dot == std::string::npos ? row.stage : row.stage.substr(dot + 1))
            .text("metric", only_b ? row.metric_b : row.metric_a)
            .text("unit", detail::unit_of(only_b ? b_.study() : a_.study()))
            .number("expected_a", row.a)
            .number("expected_b", row.b)
            .number("difference", row.count.mean)
            .number("low", row.count.low)
            .number("high", row.count.high)
            .number("level", row.count.low == row.count.low ? level() : std::numeric_limits<double>::quiet_NaN())
            .end_row();
    }
    return table.build();
}

INCUFLOW_END
