// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

#include <incuflow/numeric/generator_exponential.hpp>
#include <incuflow/numeric/kernel.hpp>
#include <incuflow/numeric/propagate.hpp>
#include <incuflow/numeric/uniformization.hpp>

namespace binding {

namespace {

using Input = py::array_t<double, py::array::c_style | py::array::forcecast>;

std::size_t extent(const Input& array, int axis) { return static_cast<std::size_t>(array.shape(axis)); }

std::span<const double> values(const Input& array) { return {array.data(), static_cast<std::size_t>(array.size())}; }

std::string shape_text(const Input& array)
{
    std::string text = "(";
    for (py::ssize_t axis = 0; axis < array.ndim(); ++axis) {
        text += (axis == 0 ? "" : ", ") + std::to_string(array.shape(axis));
    }
    return text + ")";
}

[[noreturn]] void refuse_shape(const char* what, const Input& array, const char* allowed)
{
    throw inc::ParameterError("numeric.shape", {{"what", what}, {"given", shape_text(array)}, {"allowed", allowed}});
}

Input generator_exponentials(const Input& generators, double time)
{
    const auto dimensions = generators.ndim();
    if ((dimensions != 2 && dimensions != 3) || generators.shape(dimensions - 1) != generators.shape(dimensions - 2)) {
        refuse_shape("generators", generators, "(n, n) or (batch, n, n)");
    }
    Input out(std::vector<py::ssize_t>(generators.shape(), generators.shape() + dimensions));
    const std::size_t batch = dimensions == 3 ? extent(generators, 0) : 1;
    const std::span<double> target(out.mutable_data(), static_cast<std::size_t>(out.size()));
    const std::span<const double> source = values(generators);
    const int states = static_cast<int>(generators.shape(dimensions - 1));
    const py::gil_scoped_release release;
    inc::generator_exponentials(source, states, batch, time, target);
    return out;
}

using Places = py::array_t<int, py::array::c_style | py::array::forcecast>;

Input generator_action(const Input& start, const Places& sources, const Places& destinations, const Input& rates, double time)
{
    if (start.ndim() != 1) {
        refuse_shape("start", start, "(states,)");
    }
    if (rates.ndim() != 1 || sources.ndim() != 1 || destinations.ndim() != 1 || sources.size() != rates.size() ||
        destinations.size() != rates.size()) {
        refuse_shape("rates", rates, "(rates,), sources and destinations of the same length");
    }
    std::vector<inc::RateEntry> entries;
    for (py::ssize_t e = 0; e < rates.size(); ++e) {
        entries.push_back({sources.data()[e], destinations.data()[e], rates.data()[e]});
    }
    Input out(start.size());
    const std::span<double> target(out.mutable_data(), static_cast<std::size_t>(out.size()));
    const std::span<const double> first = values(start);
    const py::gil_scoped_release release;
    const inc::Uniformization generator(inc::sparse_generator(static_cast<int>(first.size()), entries));
    inc::UniformizationWorkspace workspace;
    generator.forward(first, time, target, {}, {}, workspace);
    return out;
}

Input propagate(const Input& start, const Input& matrices, std::size_t steps)
{
    if (start.ndim() != 2) {
        refuse_shape("start", start, "(draws, states)");
    }
    if (matrices.ndim() != 3 || matrices.shape(0) != start.shape(0) || matrices.shape(1) != start.shape(1) ||
        matrices.shape(2) != start.shape(1)) {
        refuse_shape("matrices", matrices, "(draws, states, states), draws and states those of start");
    }
    Input out({start.shape(0), static_cast<py::ssize_t>(steps + 1), start.shape(1)});
    const std::span<double> target(out.mutable_data(), static_cast<std::size_t>(out.size()));
    const std::span<const double> first = values(start);
    const std::span<const double> moves = values(matrices);
    const int states = static_cast<int>(start.shape(1));
    const std::size_t draws = extent(start, 0);
    const py::gil_scoped_release release;
    inc::propagate(first, moves, states, draws, steps, target);
    return out;
}

}  // namespace

void bind_numeric(py::module_& module)
{
    module.def("generator_action", &generator_action, py::arg("start"), py::arg("sources"), py::arg("destinations"), py::arg("rates"),
               py::arg("time") = 1.0,
               R"(start·exp(Q·time) for a generator too large for a matrix, from its rates (per unit of `time`) alone.

`rates[i]` leads from state `sources[i]` to `destinations[i]`; the diagonal is what makes rows sum to 0. At most 1e-14 of the sum of
`start` is left out. Raises ParameterError, or NumericError beyond 1e10 expected events. Method: uniformization (Jensen 1953).

>>> import incuflow as inc
>>> inc.generator_action([1, 0, 0], sources=[0, 0, 1], destinations=[1, 2, 2], rates=[0.1, 0.1, 1.1]).round(7).tolist()
[0.8187308, 0.0539844, 0.1272848]
)");
    module.def("generator_exponentials", &generator_exponentials, py::arg("generators"), py::arg("time") = 1.0,
               R"(exp(Q·time) of one generator (n, n) or of many (batch, n, n); the result has the same shape.

Every entry is accurate relative to itself and none is negative. Rows must have off-diagonal entries ≥ 0 and a sum ≤ 0
(rates per unit of `time`). Raises ParameterError. Method: uniformization (Jensen 1953) and doubling.

>>> import incuflow as inc
>>> inc.generator_exponentials([[-0.2, 0.1, 0.1], [0, -1.1, 1.1], [0, 0, 0]])[0].round(7).tolist()
[0.8187308, 0.0539844, 0.1272848]
)");
    module.def("propagate", &propagate, py::arg("start"), py::arg("matrices"), py::arg("steps"),
               R"(Discrete-time chains, one transition matrix a draw: out[d, k + 1] = out[d, k] @ matrices[d].

`start` (draws, states), `matrices` (draws, states, states) with rows that add up to 1; the result is
(draws, steps + 1, states). Raises ParameterError.

>>> import incuflow as inc
>>> inc.propagate([[1.0, 0.0]], [[[0.5, 0.5], [0.0, 1.0]]], steps=2)[0].tolist()
[[1.0, 0.0], [0.5, 0.5], [0.25, 0.75]]
)");
    module.def(
        "kernel_levels",
        [] {
            std::vector<std::string> names;
            for (const inc::KernelLevel level : inc::kernel_levels()) {
                names.emplace_back(inc::kernel_level_name(level));
            }
            return names;
        },
        "Instruction sets this build and processor can use, slowest first; all give the same bytes.");
}

}  // namespace binding
