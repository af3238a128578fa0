// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/graph/dot.hpp"
#include "incuflow/text/json.hpp"

INCUFLOW_BEGIN

INCUFLOW_INLINE std::string to_dot(const Drawing& drawing)
{
    // A JSON string is a DOT string: both escape quotation marks and backslashes the same way.
    std::string text = "digraph pipeline {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n";
    for (const DrawnTrack& track : drawing.tracks) {
        text += "  subgraph " + json_string("cluster_" + track.id) + " {\n    label=" + json_string(track.label) + ";\n";
        for (const DrawnStage& stage : track.stages) {
            text += "    " + json_string(track.id + '.' + stage.id) + " [label=" + json_string(stage.label) + "];\n";
        }
        text += "  }\n";
    }
    bool every_firm = false;
    for (const DrawnEdge& edge : drawing.edges) {
        every_firm = every_firm || edge.from == "*";
    }
    if (every_firm) {
        text += "  \"*\" [shape=point];\n";
    }
    for (const DrawnStage& exit : drawing.exits) {
        text += "  " + json_string(exit.id) + " [label=" + json_string(exit.label) + ", shape=octagon];\n";
    }
    for (const DrawnEdge& edge : drawing.edges) {
        text += "  " + json_string(edge.from) + " -> " + json_string(edge.to);
        std::string attributes = edge.label.empty() ? "" : "label=" + json_string(edge.label);
        if (!edge.known) {
            attributes += std::string(attributes.empty() ? "" : ", ") + "style=dashed";
        }
        text += (attributes.empty() ? "" : " [" + attributes + "]") + ";\n";
    }
    return text + "}\n";
}

INCUFLOW_END
