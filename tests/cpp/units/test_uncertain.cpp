// SPDX-License-Identifier: Apache-2.0
#include "incuflow/units/uncertain.hpp"
#include "support/faults.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace uncertain_test
{

using namespace incuflow;

const double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

Number observed(double mid)
{
    Number number;
    number.mid = mid;
    number.kind = Kind::observed;
    number.source = "yearbook";
    return number;
}

Number ranged(double low, double mid, double high)
{
    Number number = observed(mid);
    number.low = low;
    number.high = high;
    return number;
}

std::vector<Fault> in_file(const Number& number, Measure measure = Measure::per_year)
{
    return check(number, measure, {{}, 0, 0, "x"}, true);
}

void only(const std::vector<Fault>& faults, const char* code, const char* key)
{
    INFO(std::string(code));
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().code == code);
    CHECK(faults.front().place.key == key);
}

TEST_CASE("uncertain: numbers that are well said")
{
    CHECK(in_file(observed(.3)).empty());
    CHECK(in_file(ranged(.1, .2, .4)).empty());
    Number assumed = ranged(.1, .2, .4);
    assumed.kind = Kind::assumed;
    assumed.source.clear();
    assumed.reason = "no record";
    CHECK(in_file(assumed).empty());
    CHECK(in_file(unknown_number("not in the text")).empty());
    CHECK(check(unknown_number(), Measure::firms, {}, false).empty());
    CHECK(check(given_in_code(3), Measure::firms, {}, false).empty());
    CHECK_FALSE(observed(.3).has_range());
    CHECK(ranged(.1, .2, .4).has_range());
}

TEST_CASE("uncertain: each measure has its range, mid, low and high alike")
{
    struct Limits {
        Measure measure;
        std::vector<double> good;
        std::vector<double> bad;
    };
    const std::vector<Limits> all{{Measure::per_year, {0, 5, 1e6}, {-1e-9, inf, nan}},
                                  {Measure::prob_per_year, {0, .999}, {-.1, 1, 1.5, nan}},
                                  {Measure::count_per_year, {0, 1e7}, {-30, inf, nan}},
                                  {Measure::share, {0, 1}, {-.1, 1.0001, inf, nan}},
                                  {Measure::factor, {0, 3}, {-1, inf, nan}},
                                  {Measure::years, {1e-9, 40}, {0, -1, inf, nan}},
                                  {Measure::firms, {0, 78965}, {-1, inf, -inf, nan}},
                                  {Measure::shape, {.5, 2}, {0, -2, inf, nan}},
                                  {Measure::real, {-3, 0, 2}, {inf, -inf, nan}},
                                  {Measure::amount, {0, 3e8}, {-1, inf, nan}}};
    for (const Limits& limits : all) {
        INFO(to_string(limits.measure));
        for (const double good : limits.good) {
            CHECK(in_file(observed(good), limits.measure).empty());
        }
        for (const double bad : limits.bad) {
            const auto faults = in_file(observed(bad), limits.measure);
            only(faults, "units.out_of_range", "x.mid");
            CHECK(argument(faults.front(), "measure") == to_string(limits.measure));
            CHECK_FALSE(argument(faults.front(), "allowed").empty());
        }
    }
    only(in_file(ranged(-1, .2, .4)), "units.out_of_range", "x.low");
    only(in_file(ranged(.1, .2, inf)), "units.out_of_range", "x.high");
}

TEST_CASE("uncertain: low, mid and high")
{
    only(in_file(ranged(.1, .2, nan)), "units.half_range", "x.high");
    only(in_file(ranged(nan, .2, .4)), "units.half_range", "x.low");
    only(in_file(ranged(.3, .2, .4)), "units.range_order", "x.low");
    only(in_file(ranged(.1, .5, .4)), "units.range_order", "x.low");
    only(in_file(ranged(.2, .2, .2)), "units.range_order", "x.low");
    only(in_file(ranged(0, .2, .4)), "units.zero_low", "x.low");
    only(in_file(ranged(.2, .2, .4)), "units.standard_range", "x.mid");
    only(in_file(ranged(.1, .4, .4)), "units.standard_range", "x.mid");
    only(in_file(ranged(.1, .4, 1.0), Measure::share), "units.standard_range", "x.mid");
    for (const Dist dist : {Dist::triangular, Dist::uniform}) {
        for (Number number : {ranged(0, .2, .4), ranged(.2, .2, .4), ranged(.1, .4, 1.0)}) {
            number.dist = dist;
            CHECK(in_file(number, Measure::share).empty());
        }
    }
}

