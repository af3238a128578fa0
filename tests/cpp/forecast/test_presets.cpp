// SPDX-License-Identifier: Apache-2.0
// The check values of both presets, worked out independently of this program.

#include "incuflow/study/consistency.hpp"
#include "incuflow/io.hpp"
#include "incuflow/study/consistency.hpp"
#include "support/make.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <tuple>

namespace inc = incuflow;

namespace {

const inc::Attainment& row(const inc::Forecast& forecast, std::string_view target)
{
    for (const auto& one : forecast.attainment()) {
        if (one.target == target) {
            return one;
        }
    }
    FAIL("no such target");
    return forecast.attainment().front();
}

double total(const std::vector<double>& numbers, std::size_t first = 0)
{
    double sum = 0.0;
    for (std::size_t i = first; i < numbers.size(); ++i) {
        sum += numbers[i];
    }
    return sum;
}

// Half a unit of the last place printed.
bool agrees(double value, double printed, double unit) { return std::fabs(value - printed) <= .5 * unit * (1 + 1e-9); }

inc::Study with_number(const inc::Study& study, const std::string& path, double mid)
{
    inc::StudyParts parts = study.parts();
    for (auto& transition : parts.pipeline.transitions) {
        if (transition.paths.front() == path) {
            transition.hazard.parameters.front().value = inc::given_in_code(mid);
        }
    }
    return inc::make_study(parts);
}

inc::Study with_growth(const inc::Study& study, double mid)
{
    inc::StudyParts parts = study.parts();
    parts.intakes.front().growth = inc::given_in_code(mid);
    return inc::make_study(parts);
}

TEST_CASE("Dabancheng: headline and kinds are counted from the file")
{
    const auto study = inc::load_preset("dabancheng-2023-2025");
    const auto forecast = make::at_mids(study);
    CHECK(forecast.headline() == "12项量化目标：测算 0，需补充期初数 2，由目标倒推 1，未建模 7，口径待定 2");
    CHECK(inc::kinds_line(study, inc::Language::zh) == "本地实测 0 · 借用 2 · 假设 9 · 规则 1 · 由目标倒推 1 · 未知 2");
    // One target less, one count less.
    auto parts = study.parts();
    std::erase_if(parts.targets, [](const auto& target) { return target.id == "mentors"; });
    CHECK(make::at_mids(inc::make_study(parts)).headline(inc::Language::en).rfind("11 quantified targets: ", 0) == 0);
    CHECK(inc::consistency_lines(study, inc::Language::zh).size() == 3);
    CHECK(inc::consistency_lines(study, inc::Language::en)[0].rfind("100 : 10 = 10 units per mentor", 0) == 0);
    CHECK(inc::consistency_lines(study, inc::Language::en)[1].find(" 0.94 ") != std::string::npos);
    CHECK(inc::consistency_lines(study, inc::Language::en)[2] == "100 ÷ 6 ÷ 3 = 5.6 per carrier and year");
    CHECK(study.parts().gaps.size() >= 7);
    CHECK(inc::is_retrospective(study, {2026, 1, 1}));
    CHECK_FALSE(inc::is_retrospective(study, {2025, 12, 31}));
}

TEST_CASE("the rate of a strict sequence, also for tiny and for nearly full shares")
{
    const auto share = [](double rate, double years) { return 1 + std::expm1(-rate * years) / (rate * years); };
    for (const double part : {1e-3, .1, .5, 2.0 / 3, .99, .9999}) {
        const double rate = inc::detail::work_out("sequence_rate(" + std::to_string(1e6 * part) + ", 1e6, 3)");
        CHECK(share(rate, 3) == doctest::Approx(part).epsilon(1e-9));
    }
    CHECK(inc::detail::work_out("sequence_rate(1, 1e12, 4)") == doctest::Approx(2e-12 / 4).epsilon(1e-9));
    for (const char* none : {"sequence_rate(10, 1e308, 0)", "sequence_rate(15, 10, 3)", "sequence_rate(9007199254740992, 9007199254740993, 3)", "sequence_rate(nan, 1, 3)", "sequence_rate(1, 2)"}) {
        CHECK(std::isnan(inc::detail::work_out(none)));
    }
}

TEST_CASE("Dabancheng: every target has its status and, unless modelled, its reason")
{
    const auto forecast = make::at_mids(inc::load_preset("dabancheng-2023-2025"));
    const std::vector<std::pair<std::string, inc::Status>> statuses{
        {"carriers", inc::Status::not_modelled},     {"staff_trained", inc::Status::not_modelled}, {"mentor_certificates", inc::Status::not_modelled},
        {"five_services", inc::Status::ambiguous},   {"legal_finance", inc::Status::ambiguous},    {"ecosystem", inc::Status::not_quantified},
        {"incubatees", inc::Status::by_assumption},  {"mentors", inc::Status::not_modelled},       {"hnte", inc::Status::needs_input},
        {"tech_sme", inc::Status::needs_input},      {"contests", inc::Status::not_modelled},      {"salons", inc::Status::not_modelled},
        {"demonstration_bases", inc::Status::not_modelled}};
    REQUIRE(forecast.attainment().size() == statuses.size());
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        const auto& one = forecast.attainment()[i];
        CHECK(one.target == statuses[i].first);
        CHECK(one.status == statuses[i].second);
        CHECK_FALSE(one.reason.zh.empty());
        CHECK_FALSE(one.reason.en.empty());
        // Empty, never 0.
        CHECK(std::isnan(one.p_met));
        CHECK(std::isnan(one.p_floor) == (one.status != inc::Status::needs_input));
        CHECK(std::isnan(one.expected) == (one.status != inc::Status::needs_input));
        CHECK(one.verdict.zh.empty());
    }
    // Found by the program from the intake's number, which names the target.
    CHECK(row(forecast, "incubatees").reason.en == "the input intake was worked back from this target, so it cannot forecast it");
}

