// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/study/scenario.hpp"
#include "incuflow/study/validate.hpp"
#include "incuflow/text/nearest.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"
#include "incuflow/units/table_builder.hpp"

#include <algorithm>
#include <iterator>
#include <set>

// Puts overrides into a study: finds what each path means, then makes the changed parts. Included by scenario.ipp only.

INCUFLOW_BEGIN

namespace detail {

/// What a path of an override stands for.
struct OverridePlace {
    enum class What { number, stock, target_value, target_date, end_date };
    enum class Part { whole, mid, low, high };

    What what{};
    int index{-1};          ///< number in the table, or target
    std::string name{};     ///< of the number; place of a stock; key of a target
    Part part{Part::whole};
    Measure measure{Measure::firms};
};

/// An override and where it was written.
struct PlacedOverride {
    const Override* said{};
    std::string scenario{};
    std::string key{};  ///< key path of the value
    OverridePlace place{};
};

// Calls `use(name, number, measure)` for every mention of a number, named as `collect_numbers` names it.
template <class Use> void each_number(StudyParts& parts, Use use)
{
    const auto named = [&](Number& number, const std::string& place, const std::string& key, Measure measure) {
        use(number_name(number, place, key), number, measure);
    };
    for (Parameter& parameter : parts.parameters) {
        use(parameter.id, parameter.value, parameter.measure);
    }
    for (TransitionRow& row : parts.pipeline.transitions) {
        for (HazardParameter& parameter : row.hazard.parameters) {
            named(parameter.value, row_place(row), parameter.key, parameter.measure);
        }
    }
    for (Modifier& modifier : parts.pipeline.modifiers) {
        named(modifier.factor, modifier_place(modifier), "factor", Measure::factor);
        if (modifier.within.has_value()) {
            named(*modifier.within, modifier_place(modifier), "within", Measure::years);
        }
    }
    for (Trigger& trigger : parts.pipeline.triggers) {
        named(trigger.probability, trigger_place(trigger), "probability", Measure::share);
    }
    for (DatedMatrix& matrix : parts.pipeline.dated) {
        for (DatedMove& move : matrix.moves) {
            for (auto& [to, share] : move.to) {
                named(share, dated_place(matrix, move), to, Measure::share);
            }
        }
    }
    for (Review& review : parts.pipeline.reviews) {
        named(review.after, review_place(review), "after", Measure::years);
        for (auto& [to, share] : review.to) {
            named(share, review_place(review), to, Measure::share);
        }
    }
    for (FirmAttribute& attribute : parts.pipeline.attributes) {
        const auto maybe = [&](std::optional<Number>& number, const std::string& place, const char* key) {
            if (number.has_value()) {
                named(*number, place, key, Measure::factor);
            }
        };
        for (GrowthRow& row : attribute.growth) {
            named(row.drift, growth_place(attribute, row), "drift", Measure::real);
            maybe(row.volatility, growth_place(attribute, row), "volatility");
        }
        for (GrowthJump& jump : attribute.jumps) {
            named(jump.factor, jump_place(attribute, jump), "factor", Measure::factor);
            maybe(jump.cv, jump_place(attribute, jump), "cv");
        }
        for (InitialSize& size : attribute.initial) {
            named(size.mean, initial_place(attribute, size), "mean", Measure::amount);
            maybe(size.cv, initial_place(attribute, size), "cv");
        }
    }
    for (StockRow& row : parts.stocks) {
        if (row.value.known()) {
            named(row.value, stock_place(row), "stock", Measure::firms);
        }
    }
    for (IntakeRow& row : parts.intakes) {
        const bool batch = row.law == IntakeLaw::batch;
        const std::string place = intake_place(row);
        named(row.count, place, batch ? "firms" : "count_per_year", batch ? Measure::firms : Measure::count_per_year);
        if (row.growth.has_value()) {
            named(*row.growth, place, "growth", Measure::factor);
        }
        for (IntakePlace& into : row.into) {
            if (into.share.has_value()) {
                named(*into.share, place, intake_key(into, "share"), Measure::share);
            }
            if (into.share_of_rest.has_value()) {
                named(*into.share_of_rest, place, intake_key(into, "share_of_rest"), Measure::share);
            }
        }
    }
}

/// Resolves paths of overrides against one study, and writes values there.
class Overrider {
public:
    using What = OverridePlace::What;
    using Part = OverridePlace::Part;

