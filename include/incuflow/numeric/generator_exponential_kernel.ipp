// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/kernel.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

// The bodies that src/kernels/generator_exponential.cpp compiles once per instruction set.

INCUFLOW_BEGIN

namespace detail::generator {

/// Degree of the short step's series, evaluated in `degree / powers` blocks of `powers` terms (Paterson & Stockmeyer 1973).
inline constexpr int degree = 24;
inline constexpr int powers = 4;
/// Largest matrix that is exponentiated several at a time; above it, lanes run along the rows of one matrix.
inline constexpr int lane_limit = 8;
/// Relative slack, per state, within which a row of rates counts as summing to zero.
inline constexpr double row_slack = 0x1p-50;

/// 1/k!, and further than the degree, since the integrals' coefficients are sums of the later ones.
inline constexpr std::array<double, 48> inverse_factorial = [] {
    std::array<double, 48> table{};
    double factorial = 1.0;
    for (std::size_t k = 0; k < table.size(); ++k) {
        factorial *= k == 0 ? 1.0 : static_cast<double>(k);
        table[k] = 1.0 / factorial;
    }
    return table;
}();

/// Fewest halvings that bring x to 1 or below; x ≥ 0 and finite.
[[gnu::always_inline]] inline int halvings_to_unit(double x)
{
    if (!(x > 1.0)) {
        return 0;
    }
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const int exponent = static_cast<int>(bits >> 52) - 1023;
    return exponent + ((bits & 0xfffffffffffffULL) != 0 ? 1 : 0);
}

/// 2^-k for 0 ≤ k ≤ 1022.
[[gnu::always_inline]] inline double half_power(int k)
{
    return std::bit_cast<double>(static_cast<std::uint64_t>(1023 - k) << 52);
}

/// c = a·b + s (s may be absent), each entry a `Width`-lane vector, all terms non-negative.
template <int Width>
[[gnu::always_inline]] inline void lane_product(const double* a_, const double* b_, double* c_, int n)
{
    using V = typename Lanes<Width>::type;
    const V* a = reinterpret_cast<const V*>(a_);
    const V* b = reinterpret_cast<const V*>(b_);
    V* c = reinterpret_cast<V*>(c_);
    for (int i = 0; i < n; ++i) {
        const V* row = a + i * n;
        int j = 0;
        for (; j + 3 <= n; j += 3) {
            const V* column = b + j;
            V s0 = row[0] * column[0];
            V s1 = row[0] * column[1];
            V s2 = row[0] * column[2];
            for (int k = 1; k < n; ++k) {
                const V* next = column + k * n;
                s0 += row[k] * next[0];
                s1 += row[k] * next[1];
                s2 += row[k] * next[2];
            }
            c[i * n + j] = s0;
            c[i * n + j + 1] = s1;
            c[i * n + j + 2] = s2;
        }
        for (; j < n; ++j) {
            V s = row[0] * b[j];
            for (int k = 1; k < n; ++k) {
                s += row[k] * b[k * n + j];
            }
            c[i * n + j] = s;
        }
    }
}

}  // namespace detail::generator

INCUFLOW_END
