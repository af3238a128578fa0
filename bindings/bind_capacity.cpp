// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

#include <incuflow/engine/capacity_laws.hpp>
#include <incuflow/engine/time_expanded.hpp>
#include <incuflow/graph/max_flow.hpp>

namespace binding {

namespace {

using Nodes = py::array_t<int, py::array::c_style | py::array::forcecast>;
using Numbers = py::array_t<double, py::array::c_style | py::array::forcecast>;

template <class Value> py::array_t<Value> copied(const std::vector<Value>& values)
{
    return py::array_t<Value>(static_cast<py::ssize_t>(values.size()), values.data());
}

inc::MaxFlow largest_flow(int nodes, const Nodes& tail, const Nodes& head, const Numbers& capacity, int source, int sink)
{
    const auto list = [](const auto& array) { return std::span(array.data(), static_cast<std::size_t>(array.size())); };
    const auto from = list(tail);
    const auto to = list(head);
    const auto limits = list(capacity);
    const py::gil_scoped_release released;
    return inc::max_flow(nodes, from, to, limits, source, sink);
}

std::string stage_name(const inc::Pipeline& pipeline, int track, int stage)
{
    const inc::Track& of = pipeline.tracks()[static_cast<std::size_t>(track)];
    return of.id + '.' + of.stages[static_cast<std::size_t>(stage)].id;
}

// One array (period, set of closed stages, …) of a part of every law.
Numbers stacked(const inc::CapacityLaws& laws, std::vector<double> inc::ClosedLaw::* part, std::initializer_list<std::size_t> shape)
{
    std::vector<py::ssize_t> extents{static_cast<py::ssize_t>(laws.laws.size()), static_cast<py::ssize_t>(laws.laws.front().size())};
    for (const std::size_t extent : shape) {
        extents.push_back(static_cast<py::ssize_t>(extent));
    }
    Numbers array(extents);
    double* at = array.mutable_data();
    for (const auto& period : laws.laws) {
        for (const inc::ClosedLaw& law : period) {
            at = std::copy((law.*part).begin(), (law.*part).end(), at);
        }
    }
    return array;
}

py::dict capacity_problem(const inc::Study& study, const std::string& goal, const std::vector<std::pair<std::string, double>>& places,
                          const std::string& period)
{
    std::vector<inc::StagePlaces> given;
    for (const auto& [stage, count] : places) {
        given.push_back({stage, count});
    }
    const auto unit = word_from("period", period, {inc::CapacityPeriod::year, inc::CapacityPeriod::month});
    inc::CapacityLaws laws;
    inc::FlowBound flow;
    {
        const py::gil_scoped_release released;
        laws = inc::capacity_laws(study, goal, given, unit);
        flow = inc::flow_bound(laws);
    }
    const inc::Pipeline& pipeline = study.pipeline();
    const std::size_t states = laws.start.size();
    const std::size_t rows = states + laws.sources.size();
    py::dict out;
    py::list stages;
    for (const inc::StageRef& at : laws.stages) {
        stages.append(stage_name(pipeline, at.track, at.stage));
    }
    py::list names;
    for (std::size_t i = 0; i < states; ++i) {
        names.append(laws.model.state_name(pipeline, static_cast<int>(i)));
    }
    py::list sources;
    py::list firms;
    for (const inc::CapacitySource& source : laws.sources) {
        sources.append(source.state);
        firms.append(source.firms);
    }
    out["stages"] = stages;
    out["places"] = laws.places;
    out["goal"] = stage_name(pipeline, laws.goal.track, laws.goal.stage);
    out["dates"] = laws.dates;
    out["states"] = names;
    out["start"] = copied(laws.start);
    out["sources"] = sources;
    out["firms"] = firms;
    out["inside"] = laws.inside;
    out["entering"] = laws.entering;
    out["ends"] = stacked(laws, &inc::ClosedLaw::ends, {rows, states});
    out["goal_entries"] = stacked(laws, &inc::ClosedLaw::goal, {rows});
    out["share"] = stacked(laws, &inc::ClosedLaw::share, {rows, laws.stages.size()});
    out["unknown_stock"] = laws.unknown_stock;
    out["max_flow"] = flow.value;
    out["resolution"] = flow.resolution;
    py::list arcs;
    for (const inc::FlowBoundRow& row : flow.rows) {
        const std::string stage = stage_name(pipeline, laws.goal.track, row.stage);
        std::string transition;
        if (row.to >= 0) {
            transition = stage + "->" + pipeline.tracks()[static_cast<std::size_t>(laws.goal.track)].stages[static_cast<std::size_t>(row.to)].id;
        }
        arcs.append(py::make_tuple(std::string(inc::to_string(row.limit)), stage, transition, row.period, row.capacity, row.used, row.in_cut));
    }
    out["arcs"] = arcs;
    return out;
}

}  // namespace

void bind_capacity(py::module_& module)
{
    py::class_<inc::MaxFlow>(module, "MaxFlow", "A largest flow and a smallest cut; made by `max_flow`.")
        .def_readonly("value", &inc::MaxFlow::value, "The flow.")
        .def_readonly("resolution", &inc::MaxFlow::resolution, "Capacities were counted in whole multiples of this, rounded up.")
        .def_property_readonly("flows", [](const inc::MaxFlow& flow) { return copied(flow.flows); }, "Flow by arc.")
        .def_property_readonly("cut", [](const inc::MaxFlow& flow) { return copied(flow.cut); }, "Positions of the arcs of the cut.")
        .def_property_readonly("source_side",
                               [](const inc::MaxFlow& flow) {
                                   py::array_t<bool> sides(static_cast<py::ssize_t>(flow.source_side.size()));
                                   std::copy(flow.source_side.begin(), flow.source_side.end(), sides.mutable_data());
                                   return sides;
                               },
                               "By node: whether the cut leaves it with the source.");
    module.def("max_flow", &largest_flow, py::arg("nodes"), py::arg("tail"), py::arg("head"), py::arg("capacity"), py::arg("source"), py::arg("sink"),
               R"(The largest flow from `source` to `sink` through a network of `nodes` nodes, and a smallest cut of it.

Arc i leads from `tail[i]` to `head[i]`. Method: push and relabel (Goldberg & Tarjan 1988) on whole multiples of `resolution`, a power of
two of at most 2⁻⁴⁸ of the sum of the capacities; capacities are rounded up, so `value` is never below the exact flow. Raises GraphError for nodes
outside the network, lists of different lengths, a negative or not finite capacity, and for source = sink.

>>> import incuflow as inc
>>> flow = inc.max_flow(4, [0, 0, 1, 2], [1, 2, 3, 3], [3, 2, 1.5, 4], source=0, sink=3)
>>> flow.value, flow.cut.tolist(), flow.flows.tolist()
(3.5, [1, 2], [1.5, 2.0, 1.5, 2.0])
)");
    module.def("capacity_problem", &capacity_problem, py::arg("study"), py::arg("goal"), py::arg("places"), py::arg("period"));
}

}  // namespace binding
