// SPDX-License-Identifier: Apache-2.0
#include "incuflow/text/nearest.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace nearest_test
{

using namespace incuflow;

const std::vector<std::string> names{"incubation", "incubator", "ladder", "hnte", "孵化器", "加速器"};

TEST_CASE("nearest name: one slip is found")
{
    CHECK(nearest_name("incubaton", names) == "incubation");
    CHECK(nearest_name("lader", names) == "ladder");
    CHECK(nearest_name("ladderr", names) == "ladder");
    CHECK(nearest_name("laddre", names) == "ladder");
    CHECK(nearest_name("hnet", names) == "hnte");
    CHECK(nearest_name("incubater", names) == "incubator");
    // Counted in characters, not bytes.
    CHECK(nearest_name("孵化気", names) == "孵化器");
    CHECK(nearest_name("incubator", names) == "incubator");
}

TEST_CASE("nearest name: no resemblance is no suggestion")
{
    CHECK(nearest_name("closed", names).empty());
    CHECK(nearest_name("", names).empty());
    CHECK(nearest_name("xy", {"ab"}).empty());
    CHECK(nearest_name("a", {"b"}).empty());
    CHECK(nearest_name("ladder", {}).empty());
}

TEST_CASE("nearest name: the first of equals")
{
    CHECK(nearest_name("stage_c", {"stage_a", "stage_b"}) == "stage_a");
    CHECK(nearest_name("stage_c", {"stage_b", "stage_a"}) == "stage_b");
}

}  // namespace nearest_test
