// SPDX-License-Identifier: Apache-2.0
#include "incuflow/eigen.hpp"

#include "support/faults.hpp"
#include "support/make.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace inc = incuflow;

namespace {

inc::Forecast two_stages(int draws)
{
    const inc::Pipeline pipeline = inc::PipelineBuilder()
                                       .chain("incubation", "incubator—graduated")
                                       .exit("closed")
                                       .transition("incubation.incubator->graduated",
                                                   inc::per_year(0.5, {.low = 0.3, .high = 0.8}))
                                       .transition("*->closed", inc::per_year(0.1))
                                       .build();
    inc::StudyParts parts = make::study(pipeline, 2023);
    parts.stocks = {make::stock("incubation.incubator", 100)};
    parts.intakes = {make::intake("incubation.incubator", 12)};
    return inc::forecast(inc::make_study(parts), {.draws = draws, .seed = 7});
}

template <class Value> concept has_stock_view = requires(Value&& forecast) { inc::stock_view(std::forward<Value>(forecast), 0); };
template <class Value> concept has_transition_view = requires(Value&& integrals) { inc::transition_view(std::forward<Value>(integrals)); };

// No view of a value that is gone when the line ends.
static_assert(has_stock_view<const inc::Forecast&> && !has_stock_view<inc::Forecast>);
static_assert(has_transition_view<const inc::GeneratorIntegrals&> && !has_transition_view<inc::GeneratorIntegrals>);

}  // namespace

TEST_CASE("Eigen views of a forecast: the same memory, one draw at a time")
{
    const inc::Forecast forecast = two_stages(5);
    const auto stages = static_cast<Eigen::Index>(forecast.stage_axis().size());
    const auto transitions = static_cast<Eigen::Index>(forecast.transition_axis().size());
    for (int k = 0; k < 5; ++k) {
        const inc::MatrixView stocks = inc::stock_view(forecast, k);
        const inc::MatrixView flows = inc::flow_view(forecast, k);
        REQUIRE(stocks.rows() == 4);
        REQUIRE(stocks.cols() == stages);
        REQUIRE(flows.rows() == 3);
        REQUIRE(flows.cols() == transitions);
        CHECK(stocks.data() == forecast.stock_array().data() + k * 4 * stages);
        CHECK(flows.data() == forecast.flow_array().data() + k * 3 * transitions);
        CHECK(stocks(2, 1) == forecast.stock_array()[static_cast<std::size_t>((k * 4 + 2) * stages + 1)]);
        // Nobody is lost: each year end holds the firms of the year before and 12 more, in the stages or closed.
        for (Eigen::Index year = 0; year <= 3; ++year) {
            CHECK(stocks.row(year).sum() == doctest::Approx(100.0 + 12.0 * static_cast<double>(year)).epsilon(1e-12));
        }
    }
}

TEST_CASE("Eigen views of a forecast at the mids, and of draws that are not there")
{
    const inc::Forecast mids = two_stages(0);
    CHECK(inc::stock_view(mids, 0).rows() == 4);
    for (const int draw : {-1, 1}) {
        const auto faults = faults_of<inc::ParameterError>([&] { (void)inc::flow_view(mids, draw); });
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].code == "forecast.no_such_draw");
        CHECK(argument(faults[0], "given") == std::to_string(draw));
        CHECK(argument(faults[0], "draws") == "1");
    }
}

TEST_CASE("Eigen views of generator integrals")
{
    const double rate = 0.7;
    const double h = 1.5;
    const std::vector<double> q{-rate, rate, 0.0, 0.0};
    const inc::GeneratorIntegrals integrals = inc::generator_integrals(q, 2, h);
    const inc::MatrixView e = inc::transition_view(integrals);
    CHECK(e(0, 0) == doctest::Approx(std::exp(-rate * h)).epsilon(1e-14));
    CHECK(e(0, 1) == doctest::Approx(-std::expm1(-rate * h)).epsilon(1e-14));
    CHECK(e(1, 0) == 0.0);
    CHECK(inc::occupancy_view(integrals)(0, 0) == doctest::Approx(-std::expm1(-rate * h) / rate).epsilon(1e-14));
    CHECK(inc::accumulated_view(integrals)(0, 0) == doctest::Approx((h + std::expm1(-rate * h) / rate) / rate).epsilon(1e-14));
    // The product with another Eigen value: two steps are one step twice as long.
    const Eigen::MatrixXd twice = e * e;
    CHECK(twice(0, 1) == doctest::Approx(-std::expm1(-2.0 * rate * h)).epsilon(1e-14));
}
