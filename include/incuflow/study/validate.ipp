// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/study/consistency.hpp"
#include "incuflow/study/validate.hpp"
#include "incuflow/text/nearest.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"
#include "incuflow/units/quantity.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

class StudyChecker {
public:
    StudyChecker(const StudyParts& parts, const Pipeline* pipeline, bool in_file, std::vector<Fault>& faults)
        : parts_(parts), pipeline_(pipeline), in_file_(in_file), faults_(faults)
    {
    }

    void run()
    {
        head();
        sources();
        stocks();
        intakes();
        correlations();
        targets();
        for (std::size_t i = 0; i < parts_.consistency.size(); ++i) {
            const Consistency& line = parts_.consistency[i];
            if (!line.value.empty() && !(std::fabs(work_out(line.value)) < 1e300)) {
                add("study.bad_expression", {{"given", line.value}}, "consistency[" + std::to_string(i) + "].value");
            }
        }
    }

private:
    void add(const char* code, Arguments arguments, std::string key)
    {
        faults_.push_back({code, std::move(arguments), {{}, 0, 0, std::move(key)}});
    }

    bool good_date(const Date& date, const std::string& key)
    {
        if (!is_valid(date)) {
            add("units.bad_date", {{"given", format_date(date)}}, key);
            return false;
        }
        return true;
    }

    void number(const Number& value, Measure measure, const std::string& key)
    {
        const std::vector<Fault> found = incuflow::check(value, measure, {{}, 0, 0, key}, in_file_);
        faults_.insert(faults_.end(), found.begin(), found.end());
        named_things(value, key);
    }

    // Sources and targets that a number names must exist.
    void named_things(const Number& value, const std::string& key)
    {
        if (!value.source.empty() && in_file_) {
            std::vector<std::string> ids;
            for (const Source& source : parts_.sources) {
                ids.push_back(source.id);
            }
            if (std::find(ids.begin(), ids.end(), value.source) == ids.end()) {
                add("study.unknown_source", {{"given", value.source}, {"nearest", nearest_name(value.source, ids)}}, key + ".source");
            }
        }
        if (!value.derived_from.empty()) {
            unknown_target(value.derived_from, key + ".derived_from");
        }
    }

