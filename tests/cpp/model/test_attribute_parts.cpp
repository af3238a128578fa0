// SPDX-License-Identifier: Apache-2.0
#include "support/faults.hpp"
#include "support/growth.hpp"

#include <doctest/doctest.h>

using namespace incuflow;

namespace {

PipelineBuilder chain() { return PipelineBuilder().chain("t", "甲—乙", {.ids = {"a", "b"}}).transition("t.a->b", per_year(0.2)); }

FirmAttribute good() { return make::sales({make::growth({"t.a"}, -0.1, 0.3), make::growth({}, 0.0, 0.0)}, 4.0, 0.5, {{{"t.a->b"}, make::plain(1.5), {}}}); }

std::vector<Fault> faults_with(const FirmAttribute& attribute)
{
    return faults_of<GraphError>([&] { (void)chain().attribute(attribute).build(); });
}

}  // namespace

TEST_CASE("attribute: what is said is kept, with the id where a label is missing")
{
    FirmAttribute attribute = good();
    attribute.label = {};
    const Pipeline pipeline = chain().attribute(attribute).build();
    attribute.label.en = "sales";
    REQUIRE(pipeline.parts().attributes.size() == 1);
    CHECK(pipeline.parts().attributes.front() == attribute);
    CHECK(to_string(GrowthProcess::laplace) == "laplace");
    CHECK(to_string(SizeOf::stock) == "stock");
}

TEST_CASE("attribute: unknown stages and transitions are refused with the nearest name")
{
    FirmAttribute attribute = good();
    attribute.growth.front().in = {"t.aa"};
    attribute.jumps.front().on = {"t.a->bb"};
    attribute.initial.front().at = {"s.a"};
    const std::vector<Fault> faults = faults_with(attribute);
    CHECK(has_fault(faults, "model.unknown_stage", "attribute.sales.growth[0].in"));
    CHECK(argument(faults[0], "nearest") == "a");
    CHECK(has_fault(faults, "model.no_such_transition", "attribute.sales.jump[0].on"));
    CHECK(argument(faults[1], "nearest") == "t.a->b");
    CHECK(has_fault(faults, "model.unknown_track", "attribute.sales.initial[0].at"));
}

TEST_CASE("attribute: numbers out of range are refused where they stand")
{
    FirmAttribute attribute = good();
    attribute.initial.front().mean = make::plain(-1.0);
    attribute.initial.front().cv = make::plain(-0.5);
    attribute.growth.front().volatility = make::plain(-0.1);
    attribute.jumps.front().factor = make::plain(-2.0);
    const std::vector<Fault> faults = faults_with(attribute);
    for (const char* key : {"attribute.sales.initial[0].mean", "attribute.sales.initial[0].cv", "attribute.sales.growth[0].volatility", "attribute.sales.jump[0].factor"}) {
        CAPTURE(key);
        CHECK(std::any_of(faults.begin(), faults.end(), [&](const Fault& f) { return f.code == "units.out_of_range" && f.place.key.find(key) == 0; }));
    }
    CHECK(faults.size() == 4);
}

TEST_CASE("attribute: a Laplace scale needs a variance at its high too")
{
    FirmAttribute attribute = good();
    attribute.process = GrowthProcess::laplace;
    CHECK_NOTHROW((void)chain().attribute(attribute).build());
    attribute.growth.front().volatility = make_number(0.4, Measure::factor, {.low = 0.3, .high = 0.6, .reason = "hypothetical"});
    const std::vector<Fault> faults = faults_with(attribute);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "model.laplace_scale");
    CHECK(faults[0].place.key == "attribute.sales.growth[0].volatility");
    CHECK(argument(faults[0], "attribute") == "sales");
    CHECK(argument(faults[0], "given") == "0.6");
    attribute.growth.front().volatility = make::plain(0.5);
    CHECK(faults_with(attribute)[0].code == "model.laplace_scale");
}

