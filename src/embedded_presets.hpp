// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace incuflow {
inline namespace compiled {
namespace detail {

/// A study file that is part of the library.
struct EmbeddedPreset {
    const char* name;
    const char* text;
    std::size_t size;
};

// Defined in a source file that the build writes from python/incuflow/presets; sorted by name.
extern const EmbeddedPreset embedded_presets[];
extern const std::size_t embedded_preset_count;

}  // namespace detail
}  // namespace compiled
}  // namespace incuflow
