// SPDX-License-Identifier: Apache-2.0
#include "incuflow/units/quantity.hpp"
#include "support/faults.hpp"

#include <cmath>
#include <string>
#include <utility>

namespace quantity_test
{

using namespace incuflow;

template <class Parse> void refused(const Parse& parse, const char* code, std::initializer_list<const char*> texts)
{
    for (const char* text : texts) {
        INFO(std::string(text));
        const auto faults = faults_of<ParameterError>([&] { (void)parse(text); });
        CHECK(faults.front().code == code);
        CHECK(argument(faults.front(), "given") == text);
    }
}

TEST_CASE("duration: months and years, exactly")
{
    for (const auto& [text, years] : {std::pair{"18 months", 1.5},
                                      {"36 months", 3.0},
                                      {"1 month", 1.0 / 12.0},
                                      {"36个月", 3.0},
                                      {"6 个月", .5},
                                      {"2年", 2.0},
                                      {"1 year", 1.0},
                                      {"1.5 years", 1.5},
                                      {"３ 年", 3.0},
                                      {"0 months", 0.0},
                                      {"12月", 1.0}}) {
        INFO(std::string(text));
        CHECK(parse_duration(text) == years);
    }
    refused(
        parse_duration, "units.bad_duration",
        {"", "18", "months", "90 days", "90天", "-1 year", "1 year 6 months", "1e400 years", "inf years", "nan years", "2周", "year 2"});
}

TEST_CASE("duration: what is written reads back to the same double")
{
    CHECK(format_duration(1.5) == "18 months");
    CHECK(format_duration(3.0) == "3 years");
    CHECK(format_duration(1.0) == "1 year");
    CHECK(format_duration(1.0 / 12.0) == "1 month");
    CHECK(format_duration(1.37) == "1.37 years");
    for (int months = 0; months <= 1200; ++months) {
        const double years = months / 12.0;
        for (const double x : {years, std::nextafter(years, 1e9), std::nextafter(years + 1.0, 0.0)}) {
            INFO(format_duration(x));
            CHECK(parse_duration(format_duration(x)) == x);
        }
    }
}

TEST_CASE("money: yuan, with 万 and 亿")
{
    for (const auto& [text, yuan] : {std::pair{"1万元", 1e4},
                                     {"2.8亿元", 2.8e8},
                                     {"5000元", 5000.0},
                                     {"10 万元", 1e5},
                                     {"１，２００元", 1200.0},
                                     {"370亿元", 3.7e10},
                                     {"1.2万亿元", 1.2e12},
                                     {"0元", 0.0}}) {
        INFO(std::string(text));
        CHECK(parse_money(text) == yuan);
    }
    refused(parse_money, "units.bad_money", {"", "1万", "5000", "元", "1 dollar", "1万元/年", "inf元", "1万2千元", "55%元", "10,20元"});
}

TEST_CASE("money: what is written reads back to the same double")
{
    CHECK(format_money(1e4) == "1万元");
    CHECK(format_money(2.8e8) == "2.8亿元");
    CHECK(format_money(5000.0) == "5000元");
    CHECK(format_money(0.0) == "0元");
    CHECK(format_money(-3e4) == "-3万元");
    double yuan = 1.0;
    for (int i = 0; i < 4000; ++i) {
        yuan = std::fmod(yuan * 48271.0 + 11.0, 2147483647.0);
        for (const double x : {yuan, yuan / 100.0, yuan * 1e4, yuan * 12345.678}) {
            INFO(format_money(x));
            CHECK(parse_money(format_money(x)) == x);
        }
    }
}

TEST_CASE("count: percent, quotients, scales, units")
{
    for (const auto& [text, value] : {std::pair{"0.3", .3},
                                      {"55%", .55},
                                      {"55％", .55},
                                      {"100/3", 100.0 / 3.0},
                                      {"100/6/3", 100.0 / 6.0 / 3.0},
                                      {"20万", 2e5},
                                      {"1.5亿", 1.5e8},
                                      {"1,239", 1239.0},
                                      {"1，239 家", 1239.0},
                                      {"12,345,678", 12345678.0},
                                      {"15家", 15.0},
                                      {"20场(次)", 20.0},
                                      {"1e-3", 1e-3},
                                      {"2E3", 2e3},
                                      {"-5", -5.0},
                                      {"+5", 5.0},
                                      {"５５", 55.0},
                                      {"50%/2", .25},
                                      {"5万个", 5e4}}) {
        INFO(std::string(text));
        CHECK(parse_count(text) == value);
    }
    refused(parse_count, "units.bad_number",
            {"", "家", "约15家", "1—2家", "1/0", "1/", "/3", "15家20人", "10,20", "1,2345", "1.2.3", "1e999", "inf", "nan", "--5"});
}

TEST_CASE("range: forms of policy texts")
{
    struct Case {
        const char* text;
        double low;
        double high;
    };
    for (const Case& c : {Case{"1—2家", 1, 2},
                          {"1-2", 1, 2},
                          {"3至4个", 3, 4},
                          {"3到4个", 3, 4},
                          {"10—50 万元", 1e5, 5e5},
                          {"10~50", 10, 50},
                          {"１０～５０", 10, 50},
                          {"10%—20%", .1, .2},
                          {"10—20%", .1, .2},
                          {"10—20％", .1, .2},
                          {"1家—2家", 1, 2},
                          {"5000元—1万元", 5000, 1e4},
                          {"1万元至2.8亿元", 1e4, 2.8e8},
                          {"2——2", 2, 2},
                          {"-5—-3", -5, -3},
                          {"1,000—1,500人", 1000, 1500}}) {
        INFO(std::string(c.text));
        const Range range = parse_range(c.text);
        CHECK(range.low == c.low);
        CHECK(range.high == c.high);
    }
    refused(parse_range, "units.bad_range",
            {"", "5", "5家", "—5", "5—", "2—1家", "1-2-3", "3家，其中5家", "1家2家", "家—家", "1—2家3", "1—inf", "10万—2", "1 2"});
}

}  // namespace quantity_test
