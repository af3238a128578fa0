// SPDX-License-Identifier: Apache-2.0
#include "incuflow/numeric/flow_step.hpp"

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/generator_exponential.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace incuflow;

namespace {

bool close(double a, double b, double relative = 1e-13) { return std::fabs(a - b) <= relative * std::max(std::fabs(a), std::fabs(b)); }

}  // namespace

TEST_CASE("a flow step of one place is exponential growth with an inflow")
{
    for (const double growth : {-3.0, -0.2, 0.0, 0.4, 5.0}) {
        for (const double h : {0.0, 0.01, 1.0, 7.5}) {
            CAPTURE(growth);
            CAPTURE(h);
            std::vector<double> y{2.0};
            flow_step({1, {}, {growth}}, h, std::vector<double>{3.0}, y);
            const double held = growth == 0.0 ? h : std::expm1(growth * h) / growth;
            CHECK(close(y[0], 2.0 * std::exp(growth * h) + 3.0 * held));
        }
    }
}

TEST_CASE("a flow step of a generator is its exponential, small entries and fast rates included")
{
    // 0 -> 1 -> 2 -> 3, the last absorbing; entries of the exponential span many powers of ten.
    for (const double pace : {1e-6, 0.3, 20.0, 3000.0}) {
        const std::vector<double> q{-pace, pace, 0, 0, 0, -0.1, 0.1, 0, 0, 0, -0.002, 0.002, 0, 0, 0, 0};
        const FlowMatrix flow{4, {{0, 1, pace}, {1, 2, 0.1}, {2, 3, 0.002}}, {-pace, -0.1, -0.002, 0.0}};
        for (const double h : {1e-4, 1.0, 10.0}) {
            const GeneratorIntegrals exact = generator_integrals(q, 4, h);
            std::vector<double> y{1.0, 0.0, 0.0, 0.0};
            flow_step(flow, h, {}, y);
            std::vector<double> entered(4, 0.0);
            flow_step(flow, h, std::vector<double>{1.0, 0.0, 0.0, 0.0}, entered);
            for (std::size_t j = 0; j < 4; ++j) {
                CAPTURE(pace);
                CAPTURE(h);
                CAPTURE(j);
                CHECK(close(y[j], exact.transition[j], 1e-12));
                CHECK(close(entered[j], exact.occupancy[j], 1e-12));
            }
        }
    }
}

TEST_CASE("two places with growth against the closed form")
{
    // y1' = (a - q) y1, y2' = q J y1 + b y2.
    const double a = 0.3;
    const double b = -0.1;
    const double q = 0.5;
    const double jump = 1.7;
    std::vector<double> y{10.0, 1.0};
    flow_step({2, {{0, 1, q * jump}}, {a - q, b}}, 4.0, {}, y);
    const double first = 10.0 * std::exp((a - q) * 4.0);
    CHECK(close(y[0], first));
    CHECK(close(y[1], std::exp(b * 4.0) + 10.0 * q * jump * (std::exp((a - q) * 4.0) - std::exp(b * 4.0)) / (a - q - b)));
}

TEST_CASE("a flow step refuses what it cannot follow")
{
    const auto code = [](const FlowMatrix& matrix, double h, std::vector<double> y) {
        try {
            flow_step(matrix, h, {}, y);
        } catch (const Error& error) {
            return error.code();
        }
        return std::string();
    };
    CHECK(code({1, {}, {-1e12}}, 1.0, {1.0}) == "numeric.flow_too_fast");
    CHECK(code({1, {}, {1.0}}, -1.0, {1.0}) == "numeric.time_negative");
    CHECK(code({2, {{0, 1, -0.5}}, {0.0, 0.0}}, 1.0, {1.0, 0.0}) == "numeric.rate_negative");
    CHECK(code({2, {}, {0.0}}, 1.0, {1.0, 0.0}) == "numeric.size");
    CHECK(code({1, {}, {NAN}}, 1.0, {1.0}) == "numeric.not_finite");
}