    void unknown_target(const std::string& id, const std::string& key)
    {
        std::vector<std::string> ids;
        for (const Target& target : parts_.targets) {
            ids.push_back(target.id);
        }
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
            add("study.unknown_target", {{"given", id}, {"nearest", nearest_name(id, ids)}}, key);
        }
    }

    void head()
    {
        if (!parts_.id.empty()) {
            for (const char c : parts_.id) {
                if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) {
                    add("study.bad_id", {{"given", parts_.id}}, "id");
                    break;
                }
            }
        } else {
            add("study.no_id", {}, "id");
        }
        const bool base = good_date(parts_.base_date, "base_date");
        const bool end = good_date(parts_.end_date, "end_date");
        if (base && end && parts_.end_date <= parts_.base_date) {
            add("study.end_before_base", {{"given", format_date(parts_.end_date)}, {"base", format_date(parts_.base_date)}}, "end_date");
        }
        int with_pipeline = 0;
        for (const Population& population : parts_.populations) {
            with_pipeline += population.pipeline ? 1 : 0;
            if (!is_identifier(population.id)) {
                add("model.bad_id", {{"given", population.id}}, "population." + population.id);
            }
        }
        if (with_pipeline > 1) {
            add("study.one_pipeline", {{"given", std::to_string(with_pipeline)}}, "population");
        }
    }

    void sources()
    {
        if (pipeline_ != nullptr) {
            for (std::size_t r = 0; r < parts_.pipeline.transitions.size(); ++r) {
                for (const HazardParameter& parameter : parts_.pipeline.transitions[r].hazard.parameters) {
                    named_things(parameter.value, "transition[" + std::to_string(r) + "]." + parameter.key);
                }
            }
            for (std::size_t m = 0; m < parts_.pipeline.modifiers.size(); ++m) {
                named_things(parts_.pipeline.modifiers[m].factor, "modifier[" + std::to_string(m) + "].factor");
            }
            for (std::size_t t = 0; t < parts_.pipeline.triggers.size(); ++t) {
                named_things(parts_.pipeline.triggers[t].probability, "trigger[" + std::to_string(t) + "].probability");
            }
            for (std::size_t d = 0; d < parts_.pipeline.dated.size(); ++d) {
                const std::vector<DatedMove>& moves = parts_.pipeline.dated[d].moves;
                for (std::size_t m = 0; m < moves.size(); ++m) {
                    for (const auto& [stage, share] : moves[m].to) {
                        named_things(share, "dated[" + std::to_string(d) + "].move[" + std::to_string(m) + "]." + stage);
                    }
                }
            }
        }
        for (const Parameter& parameter : parts_.parameters) {
            number(parameter.value, parameter.measure, "parameter." + parameter.id);
        }
        for (std::size_t i = 0; i < parts_.outcomes.size(); ++i) {
            Number mention;
            mention.source = parts_.outcomes[i].source;
            named_things(mention, "outcome[" + std::to_string(i) + ']');
        }
    }

    // A stage path or combination; reports what is wrong with it.
    std::vector<std::vector<int>> place(const std::string& text, const std::string& key, bool many)
    {
        std::vector<std::vector<int>> allowed;
        try {
            const PlacePath path = parse_path(text);
            if (!many) {
                for (const PathTerm& term : path.terms) {
                    if (term.to == "*") {
                        add("study.one_place", {{"given", text}}, key);
                        return allowed;
                    }
                }
            }
            if (pipeline_ != nullptr) {
                allowed = pipeline_->stages_of(path, true);
            }
        } catch (const GraphError& error) {
            for (const Fault& fault : error.faults()) {
                faults_.push_back({fault.code, fault.arguments, {{}, 0, 0, key}});
            }
        }
        return allowed;
    }

    void stocks()
    {
        std::vector<std::vector<std::vector<int>>> seen;
        std::vector<double> margins(parts_.pipeline.tracks.size(), 0.0);
        std::vector<bool> named(parts_.pipeline.tracks.size(), false);
        for (std::size_t i = 0; i < parts_.stocks.size(); ++i) {
            const StockRow& row = parts_.stocks[i];
            const std::string key = "stock[" + std::to_string(i) + ']';
            const bool known = row.value.known();
            number(row.value, Measure::firms, key + ".value");
            if (row.at.empty()) {
                add("model.no_path", {}, key + ".at");
            }
            if (known && row.at.size() > 1) {
                add("study.one_place", {{"given", stock_place(row)}}, key + ".at");
            }
            if (known && row.value.mid == row.value.mid && row.value.mid != std::floor(row.value.mid)) {
                add("study.stock_not_whole", {{"given", format_number(row.value.mid)}, {"at", stock_place(row)}}, key + ".value");
            }
            if (row.elapsed == Elapsed::years && !(row.elapsed_years >= 0.0 && row.elapsed_years < 1e6)) {
                add("study.bad_elapsed", {{"given", format_number(row.elapsed_years)}}, key + ".elapsed");
            }
            for (const std::string& at : row.at) {
                auto allowed = place(at, key + ".at", !known);
                if (allowed.empty() || !known) {
                    continue;
                }
                if (parts_.stocks_independent) {
                    margin(row, at, key, margins, named);
                } else if (std::find(seen.begin(), seen.end(), allowed) != seen.end()) {
                    add("study.duplicate_stock", {{"given", at}}, key + ".at");
                }
                seen.push_back(std::move(allowed));
            }
        }
        double total = -1.0;
        for (std::size_t t = 0; parts_.stocks_independent && t < margins.size(); ++t) {
            if (named[t] && total >= 0.0 && margins[t] != total) {
                add("study.margins_differ",
                    {{"given", format_number(margins[t])}, {"track", parts_.pipeline.tracks[t].id}, {"first", format_number(total)}},
                    "stocks_independent");
            }
            total = named[t] && total < 0.0 ? margins[t] : total;
        }
    }

    void margin(const StockRow& row, const std::string& at, const std::string& key, std::vector<double>& margins, std::vector<bool>& named)
    {
        const PlacePath path = parse_path(at);
        if (path.terms.size() != 1) {
            add("study.margin_of_combination", {{"given", at}}, key + ".at");
            return;
        }
        const auto track = static_cast<std::size_t>(pipeline_->find_track(path.terms.front().track));
        margins[track] += row.value.mid;
        named[track] = true;
    }

    void intakes()
    {
        for (std::size_t i = 0; i < parts_.intakes.size(); ++i) {
            const IntakeRow& row = parts_.intakes[i];
            const std::string key = "intake[" + std::to_string(i) + ']';
            const bool batch = row.law == IntakeLaw::batch;
            if (row.law == IntakeLaw::negative_binomial) {
                add("study.law_not_supported", {{"given", "negative_binomial"}}, key + ".law");
            }
            number(row.count, batch ? Measure::firms : Measure::count_per_year, key + (batch ? ".firms" : ".count_per_year"));
            if (row.growth.has_value()) {
                number(*row.growth, Measure::factor, key + ".growth");
                if (row.count.year == 0) {
                    add("study.growth_without_year", {}, key + ".count_per_year.year");
                }
            }
            if ((row.law == IntakeLaw::fixed || batch) && (row.count.mid != std::floor(row.count.mid) || row.count.has_range())) {
                add("study.count_not_whole", {{"given", format_number(row.count.mid)}, {"law", std::string(to_string(row.law))}},
                    key + (batch ? ".firms" : ".count_per_year"));
            }
            if (batch != row.date.has_value()) {
                add(batch ? "study.batch_without_date" : "study.date_without_batch", {}, key + ".date");
            }
            for (const auto& [date, name] : {std::pair{row.start, "start"}, {row.end, "end"}, {row.date, "date"}}) {
                if (date.has_value() && good_date(*date, key + '.' + name) && (*date < parts_.base_date || *date > parts_.end_date)) {
                    add("study.outside_horizon", {{"given", format_date(*date)}, {"base", format_date(parts_.base_date)},
                                                  {"end", format_date(parts_.end_date)}},
                        key + '.' + name);
                }
            }
            shares(row, key);
        }
    }

    void shares(const IntakeRow& row, const std::string& key)
    {
        if (row.into.empty()) {
            add("model.no_path", {}, key + ".into");
        }
        double total = 0.0;
        for (std::size_t k = 0; k < row.into.size(); ++k) {
            const IntakePlace& into = row.into[k];
            const std::string at = key + ".into[" + std::to_string(k) + ']';
            (void)place(into.at, at, false);
            if (into.share.has_value() && into.share_of_rest.has_value()) {
                add("study.two_shares", {{"given", into.at}}, at);
            }
            if (into.share.has_value()) {
                number(*into.share, Measure::share, at + ".share");
                total += into.share->mid;
            } else if (into.share_of_rest.has_value()) {
                number(*into.share_of_rest, Measure::share, at + ".share_of_rest");
            } else if (k + 1 != row.into.size()) {
                add("study.share_missing", {{"given", into.at}}, at);
            }
        }
        const bool rest = !row.into.empty() && !row.into.back().share.has_value();
        if (total > 1.0 + 1e-12 || (!rest && !row.into.empty() && std::fabs(total - 1.0) > 1e-9)) {
            add("study.shares_sum", {{"given", format_number(total)}}, key + ".into");
        }
    }

    void correlations()
    {
        NumberTable table;
        if (pipeline_ == nullptr || parts_.correlations.empty()) {
            return;
        }
        collect_numbers(*pipeline_, table);
        collect_study_numbers(parts_, table, nullptr);
        std::vector<std::string> names;
        for (const NumberEntry& entry : table.entries()) {
            names.push_back(entry.name);
        }
        for (std::size_t c = 0; c < parts_.correlations.size(); ++c) {
            const Correlation& group = parts_.correlations[c];
            const std::string key = "correlation[" + std::to_string(c) + ']';
            if (group.matrix.size() != group.names.size() * group.names.size()) {
                add("study.correlation_size", {{"given", std::to_string(group.matrix.size())}, {"names", std::to_string(group.names.size())}},
                    key + ".matrix");
            }
            for (const std::string& name : group.names) {
                if (std::find(names.begin(), names.end(), name) == names.end()) {
                    add("study.unknown_number", {{"given", name}, {"nearest", nearest_name(name, names)}}, key + ".names");
                }
            }
        }
    }

    void targets()
    {
        for (std::size_t i = 0; i < parts_.targets.size(); ++i) {
            const Target& target = parts_.targets[i];
            const std::string key = "target." + target.id;
            if (!is_identifier(target.id)) {
                add("model.bad_id", {{"given", target.id}}, key);
            }
            for (std::size_t j = 0; j < i; ++j) {
                if (parts_.targets[j].id == target.id) {
                    add("study.duplicate_target", {{"given", target.id}}, key);
                }
            }
            stated_status(target, key);
            dates(target, key);
            population(target, key);
            for (const std::string& id : target.joint) {
                unknown_target(id, key + ".joint");
            }
            if (!(target.value.low == target.value.low) && target.value.form != ValueForm::none) {
                add("study.bad_target_value", {}, key);
            }
            if (target.value.form == ValueForm::range && target.value.low > target.value.high) {
                add("units.bad_range", {{"given", format_number(target.value.low) + ".." + format_number(target.value.high)}}, key + ".between");
            }
            if (!target.status.has_value() && target.value.form == ValueForm::none && target.accounting != Accounting::joint) {
                add("study.target_without_value", {}, key);
            }
        }
    }

    void stated_status(const Target& target, const std::string& key)
    {
        if (!target.status.has_value()) {
            return;
        }
        const Status status = *target.status;
        if (status != Status::ambiguous && status != Status::not_quantified && status != Status::not_modelled) {
            add("study.status_is_found", {{"given", std::string(to_string(status))}}, key + ".status");
        }
        if (target.reason.zh.empty() && target.reason.en.empty()) {
            add("study.status_without_reason", {{"given", std::string(to_string(status))}}, key + ".reason");
        }
    }

    void dates(const Target& target, const std::string& key)
    {
        const bool counted = !target.status.has_value();
        if (target.due.has_value() && good_date(*target.due, key + ".due")) {
            if (*target.due <= parts_.base_date) {
                add("study.due_before_base", {{"given", format_date(*target.due)}, {"base", format_date(parts_.base_date)}}, key + ".due");
            } else if (counted && *target.due > parts_.end_date) {
                add("study.due_after_end", {{"given", format_date(*target.due)}, {"end", format_date(parts_.end_date)}}, key + ".due");
            }
        } else if (counted && !target.due.has_value()) {
            add("study.target_without_due", {}, key + ".due");
        }
        const bool window = target.accounting == Accounting::cumulative || target.accounting == Accounting::yearly_flow;
        if (target.since.has_value() && good_date(*target.since, key + ".since")) {
            if (target.due.has_value() && *target.since > *target.due) {
                add("study.since_after_due", {{"given", format_date(*target.since)}, {"due", format_date(*target.due)}}, key + ".since");
            }
            if (counted && window && previous_day(*target.since) < parts_.base_date) {
                add("study.since_before_base", {{"given", format_date(*target.since)}, {"base", format_date(parts_.base_date)}}, key + ".since");
            }
        } else if (counted && window && !target.since.has_value()) {
            add("study.cumulative_without_since", {}, key + ".since");
        }
    }

    void population(const Target& target, const std::string& key)
    {
        std::vector<std::string> ids;
        for (const Population& population : parts_.populations) {
            ids.push_back(population.id);
        }
        const auto own = std::find(ids.begin(), ids.end(), target.population);
        if (!target.population.empty() && own == ids.end()) {
            add("study.unknown_population", {{"given", target.population}, {"nearest", nearest_name(target.population, ids)}},
                key + ".population");
            return;
        }
        const bool moves = target.population.empty() || parts_.populations[static_cast<std::size_t>(own - ids.begin())].pipeline;
        if (!moves || target.status.has_value() || pipeline_ == nullptr) {
            return;
        }
        const bool counted = target.accounting == Accounting::stock || target.accounting == Accounting::cumulative ||
                             target.accounting == Accounting::yearly_flow;
        if (counted && target.of.empty()) {
            add("study.target_without_of", {}, key + ".of");
        }
        for (const std::string& of : target.of) {
            try {
                const PlacePath path = parse_path(of);
                if (target.counts == Counts::crossings && path.terms.front().form == PathForm::transition) {
                    (void)pipeline_->edges_of(path);
                } else {
                    (void)pipeline_->stages_of(path, false);
                }
            } catch (const GraphError& error) {
                faults_.push_back({error.code(), error.arguments(), {{}, 0, 0, key + ".of"}});
            }
        }
        if (!target.ask.empty()) {
            (void)place(target.ask, key + ".ask", false);
        }
        if (counted && (target.accounting == Accounting::stock) != (target.counts == Counts::stock)) {
            add("study.counts_clash", {{"counts", std::string(to_string(target.counts))},
                                       {"accounting", std::string(to_string(target.accounting))}},
                key + ".counts");
        }
    }

    const StudyParts& parts_;
    const Pipeline* pipeline_;
    bool in_file_;
    std::vector<Fault>& faults_;
};

