// SPDX-License-Identifier: Apache-2.0
// Everyone who ever entered is in a stage or an exit, to 1e-12 + 1e-15‖Q‖t of all who entered; stiff and large cases against closed forms.

#include "support/make.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace inc = incuflow;

namespace {

// `norm`: the largest rate out of a state, twice.
void check_conserved(const inc::Forecast& forecast, double at_start, double norm)
{
    const auto& axis = forecast.stage_axis();
    const auto& flows = forecast.transition_axis();
    double entered = at_start;
    for (std::size_t t = 0; t < forecast.stock_dates().size(); ++t) {
        for (std::size_t c = 0; t > 0 && c < flows.size(); ++c) {
            entered += flows[c].front() == '+' ? forecast.flow_array()[(t - 1) * flows.size() + c] : 0.0;
        }
        double there = 0.0;
        for (std::size_t c = 0; c < axis.size(); ++c) {
            there += forecast.stock_array()[t * axis.size() + c];
            CHECK(forecast.stock_array()[t * axis.size() + c] >= 0.0);
        }
        INFO("year ", t, ": ", there, " of ", entered);
        CHECK(std::fabs(there - entered) <= (1e-12 + 1e-15 * norm * static_cast<double>(t)) * entered);
    }
}

// What a stage gains and loses in each period is the change of its stock.
void check_balance(const inc::Forecast& forecast, const std::string& track, double tolerance)
{
    const auto& axis = forecast.stage_axis();
    const auto& flows = forecast.transition_axis();
    for (std::size_t c = 0; c < axis.size(); ++c) {
        if (axis[c].rfind(track + '.', 0) != 0) {
            continue;
        }
        const std::string stage = axis[c].substr(track.size() + 1);
        for (std::size_t t = 0; t < forecast.flow_dates().size(); ++t) {
            double change = 0.0;
            double scale = 1.0;
            for (std::size_t e = 0; e < flows.size(); ++e) {
                const inc::PathTerm term = inc::parse_path(flows[e].front() == '+' ? flows[e].substr(1) : flows[e]).terms.front();
                const double flow = forecast.flow_array()[t * flows.size() + e];
                if (term.track == track && term.to == stage) {
                    change += flow;
                    scale += flow;
                }
                if (term.track == track && term.from == stage) {
                    change -= flow;
                    scale += flow;
                }
            }
            const double before = forecast.stock_array()[t * axis.size() + c];
            const double after = forecast.stock_array()[(t + 1) * axis.size() + c];
            INFO(axis[c], " in period ", t);
            CHECK(std::fabs(after - before - change) <= tolerance * (scale + before));
        }
    }
}

TEST_CASE("conservation at rate times time of 1e5")
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b—c")
                              .exit("closed")
                              .transition("t.a->b", inc::per_year(6e3))
                              .transition("t.b->a", inc::per_year(4e3))
                              .transition("t.b->c", inc::per_year(.1))
                              .transition("t.a->closed", inc::per_year(.05))
                              .build();
    auto parts = make::study(pipeline, 2036);
    parts.stocks = {make::stock("t.a", 5000)};
    parts.intakes = {make::intake("t.b", 120)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    check_conserved(forecast, 5000, 2 * 6e3);
    check_balance(forecast, "t", 1e-11);
    // The fast pair is in balance 2 : 3 at once, so the slow ways out act on known shares of it, up to terms of 1e-5.
    const double out = .4 * .05 + .6 * .1;
    const auto a = make::expected_stock(forecast, "t.a");
    const auto b = make::expected_stock(forecast, "t.b");
    for (const std::size_t t : {std::size_t{1}, std::size_t{7}, std::size_t{16}}) {
        const double years = static_cast<double>(t);
        const double pair = 5000 * std::exp(-out * years) + 120 * (1 - std::exp(-out * years)) / out;
        CHECK(a[t] + b[t] == doctest::Approx(pair).epsilon(1e-4));
        CHECK(a[t] / b[t] == doctest::Approx(2.0 / 3).epsilon(1e-4));
    }
}

TEST_CASE("conservation with rates of 1e4 beside 1e-3")
{
    const double fast = 1e4;
    const double slow = 1e-3;
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b—c")
                              .transition("t.a->b", inc::per_year(fast))
                              .transition("t.b->c", inc::per_year(slow))
                              .build();
    auto parts = make::study(pipeline, 2030);
    parts.stocks = {make::stock("t.a", 1000)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    check_conserved(forecast, 1000, 2 * fast);
    const auto b = make::expected_stock(forecast, "t.b");
    const auto c = make::expected_stock(forecast, "t.c");
    for (std::size_t t = 1; t <= 10; ++t) {
        const double years = static_cast<double>(t);
        // e^(−fast·t) is 0 from the first year on.
        CHECK(b[t] == doctest::Approx(1000 * fast * std::exp(-slow * years) / (fast - slow)).epsilon(1e-11));
        CHECK(c[t] == doctest::Approx(1000 * (fast * -std::expm1(-slow * years) - slow) / (fast - slow)).epsilon(1e-8));
    }
}

TEST_CASE("conservation with an intake of 1e7 a year beside rates of .1")
{
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b")
                              .exit("closed")
                              .transition("t.a->b", inc::per_year(.1))
                              .transition("t.a->closed", inc::per_year(.1))
                              .build();
    auto parts = make::study(pipeline, 2030);
    parts.stocks = {make::stock("t.a", 3)};
    parts.intakes = {make::intake("t.a", 1e7)};
    const auto forecast = make::at_mids(inc::make_study(parts));
    check_conserved(forecast, 3, .4);
    check_balance(forecast, "t", 1e-13);
    const auto a = make::expected_stock(forecast, "t.a");
    for (std::size_t t = 1; t <= 10; ++t) {
        const double years = static_cast<double>(t);
        CHECK(a[t] == doctest::Approx(3 * std::exp(-.2 * years) + 1e7 * -std::expm1(-.2 * years) / .2).epsilon(1e-13));
    }
}

}  // namespace
