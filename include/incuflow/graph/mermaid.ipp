// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/graph/mermaid.hpp"

INCUFLOW_BEGIN

namespace detail {

// Mermaid ids are plain words; `track.stage` becomes `track__stage`, every firm becomes `every_firm`.
INCUFLOW_INLINE std::string mermaid_id(const std::string& id)
{
    if (id == "*") {
        return "every_firm";
    }
    std::string text;
    for (const char c : id) {
        text += c == '.' ? "__" : std::string(1, c);
    }
    return text;
}

INCUFLOW_INLINE std::string mermaid_text(const std::string& label)
{
    std::string text = "\"";
    for (const char c : label) {
        text += c == '"' ? "#quot;" : std::string(1, c);
    }
    return text + '"';
}

}  // namespace detail

INCUFLOW_INLINE std::string to_mermaid(const Drawing& drawing)
{
    std::string text = "flowchart LR\n";
    for (const DrawnTrack& track : drawing.tracks) {
        text += "  subgraph " + track.id + " [" + detail::mermaid_text(track.label) + "]\n";
        for (const DrawnStage& stage : track.stages) {
            text += "    " + detail::mermaid_id(track.id + '.' + stage.id) + "[" + detail::mermaid_text(stage.label) + "]\n";
        }
        text += "  end\n";
    }
    for (const DrawnStage& exit : drawing.exits) {
        text += "  " + detail::mermaid_id(exit.id) + "{{" + detail::mermaid_text(exit.label) + "}}\n";
    }
    for (const DrawnEdge& edge : drawing.edges) {
        text += "  " + detail::mermaid_id(edge.from) + (edge.known ? " -->" : " -.->");
        if (!edge.label.empty()) {
            text += '|' + detail::mermaid_text(edge.label) + '|';
        }
        text += ' ' + detail::mermaid_id(edge.to) + '\n';
    }
    return text;
}

INCUFLOW_END