INCUFLOW_INLINE void check_study(const StudyParts& parts, const Pipeline* pipeline, bool in_file, std::vector<Fault>& faults)
{
    StudyChecker(parts, pipeline, in_file, faults).run();
}

INCUFLOW_INLINE std::string stock_place(const StockRow& row) { return join_places(row.at); }

INCUFLOW_INLINE std::string intake_place(const IntakeRow& row)
{
    if (!row.id.empty()) {
        return '+' + row.id;
    }
    std::vector<std::string> places;
    for (const IntakePlace& into : row.into) {
        places.push_back('+' + into.at);
    }
    return join_places(places);
}

INCUFLOW_INLINE std::string intake_key(const IntakePlace& place, const char* key) { return place.at + '.' + key; }

INCUFLOW_INLINE void collect_study_numbers(const StudyParts& parts, NumberTable& table, std::vector<Fault>* faults)
{
    for (std::size_t i = 0; i < parts.stocks.size(); ++i) {
        const std::string place = stock_place(parts.stocks[i]);
        const Number& value = parts.stocks[i].value;
        if (value.known()) {
            table.add({number_name(value, place, "stock"), place, "stock", "stock", "stock[" + std::to_string(i) + ']', value, Measure::firms},
                      faults);
        }
    }
    for (std::size_t i = 0; i < parts.intakes.size(); ++i) {
        const IntakeRow& row = parts.intakes[i];
        const std::string place = intake_place(row);
        const std::string at = "intake[" + std::to_string(i) + ']';
        const auto add = [&](const Number& value, Measure measure, const std::string& key) {
            table.add({number_name(value, place, key), place, key, "intake", at, value, measure}, faults);
        };
        add(row.count, row.law == IntakeLaw::batch ? Measure::firms : Measure::count_per_year,
            row.law == IntakeLaw::batch ? "firms" : "count_per_year");
        if (row.growth.has_value()) {
            add(*row.growth, Measure::factor, "growth");
        }
        for (const IntakePlace& into : row.into) {
            if (into.share.has_value()) {
                add(*into.share, Measure::share, intake_key(into, "share"));
            }
            if (into.share_of_rest.has_value()) {
                add(*into.share_of_rest, Measure::share, intake_key(into, "share_of_rest"));
            }
        }
    }
}

}  // namespace detail

INCUFLOW_END
