// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/kernel.hpp"

#include <algorithm>
#include <cstddef>

// The body that src/kernels/convolution.cpp compiles once per instruction set.

INCUFLOW_BEGIN

namespace detail::convolution
{

/// Zeros that must stand before and behind y, and the multiple to which the room of `out` is rounded up.
inline constexpr std::size_t padding = 32;

/// out[k] = Σ_i x[i]·y[offset + k − i] for k < count, in ascending i; x and y finite and ≥ 0. Terms with a padding zero
/// add nothing, so the bytes do not depend on how many outputs are made together.
template <int Width>
[[gnu::always_inline]] inline void body(const double* x, std::size_t x_size, const double* y, std::size_t y_size,
                                        std::size_t offset, double* out, std::size_t count)
{
    using V = typename Lanes<Width>::type;
    constexpr std::size_t together = 4 * Width;
    static_assert(padding % together == 0);
    for (std::size_t k = 0; k < count; k += together) {
        const std::size_t at = offset + k;
        const std::size_t begin = at + 1 > y_size ? at + 1 - y_size : 0;
        const std::size_t end = std::min(x_size, at + together);
        V sums[4]{};
        for (std::size_t i = begin; i < end; ++i) {
            const V* row =
                reinterpret_cast<const V*>(y + (static_cast<std::ptrdiff_t>(at) - static_cast<std::ptrdiff_t>(i)));
            for (std::size_t v = 0; v < 4; ++v) {
                sums[v] += x[i] * row[v];
            }
        }
        for (std::size_t v = 0; v < 4; ++v) {
            reinterpret_cast<V*>(out + k)[v] = sums[v];
        }
    }
}

}  // namespace detail::convolution

namespace detail
{

#if defined(INCUFLOW_COMPILED) && defined(__x86_64__)
void convolve_x86_64_v3(const double* x, std::size_t x_size, const double* y, std::size_t y_size, std::size_t offset,
                        double* out, std::size_t count);
void convolve_x86_64_v4(const double* x, std::size_t x_size, const double* y, std::size_t y_size, std::size_t offset,
                        double* out, std::size_t count);
#endif

}  // namespace detail

INCUFLOW_END
