// SPDX-License-Identifier: Apache-2.0
#include "incuflow/text/json.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_CASE("json string: quotation marks, backslashes and control characters are escaped, UTF-8 is kept")
{
    using incuflow::json_string;
    CHECK(json_string("") == "\"\"");
    CHECK(json_string("孵化器 😀") == "\"孵化器 😀\"");
    CHECK(json_string("a\"b\\c") == "\"a\\\"b\\\\c\"");
    CHECK(json_string("\n\t\r") == "\"\\n\\t\\r\"");
    CHECK(json_string(std::string("\0\x1f", 2)) == "\"\\u0000\\u001f\"");
    CHECK(json_string("/</>") == "\"/</>\"");
}
