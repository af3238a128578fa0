// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/kernel.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

// The bodies that src/kernels/generator_exponential.cpp compiles once per instruction set.

INCUFLOW_BEGIN

namespace detail::generator
{

/// Degree of the short step's series, evaluated in `degree / powers` blocks of `powers` terms (Paterson & Stockmeyer
/// 1973).
inline constexpr int degree = 24;
inline constexpr int powers = 6;
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

/// c = a·b for matrices whose entries are vectors of `Width` lanes.
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

/// Exponentials of `batch` generators of n ≤ lane_limit states, `Width` at a time. Returns the first matrix of the
/// first block in which an entry is not allowed, or `batch`; the caller then says which it is.
template <int Width>
[[gnu::always_inline]] inline std::size_t exponential_lanes(const double* rates, int n, std::size_t batch, double time,
                                                            double* out)
{
    using V = typename Lanes<Width>::type;
    constexpr std::size_t width = Width;
    constexpr std::size_t room = static_cast<std::size_t>(lane_limit) * lane_limit * width;
    const int entries = n * n;
    const V zero{};
    const V one = zero + 1.0;
    alignas(64) double storage[powers + 2][room];
    alignas(64) double argument[width];
    alignas(64) double step[width];
    alignas(64) double rounds[width];

    for (std::size_t first = 0; first < batch; first += width) {
        const std::size_t count = batch - first < width ? batch - first : width;
        for (std::size_t l = 0; l < width; ++l) {
            // A last, incomplete block repeats its first matrix.
            const double* from = rates + (first + (l < count ? l : 0)) * static_cast<std::size_t>(entries);
            for (int e = 0; e < entries; ++e) {
                storage[0][static_cast<std::size_t>(e) * width + l] = from[e];
            }
        }
        V* b = reinterpret_cast<V*>(storage[0]);
        V leaving = zero;
        V faults = zero;
        V leaks = zero;
        for (int i = 0; i < n; ++i) {
            V sum = zero;
            for (int j = 0; j < n; ++j) {
                if (j != i) {
                    const V rate = b[i * n + j];
                    faults = rate >= 0.0 ? faults : one;
                    sum += rate;
                }
            }
            const V out_rate = -b[i * n + i];
            const V slack = (sum + out_rate) * (row_slack * n);
            faults = out_rate >= 0.0 ? faults : one;
            faults = sum - out_rate <= slack ? faults : one;
            leaks = out_rate - sum <= slack ? leaks : one;
            leaving = out_rate > leaving ? out_rate : leaving;
        }
        *reinterpret_cast<V*>(argument) = leaving * time;
        int most = 0;
        bool faulty = false;
        for (std::size_t l = 0; l < width; ++l) {
            faulty = faulty || faults[l] != 0.0 || !(argument[l] <= 0x1p1000);
        }
        if (faulty) {
            return first;
        }
        for (std::size_t l = 0; l < width; ++l) {
            const int s = halvings_to_unit(argument[l]);
            const double scale = half_power(s);
            most = s > most ? s : most;
            rounds[l] = s;
            step[l] = time * scale;
            argument[l] *= scale;
        }
        const V x = *reinterpret_cast<const V*>(argument);
        const V h = *reinterpret_cast<const V*>(step);
        const V turns = *reinterpret_cast<const V*>(rounds);
        V decay = zero + inverse_factorial[degree];
        for (int k = degree - 1; k >= 0; --k) {
            decay = decay * x + inverse_factorial[static_cast<std::size_t>(k)];
        }
        decay = one / decay;

        // Uniformization: with B = (Q + qI)h ≥ 0, exp(Qh) = e^(−qh) exp(B), a sum of non-negative terms.
        for (int i = 0; i < n; ++i) {
            for (int j = 0; j < n; ++j) {
                b[i * n + j] = (i == j ? leaving + b[i * n + j] : b[i * n + j]) * h;
            }
        }
        double* sum = storage[powers];
        double* next = storage[powers + 1];
        for (int p = 1; p < powers; ++p) {
            lane_product<Width>(storage[p - 1], storage[0], storage[p], n);
        }
        const V* b2 = reinterpret_cast<const V*>(storage[1]);
        const V* b3 = reinterpret_cast<const V*>(storage[2]);
        const V* b4 = reinterpret_cast<const V*>(storage[3]);
        const V* b5 = reinterpret_cast<const V*>(storage[4]);
        const V* b6 = reinterpret_cast<const V*>(storage[5]);
        {
            V* s = reinterpret_cast<V*>(sum);
            for (int e = 0; e < entries; ++e) {
                s[e] = b6[e] * inverse_factorial[degree];
            }
        }
        for (int block = degree - powers;; block -= powers) {
            const double* c = inverse_factorial.data() + block;
            V* s = reinterpret_cast<V*>(sum);
            for (int e = 0; e < entries; ++e) {
                s[e] += (((b5[e] * c[5] + b4[e] * c[4]) + b3[e] * c[3]) + b2[e] * c[2]) + b[e] * c[1];
            }
            for (int i = 0; i < n; ++i) {
                s[i * n + i] += c[0];
            }
            if (block == 0) {
                break;
            }
            lane_product<Width>(sum, storage[powers - 1], next, n);
            double* swap = sum;
            sum = next;
            next = swap;
        }
        {
            V* s = reinterpret_cast<V*>(sum);
            for (int i = 0; i < n; ++i) {
                V total = s[i * n];
                for (int j = 1; j < n; ++j) {
                    total += s[i * n + j];
                }
                const V scale = leaks > 0.0 ? decay : one / total;
                const V absorbing = leaving * h - b[i * n + i];
                for (int j = 0; j < n; ++j) {
                    s[i * n + j] *= scale;
                }
                s[i * n + i] = absorbing == 0.0 ? one : s[i * n + i];
            }
        }
        // Doubling. Rows that should sum to one are brought back to it each time, or their error would double as well.
        for (int round = 0; round < most; ++round) {
            lane_product<Width>(sum, sum, next, n);
            const V* old = reinterpret_cast<const V*>(sum);
            V* s = reinterpret_cast<V*>(next);
            const V active = turns - static_cast<double>(round);
            for (int i = 0; i < n; ++i) {
                V total = s[i * n];
                for (int j = 1; j < n; ++j) {
                    total += s[i * n + j];
                }
                const V scale = leaks > 0.0 ? one : one / total;
                for (int j = 0; j < n; ++j) {
                    s[i * n + j] = active > 0.0 ? s[i * n + j] * scale : old[i * n + j];
                }
            }
            double* swap = sum;
            sum = next;
            next = swap;
        }
        for (std::size_t l = 0; l < count; ++l) {
            double* to = out + (first + l) * static_cast<std::size_t>(entries);
            for (int e = 0; e < entries; ++e) {
                to[e] = sum[static_cast<std::size_t>(e) * width + l];
            }
        }
    }
    return batch;
}

/// Columns [j, n) of one row of a·b: `used` lists the `count` entries of a's row that are not zero.
template <int Width>
[[gnu::always_inline]] inline void dense_row(const double* a, const std::size_t* used, std::size_t count,
                                             const double* b, std::size_t n, std::size_t j, double* c)
{
    using V = typename Lanes<Width>::type;
    for (; j + 4 * Width <= n; j += 4 * Width) {
        V sums[4]{};
        for (std::size_t u = 0; u < count; ++u) {
            const std::size_t k = used[u];
            const V* row = reinterpret_cast<const V*>(b + k * n + j);
            for (std::size_t v = 0; v < 4; ++v) {
                sums[v] += a[k] * row[v];
            }
        }
        for (std::size_t v = 0; v < 4; ++v) {
            reinterpret_cast<V*>(c + j)[v] = sums[v];
        }
    }
    for (; j + Width <= n; j += Width) {
        V sum{};
        for (std::size_t u = 0; u < count; ++u) {
            const std::size_t k = used[u];
            sum += a[k] * *reinterpret_cast<const V*>(b + k * n + j);
        }
        *reinterpret_cast<V*>(c + j) = sum;
    }
    if constexpr (Width > 1) {
        dense_row<Width / 2>(a, used, count, b, n, j, c);
    }
}

/// c = a·b for one n × n matrix; terms with a zero in a are left out, which changes no byte. `used` has room for n
/// indices.
template <int Width>
[[gnu::always_inline]] inline void dense_product(const double* a, const double* b, double* c, std::size_t n,
                                                 std::size_t* used)
{
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t count = 0;
        for (std::size_t k = 0; k < n; ++k) {
            used[count] = k;
            count += a[i * n + k] != 0.0 ? 1 : 0;
        }
        dense_row<Width>(a + i * n, used, count, b, n, 0, c + i * n);
    }
}

}  // namespace detail::generator

namespace detail
{

#if defined(INCUFLOW_COMPILED) && defined(__x86_64__)
std::size_t exponential_lanes_x86_64_v3(const double* rates, int n, std::size_t batch, double time, double* out);
std::size_t exponential_lanes_x86_64_v4(const double* rates, int n, std::size_t batch, double time, double* out);
void dense_product_x86_64_v3(const double* a, const double* b, double* c, std::size_t n, std::size_t* used);
void dense_product_x86_64_v4(const double* a, const double* b, double* c, std::size_t n, std::size_t* used);
#endif

}  // namespace detail

INCUFLOW_END
