// SPDX-License-Identifier: Apache-2.0
#pragma once

// The tables of a forecast; included by forecast.ipp, which defines Forecast::Body.

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE std::string population_of(const Study& study)
{
    for (const Population& population : study.parts().populations) {
        if (population.pipeline) {
            return population.id;
        }
    }
    return "firm";
}

INCUFLOW_INLINE std::string unit_of(const Study& study)
{
    for (const Population& population : study.parts().populations) {
        if (population.pipeline && !population.unit.empty()) {
            return population.unit;
        }
    }
    return "家";
}

}  // namespace detail

INCUFLOW_INLINE void Forecast::Body::head(detail::TableBuilder& table) const
{
    table.text("scenario", study.scenario()).text("region", study.parts().region);
}

INCUFLOW_INLINE Table Forecast::attainment_table(Language language) const
{
    detail::TableBuilder table(
        "text: scenario region target clause text unit counted accounting date: since due text: value reading status "
        "number: expected low high level p_met p_met_se p_floor text: ask number: needed_50 needed_80 text: method "
        "verdict reason");
    for (const Attainment& row : attainment()) {
        const Target& target = study().parts().targets[static_cast<std::size_t>(row.index)];
        const bool counted = row.status == Status::modelled || row.status == Status::needs_input;
        body_->head(table);
        table.text("target", row.target)
            .text("clause", target.clause)
            .text("text", target.text.in(language))
            .text("unit", target.unit)
            .text("counted", detail::counted_text(target))
            .text("accounting", std::string(to_string(target.accounting)))
            .date("since", row.since)
            .date("due", row.due)
            .text("value", detail::value_text(target))
            .text("reading", std::string(to_string(target.reading)))
            .text("status", std::string(to_string(row.status)))
            .number("expected", row.expected)
            .number("low", row.low)
            .number("high", row.high)
            .number("level", counted ? options().level : detail::empty_number)
            .number("p_met", row.p_met)
            .number("p_met_se", row.p_met_se)
            .number("p_floor", row.p_floor)
            .text("ask", row.ask)
            .number("needed_50", row.needed_50)
            .number("needed_80", row.needed_80)
            .text("method", row.method)
            .text("verdict", row.verdict.in(language))
            .text("reason", row.reason.in(language))
            .end_row();
    }
    return table.build();
}

INCUFLOW_INLINE std::string Forecast::headline(Language language) const
{
    const bool zh = language == Language::zh;
    // Qualitative promises are rows too, but not among the quantified targets.
    const std::vector<Status> order{Status::modelled, Status::needs_input, Status::by_assumption, Status::not_modelled, Status::ambiguous};
    std::vector<int> counts(order.size(), 0);
    int quantified = 0;
    for (std::size_t t = 0; t < study().parts().targets.size(); ++t) {
        // A yearly target has a row a year but is one promise.
        const auto row = std::find_if(attainment().begin(), attainment().end(),
                                      [&](const Attainment& a) { return a.index == static_cast<int>(t); });
        const auto at = std::find(order.begin(), order.end(), row->status);
        if (at != order.end()) {
            ++counts[static_cast<std::size_t>(at - order.begin())];
            ++quantified;
        }
    }
    std::string text = std::to_string(quantified) + (zh ? "项量化目标：" : quantified == 1 ? " quantified target: " : " quantified targets: ");
    for (std::size_t i = 0; i < order.size(); ++i) {
        text += i == 0 ? "" : zh ? "，" : ", ";
        text += std::string(label(order[i], language)) + ' ' + std::to_string(counts[i]);
    }
    return text;
}

INCUFLOW_INLINE Table Forecast::stocks(const Watch& watch) const
{
    detail::TableBuilder table("text: scenario region population date: date text: track stage metric unit number: expected low high level");
    const auto& axis = stage_axis();
    const auto& dates = stock_dates();
    const double tail = 0.5 * (1.0 - options().level);
    std::vector<Body::Cell> cells;
    for (std::size_t column = 0; column < axis.size(); ++column) {
        for (std::size_t at = 0; body_->runner->coverage().stage_computed[column] != 0 && at < dates.size(); ++at) {
            cells.push_back({at, column});
        }
    }
    const std::vector<std::vector<double>> found = body_->mean_and_quantiles(true, cells, {tail, 1.0 - tail}, watch);
    auto next = found.begin();
    const std::vector<double> nothing(3, detail::empty_number);
    for (std::size_t column = 0; column < axis.size(); ++column) {
        const std::size_t dot = axis[column].find('.');
        const bool computed = body_->runner->coverage().stage_computed[column] != 0;
        const bool open = body_->runner->coverage().stage_open[column] != 0;
        for (std::size_t at = 0; at < dates.size(); ++at) {
            const std::vector<double>& numbers = computed ? *next++ : nothing;
            body_->head(table);
            table.text("population", detail::population_of(study()))
                .date("date", dates[at])
                .text("track", dot == std::string::npos ? std::string("exit") : axis[column].substr(0, dot))
                .text("stage", dot == std::string::npos ? axis[column] : axis[column].substr(dot + 1))
                .text("metric", open ? "stock_newcomers" : "stock")
                .text("unit", detail::unit_of(study()))
                .number("expected", numbers[0])
                .number("low", numbers[1])
                .number("high", numbers[2])
                .number("level", options().level)
                .end_row();
        }
    }
    return table.build();
}

