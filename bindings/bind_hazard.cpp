// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

namespace binding {

namespace {

template <class Function> py::object map_times(const py::object& times, Function function)
{
    const auto array = py::array_t<double, py::array::c_style | py::array::forcecast>::ensure(times);
    if (!array) {
        refuse_number(times);
    }
    if (array.ndim() == 0) {
        return py::float_(function(*array.data()));
    }
    py::array_t<double> out(std::vector<py::ssize_t>(array.shape(), array.shape() + array.ndim()));
    double* target = out.mutable_data();
    for (py::ssize_t i = 0; i < array.size(); ++i) {
        target[i] = function(array.data()[i]);
    }
    return out;
}

// The plain family at the mids of its numbers; a number nobody knows has none.
template <class Value> Value with_mids(inc::UncertainHazard uncertain)
{
    std::vector<double> mids;
    for (const inc::HazardParameter& parameter : uncertain.parameters) {
        mids.push_back(parameter.value.mid);
    }
    inc::Hazard plain = inc::realise(uncertain, mids);
    return Value{{std::move(plain), std::move(uncertain)}};
}

inc::Number parameter(const py::object& value)
{
    return py::isinstance<inc::Number>(value) ? value.cast<inc::Number>() : inc::given_in_code(quantity_from(value));
}

bool plain_number(const py::object& value) { return !py::isinstance<inc::Number>(value) && !py::isinstance<inc::Years>(value); }

/// A bare number stays plain, so that the family itself says what is wrong with it.
inc::PerYear rate_of(const py::object& value)
{
    return py::isinstance<inc::PerYear>(value) ? value.cast<inc::PerYear>() : inc::PerYear{parameter(value)};
}

template <class Rate> std::vector<Rate> rates_from(const py::sequence& rates)
{
    std::vector<Rate> list;
    for (const py::handle rate : rates) {
        list.push_back(rate.cast<Rate>());
    }
    return list;
}

PiecewiseConstantValue piecewise(const std::vector<double>& breaks, const py::sequence& rates)
{
    bool per_year = true;
    bool prob = true;
    for (const py::handle rate : rates) {
        per_year = per_year && py::isinstance<inc::PerYear>(rate);
        prob = prob && py::isinstance<inc::ProbPerYear>(rate);
    }
    if (py::len(rates) > 0 && per_year) {
        return with_mids<PiecewiseConstantValue>(inc::piecewise_constant(breaks, rates_from<inc::PerYear>(rates)));
    }
    if (py::len(rates) > 0 && prob) {
        return with_mids<PiecewiseConstantValue>(inc::piecewise_constant(breaks, rates_from<inc::ProbPerYear>(rates)));
    }
    std::vector<double> numbers;
    for (const py::handle rate : rates) {
        numbers.push_back(quantity_from(py::reinterpret_borrow<py::object>(rate)));
    }
    const inc::PiecewiseConstant plain(breaks, std::move(numbers));
    return {{plain, plain}};
}

template <class Value> void bind_family(py::class_<Value, HazardValue>& family)
{
    family.def(py::pickle(
        [](const Value& value) {
            py::list parameters;
            for (const inc::HazardParameter& p : value.uncertain.parameters) {
                parameters.append(py::make_tuple(p.key, p.value, static_cast<int>(p.measure)));
            }
            return py::make_tuple(value.uncertain.family, parameters, value.uncertain.breaks, value.uncertain.stages);
        },
        [](const py::tuple& state) {
            std::vector<inc::HazardParameter> parameters;
            for (const py::handle item : state[1]) {
                const auto p = py::reinterpret_borrow<py::tuple>(item);
                parameters.push_back({p[0].cast<std::string>(), p[1].cast<inc::Number>(), static_cast<inc::Measure>(p[2].cast<int>())});
            }
            return with_mids<Value>(inc::UncertainHazard(state[0].cast<std::string>(), std::move(parameters),
                                                         state[2].cast<std::vector<double>>(), state[3].cast<int>()));
        }));
}

}  // namespace

inc::UncertainHazard hazard_from(const py::object& value)
{
    if (py::isinstance<HazardValue>(value)) {
        return value.cast<const HazardValue&>().uncertain;
    }
    if (py::isinstance<inc::PerYear>(value)) {
        return value.cast<inc::PerYear>();
    }
    if (py::isinstance<inc::ProbPerYear>(value)) {
        return value.cast<inc::ProbPerYear>();
    }
    if (py::isinstance<inc::Number>(value) && !value.cast<inc::Number>().known()) {
        return inc::PerYear{value.cast<inc::Number>()};
    }
    throw inc::ParameterError("hazard.not_a_hazard", {{"given", py::repr(value).cast<std::string>()}});
}

void bind_hazard(py::module_& module)
{
    py::class_<HazardValue>(module, "Hazard", R"(A time to event in years on its clock.

Methods take a number or an array of any shape (years, or probabilities for `quantile` and `sample`) and give the same shape.

>>> import incuflow as inc
>>> inc.FixedDelay("36 months").family, isinstance(inc.FixedDelay(3), inc.Hazard)
('fixed_delay', True)
)")
        .def(
            "hazard", [](const HazardValue& h, const py::object& t) { return map_times(t, [&](double x) { return inc::hazard_at(h.plain, x); }); },
            py::arg("t"), "Events per year at t. ParameterError for a fixed delay, which has none.")
        .def(
            "cumulative", [](const HazardValue& h, const py::object& t) { return map_times(t, [&](double x) { return inc::cumulative(h.plain, x); }); },
            py::arg("t"), "The hazard integrated from 0 to t, to 1e-12 relative.")
        .def(
            "log_survival",
            [](const HazardValue& h, const py::object& t) { return map_times(t, [&](double x) { return inc::log_survival(h.plain, x); }); },
            py::arg("t"), "log of the chance that it has not happened by t.")
        .def(
            "survival", [](const HazardValue& h, const py::object& t) { return map_times(t, [&](double x) { return inc::survival(h.plain, x); }); },
            py::arg("t"), "The chance that it has not happened by t.")
        .def(
            "density", [](const HazardValue& h, const py::object& t) { return map_times(t, [&](double x) { return inc::density(h.plain, x); }); },
            py::arg("t"), "Density of the time to event. ParameterError for a fixed delay.")
        .def(
            "quantile", [](const HazardValue& h, const py::object& p) { return map_times(p, [&](double x) { return inc::quantile(h.plain, x); }); },
            py::arg("p"), "The time by which it has happened with chance p; NaN outside [0, 1].")
        .def(
            "sample", [](const HazardValue& h, const py::object& u) { return map_times(u, [&](double x) { return inc::sample(h.plain, x); }); },
            py::arg("u"), "Times to event from uniform numbers in [0, 1).")
        .def("mean", [](const HazardValue& h) { return inc::mean(h.plain); }, "Mean time to event; inf where it may never happen.")
        .def("never_probability", [](const HazardValue& h) { return inc::never_probability(h.plain); }, "The chance that it never happens.")
        .def_property_readonly("family", [](const HazardValue& h) { return std::string(inc::name(h.plain)); }, "Name of the family.")
        .def_property_readonly(
            "numbers",
            [](const HazardValue& h) {
                py::dict numbers;
                for (const inc::HazardParameter& p : h.uncertain.parameters) {
                    numbers[py::str(p.key)] = p.value;
                }
                return numbers;
            },
            R"(The uncertain numbers by key, in order; a plain family has those it was given.

>>> import incuflow as inc
>>> list(inc.Weibull(shape=1.3, scale=1.8).numbers)
['shape', 'scale']
)")
        .def(
            "realise",
            [](const HazardValue& h, const std::vector<double>& values) {
                inc::Hazard plain = inc::realise(h.uncertain, values);
                inc::UncertainHazard uncertain(plain);
                return HazardValue{std::move(plain), std::move(uncertain)};
            },
            py::arg("values"), R"(The hazard with these values, one a number of `numbers` and in their order.

>>> import incuflow as inc
>>> inc.Exponential(inc.per_year(0.13, low=0.08, high=0.15)).realise([0.08])
Exponential(rate=0.08)
)")
        .def("__eq__", [](const HazardValue& a, const HazardValue& b) { return a.uncertain == b.uncertain; }, py::is_operator())
        .def("__hash__", [](const HazardValue& h) { return py::hash(py::str(inc::describe(h.plain))); })
        .def("__repr__", [](const HazardValue& h) { return inc::describe(h.plain); });

    py::class_<ExponentialValue, HazardValue> exponential(module, "Exponential", R"(Constant hazard: H(t) = rate·t, rate ≥ 0 per year.

>>> import incuflow as inc
>>> inc.Exponential(rate=0.5).mean()
2.0
)");
    exponential.def(py::init([](const py::object& rate) {
                        if (py::isinstance<inc::PerYear>(rate) || py::isinstance<inc::ProbPerYear>(rate)) {
                            return with_mids<ExponentialValue>(hazard_from(rate));
                        }
                        const inc::Exponential plain(quantity_from(rate));
                        return ExponentialValue{{plain, plain}};
                    }),
                    py::arg("rate"));
    bind_family(exponential);

    py::class_<WeibullValue, HazardValue> weibull(module, "Weibull", R"(H(t) = (t/scale)^shape; shape > 0, scale > 0 in years.

`shape` may be a Number and `scale` a duration with a range (`years("18 months", low=…, high=…)`).

>>> import incuflow as inc
>>> round(inc.Weibull(shape=1.3, scale=1.8).survival(1.8), 6)
0.367879
)");
    weibull.def(py::init([](const py::object& shape, const py::object& scale) {
                    if (plain_number(shape) && plain_number(scale) && !py::isinstance<py::str>(scale)) {
                        const inc::Weibull plain(quantity_from(shape), quantity_from(scale));
                        return WeibullValue{{plain, plain}};
                    }
                    return with_mids<WeibullValue>(inc::weibull(parameter(shape), {number_from(scale, inc::Measure::years)}));
                }),
                py::arg("shape"), py::arg("scale"));
    bind_family(weibull);

    py::class_<PiecewiseConstantValue, HazardValue> constant(module, "PiecewiseConstant", R"(Hazard rates[i] per year from breaks[i] years on.

`breaks` start at 0 and increase; `rates` are numbers per year, or all `per_year(…)`, or all `prob_per_year(…)`.

>>> import incuflow as inc
>>> inc.PiecewiseConstant([0, 1], [0.1, 0.3]).cumulative(2.0)
0.4
)");
    constant.def(py::init(&piecewise), py::arg("breaks"), py::arg("rates"));
    bind_family(constant);

    py::class_<ErlangValue, HazardValue> erlang(module, "Erlang", R"(Sum of k exponential phases, each left at `rate` per year.

>>> import incuflow as inc
>>> inc.Erlang(k=3, rate=1.5).mean()
2.0
)");
    erlang.def(py::init([](int k, const py::object& rate) {
                   if (py::isinstance<inc::PerYear>(rate)) {
                       return with_mids<ErlangValue>(inc::erlang(k, rate.cast<inc::PerYear>()));
                   }
                   const inc::Erlang plain(k, quantity_from(rate));
                   return ErlangValue{{plain, plain}};
               }),
               py::arg("k"), py::arg("rate"));
    bind_family(erlang);

    py::class_<GompertzValue, HazardValue> gompertz(module, "Gompertz", R"(Hazard rate·e^(shape·t) per year; rate ≥ 0 per year, shape of any sign.

Shape 0 is a constant hazard. Below 0 the hazard dies out and some firms never move. `rate` may be `per_year(…)`, `shape` a Number.

>>> import incuflow as inc
>>> round(inc.Gompertz(rate=0.2, shape=-0.5).never_probability(), 6)
0.67032
)");
    gompertz.def(py::init([](const py::object& rate, const py::object& shape) {
                     return with_mids<GompertzValue>(inc::gompertz(rate_of(rate), parameter(shape)));
                 }),
                 py::arg("rate"), py::arg("shape"));
    bind_family(gompertz);

    py::class_<GammaValue, HazardValue> gamma(module, "Gamma", R"(A gamma law; shape > 0, rate > 0 per year, mean shape/rate years.

`shape` may be a Number, `rate` `per_year(…)`. A whole shape is an Erlang.

>>> import incuflow as inc
>>> inc.Gamma(shape=3, rate=1).cumulative(1e-6)
1.6666654166671664e-19
)");
    gamma.def(py::init([](const py::object& shape, const py::object& rate) {
                  return with_mids<GammaValue>(inc::gamma(parameter(shape), rate_of(rate)));
              }),
              py::arg("shape"), py::arg("rate"));
    bind_family(gamma);

    py::class_<LogNormalValue, HazardValue> log_normal(module, "LogNormal", R"(The log of the time in years is normal: mean `meanlog`, deviation `sdlog` > 0.

The median is e^meanlog years. Both may be Numbers.

>>> import incuflow as inc
>>> inc.LogNormal(meanlog=0, sdlog=0.5).survival(1)
0.5
)");
    log_normal.def(py::init([](const py::object& meanlog, const py::object& sdlog) {
                       return with_mids<LogNormalValue>(inc::log_normal(parameter(meanlog), parameter(sdlog)));
                   }),
                   py::arg("meanlog"), py::arg("sdlog"));
    bind_family(log_normal);

    py::class_<LogLogisticValue, HazardValue> log_logistic(module, "LogLogistic", R"(H(t) = log(1 + (t/scale)^shape); shape > 0, scale > 0 in years.

The median is `scale`; for shape ≤ 1 the mean is infinite. `shape` may be a Number and `scale` a duration with a range.

>>> import incuflow as inc
>>> inc.LogLogistic(shape=1, scale="18 months").survival(1.5), inc.LogLogistic(shape=1, scale=1.5).mean()
(0.5, inf)
)");
    log_logistic.def(py::init([](const py::object& shape, const py::object& scale) {
                         if (plain_number(shape) && plain_number(scale) && !py::isinstance<py::str>(scale)) {
                             const inc::LogLogistic plain(quantity_from(shape), quantity_from(scale));
                             return LogLogisticValue{{plain, plain}};
                         }
                         return with_mids<LogLogisticValue>(inc::log_logistic(parameter(shape), {number_from(scale, inc::Measure::years)}));
                     }),
                     py::arg("shape"), py::arg("scale"));
    bind_family(log_logistic);

    py::class_<GeneralisedGammaValue, HazardValue> general(module, "GeneralisedGamma", R"(Prentice's generalised gamma law of the time in years.

With w = (log t − mu)/sigma, e^(q·w)/q² has a gamma law of shape 1/q²; sigma > 0, q of any sign: q = sigma is a gamma law, 1 a Weibull, 0 a
log-normal. For q·sigma ≤ −1 the mean is infinite. All three may be Numbers.

>>> import incuflow as inc
>>> round(inc.GeneralisedGamma(mu=0.3, sigma=0.5, q=1).survival(2), 9) == round(inc.Weibull(2, 1.3498588075760032).survival(2), 9)
True
)");
    general.def(py::init([](const py::object& mu, const py::object& sigma, const py::object& q) {
                    return with_mids<GeneralisedGammaValue>(inc::generalised_gamma(parameter(mu), parameter(sigma), parameter(q)));
                }),
                py::arg("mu"), py::arg("sigma"), py::arg("q"));
    bind_family(general);

    py::class_<FixedDelayValue, HazardValue> delay(module, "FixedDelay", R"(Everybody crosses exactly `delay` years after the clock starts.

>>> import incuflow as inc
>>> inc.FixedDelay("36 months").survival([2.9, 3.0]).tolist()
[1.0, 0.0]
)");
    delay.def(py::init([](const py::object& value) {
                  if (plain_number(value) && !py::isinstance<py::str>(value)) {
                      const inc::FixedDelay plain(quantity_from(value));
                      return FixedDelayValue{{plain, plain}};
                  }
                  return with_mids<FixedDelayValue>(inc::fixed_delay({number_from(value, inc::Measure::years)}));
              }),
              py::arg("delay"));
    bind_family(delay);

    module.def(
        "observed_shares",
        [](const py::dict& shares) {
            std::vector<std::pair<std::string, double>> list;
            for (const auto& [name, share] : shares) {
                list.emplace_back(name.cast<std::string>(), quantity_from(py::reinterpret_borrow<py::object>(share)));
            }
            py::typing::Dict<py::str, inc::PerYear> rates;
            for (const auto& [name, rate] : inc::observed_shares(list)) {
                rates[py::str(name)] = rate;
            }
            return rates;
        },
        py::arg("shares"), R"(Hazards of competing ways out from the shares of firms that took each within a year.

h_a = −log(1 − Σp)·p_a/Σp. Raises ParameterError for a share below 0 or Σp ≥ 1.

>>> import incuflow as inc
>>> round(inc.observed_shares({"graduated": "15%", "closed": 0.05})["graduated"].mid, 6)
0.167358
)");
}

}  // namespace binding
