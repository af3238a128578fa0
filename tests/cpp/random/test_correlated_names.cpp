// SPDX-License-Identifier: Apache-2.0
#include "incuflow/base/errors.hpp"
#include "incuflow/random/correlated_names.hpp"
#include "incuflow/random/stream.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace correlated_names_test
{

using namespace incuflow;

const std::vector<std::string> three{"growth", "exit", "intake"};
const std::vector<double> matrix{1.0, 0.6, -0.3, 0.6, 1.0, 0.2, -0.3, 0.2, 1.0};

std::vector<std::string> codes_of(const std::vector<std::string>& names, const std::vector<double>& entries)
{
    std::vector<std::string> codes;
    for (const Fault& fault : check_correlation(names, entries, {"study.toml", 3, 1, "correlation[0]"})) {
        CHECK(fault.place.key == "correlation[0]");
        CHECK(describe(fault, Language::zh) != describe(fault, Language::en));
        codes.push_back(fault.code);
    }
    if (codes.empty()) {
        CHECK_NOTHROW(CorrelatedNames(names, entries));
    } else {
        CHECK_THROWS_AS(CorrelatedNames(names, entries), ParameterError);
    }
    return codes;
}

using Codes = std::vector<std::string>;

TEST_CASE("the factor is lower triangular and its square is the matrix")
{
    const CorrelatedNames group(three, matrix);
    const std::vector<double>& l = group.factor();
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            double product = 0.0;
            for (std::size_t m = 0; m < 3; ++m) {
                product += l[3 * i + m] * l[3 * j + m];
            }
            CHECK(std::fabs(product - matrix[3 * i + j]) < 1e-15);
            CHECK_UNARY(j <= i || l[3 * i + j] == 0.0);
        }
    }
    // By hand for two: L = (1, 0; ρ, √(1 − ρ²)).
    const CorrelatedNames pair({"a", "b"}, {1.0, 0.8, 0.8, 1.0});
    CHECK(pair.factor()[2] == 0.8);
    CHECK(std::fabs(pair.factor()[3] - 0.6) < 1e-15);
}

TEST_CASE("each member mixes its own normals, in matrix order")
{
    const CorrelatedNames group(three, matrix);
    const CorrelatedNames first({"growth"}, {1.0});
    const CorrelatedNames two({"growth", "exit"}, {1.0, 0.6, 0.6, 1.0});
    for (const std::int64_t k : {0, 1, 999}) {
        const std::vector<double> u = group.uniforms(5, k);
        // The first is unmixed; a member added at the end changes none before it.
        CHECK(std::fabs(u[0] - uniform(5, static_cast<std::uint64_t>(k), hash_name("growth"))) < 1e-15);
        CHECK(first.uniforms(5, k)[0] == u[0]);
        CHECK(two.uniforms(5, k)[0] == u[0]);
        CHECK(two.uniforms(5, k)[1] == u[1]);
        CHECK(correlated_uniforms(three, matrix, 5, k) == u);
        const std::vector<double> z = group.normals(5, k);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(std::fabs(0.5 * std::erfc(-z[i] / std::sqrt(2.0)) - u[i]) < 1e-15);
        }
    }
    // Uncorrelated names draw what they draw alone.
    const CorrelatedNames apart({"growth", "exit"}, {1.0, 0.0, 0.0, 1.0});
    CHECK(std::fabs(apart.uniforms(5, 8)[1] - uniform(5, 8, hash_name("exit"))) < 1e-15);
}

TEST_CASE("draws have the correlations asked for")
{
    const CorrelatedNames group(three, matrix);
    constexpr int n = 40'000;
    std::vector<double> sums(9, 0.0);
    std::vector<double> means(3, 0.0);
    for (int k = 0; k < n; ++k) {
        const std::vector<double> z = group.normals(77, k);
        for (std::size_t i = 0; i < 3; ++i) {
            means[i] += z[i];
            for (std::size_t j = 0; j < 3; ++j) {
                sums[3 * i + j] += z[i] * z[j];
            }
        }
    }
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(std::fabs(means[i]) < 4.0 * std::sqrt(static_cast<double>(n)));
        for (std::size_t j = 0; j < 3; ++j) {
            const double r = matrix[3 * i + j];
            CHECK(std::fabs(sums[3 * i + j] / n - r) < 4.0 * std::sqrt((1.0 + r * r) / n));
        }
    }
}

TEST_CASE("every fault of a correlation matrix is named with its members")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(codes_of({}, {}).empty());
    CHECK(codes_of(three, matrix).empty());
    CHECK(codes_of({"a", "b"}, {1.0, 0.5, 0.5}) == Codes{"random.correlation_size"});
    CHECK(codes_of({"a", "a"}, {1.0, 0.5, 0.5, 1.0}) == Codes{"random.correlation_repeated_name"});
    CHECK(codes_of({"a", "b"}, {1.0, 0.5, 0.5, 0.9}) == Codes{"random.correlation_diagonal"});
    CHECK(codes_of({"a", "b"}, {1.0, 1.5, 1.5, 1.0}) == Codes{"random.correlation_out_of_range"});
    CHECK(codes_of({"a", "b"}, {1.0, nan, nan, 1.0}) == Codes{"random.correlation_out_of_range"});
    CHECK(codes_of({"a", "b"}, {1.0, 0.5, 0.4, 1.0}) == Codes{"random.correlation_not_symmetric"});
    CHECK(codes_of({"a", "b"}, {1.0, 1.0, 1.0, 1.0}) == Codes{"random.correlation_not_positive_definite"});
    CHECK(codes_of({"a", "b"}, {1.0, 1.0 - 1e-9, 1.0 - 1e-9, 1.0}).empty());
    CHECK(codes_of(three, {1.0, 0.9, -0.9, 0.9, 1.0, 0.9, -0.9, 0.9, 1.0}) ==
          Codes{"random.correlation_not_positive_definite"});
    // All at once.
    CHECK(codes_of(three, {0.5, 0.1, 2.0, 0.3, 1.0, 0.2, 2.0, 0.2, 1.0}) ==
          Codes{"random.correlation_diagonal", "random.correlation_not_symmetric", "random.correlation_out_of_range"});

    const auto text = [](const std::vector<double>& entries) {
        return describe(check_correlation(three, entries).front(), Language::en);
    };
    CHECK(text({1.0, 0.9, -0.9, 0.9, 1.0, 0.9, -0.9, 0.9, 1.0}) ==
          "the correlations are not positive definite: those of \"intake\" contradict those among growth, exit");
    CHECK(text({1.0, 0.1, 0.0, 0.3, 1.0, 0.0, 0.0, 0.0, 1.0}) ==
          "the correlation of \"growth\" and \"exit\" is given as 0.1 in one half of the matrix and 0.3 in the other; "
          "it must be symmetric");
}

}  // namespace correlated_names_test
