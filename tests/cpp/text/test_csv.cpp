// SPDX-License-Identifier: Apache-2.0
#include "incuflow/text/csv.hpp"

#include <doctest/doctest.h>

TEST_CASE("csv field: quoted only where RFC 4180 asks for it")
{
    using incuflow::csv_field;
    CHECK(csv_field("") == "");
    CHECK(csv_field("孵化器") == "孵化器");
    CHECK(csv_field(" a b ") == " a b ");
    CHECK(csv_field("a,b") == "\"a,b\"");
    CHECK(csv_field("say \"yes\"") == "\"say \"\"yes\"\"\"");
    CHECK(csv_field("a\nb") == "\"a\nb\"");
    CHECK(csv_field("a\r") == "\"a\r\"");
    CHECK(csv_field("\"") == "\"\"\"\"");
}
