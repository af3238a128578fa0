// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

// Bodies without branches: conditions only select, integers are handled inside the double, so that a loop over them
// becomes vector code on every instruction set, with the same bits as one call at a time. Kernels include this file and
// call the cores `<Use::loop>`.

INCUFLOW_BEGIN

namespace detail
{

/// log 2 = ln2_high + ln2_low; the first has 42 bits, so that its product with an exponent is exact.
inline constexpr double ln2_high = 0x1.62e42fefa38p-1;
inline constexpr double ln2_low = 0x1.ef35793c7673p-45;

/// Adding it rounds a double |v| < 2^51 to a whole number, which then stands in the low bits.
inline constexpr double whole_shift = 0x1.8p52;

/// Σ c[i] x^i, even and odd terms apart, so that the two chains run side by side.
template <std::size_t N>
[[gnu::always_inline]] inline double polynomial(const std::array<double, N>& c, double x) noexcept
{
    static_assert(N >= 3);
    constexpr std::size_t top = N - 1;
    const double x2 = x * x;
    double leading = c[top];
    double other = c[top - 1];
    for (std::size_t i = 2; i <= top; i += 2) {
        leading = leading * x2 + c[top - i];
        if (i + 1 <= top) {
            other = other * x2 + c[top - i - 1];
        }
    }
    return top % 2 == 0 ? leading + x * other : other + x * leading;
}

/// The top 26 bits of a double: products of two such parts are exact.
[[gnu::always_inline]] constexpr double upper_half(double x) noexcept
{
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & 0xffff'ffff'f800'0000ULL);
}

/// Where a core runs: one call at a time, or in a loop that shall become vector code. The bits are the same.
enum class Use { single, loop };

/// `condition ? a : b`. In loops by masks: compilers that keep floating-point traps in order make the conditional a
/// branch there.
template <Use use> [[gnu::always_inline]] inline double choose(bool condition, double a, double b) noexcept
{
    if constexpr (use == Use::single) {
        return condition ? a : b;
    } else {
        const std::uint64_t mask = std::uint64_t{0} - static_cast<std::uint64_t>(condition);
        return std::bit_cast<double>((std::bit_cast<std::uint64_t>(a) & mask) |
                                     (std::bit_cast<std::uint64_t>(b) & ~mask));
    }
}

/// 2^k, −1022 ≤ k ≤ 1023, of a double that holds k + whole_shift. (Anything else gives some double, never a fault.)
[[gnu::always_inline]] inline double two_to(double shifted_k) noexcept
{
    return std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted_k) + 1023U) << 52U);
}

/// (e^r − 1 − r − r²/2)/r³ for |r| ≤ ½ log 2, to 2^-64 relative to e^r.
inline constexpr std::array<double, 10> exponential_fit{
    0.16666666666666682,    0.0416666666666667,     0.00833333333331727,    0.001388888888886561,
    0.00019841269895976598, 2.4801587364334716e-05, 2.7557235160872998e-06, 2.755723924776976e-07,
    2.5111957420339574e-08, 2.0925524113380895e-09};

/// e^(x + tail) = 2^k (1 + high + low), |high| ≤ ½ log 2, |low| small beside it.
struct ReducedExponential {
    double k;
    double high;
    double low;
};

/// For −746 ≤ x ≤ 710 and |tail| below the last bit of x.
[[gnu::always_inline]] inline ReducedExponential reduce_exponential(double x, double tail) noexcept
{
    constexpr double log2_e = 1.4426950408889634;
    const double shifted_k = x * log2_e + whole_shift;
    const double k = shifted_k - whole_shift;
    const double rest = x - k * ln2_high;  // exact
    const double fine = k * ln2_low - tail;
    const double r = rest - fine;
    const double lost = (rest - r) - fine;
    const double r2 = r * r;
    return {k, r, lost + (0.5 * r2 + (r2 * r) * polynomial(exponential_fit, r))};
}

/// 2^k v, rounded once, for −1077 ≤ k ≤ 1025: two factors, since 2^k itself need not be a double.
[[gnu::always_inline]] inline double scale_by(double v, double k) noexcept
{
    const double shifted_half = 0.5 * k + whole_shift;
    const double rest = k - (shifted_half - whole_shift);
    return (v * two_to(rest + whole_shift)) * two_to(shifted_half);
}

/// e^(x + tail)·factor with one rounding at the end, also where e^x alone would underflow.
template <Use use> [[gnu::always_inline]] inline double exponential_times(double x, double tail, double factor) noexcept
{
    x = choose<use>(x > 710.0, 710.0, x);
    x = choose<use>(x < -746.0, -746.0, x);
    const ReducedExponential e = reduce_exponential(x, tail);
    const double sum = 1.0 + e.high;
    const double lost = e.high - (sum - 1.0);
    return scale_by((sum + (lost + e.low)) * factor, e.k);
}

