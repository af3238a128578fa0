// SPDX-License-Identifier: Apache-2.0

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/count_window.hpp"
#include "incuflow/numeric/generator_exponential.hpp"
#include "incuflow/numeric/kernel.hpp"
#include "incuflow/numeric/propagate.hpp"

#include "generator_reference.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

using namespace incuflow;
using reference::Numbers;
using reference::random_generator;

namespace
{

bool same_bytes(const std::vector<double>& a, const std::vector<double>& b)
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

std::vector<double> stochastic(std::size_t draws, std::size_t n, Numbers& numbers)
{
    std::vector<double> matrices(draws * n * n);
    for (std::size_t row = 0; row < draws * n; ++row) {
        double sum = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            matrices[row * n + j] = numbers.uniform() < .4 ? 0.0 : numbers.uniform();
            sum += matrices[row * n + j];
        }
        matrices[row * n] += sum == 0.0 ? 1.0 : 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            matrices[row * n + j] /= sum == 0.0 ? 1.0 : sum;
        }
    }
    return matrices;
}

}  // namespace

TEST_CASE("kernels: levels of this processor")
{
    const auto levels = kernel_levels();
    REQUIRE_FALSE(levels.empty());
    CHECK(levels.front() == KernelLevel::plain);
    CHECK(levels.back() == best_kernel_level());
    CHECK(kernel_level_name(KernelLevel::plain) == "plain");
    CHECK(kernel_level_name(KernelLevel::x86_64_v3) == "x86-64-v3");
    CHECK(kernel_level_name(KernelLevel::x86_64_v4) == "x86-64-v4");
    std::string names;
    for (const KernelLevel level : levels) {
        names += ' ' + std::string(kernel_level_name(level));
    }
    MESSAGE("levels compared:" << names);
}

TEST_CASE("kernels: exponentials have the same bytes on every level, alone or together")
{
    Numbers numbers(41);
    for (const std::size_t n : std::vector<std::size_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 33}) {
        for (const std::size_t batch : {std::size_t{1}, std::size_t{7}, std::size_t{8}, std::size_t{21}}) {
            if (n > 8 && batch > 1) {
                continue;
            }
            std::vector<double> q;
            for (std::size_t m = 0; m < batch; ++m) {
                // Neighbours in a register differ in everything: scale, zeros, leaks, and one that does not move at
                // all.
                auto one = random_generator(n, numbers, .5, -4, m % 3 == 0 ? 3 : 0);
                if (m % 5 == 1) {
                    one[0] -= .125;
                }
                if (m % 7 == 3) {
                    one.assign(n * n, 0.0);
                }
                q.insert(q.end(), one.begin(), one.end());
            }
            for (const double t : {0.0, 1e-3, .8, 40.0}) {
                std::vector<double> plain(q.size());
                detail::generator_exponentials_at(KernelLevel::plain, q, static_cast<int>(n), batch, t, plain);
                for (const KernelLevel level : kernel_levels()) {
                    std::vector<double> other(q.size(), -1.0);
                    detail::generator_exponentials_at(level, q, static_cast<int>(n), batch, t, other);
                    CHECK(same_bytes(plain, other));
                }
                std::vector<double> single;
                std::vector<double> dense;
                for (std::size_t m = 0; m < batch; ++m) {
                    const auto one = std::span<const double>(q).subspan(m * n * n, n * n);
                    const auto e = generator_exponential(one, static_cast<int>(n), t);
                    single.insert(single.end(), e.begin(), e.end());
                    const GeneratorIntegrals g = generator_integrals(one, static_cast<int>(n), t);
                    dense.insert(dense.end(), g.transition.begin(), g.transition.end());
                }
                CHECK(same_bytes(plain, single));
                CHECK(same_bytes(plain, dense));
            }
        }
    }
}

TEST_CASE("kernels: propagation has the same bytes on every level and follows the recursion")
{
    Numbers numbers(43);
    for (const std::size_t n : std::vector<std::size_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 19, 40}) {
        for (const std::size_t draws : {std::size_t{1}, std::size_t{4}, std::size_t{9}}) {
            for (const std::size_t steps : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{23}}) {
                const auto matrices = stochastic(draws, n, numbers);
                std::vector<double> start(draws * n);
                for (double& s : start) {
                    s = 1000.0 * numbers.uniform();
                }
                const std::size_t stride = (steps + 1) * n;
                std::vector<double> expected(draws * stride);
                for (std::size_t d = 0; d < draws; ++d) {
                    std::copy_n(start.begin() + static_cast<std::ptrdiff_t>(d * n), n,
                                expected.begin() + static_cast<std::ptrdiff_t>(d * stride));
                    for (std::size_t k = 0; k < steps; ++k) {
                        for (std::size_t j = 0; j < n; ++j) {
                            double sum = 0.0;
                            for (std::size_t i = 0; i < n; ++i) {
                                const double term = expected[d * stride + k * n + i] * matrices[(d * n + i) * n + j];
                                sum += term;
                            }
                            expected[d * stride + (k + 1) * n + j] = sum;
                        }
                    }
                }
                std::vector<double> out(expected.size(), -1.0);
                propagate(start, matrices, static_cast<int>(n), draws, steps, out);
                for (std::size_t e = 0; e < out.size(); ++e) {
                    CHECK(std::fabs(out[e] - expected[e]) <= 1e-12 * expected[e]);
                }
                for (const KernelLevel level : kernel_levels()) {
                    // One more number at the end: nothing may be written behind the last row.
                    std::vector<double> other(expected.size() + 1, -1.0);
                    detail::propagate_at(level, start.data(), matrices.data(), n, draws, steps, other.data());
                    CHECK(other.back() == -1.0);
                    other.pop_back();
                    CHECK(same_bytes(out, other));
                }
            }
        }
    }
}

