// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/random/correlated_names.hpp"
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
        names();
        list_numbers();
        sources();
        stocks();
        intakes();
        correlations();
        targets();
        for (std::size_t i = 0; i < parts_.consistency.size(); ++i) {
            const Consistency& line = parts_.consistency[i];
            if (line.decimals < 0 || line.decimals > 12) {
                add("units.out_of_range", {{"given", std::to_string(line.decimals)}, {"measure", "decimals"}, {"allowed", "0 … 12"}},
                    "consistency[" + std::to_string(i) + "].decimals");
            }
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
        computed(value, key + ".computed_from");
    }

    // A number has the weakest kind of the numbers it was computed from; documents have no kind.
    void computed(const Number& value, const std::string& key)
    {
        for (const std::string& part : value.computed_from) {
            const auto same = [&](const auto& item) { return item.name == part; };
            const auto named = std::find_if(numbers_.begin(), numbers_.end(), same);
            if (named != numbers_.end()) {
                if (value.kind < named->number.kind) {
                    add("study.kind_too_strong", {{"part", part},
                                                  {"part_kind", std::string(to_string(named->number.kind))},
                                                  {"kind", std::string(to_string(value.kind))}},
                        key);
                }
                continue;
            }
            std::vector<std::string> ids;
            for (const Source& source : parts_.sources) {
                ids.push_back(source.id);
            }
            if (in_file_ && pipeline_ != nullptr && std::find(ids.begin(), ids.end(), part) == ids.end()) {
                for (const NumberEntry& entry : numbers_) {
                    ids.push_back(entry.name);
                }
                add("study.unknown_part", {{"given", part}, {"nearest", nearest_name(part, ids)}}, key);
            }
        }
    }

    // Every number by its name; parameters that nothing uses are numbers too.
    void list_numbers()
    {
        if (pipeline_ != nullptr) {
            NumberTable table;
            collect_numbers(*pipeline_, table);
            collect_study_numbers(parts_, table, nullptr);
            numbers_ = table.entries();
        }
        for (const Parameter& parameter : parts_.parameters) {
            const auto same = [&](const NumberEntry& entry) { return entry.name == parameter.id; };
            const auto used = std::find_if(numbers_.begin(), numbers_.end(), same);
            if (used == numbers_.end()) {
                numbers_.push_back({parameter.id, {}, {}, "parameter", "parameter." + parameter.id, parameter.value, parameter.measure});
            } else if (!(used->number == parameter.value && used->measure == parameter.measure)) {
                add("model.name_clash", {{"given", parameter.id}, {"first", "parameter." + parameter.id}}, used->row);
            }
        }
    }

    template <class Item> void once(const std::vector<Item>& items, const char* what)
    {
        for (std::size_t i = 0; i < items.size(); ++i) {
            for (std::size_t j = 0; j < i && !items[i].id.empty(); ++j) {
                if (items[j].id == items[i].id) {
                    add("study.duplicate_id", {{"what", what}, {"given", items[i].id}}, std::string(what) + '.' + items[i].id);
                    break;
                }
            }
        }
    }

    void names()
    {
        once(parts_.sources, "source");
        once(parts_.parameters, "parameter");
        once(parts_.populations, "population");
        once(parts_.intakes, "intake");
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
        if (parts_.information.has_value()) {
            (void)good_date(*parts_.information, "information");
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
        for (const NumberEntry& entry : numbers_) {
            if (entry.group == "attribute") {
                named_things(entry.number, entry.row + '.' + entry.key);
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

    // A place may say its population; only one has places in this pipeline.
    void own_population(const PlacePath& path, const std::string& text, const std::string& key)
    {
        if (path.population.empty()) {
            return;
        }
        std::vector<std::string> ids;
        for (const Population& population : parts_.populations) {
            if (population.id == path.population) {
                if (!population.pipeline) {
                    add("study.other_population", {{"given", text}, {"population", path.population}}, key);
                }
                return;
            }
            ids.push_back(population.id);
        }
        add("study.unknown_population", {{"given", path.population}, {"nearest", nearest_name(path.population, ids)}}, key);
    }

    // A stage path or combination; reports what is wrong with it.
    std::vector<std::vector<int>> place(const std::string& text, const std::string& key, bool many)
    {
        std::vector<std::vector<int>> allowed;
        try {
            const PlacePath path = parse_path(text);
            own_population(path, text, key);
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

    void elapsed(const StockRow& row, const ElapsedLaw& law, const std::string& key)
    {
        const auto judge = [&](double years, bool zero_allowed) {
            if (!(years >= 0.0 && years < 1e6) || (years == 0.0 && !zero_allowed)) {
                add("study.bad_elapsed", {{"given", format_number(years)}}, key);
            }
        };
        if (law.kind == Elapsed::years || law.kind == Elapsed::uniform) {
            judge(law.years, law.kind == Elapsed::years);
        }
        for (const double years : law.values) {
            judge(years, true);
        }
        if (law.kind == Elapsed::values && row.value.known() && static_cast<double>(law.values.size()) != row.value.mid) {
            add("study.elapsed_count", {{"given", std::to_string(law.values.size())}, {"firms", format_number(row.value.mid)}}, key);
        }
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
            elapsed(row, row.elapsed, key + ".elapsed");
            elapsed(row, row.age, key + ".age");
            if (row.elapsed.kind == Elapsed::years && row.age.kind == Elapsed::years && row.age.years < row.elapsed.years) {
                add("study.younger_than_stay", {{"age", format_number(row.age.years)}, {"elapsed", format_number(row.elapsed.years)}}, key + ".age");
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
            const bool mixed = row.law == IntakeLaw::negative_binomial;
            if (mixed && !(row.k > 0.0 && std::isfinite(row.k))) {
                add("study.mixing_needed", {{"given", format_number(row.k)}}, key + ".k");
            } else if (!mixed && row.k != 0.0) {
                add("study.mixing_without_law", {{"given", std::string(to_string(row.law))}}, key + ".k");
            }
            number(row.count, batch ? Measure::firms : Measure::count_per_year, key + (batch ? ".firms" : ".count_per_year"));
            if (row.growth.has_value()) {
                number(*row.growth, Measure::factor, key + ".growth");
                if (row.count.year == 0) {
                    add("study.growth_without_year", {}, key + ".count_per_year.year");
                }
            }
            if ((row.law == IntakeLaw::fixed || batch) && row.count.known() &&
                (row.count.mid != std::floor(row.count.mid) || row.count.has_range())) {
                add("study.count_not_whole", {{"given", format_number(row.count.mid)}, {"law", std::string(to_string(row.law))}},
                    key + (batch ? ".firms" : ".count_per_year"));
            }
            if (batch != row.date.has_value()) {
                add(batch ? "study.batch_without_date" : "study.date_without_batch", {}, key + ".date");
            }
            // A batch may enter at the end of the base date; the first day of a stream is the day after it.
            for (const auto& [date, name] : {std::pair{row.start, "start"}, {row.end, "end"}, {row.date, "date"}}) {
                const Date first = std::string_view(name) == "date" ? parts_.base_date : next_day(parts_.base_date);
                if (date.has_value() && good_date(*date, key + '.' + name) && (*date < first || *date > parts_.end_date)) {
                    add("study.outside_horizon", {{"given", format_date(*date)}, {"base", format_date(first)},
                                                  {"end", format_date(parts_.end_date)}},
                        key + '.' + name);
                }
            }
            if (row.start.has_value() && row.end.has_value() && *row.start > *row.end) {
                add("study.start_after_end", {{"given", format_date(*row.start)}, {"end", format_date(*row.end)}}, key + ".start");
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
        if (pipeline_ == nullptr) {
            return;
        }
        std::vector<std::string> names;
        for (const NumberEntry& entry : numbers_) {
            names.push_back(entry.name);
        }
        std::vector<std::string> grouped;
        for (std::size_t c = 0; c < parts_.correlations.size(); ++c) {
            const Correlation& group = parts_.correlations[c];
            const std::string key = "correlation[" + std::to_string(c) + ']';
            const std::vector<Fault> found = check_correlation(group.names, group.matrix, {{}, 0, 0, key + ".matrix"});
            faults_.insert(faults_.end(), found.begin(), found.end());
            for (const std::string& name : group.names) {
                if (std::find(grouped.begin(), grouped.end(), name) != grouped.end()) {
                    add("random.correlation_repeated_name", {{"given", name}}, key + ".names");
                }
                if (std::find(names.begin(), names.end(), name) == names.end()) {
                    add("study.unknown_number", {{"given", name}, {"nearest", nearest_name(name, names)}}, key + ".names");
                }
            }
            grouped.insert(grouped.end(), group.names.begin(), group.names.end());
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
            value(target, key);
            if (target.value.form == ValueForm::range && target.value.low > target.value.high) {
                add("units.bad_range", {{"given", format_number(target.value.low) + ".." + format_number(target.value.high)}}, key + ".between");
            }
            if (!target.status.has_value() && target.value.form == ValueForm::none && target.accounting != Accounting::joint) {
                add("study.target_without_value", {}, key);
            }
        }
    }

    void value(const Target& target, const std::string& key)
    {
        const TargetValue& value = target.value;
        const auto one = [&](double x, const char* name) {
            if (!(x >= 0.0 && std::isfinite(x))) {
                add("study.bad_target_value", {{"given", format_number(x)}}, key + '.' + name);
            }
        };
        switch (value.form) {
        case ValueForm::none:
            break;
        case ValueForm::at_least:
            one(value.low, "at_least");
            break;
        case ValueForm::about:
            one(value.low, "about");
            one(value.high, "tolerance");
            break;
        case ValueForm::range:
            one(value.low, "between");
            if (!value.upper_open || value.high == value.high) {
                one(value.high, "between");
            }
            break;
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
        const bool window = target.accounting == Accounting::cumulative || target.accounting == Accounting::yearly_flow ||
                            target.accounting == Accounting::growth || target.accounting == Accounting::yearly_growth;
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
        const bool counted = target.accounting != Accounting::joint;
        together(target, key);
        attribute(target, key);
        if (counted && target.of.empty() && target.attribute.empty()) {
            add("study.target_without_of", {}, key + ".of");
        }
        bool edges = false;
        bool stages = false;
        for (const std::string& of : target.of) {
            try {
                const PlacePath path = parse_path(of);
                own_population(path, of, key + ".of");
                (path.terms.front().form == PathForm::transition ? edges : stages) = true;
                if (target.counts == Counts::crossings && path.terms.front().form == PathForm::transition) {
                    (void)pipeline_->edges_of(path);
                } else {
                    (void)pipeline_->stages_of(path, false);
                }
            } catch (const GraphError& error) {
                for (const Fault& fault : error.faults()) {
                    faults_.push_back({fault.code, fault.arguments, {{}, 0, 0, key + ".of"}});
                }
            }
        }
        if (edges && stages && target.counts == Counts::crossings) {
            add("study.mixed_of", {}, key + ".of");
        }
        if (!target.ask.empty()) {
            (void)place(target.ask, key + ".ask", false);
        }
        const bool flow = target.accounting == Accounting::cumulative || target.accounting == Accounting::yearly_flow;
        if (counted && target.attribute.empty() && flow == (target.counts == Counts::stock)) {
            add("study.counts_clash", {{"counts", std::string(to_string(target.counts))},
                                       {"accounting", std::string(to_string(target.accounting))}},
                key + ".counts");
        }
    }

    // Totals of an attribute, and numbers of firms whose attribute is large.
    void attribute(const Target& target, const std::string& key)
    {
        const bool growth = target.accounting == Accounting::yearly_growth;
        if (target.attribute.empty()) {
            if (growth || target.above.has_value()) {
                add("study.attribute_needed", {{"given", growth ? "accounting = \"yearly_growth\"" : "above"}}, key + ".attribute");
            }
            return;
        }
        const auto& attributes = pipeline_->parts().attributes;
        std::vector<std::string> ids;
        for (const FirmAttribute& known : attributes) {
            ids.push_back(known.id);
        }
        if (std::find(ids.begin(), ids.end(), target.attribute) == ids.end()) {
            add("study.unknown_attribute", {{"given", target.attribute}, {"nearest", nearest_name(target.attribute, ids)}}, key + ".attribute");
        }
        const bool total = target.accounting == Accounting::stock || target.accounting == Accounting::growth || growth;
        const bool firms = target.accounting == Accounting::stock || target.accounting == Accounting::share;
        if (target.above.has_value() ? !firms : !total) {
            add("study.attribute_accounting", {{"accounting", std::string(to_string(target.accounting))},
                                               {"allowed", target.above.has_value() ? "stock, share" : "stock, growth, yearly_growth"}},
                key + ".accounting");
        }
        if (target.above.has_value() && !(*target.above > 0.0 && std::isfinite(*target.above))) {
            add("study.bad_threshold", {{"given", format_number(*target.above)}}, key + ".above");
        }
        if (target.counts != Counts::none && target.counts != Counts::stock) {
            add("study.key_of_accounting", {{"key", "counts = \"" + std::string(to_string(target.counts)) + '"'}, {"accounting", "cumulative"}}, key + ".counts");
        }
    }

    // What only shares and joint targets have.
    void together(const Target& target, const std::string& key)
    {
        const bool share = target.accounting == Accounting::share;
        const bool joint = target.accounting == Accounting::joint;
        if (share == target.share_of.empty() && !target.above.has_value()) {
            add(share ? "study.share_of_what" : "study.key_of_accounting", {{"key", "share_of"}, {"accounting", "share"}}, key + ".share_of");
        }
        if (joint != !target.joint.empty()) {
            add(joint ? "study.joint_of_what" : "study.key_of_accounting", {{"key", "joint"}, {"accounting", "joint"}}, key + ".joint");
        }
        for (const std::string& of : target.share_of) {
            try {
                const PlacePath path = parse_path(of);
                own_population(path, of, key + ".share_of");
                (void)pipeline_->stages_of(path, false);
            } catch (const GraphError& error) {
                for (const Fault& fault : error.faults()) {
                    faults_.push_back({fault.code, fault.arguments, {{}, 0, 0, key + ".share_of"}});
                }
            }
        }
    }

    const StudyParts& parts_;
    const Pipeline* pipeline_;
    bool in_file_;
    std::vector<Fault>& faults_;
    std::vector<NumberEntry> numbers_{};
};

INCUFLOW_INLINE void check_study(const StudyParts& parts, const Pipeline* pipeline, bool in_file, std::vector<Fault>& faults)
{
    StudyChecker(parts, pipeline, in_file, faults).run();
}

}  // namespace detail

INCUFLOW_END
