// SPDX-License-Identifier: Apache-2.0
#include "incuflow/units/date.hpp"
#include "support/faults.hpp"

#include <chrono>
#include <string>

namespace date_test
{

using namespace incuflow;

TEST_CASE("date: the calendar agrees with the standard library's, day by day over 1900 to 2100")
{
    namespace c = std::chrono;
    Date date{1900, 1, 1};
    for (c::sys_days day = c::year{1900} / 1 / 1; day < c::sys_days{c::year{2101} / 1 / 1}; day += c::days{1}) {
        const c::year_month_day ymd{day};
        const Date wanted{int(ymd.year()), static_cast<int>(unsigned(ymd.month())), static_cast<int>(unsigned(ymd.day()))};
        if (!(date == wanted) || !is_valid(date) || !(previous_day(next_day(date)) == date) || !(parse_date(format_date(date)) == date)) {
            FAIL(format_date(date), " is not ", format_date(wanted));
        }
        date = next_day(date);
    }
    CHECK(date == Date{2101, 1, 1});
}

TEST_CASE("date: what is no day")
{
    CHECK(days_in_month(2000, 2) == 29);
    CHECK(days_in_month(1900, 2) == 28);
    CHECK(days_in_month(2024, 2) == 29);
    CHECK(days_in_month(2021, 0) == 0);
    CHECK(days_in_month(2021, 13) == 0);
    for (const Date& bad : {Date{}, Date{2021, 2, 29}, Date{2021, 4, 31}, Date{2021, 13, 1}, Date{2021, 0, 1}, Date{2021, 1, 0},
                            Date{0, 1, 1}, Date{10000, 1, 1}, Date{-1, 1, 1}}) {
        INFO(format_date(bad));
        CHECK_FALSE(is_valid(bad));
    }
}

TEST_CASE("date: forms that are read")
{
    for (const char* text : {"2022-12-31", "2022年12月31日", "2022/12/31", " 2022-12-31 ", "２０２２-１２-３１"}) {
        INFO(std::string(text));
        CHECK(parse_date(text) == Date{2022, 12, 31});
    }
    CHECK(parse_date("2023年1月5日") == Date{2023, 1, 5});
    CHECK(format_date({987, 1, 2}) == "0987-01-02");
    for (const char* text :
         {"", "2022", "2022-12", "2022-13-01", "2022-02-30", "31.12.2022", "2022-12/31", "2022年12日31月", "年2022月12日31",
          "2022年12月日31", "2022--12-31", "2022-12-31 08:00", "20221231", "123456-01-01", "-2022-12-31"}) {
        INFO(std::string(text));
        const auto faults = faults_of<ParameterError>([&] { (void)parse_date(text); });
        CHECK(faults.front().code == "units.bad_date");
        CHECK(argument(faults.front(), "given") == text);
    }
}

TEST_CASE("time: the end of a day is the beginning of the next, and whole months are exact")
{
    Date day{2019, 1, 1};
    while (day.year < 2022) {
        const TimePoint end = time_point(day, DayEdge::end);
        const TimePoint begin = time_point(next_day(day), DayEdge::begin);
        CHECK(end == begin);
        CHECK(time_point(day, DayEdge::begin) < end);
        day = next_day(day);
    }
    // 2022-12-31 is 2023.0, and 36 months are exactly 3 years.
    const TimePoint year_zero{0, 0.0};
    CHECK(years_between(year_zero, time_point({2022, 12, 31}, DayEdge::end)) == 2023.0);
    CHECK(years_between(year_zero, time_point({2022, 1, 1}, DayEdge::begin)) == 2022.0);
    for (int month = 1; month <= 12; ++month) {
        const Date from{2022, month, 1};
        const Date to{2025, month, 1};
        CHECK(years_between(time_point(from, DayEdge::begin), time_point(to, DayEdge::begin)) == 3.0);
        CHECK(years_between(time_point({2022, month, days_in_month(2022, month)}, DayEdge::end),
                            time_point({2025, month, days_in_month(2025, month)}, DayEdge::end)) == 3.0);
    }
    // Y + (M − 1)/12 + D'/(12·days): D' = D at the end, D − 1 at the beginning.
    CHECK(years_between(year_zero, time_point({2024, 2, 10}, DayEdge::end)) ==
          doctest::Approx(2024 + 1 / 12.0 + 10 / (12.0 * 29)).epsilon(1e-15));
    CHECK(years_between(year_zero, time_point({2023, 2, 10}, DayEdge::begin)) ==
          doctest::Approx(2023 + 1 / 12.0 + 9 / (12.0 * 28)).epsilon(1e-15));
    CHECK(years_between(time_point({2023, 6, 30}, DayEdge::end), time_point({2023, 6, 30}, DayEdge::end)) == 0.0);
    CHECK(years_between(time_point({2024, 1, 1}, DayEdge::begin), time_point({2023, 1, 1}, DayEdge::begin)) == -1.0);
}

TEST_CASE("period: five-year plans, spans and single years")
{
    const auto years = [](const char* text) {
        const Period period = parse_period(text);
        CHECK(period.first == Date{period.first.year, 1, 1});
        CHECK(period.last == Date{period.last.year, 12, 31});
        return std::pair{period.first.year, period.last.year};
    };
    CHECK(years("十四五") == std::pair{2021, 2025});
    CHECK(years("“十四五”") == std::pair{2021, 2025});
    CHECK(years("十三五") == std::pair{2016, 2020});
    CHECK(years("十五五") == std::pair{2026, 2030});
    CHECK(years("十五") == std::pair{2001, 2005});
    CHECK(years("九五") == std::pair{1996, 2000});
    CHECK(years("六五") == std::pair{1981, 1985});
    for (const char* text :
         {"2016-2020", "2016—2020", "2016——2020年", "2016年至2020年", "2016～2020", "２０１６－２０２０", " 2016–2020 "}) {
        INFO(std::string(text));
        CHECK(years(text) == std::pair{2016, 2020});
    }
    CHECK(years("2023") == std::pair{2023, 2023});
    CHECK(years("2023年") == std::pair{2023, 2023});
    for (const char* text : {"", "五", "十四", "五五", "二十五", "十四五规划", "2020-2016", "2016 2020", "2016年2020年", "2016和2020",
                             "2016-12-2020", "16-20", "99999", "2016—", "—2016—2020", "2016-2020个"}) {
        INFO(std::string(text));
        const auto faults = faults_of<ParameterError>([&] { (void)parse_period(text); });
        CHECK(faults.front().code == "units.bad_period");
        CHECK(argument(faults.front(), "given") == text);
    }
}

}  // namespace date_test