    Overrider(const StudyParts& parts, const Pipeline& pipeline, const NumberTable& table) : parts_(parts), pipeline_(pipeline)
    {
        for (const NumberEntry& entry : table.entries()) {
            numbers_.push_back({entry.name, entry.number, entry.measure});
        }
        // A parameter that nothing uses is still a number of the study.
        for (const Parameter& parameter : parts.parameters) {
            if (table.find(parameter.id) < 0) {
                numbers_.push_back({parameter.id, parameter.value, parameter.measure});
            }
        }
    }

    [[nodiscard]] std::optional<OverridePlace> find(std::string_view path) const
    {
        if (path == "end_date") {
            return OverridePlace{What::end_date, -1, "end_date", Part::whole, {}};
        }
        if (std::optional<OverridePlace> target = of_target(path)) {
            return target;
        }
        if (std::optional<OverridePlace> number = of_number(path, Part::whole)) {
            return number;
        }
        for (const auto& [suffix, part] : suffixes()) {
            if (path.ends_with(suffix)) {
                if (std::optional<OverridePlace> number = of_number(path.substr(0, path.size() - suffix.size()), part)) {
                    return number;
                }
            }
        }
        return of_stock(path);
    }

    /// Resolves every path; reports those that are none, values of a wrong type, and one path set to different values.
    void place(std::vector<PlacedOverride>& overrides, std::vector<Fault>& faults) const
    {
        for (PlacedOverride& item : overrides) {
            const std::optional<OverridePlace> found = find(item.said->path);
            if (!found.has_value()) {
                faults.push_back({"study.unknown_override", {{"given", item.said->path}, {"nearest", nearest(item.said->path)}}, {{}, 0, 0, item.key}});
                continue;
            }
            item.place = *found;
            check_type(item, faults);
        }
        if (!faults.empty()) {
            return;
        }
        for (std::size_t j = 0; j < overrides.size(); ++j) {
            for (std::size_t i = 0; i < j; ++i) {
                if (clash(overrides[i], overrides[j])) {
                    faults.push_back({"study.scenario_conflict",
                                      {{"path", overrides[j].said->path}, {"first", overrides[i].scenario}, {"second", overrides[j].scenario}},
                                      {{}, 0, 0, overrides[j].key}});
                    break;
                }
            }
        }
    }

    /// The parts with placed overrides written into them; numbers out of range are reported.
    [[nodiscard]] StudyParts apply(const std::vector<PlacedOverride>& overrides, const std::string& id, bool in_file,
                                   std::vector<Fault>& faults) const
    {
        StudyParts changed = parts_;
        changed.scenarios.clear();
        std::set<int> set;
        std::vector<Number> values;
        for (const Known& known : numbers_) {
            values.push_back(known.number);
        }
        for (const PlacedOverride& item : overrides) {
            switch (item.place.what) {
            case What::end_date:
                changed.end_date = std::get<Date>(item.said->value);
                break;
            case What::target_date:
            case What::target_value:
                set_target(changed.targets[static_cast<std::size_t>(item.place.index)], item);
                break;
            case What::stock:
                set_stock(changed, item, id, in_file, faults);
                break;
            case What::number:
                if (set.insert(item.place.index).second) {
                    values[static_cast<std::size_t>(item.place.index)] = new_number(item.place.index, overrides, id, in_file, faults);
                }
                break;
            }
        }
        weaken_dependents(values, set, id);
        each_number(changed, [&](const std::string& name, Number& mention, Measure) {
            for (std::size_t i = 0; i < numbers_.size(); ++i) {
                if (numbers_[i].name == name) {
                    mention = values[i];
                    break;
                }
            }
        });
        return changed;
    }

private:
    struct Known {
        std::string name;
        Number number;
        Measure measure;
    };

