// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"
#include "watched.hpp"

#include <limits>

namespace binding {

namespace {

// A whole number of Python, which may be larger than ours.
template <class Whole> Whole whole(const char* option, const py::object& given)
{
    const auto number = py::reinterpret_steal<py::object>(PyNumber_Index(given.ptr()));
    if (!number) {
        throw py::error_already_set();
    }
    py::detail::make_caster<Whole> caster;
    if (!caster.load(number, true)) {
        throw inc::ParameterError("forecast.bad_option", {{"option", option},
                                                          {"given", py::str(number).cast<std::string>()},
                                                          {"allowed", std::to_string(std::numeric_limits<Whole>::min()) + " .. " +
                                                                          std::to_string(std::numeric_limits<Whole>::max())}});
    }
    return static_cast<Whole>(caster);
}

// The first Ctrl-C asks the draws to stop and keeps what is finished; a second one, or `raise_at_once`, ends the call.
py::tuple run_forecast(const inc::Study& study, const py::object& draws, const py::object& seed, double level, const py::object& threads,
                       const std::string& engine, double tolerance, const py::object& progress, bool raise_at_once)
{
    Watching watching(progress, !raise_at_once);
    inc::Watch watch = watching.watch();
    inc::ForecastOptions options;
    options.draws = whole<int>("draws", draws);
    options.seed = whole<std::uint64_t>("seed", seed);
    options.level = level;
    options.threads = whole<int>("threads", threads);
    options.engine = engine;
    options.tolerance = tolerance;
    options.stop = std::move(watch.stop);
    options.progress = std::move(watch.progress);
    std::optional<inc::Forecast> result;
    try {
        const py::gil_scoped_release released;
        result.emplace(inc::forecast(study, options));
    } catch (const inc::EngineError& error) {
        if (watching.interrupted() && error.code() == "forecast.stopped_before_first_draw") {
            raise_keyboard_interrupt();
        }
        throw;
    }
    return py::make_tuple(std::move(*result), watching.interrupted());
}

py::array stock_array(const py::object& self)
{
    const auto& forecast = self.cast<const inc::Forecast&>();
    const auto times = static_cast<py::ssize_t>(forecast.stock_dates().size());
    const auto stages = static_cast<py::ssize_t>(forecast.stage_axis().size());
    return view(forecast.stock_array().data(), {std::max(1, forecast.draws()), times, stages}, self);
}

py::array flow_array(const py::object& self)
{
    const auto& forecast = self.cast<const inc::Forecast&>();
    const auto times = static_cast<py::ssize_t>(forecast.flow_dates().size());
    const auto transitions = static_cast<py::ssize_t>(forecast.transition_axis().size());
    return view(forecast.flow_array().data(), {std::max(1, forecast.draws()), times, transitions}, self);
}

inc::CountQuestion question_from(std::vector<std::string> of, const std::string& counts, bool counts_as, std::optional<inc::Date> since,
                                 std::optional<inc::Date> due)
{
    inc::CountQuestion question;
    question.of = std::move(of);
    question.counts = counts == "stock"       ? inc::Counts::stock
                      : counts == "crossings" ? inc::Counts::crossings
                      : counts == "firms"     ? inc::Counts::firms
                                              : inc::Counts::none;
    question.counts_as = counts_as;
    question.since = since;
    question.due = due;
    return question;
}

}  // namespace

void bind_forecast(py::module_& module)
{
    py::class_<inc::CountDistribution>(module, "CountDistribution")
        .def_property_readonly("first", &inc::CountDistribution::first)
        .def_property_readonly("mean", &inc::CountDistribution::mean)
        .def_property_readonly("sd", &inc::CountDistribution::sd)
        .def_property_readonly("newcomers_only", &inc::CountDistribution::newcomers_only)
        .def("probability", &inc::CountDistribution::probability, py::arg("n"))
        .def("at_most", &inc::CountDistribution::at_most, py::arg("n"))
        .def("at_least", &inc::CountDistribution::at_least, py::arg("n"))
        .def("quantile", &inc::CountDistribution::quantile, py::arg("p"))
        .def("table", &inc::CountDistribution::table);
    py::class_<inc::Forecast>(module, "Forecast")
        .def_property_readonly("study", [](const inc::Forecast& f) { return f.study(); })
        .def_property_readonly("draws", &inc::Forecast::draws)
        .def_property_readonly("seed", [](const inc::Forecast& f) { return f.options().seed; })
        .def_property_readonly("level", [](const inc::Forecast& f) { return f.options().level; })
        .def_property_readonly("complete", &inc::Forecast::complete)
        .def_property_readonly("engine", &inc::Forecast::engine)
        .def_property_readonly("tolerance", [](const inc::Forecast& f) { return f.options().tolerance; })
        .def_property_readonly("step", &inc::Forecast::step)
        .def_property_readonly("error_estimate", &inc::Forecast::error_estimate)
        .def_property_readonly("stage_axis", &inc::Forecast::stage_axis)
        .def_property_readonly("transition_axis", &inc::Forecast::transition_axis)
        .def_property_readonly("stock_dates", &inc::Forecast::stock_dates)
        .def_property_readonly("flow_dates", &inc::Forecast::flow_dates)
        .def_property_readonly("stock_array", &stock_array)
        .def_property_readonly("flow_array", &flow_array)
        .def(
            "headline",
            [](const inc::Forecast& f, inc::Language language, const py::object& progress) {
                return watched(progress, [&](const inc::Watch& watch) {
                    (void)f.attainment(watch);
                    return f.headline(language);
                });
            },
            py::arg("language"), py::arg("progress"))
        .def(
            "attainment",
            [](const inc::Forecast& f, inc::Language language, const py::object& progress) {
                return watched(progress, [&](const inc::Watch& watch) {
                    (void)f.attainment(watch);
                    return f.attainment_table(language);
                });
            },
            py::arg("language"), py::arg("progress"))
        .def(
            "stocks",
            [](const inc::Forecast& f, const py::object& progress) { return watched(progress, [&](const inc::Watch& watch) { return f.stocks(watch); }); },
            py::arg("progress"))
        .def(
            "attributes",
            [](const inc::Forecast& f, const py::object& progress) { return watched(progress, [&](const inc::Watch& watch) { return f.attributes(watch); }); },
            py::arg("progress"))
        .def(
            "stock_quantiles",
            [](const inc::Forecast& f, const std::vector<std::string>& places, const std::vector<double>& probabilities, const py::object& progress) {
                return watched(progress, [&](const inc::Watch& watch) { return f.stock_quantiles(places, probabilities, watch); });
            },
            py::arg("places"), py::arg("probabilities"), py::arg("progress"))
        .def(
            "flows",
            [](const inc::Forecast& f, const py::object& progress) { return watched(progress, [&](const inc::Watch& watch) { return f.flows(watch); }); },
            py::arg("progress"))
        .def(
            "progress",
            [](const inc::Forecast& f, const py::object& progress) { return watched(progress, [&](const inc::Watch& watch) { return f.progress(watch); }); },
            py::arg("progress"))
        .def(
            "distribution",
            [](const inc::Forecast& f, std::vector<std::string> of, const std::string& counts, bool counts_as, std::optional<inc::Date> since,
               std::optional<inc::Date> due, const py::object& progress) {
                const inc::CountQuestion question = question_from(std::move(of), counts, counts_as, since, due);
                return watched(progress, [&](const inc::Watch& watch) { return f.distribution(question, watch); });
            },
            py::arg("of"), py::arg("counts"), py::arg("counts_as"), py::arg("since"), py::arg("due"), py::arg("progress"))
        .def(
            "uncertainty_of",
            [](const inc::Forecast& f, std::vector<std::string> of, const std::string& counts, bool counts_as, std::optional<inc::Date> since,
               std::optional<inc::Date> due, inc::Language language, const py::object& progress) {
                const inc::CountQuestion question = question_from(std::move(of), counts, counts_as, since, due);
                return watched(progress, [&](const inc::Watch& watch) { return f.uncertainty(question, language, watch); });
            },
            py::arg("of"), py::arg("counts"), py::arg("counts_as"), py::arg("since"), py::arg("due"), py::arg("language"), py::arg("progress"))
        .def(
            "uncertainty",
            [](const inc::Forecast& f, const std::string& target, inc::Language language, const py::object& progress) {
                return watched(progress, [&](const inc::Watch& watch) { return f.uncertainty(target, language, watch); });
            },
            py::arg("target"), py::arg("language"), py::arg("progress"))
        .def(
            "assumptions",
            [](const inc::Forecast& f, inc::Language language, const py::object& progress) {
                return watched(progress, [&](const inc::Watch& watch) {
                    (void)f.attainment(watch);
                    return f.assumptions(language);
                });
            },
            py::arg("language"), py::arg("progress"));
    module.def("forecast", &run_forecast, py::arg("study"), py::arg("draws"), py::arg("seed"), py::arg("level"), py::arg("threads"),
               py::arg("engine"), py::arg("tolerance"), py::arg("progress"), py::arg("raise_at_once"));
}

}  // namespace binding
