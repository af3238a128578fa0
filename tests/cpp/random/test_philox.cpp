// SPDX-License-Identifier: Apache-2.0
#include "incuflow/random/philox.hpp"

#include <doctest/doctest.h>

namespace philox_test
{

using namespace incuflow;

// Known answers published with Random123 (kat_vectors, philox4x32 with 10 rounds).
static_assert(philox_4x32_10({0U, 0U, 0U, 0U}, {0U, 0U}) ==
              PhiloxCounter{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U});
static_assert(philox_4x32_10({0xffffffffU, 0xffffffffU, 0xffffffffU, 0xffffffffU}, {0xffffffffU, 0xffffffffU}) ==
              PhiloxCounter{0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU});

TEST_CASE("Philox gives the published answers at run time too")
{
    PhiloxCounter counter{0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U};
    PhiloxKey key{0xa4093822U, 0x299f31d0U};
    CHECK(philox_4x32_10(counter, key) == PhiloxCounter{0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U});
    counter = {0U, 0U, 0U, 0U};
    key = {0U, 0U};
    CHECK(philox_4x32_10(counter, key) == PhiloxCounter{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U});
}

}  // namespace philox_test
