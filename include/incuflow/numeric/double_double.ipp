// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/elementary_core.ipp"

#include <array>
#include <cstddef>
#include <limits>

// Pairs of doubles for the few places where the 53 bits of one are not enough: the exponent of power, log Γ.

INCUFLOW_BEGIN

namespace detail
{

/// high + low, |low| at most half the last bit of high.
struct DoubleDouble {
    double high;
    double low;
};

/// a + b exactly (Knuth).
constexpr DoubleDouble exact_sum(double a, double b) noexcept
{
    const double sum = a + b;
    const double back = sum - a;
    return {sum, (a - (sum - back)) + (b - back)};
}

/// a + b exactly where |a| ≥ |b| or a = 0 (Dekker).
constexpr DoubleDouble ordered_sum(double a, double b) noexcept
{
    const double sum = a + b;
    return {sum, (a - sum) + b};
}

/// a·b, exact but for the last bit of a product of two 27-bit parts, and for underflow.
constexpr DoubleDouble exact_product(double a, double b) noexcept
{
    const double a1 = upper_half(a);
    const double a2 = a - a1;
    const double b1 = upper_half(b);
    const double b2 = b - b1;
    const double product = a * b;
    return {product, ((a1 * b1 - product) + (a1 * b2 + a2 * b1)) + a2 * b2};
}

constexpr DoubleDouble product_of(DoubleDouble a, DoubleDouble b) noexcept
{
    const DoubleDouble p = exact_product(a.high, b.high);
    return ordered_sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

constexpr DoubleDouble sum_of(DoubleDouble a, DoubleDouble b) noexcept
{
    const DoubleDouble s = exact_sum(a.high, b.high);
    return ordered_sum(s.high, s.low + (a.low + b.low));
}

/// n/d for whole numbers n, d below 2^26.
constexpr DoubleDouble quotient_of(double n, double d) noexcept
{
    const double q = n / d;
    const DoubleDouble back = exact_product(q, d);
    return {q, ((n - back.high) - back.low) / d};
}

/// −log(a/256), split so that the first part is a multiple of 2^-42: its sum with k·ln2_high is exact.
struct LogarithmNode {
    double inverse;  ///< a/256
    double high;
    double low;
};

/// By 2·atanh((256 − a)/(256 + a)) in double-double.
constexpr LogarithmNode logarithm_node(double a) noexcept
{
    const DoubleDouble s = quotient_of(256.0 - a, 256.0 + a);
    const DoubleDouble z = product_of(s, s);
    DoubleDouble series{0.0, 0.0};
    for (int j = 47; j >= 1; j -= 2) {
        series = sum_of(product_of(series, z), quotient_of(2.0, static_cast<double>(j)));
    }
    const DoubleDouble value = product_of(series, s);
    const double high = (value.high + 0x1.8p10) - 0x1.8p10;
    return {a / 256.0, high, (value.high - high) + value.low};
}

inline constexpr std::size_t first_node = 45;
inline constexpr std::size_t node_count = 47;

/// Nodes 45/64 … 91/64: reciprocals rounded to 8 bits after the point, and their logarithms. At 64/64 both are exact.
inline constexpr std::array<LogarithmNode, node_count> logarithm_nodes = [] {
    std::array<LogarithmNode, node_count> nodes{};
    for (std::size_t i = 0; i < node_count; ++i) {
        const std::size_t j = first_node + i;
        nodes[i] = logarithm_node(static_cast<double>((2U * 16384U + j) / (2U * j)));
    }
    return nodes;
}();

/// log x to about 2^-65 relative, for finite x > 0.
///
/// x = 2^k·m; with the reciprocal r of the node nearest to m, m·r = 1 + f is exact in two doubles and |f| < 1/64.
inline DoubleDouble logarithm_pair(double x) noexcept
{
    const bool subnormal = x < std::numeric_limits<double>::min();
    const SplitDouble parts = split_double(subnormal ? x * 0x1p54 : x);
    const double k = subnormal ? parts.k - 54.0 : parts.k;
    const LogarithmNode& node = logarithm_nodes[static_cast<std::size_t>(parts.m * 64.0 + 0.5) - first_node];

    const double m1 = upper_half(parts.m);
    const DoubleDouble f = exact_sum(m1 * node.inverse - 1.0, (parts.m - m1) * node.inverse);
    const DoubleDouble square = exact_product(f.high, f.high);
    // log(1 + f) = f − f²/2 + f³·(1/3 − f/4 + …)
    constexpr std::array<double, 8> series{1.0 / 3.0, -1.0 / 4.0, 1.0 / 5.0, -1.0 / 6.0,
                                           1.0 / 7.0, -1.0 / 8.0, 1.0 / 9.0, -1.0 / 10.0};
    const double cubic = square.high * f.high * polynomial(series, f.high);

    const double whole = k * ln2_high + node.high;  // exact
    const DoubleDouble first = exact_sum(whole, f.high);
    const DoubleDouble second = ordered_sum(first.high, -0.5 * square.high);
    const double low = (k * ln2_low + node.low) + (f.low - (f.high * f.low + 0.5 * square.low)) + cubic;
    return ordered_sum(second.high, second.low + (first.low + low));
}

}  // namespace detail

INCUFLOW_END
