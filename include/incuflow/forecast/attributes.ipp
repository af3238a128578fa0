// SPDX-License-Identifier: Apache-2.0
#pragma once

// The table of attributes; included by forecast.ipp, which defines Forecast::Body.

#include "incuflow/forecast/amounts.hpp"
#include "incuflow/numeric/normal.hpp"

INCUFLOW_BEGIN

namespace detail {

/// A number of each draw as a normal law, mixed over the draws.
struct NormalMixture {
    std::vector<TotalMoments> draws{};

    [[nodiscard]] double mean() const
    {
        double sum = 0.0;
        for (const TotalMoments& draw : draws) {
            sum += draw.mean;
        }
        return sum / static_cast<double>(draws.size());
    }
    [[nodiscard]] double deviation() const
    {
        const double m = mean();
        double sum = 0.0;
        for (const TotalMoments& draw : draws) {
            sum += draw.variance + (draw.mean - m) * (draw.mean - m);
        }
        return std::sqrt(sum / static_cast<double>(draws.size()));
    }
    [[nodiscard]] double quantile(double p) const
    {
        const auto at_most = [&](double x) {
            double sum = 0.0;
            for (const TotalMoments& draw : draws) {
                const double gap = x - draw.mean;
                sum += draw.variance > 0.0 ? normal_cdf(gap / std::sqrt(draw.variance)) : gap >= 0.0 ? 1.0 : 0.0;
            }
            return sum / static_cast<double>(draws.size());
        };
        return mixture_quantile(at_most, p, mean(), deviation(), 0.0);
    }
};

}  // namespace detail

// A total by draw; with `per_firm` what a firm has on average: the ratio of the expectations, its variance by the delta method.
INCUFLOW_INLINE detail::NormalMixture Forecast::Body::amounts(std::size_t attribute, std::size_t at, std::size_t column, bool per_firm) const
{
    const std::size_t stages = runner->stage_axis().size();
    const std::size_t times = stock_dates.size();
    const bool all = column == stages;
    detail::NormalMixture mixture;
    for (const detail::DrawResult& draw : results) {
        const detail::DrawResult::Attribute& moments = draw.attributes[attribute];
        detail::TotalMoments total;
        detail::TotalMoments firms;
        double covariance = 0.0;
        for (std::size_t c = 0; c < draw.trials.size(); ++c) {
            const std::size_t cell = (c * times + at) * (stages + 1) + column;
            const double x = moments.first[cell];
            double p = all ? 0.0 : draw.stocks[(c * times + at) * stages + column];
            // All living firms are those of the first track, whose stages share them out.
            for (std::size_t s = 0; all && s < runner->study().pipeline().tracks().front().stages.size(); ++s) {
                p += draw.stocks[(c * times + at) * stages + s];
            }
            const detail::TotalMoments part = detail::class_total(draw.trials[c], draw.mixing[c], x, moments.second[cell]);
            const detail::TotalMoments count = detail::class_total(draw.trials[c], draw.mixing[c], p, p);
            total.mean += part.mean;
            total.variance += part.variance;
            firms.mean += count.mean;
            firms.variance += count.variance;
            covariance += detail::class_covariance(draw.trials[c], draw.mixing[c], x, p, x);
        }
        if (!per_firm) {
            mixture.draws.push_back(total);
        } else if (firms.mean > 0.0) {
            const double ratio = total.mean / firms.mean;
            const double variance = total.variance - 2.0 * ratio * covariance + ratio * ratio * firms.variance;
            mixture.draws.push_back({ratio, std::max(0.0, variance) / (firms.mean * firms.mean)});
        }
    }
    return mixture;
}

INCUFLOW_INLINE Table Forecast::attributes(const Watch& watch) const
{
    detail::TableBuilder table(
        "text: scenario region population date: date text: track stage attribute metric unit number: expected low high level sd text: method");
    const auto& declared = study().pipeline().parts().attributes;
    const auto& axis = stage_axis();
    const auto& dates = stock_dates();
    const double tail = 0.5 * (1.0 - options().level);
    const std::size_t exits = study().pipeline().exits().size();
    struct Row {
        std::size_t attribute;
        std::size_t column;
        std::size_t at;
        bool per_firm;
        std::vector<double> numbers;
    };
    std::vector<Row> rows;
    for (std::size_t a = 0; a < declared.size(); ++a) {
        for (std::size_t column = 0; column <= axis.size(); ++column) {
            // What left with an exit is no part of the economy any more.
            for (std::size_t at = 0; (column < axis.size() - exits || column == axis.size()) && at < dates.size(); ++at) {
                rows.push_back({a, column, at, false, {}});
                rows.push_back({a, column, at, true, {}});
            }
        }
    }
    const auto& coverage = body_->runner->coverage();
    const auto stages = static_cast<std::ptrdiff_t>(axis.size() - exits);
    const auto any = [&](const std::vector<char>& flags, char what) { return std::find(flags.begin(), flags.begin() + stages, what) != flags.begin() + stages; };
    const auto computed = [&](std::size_t column) { return column == axis.size() ? any(coverage.stage_computed, 1) : coverage.stage_computed[column] != 0; };
    const auto open = [&](std::size_t column) {
        return column == axis.size() ? any(coverage.stage_open, 1) || any(coverage.stage_computed, 0) : coverage.stage_open[column] != 0;
    };
    detail::run_all(static_cast<int>(rows.size()), options().threads, watch, [&](int i) {
        Row& row = rows[static_cast<std::size_t>(i)];
        if (!body_->runner->growth()[row.attribute].known || !computed(row.column)) {
            return;
        }
        const detail::NormalMixture law = body_->amounts(row.attribute, row.at, row.column, row.per_firm);
        if (!law.draws.empty()) {
            row.numbers = {law.mean(), law.quantile(tail), law.quantile(1.0 - tail), law.deviation()};
        }
    });
    for (const Row& row : rows) {
        const FirmAttribute& attribute = declared[row.attribute];
        const bool all = row.column == axis.size();
        const std::size_t dot = all ? 0 : axis[row.column].find('.');
        const bool known = !row.numbers.empty();
        const auto number = [&](std::size_t i) { return known ? row.numbers[i] : detail::empty_number; };
        std::string metric = row.per_firm ? "mean_per_firm" : "total";
        if (open(row.column)) {
            metric += "_newcomers";
        }
        body_->head(table);
        table.text("population", detail::population_of(study()))
            .date("date", dates[row.at])
            .text("track", all ? std::string("*") : axis[row.column].substr(0, dot))
            .text("stage", all ? std::string("*") : axis[row.column].substr(dot + 1))
            .text("attribute", attribute.id)
            .text("metric", metric)
            .text("unit", row.per_firm ? attribute.unit + '/' + detail::unit_of(study()) : attribute.unit)
            .number("expected", number(0))
            .number("low", number(1))
            .number("high", number(2))
            .number("level", options().level)
            .number("sd", number(3))
            .text("method", !known ? "" : row.per_firm ? "ratio of expectations, delta method (approximate)" : "exact mean and variance; normal law (approximate)")
            .end_row();
    }
    return table.build();
}

INCUFLOW_END