template <Use use> [[gnu::always_inline]] inline double exponential_core(double x) noexcept
{
    return exponential_times<use>(x, 0.0, 1.0);
}

template <Use use> [[gnu::always_inline]] inline double exponential_minus_1_core(double x) noexcept
{
    double y = choose<use>(x > 710.0, 710.0, x);
    y = choose<use>(y < -50.0, -50.0, y);
    const ReducedExponential e = reduce_exponential(y, 0.0);
    // 2·[(2^(k−1) − ½) + 2^(k−1)·(high + low)]: halves, since 2^k may be beyond the doubles.
    const double scale = two_to(e.k - 1.0 + whole_shift);
    const double whole = scale - 0.5;
    const double whole_low = (scale - whole) - 0.5;
    const double part = scale * e.high;
    const double sum = whole + part;
    const double back = sum - whole;
    const double lost = (whole - (sum - back)) + (part - back);
    const double result = 2.0 * (sum + ((lost + whole_low) + scale * e.low));
    return choose<use>(std::fabs(x) < 0x1p-54, x, result);
}

/// (2·atanh(s)/s − 2)/z for z = s² and |s| ≤ (√2 − 1)/(√2 + 1), to 2^-59 relative to log((1+s)/(1−s)).
inline constexpr std::array<double, 7> logarithm_fit{0.6666666666666734,  0.3999999999941447,  0.2857142874249386,
                                                     0.22222198556086964, 0.18183565535196594, 0.15314011688162318,
                                                     0.14796413705678368};

/// x = 2^k·m with √½ ≤ m < √2, for positive normal x.
struct SplitDouble {
    double k;
    double m;
};

[[gnu::always_inline]] inline SplitDouble split_double(double x) noexcept
{
    constexpr std::uint64_t one = 0x3ff0'0000'0000'0000ULL;
    constexpr std::uint64_t root_half = 0x3fe6'a09e'667f'3bcdULL;
    const std::uint64_t moved = std::bit_cast<std::uint64_t>(x) + (one - root_half);
    const std::uint64_t biased = moved >> 52U;  // k + 1023
    // The bits of 2^52 with a small whole number below them are 2^52 plus that number.
    const double k = std::bit_cast<double>(biased | 0x4330'0000'0000'0000ULL) - (0x1p52 + 1023.0);
    return {k, std::bit_cast<double>((moved & 0x000f'ffff'ffff'ffffULL) + root_half)};
}

/// k·log 2 + log(1 + f) + tail. With s = f/(2 + f): log(1 + f) = f − f²/2 + s·(f²/2 + (2·atanh(s) − 2s)/s); f²/2 is
/// taken exactly.
[[gnu::always_inline]] inline double logarithm_sum(double k, double f, double tail) noexcept
{
    const double s = f / (2.0 + f);
    const double z = s * s;
    const double series = z * polynomial(logarithm_fit, z);
    const double upper = upper_half(f);
    const double lower = f - upper;
    const double square = 0.5 * upper * upper;
    const double square_low = 0.5 * lower * (f + upper);
    const double near = f - square;
    const double near_low = (f - near) - square;
    const double rest = s * (square + (square_low + series)) + ((near_low - square_low) + tail);
    const double whole = k * ln2_high;  // exact
    const double sum = whole + near;
    const double lost = (whole - sum) + near;
    return sum + (lost + (rest + k * ln2_low));
}

template <Use use> [[gnu::always_inline]] inline double logarithm_core(double x) noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const bool subnormal = x < std::numeric_limits<double>::min();
    const SplitDouble parts = split_double(choose<use>(subnormal, x * 0x1p54, x));
    const double k = choose<use>(subnormal, parts.k - 54.0, parts.k);
    const double result = logarithm_sum(k, parts.m - 1.0, 0.0);
    const double special =
        choose<use>(x > 0.0, x, choose<use>(x == 0.0, -infinity, std::numeric_limits<double>::quiet_NaN()));
    return choose<use>((x > 0.0) & (x < infinity), result, special);
}

template <Use use> [[gnu::always_inline]] inline double logarithm_1_plus_core(double x) noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double sum = 1.0 + x;
    const double back = sum - 1.0;
    const double lost = (1.0 - (sum - back)) + (x - back);
    const SplitDouble parts = split_double(sum);
    // With k = 0, x itself is the fraction; else what the sum lost is put back to first order.
    const bool small = parts.k == 0.0;
    const double f = choose<use>(small, x, parts.m - 1.0);
    const double tail = choose<use>(small, 0.0, lost / sum);
    const double result = logarithm_sum(parts.k, f, tail);
    const double special =
        choose<use>(x > -1.0, x, choose<use>(x == -1.0, -infinity, std::numeric_limits<double>::quiet_NaN()));
    const double finite = choose<use>(std::fabs(x) < 0x1p-54, x, result);
    return choose<use>((x > -1.0) & (x < infinity), finite, special);
}

}  // namespace detail

INCUFLOW_END
