// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

#include <incuflow/text/nearest.hpp>
#include <incuflow/units/quantity.hpp>
#include <incuflow/units/uncertain.hpp>

namespace binding {

namespace {

inc::Kind kind_from(const char* option, const std::string& text)
{
    const std::optional<inc::Kind> kind = inc::parse_kind(text);
    if (!kind.has_value()) {
        refuse_word(option, text, inc::kind_names());
    }
    return *kind;
}

double duration_from(const py::object& value)
{
    return py::isinstance<py::str>(value) ? inc::parse_duration(value.cast<std::string>()) : quantity_from(value);
}

template <class Kind> std::string rate_repr(const char* name, const Kind& rate)
{
    std::string text = std::string(name) + "(" + py::repr(py::float_(rate.value.mid)).template cast<std::string>();
    if (rate.value.has_range()) {
        text += ", low=" + py::repr(py::float_(rate.value.low)).template cast<std::string>() +
                ", high=" + py::repr(py::float_(rate.value.high)).template cast<std::string>();
    }
    return text + ", kind='" + std::string(inc::to_string(rate.value.kind)) + "')";
}

template <class Kind> void bind_rate(py::module_& module, const char* name, const char* maker, const char* doc)
{
    py::class_<Kind>(module, name, doc)
        .def_readonly("number", &Kind::value, "The value with its range and origin.")
        .def_property_readonly("mid", [](const Kind& rate) { return rate.value.mid; }, "The middle value, in the unit of the kind.")
        .def_property_readonly("low", [](const Kind& rate) { return rate.value.low; }, "Lower end of the range; NaN without one.")
        .def_property_readonly("high", [](const Kind& rate) { return rate.value.high; }, "Upper end of the range; NaN without one.")
        .def("__eq__", [](const Kind& a, const Kind& b) { return a.value == b.value; }, py::is_operator())
        .def("__hash__", [](const Kind& rate) { return py::hash(py::cast(rate.value)); })
        .def("__repr__", [maker](const Kind& rate) { return rate_repr(maker, rate); })
        .def(py::pickle([](const Kind& rate) { return py::make_tuple(rate.value); },
                        [](const py::tuple& state) { return Kind{state[0].cast<inc::Number>()}; }));
}

// One maker for one value, and the same for a list of values: two overloads, so that a stub tells their results apart.
template <class Kind, Kind (*make)(double, const inc::NumberOptions&), double (*read)(const py::object&), class Given, class Made>
void def_overload(py::module_& module, const char* name, const char* doc, Made (*result)(const py::object&, const inc::NumberOptions&))
{
    module.def(
        name,
        [result](const Given& value, std::optional<Quantity> low, std::optional<Quantity> high, const std::string& dist,
                 const std::string& kind, const std::optional<std::string>& range_kind, const std::string& source, const std::string& reason,
                 const std::string& fixed, const std::string& derived_from, int year, const std::string& name_) {
            return result(value, options_from({low, high, dist, kind, range_kind, source, reason, fixed, derived_from, year, name_}, read));
        },
        py::arg("value"), py::kw_only(), py::arg("low") = py::none(), py::arg("high") = py::none(), py::arg("dist") = "standard",
        py::arg("kind") = "assumed", py::arg("range_kind") = py::none(), py::arg("source") = "", py::arg("reason") = "", py::arg("fixed") = "",
        py::arg("derived_from") = "", py::arg("year") = 0, py::arg("name") = "", doc);
}

template <class Kind, Kind (*make)(double, const inc::NumberOptions&), double (*read)(const py::object&)>
void def_maker(py::module_& module, const char* name, const char* doc)
{
    using Many = py::typing::List<Kind>;
    def_overload<Kind, make, read, Quantity, Kind>(module, name, doc, [](const py::object& value, const inc::NumberOptions& options) {
        if (!py::isinstance<py::str>(value) && py::isinstance<py::iterable>(value)) {
            throw py::reference_cast_error();  // pybind11's word for "the next overload"
        }
        return make(read(value), options);
    });
    def_overload<Kind, make, read, py::typing::Iterable<Quantity>, Many>(
        module, name, "The same for a list of values: a list.", [](const py::object& values, const inc::NumberOptions& options) {
            Many rates;
            for (const py::handle item : values) {
                rates.append(make(read(py::reinterpret_borrow<py::object>(item)), options));
            }
            return rates;
        });
}

constexpr const char* common_words = R"(
`low` and `high` are the 5 % and 95 % points of its law (bounds with dist="triangular" or "uniform"); without them it is not drawn.
`kind` is one of observed, borrowed, fitted, rule, plan, assumed; all but assumed need a `source` (plan: or `derived_from`). Numbers of one `name` are one number, drawn once.
A list gives a list. Raises ParameterError for a value out of range, a range out of order, or a word that is not allowed.
)";

}  // namespace

