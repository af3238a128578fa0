// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace ulp_test
{

/// Pseudo-random points that need nothing of the library: a Weyl sequence through a multiply-xorshift mixer.
class Points
{
public:
    std::uint64_t bits()
    {
        state_ += 0x9e37'79b9'7f4a'7c15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 29U)) * 0xff51'afd7'ed55'8ccdULL;
        z = (z ^ (z >> 32U)) * 0xc4ce'b9fe'1a85'ec53ULL;
        return z ^ (z >> 31U);
    }
    /// In [low, high).
    double between(double low, double high)
    {
        return low + (high - low) * static_cast<double>(bits() >> 11U) * 0x1p-53;
    }
    int whole(int low, int high) { return low + static_cast<int>(bits() % static_cast<std::uint64_t>(high - low + 1)); }
    /// ±m·2^e with e drawn from the range, m in [½, 1).
    double scaled(int low, int high)
    {
        const double mantissa = between(0.5, 1.0);
        const double m = std::ldexp(mantissa, whole(low, high));
        return bits() % 2 == 0 ? m : -m;
    }

private:
    std::uint64_t state_{2024};
};

/// Distance of a double from the true value, in units of the last place of that value.
inline double ulps(double got, long double want)
{
    const double rounded = static_cast<double>(want);
    if (!std::isfinite(got) || !std::isfinite(rounded)) {
        return got == rounded || (got != got && want != want) ? 0.0 : std::numeric_limits<double>::infinity();
    }
    const int exponent = want == 0.0L ? -1022 : std::max(std::ilogb(want), -1022);
    return static_cast<double>(std::fabs(static_cast<long double>(got) - want) / std::ldexp(1.0L, exponent - 52));
}

/// The largest error over `count` points. Zero where long double is no wider than double: then there is nothing to
/// compare with.
template <class Function, class Reference, class Point>
double worst(int count, Function function, Reference reference, Point point)
{
    if (std::numeric_limits<long double>::digits < 64) {
        return 0.0;
    }
    double largest = 0.0;
    for (int i = 0; i < count; ++i) {
        const double x = point();
        const double error = ulps(function(x), reference(static_cast<long double>(x)));
        largest = error <= largest ? largest : error;
    }
    return largest;
}

}  // namespace ulp_test
