// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"

#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

// One spelling of a place, everywhere:
//   track.stage            a stage                      track.*            any stage of the track, `outside` included
//   track.a->b             a transition (a: `outside`)  track.a->exit      leaving for good, on that track's sojourn clock
//   *->exit                firm-level exit              track.*->b, track.*->*   sets of transitions
//   +track.stage           intake into a stage          a & b              a combination of stages of several tracks
//   population:place       a place of that population
enum class PathForm { stage, transition, intake };

/// One term of a place; `*` stands for itself in `from` and `to`.
struct PathTerm {
    PathForm form{PathForm::stage};
    std::string track{};  ///< empty for a firm-level exit
    std::string from{};   ///< transitions only
    std::string to{};     ///< stage, or target of a transition (stage or exit)

    friend bool operator==(const PathTerm&, const PathTerm&) = default;
};

/// A place; more than one term is a combination.
struct PlacePath {
    std::string population{};
    std::vector<PathTerm> terms{};

    friend bool operator==(const PlacePath&, const PlacePath&) = default;
};

/// Reads a place. Throws GraphError("model.bad_path.name" | ".track" | ".arrows" | ".intake" | ".combination").
[[nodiscard]] INCUFLOW_EXPORT PlacePath parse_path(std::string_view text);
/// The canonical spelling.
[[nodiscard]] INCUFLOW_EXPORT std::string format_path(const PlacePath& path);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/model/path.ipp"
#endif