void refuse_word(const char* option, const std::string& given, const std::vector<std::string>& names)
{
    std::string allowed;
    for (const std::string& name : names) {
        allowed += (allowed.empty() ? "" : ", ") + name;
    }
    throw inc::ParameterError("units.bad_word", {{"option", option}, {"given", given}, {"allowed", allowed}, {"nearest", inc::nearest_name(given, names)}});
}

std::vector<std::string> list_of(const Places& one_or_more)
{
    if (const auto* one = std::get_if<std::string>(&one_or_more)) {
        return {*one};
    }
    return std::get<std::vector<std::string>>(one_or_more);
}

void refuse_number(const py::object& value)
{
    throw inc::ParameterError("units.bad_number", {{"given", py::repr(value).cast<std::string>()}});
}

double quantity_from(const py::object& value)
{
    if (py::isinstance<py::str>(value)) {
        return inc::parse_count(value.cast<std::string>());
    }
    const double number = PyFloat_AsDouble(value.ptr());
    if (PyErr_Occurred() != nullptr) {
        PyErr_Clear();
        refuse_number(value);
    }
    return number;
}

inc::Number number_from(const py::object& value, inc::Measure measure)
{
    if (py::isinstance<inc::Number>(value)) {
        return value.cast<inc::Number>();
    }
    if (measure == inc::Measure::years && py::isinstance<inc::Years>(value)) {
        return value.cast<inc::Years>().value;
    }
    if (measure == inc::Measure::count_per_year && py::isinstance<inc::CountPerYear>(value)) {
        return value.cast<inc::CountPerYear>().value;
    }
    return inc::make_number(measure == inc::Measure::years ? duration_from(value) : quantity_from(value), measure);
}

inc::NumberOptions options_from(const Words& words, double (*read)(const py::object&))
{
    inc::NumberOptions options;
    if (words.low.has_value()) {
        options.low = read(*words.low);
    }
    if (words.high.has_value()) {
        options.high = read(*words.high);
    }
    options.dist = word_from("dist", words.dist, {inc::Dist::standard, inc::Dist::triangular, inc::Dist::uniform});
    options.kind = kind_from("kind", words.kind);
    if (words.range_kind.has_value()) {
        options.range_kind = kind_from("range_kind", *words.range_kind);
    }
    options.source = words.source;
    options.reason = words.reason;
    options.fixed = words.fixed;
    options.derived_from = words.derived_from;
    options.year = words.year;
    options.name = words.name;
    return options;
}

