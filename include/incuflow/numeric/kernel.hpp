// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <string_view>
#include <vector>

INCUFLOW_BEGIN

/// Instruction sets for which the hot loops are compiled. Every level gives the same bytes; only the speed differs.
enum class KernelLevel { plain, x86_64_v3, x86_64_v4 };

/// `plain`, `x86-64-v3` or `x86-64-v4`.
[[nodiscard]] INCUFLOW_EXPORT std::string_view kernel_level_name(KernelLevel level) noexcept;

/// The levels that this build contains and this processor can run, slowest first. Header-only builds have `plain`
/// alone.
[[nodiscard]] INCUFLOW_EXPORT std::vector<KernelLevel> kernel_levels();

/// The fastest of them: what every function uses by itself.
[[nodiscard]] INCUFLOW_EXPORT KernelLevel best_kernel_level() noexcept;

namespace detail
{

/// `Width` doubles in one register. Kernel bodies are always-inline templates over the width, so that the same
/// statements, in the same order, become 2, 4 or 8 lanes in the functions that carry the target attribute. Never passed
/// by value between functions.
template <int Width> struct Lanes {
    using type [[gnu::vector_size(Width * sizeof(double)), gnu::aligned(alignof(double)), gnu::may_alias]] = double;
};
template <> struct Lanes<1> {
    using type = double;
};

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/kernel.ipp"
#endif