TEST_CASE("Dabancheng: check values of new firms at mid values")
{
    const auto study = inc::load_preset("dabancheng-2023-2025");
    const auto forecast = make::at_mids(study);
    const auto progress = forecast.progress();
    const auto reached = [&](const char* target) {
        std::vector<double> numbers;
        for (std::size_t i = 0; i < progress.rows(); ++i) {
            if (progress.texts("target")[i] == target) {
                numbers.push_back(progress.numbers("expected")[i]);
            }
        }
        return numbers;
    };
    const auto sme = reached("tech_sme");
    const auto hnte = reached("hnte");
    const auto graduated = make::expected_flow(forecast, "incubation.incubator->graduated");
    REQUIRE(sme.size() == 3);
    REQUIRE(hnte.size() == 3);
    const std::vector<double> sme_printed{1.0774, 4.3886, 9.7970};
    const std::vector<double> hnte_printed{.1297, .6335, 1.6402};
    const std::vector<double> graduated_printed{.6170, 2.4970, 5.6713};
    double graduates = 0.0;
    for (std::size_t t = 0; t < 3; ++t) {
        graduates += graduated[t];
        CHECK(agrees(sme[t], sme_printed[t], 1e-4));
        CHECK(agrees(hnte[t], hnte_printed[t], 1e-4));
        CHECK(agrees(graduates, graduated_printed[t], 1e-4));
    }
    const std::vector<std::pair<std::string, double>> stocks{{"space_team", 13.024}, {"space_firm", 33.564}, {"incubator", 29.611}, {"graduated", 5.345}, {"left", 2.072}};
    for (const auto& [stage, printed] : stocks) {
        INFO(stage);
        CHECK(agrees(make::expected_stock(forecast, "incubation." + stage).back(), printed, 1e-3));
    }
    CHECK(row(forecast, "hnte").expected == doctest::Approx(hnte.back()).epsilon(1e-12));
}

TEST_CASE("Dabancheng: floors, and the firms that would be needed")
{
    const auto study = inc::load_preset("dabancheng-2023-2025");
    const auto forecast = make::at_mids(study);
    const auto& eight = row(forecast, "hnte");
    CHECK(eight.ask == "ladder.tech_sme");
    CHECK(agrees(eight.p_floor, 8.83e-6, 1e-8));
    CHECK(eight.needed_50 == 41);
    CHECK(eight.needed_80 == 54);
    const auto& nine = row(forecast, "tech_sme");
    CHECK(nine.ask == "ladder.outside");
    CHECK(agrees(nine.p_floor, .0733, 1e-4));
    CHECK(nine.needed_50 == 20);
    CHECK(nine.needed_80 == 33);
    CHECK(std::isnan(nine.p_met_se));
    // That number of firms and no smaller one brings the chance over.
    for (const auto& [target, place, needed, p] : {std::tuple{"hnte", "ladder.tech_sme", 41.0, .5}, {"hnte", "ladder.tech_sme", 54.0, .8},
                                                   {"tech_sme", "ladder.outside", 20.0, .5}, {"tech_sme", "ladder.outside", 33.0, .8}}) {
        INFO(target, ' ', needed);
        CHECK(row(make::at_mids(inc::with_stock(study, {{place, needed}}, 0.0)), target).p_met >= p);
        CHECK(row(make::at_mids(inc::with_stock(study, {{place, needed - 1}}, 0.0)), target).p_met < p);
    }
}

