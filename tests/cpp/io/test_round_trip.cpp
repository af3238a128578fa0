// SPDX-License-Identifier: Apache-2.0
// Object to file and back, exactly; and what a file's spellings mean.

#include "full_study.hpp"
#include "incuflow/study/consistency.hpp"
#include "incuflow/io.hpp"
#include "incuflow/study/consistency.hpp"
#include "incuflow/study/scenario.hpp"
#include "support/make.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace inc = incuflow;

namespace {

void check_round_trip(const inc::Study& study)
{
    const std::string text = inc::to_toml(study);
    const inc::Study again = inc::parse_study(text);
    CHECK(again == study);
    CHECK(inc::to_toml(again) == text);
}

TEST_CASE("both presets come back equal")
{
    for (const std::string& name : inc::preset_names()) {
        INFO(name);
        check_round_trip(inc::load_preset(name));
    }
}

TEST_CASE("a study with every key comes back equal")
{
    const inc::Study study = inc::parse_study(full_study());
    check_round_trip(study);
    // Equality sees every part: one change a part, and the two differ.
    const auto differs = [&](const auto& change) {
        inc::StudyParts parts = study.parts();
        change(parts);
        return !(parts == study.parts());
    };
    CHECK(differs([](auto& p) { p.title.en += '.'; }));
    CHECK(differs([](auto& p) { p.notes[1].en += '.'; }));
    CHECK(differs([](auto& p) { p.sources[0].page = "13"; }));
    CHECK(differs([](auto& p) { p.parameters[2].value.year = 2021; }));
    CHECK(differs([](auto& p) { p.populations[1].unit = "个"; }));
    CHECK(differs([](auto& p) { p.pipeline.tracks[0].stages[2].aliases.pop_back(); }));
    CHECK(differs([](auto& p) { p.pipeline.transitions[4].hazard.breaks[1] = 1.25; }));
    CHECK(differs([](auto& p) { p.pipeline.transitions[5].clock = inc::Clock::calendar; }));
    CHECK(differs([](auto& p) { p.pipeline.dated[0].moves[0].to[0].first = "third"; }));
    CHECK(differs([](auto& p) { p.stocks[2].elapsed.years = .75; }));
    CHECK(differs([](auto& p) { p.pipeline.attributes[0].growth[0].drift.low = -.03; }));
    CHECK(differs([](auto& p) { p.pipeline.attributes[0].jumps[0].cv.reset(); }));
    CHECK(differs([](auto& p) { p.pipeline.attributes[0].initial[0].of = inc::SizeOf::stock; }));
    CHECK(differs([](auto& p) { p.pipeline.attributes[1].process = inc::GrowthProcess::lognormal; }));
    CHECK(differs([](auto& p) { p.targets[12].above = 2001.0; }));
    CHECK(differs([](auto& p) { p.intakes[0].end.reset(); }));
    CHECK(differs([](auto& p) { p.correlations[0].matrix[1] = .25; }));
    CHECK(differs([](auto& p) { p.targets[3].value.upper_open = false; }));
    CHECK(differs([](auto& p) { p.outcomes[0].source.clear(); }));
    CHECK(differs([](auto& p) { p.applied_scenario.clear(); }));
    CHECK(differs([](auto& p) { p.scenarios[0].label.zh += "。"; }));
    CHECK(differs([](auto& p) { p.scenarios[0].overrides[1].value = .31; }));
    CHECK(differs([](auto& p) { std::get<inc::Number>(p.scenarios[0].overrides[0].value).low = .04; }));
    CHECK(differs([](auto& p) { p.scenarios[2].combines.pop_back(); }));
    // A study that is changed by a scenario is a study of its own.
    for (const std::string& id : inc::scenario_ids(study)) {
        INFO(id);
        check_round_trip(inc::with_scenario(study, id));
    }
}

TEST_CASE("what the file says is what the study holds")
{
    const inc::Study study = inc::parse_study(full_study());
    const inc::StudyParts& parts = study.parts();
    CHECK(parts.id == "every_key-1");
    CHECK(parts.region_label == inc::Label{"内蒙古自治区", ""});
    CHECK(parts.published == "2020-05-01");
    CHECK(parts.issued == "2020");
    CHECK(parts.information == inc::Date{2020, 11, 30});
    CHECK(parts.notes[0] == inc::Label{"一条说明", ""});
    CHECK(parts.notes[1] == inc::Label{"", "a \"quoted\" \\ remark\nof two lines\twith a tab"});
    CHECK(parts.gaps[0] == inc::Label{"", "missing data"});
    CHECK(parts.sources[0].date == "2019-07-01");
    CHECK(parts.sources[0].page == "12");
    CHECK(parts.sources[0].note == "备注 \a \xF0\x9F\x98\x80");

    REQUIRE(parts.parameters.size() == 12);
    const auto& closing = parts.parameters[0].value;
    CHECK(closing.range_kind == inc::Kind::assumed);
    CHECK(closing.kind == inc::Kind::borrowed);
    CHECK(parts.parameters[1].value.mid == 0.55);
    CHECK(parts.parameters[1].value.low == 1.0 / 3);
    CHECK(parts.parameters[2].value.mid == 100.0 / 3);
    CHECK(parts.parameters[3].value.dist == inc::Dist::triangular);
    CHECK(parts.parameters[4].value.computed_from == std::vector<std::string>{"closing"});
    CHECK(parts.parameters[5].value.mid == 1.5);
    CHECK(parts.parameters[5].value.high == 2.0);
    CHECK(parts.parameters[5].value.dist == inc::Dist::uniform);
    CHECK(parts.parameters[6].value.mid == 12000.0);
    CHECK(parts.parameters[7].measure == inc::Measure::shape);
    CHECK(parts.parameters[8].measure == inc::Measure::real);
    CHECK(parts.parameters[8].value.mid == -0.2);
    CHECK(parts.parameters[9].measure == inc::Measure::share);
    CHECK_FALSE(parts.parameters[9].value.known());

    const auto& stages = parts.pipeline.tracks[0].stages;
    REQUIRE(stages.size() == 6);
    CHECK(stages[0].label.zh == "未入孵");
    CHECK(stages[1].id == "nursery");
    CHECK(stages[1].label.zh == "创业苗圃");
    CHECK(stages[2].aliases == std::vector<std::string>{"hatchery", "孵化"});
    CHECK(stages[5].id == "graduated");
    CHECK(parts.pipeline.tracks[1].stages[1].label.zh == "甲级");
    CHECK(parts.pipeline.tracks[1].stages[3].counts_as == std::vector<std::string>{"second", "first"});

    const auto& rows = parts.pipeline.transitions;
    REQUIRE(rows.size() == 13);
    CHECK(rows[0].hazard.parameters[0].value.name == "filing");
    CHECK(rows[0].hazard.parameters[0].measure == inc::Measure::prob_per_year);
    CHECK(rows[1].while_in.size() == 2);
    CHECK(rows[2].hazard.family == "weibull");
    CHECK(rows[3].hazard.stages == 3);
    CHECK(rows[4].clock == inc::Clock::calendar);
    CHECK(rows[4].hazard.breaks == std::vector<double>{0, 1.5, 2.5});
    CHECK(rows[5].hazard.parameters[1].value.mid == 0.2);
    CHECK(rows[6].hazard.family == "fixed_delay");
    CHECK(rows[6].hazard.parameters[0].value.mid == 3.0);
    CHECK_FALSE(inc::known(rows[7].hazard));
    CHECK(rows[8].hazard.family == "gompertz");
    CHECK(rows[8].hazard.parameters[1].value.name == "drift");
    CHECK(rows[8].hazard.parameters[1].measure == inc::Measure::real);
    CHECK(rows[9].hazard.family == "gamma");
    CHECK(rows[9].hazard.parameters[0].value.name == "form");
    CHECK(rows[10].hazard.family == "log_normal");
    CHECK(rows[10].hazard.parameters[0].value.high == 0.0);
    CHECK(rows[11].hazard.family == "log_logistic");
    CHECK(rows[11].hazard.parameters[1].value.mid == 1.5);
    CHECK(rows[12].hazard.family == "generalised_gamma");
    CHECK(rows[12].hazard.parameters[2].value.mid == -1.0);
    CHECK(rows[12].hazard.parameters[2].measure == inc::Measure::real);
    CHECK(parts.pipeline.triggers[0].probability.name == "firing");
    CHECK(parts.pipeline.dated[0].dates.size() == 2);
    CHECK(parts.pipeline.dated[0].moves[0].to[1].first == "closed");

    CHECK(parts.stocks[1].elapsed.kind == inc::Elapsed::fresh);
    CHECK(parts.stocks[2].elapsed.kind == inc::Elapsed::years);
    CHECK(parts.stocks[2].elapsed.years == 0.5);
    CHECK(parts.stocks[3].at.size() == 2);
    CHECK(parts.intakes[0].count.year == 2020);
    CHECK(parts.intakes[0].start == inc::Date{2021, 4, 1});
    CHECK(parts.intakes[1].law == inc::IntakeLaw::fixed);
    CHECK(parts.intakes[2].law == inc::IntakeLaw::batch);
    CHECK(parts.intakes[3].law == inc::IntakeLaw::negative_binomial);
    CHECK(parts.intakes[3].k == 2.5);
    CHECK(parts.correlations[0].matrix[5] == -0.25);

    const auto& targets = parts.targets;
    REQUIRE(targets.size() == 13);
    CHECK(targets[0].number == "1");
    CHECK(targets[0].alternatives[0] == inc::Label{"另一种口径", ""});
    CHECK(targets[1].value.form == inc::ValueForm::about);
    CHECK(targets[1].value.low == 1000.0);
    CHECK(targets[1].value.high == 50.5);
    CHECK(targets[2].counts == inc::Counts::firms);
    CHECK(targets[2].counts_as);
    CHECK(targets[2].accounting == inc::Accounting::yearly_flow);
    CHECK(targets[2].value.low == 3.0);
    CHECK(targets[2].value.high == 4.0);
    CHECK(targets[3].value.upper_open);
    CHECK(targets[4].value.low == 0.5);
    CHECK(targets[4].share_of == std::vector<std::string>{"ladder.*"});
    CHECK(targets[4].counts == inc::Counts::stock);
    CHECK(targets[6].joint.size() == 2);
    CHECK(targets[7].counts == inc::Counts::none);
    CHECK(targets[8].status == inc::Status::not_quantified);
    CHECK(targets[9].status == inc::Status::ambiguous);
    CHECK(targets[10].status == inc::Status::not_modelled);
    CHECK(targets[11].attribute == "sales");
    CHECK(targets[11].accounting == inc::Accounting::yearly_growth);
    CHECK(targets[12].above == 2000.0);
    CHECK(targets[12].counts == inc::Counts::stock);
    REQUIRE(parts.pipeline.attributes.size() == 2);
    const inc::FirmAttribute& sales = parts.pipeline.attributes[0];
    CHECK(sales.label == inc::Label{"销售收入", "sales"});
    CHECK(sales.unit == "万元");
    CHECK(sales.growth[0].in == std::vector<std::string>{"incubation.incubator", "ladder.third"});
    CHECK(sales.growth[0].drift.mid == 0.08);
    CHECK(sales.growth[0].drift.low == -0.02);
    CHECK(sales.growth[1].in.empty());
    CHECK_FALSE(sales.growth[1].volatility.has_value());
    CHECK(sales.jumps[0].factor.name == "pull");
    CHECK(sales.initial[0].mean.mid == 50000.0);
    CHECK(sales.initial[0].mean.name == "begin");
    CHECK(sales.initial[1].of == inc::SizeOf::firms);
    CHECK(sales.initial[1].mean.mid == 1000.0);
    CHECK(parts.pipeline.attributes[1].process == inc::GrowthProcess::laplace);
    CHECK(study.numbers().find("attribute.sales in incubation.incubator,ladder.third:drift") >= 0);
    CHECK(study.numbers().find("attribute.sales on ladder.first->second:factor") >= 0);
    CHECK(study.numbers().find("attribute.sales of firms:mean") >= 0);
    CHECK(parts.consistency[1].value == "10");
    CHECK(inc::consistency_lines(study, inc::Language::en) == std::vector<std::string>{"100/6/3 = 5.6", "ten is 10"});
}

TEST_CASE("independent margins come back equal")
{
    const auto pipeline = inc::PipelineBuilder().chain("a", "a1—a2").chain("b", "b1").build();
    auto parts = make::study(pipeline, 2022);
    parts.stocks_independent = true;
    parts.stocks = {make::stock("a.a1", 3), make::stock("a.a2", 4), make::stock("b.b1", 7)};
    for (auto& row : parts.stocks) {
        row.value.fixed = "hypothetical";
    }
    check_round_trip(inc::make_study(parts, true));
}

TEST_CASE("numbers come back to the last bit, whatever their size")
{
    for (const double value : {1.0 / 3, 5e-324, 1e-300, 0.1, 1e15, 9007199254740993.0, 9223372036854774784.0, 9223372036854775808.0, 1e22, 1.5e300,
                               std::nextafter(1.0, 2.0)}) {
        INFO(value);
        auto parts = make::study(inc::PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc::per_year(value, {.fixed = "hypothetical"})).build(), 2022);
        parts.targets = {make::target("goal", "t.b", inc::Counts::firms, value, 2021, 2022)};
        check_round_trip(inc::make_study(parts, true));
    }
}