INCUFLOW_INLINE Table Forecast::flows(const Watch& watch) const
{
    detail::TableBuilder table("text: scenario region population date: start date text: transition metric unit number: expected low high level");
    const auto& axis = transition_axis();
    const auto& dates = flow_dates();
    const double tail = 0.5 * (1.0 - options().level);
    const std::size_t draws_run = body_->results.size();
    const std::vector<double>& crossings = flow_array();
    const auto has_law = [&](std::size_t column) { return body_->runner->coverage().transition_computed[column] != 0 && body_->runner->has_law()[column]; };
    std::vector<Body::Cell> cells;
    for (std::size_t column = 0; column < axis.size(); ++column) {
        for (std::size_t at = 0; has_law(column) && at < dates.size(); ++at) {
            cells.push_back({at, column});
        }
    }
    const std::vector<std::vector<double>> found = body_->mean_and_quantiles(false, cells, {tail, 1.0 - tail}, watch);
    auto next = found.begin();
    const std::vector<double> nothing(3, detail::empty_number);
    for (std::size_t column = 0; column < axis.size(); ++column) {
        for (std::size_t at = 0; at < dates.size(); ++at) {
            double expected = 0.0;
            for (std::size_t k = 0; k < draws_run; ++k) {
                expected += crossings[(k * dates.size() + at) * axis.size() + column];
            }
            const std::vector<double>& numbers = has_law(column) ? *next++ : nothing;
            const bool computed = body_->runner->coverage().transition_computed[column] != 0;
            const bool open = body_->runner->coverage().transition_open[column] != 0;
            body_->head(table);
            table.text("population", detail::population_of(study()))
                .date("start", next_day(stock_dates()[at]))
                .date("date", dates[at])
                .text("transition", axis[column])
                .text("metric", open ? "flow_newcomers" : "flow")
                .text("unit", detail::unit_of(study()))
                .number("expected", computed ? expected / static_cast<double>(draws_run) : detail::empty_number)
                .number("low", numbers[1])
                .number("high", numbers[2])
                .number("level", options().level)
                .end_row();
        }
    }
    return table.build();
}

// Firms standing where the target's firms come to, at one of the stock dates; empty where it is not computed or not asked for.
INCUFLOW_INLINE double Forecast::Body::stock_of(const Target& target, const Date& date) const
{
    const auto at = std::find(stock_dates.begin(), stock_dates.end(), date);
    std::vector<std::string> names;
    for (const std::string& text : target.of) {
        const PlacePath path = parse_path(text);
        // The arrays hold stages, not combinations of them nor sets of those that count as one.
        if (path.terms.size() != 1 || target.counts_as) {
            return detail::empty_number;
        }
        const PathTerm& term = path.terms.front();
        names.push_back(term.track.empty() ? term.to : term.track + '.' + term.to);
    }
    double sum = 0.0;
    for (const std::string& name : names) {
        const auto& axis = runner->stage_axis();
        auto column = std::find(axis.begin(), axis.end(), name);
        if (column == axis.end()) {
            column = std::find(axis.begin(), axis.end(), name.substr(name.find('.') + 1));
        }
        if (at == stock_dates.end() || column == axis.end()) {
            return detail::empty_number;
        }
        for (std::size_t k = 0; k < results.size(); ++k) {
            sum += stocks()[(k * stock_dates.size() + static_cast<std::size_t>(at - stock_dates.begin())) * axis.size() +
                               static_cast<std::size_t>(column - axis.begin())];
        }
    }
    return names.empty() ? detail::empty_number : sum / static_cast<double>(results.size());
}

