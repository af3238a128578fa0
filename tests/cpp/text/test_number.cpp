// SPDX-License-Identifier: Apache-2.0
#include "incuflow/text/number.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace number_text_test
{

using namespace incuflow;

constexpr double inf = std::numeric_limits<double>::infinity();
const double nan = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("number text: shortest form, plain where readable")
{
    CHECK(format_number(0.1) == "0.1");
    CHECK(format_number(0.0) == "0");
    CHECK(format_number(-2.5) == "-2.5");
    CHECK(format_number(78965.0) == "78965");
    CHECK(format_number(1e-300) == "1e-300");
    CHECK(format_number(1e15) == "1e+15");
    CHECK(format_number(999999999999999.0) == "999999999999999");
    CHECK(format_number(inf) == "inf");
    CHECK(format_number(-inf) == "-inf");
    CHECK(format_number(nan) == "nan");
    CHECK(format_number(std::int64_t{-9007199254740993}) == "-9007199254740993");
}

TEST_CASE("number text: every double reads back")
{
    std::uint64_t bits = 0x9E3779B97F4A7C15U;
    for (int i = 0; i < 20000; ++i) {
        bits = bits * 6364136223846793005U + 1442695040888963407U;
        const auto x = std::bit_cast<double>(bits);
        if (std::isfinite(x)) {
            const auto back = parse_number(format_number(x));
            REQUIRE(back.has_value());
            CHECK(std::bit_cast<std::uint64_t>(*back) == std::bit_cast<std::uint64_t>(x));
        }
    }
    CHECK(std::signbit(*parse_number(format_number(-0.0))));
    CHECK(*parse_number(format_number(std::numeric_limits<double>::denorm_min())) == std::numeric_limits<double>::denorm_min());
}

TEST_CASE("number text: what is read and what is not")
{
    CHECK(*parse_number("1e-3") == 1e-3);
    CHECK(*parse_number("+2") == 2.0);
    CHECK(*parse_number("-.5") == -.5);
    CHECK(*parse_number("inf") == inf);
    CHECK(*parse_number("nan") != *parse_number("nan"));
    for (const char* bad : {"", "+", "-", "+-1", "++1", "1 ", " 1", "1,5", "1.2.3", "0x10", "1e", "一", "1e999"}) {
        INFO(std::string(bad));
        CHECK_FALSE(parse_number(bad).has_value());
    }
}

TEST_CASE("number text: a fixed number of decimals")
{
    CHECK(format_fixed(1.0 / 3.0, 2) == "0.33");
    CHECK(format_fixed(2.0, 0) == "2");
    CHECK(format_fixed(-0.001, 2) == "0.00");
    CHECK(format_fixed(-0.0, 0) == "0");
    CHECK(format_fixed(-0.5, 1) == "-0.5");
    CHECK(format_fixed(nan, 2).empty());
    CHECK(format_fixed(1e300, 12).size() == 301 + 1 + 12);
}

TEST_CASE("number text: the locale changes nothing")
{
    const char* names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8"};
    const std::string before = std::setlocale(LC_ALL, nullptr);
    bool found = false;
    for (const char* name : names) {
        found = found || std::setlocale(LC_ALL, name) != nullptr;
    }
    if (!found) {
        MESSAGE("no locale with a decimal comma on this machine");
    }
    CHECK(format_number(1.5) == "1.5");
    CHECK(format_fixed(1.5, 2) == "1.50");
    CHECK(*parse_number("1.5") == 1.5);
    std::setlocale(LC_ALL, before.c_str());
}

}  // namespace number_text_test
