// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

#include <incuflow/study/consistency.hpp>
#include <incuflow/study/tables.hpp>
#include <incuflow/text/nearest.hpp>

#include <map>

namespace binding {

namespace {

std::vector<std::string> list_of(const py::object& one_or_more)
{
    if (py::isinstance<py::str>(one_or_more)) {
        return {one_or_more.cast<std::string>()};
    }
    return one_or_more.cast<std::vector<std::string>>();
}

template <class Word> Word word_from(const char* option, const std::string& text, std::initializer_list<Word> words)
{
    std::string allowed;
    std::vector<std::string> names;
    for (const Word word : words) {
        if (inc::to_string(word) == text) {
            return word;
        }
        names.emplace_back(inc::to_string(word));
        allowed += (allowed.empty() ? "" : ", ") + names.back();
    }
    throw inc::ParameterError("units.bad_word",
                              {{"option", option}, {"given", text}, {"allowed", allowed}, {"nearest", inc::nearest_name(text, names)}});
}

[[noreturn]] void refuse_place(py::handle given)
{
    throw inc::ParameterError("units.bad_word", {{"option", "into"},
                                                 {"given", py::repr(given).cast<std::string>()},
                                                 {"allowed", "place, {place: share}, [{at, share | share_of_rest}]"}});
}

// A place, {place: share or None for the rest}, or [{"at": …, "share" | "share_of_rest": …}].
std::vector<inc::IntakePlace> places_from(const py::object& into)
{
    std::vector<inc::IntakePlace> places;
    if (py::isinstance<py::str>(into)) {
        places.push_back({into.cast<std::string>(), {}, {}});
        return places;
    }
    if (py::isinstance<py::dict>(into)) {
        for (const auto& [at, share] : into.cast<py::dict>()) {
            inc::IntakePlace place{at.cast<std::string>(), {}, {}};
            if (!share.is_none()) {
                place.share = number_from(py::reinterpret_borrow<py::object>(share), inc::Measure::share);
            }
            places.push_back(std::move(place));
        }
        return places;
    }
    if (!py::isinstance<py::list>(into) && !py::isinstance<py::tuple>(into)) {
        refuse_place(into);
    }
    for (const py::handle item : into) {
        if (!py::isinstance<py::dict>(item)) {
            refuse_place(item);
        }
        inc::IntakePlace place;
        for (const auto& [key, value] : item.cast<py::dict>()) {
            const auto name = py::str(key).cast<std::string>();
            if (name == "at" && py::isinstance<py::str>(value)) {
                place.at = value.cast<std::string>();
            } else if (name == "share" || name == "share_of_rest") {
                (name == "share" ? place.share : place.share_of_rest) =
                    number_from(py::reinterpret_borrow<py::object>(value), inc::Measure::share);
            } else {
                refuse_place(item);
            }
        }
        places.push_back(std::move(place));
    }
    return places;
}

inc::IntakeRow make_intake(const py::object& into, const py::object& count, const std::string& law, const py::object& growth, const std::string& id,
                           std::optional<inc::Date> start, std::optional<inc::Date> end, std::optional<inc::Date> date, double k)
{
    inc::IntakeRow row;
    row.k = k;
    row.id = id;
    row.into = places_from(into);
    row.law = word_from("law", law, {inc::IntakeLaw::poisson, inc::IntakeLaw::fixed, inc::IntakeLaw::batch, inc::IntakeLaw::negative_binomial});
    row.count = number_from(count, row.law == inc::IntakeLaw::batch ? inc::Measure::firms : inc::Measure::count_per_year);
    if (!growth.is_none()) {
        row.growth = number_from(growth, inc::Measure::factor);
    }
    row.start = start;
    row.end = end;
    row.date = date;
    return row;
}

inc::TargetValue value_from(const py::object& at_least, const py::object& about, const py::object& tolerance, const py::object& between,
                            bool upper_open)
{
    inc::TargetValue value;
    const int given = (at_least.is_none() ? 0 : 1) + (about.is_none() ? 0 : 1) + (between.is_none() ? 0 : 1);
    if (given > 1) {
        throw inc::ParameterError("io.one_of", {{"given", "at_least, about, between"}, {"allowed", "at_least, about, between"}});
    }
    if (!at_least.is_none()) {
        value = {inc::ValueForm::at_least, quantity_from(at_least), std::numeric_limits<double>::quiet_NaN(), false};
    } else if (!about.is_none()) {
        value = {inc::ValueForm::about, quantity_from(about), tolerance.is_none() ? std::numeric_limits<double>::quiet_NaN() : quantity_from(tolerance), false};
    } else if (!between.is_none()) {
        inc::Range range;
        if (py::isinstance<py::str>(between)) {
            range = inc::parse_range(between.cast<std::string>());
        } else {
            const auto ends = between.cast<std::vector<py::object>>();
            if (ends.size() != 2) {
                throw inc::ParameterError("units.bad_range", {{"given", py::repr(between).cast<std::string>()}});
            }
            range = {quantity_from(ends[0]), quantity_from(ends[1])};
        }
        value = {inc::ValueForm::range, range.low, range.high, upper_open};
    }
    return value;
}

inc::Target make_target(const std::string& id, const py::object& of, std::optional<inc::Date> due, const py::object& at_least, const py::object& about,
                        const py::object& tolerance, const py::object& between, bool upper_open, const std::string& accounting,
                        std::optional<inc::Date> since, const py::object& counts, bool counts_as, const std::string& zh, const std::string& en,
                        const std::string& unit, const std::string& clause, const std::string& reading, const std::string& ask,
                        const py::object& share_of, const py::object& joint)
{
    inc::Target target;
    target.id = id;
    target.of = of.is_none() ? std::vector<std::string>{} : list_of(of);
    target.value = value_from(at_least, about, tolerance, between, upper_open);
    target.accounting = word_from("accounting", accounting,
                                  {inc::Accounting::stock, inc::Accounting::cumulative, inc::Accounting::yearly_flow, inc::Accounting::share,
                                   inc::Accounting::growth, inc::Accounting::joint});
    target.due = due;
    target.since = since;
    target.counts = counts.is_none() ? inc::usual_counts(target)
                                     : word_from("counts", counts.cast<std::string>(), {inc::Counts::stock, inc::Counts::crossings, inc::Counts::firms});
    target.counts_as = counts_as;
    target.text = {zh, en};
    target.unit = unit;
    target.clause = clause;
    target.reading = word_from("reading", reading, {inc::Reading::stated, inc::Reading::assumed});
    target.ask = ask;
    target.share_of = share_of.is_none() ? std::vector<std::string>{} : list_of(share_of);
    target.joint = joint.is_none() ? std::vector<std::string>{} : list_of(joint);
    return target;
}

inc::Study study_from(const std::string& id, const inc::Pipeline& pipeline, inc::Date base_date, inc::Date end_date, const py::dict& stocks,
                      std::vector<inc::IntakeRow> intakes, std::vector<inc::Target> targets, const std::string& title, const std::string& region)
{
    inc::StudyParts parts;
    parts.id = id;
    parts.title = {title, title};
    parts.region = region;
    parts.base_date = base_date;
    parts.end_date = end_date;
    parts.pipeline = pipeline.parts();
    for (const auto& [place, firms] : stocks) {
        inc::StockRow row;
        row.at = {place.cast<std::string>()};
        row.value = firms.is_none() ? inc::unknown_number("given as None in code") : number_from(py::reinterpret_borrow<py::object>(firms), inc::Measure::firms);
        parts.stocks.push_back(std::move(row));
    }
    parts.intakes = std::move(intakes);
    parts.targets = std::move(targets);
    return inc::make_study(std::move(parts));
}

py::tuple label_pair(const inc::Label& label) { return py::make_tuple(label.zh, label.en); }

inc::Label label_from(py::handle pair)
{
    auto [zh, en] = pair.cast<std::pair<std::string, std::string>>();
    return {std::move(zh), std::move(en)};
}

std::vector<std::string> in_language(const std::vector<inc::Label>& labels, inc::Language language)
{
    std::vector<std::string> texts;
    for (const inc::Label& label : labels) {
        texts.push_back(label.in(language));
    }
    return texts;
}

// The promised numbers: from the first, up to the second. NaN where that end is open.
std::pair<double, double> bounds(const inc::Target& target)
{
    const inc::TargetValue& value = target.value;
    switch (value.form) {
    case inc::ValueForm::about:
        return {value.low - value.high, value.low + value.high};
    case inc::ValueForm::range:
        return {value.low, value.upper_open ? std::numeric_limits<double>::quiet_NaN() : value.high};
    case inc::ValueForm::at_least:
    case inc::ValueForm::none:
        break;
    }
    return {value.low, std::numeric_limits<double>::quiet_NaN()};
}

inc::Study stocked(const inc::Study& study, const py::dict& stocks, std::optional<double> rest, const py::object& elapsed)
{
    std::vector<std::pair<std::string, double>> list;
    for (const auto& [place, firms] : stocks) {
        list.emplace_back(place.cast<std::string>(), quantity_from(py::reinterpret_borrow<py::object>(firms)));
    }
    if (elapsed.is_none()) {
        return inc::with_stock(study, list, rest);
    }
    if (py::isinstance<py::str>(elapsed) && elapsed.cast<std::string>() == "new") {
        return inc::with_stock(study, list, rest, inc::Elapsed::fresh);
    }
    const double years = py::isinstance<py::str>(elapsed) ? inc::parse_duration(elapsed.cast<std::string>()) : quantity_from(elapsed);
    return inc::with_stock(study, list, rest, inc::Elapsed::years, years);
}

}  // namespace

void bind_study(py::module_& module)
{
    const auto none = py::none();
    py::class_<inc::IntakeRow>(module, "Intake", R"(Firms entering from outside.

`into`: a place; or {place: share}, None for the place that takes the rest; or [{"at": place, "share": …}, {"at": place,
"share_of_rest": …}, {"at": place}]. `count`: firms per year (a number,
`count_per_year(…)`), or the firms of a batch. `law`: poisson (default), fixed, batch (with `date`), or
negative_binomial with `k`: the numbers of a calendar year then have variance mean + mean²/k. `growth`: factor per
calendar year from the count's `year` on, which must then be given. `start` and `end`: first and last day; default: the whole study.
Raises ParameterError for a word or number that is not allowed; places are checked by the study.

>>> import incuflow as inc
>>> inc.Intake({"incubation.nursery": "30%", "incubation.incubator": None}, 12, id="newcomers").law
'poisson'
)")
        .def(py::init(&make_intake), py::arg("into"), py::arg("count"), py::kw_only(), py::arg("law") = "poisson", py::arg("growth") = none,
             py::arg("id") = "", py::arg("start") = none, py::arg("end") = none, py::arg("date") = none, py::arg("k") = 0.0)
        .def_readonly("id", &inc::IntakeRow::id, "Its id; empty if none was given.")
        .def_readonly("count", &inc::IntakeRow::count, "Firms per year, or the firms of a batch.")
        .def_property_readonly("law", [](const inc::IntakeRow& row) { return std::string(inc::to_string(row.law)); }, "poisson, fixed, batch or negative_binomial.")
        .def_readonly("k", &inc::IntakeRow::k, "Of negative_binomial: the numbers of a year have variance mean + mean²/k; else 0.")
        .def("__eq__", [](const inc::IntakeRow& a, const inc::IntakeRow& b) { return a == b; }, py::is_operator())
        .def(py::pickle(
            [](const inc::IntakeRow& row) {
                py::list places;
                for (const inc::IntakePlace& place : row.into) {
                    places.append(py::make_tuple(place.at, place.share, place.share_of_rest));
                }
                return py::make_tuple(row.id, places, row.count, row.growth, static_cast<int>(row.law), row.start, row.end, row.date, row.k);
            },
            [](const py::tuple& s) {
                inc::IntakeRow row;
                row.id = s[0].cast<std::string>();
                for (const py::handle item : s[1]) {
                    const auto place = py::reinterpret_borrow<py::tuple>(item);
                    row.into.push_back({place[0].cast<std::string>(), place[1].cast<std::optional<inc::Number>>(),
                                        place[2].cast<std::optional<inc::Number>>()});
                }
                row.count = s[2].cast<inc::Number>();
                row.growth = s[3].cast<std::optional<inc::Number>>();
                row.law = static_cast<inc::IntakeLaw>(s[4].cast<int>());
                row.start = s[5].cast<std::optional<inc::Date>>();
                row.end = s[6].cast<std::optional<inc::Date>>();
                row.date = s[7].cast<std::optional<inc::Date>>();
                row.k = s[8].cast<double>();
                return row;
            }))
        .def("__hash__", [](const inc::IntakeRow& row) { return py::hash(py::make_tuple(row.id, row.into.size(), row.count)); })
        .def("__repr__", [](const inc::IntakeRow& row) {
            return "Intake(into=" + py::repr(py::str(row.into.empty() ? "" : row.into.front().at)).cast<std::string>() +
                   (row.into.size() > 1 ? " and others" : "") + ", count=" + py::repr(py::float_(row.count.mid)).cast<std::string>() + ")";
        });
    py::class_<inc::Target>(module, "Target", R"(A promise with a number and a date.

`of`: a stage, a transition, or a list of them, pooled. `accounting`: stock (at `due`), cumulative (from `since` to `due`),
yearly_flow, share (of the firms in `share_of` those in `of`, at `due`), growth (of the stock from the beginning of `since` to
`due`; 0.5 is by half), or joint (without `of`: all targets whose ids are in `joint`). `counts`: stock, crossings or firms; left out: crossings of a
transition, and of a stage its stock or the firms that enter it. Exactly one of `at_least`, `about` with `tolerance`, and `between` (a pair or "1—2家").
Raises ParameterError for a word or number that is not allowed; places and dates are checked by the study.

>>> import incuflow as inc
>>> inc.Target("graduates", "incubation.incubator->graduated", at_least=15, accounting="cumulative", since="2023-01-01",
...            due="2025-12-31").value
'≥15'
)")
        .def(py::init(&make_target), py::arg("id"), py::arg("of") = none, py::kw_only(), py::arg("due") = none, py::arg("at_least") = none,
             py::arg("about") = none, py::arg("tolerance") = none, py::arg("between") = none, py::arg("upper_open") = false,
             py::arg("accounting") = "stock", py::arg("since") = none, py::arg("counts") = none, py::arg("counts_as") = false, py::arg("zh") = "",
             py::arg("en") = "", py::arg("unit") = "", py::arg("clause") = "", py::arg("reading") = "stated", py::arg("ask") = "", py::arg("share_of") = none,
             py::arg("joint") = none)
        .def_readonly("id", &inc::Target::id, "Its id.")
        .def_readonly("of", &inc::Target::of, "Stages or transitions that are counted, pooled.")
        .def_property_readonly("value", [](const inc::Target& target) { return inc::detail::value_text(target); }, "The promised number as tables show it.")
        .def_property_readonly("accounting", [](const inc::Target& target) { return std::string(inc::to_string(target.accounting)); }, "stock, cumulative, yearly_flow, share, growth or joint.")
        .def_property_readonly("counts", [](const inc::Target& target) { return std::string(inc::to_string(target.counts)); }, "stock, crossings, firms or none.")
        .def_property_readonly("bounds", &bounds, "Smallest and largest value that is what was promised; NaN: open, or no number.")
        .def("text", [](const inc::Target& target, inc::Language language) { return target.text.in(language); }, py::arg("language"), "The promise in \"zh\" or \"en\".")
        .def("__eq__", [](const inc::Target& a, const inc::Target& b) { return a == b; }, py::is_operator())
        .def("__hash__", [](const inc::Target& target) { return py::hash(py::make_tuple(target.id, py::tuple(py::cast(target.of)))); })
        .def(py::pickle(
            [](const inc::Target& t) {
                py::list alternatives;
                for (const inc::Label& label : t.alternatives) {
                    alternatives.append(label_pair(label));
                }
                return py::make_tuple(t.id, t.of, t.due, t.since, static_cast<int>(t.value.form), t.value.low, t.value.high,
                                      t.value.upper_open, static_cast<int>(t.accounting), static_cast<int>(t.counts), t.counts_as,
                                      t.text.zh, t.text.en, t.unit, t.clause, static_cast<int>(t.reading), t.ask, t.number, t.population,
                                      alternatives, t.joint, t.status.has_value() ? static_cast<int>(*t.status) : -1, label_pair(t.reason), t.share_of);
            },
            [](const py::tuple& s) {
                inc::Target t;
                t.id = s[0].cast<std::string>();
                t.of = s[1].cast<std::vector<std::string>>();
                t.due = s[2].cast<std::optional<inc::Date>>();
                t.since = s[3].cast<std::optional<inc::Date>>();
                t.value = {static_cast<inc::ValueForm>(s[4].cast<int>()), s[5].cast<double>(), s[6].cast<double>(), s[7].cast<bool>()};
                t.accounting = static_cast<inc::Accounting>(s[8].cast<int>());
                t.counts = static_cast<inc::Counts>(s[9].cast<int>());
                t.counts_as = s[10].cast<bool>();
                t.text = {s[11].cast<std::string>(), s[12].cast<std::string>()};
                t.unit = s[13].cast<std::string>();
                t.clause = s[14].cast<std::string>();
                t.reading = static_cast<inc::Reading>(s[15].cast<int>());
                t.ask = s[16].cast<std::string>();
                t.number = s[17].cast<std::string>();
                t.population = s[18].cast<std::string>();
                for (const py::handle label : s[19]) {
                    t.alternatives.push_back(label_from(label));
                }
                t.joint = s[20].cast<std::vector<std::string>>();
                if (s[21].cast<int>() >= 0) {
                    t.status = static_cast<inc::Status>(s[21].cast<int>());
                }
                t.reason = label_from(s[22]);
                t.share_of = s[23].cast<std::vector<std::string>>();
                return t;
            }))
        .def("__repr__", [](const inc::Target& target) {
            return "Target(" + py::repr(py::str(target.id)).cast<std::string>() + ", " + inc::detail::counted_text(target) + ", " +
                   inc::detail::value_text(target) + ")";
        });

    py::class_<inc::Study>(module, "Study")
        .def_property_readonly("id", [](const inc::Study& study) { return study.id(); })
        .def_property_readonly("title", [](const inc::Study& study) { return label_pair(study.parts().title); })
        .def_property_readonly("region", [](const inc::Study& study) { return study.parts().region; })
        .def_property_readonly("region_label", [](const inc::Study& study) { return label_pair(study.parts().region_label); })
        .def_property_readonly("base_date", [](const inc::Study& study) { return study.parts().base_date; })
        .def_property_readonly("end_date", [](const inc::Study& study) { return study.parts().end_date; })
        .def_property_readonly("published", [](const inc::Study& study) { return study.parts().published; })
        .def_property_readonly("upstream", [](const inc::Study& study) { return study.parts().upstream; })
        .def_property_readonly("pipeline", &inc::Study::pipeline)
        .def_property_readonly("period_ends", &inc::Study::period_ends)
        .def("notes", [](const inc::Study& study, inc::Language language) { return in_language(study.parts().notes, language); }, py::arg("language"))
        .def("gaps", [](const inc::Study& study, inc::Language language) { return in_language(study.parts().gaps, language); }, py::arg("language"))
        .def("outcomes",
             [](const inc::Study& study, inc::Language language) {
                 std::vector<std::string> texts;
                 for (const inc::Outcome& outcome : study.parts().outcomes) {
                     texts.push_back(outcome.text.in(language));
                 }
                 return texts;
             },
             py::arg("language"))
        .def("consistency", &inc::consistency_lines, py::arg("language"))
        .def("kinds_line", &inc::kinds_line, py::arg("language"))
        .def("kinds",
             [](const inc::Study& study) {
                 py::dict kinds;
                 for (const inc::KindCount& count : inc::count_kinds(study)) {
                     kinds[py::str(std::string(inc::to_string(count.kind)))] = count.rows;
                 }
                 return kinds;
             })
        .def("populations",
             [](const inc::Study& study, inc::Language language) {
                 py::list rows;
                 for (const inc::Population& population : study.parts().populations) {
                     rows.append(py::make_tuple(population.id, population.label.in(language), population.unit, population.pipeline));
                 }
                 return rows;
             },
             py::arg("language"))
        .def("numbers", &inc::numbers_table, py::arg("language"))
        .def(
            "number_labels",
            [](const inc::Study& study, inc::Language language) {
                std::map<std::string, std::string> labels;
                for (const inc::NumberEntry& entry : study.numbers().entries()) {
                    labels[entry.name] = inc::number_label(study, entry, language);
                }
                return labels;
            },
            py::arg("language"))
        .def("sources", &inc::sources_table)
        .def("targets", &inc::targets_table, py::arg("language"))
        .def("entry_places", &inc::entry_places)
        .def("target_list", [](const inc::Study& study) { return study.parts().targets; })
        .def("with_stock", &stocked, py::arg("stocks"), py::arg("rest"), py::arg("elapsed"))
        .def("is_retrospective", [](const inc::Study& study, inc::Date run_date) { return inc::is_retrospective(study, run_date); },
             py::arg("run_date"))
        .def("to_toml", &inc::to_toml)
        .def("__eq__", [](const inc::Study& a, const inc::Study& b) { return a == b; }, py::is_operator())
        .def(py::pickle([](const inc::Study& study) { return py::make_tuple(inc::to_toml(study)); },
                        [](const py::tuple& state) { return inc::detail::parse_own_study(state[0].cast<std::string>()); }));
    module.def("make_study", &study_from, py::arg("id"), py::arg("pipeline"), py::arg("base_date"), py::arg("end_date"), py::arg("stocks"),
               py::arg("intakes"), py::arg("targets"), py::arg("title"), py::arg("region"));
}

}  // namespace binding