INCUFLOW_INLINE Table Forecast::progress(const Watch& watch) const
{
    const detail::Runner& runner = *body_->runner;
    const std::vector<Attainment>& rows = attainment(watch);
    const auto since_of = [&](const Attainment& row, bool stock) { return stock ? 0.0 : study().years_to(row.since, DayEdge::begin); };
    const auto target_of = [&](const Attainment& row) -> const Target& { return study().parts().targets[static_cast<std::size_t>(row.index)]; };
    // The year-ends of every counted window, and its due date.
    std::vector<std::vector<Date>> dates(rows.size());
    for (std::size_t w = 0; w < rows.size(); ++w) {
        if (runner.windows()[w].no_count()) {
            continue;
        }
        const double since = since_of(rows[w], target_of(rows[w]).accounting == Accounting::stock);
        for (const Date& date : flow_dates()) {
            if (date < rows[w].due && study().years_to(date, DayEdge::end) > since) {
                dates[w].push_back(date);
            }
        }
        dates[w].push_back(rows[w].due);
    }
    // Expected counts by draw, window and date, of the draws that were run; they are added up in the order of the draws.
    std::vector<std::vector<std::vector<double>>> drawn(body_->finished.size());
    detail::run_all(static_cast<int>(drawn.size()), options().threads, watch, [&](int k) {
        const auto at = static_cast<std::size_t>(k);
        const std::vector<double> values =
            options().draws == 0 ? study().numbers().mids() : draw_values(study(), options().seed, body_->finished[at]);
        for (std::size_t w = 0; w < rows.size(); ++w) {
            drawn[at].push_back(dates[w].empty() ? std::vector<double>() : runner.expected_until(static_cast<int>(w), dates[w], values));
        }
    });
    detail::TableBuilder table("text: target date: start date number: flow expected stock value reached elapsed");
    for (std::size_t w = 0; w < rows.size(); ++w) {
        const Target& target = target_of(rows[w]);
        const bool stock = target.accounting == Accounting::stock;
        const double since = since_of(rows[w], stock);
        const double due = study().years_to(rows[w].due, DayEdge::end);
        Date start = stock ? next_day(study().parts().base_date) : rows[w].since;
        double before = 0.0;
        for (std::size_t i = 0; i < dates[w].size(); ++i) {
            double total = 0.0;
            for (const auto& draw : drawn) {
                total += draw[w][i];
            }
            const double expected = total / static_cast<double>(drawn.size());
            const Date& date = dates[w][i];
            table.text("target", rows[w].target)
                .date("start", start)
                .date("date", date)
                .number("flow", stock ? detail::empty_number : expected - before)
                .number("expected", expected)
                .number("stock", stock ? expected : body_->stock_of(target, date))
                .number("value", target.value.low)
                .number("reached", target.value.low > 0.0 ? expected / target.value.low : detail::empty_number)
                .number("elapsed", (study().years_to(date, DayEdge::end) - since) / (due - since))
                .end_row();
            before = expected;
            start = next_day(date);
        }
    }
    return table.build();
}

INCUFLOW_INLINE Table Forecast::assumptions(Language language) const
{
    detail::TableBuilder table(
        "text: name place key unit number: low mid high text: kind range_kind law source reason target number: "
        "expected_low expected_high influence p_low p_mid p_high break_even");
    const auto& entries = study().numbers().entries();
    const auto row = [&](const NumberEntry& entry, const detail::Effect* effect) {
        const Number& number = entry.number;
        const double nothing = detail::empty_number;
        const std::string target = effect == nullptr ? std::string() : attainment()[static_cast<std::size_t>(effect->window)].target;
        table.text("name", entry.name)
            .text("place", entry.place)
            .text("key", entry.key)
            .text("unit", std::string(to_string(entry.measure)))
            .number("low", number.low)
            .number("mid", number.mid)
            .number("high", number.high)
            .text("kind", std::string(to_string(number.kind)))
            .text("range_kind", number.has_range() ? std::string(to_string(number.range_kind.value_or(number.kind))) : std::string())
            .text("law", number.has_range() ? describe_law(number, entry.measure, language) : std::string())
            .text("source", number.source)
            .text("reason", number.reason.empty() ? number.fixed : number.reason)
            .text("target", target)
            .number("expected_low", effect == nullptr ? nothing : effect->expected_low)
            .number("expected_high", effect == nullptr ? nothing : effect->expected_high)
            .number("influence", effect == nullptr ? nothing : effect->influence())
            .number("p_low", effect == nullptr ? nothing : effect->p_low)
            .number("p_mid", effect == nullptr ? nothing : effect->p_mid)
            .number("p_high", effect == nullptr ? nothing : effect->p_high)
            .number("break_even", effect == nullptr ? nothing : detail::break_even(*body_->runner, effect->number, effect->window))
            .end_row();
    };
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Number& number = entries[i].number;
        const Kind range_kind = number.has_range() ? number.range_kind.value_or(number.kind) : number.kind;
        if (number.kind == Kind::observed && range_kind == Kind::observed) {
            continue;
        }
        bool any = false;
        for (const detail::Effect& effect : body_->effects) {
            if (effect.number == static_cast<int>(i)) {
                row(entries[i], &effect);
                any = true;
            }
        }
        if (!any) {
            row(entries[i], nullptr);
        }
    }
    return table.build();
}

INCUFLOW_END
