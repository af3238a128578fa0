// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/parts.hpp"
#include "incuflow/model/path.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

/// One transition of the graph: what can be crossed and counted.
struct Edge {
    int track{-1};  ///< −1: firm-level exit
    int from{-1};   ///< stage of the track; −1: firm-level exit
    int to{-1};     ///< stage of the track; −1: an exit
    int exit{-1};   ///< exit, if it leads to one
    std::string path{};

    friend bool operator==(const Edge&, const Edge&) = default;
};

/// A stage of a track, by position.
struct StageRef {
    int track{};
    int stage{};

    friend bool operator==(const StageRef&, const StageRef&) = default;
};

/// A checked pipeline: tracks, exits and transitions with every name resolved. An immutable value; made by `build`.
class INCUFLOW_EXPORT Pipeline {
public:
    Pipeline() = default;

    [[nodiscard]] const PipelineParts& parts() const& noexcept;
    [[nodiscard]] PipelineParts parts() const&& { return parts(); }  ///< a copy, of a pipeline that is about to end
    [[nodiscard]] const std::vector<Track>& tracks() const noexcept { return parts().tracks; }
    [[nodiscard]] const std::vector<Exit>& exits() const noexcept { return parts().exits; }

    /// Every transition, in order of declaration.
    [[nodiscard]] const std::vector<Edge>& edges() const noexcept;
    /// Edges of each transition row, of each modifier (`on`), and the pair (when, fires) of each trigger.
    [[nodiscard]] const std::vector<int>& row_edges(std::size_t row) const;
    [[nodiscard]] const std::vector<int>& modified_edges(std::size_t modifier) const;
    [[nodiscard]] std::pair<std::vector<int>, int> trigger_edges(std::size_t trigger) const;

    /// Position of a track, of a stage (`id` or alias) in it, of an exit; −1 if there is none.
    [[nodiscard]] int find_track(std::string_view id) const noexcept;
    [[nodiscard]] int find_stage(int track, std::string_view id) const noexcept;
    [[nodiscard]] int find_exit(std::string_view id) const noexcept;

    /// Edges a transition path stands for (wildcards expanded over the edges there are). Throws GraphError with the nearest name.
    [[nodiscard]] std::vector<int> edges_of(const PlacePath& path) const;
    /// For a stage path or a combination: the allowed stages of every track (one list a track; a track not named gets `unnamed`:
    /// an empty list stands for "any"). Throws GraphError with the nearest name.
    [[nodiscard]] std::vector<std::vector<int>> stages_of(const PlacePath& path, bool unnamed_is_outside) const;

    /// Label of an edge's ends, e.g. `科技企业孵化器→毕业`.
    [[nodiscard]] std::string edge_label(int edge, Language language) const;

    friend bool operator==(const Pipeline& a, const Pipeline& b) { return a.parts() == b.parts(); }

private:
    struct Resolved;
    friend INCUFLOW_EXPORT Pipeline build(PipelineParts parts, bool in_file);
    std::shared_ptr<const Resolved> resolved_;
};

/// Checks the parts and resolves every name. All faults are reported at once in one GraphError, each with its key path
/// (`transition[2].while_in`), the names involved and the nearest valid name. `in_file` asks of each number what a study file must say.
[[nodiscard]] INCUFLOW_EXPORT Pipeline build(PipelineParts parts, bool in_file = false);
/// The faults alone.
[[nodiscard]] INCUFLOW_EXPORT std::vector<Fault> check(const PipelineParts& parts, bool in_file);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/model/pipeline.ipp"
#endif