TEST_CASE("uncertain: an assumed number says why, and why it has no range")
{
    Number number;
    number.mid = .3;
    auto faults = in_file(number);
    CHECK(faults.size() == 2);
    CHECK(has_fault(faults, "units.no_reason", "x.reason"));
    CHECK(has_fault(faults, "units.no_range", "x"));
    number.reason = "no record";
    only(in_file(number), "units.no_range", "x");
    number.fixed = "set by statute";
    CHECK(in_file(number).empty());
    // A source does not stand in for the reason of an assumption.
    number.reason.clear();
    number.source = "yearbook";
    only(in_file(number), "units.no_reason", "x.reason");
}

TEST_CASE("uncertain: every other kind has a source, in code as in a file")
{
    for (const Kind kind : {Kind::observed, Kind::borrowed, Kind::fitted, Kind::rule, Kind::plan}) {
        Number number = observed(.3);
        number.kind = kind;
        CHECK(in_file(number).empty());
        number.source.clear();
        number.reason = "because";
        const auto faults = in_file(number);
        only(faults, "units.no_source", "x.source");
        CHECK(argument(faults.front(), "kind") == to_string(kind));
        only(check(number, Measure::per_year, {{}, 0, 0, "x"}, false), "units.no_source", "x.source");
        number.computed_from = {"a", "b"};
        CHECK(in_file(number).empty());
    }
    Number plan = observed(.3);
    plan.kind = Kind::plan;
    plan.source.clear();
    plan.derived_from = "hnte";
    CHECK(in_file(plan).empty());
}

TEST_CASE("uncertain: an unknown number has no value and a reason")
{
    Number number = unknown_number("asked for");
    number.mid = 3.0;
    only(in_file(number, Measure::firms), "units.unknown_with_value", "x");
    number.mid = nan;
    number.high = 4.0;
    const auto faults = in_file(number, Measure::firms);
    only(faults, "units.unknown_with_value", "x");
    CHECK(argument(faults.front(), "given") == "4");
    only(in_file(unknown_number()), "units.no_reason", "x.reason");
}

TEST_CASE("uncertain: a number from code is assumed, given in code and not drawn")
{
    const Number number = make_number(.3, Measure::per_year);
    CHECK(number.kind == Kind::assumed);
    CHECK(number.reason == "given in code");
    CHECK_FALSE(number.has_range());
    CHECK(number == given_in_code(.3));
    const Number ranged_number = make_number(.3, Measure::per_year, {.low = .2, .high = .5, .name = "r"});
    CHECK(ranged_number.fixed.empty());
    CHECK(ranged_number.name == "r");
    CHECK(has_code(faults_of<ParameterError>([] { (void)make_number(.3, Measure::per_year, {.low = .4, .high = .5}); }),
                   "units.range_order"));
    CHECK(has_code(faults_of<ParameterError>([] { (void)make_number(.3, Measure::per_year, {.low = .1}); }), "units.half_range"));
}

TEST_CASE("uncertain: numbers are equal by all they say, an empty mid included")
{
    CHECK(unknown_number("r") == unknown_number("r"));
    const Number base = ranged(.1, .2, .4);
    CHECK(base == ranged(.1, .2, .4));
    std::vector<Number> others(11, base);
    others[0].mid = .3;
    others[1].low = .05;
    others[2].high = nan;
    others[3].dist = Dist::uniform;
    others[4].kind = Kind::fitted;
    others[5].range_kind = Kind::assumed;
    others[6].source = "other";
    others[7].reason = "r";
    others[8].computed_from = {"a"};
    others[9].year = 2014;
    others[10].name = "n";
    for (const Number& other : others) {
        CHECK_FALSE(base == other);
    }
}

TEST_CASE("uncertain: words of kinds, measures and laws read back")
{
    CHECK(kind_names() == std::vector<std::string>{"observed", "borrowed", "fitted", "rule", "plan", "assumed", "unknown"});
    for (const std::string& name : kind_names()) {
        REQUIRE(parse_kind(name).has_value());
        CHECK(to_string(*parse_kind(name)) == name);
        CHECK_FALSE(label(*parse_kind(name), Language::zh).empty());
        CHECK(label(*parse_kind(name), Language::en) == name);
    }
    CHECK(label(Kind::borrowed, Language::zh) == "借用外地数据");
    CHECK_FALSE(parse_kind("guessed").has_value());
    for (const Dist dist : {Dist::standard, Dist::triangular, Dist::uniform}) {
        CHECK(parse_dist(to_string(dist)) == dist);
    }
    CHECK_FALSE(parse_dist("normal").has_value());
    CHECK(to_string(Measure::shape) == "shape");
    CHECK(to_string(Measure::real) == "real");
    CHECK(to_string(Measure::amount) == "amount");
    CHECK(to_string(Measure::per_year) == "per_year");
}

}  // namespace uncertain_test
