// SPDX-License-Identifier: Apache-2.0

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/linear.hpp"

#include "generator_reference.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace incuflow;

TEST_CASE("linear: a system solved by hand, and residuals of random ones")
{
    // 2x + y = 5, x − 3y = −8 → (1, 3); and the inverse as two columns.
    const std::vector<double> a{2, 1, 1, -3};
    const auto x = solve_linear(a, 2, std::vector<double>{5, -8});
    CHECK(x[0] == doctest::Approx(1.0).epsilon(1e-15));
    CHECK(x[1] == doctest::Approx(3.0).epsilon(1e-15));
    const auto inverse = solve_linear(a, 2, std::vector<double>{1, 0, 0, 1}, 2);
    const std::vector<double> expected{3.0 / 7, 1.0 / 7, 1.0 / 7, -2.0 / 7};
    for (std::size_t e = 0; e < 4; ++e) {
        CHECK(inverse[e] == doctest::Approx(expected[e]).epsilon(1e-14));
    }
    // A zero on the diagonal needs the pivot.
    CHECK(solve_linear(std::vector<double>{0, 1, 1, 0}, 2, std::vector<double>{7, 9}) == std::vector<double>{9, 7});

    reference::Numbers numbers(3);
    for (const std::size_t n : {std::size_t{1}, std::size_t{5}, std::size_t{30}}) {
        const std::size_t columns = 3;
        std::vector<double> matrix(n * n), right(n * columns);
        for (double& v : matrix) {
            v = numbers.uniform() - .5;
        }
        for (double& v : right) {
            v = numbers.uniform();
        }
        const auto y = solve_linear(matrix, static_cast<int>(n), right, static_cast<int>(columns));
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t c = 0; c < columns; ++c) {
                long double sum = 0.0L, size = 0.0L;
                for (std::size_t k = 0; k < n; ++k) {
                    const long double term = static_cast<long double>(matrix[i * n + k]) * y[k * columns + c];
                    sum += term;
                    size += std::fabs(term);
                }
                CHECK(std::fabs(sum - right[i * columns + c]) < 1e-14L * (1.0L + size));
            }
        }
    }
}

TEST_CASE("linear: what is refused")
{
    const auto code = [](const std::vector<double>& a, int n, const std::vector<double>& b,
                         int columns) -> std::string {
        try {
            static_cast<void>(solve_linear(a, n, b, columns));
        } catch (const Error& error) {
            return error.code();
        }
        return "no error";
    };
    CHECK(code({1, 2, 2, 4}, 2, {1, 1}, 1) == "numeric.singular");
    CHECK(code({0, 0, 0, 0}, 2, {1, 1}, 1) == "numeric.singular");
    CHECK(code({1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, {1, 1, 1}, 1) == "numeric.singular");
    CHECK(code({1, 0, 0}, 2, {1, 1}, 1) == "numeric.size");
    CHECK(code({1, 0, 0, 1}, 2, {1, 1, 1}, 1) == "numeric.size");
    CHECK(code({1, 0, 0, 1}, 0, {1, 1}, 1) == "numeric.no_states");
    CHECK(code({1, 0, 0, 1}, 2, {1, 1}, 0) == "numeric.no_states");
    CHECK(code({1, 0, 0, std::numeric_limits<double>::quiet_NaN()}, 2, {1, 1}, 1) == "numeric.not_finite");
    CHECK(code({1, 0, 0, 1}, 2, {1, std::numeric_limits<double>::infinity()}, 1) == "numeric.not_finite");
    CHECK_THROWS_AS(static_cast<void>(solve_linear(std::vector<double>{1, 2, 2, 4}, 2, std::vector<double>{1, 1})),
                    NumericError);
}