    static const std::vector<std::pair<std::string_view, Part>>& suffixes()
    {
        static const std::vector<std::pair<std::string_view, Part>> list{{".mid", Part::mid}, {".low", Part::low}, {".high", Part::high}};
        return list;
    }

    std::optional<OverridePlace> of_number(std::string_view name, Part part) const
    {
        const auto at = std::find_if(numbers_.begin(), numbers_.end(), [&](const Known& known) { return known.name == name; });
        if (at == numbers_.end()) {
            return std::nullopt;
        }
        return OverridePlace{What::number, static_cast<int>(at - numbers_.begin()), at->name, part, at->measure};
    }

    static std::vector<std::string> keys_of(const Target& target)
    {
        std::vector<std::string> keys;
        switch (target.value.form) {
        case ValueForm::none:
            break;
        case ValueForm::at_least:
            keys = {"at_least"};
            break;
        case ValueForm::about:
            keys = {"about", "tolerance"};
            break;
        case ValueForm::range:
            keys = {"between.low", "between.high"};
            break;
        }
        if (target.since.has_value()) {
            keys.emplace_back("since");
        }
        if (target.due.has_value()) {
            keys.emplace_back("due");
        }
        return keys;
    }

    std::optional<OverridePlace> of_target(std::string_view path) const
    {
        for (std::size_t t = 0; t < parts_.targets.size(); ++t) {
            for (const std::string& key : keys_of(parts_.targets[t])) {
                if (path == "target." + parts_.targets[t].id + '.' + key) {
                    const bool date = key == "since" || key == "due";
                    return OverridePlace{date ? What::target_date : What::target_value, static_cast<int>(t), key, Part::whole, {}};
                }
            }
        }
        return std::nullopt;
    }

    // A stock that is not known yet: `place:stock` of one place in which firms can stand.
    std::optional<OverridePlace> of_stock(std::string_view path) const
    {
        constexpr std::string_view suffix = ":stock";
        if (!path.ends_with(suffix)) {
            return std::nullopt;
        }
        try {
            const PlacePath place = parse_path(path.substr(0, path.size() - suffix.size()));
            for (const PathTerm& term : place.terms) {
                if (term.to == "*" || term.form != PathForm::stage) {
                    return std::nullopt;
                }
            }
            const auto stages = pipeline_.stages_of(place, true);
            for (const StockRow& row : parts_.stocks) {
                if (row.value.known() && row.at.size() == 1 && pipeline_.stages_of(parse_path(row.at.front()), true) == stages) {
                    return std::nullopt;  // known under another name
                }
            }
            StudyParts spelled;
            spelled.stocks = {{{format_path(place)}, {}, {}, {}}};
            spell_places(spelled, pipeline_);
            return OverridePlace{What::stock, -1, spelled.stocks.front().at.front(), Part::whole, Measure::firms};
        } catch (const GraphError&) {
            return std::nullopt;
        }
    }

    std::string nearest(const std::string& given) const
    {
        constexpr std::size_t longest = 256;  // the distance of long texts is slow
        if (given.size() > longest) {
            return {};
        }
        std::vector<std::string> paths;
        // Of a target that is there, what it has.
        for (const Target& target : parts_.targets) {
            const std::string own = "target." + target.id + '.';
            if (given.starts_with(own)) {
                for (const std::string& key : keys_of(target)) {
                    paths.push_back(own + key);
                }
                return paths.empty() || !nearest_name(given, paths).empty() ? nearest_name(given, paths) : paths.front();
            }
        }
        for (const Known& known : numbers_) {
            paths.push_back(known.name);
        }
        for (const Known& known : numbers_) {
            for (const auto& [suffix, part] : suffixes()) {
                paths.push_back(known.name + std::string(suffix));
            }
        }
        for (const Target& target : parts_.targets) {
            for (const std::string& key : keys_of(target)) {
                paths.push_back("target." + target.id + '.' + key);
            }
        }
        for (const Track& track : pipeline_.tracks()) {
            for (const Stage& stage : track.stages) {
                const std::string path = track.id + '.' + stage.id + ":stock";
                if (of_stock(path).has_value()) {
                    paths.push_back(path);
                }
            }
        }
        paths.emplace_back("end_date");
        return nearest_name(given, paths);
    }

