// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/text/nearest.hpp"
#include "incuflow/text/utf8.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

// Optimal string alignment distance: insertion, deletion, change and exchange of neighbours cost 1 each.
INCUFLOW_INLINE std::size_t edit_distance(const std::u32string& a, const std::u32string& b)
{
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            const std::size_t change = a[i - 1] == b[j - 1] ? 0U : 1U;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

}  // namespace detail

INCUFLOW_INLINE std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates)
{
    // No name of a model is that long, and the distance of long texts takes time and room by the product of their lengths.
    constexpr std::size_t longest = 100;
    const std::u32string wanted = decode_utf8(name);
    if (wanted.size() > longest) {
        return {};
    }
    std::size_t best = std::max<std::size_t>(2, wanted.size() / 3) + 1;
    std::string nearest;
    for (const std::string& candidate : candidates) {
        const std::u32string other = decode_utf8(candidate);
        // The distance is never less than the difference of the lengths.
        if (std::max(wanted.size(), other.size()) - std::min(wanted.size(), other.size()) >= best) {
            continue;
        }
        // Two edits turn any two-letter name into any other; that is no resemblance.
        const std::size_t distance = detail::edit_distance(wanted, other);
        if (distance < best && distance < std::max(wanted.size(), other.size())) {
            best = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

INCUFLOW_END
