// SPDX-License-Identifier: Apache-2.0
#include "incuflow/random/stream.hpp"
#include "random/chi_square.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

namespace stream_test
{

using namespace incuflow;

/// The documented derivation, step by step.
double derived_uniform(std::uint64_t seed, std::uint64_t index, std::uint64_t stream, std::uint32_t slot)
{
    const std::uint64_t key = mix_bits(mix_bits(seed + 0x9e3779b97f4a7c15ULL) + stream);
    const PhiloxCounter words = philox_4x32_10(
        {static_cast<std::uint32_t>(index & 0xffffffffU), static_cast<std::uint32_t>(index >> 32U), slot / 2U, 0U},
        {static_cast<std::uint32_t>(key & 0xffffffffU), static_cast<std::uint32_t>(key >> 32U)});
    const std::size_t at = slot % 2U == 0U ? 0U : 2U;
    const std::uint64_t bits = words[at] + (static_cast<std::uint64_t>(words[at + 1]) << 32U);
    return std::ldexp(static_cast<double>(bits / 2048U), -53);
}

TEST_CASE("hash_name is FNV-1a and the SplitMix64 finaliser, for ever")
{
    // Published: the first output of SplitMix64 from seed 0; FNV-1a of "", "a" and "foobar".
    CHECK(mix_bits(0x9e3779b97f4a7c15ULL) == 0xe220a8397b1dcdafULL);
    CHECK(hash_name("") == mix_bits(0xcbf29ce484222325ULL));
    CHECK(hash_name("a") == mix_bits(0xaf63dc4c8601ec8cULL));
    CHECK(hash_name("foobar") == mix_bits(0x85944171f73967e8ULL));
    CHECK(hash_name("a") == 0x02c0bdbf481420f8ULL);
    CHECK(hash_name("growth") == 0x356e3d44f0c0c598ULL);
    CHECK(hash_name("创业苗圃") != hash_name("孵化器"));
}

TEST_CASE("uniform is what its documentation says, for ever")
{
    CHECK(uniform(0, 0, 0) == 0x1.1e1f29a35d4dep-2);
    CHECK(uniform(0, 0, 0, 1) == 0x1.900901d88e7bbp-1);
    CHECK(uniform(7, 3, hash_name("growth")) == 0x1.2f6a9021f40a8p-2);
    for (std::uint64_t i = 0; i < 200; ++i) {
        const std::uint64_t big = i * 0x0123456789abcdefULL;
        CHECK(uniform(big, i, ~big, 3) == derived_uniform(big, i, ~big, 3));
        CHECK(uniform(i, big, i, 0xffffffffU) == derived_uniform(i, big, i, 0xffffffffU));
    }
}

TEST_CASE("uniform stays inside the open interval")
{
    CHECK(detail::open_uniform(0U, 0U) == 0x1p-54);
    CHECK(detail::open_uniform(0x7ffU, 0U) == 0x1p-54);
    CHECK(detail::open_uniform(0x800U, 0U) == 0x1p-53);
    CHECK(detail::open_uniform(0xffffffffU, 0xffffffffU) == 1.0 - 0x1p-53);
}

TEST_CASE("uniform: equal cells, no link between neighbours in any coordinate")
{
    constexpr int n = 400'000;
    std::vector<double> cells(1000, 0.0);
    double by_index = 0.0;
    double by_slot = 0.0;
    double by_stream = 0.0;
    double by_seed = 0.0;
    for (std::uint64_t i = 0; i < n; ++i) {
        const double u = uniform(11, i, 5);
        cells[static_cast<std::size_t>(u * 1000.0)] += 1.0;
        by_index += (u - 0.5) * (uniform(11, i + 1, 5) - 0.5);
        by_slot += (u - 0.5) * (uniform(11, i, 5, 1) - 0.5);
        by_stream += (uniform(11, 3, i) - 0.5) * (uniform(11, 3, i + 1) - 0.5);
        by_seed += (uniform(i, 3, 5) - 0.5) * (uniform(i + 1, 3, 5) - 0.5);
    }
    CHECK(std::fabs(random_test::chi_square_deviate(cells, std::vector<double>(1000, n / 1000.0))) < 4.0);
    const double standard_error = std::sqrt(static_cast<double>(n)) / 12.0;
    CHECK(std::fabs(by_index) < 4.0 * standard_error);
    CHECK(std::fabs(by_slot) < 4.0 * standard_error);
    CHECK(std::fabs(by_stream) < 4.0 * standard_error);
    CHECK(std::fabs(by_seed) < 4.0 * standard_error);
}

TEST_CASE("small seeds and streams do not meet")
{
    std::set<double> values;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        for (std::uint64_t stream = 0; stream < 300; ++stream) {
            values.insert(uniform(seed, 0, stream));
        }
    }
    CHECK(values.size() == 90'000U);
}

TEST_CASE("Stream is the sequence of its uniforms")
{
    Stream stream(42, 9);
    Stream copy = stream;
    for (std::uint64_t n = 0; n < 100; ++n) {
        CHECK(stream.position() == n);
        CHECK(stream.uniform() == uniform(42, n / 2, 9, static_cast<std::uint32_t>(n % 2)));
    }
    CHECK(copy.exponential() == doctest::Approx(-std::log(uniform(42, 0, 9, 0))));
    const Stream midway = copy;
    Stream again = midway;
    CHECK(again.uniform() == copy.uniform());
}

TEST_CASE("Stream: exponentials and normals have their laws")
{
    Stream stream(3, 1);
    constexpr int n = 200'000;
    std::vector<double> exponential_cells(500, 0.0);
    std::vector<double> normal_cells(500, 0.0);
    for (int i = 0; i < n; ++i) {
        exponential_cells[static_cast<std::size_t>(500.0 * -std::expm1(-stream.exponential()))] += 1.0;
        normal_cells[static_cast<std::size_t>(500.0 * 0.5 * std::erfc(-stream.normal() / std::sqrt(2.0)))] += 1.0;
    }
    const std::vector<double> equal(500, n / 500.0);
    CHECK(std::fabs(random_test::chi_square_deviate(exponential_cells, equal)) < 4.0);
    CHECK(std::fabs(random_test::chi_square_deviate(normal_cells, equal)) < 4.0);
}

}  // namespace stream_test
