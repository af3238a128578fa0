// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <string>
#include <vector>

INCUFLOW_BEGIN

/// What a picture of a pipeline shows; filled by the model floor, drawn by `to_svg`, `to_dot` and `to_mermaid`.
struct DrawnStage {
    std::string id{};
    std::string label{};
};

struct DrawnTrack {
    std::string id{};
    std::string label{};
    std::vector<DrawnStage> stages{};  ///< the first one is drawn as "not yet there"
};

/// A transition. Ends are `track.stage`, the id of an exit, or `*` (every firm).
struct DrawnEdge {
    std::string from{};
    std::string to{};
    std::string label{};
    bool known{true};  ///< unknown rates are dashed
};

/// A modifier or trigger, told as a line of text below the picture.
struct DrawnLink {
    bool trigger{};
    std::string text{};
};

struct Drawing {
    std::string title{};
    std::vector<DrawnTrack> tracks{};
    std::vector<DrawnStage> exits{};
    std::vector<DrawnEdge> edges{};
    std::vector<DrawnLink> links{};
    std::string unknown_note{};  ///< legend of dashed edges
};

INCUFLOW_END
