// SPDX-License-Identifier: Apache-2.0
#pragma once

// Quantiles of stocks; included by forecast.ipp, which defines Forecast::Body.

INCUFLOW_BEGIN

INCUFLOW_INLINE Table Forecast::stock_quantiles(const std::vector<std::string>& places, const std::vector<double>& probabilities,
                                              const Watch& watch) const
{
    const auto& axis = stage_axis();
    std::vector<std::size_t> columns;
    for (const std::string& place : places) {
        const auto found = std::find(axis.begin(), axis.end(), place);
        if (found == axis.end()) {
            throw GraphError("graph.unknown_node", {{"given", place}, {"nearest", nearest_name(place, axis)}});
        }
        columns.push_back(static_cast<std::size_t>(found - axis.begin()));
    }
    for (const double p : probabilities) {
        if (!(p > 0.0 && p < 1.0)) {
            throw ParameterError("forecast.bad_option",
                                 {{"option", "probabilities"}, {"given", format_number(p)}, {"allowed", "0 < p < 1"}});
        }
    }
    detail::TableBuilder table(
        "text: scenario region population date: date text: track stage metric unit number: probability value");
    std::vector<Body::Cell> cells;
    for (const std::size_t column : columns) {
        for (std::size_t at = 0; at < stock_dates().size(); ++at) {
            cells.push_back({at, column});
        }
    }
    const std::vector<std::vector<double>> found = body_->mean_and_quantiles(true, cells, probabilities, watch);
    auto next = found.begin();
    for (const std::size_t column : columns) {
        const std::size_t dot = axis[column].find('.');
        const bool computed = body_->runner->coverage().stage_computed[column] != 0;
        const bool open = body_->runner->coverage().stage_open[column] != 0;
        for (std::size_t at = 0; at < stock_dates().size(); ++at) {
            const std::vector<double>& numbers = *next++;
            for (std::size_t i = 0; i < probabilities.size(); ++i) {
                body_->head(table);
                table.text("population", detail::population_of(study()))
                    .date("date", stock_dates()[at])
                    .text("track", dot == std::string::npos ? std::string("exit") : axis[column].substr(0, dot))
                    .text("stage", dot == std::string::npos ? axis[column] : axis[column].substr(dot + 1))
                    .text("metric", open ? "stock_newcomers" : "stock")
                    .text("unit", detail::unit_of(study()))
                    .number("probability", probabilities[i])
                    .number("value", computed ? numbers[i + 1] : detail::empty_number)
                    .end_row();
            }
        }
    }
    return table.build();
}

INCUFLOW_END