TEST_CASE("Dabancheng: with those that count as technology SMEs, and at other chances of entry")
{
    const auto study = inc::load_preset("dabancheng-2023-2025");
    auto parts = study.parts();
    for (auto& target : parts.targets) {
        target.counts_as = target.id == "tech_sme";
    }
    CHECK(std::fabs(row(make::at_mids(inc::make_study(parts)), "tech_sme").expected - 10.7268) < 1e-4);
    const auto floor = [&](double p) { return row(make::at_mids(with_number(study, "ladder.outside->tech_sme", p)), "tech_sme").p_floor; };
    CHECK(floor(.03) < .005);
    CHECK(floor(.10) == row(make::at_mids(study), "tech_sme").p_floor);
    CHECK(agrees(floor(.10), .07, .01));
    CHECK(std::fabs(floor(.30) - .99) < .01);
}

TEST_CASE("Dabancheng: with stocks given, hypothetically, rows 8 and 9 are modelled")
{
    const auto study = inc::load_preset("dabancheng-2023-2025");
    const auto with = inc::with_stock(study, {{"ladder.outside", 300}, {"ladder.tech_sme", 20}}, 0.0);
    const auto forecast = make::at_mids(with);
    CHECK(forecast.headline() == "12项量化目标：测算 2，需补充期初数 0，由目标倒推 1，未建模 7，口径待定 2");
    for (const char* target : {"hnte", "tech_sme"}) {
        const auto& one = row(forecast, target);
        CHECK(one.status == inc::Status::modelled);
        CHECK(one.p_met > 0.0);
        CHECK(std::isnan(one.p_floor));
        CHECK(std::isnan(one.needed_50));
        CHECK_FALSE(one.verdict.zh.empty());
    }
    // A district firm that stands outside closes at .0605 and enters the library at −log .9, beside .01 for going straight on.
    const double enter = -std::log(.9);
    const double out = enter + .01 + .0605;
    const double direct = 300 * enter / out * -std::expm1(-3 * out);
    CHECK(row(forecast, "tech_sme").expected == doctest::Approx(row(make::at_mids(study), "tech_sme").expected + direct).epsilon(1e-12));
    // Without `rest` the others stay unknown.
    CHECK(row(make::at_mids(inc::with_stock(study, {{"ladder.outside", 300}})), "hnte").status == inc::Status::needs_input);
    // What cannot reach the count by the due date is not asked for.
    CHECK(row(forecast, "incubatees").status == inc::Status::by_assumption);
}

TEST_CASE("Torch: tenants and graduates by year at mid values")
{
    const auto study = inc::load_preset("torch-2016-2020");
    const auto forecast = make::at_mids(study);
    const std::vector<double> printed{83983, 90001, 97035, 105112, 114280, 124597};
    const auto tenants = make::expected_stock(forecast, "incubation.incubator");
    REQUIRE(tenants.size() == 7);
    CHECK(tenants[0] == 78965);
    for (std::size_t t = 0; t < 6; ++t) {
        CHECK(agrees(tenants[t + 1], printed[t], 1));
    }
    const auto graduates = [](const inc::Forecast& f) { return total(make::expected_flow(f, "incubation.incubator->graduated"), 1); };
    CHECK(agrees(graduates(forecast), 40909, 1));
    CHECK(row(forecast, "graduates").expected == doctest::Approx(graduates(forecast)).epsilon(1e-12));
    CHECK(agrees(graduates(make::at_mids(with_growth(study, 1.25))), 52660, 1));
    CHECK(agrees(graduates(make::at_mids(with_growth(study, 1.00))), 35157, 1));
    CHECK(make::expected_stock(forecast, "incubation.graduated")[0] == 61944);
}

