// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

namespace binding {

namespace {

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

}  // namespace

void bind_intake(py::module_& module)
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
}

}  // namespace binding
