// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

#include <incuflow/study/tables.hpp>

#include <limits>

namespace binding {

namespace {

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

inc::Target make_target(const std::string& id, const std::optional<Places>& of, std::optional<inc::Date> due, const py::object& at_least, const py::object& about,
                        const py::object& tolerance, const py::object& between, bool upper_open, const std::string& accounting,
                        std::optional<inc::Date> since, const py::object& counts, bool counts_as, const std::string& zh, const std::string& en,
                        const std::string& unit, const std::string& clause, const std::string& reading, const std::string& ask,
                        const std::optional<Places>& share_of, const std::optional<Places>& joint, const std::string& attribute, const py::object& above)
{
    inc::Target target;
    target.id = id;
    target.of = of.has_value() ? list_of(*of) : std::vector<std::string>{};
    target.value = value_from(at_least, about, tolerance, between, upper_open);
    target.accounting = word_from("accounting", accounting,
                                  {inc::Accounting::stock, inc::Accounting::cumulative, inc::Accounting::yearly_flow, inc::Accounting::share,
                                   inc::Accounting::growth, inc::Accounting::joint, inc::Accounting::yearly_growth});
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
    target.share_of = share_of.has_value() ? list_of(*share_of) : std::vector<std::string>{};
    target.joint = joint.has_value() ? list_of(*joint) : std::vector<std::string>{};
    target.attribute = attribute;
    if (!above.is_none()) {
        target.above = quantity_from(above);
    }
    return target;
}

inc::Label label_from(py::handle pair)
{
    auto [zh, en] = pair.cast<std::pair<std::string, std::string>>();
    return {std::move(zh), std::move(en)};
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

}  // namespace

void bind_target(py::module_& module)
{
    const auto none = py::none();
    py::class_<inc::Target>(module, "Target", R"(A promise with a number and a date.

`of`: a stage, a transition, or a list of them, pooled. `accounting`: stock (at `due`), cumulative (from `since` to `due`),
yearly_flow, share (of the firms in `share_of` those in `of`, at `due`), growth (of the stock from the beginning of `since` to
`due`; 0.5 is by half), or joint (without `of`: all targets whose ids are in `joint`). With `attribute` the total of
that attribute over the firms in `of` (left out: over all firms) is meant: stock, growth, or yearly_growth, its average a year; with `above` too,
the firms whose attribute is at least that: stock, or share of the firms in `of`. `counts`: stock, crossings or firms; left out: crossings of a transition, and of a stage its stock or the firms
that enter it. Exactly one of `at_least`, `about` with `tolerance`, and `between` (a pair or "1—2家").
Raises ParameterError for a word or number that is not allowed; places and dates are checked by the study.

>>> import incuflow as inc
>>> inc.Target("graduates", "incubation.incubator->graduated", at_least=15, accounting="cumulative", since="2023-01-01",
...            due="2025-12-31").value
'≥15'
)")
        .def(py::init(&make_target), py::arg("id"), py::arg("of") = none, py::kw_only(), py::arg("due") = none, py::arg("at_least") = none,
             py::arg("about") = none, py::arg("tolerance") = none, py::arg("between") = none, py::arg("upper_open") = false,
             py::arg("accounting") = "stock", py::arg("since") = none, py::arg("counts") = none, py::arg("counts_as") = false, py::arg("zh") = "",
             py::arg("en") = "", py::arg("unit") = "", py::arg("clause") = "", py::arg("reading") = "stated", py::arg("ask") = "",
             py::arg("share_of") = none, py::arg("joint") = none, py::arg("attribute") = "",
             py::arg("above") = none)
        .def_readonly("id", &inc::Target::id, "Its id.")
        .def_readonly("of", &inc::Target::of, "Stages or transitions that are counted, pooled.")
        .def_property_readonly("value", [](const inc::Target& target) { return inc::detail::value_text(target); }, "The promised number as tables show it.")
        .def_property_readonly("accounting", [](const inc::Target& target) { return std::string(inc::to_string(target.accounting)); }, "stock, cumulative, yearly_flow, share, growth, joint or yearly_growth.")
        .def_readonly("attribute", &inc::Target::attribute, "Id of the attribute it is about; empty: none.")
        .def_readonly("above", &inc::Target::above, "What a firm's attribute must reach to be counted; None: its total is meant.")
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
                                      alternatives, t.joint, t.status.has_value() ? static_cast<int>(*t.status) : -1, label_pair(t.reason), t.share_of, t.attribute,
                                      t.above);
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
                t.attribute = s[24].cast<std::string>();
                t.above = s[25].cast<std::optional<double>>();
                return t;
            }))
        .def("__repr__", [](const inc::Target& target) {
            return "Target(" + py::repr(py::str(target.id)).cast<std::string>() + ", " + inc::detail::counted_text(target) + ", " +
                   inc::detail::value_text(target) + ")";
        });
}

}  // namespace binding
