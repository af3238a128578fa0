// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/normal.hpp"
#include "incuflow/random/stream.hpp"

INCUFLOW_BEGIN

namespace detail
{

/// Mixing the seed before the stream is added keeps seeds and streams that are small numbers apart.
INCUFLOW_INLINE PhiloxKey stream_key(std::uint64_t seed, std::uint64_t stream) noexcept
{
    const std::uint64_t key = mix_bits(mix_bits(seed + 0x9e37'79b9'7f4a'7c15ULL) + stream);
    return {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32U)};
}

INCUFLOW_INLINE PhiloxCounter stream_block(PhiloxKey key, std::uint64_t index, std::uint32_t pair) noexcept
{
    return philox_4x32_10({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32U), pair, 0U}, key);
}

}  // namespace detail

INCUFLOW_INLINE std::uint64_t mix_bits(std::uint64_t bits) noexcept
{
    bits = (bits ^ (bits >> 30U)) * 0xbf58'476d'1ce4'e5b9ULL;
    bits = (bits ^ (bits >> 27U)) * 0x94d0'49bb'1331'11ebULL;
    return bits ^ (bits >> 31U);
}

INCUFLOW_INLINE std::uint64_t hash_name(std::string_view name) noexcept
{
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325ULL;
    for (const char c : name) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01b3ULL;
    }
    return mix_bits(hash);
}

INCUFLOW_INLINE double uniform(std::uint64_t seed, std::uint64_t index, std::uint64_t stream,
                               std::uint32_t slot) noexcept
{
    const PhiloxCounter block = detail::stream_block(detail::stream_key(seed, stream), index, slot / 2U);
    return slot % 2U == 0U ? detail::open_uniform(block[0], block[1]) : detail::open_uniform(block[2], block[3]);
}

INCUFLOW_INLINE Stream::Stream(std::uint64_t seed, std::uint64_t stream) noexcept
    : key_(detail::stream_key(seed, stream))
{
}

INCUFLOW_INLINE double Stream::uniform() noexcept
{
    const bool second = position_ % 2U == 1U;
    if (!second) {
        block_ = detail::stream_block(key_, position_ / 2U, 0U);
    }
    ++position_;
    return second ? detail::open_uniform(block_[2], block_[3]) : detail::open_uniform(block_[0], block_[1]);
}

INCUFLOW_INLINE double Stream::exponential() noexcept
{
    return -logarithm(uniform());
}

INCUFLOW_INLINE double Stream::normal() noexcept
{
    return normal_quantile(uniform());
}

INCUFLOW_END
