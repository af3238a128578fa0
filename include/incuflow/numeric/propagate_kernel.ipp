// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/kernel.hpp"

#include <cstddef>

// The bodies that src/kernels/propagate.cpp compiles once per instruction set.

INCUFLOW_BEGIN

namespace detail::propagation
{

/// Largest row that is held in registers, several draws side by side; longer rows are worked off in pieces.
inline constexpr std::size_t row_limit = 8;

/// Steps of `Draws` chains in turn, each row of n ≤ Width·Vectors states padded with zeros: one chain alone would wait
/// for its own sums.
template <int Width, std::size_t Vectors, std::size_t Draws>
[[gnu::always_inline]] inline void chains(const double* start, const double* matrices, std::size_t n, std::size_t steps,
                                          double* out)
{
    using V = typename Lanes<Width>::type;
    constexpr std::size_t padded = Width * Vectors;
    alignas(64) double rows[Draws][row_limit * padded];
    const std::size_t stride = (steps + 1) * n;
    double* at[Draws];
    for (std::size_t d = 0; d < Draws; ++d) {
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < padded; ++j) {
                rows[d][i * padded + j] = j < n ? matrices[(d * n + i) * n + j] : 0.0;
            }
        }
        at[d] = out + d * stride;
        for (std::size_t i = 0; i < n; ++i) {
            at[d][i] = start[d * n + i];
        }
    }
    for (std::size_t step = 0; step < steps; ++step) {
        V sums[Draws][Vectors];
        for (std::size_t d = 0; d < Draws; ++d) {
            const V* row = reinterpret_cast<const V*>(rows[d]);
            for (std::size_t c = 0; c < Vectors; ++c) {
                sums[d][c] = at[d][0] * row[c];
            }
        }
        for (std::size_t i = 1; i < n; ++i) {
            for (std::size_t d = 0; d < Draws; ++d) {
                const V* row = reinterpret_cast<const V*>(rows[d] + i * padded);
                const double weight = at[d][i];
                for (std::size_t c = 0; c < Vectors; ++c) {
                    sums[d][c] += weight * row[c];
                }
            }
        }
        if ((step + 1) * n + padded <= stride) {
            // The padding falls on the next step's place, which is written next.
            for (std::size_t d = 0; d < Draws; ++d) {
                at[d] += n;
                for (std::size_t c = 0; c < Vectors; ++c) {
                    reinterpret_cast<V*>(at[d])[c] = sums[d][c];
                }
            }
        } else {
            for (std::size_t d = 0; d < Draws; ++d) {
                alignas(64) double row[padded];
                for (std::size_t c = 0; c < Vectors; ++c) {
                    reinterpret_cast<V*>(row)[c] = sums[d][c];
                }
                at[d] += n;
                for (std::size_t i = 0; i < n; ++i) {
                    at[d][i] = row[i];
                }
            }
        }
    }
}

template <int Width, std::size_t Vectors>
[[gnu::always_inline]] inline void all_chains(const double* start, const double* matrices, std::size_t n,
                                              std::size_t draws, std::size_t steps, double* out)
{
    constexpr std::size_t together = 4;
    std::size_t d = 0;
    for (; d + together <= draws; d += together) {
        chains<Width, Vectors, together>(start + d * n, matrices + d * n * n, n, steps, out + d * (steps + 1) * n);
    }
    for (; d < draws; ++d) {
        chains<Width, Vectors, 1>(start + d * n, matrices + d * n * n, n, steps, out + d * (steps + 1) * n);
    }
}

/// Entries [column, n) of the row vector times a matrix: pieces of four vectors, then one, then narrower ones.
template <int Width>
[[gnu::always_inline]] inline void long_row(const double* from, const double* matrix, std::size_t n, std::size_t column,
                                            double* to)
{
    using V = typename Lanes<Width>::type;
    for (; column + 4 * Width <= n; column += 4 * Width) {
        V sums[4]{};
        for (std::size_t i = 0; i < n; ++i) {
            const V* row = reinterpret_cast<const V*>(matrix + i * n + column);
            const double weight = from[i];
            for (std::size_t c = 0; c < 4; ++c) {
                sums[c] += weight * row[c];
            }
        }
        for (std::size_t c = 0; c < 4; ++c) {
            reinterpret_cast<V*>(to + column)[c] = sums[c];
        }
    }
    for (; column + Width <= n; column += Width) {
        V sum{};
        for (std::size_t i = 0; i < n; ++i) {
            sum += from[i] * *reinterpret_cast<const V*>(matrix + i * n + column);
        }
        *reinterpret_cast<V*>(to + column) = sum;
    }
    if constexpr (Width > 1) {
        long_row<Width / 2>(from, matrix, n, column, to);
    }
}

template <int Width>
[[gnu::always_inline]] inline void body(const double* start, const double* matrices, std::size_t n, std::size_t draws,
                                        std::size_t steps, double* out)
{
    if (n <= row_limit) {
        if constexpr (Width < 4) {
            if (n <= 2) {
                return all_chains<Width, 2 / Width>(start, matrices, n, draws, steps, out);
            }
        }
        if constexpr (Width < 8) {
            if (n <= 4) {
                return all_chains<Width, 4 / Width>(start, matrices, n, draws, steps, out);
            }
        }
        if constexpr (Width < 4) {
            if (n <= 6) {
                return all_chains<Width, 6 / Width>(start, matrices, n, draws, steps, out);
            }
        }
        return all_chains<Width, 8 / Width>(start, matrices, n, draws, steps, out);
    }
    for (std::size_t d = 0; d < draws; ++d) {
        double* at = out + d * (steps + 1) * n;
        for (std::size_t i = 0; i < n; ++i) {
            at[i] = start[d * n + i];
        }
        for (std::size_t step = 0; step < steps; ++step, at += n) {
            long_row<Width>(at, matrices + d * n * n, n, 0, at + n);
        }
    }
}

}  // namespace detail::propagation

namespace detail
{

#if defined(INCUFLOW_COMPILED) && defined(__x86_64__)
void propagate_x86_64_v3(const double* start, const double* matrices, std::size_t n, std::size_t draws,
                         std::size_t steps, double* out);
void propagate_x86_64_v4(const double* start, const double* matrices, std::size_t n, std::size_t draws,
                         std::size_t steps, double* out);
#endif

}  // namespace detail

INCUFLOW_END