TEST_CASE("Torch: the target, one number a time")
{
    const auto study = inc::load_preset("torch-2016-2020");
    const auto forecast = make::at_mids(study);
    CHECK(forecast.headline() == "17项量化目标：测算 1，需补充期初数 0，由目标倒推 0，未建模 16，口径待定 0");
    CHECK(inc::kinds_line(study, inc::Language::zh) == "本地实测 1 · 借用 1 · 假设 3 · 规则 0 · 由目标倒推 0 · 未知 0");
    for (const auto& one : forecast.attainment()) {
        CHECK(one.status == (one.target == "graduates" ? inc::Status::modelled : inc::Status::not_modelled));
        CHECK_FALSE(one.reason.zh.empty());
    }
    CHECK(row(forecast, "graduates").verdict.zh == "取决于假设，不作判断");
    const auto table = forecast.assumptions();
    int found = 0;
    for (std::size_t i = 0; i < table.rows(); ++i) {
        const std::string& name = table.texts("name")[i];
        if (std::isnan(table.numbers("p_mid")[i])) {
            continue;
        }
        ++found;
        INFO(name);
        CHECK(table.numbers("p_low")[i] < 1e-6);
        CHECK(table.numbers("p_mid")[i] < 1e-6);
        CHECK(table.numbers("p_high")[i] > 1 - 1e-6);
        CHECK(agrees(table.numbers("break_even")[i], name == "growth" ? 1.2205 : .1028, 1e-4));
        CHECK(table.texts("target")[i] == "graduates");
    }
    CHECK(found == 2);
    // At the break-even value the chance is one half.
    CHECK(row(make::at_mids(with_growth(study, 1.2205)), "graduates").p_met == doctest::Approx(.5).epsilon(.1));
}

TEST_CASE("Torch: the forecast over draws")
{
    const auto study = inc::load_preset("torch-2016-2020");
    inc::ForecastOptions options;
    options.draws = 1000;
    options.seed = 7;
    const auto forecast = inc::forecast(study, options);
    const auto& one = row(forecast, "graduates");
    // Spread of the expected numbers over draws: the standard error of their mean.
    const std::size_t width = forecast.flow_dates().size() * forecast.transition_axis().size();
    std::vector<double> means;
    for (std::size_t k = 0; k < 1000; ++k) {
        double sum = 0.0;
        for (std::size_t t = 1; t < forecast.flow_dates().size(); ++t) {
            sum += forecast.flow_array()[k * width + t * forecast.transition_axis().size()];
        }
        means.push_back(sum);
    }
    CHECK(forecast.transition_axis()[0] == "incubation.incubator->graduated");
    const double mean = total(means) / 1000;
    double squares = 0.0;
    for (const double x : means) {
        squares += (x - mean) * (x - mean);
    }
    const double se = std::sqrt(squares / 999 / 1000);
    CHECK(one.expected == doctest::Approx(mean).epsilon(1e-12));
    CHECK(std::fabs(one.expected - 42775) < 4 * se);
    CHECK(std::fabs(one.p_met - .181) < 4 * one.p_met_se);
    CHECK(one.p_met_se == doctest::Approx(std::sqrt(.181 * .819 / 1000)).epsilon(.1));
    // A sample quantile of 1000 draws: the 5 % point lies between those of 5 % ∓ 4·√(.05·.95/1000).
    std::sort(means.begin(), means.end());
    const auto point = [&](double p) { return means[static_cast<std::size_t>(std::max(0.0, p * 1000))]; };
    const double band = 4 * std::sqrt(.05 * .95 / 1000);
    CHECK(point(.05 - band) - 1000 < 30815);
    CHECK(point(.05 + band) + 1000 > 30815);
    CHECK(one.low == doctest::Approx(30815).epsilon(.03));
    CHECK(one.high == doctest::Approx(58580).epsilon(.04));
    CHECK(one.verdict.en == "depends on the assumptions; no verdict");
}

TEST_CASE("what happened afterwards is printed apart and changes nothing")
{
    const auto study = inc::load_preset("torch-2016-2020");
    auto parts = study.parts();
    CHECK(parts.outcomes.size() == 2);
    parts.outcomes.clear();
    const auto with = make::at_mids(study);
    const auto without = make::at_mids(inc::make_study(parts));
    CHECK(with.stock_array() == without.stock_array());
    CHECK(with.attainment_table() == without.attainment_table());
}

}  // namespace
