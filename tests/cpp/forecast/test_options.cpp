// SPDX-License-Identifier: Apache-2.0
// How a forecast is run: options out of range, stopping, progress, threads, draws.

#include "incuflow/io.hpp"
#include "incuflow/forecast/draws.hpp"
#include "incuflow/forecast/runner.hpp"
#include "support/faults.hpp"
#include "support/make.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <vector>

namespace inc = incuflow;

namespace {

// NaN is a number like any other here.
bool same_bytes(const std::vector<double>& a, const std::vector<double>& b, std::size_t count)
{
    return a.size() >= count && b.size() >= count && std::memcmp(a.data(), b.data(), count * sizeof(double)) == 0;
}

inc::Fault refused(const inc::ForecastOptions& options)
{
    const auto faults = faults_of<inc::ParameterError>([&] { (void)inc::forecast(inc::load_preset("torch-2016-2020"), options); });
    REQUIRE(faults.size() == 1);
    return faults.front();
}

TEST_CASE("options out of range are refused by name")
{
    const auto check = [](const inc::ForecastOptions& options, const char* name, const char* given) {
        const auto fault = refused(options);
        CHECK(fault.code == "forecast.bad_option");
        CHECK(argument(fault, "option") == name);
        CHECK(argument(fault, "given") == given);
        CHECK_FALSE(argument(fault, "allowed").empty());
    };
    check({.draws = -1}, "draws", "-1");
    check({.draws = 10'000'001}, "draws", "10000001");
    check({.level = 0.0}, "level", "0");
    check({.level = 1.0}, "level", "1");
    check({.level = -.5}, "level", "-0.5");
    check({.level = std::nan("")}, "level", "nan");
    check({.threads = -1}, "threads", "-1");
    check({.threads = 4097}, "threads", "4097");
    inc::ForecastOptions options;
    options.engine = "cohort_markof";
    const auto fault = refused(options);
    CHECK(fault.code == "forecast.unknown_engine");
    CHECK(argument(fault, "given") == "cohort_markof");
    CHECK(argument(fault, "nearest") == "cohort_markov");
}

TEST_CASE("the engine is named in the result")
{
    for (const char* engine : {"auto", "cohort_markov"}) {
        inc::ForecastOptions options;
        options.draws = 0;
        options.engine = engine;
        CHECK(inc::forecast(inc::load_preset("torch-2016-2020"), options).engine() == "cohort_markov");
    }
}

TEST_CASE("mid values: no draws, no standard error; one draw has none either")
{
    const auto study = inc::load_preset("torch-2016-2020");
    inc::ForecastOptions options;
    options.draws = 0;
    const auto mids = inc::forecast(study, options);
    CHECK(mids.draws() == 0);
    CHECK(mids.complete());
    options.draws = 1;
    const auto one = inc::forecast(study, options);
    CHECK(one.draws() == 1);
    for (const auto* forecast : {&mids, &one}) {
        for (const auto& row : forecast->attainment()) {
            CHECK(std::isnan(row.p_met_se));
        }
    }
    CHECK(mids.stock_array().size() == one.stock_array().size());
    CHECK(mids.stock_array() != one.stock_array());
    CHECK(mids.attainment_table().texts("method")[6] == "exact law at mid values");
    CHECK(one.attainment_table().texts("method")[6] == "exact law, mean over draws");
}

TEST_CASE("the same bytes whatever the number of threads; other seeds, other numbers")
{
    auto parts = inc::load_preset("dabancheng-2023-2025").parts();
    const auto study = inc::with_stock(inc::make_study(parts), {{"ladder.outside", 300}, {"ladder.tech_sme", 20}}, 0.0);
    inc::ForecastOptions options;
    options.draws = 40;
    options.seed = 11;
    options.threads = 1;
    const auto one = inc::forecast(study, options);
    const std::string attainment = inc::to_csv(one.attainment_table());
    const std::string stocks = inc::to_csv(one.stocks());
    const std::string assumptions = inc::to_csv(one.assumptions());
    for (const int threads : {0, 2, 3, 7, 64}) {
        options.threads = threads;
        const auto other = inc::forecast(study, options);
        CHECK(same_bytes(other.stock_array(), one.stock_array(), one.stock_array().size()));
        CHECK(same_bytes(other.flow_array(), one.flow_array(), one.flow_array().size()));
        CHECK(inc::to_csv(other.attainment_table()) == attainment);
        CHECK(inc::to_csv(other.stocks()) == stocks);
        CHECK(inc::to_csv(other.assumptions()) == assumptions);
    }
    options.seed = 12;
    CHECK_FALSE(same_bytes(inc::forecast(study, options).stock_array(), one.stock_array(), one.stock_array().size()));
}

TEST_CASE("a stop gives back the finished draws, each as it would have been")
{
    const auto study = inc::load_preset("torch-2016-2020");
    inc::ForecastOptions options;
    options.draws = 30;
    options.threads = 1;
    const auto whole = inc::forecast(study, options);
    CHECK(whole.complete());

    std::stop_source source;
    options.draws = 10'000'000;
    options.stop = source.get_token();
    // The first report comes while the draws are running.
    options.progress = [&](int done, int total) {
        CHECK(total == 10'000'000);
        if (done >= 30) {
            source.request_stop();
        }
    };
    const auto part = inc::forecast(study, options);
    CHECK_FALSE(part.complete());
    CHECK(part.draws() >= 30);
    CHECK(part.draws() < 10'000'000);
    const std::size_t width = whole.stock_array().size() / 30;
    CHECK(part.stock_array().size() == width * static_cast<std::size_t>(part.draws()));
    CHECK(same_bytes(whole.stock_array(), part.stock_array(), whole.stock_array().size()));
    CHECK(part.attainment()[6].p_met_se > 0.0);
}

TEST_CASE("attainment is worked out once, whoever asks first")
{
    inc::ForecastOptions options;
    options.draws = 20;
    const auto forecast = inc::forecast(inc::load_preset("torch-2016-2020"), options);
    const inc::Forecast copy = forecast;
    std::vector<const std::vector<inc::Attainment>*> seen(4);
    std::vector<std::thread> threads;
    for (auto& place : seen) {
        threads.emplace_back([&place, &copy] { place = &copy.attainment(); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (const auto* rows : seen) {
        CHECK(rows == &forecast.attainment());
    }
    CHECK(forecast.attainment()[6].p_met >= 0.0);
}

TEST_CASE("a stop before the first draw is an error of its own")
{
    std::stop_source source;
    source.request_stop();
    inc::ForecastOptions options;
    options.stop = source.get_token();
    const auto faults = faults_of<inc::EngineError>([&] { (void)inc::forecast(inc::load_preset("torch-2016-2020"), options); });
    CHECK(faults.front().code == "forecast.stopped_before_first_draw");
}

TEST_CASE("progress ends with all draws done; what it throws comes out")
{
    const auto study = inc::load_preset("torch-2016-2020");
    int last = -1;
    int most = 0;
    inc::ForecastOptions options;
    options.draws = 50;
    options.progress = [&](int done, int total) {
        CHECK(done >= last);
        last = done;
        most = total;
    };
    const auto forecast = inc::forecast(study, options);
    CHECK(last == 50);
    CHECK(most == 50);
    // The result does not keep the callback.
    CHECK_FALSE(static_cast<bool>(forecast.options().progress));
    options.progress = [](int, int) { throw std::runtime_error("enough"); };
    CHECK_THROWS_WITH_AS((void)inc::forecast(study, options), "enough", std::runtime_error);
}

// Draws by the name of each number.
std::vector<std::pair<std::string, double>> named(const inc::Study& study, std::uint64_t seed, std::int64_t k)
{
    std::vector<std::pair<std::string, double>> values;
    const auto drawn = inc::draw_values(study, seed, k);
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        if (std::isnan(drawn[i])) {
            CHECK_FALSE(study.numbers().entries()[i].number.known());
            continue;
        }
        values.emplace_back(study.numbers().entries()[i].name, drawn[i]);
    }
    std::sort(values.begin(), values.end());
    return values;
}

TEST_CASE("draw k of a number depends on seed, k and its name alone")
{
    const auto study = inc::load_preset("dabancheng-2023-2025");
    auto turned = study.parts();
    std::reverse(turned.pipeline.transitions.begin(), turned.pipeline.transitions.end());
    std::reverse(turned.targets.begin(), turned.targets.end());
    const auto other = inc::make_study(turned);
    for (const std::int64_t k : {0, 1, 999}) {
        CHECK(named(study, 7, k) == named(other, 7, k));
    }
    CHECK(named(study, 7, 0) != named(study, 7, 1));
    CHECK(named(study, 7, 0) != named(study, 8, 0));

    // Another number, in front of all others, changes none of them.
    auto more = study.parts();
    more.pipeline.modifiers.insert(more.pipeline.modifiers.begin(), {{"*->closed"}, {"ladder.hnte"}, inc::make_number(.5, inc::Measure::factor, {.low = .3, .high = .9, .reason = "hypothetical"})});
    const auto before = named(study, 7, 3);
    const auto after = named(inc::make_study(more), 7, 3);
    CHECK(after.size() == before.size() + 1);
    CHECK(std::includes(after.begin(), after.end(), before.begin(), before.end()));

    // The first draws of many are those of few.
    inc::ForecastOptions options;
    options.draws = 5;
    const auto few = inc::forecast(study, options);
    options.draws = 12;
    const auto many = inc::forecast(study, options);
    CHECK(same_bytes(few.flow_array(), many.flow_array(), few.flow_array().size()));
}

TEST_CASE("the order of rows changes no number of the forecast")
{
    const auto study = inc::load_preset("torch-2016-2020");
    auto turned = study.parts();
    std::reverse(turned.pipeline.transitions.begin(), turned.pipeline.transitions.end());
    std::reverse(turned.stocks.begin(), turned.stocks.end());
    inc::ForecastOptions options;
    options.draws = 20;
    const auto one = inc::forecast(study, options);
    const auto other = inc::forecast(inc::make_study(turned), options);
    CHECK(other.attainment()[6].p_met == doctest::Approx(one.attainment()[6].p_met).epsilon(1e-12));
    CHECK(other.attainment()[6].expected == doctest::Approx(one.attainment()[6].expected).epsilon(1e-12));
    CHECK(other.attainment()[6].low == one.attainment()[6].low);
}

TEST_CASE("a named number is drawn once for all that name it; correlated ones move together")
{
    const auto rate = [](double mid, const std::string& name) {
        return inc::uncertain(inc::per_year(mid, {.low = mid / 2, .high = mid * 2, .reason = "hypothetical", .name = name}));
    };
    const auto pipeline = inc::PipelineBuilder()
                              .chain("t", "a—b—c—d")
                              .transition("t.a->b", rate(.2, "shared"))
                              .transition("t.b->c", rate(.2, "shared"))
                              .transition("t.c->d", rate(.3, "third"))
                              .transition("t.d->a", rate(.4, "fourth"))
                              .build();
    auto parts = make::study(pipeline, 2022);
    parts.stocks = {make::stock("t.a", 1)};
    parts.correlations = {{{"shared", "third"}, {1, 1, 1, 1}}};
    CHECK_THROWS_AS((void)inc::draw_values(inc::make_study(parts), 1, 0), inc::Error);
    parts.correlations = {{{"shared", "third"}, {1, .999, .999, 1}}};
    const auto study = inc::make_study(parts);
    CHECK(study.numbers().entries().size() == 4);
    double together = 0.0;
    double apart = 0.0;
    const auto z = [](double value, double mid) { return std::log(value / mid); };
    double squares = 0.0;
    const auto position = [&](const char* name) { return static_cast<std::size_t>(study.numbers().find(name)); };
    for (std::int64_t k = 0; k < 400; ++k) {
        const auto values = inc::draw_values(study, 3, k);
        const double shared = z(values[position("shared")], .2);
        together += shared * z(values[position("third")], .3);
        apart += shared * z(values[position("fourth")], .4);
        squares += shared * shared;
    }
    CHECK(together / squares == doctest::Approx(.999).epsilon(.02));
    CHECK(std::fabs(apart / squares) < 4 / std::sqrt(400.0));
}

}  // namespace
