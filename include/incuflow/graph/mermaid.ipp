// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/graph/mermaid.hpp"

INCUFLOW_BEGIN

namespace detail {

// Mermaid ids are plain words, some of them reserved (`end`, `class`); a prefix by what it is keeps clear of those and of each other:
// `track.stage` becomes `s_track__stage`, an exit `x_exit`, every firm `every_firm`.
INCUFLOW_INLINE std::string mermaid_id(const std::string& id)
{
    if (id == "*") {
        return "every_firm";
    }
    std::string text = id.find('.') == std::string::npos ? "x_" : "s_";
    for (const char c : id) {
        text += c == '.' ? "__" : std::string(1, c);
    }
    return text;
}

// In quotation marks; what Mermaid or HTML would read as theirs becomes an entity in Mermaid's spelling.
INCUFLOW_INLINE std::string mermaid_text(const std::string& label)
{
    std::string text = "\"";
    for (const char c : label) {
        switch (c) {
        case '"':
            text += "#quot;";
            break;
        case '#':
            text += "#35;";
            break;
        case '&':
            text += "#amp;";
            break;
        case '<':
            text += "#lt;";
            break;
        case '>':
            text += "#gt;";
            break;
        case '\n':
        case '\r':
            text += ' ';
            break;
        default:
            text += c;
        }
    }
    return text + '"';
}

}  // namespace detail

INCUFLOW_INLINE std::string to_mermaid(const Drawing& drawing)
{
    std::string text = "flowchart LR\n";
    for (const DrawnTrack& track : drawing.tracks) {
        text += "  subgraph t_" + track.id + " [" + detail::mermaid_text(track.label) + "]\n";
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