void bind_units(py::module_& module)
{
    module.def(
        "years_between",
        [](inc::Date from, inc::Date to) {
            return inc::years_between(inc::time_point(from, inc::DayEdge::begin), inc::time_point(to, inc::DayEdge::end));
        },
        py::arg("start"), py::arg("end"),
        "Years from the beginning of a day to the end of another, months exact.\n\n>>> import datetime, incuflow._core as core\n>>> "
        "core.years_between(datetime.date(2020, 1, 1), datetime.date(2022, 12, 31))\n3.0\n");
    py::class_<inc::Number>(module, "Number", R"(A number with its range (low, mid, high) and its origin (kind, source, reason).

For factors and shares; rates, counts and durations have makers of their own (`per_year` …). `any_sign=True` is for parameters of
hazards that may be negative (`meanlog`, `mu`, `q`, the `shape` of a Gompertz): their range is that of a two-piece normal law. Raises
ParameterError for a range out of order or a word that is not allowed.

>>> import incuflow as inc
>>> factor = inc.Number(1.2, low=1.0, high=1.4, kind="assumed", reason="hypothetical")
>>> factor.low, factor.high, factor.kind
(1.0, 1.4, 'assumed')
)")
        .def(py::init([](const py::object& mid, std::optional<py::object> low, std::optional<py::object> high, const std::string& dist,
                         const std::string& kind, const std::optional<std::string>& range_kind, const std::string& source,
                         const std::string& reason, const std::string& fixed, const std::string& derived_from, int year,
                         const std::string& name, bool any_sign) {
                 const inc::NumberOptions options =
                     options_from({low, high, dist, kind, range_kind, source, reason, fixed, derived_from, year, name}, quantity_from);
                 return inc::make_number(quantity_from(mid), any_sign ? inc::Measure::real : inc::Measure::factor, options);
             }),
             py::arg("mid"), py::kw_only(), py::arg("low") = py::none(), py::arg("high") = py::none(), py::arg("dist") = "standard",
             py::arg("kind") = "assumed", py::arg("range_kind") = py::none(), py::arg("source") = "", py::arg("reason") = "",
             py::arg("fixed") = "", py::arg("derived_from") = "", py::arg("year") = 0, py::arg("name") = "",
             py::arg("any_sign") = false)
        .def_readonly("mid", &inc::Number::mid, "The middle value; NaN if unknown.")
        .def_readonly("low", &inc::Number::low, "Lower end of the range; NaN without one.")
        .def_readonly("high", &inc::Number::high, "Upper end of the range; NaN without one.")
        .def_property_readonly("dist", [](const inc::Number& n) { return std::string(inc::to_string(n.dist)); }, "The form of its law: standard, triangular or uniform.")
        .def_property_readonly("kind", [](const inc::Number& n) { return std::string(inc::to_string(n.kind)); }, "Where the value comes from: observed, borrowed, fitted, rule, plan, assumed or unknown.")
        .def_property_readonly("range_kind", [](const inc::Number& n) { return std::string(inc::to_string(n.range_kind.value_or(n.kind))); }, "Where the range comes from.")
        .def_readonly("source", &inc::Number::source, "Id of its document.")
        .def_readonly("reason", &inc::Number::reason, "Why it is assumed.")
        .def_readonly("fixed", &inc::Number::fixed, "Why it has no range.")
        .def_readonly("derived_from", &inc::Number::derived_from, "Id of the target it was worked back from.")
        .def_readonly("computed_from", &inc::Number::computed_from, "Names of the numbers it was computed from.")
        .def_readonly("year", &inc::Number::year, "The calendar year it holds for; 0: none given.")
        .def_readonly("name", &inc::Number::name, "Numbers of one name are one number; empty: its own.")
        .def("__eq__", [](const inc::Number& a, const inc::Number& b) { return a == b; }, py::is_operator())
        .def("__hash__", [](const inc::Number& n) { return py::hash(py::make_tuple(n.mid == n.mid ? n.mid : 0.0, n.reason, n.name)); })
        .def("__repr__",
             [](const inc::Number& n) {
                 if (!n.known()) {
                     return std::string("unknown(") + py::repr(py::str(n.reason)).cast<std::string>() + ")";
                 }
                 return rate_repr("Number", inc::PerYear{n});
             })
        .def(py::pickle(
            [](const inc::Number& n) {
                return py::make_tuple(n.mid, n.low, n.high, static_cast<int>(n.dist), static_cast<int>(n.kind),
                                      n.range_kind.has_value() ? static_cast<int>(*n.range_kind) : -1, n.source, n.reason, n.fixed,
                                      n.derived_from, n.computed_from, n.year, n.name);
            },
            [](const py::tuple& s) {
                inc::Number n;
                n.mid = s[0].cast<double>();
                n.low = s[1].cast<double>();
                n.high = s[2].cast<double>();
                n.dist = static_cast<inc::Dist>(s[3].cast<int>());
                n.kind = static_cast<inc::Kind>(s[4].cast<int>());
                if (s[5].cast<int>() >= 0) {
                    n.range_kind = static_cast<inc::Kind>(s[5].cast<int>());
                }
                n.source = s[6].cast<std::string>();
                n.reason = s[7].cast<std::string>();
                n.fixed = s[8].cast<std::string>();
                n.derived_from = s[9].cast<std::string>();
                n.computed_from = s[10].cast<std::vector<std::string>>();
                n.year = s[11].cast<int>();
                n.name = s[12].cast<std::string>();
                return n;
            }));
    module.def("unknown", &inc::unknown_number, py::arg("reason") = "",
               "A rate nobody knows: declared and drawn dashed, but not run; stages reachable only through it have no numbers.\n\n"
               ">>> import incuflow as inc\n>>> inc.unknown(\"no figure found\").reason\n'no figure found'\n");

    bind_rate<inc::PerYear>(module, "PerYear", "per_year", "A hazard, events per firm and year, with its range and origin; made by `per_year`.");
    bind_rate<inc::ProbPerYear>(module, "ProbPerYear", "prob_per_year", "The chance in a year if nothing else could happen, with its range and origin; made by `prob_per_year`.");
    bind_rate<inc::CountPerYear>(module, "CountPerYear", "count_per_year", "Firms per year, with their range and origin; made by `count_per_year`.");
    bind_rate<inc::Years>(module, "Years", "years", "A duration in years, with its range and origin; made by `years`.");

    static const std::string per_year = std::string("A hazard: events per firm and year, ≥ 0.\n") + common_words +
                                        "\n>>> import incuflow as inc\n>>> inc.per_year(0.08, low=0.06, high=0.11, kind=\"observed\", source=\"yearbook\")\n"
                                        "per_year(0.08, low=0.06, high=0.11, kind='observed')\n";
    static const std::string prob = std::string("The chance in a year if nothing else could happen, in [0, 1); the hazard is −log(1 − p).\n") + common_words +
                                    "\n>>> import incuflow as inc\n>>> inc.prob_per_year(\"10%\").mid\n0.1\n";
    static const std::string count = std::string("Firms per year, ≥ 0. `year`: the calendar year it holds for.\n") + common_words +
                                     "\n>>> import incuflow as inc\n>>> inc.count_per_year(\"100/3\", year=2022).number.year\n2022\n";
    static const std::string years = std::string("A duration, > 0: a number of years or a text such as \"18 months\".\n") + common_words +
                                     "\n>>> import incuflow as inc\n>>> inc.years(\"18 months\").mid\n1.5\n";
    def_maker<inc::PerYear, inc::per_year, quantity_from>(module, "per_year", per_year.c_str());
    def_maker<inc::ProbPerYear, inc::prob_per_year, quantity_from>(module, "prob_per_year", prob.c_str());
    def_maker<inc::CountPerYear, inc::count_per_year, quantity_from>(module, "count_per_year", count.c_str());
    def_maker<inc::Years, static_cast<inc::Years (*)(double, const inc::NumberOptions&)>(inc::years), duration_from>(module, "years", years.c_str());

    module.def("parse_money", [](const std::string& text) { return inc::parse_money(text); }, py::arg("text"),
               "Yuan in a text such as \"1万元\" or \"2.8亿元\". Raises ParameterError.\n\n>>> import incuflow as inc\n>>> inc.parse_money(\"2.8亿元\")\n280000000.0\n");
    module.def("parse_duration", [](const std::string& text) { return inc::parse_duration(text); }, py::arg("text"),
               "Years in a text such as \"18 months\" or \"36个月\". Raises ParameterError.\n\n>>> import incuflow as inc\n>>> inc.parse_duration(\"36个月\")\n3.0\n");
    module.def("parse_count", [](const std::string& text) { return inc::parse_count(text); }, py::arg("text"),
               "A number as people write it. Raises ParameterError.\n\n>>> import incuflow as inc\n>>> inc.parse_count(\"20万\"), inc.parse_count(\"55％\")\n(200000.0, 0.55)\n");
    module.def(
        "parse_range",
        [](const std::string& text) {
            const inc::Range range = inc::parse_range(text);
            return std::pair(range.low, range.high);
        },
        py::arg("text"), "Low and high of a text such as \"1—2家\". Raises ParameterError.\n\n>>> import incuflow as inc\n>>> inc.parse_range(\"1—2家\")\n(1.0, 2.0)\n");
    module.def(
        "parse_period",
        [](const std::string& text) {
            const inc::Period period = inc::parse_period(text);
            return std::pair(period.first, period.last);
        },
        py::arg("text"),
        "First and last day of a plan period such as \"十四五\". Raises ParameterError.\n\n>>> import incuflow as inc\n>>> inc.parse_period(\"十四五\")[1].isoformat()\n'2025-12-31'\n");
}

}  // namespace binding
