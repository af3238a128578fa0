// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the binding files share: conversions between Python's values and the library's.

#include <incuflow/incuflow.hpp>
#include <incuflow/io.hpp>

#include <pybind11/functional.h>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/typing.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace py = pybind11;
namespace inc = incuflow;

namespace binding {

/// How a stub says what `quantity_from` takes.
using Quantity = py::typing::Union<py::float_, py::str>;

/// A read-only array over memory that `owner` keeps alive; nothing is copied.
py::array view(const double* data, std::vector<py::ssize_t> shape, py::handle owner);

/// A number, a text such as "100/3" or "55%", or a Number; ParameterError for anything else.
inc::Number number_from(const py::object& value, inc::Measure measure);
double quantity_from(const py::object& value);
/// Refuses what is no number, as text that is none is refused.
[[noreturn]] void refuse_number(const py::object& value);

/// "new", "stationary", "up to 48 months", a duration, or a list of durations; None: not said. ParameterError for anything else.
inc::ElapsedLaw elapsed_from(const py::object& value);

/// One place, or several.
using Places = std::variant<std::string, std::vector<std::string>>;
std::vector<std::string> list_of(const Places& one_or_more);

/// Refuses a word that is not among the names of an option, with the nearest of them.
[[noreturn]] void refuse_word(const char* option, const std::string& given, const std::vector<std::string>& names);

/// The value of an enumeration by its word.
template <class Word> Word word_from(const char* option, const std::string& text, std::initializer_list<Word> words)
{
    std::vector<std::string> names;
    for (const Word word : words) {
        if (inc::to_string(word) == text) {
            return word;
        }
        names.emplace_back(inc::to_string(word));
    }
    refuse_word(option, text, names);
}

/// A label in both languages, as Python holds it.
inline py::tuple label_pair(const inc::Label& label) { return py::make_tuple(label.zh, label.en); }

/// Keyword arguments of the rate kinds.
struct Words {
    std::optional<py::object> low;
    std::optional<py::object> high;
    std::string dist;
    std::string kind;
    std::optional<std::string> range_kind;
    std::string source;
    std::string reason;
    std::string fixed;
    std::string derived_from;
    int year;
    std::string name;
};
inc::NumberOptions options_from(const Words& words, double (*read)(const py::object&));

/// A hazard as Python holds it: the family with its uncertain numbers, and the plain family at their mids.
struct HazardValue {
    inc::Hazard plain;
    inc::UncertainHazard uncertain;
};
struct ExponentialValue : HazardValue {};
struct WeibullValue : HazardValue {};
struct PiecewiseConstantValue : HazardValue {};
struct ErlangValue : HazardValue {};
struct FixedDelayValue : HazardValue {};
struct GompertzValue : HazardValue {};
struct GammaValue : HazardValue {};
struct LogNormalValue : HazardValue {};
struct LogLogisticValue : HazardValue {};
struct GeneralisedGammaValue : HazardValue {};

/// A hazard, a rate kind, or an unknown number.
inc::UncertainHazard hazard_from(const py::object& value);

void bind_base(py::module_& module);
void bind_units(py::module_& module);
void bind_table(py::module_& module);
void bind_numeric(py::module_& module);
void bind_hazard(py::module_& module);
void bind_model(py::module_& module);
void bind_intake(py::module_& module);
void bind_target(py::module_& module);
void bind_study(py::module_& module);
void bind_forecast(py::module_& module);
void bind_scenario(py::module_& module);
void bind_io(py::module_& module);

}  // namespace binding

namespace pybind11::detail {

/// `incuflow::Date` is `datetime.date`; ISO texts are read too. An empty Date is None.
template <> struct type_caster<incuflow::Date> {
    PYBIND11_TYPE_CASTER(incuflow::Date, io_name("datetime.date | str", "datetime.date"));

    bool load(handle source, bool)
    {
        if (!source) {
            return false;
        }
        if (isinstance<str>(source)) {
            value = incuflow::parse_date(source.cast<std::string>());
            return true;
        }
        if (hasattr(source, "astype")) {  // numpy.datetime64
            value = incuflow::parse_date(str(source.attr("astype")("datetime64[D]")).cast<std::string>());
            return true;
        }
        if (!hasattr(source, "year") || !hasattr(source, "month") || !hasattr(source, "day")) {
            return false;
        }
        value = {source.attr("year").cast<int>(), source.attr("month").cast<int>(), source.attr("day").cast<int>()};
        return true;
    }

    static handle cast(const incuflow::Date& date, return_value_policy, handle)
    {
        if (date.year == 0) {
            return none().release();
        }
        return module_::import("datetime").attr("date")(date.year, date.month, date.day).release();
    }
};

/// Languages are the texts "zh" and "en".
template <> struct type_caster<incuflow::Language> {
    PYBIND11_TYPE_CASTER(incuflow::Language, const_name("str"));

    bool load(handle source, bool)
    {
        if (!isinstance<str>(source)) {
            return false;
        }
        value = incuflow::parse_language(source.cast<std::string>());
        return true;
    }

    static handle cast(incuflow::Language language, return_value_policy, handle)
    {
        return str(language == incuflow::Language::zh ? "zh" : "en").release();
    }
};

}  // namespace pybind11::detail