TEST_CASE("texts come back to the last byte")
{
    const std::vector<std::string> texts{"\"", "\\", "'''", "\"\"\"", "a\nb\r\nc", "\t", std::string("\0\x01\x1F\x7F", 4), "# no comment", "创业苗圃—孵化器", "\xF0\x9F\x98\x80"};
    auto parts = make::study(inc::PipelineBuilder().chain("t", "a—b").build(), 2022);
    for (const std::string& text : texts) {
        parts.notes.push_back({text, text});
        inc::Source source;
        source.id = "s" + std::to_string(parts.sources.size());
        source.title = text;
        parts.sources.push_back(source);
    }
    check_round_trip(inc::make_study(parts, true));
}

TEST_CASE("a period stands for its first and last day")
{
    const std::string head = "format = 1\nid = \"s\"\nbase_date = 2015-12-31\nend_date = 2020-12-31\n[track.t]\nchain = \"a—b\"\n"
                             "[[target]]\nid = \"g\"\nof = \"t.a\"\naccounting = \"cumulative\"\nat_least = 1\n";
    const inc::Study by_period = inc::parse_study(head + "period = \"十三五\"\n");
    CHECK(by_period.parts().targets[0].since == inc::Date{2016, 1, 1});
    CHECK(by_period.parts().targets[0].due == inc::Date{2020, 12, 31});
    CHECK(by_period == inc::parse_study(head + "since = 2016-01-01\ndue = 2020-12-31\n"));
}

TEST_CASE("a UTF-8 byte-order mark and CRLF line ends change nothing")
{
    const inc::Study study = inc::parse_study(full_study());
    CHECK(inc::parse_study("\xEF\xBB\xBF" + full_study()) == study);
    std::string crlf;
    for (const char c : full_study()) {
        crlf += c == '\n' ? "\r\n" : std::string(1, c);
    }
    CHECK(inc::parse_study(crlf) == study);
}

}  // namespace