TEST_CASE("kernels: convolution has the same bytes on every level and is the double sum")
{
    using detail::counting::CountWindow;
    Numbers numbers(47);
    for (const std::size_t x_size : std::vector<std::size_t>{1, 2, 31, 33, 100}) {
        for (const std::size_t y_size : std::vector<std::size_t>{1, 7, 32, 65, 200}) {
            CountWindow x{5, std::vector<double>(x_size)}, y{-3, std::vector<double>(y_size)};
            for (double& v : x.mass) {
                v = numbers.uniform();
            }
            for (double& v : y.mass) {
                v = numbers.uniform() * 1e-150;
            }
            // Whole, cut on both sides, one value, wider than the sum, and outside it.
            const std::int64_t first = 2, last = x.last() + y.last();
            for (const auto& [low, high] : std::vector<std::pair<std::int64_t, std::int64_t>>{{first, last},
                                                                                              {first + 3, last - 2},
                                                                                              {last, last},
                                                                                              {first - 9, last + 40},
                                                                                              {last + 1, last + 5}}) {
                if (low > high) {
                    continue;
                }
                const CountWindow plain = detail::counting::convolve_at(KernelLevel::plain, x, y, low, high);
                CHECK(plain.first == low);
                REQUIRE(plain.last() == high);
                for (std::int64_t n = low; n <= high; ++n) {
                    long double sum = 0.0L;
                    for (std::int64_t i = x.first; i <= x.last(); ++i) {
                        if (n - i >= y.first && n - i <= y.last()) {
                            sum += static_cast<long double>(x.mass[static_cast<std::size_t>(i - x.first)]) *
                                   y.mass[static_cast<std::size_t>(n - i - y.first)];
                        }
                    }
                    CHECK(std::fabs(plain.mass[static_cast<std::size_t>(n - low)] - sum) <= 1e-14L * sum);
                }
                for (const KernelLevel level : kernel_levels()) {
                    CHECK(same_bytes(detail::counting::convolve_at(level, x, y, low, high).mass, plain.mass));
                }
            }
        }
    }
}

TEST_CASE("propagate: what is refused")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> start{1, 0};
    const std::vector<double> matrix{.5, .5, 0, 1};
    std::vector<double> out(6, 7.0);
    const auto code = [&](const std::vector<double>& s, const std::vector<double>& m, int n,
                          std::size_t steps) -> std::string {
        try {
            propagate(s, m, n, 1, steps, out);
        } catch (const ParameterError& error) {
            CHECK(out == std::vector<double>(6, 7.0));
            return error.code();
        }
        return "no error";
    };
    CHECK(code(start, matrix, 0, 2) == "numeric.no_states");
    CHECK(code(start, matrix, 2, 3) == "numeric.size");
    CHECK(code(start, matrix, 2, std::numeric_limits<std::size_t>::max()) == "numeric.size");
    CHECK(code({1}, matrix, 2, 2) == "numeric.size");
    CHECK(code(start, {1, 0}, 2, 2) == "numeric.size");
    CHECK(code({1, nan}, matrix, 2, 2) == "numeric.not_finite");
    CHECK(code(start, {.5, nan, 0, 1}, 2, 2) == "numeric.not_finite");
    CHECK(code(start, {1.5, -.5, 0, 1}, 2, 2) == "numeric.probability_negative");
    CHECK(code(start, {.5, .4, 0, 1}, 2, 2) == "numeric.row_not_one");
    try {
        propagate(start, std::vector<double>{.5, .4, 0, 1}, 2, 1, 2, out);
    } catch (const Error& error) {
        CHECK(std::string(error.what()) == "propagate: matrices[0][0]: the row must sum to 1, got 0.9");
    }
    CHECK(code(start, matrix, 2, 2) == "no error");
    CHECK(out == std::vector<double>{1, 0, .5, .5, .25, .75});
}
