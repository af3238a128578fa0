// SPDX-License-Identifier: Apache-2.0
#pragma once

// Short words for small studies in tests.

#include "incuflow/forecast/forecast.hpp"
#include "incuflow/model/builder.hpp"
#include "incuflow/study/study.hpp"

#include <string>
#include <utility>
#include <vector>

namespace make {

namespace inc = incuflow;

inline inc::Date year_end(int year) { return {year, 12, 31}; }

// A study around a pipeline that starts at the end of 2020.
inline inc::StudyParts study(const inc::Pipeline& pipeline, int last_year)
{
    inc::StudyParts parts;
    parts.id = "test";
    parts.base_date = year_end(2020);
    parts.end_date = year_end(last_year);
    parts.pipeline = pipeline.parts();
    return parts;
}

inline inc::StockRow stock(const std::string& at, double firms)
{
    inc::StockRow row;
    row.at = {at};
    row.value = inc::given_in_code(firms);
    return row;
}

inline inc::IntakeRow intake(const std::string& at, double per_year, inc::IntakeLaw law = inc::IntakeLaw::poisson)
{
    inc::IntakeRow row;
    row.into = {{at, {}, {}}};
    row.count = inc::given_in_code(per_year);
    row.law = law;
    return row;
}

inline inc::Target target(const std::string& id, const std::string& of, inc::Counts counts, double at_least, int first_year, int due_year)
{
    inc::Target t;
    t.id = id;
    t.of = {of};
    t.counts = counts;
    t.accounting = counts == inc::Counts::stock ? inc::Accounting::stock : inc::Accounting::cumulative;
    if (counts != inc::Counts::stock) {
        t.since = inc::Date{first_year, 1, 1};
    }
    t.due = year_end(due_year);
    t.value = {inc::ValueForm::at_least, at_least, std::numeric_limits<double>::quiet_NaN(), false};
    return t;
}

// A discrete-time chain: one matrix acting at every year end from 2021 on; `rows` lists moves (from, to, share).
struct Move {
    std::string from;
    std::string to;
    double share;
};

inline inc::DatedMatrix dated(const std::string& track, std::vector<inc::Date> dates, const std::vector<Move>& moves)
{
    inc::DatedMatrix matrix{track, std::move(dates), {}};
    for (const Move& move : moves) {
        if (move.share == 0.0) {
            continue;
        }
        if (matrix.moves.empty() || matrix.moves.back().from != move.from) {
            matrix.moves.push_back({move.from, {}});
        }
        matrix.moves.back().to.emplace_back(move.to, inc::given_in_code(move.share));
    }
    return matrix;
}

inline std::vector<inc::Date> year_ends(int first, int last)
{
    std::vector<inc::Date> dates;
    for (int year = first; year <= last; ++year) {
        dates.push_back(year_end(year));
    }
    return dates;
}

// Expected stock of a stage at the base date and every year end.
inline std::vector<double> expected_stock(const inc::Forecast& forecast, const std::string& stage)
{
    std::vector<double> numbers;
    const auto& axis = forecast.stage_axis();
    for (std::size_t c = 0; c < axis.size(); ++c) {
        if (axis[c] == stage) {
            for (std::size_t t = 0; t < forecast.stock_dates().size(); ++t) {
                numbers.push_back(forecast.stock_array()[t * axis.size() + c]);
            }
        }
    }
    return numbers;
}

inline std::vector<double> expected_flow(const inc::Forecast& forecast, const std::string& transition)
{
    std::vector<double> numbers;
    const auto& axis = forecast.transition_axis();
    for (std::size_t c = 0; c < axis.size(); ++c) {
        if (axis[c] == transition) {
            for (std::size_t t = 0; t < forecast.flow_dates().size(); ++t) {
                numbers.push_back(forecast.flow_array()[t * axis.size() + c]);
            }
        }
    }
    return numbers;
}

inline inc::Forecast at_mids(const inc::Study& study)
{
    inc::ForecastOptions options;
    options.draws = 0;
    return inc::forecast(study, options);
}

}  // namespace make
