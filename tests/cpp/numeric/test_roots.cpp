// SPDX-License-Identifier: Apache-2.0

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/roots.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

using namespace incuflow;

TEST_CASE("roots: known zeros, to the last bits and to a tolerance, in few evaluations")
{
    int calls = 0;
    const auto counted = [&](auto f) {
        return [&calls, f](double x) {
            ++calls;
            return f(x);
        };
    };
    const auto check = [&](auto f, double low, double high, double root, int most) {
        calls = 0;
        const double x = find_root(counted(f), low, high);
        CHECK(std::fabs(x - root) <= 4e-16 * std::fabs(root) + 1e-300);
        CHECK(calls <= most);
        CHECK(find_root(f, high, low) == doctest::Approx(root).epsilon(1e-14));
    };
    check([](double x) { return x * x - 2.0; }, 0.0, 2.0, std::sqrt(2.0), 16);
    check([](double x) { return std::cos(x) - x; }, 0.0, 1.0, 0.73908513321516064, 16);
    check([](double x) { return std::exp(x) - 1e6; }, 0.0, 100.0, std::log(1e6), 40);
    check([](double x) { return 1.0 / x - 1e-3; }, 1e-9, 1e9, 1e3, 120);
    check([](double x) { return std::log(x); }, 1e-9, 1e9, 1.0, 60);
    // A step, a flat zero of ninth order, and infinite values at an end.
    check([](double x) { return x < 0.3 ? -1.0 : 1.0; }, 0.0, 1.0, 0.3, 120);
    check([](double x) { return x < 0.25 ? -std::numeric_limits<double>::infinity() : x - 0.5; }, 0.0, 1.0, 0.5, 120);
    calls = 0;
    const double flat = find_root(counted([](double x) { return std::pow(x - 0.7, 9.0); }), 0.0, 1.0, 1e-6);
    CHECK(std::fabs(flat - 0.7) <= 1e-6);
    CHECK(calls <= 60);
    calls = 0;
    const double rough = find_root(counted([](double x) { return x * x * x - 5.0; }), 0.0, 4.0, 1e-3);
    CHECK(std::fabs(rough - std::cbrt(5.0)) <= 1e-3);
    CHECK(calls <= 12);
}

TEST_CASE("roots: a zero at an end is returned at once")
{
    int calls = 0;
    const auto f = [&](double x) {
        ++calls;
        return x - 1.0;
    };
    CHECK(find_root(f, 1.0, 5.0) == 1.0);
    CHECK(calls == 1);
    CHECK(find_root(f, -3.0, 1.0) == 1.0);
}

TEST_CASE("roots: what is refused")
{
    const auto code = [](auto f, double low, double high) -> std::string {
        try {
            static_cast<void>(find_root(f, low, high));
        } catch (const NumericError& error) {
            return error.code();
        }
        return "no error";
    };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(code([](double x) { return x * x + 1.0; }, -1.0, 1.0) == "numeric.not_bracketed");
    CHECK(code([](double x) { return x; }, -1.0, std::numeric_limits<double>::infinity()) == "numeric.not_bracketed");
    CHECK(code([&](double) { return nan; }, -1.0, 1.0) == "numeric.no_value");
    CHECK(code([&](double x) { return std::fabs(x) < .5 ? nan : x; }, -1.0, 1.0) == "numeric.no_value");
    try {
        static_cast<void>(find_root([](double x) { return x + 3.0; }, -1.0, 2.0));
        FAIL("an unbracketed zero passed");
    } catch (const Error& error) {
        CHECK(std::string(error.what()) == "no change of sign between -1 (value 2) and 2 (value 5)");
    }
}