    static void check_type(const PlacedOverride& item, std::vector<Fault>& faults)
    {
        const bool date = std::holds_alternative<Date>(item.said->value);
        const bool table = std::holds_alternative<Number>(item.said->value);
        const bool wants_date = item.place.what == What::end_date || item.place.what == What::target_date;
        const bool takes_table = item.place.what == What::stock || (item.place.what == What::number && item.place.part == Part::whole);
        if (date != wants_date || (table && !takes_table)) {
            const char* expected = wants_date ? "2025-12-31" : takes_table ? "0.3 | { mid = …, kind = \"…\" }" : "0.3";
            faults.push_back({"study.override_type", {{"path", item.said->path}, {"expected", expected}}, {{}, 0, 0, item.key}});
        }
    }

    static bool clash(const PlacedOverride& a, const PlacedOverride& b)
    {
        const OverridePlace& x = a.place;
        const OverridePlace& y = b.place;
        if (x.what != y.what || x.index != y.index || (x.what != What::number && x.name != y.name)) {
            return false;
        }
        const auto part = [](const PlacedOverride& item) {
            // A bare number under the name alone sets the mid.
            return item.place.part == Part::whole && std::holds_alternative<double>(item.said->value) ? Part::mid : item.place.part;
        };
        const bool same = part(a) == part(b) || part(a) == Part::whole || part(b) == Part::whole;
        return same && a.said->value != b.said->value;
    }

    static void set_target(Target& target, const PlacedOverride& item)
    {
        const std::string& key = item.place.name;
        if (item.place.what == What::target_date) {
            (key == "due" ? target.due : target.since) = std::get<Date>(item.said->value);
        } else {
            const bool second = key == "tolerance" || key == "between.high";
            (second ? target.value.high : target.value.low) = std::get<double>(item.said->value);
        }
        // It is no longer what the text says.
        target.reading = Reading::assumed;
    }

    static std::string origin(const std::string& id) { return "scenario " + id; }

    static Number assumed_value(double mid, const std::string& id)
    {
        Number number;
        number.mid = mid;
        number.reason = origin(id);
        number.fixed = origin(id);
        return number;
    }

    void set_stock(StudyParts& changed, const PlacedOverride& item, const std::string& id, bool in_file, std::vector<Fault>& faults) const
    {
        const auto* bare = std::get_if<double>(&item.said->value);
        const Number value = bare != nullptr ? assumed_value(*bare, id) : std::get<Number>(item.said->value);
        for (Fault& fault : check(value, Measure::firms, {{}, 0, 0, item.key}, in_file)) {
            faults.push_back(std::move(fault));
        }
        const auto row = std::find_if(changed.stocks.begin(), changed.stocks.end(), [&](const StockRow& stock) {
            return stock.at.size() == 1 && stock.at.front() == item.place.name;
        });
        if (row != changed.stocks.end()) {
            row->value = value;
        } else {
            changed.stocks.push_back({{item.place.name}, value, {}, {}});
        }
    }

    static void mark(Number& number, const std::string& id)
    {
        number.reason += (number.reason.empty() ? "" : "; ") + origin(id);
    }

