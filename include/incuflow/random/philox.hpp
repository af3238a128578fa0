// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <array>
#include <cstdint>

INCUFLOW_BEGIN

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Philox 4×32 with 10 rounds: 128 random bits from a counter and a key, without state; for one key a bijection of the
/// counters. Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC11, whose constants
/// these are.
[[nodiscard]] constexpr PhiloxCounter philox_4x32_10(PhiloxCounter counter, PhiloxKey key) noexcept
{
    constexpr std::uint64_t multiplier_0 = 0xd251'1f53U;
    constexpr std::uint64_t multiplier_1 = 0xcd9e'8d57U;
    constexpr std::uint32_t step_0 = 0x9e37'79b9U;
    constexpr std::uint32_t step_1 = 0xbb67'ae85U;
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = multiplier_0 * counter[0];
        const std::uint64_t b = multiplier_1 * counter[2];
        counter = {static_cast<std::uint32_t>(b >> 32U) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
                   static_cast<std::uint32_t>(a >> 32U) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
        key[0] += step_0;
        key[1] += step_1;
    }
    return counter;
}

INCUFLOW_END
