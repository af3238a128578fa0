// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/random/philox.hpp"

#include <cstdint>
#include <string_view>

INCUFLOW_BEGIN

// Random numbers that are functions of where they are used. What these functions return for given arguments is part of
// the results of a study and never changes.

namespace detail
{

/// The top 53 of the 64 bits `high:low` as a fraction; never 0.
[[nodiscard]] constexpr double open_uniform(std::uint32_t low, std::uint32_t high) noexcept
{
    const std::uint64_t bits = ((static_cast<std::uint64_t>(high) << 32U) | low) >> 11U;
    return bits == 0 ? 0x1p-54 : static_cast<double>(bits) * 0x1p-53;
}

}  // namespace detail

/// 64-bit hash of the bytes of a name: FNV-1a (offset basis cbf29ce484222325, prime 100000001b3), then `mix_bits`.
/// Fixed for ever.
[[nodiscard]] INCUFLOW_EXPORT std::uint64_t hash_name(std::string_view name) noexcept;

/// A bijection of the 64-bit words that spreads every bit over all (the finaliser of SplitMix64; Steele, Lea, Flood
/// 2014). 0 stays 0.
[[nodiscard]] INCUFLOW_EXPORT std::uint64_t mix_bits(std::uint64_t bits) noexcept;

/// Uniform in the open interval (0, 1), with 53 random bits: a multiple of 2^-53, or 2^-54 where all bits are 0.
///
/// Philox 4×32-10 with key `mix_bits(mix_bits(seed + 9e3779b97f4a7c15) + stream)` at counter (index low, index high,
/// slot/2, 0): words 0–1 for even slots, 2–3 for odd ones. Two streams of one seed never share a key.
[[nodiscard]] INCUFLOW_EXPORT double uniform(std::uint64_t seed, std::uint64_t index, std::uint64_t stream,
                                             std::uint32_t slot = 0) noexcept;

/// The numbers of one (seed, stream) in sequence, for simulation. A value: a copy goes on by itself.
/// Call number n (from 0) uses `uniform(seed, n/2, stream, n mod 2)`.
class INCUFLOW_EXPORT Stream
{
public:
    explicit Stream(std::uint64_t seed, std::uint64_t stream = 0) noexcept;

    /// In (0, 1).
    [[nodiscard]] double uniform() noexcept;
    /// Mean 1: −log of the next uniform.
    [[nodiscard]] double exponential() noexcept;
    /// Standard normal: `normal_quantile` of the next uniform.
    [[nodiscard]] double normal() noexcept;
    /// Uniforms used so far.
    [[nodiscard]] std::uint64_t position() const noexcept { return position_; }

private:
    PhiloxKey key_;
    std::uint64_t position_{0};
    PhiloxCounter block_{};
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/random/stream.ipp"
#endif