    // One number with all that is said of it: the whole first, then the ends of its range, then its mid.
    Number new_number(int index, const std::vector<PlacedOverride>& overrides, const std::string& id, bool in_file,
                      std::vector<Fault>& faults) const
    {
        const Known& known = numbers_[static_cast<std::size_t>(index)];
        Number number = known.number;
        const auto each = [&](auto use) {
            for (const PlacedOverride& item : overrides) {
                if (item.place.what == What::number && item.place.index == index) {
                    use(item);
                }
            }
        };
        bool ends = false;
        each([&](const PlacedOverride& item) {
            if (const auto* whole = std::get_if<Number>(&item.said->value)) {
                number = *whole;
                number.name = known.number.name;
                number.year = number.year == 0 ? known.number.year : number.year;
            } else if (item.place.part == Part::low || item.place.part == Part::high) {
                (item.place.part == Part::low ? number.low : number.high) = std::get<double>(item.said->value);
                ends = true;
            }
        });
        if (ends) {
            number.fixed.clear();
            if (number.kind != Kind::assumed) {
                number.range_kind = Kind::assumed;
            }
            mark(number, id);
        }
        each([&](const PlacedOverride& item) {
            const auto* mid = std::get_if<double>(&item.said->value);
            if (mid == nullptr || item.place.part == Part::low || item.place.part == Part::high || *mid == number.mid) {
                return;
            }
            Number moved = number;
            moved.mid = *mid;
            if (moved.known() && moved.has_range() && check(moved, known.measure, {}, false).empty()) {
                number = std::move(moved);
                if (number.kind != Kind::assumed) {
                    // Nobody observed or borrowed this value; its range is still the old one.
                    number.range_kind = number.range_kind.value_or(number.kind);
                    number.kind = Kind::assumed;
                }
                if (!ends) {
                    mark(number, id);
                }
            } else if (ends) {
                number.mid = *mid;  // range and mid were given together and do not fit: reported below
            } else {
                number = assumed_value(*mid, id);
                number.name = known.number.name;
                number.year = known.number.year;
            }
        });
        report(number, index, overrides, in_file, faults);
        return number;
    }

    // Numbers computed from a changed one keep the value that was computed before; they say so, and are no stronger than it now is.
    void weaken_dependents(std::vector<Number>& values, const std::set<int>& set, const std::string& id) const
    {
        std::vector<std::size_t> queue;
        for (const int i : set) {
            const auto at = static_cast<std::size_t>(i);
            if (!(values[at] == numbers_[at].number)) {
                queue.push_back(at);
            }
        }
        const std::string note = "computed before scenario " + id;
        std::set<std::size_t> noted;
        for (std::size_t q = 0; q < queue.size(); ++q) {
            const std::size_t from = queue[q];
            for (std::size_t i = 0; i < values.size(); ++i) {
                Number& number = values[i];
                const auto& parts = number.computed_from;
                if (set.count(static_cast<int>(i)) > 0 || std::find(parts.begin(), parts.end(), numbers_[from].name) == parts.end()) {
                    continue;
                }
                if (noted.insert(i).second) {
                    number.reason += (number.reason.empty() ? "" : "; ") + note;
                }
                if (number.kind < values[from].kind) {
                    number.kind = values[from].kind;
                    if (number.kind == Kind::assumed && !number.has_range() && number.fixed.empty()) {
                        number.fixed = note;
                    }
                    queue.push_back(i);
                }
            }
        }
    }

    // Each fault at the override that set what is wrong.
    void report(const Number& number, int index, const std::vector<PlacedOverride>& overrides, bool in_file, std::vector<Fault>& faults) const
    {
        for (Fault& fault : check(number, numbers_[static_cast<std::size_t>(index)].measure, {}, in_file)) {
            const PlacedOverride* blamed = nullptr;
            for (const PlacedOverride& item : overrides) {
                if (item.place.what != What::number || item.place.index != index) {
                    continue;
                }
                const Part part = item.place.part;
                const std::string& key = fault.place.key;
                const bool set_it = (key == "low" && part == Part::low) || (key == "high" && part == Part::high) ||
                                    (key == "mid" && (part == Part::mid || part == Part::whole));
                blamed = blamed == nullptr || set_it ? &item : blamed;
            }
            const bool whole = std::holds_alternative<Number>(blamed->said->value) && !fault.place.key.empty();
            fault.place.key = blamed->key + (whole ? '.' + fault.place.key : std::string());
            faults.push_back(std::move(fault));
        }
    }

    const StudyParts& parts_;
    const Pipeline& pipeline_;
    std::vector<Known> numbers_{};
};

}  // namespace detail

INCUFLOW_END