TEST_CASE("attribute: what is said twice is refused")
{
    FirmAttribute attribute = good();
    attribute.growth.push_back(make::growth({}, 0.2, 0.2));
    attribute.jumps.push_back({{"t.a->*"}, make::plain(2.0), {}});
    const std::vector<Fault> faults = faults_with(attribute);
    CHECK(has_fault(faults, "model.second_default", "attribute.sales.growth[2]"));
    CHECK(has_fault(faults, "model.duplicate_jump", "attribute.sales.jump[1].on"));
    CHECK(argument(faults[1], "given") == "t.a->b");
    CHECK(has_fault(faults_of<GraphError>([&] { (void)chain().attribute(good()).attribute(good()).build(); }), "model.duplicate_attribute", "attribute.sales"));
    attribute = good();
    attribute.id = "Sales";
    attribute.jumps.front().on.clear();
    CHECK(has_code(faults_with(attribute), "model.bad_id"));
    CHECK(has_code(faults_with(attribute), "model.no_path"));
}

TEST_CASE("attribute: in a file every number needs its kind and source, as all others do")
{
    StudyParts parts = make::study(chain().attribute(good()).build(), 2022);
    CHECK_NOTHROW((void)make_study(parts, true));
    FirmAttribute& attribute = parts.pipeline.attributes.front();
    attribute.growth.front().drift.kind = Kind::observed;
    attribute.growth.front().drift.source = "nowhere";
    CHECK(has_fault(faults_of<StudyError>([&] { (void)make_study(parts, true); }), "study.unknown_source", "attribute.sales.growth[0].drift.source"));
    attribute.growth.front().drift.source.clear();
    attribute.initial.front().cv->fixed.clear();
    attribute.jumps.front().factor.reason.clear();
    const std::vector<Fault> faults = faults_of<StudyError>([&] { (void)make_study(parts, true); });
    CHECK(has_fault(faults, "units.no_source", "attribute.sales.growth[0].drift.source"));
    CHECK(has_fault(faults, "units.no_range", "attribute.sales.initial[0].cv"));
    CHECK(has_fault(faults, "units.no_reason", "attribute.sales.jump[0].factor.reason"));
}

TEST_CASE("attribute targets: what does not go together is refused")
{
    StudyParts parts = make::study(chain().attribute(good()).build(), 2022);
    Target target;
    target.id = "x";
    target.due = make::year_end(2022);
    target.since = Date{2021, 1, 1};
    target.value = {ValueForm::at_least, 1.0, std::numeric_limits<double>::quiet_NaN(), false};
    const auto faults = [&] {
        StudyParts now = parts;
        now.targets = {target};
        return faults_of<StudyError>([&] { (void)make_study(now); });
    };
    target.attribute = "sale";
    CHECK(has_fault(faults(), "study.unknown_attribute", "target.x.attribute"));
    CHECK(argument(faults()[0], "nearest") == "sales");
    target.attribute = "sales";
    target.accounting = Accounting::cumulative;
    CHECK(has_fault(faults(), "study.attribute_accounting", "target.x.accounting"));
    CHECK(argument(faults()[0], "allowed") == "stock, growth, yearly_growth");
    target.accounting = Accounting::growth;
    target.above = -1.0;
    CHECK(has_fault(faults(), "study.attribute_accounting", "target.x.accounting"));
    CHECK(has_fault(faults(), "study.bad_threshold", "target.x.above"));
    target.attribute.clear();
    target.of = {"t.a"};
    target.counts = Counts::stock;
    CHECK(has_fault(faults(), "study.attribute_needed", "target.x.attribute"));
    target.above.reset();
    target.accounting = Accounting::yearly_growth;
    CHECK(has_fault(faults(), "study.attribute_needed", "target.x.attribute"));
    target.attribute = "sales";
    target.counts = Counts::firms;
    CHECK(has_fault(faults(), "study.key_of_accounting", "target.x.counts"));
}
