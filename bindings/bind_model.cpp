// SPDX-License-Identifier: Apache-2.0
#include "common.hpp"

#include <incuflow/graph/dot.hpp>
#include <incuflow/graph/mermaid.hpp>
#include <incuflow/graph/svg.hpp>
#include <incuflow/graph/topology.hpp>
#include <incuflow/model/structure.hpp>
#include <incuflow/text/nearest.hpp>

namespace binding {

namespace {

py::dict route(const inc::Route& found)
{
    py::dict result;
    result["nodes"] = found.nodes;
    result["value"] = found.value;
    result["unknown_left_out"] = found.unknown_left_out;
    return result;
}

[[noreturn]] void refuse_node(const inc::Pipeline& pipeline, const std::string& given)
{
    std::vector<std::string> names;
    for (const inc::Track& track : pipeline.tracks()) {
        for (const inc::Stage& stage : track.stages) {
            names.push_back(track.id + "." + stage.id);
        }
    }
    for (const inc::Exit& exit : pipeline.exits()) {
        names.push_back(exit.id);
    }
    throw inc::GraphError("graph.unknown_node", {{"given", given}, {"nearest", inc::nearest_name(given, names)}});
}

std::vector<std::pair<std::string, inc::Number>> shares_from(const py::dict& to)
{
    std::vector<std::pair<std::string, inc::Number>> shares;
    for (const auto& [where, share] : to) {
        shares.emplace_back(where.cast<std::string>(), number_from(py::reinterpret_borrow<py::object>(share), inc::Measure::share));
    }
    return shares;
}

std::optional<inc::Number> maybe_number(const py::object& value, inc::Measure measure)
{
    return value.is_none() ? std::nullopt : std::optional(number_from(value, measure));
}

}  // namespace

void bind_model(py::module_& module)
{
    py::class_<inc::Pipeline>(module, "Pipeline")
        .def_property_readonly("tracks",
                               [](const inc::Pipeline& p) {
                                   py::dict tracks;
                                   for (const inc::Track& track : p.tracks()) {
                                       py::list stages;
                                       for (const inc::Stage& stage : track.stages) {
                                           stages.append(stage.id);
                                       }
                                       tracks[py::str(track.id)] = stages;
                                   }
                                   return tracks;
                               })
        .def_property_readonly("exits",
                               [](const inc::Pipeline& p) {
                                   py::list ids;
                                   for (const inc::Exit& exit : p.exits()) {
                                       ids.append(exit.id);
                                   }
                                   return ids;
                               })
        .def_property_readonly("transitions",
                               [](const inc::Pipeline& p) {
                                   py::list paths;
                                   for (const inc::Edge& edge : p.edges()) {
                                       paths.append(edge.path);
                                   }
                                   return paths;
                               })
        .def("label",
             [](const inc::Pipeline& p, const std::string& place, inc::Language language) -> std::string {
                 const std::size_t dot = place.find('.');
                 if (dot == std::string::npos) {
                     const int exit = p.find_exit(place);
                     if (exit < 0) {
                         refuse_node(p, place);
                     }
                     return p.exits()[static_cast<std::size_t>(exit)].label.in(language);
                 }
                 const int track = p.find_track(place.substr(0, dot));
                 const int stage = track < 0 ? -1 : p.find_stage(track, place.substr(dot + 1));
                 if (stage < 0) {
                     refuse_node(p, place);
                 }
                 return p.tracks()[static_cast<std::size_t>(track)].stages[static_cast<std::size_t>(stage)].label.in(language);
             },
             py::arg("place"), py::arg("language"))
        .def("edge_label",
             [](const inc::Pipeline& p, const std::string& path, inc::Language language) {
                 std::vector<std::string> paths;
                 for (std::size_t e = 0; e < p.edges().size(); ++e) {
                     if (p.edges()[e].path == path) {
                         return p.edge_label(static_cast<int>(e), language);
                     }
                     paths.push_back(p.edges()[e].path);
                 }
                 throw inc::GraphError("model.no_such_transition", {{"given", path}, {"nearest", inc::nearest_name(path, paths)}});
             },
             py::arg("path"), py::arg("language"))
        .def("to_svg", [](const inc::Pipeline& p, inc::Language language) { return inc::to_svg(inc::drawing_of(p, language)); }, py::arg("language"))
        .def("to_dot", [](const inc::Pipeline& p, inc::Language language) { return inc::to_dot(inc::drawing_of(p, language)); }, py::arg("language"))
        .def("to_mermaid", [](const inc::Pipeline& p, inc::Language language) { return inc::to_mermaid(inc::drawing_of(p, language)); },
             py::arg("language"))
        .def("unreachable",
             [](const inc::Pipeline& p, const std::vector<std::string>& entries) { return inc::unreachable(inc::topology_of(p, entries)); },
             py::arg("entries"))
        .def("dead_ends", [](const inc::Pipeline& p) { return inc::dead_ends(inc::topology_of(p)); })
        .def("loops", [](const inc::Pipeline& p, int limit) { return inc::loops(inc::topology_of(p), limit).cycles; }, py::arg("limit"))
        .def("unavoidable",
             [](const inc::Pipeline& p, const std::string& entry, const std::string& goal) { return inc::unavoidable(inc::topology_of(p), entry, goal); },
             py::arg("entry"), py::arg("goal"))
        .def("most_likely_route",
             [](const inc::Pipeline& p, const std::string& from, const std::string& to) { return route(inc::most_likely_route(inc::topology_of(p), from, to)); },
             py::arg("start"), py::arg("goal"))
        .def("fastest_route",
             [](const inc::Pipeline& p, const std::string& from, const std::string& to) { return route(inc::fastest_route(inc::topology_of(p), from, to)); },
             py::arg("start"), py::arg("goal"))
        .def("__eq__", [](const inc::Pipeline& a, const inc::Pipeline& b) { return a == b; }, py::is_operator())
        .def(py::pickle(
            [](const inc::Pipeline& p) {
                // A study file around the pipeline: the one complete spelling there is.
                inc::StudyParts parts;
                parts.id = "pipeline";
                parts.base_date = {2000, 12, 31};
                parts.end_date = {2001, 12, 31};
                parts.pipeline = p.parts();
                return py::make_tuple(inc::to_toml(inc::make_study(std::move(parts))));
            },
            [](const py::tuple& state) { return inc::detail::parse_own_study(state[0].cast<std::string>()).pipeline(); }));

    py::class_<inc::PipelineBuilder>(module, "PipelineBuilder")
        .def(py::init<>())
        .def("chain",
             [](const inc::PipelineBuilder& b, const std::string& track, const std::string& sentence, const std::vector<std::string>& ids,
                const std::string& zh, const std::string& en) { return b.chain(track, sentence, {ids, {zh, en}}); },
             py::arg("track"), py::arg("sentence"), py::arg("ids"), py::arg("zh"), py::arg("en"))
        .def("stage",
             [](const inc::PipelineBuilder& b, const std::string& path, const std::string& zh, const std::string& en,
                const std::vector<std::string>& aliases, const std::vector<std::string>& counts_as, bool registered) {
                 return b.stage(path, {zh, en, aliases, counts_as, registered});
             },
             py::arg("path"), py::arg("zh"), py::arg("en"), py::arg("aliases"), py::arg("counts_as"), py::arg("registered"))
        .def("exit",
             [](const inc::PipelineBuilder& b, const std::string& id, const std::string& zh, const std::string& en) { return b.exit(id, {zh, en}); },
             py::arg("id"), py::arg("zh"), py::arg("en"))
        .def("transition",
             [](const inc::PipelineBuilder& b, const Places& path, const py::object& hazard, const std::string& clock, const Places& while_in) {
                 return b.transition(list_of(path), hazard_from(hazard), {word_from("clock", clock, {inc::Clock::sojourn, inc::Clock::age, inc::Clock::calendar}), list_of(while_in)});
             },
             py::arg("path"), py::arg("hazard"), py::arg("clock"), py::arg("while_in"))
        .def("modifier",
             [](const inc::PipelineBuilder& b, const Places& on, const Places& while_in, const py::object& factor, const py::object& within) {
                 return b.modifier({list_of(on), list_of(while_in), number_from(factor, inc::Measure::factor),
                                    within.is_none() ? std::nullopt : std::optional(number_from(within, inc::Measure::years))});
             },
             py::arg("on"), py::arg("while_in"), py::arg("factor"), py::arg("within"))
        .def("trigger",
             [](const inc::PipelineBuilder& b, const std::string& when, const std::string& fires, const py::object& probability) {
                 return b.trigger({when, fires, number_from(probability, inc::Measure::share)});
             },
             py::arg("when"), py::arg("fires"), py::arg("probability"))
        .def("dated",
             [](const inc::PipelineBuilder& b, const std::string& track, const std::vector<inc::Date>& dates, const py::dict& moves) {
                 inc::DatedMatrix matrix{track, dates, {}};
                 for (const auto& [from, row] : moves) {
                     matrix.moves.push_back({from.cast<std::string>(), shares_from(row.cast<py::dict>())});
                 }
                 return b.dated(std::move(matrix));
             },
             py::arg("track"), py::arg("dates"), py::arg("moves"))
        .def("review",
             [](const inc::PipelineBuilder& b, const std::string& at, const py::object& after, const py::dict& to) {
                 return b.review({at, number_from(after, inc::Measure::years), shares_from(to)});
             },
             py::arg("at"), py::arg("after"), py::arg("to"))
        .def("attribute",
             [](const inc::PipelineBuilder& b, const std::string& id, const std::string& zh, const std::string& en, const std::string& unit,
                const std::string& process, const std::vector<std::tuple<std::vector<std::string>, py::object, py::object>>& growth,
                const std::vector<std::tuple<std::vector<std::string>, py::object, py::object>>& jumps,
                const std::vector<std::tuple<std::string, std::vector<std::string>, py::object, py::object>>& initial) {
                 inc::FirmAttribute attribute{id, {zh, en}, unit};
                 attribute.process = word_from("process", process, {inc::GrowthProcess::lognormal, inc::GrowthProcess::laplace});
                 for (const auto& [in, drift, volatility] : growth) {
                     attribute.growth.push_back({in, number_from(drift, inc::Measure::real), maybe_number(volatility, inc::Measure::factor)});
                 }
                 for (const auto& [on, factor, cv] : jumps) {
                     attribute.jumps.push_back({on, number_from(factor, inc::Measure::factor), maybe_number(cv, inc::Measure::factor)});
                 }
                 for (const auto& [of, at, mean, cv] : initial) {
                     attribute.initial.push_back({word_from("of", of, {inc::SizeOf::firms, inc::SizeOf::intake, inc::SizeOf::stock}), at,
                                                  number_from(mean, inc::Measure::amount), maybe_number(cv, inc::Measure::factor)});
                 }
                 return b.attribute(std::move(attribute));
             },
             py::arg("id"), py::arg("zh"), py::arg("en"), py::arg("unit"), py::arg("process"), py::arg("growth"), py::arg("jumps"), py::arg("initial"))
        .def("build", &inc::PipelineBuilder::build)
        .def("__eq__", [](const inc::PipelineBuilder& a, const inc::PipelineBuilder& b) { return a.parts() == b.parts(); }, py::is_operator())
        .def("__hash__", [](const inc::PipelineBuilder& b) {
            // Of the content: the places named, which equal builders share.
            py::list places;
            for (const inc::Track& track : b.parts().tracks) {
                for (const inc::Stage& stage : track.stages) {
                    places.append(py::make_tuple(track.id, stage.id));
                }
            }
            for (const inc::Exit& exit : b.parts().exits) {
                places.append(exit.id);
            }
            for (const inc::TransitionRow& row : b.parts().transitions) {
                places.append(py::tuple(py::cast(row.paths)));
            }
            return py::hash(py::tuple(places));
        });
    module.def("standard_id", [](const std::string& name) { return inc::standard_id(name); }, py::arg("name"),
               "The id the word list gives a stage name; empty if it is not listed.\n\n>>> import incuflow as inc\n>>> "
               "inc.standard_id(\"科技企业孵化器\")\n'incubator'\n");
}

}  // namespace binding
