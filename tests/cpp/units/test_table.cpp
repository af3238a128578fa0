// SPDX-License-Identifier: Apache-2.0
#include "incuflow/units/table.hpp"
#include "incuflow/units/table_builder.hpp"
#include "support/faults.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace table_test
{

using namespace incuflow;

const double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

Table example()
{
    return Table({{"stage", std::vector<std::string>{"孵化器", "a,\"b\"", ""}},
                  {"firms", std::vector<double>{1.5, nan, inf}},
                  {"due", std::vector<Date>{{2025, 12, 31}, {}, {2024, 2, 29}}}});
}

TEST_CASE("table: columns by name, cells as text")
{
    const Table table = example();
    CHECK(table.rows() == 3);
    CHECK(table.numbers("firms")[0] == 1.5);
    CHECK(table.texts("stage")[0] == "孵化器");
    CHECK(table.dates("due")[2] == Date{2024, 2, 29});
    CHECK(table.cell(0, 1) == "1.5");
    CHECK(table.cell(1, 1).empty());
    CHECK(table.cell(0, 2) == "2025-12-31");
    CHECK(table.cell(1, 2).empty());
    CHECK(Table().rows() == 0);
    // Empty cells are equal, though NaN is not.
    CHECK(table == example());
    CHECK_FALSE(table == Table({table.columns()[0], table.columns()[1]}));
    CHECK_FALSE(Table({{"a", std::vector<double>{1}}}) == Table({{"a", std::vector<double>{2}}}));
    CHECK_FALSE(Table({{"a", std::vector<double>{1}}}) == Table({{"b", std::vector<double>{1}}}));
    CHECK_FALSE(Table({{"a", std::vector<double>{}}}) == Table({{"a", std::vector<std::string>{}}}));
}

TEST_CASE("table: its errors")
{
    const auto ragged = faults_of<DataError>([] { Table({{"a", std::vector<double>{1, 2}}, {"b", std::vector<std::string>{"x"}}}); });
    CHECK(ragged.front().code == "units.ragged_table");
    CHECK(argument(ragged.front(), "column") == "b");
    CHECK(argument(ragged.front(), "given") == "1");
    CHECK(argument(ragged.front(), "rows") == "2");
    const auto missing = faults_of<DataError>([] { (void)example().column("stages"); });
    CHECK(missing.front().code == "units.no_column");
    CHECK(argument(missing.front(), "nearest") == "stage");
    const auto sort = faults_of<DataError>([] { (void)example().numbers("stage"); });
    CHECK(sort.front().code == "units.wrong_column");
    CHECK(argument(sort.front(), "column") == "stage");
    CHECK(argument(sort.front(), "given") == "texts");
    CHECK(argument(sort.front(), "asked") == "numbers");
    CHECK(has_code(faults_of<DataError>([] { (void)example().texts("due"); }), "units.wrong_column"));
    CHECK(has_code(faults_of<DataError>([] { (void)example().dates("firms"); }), "units.wrong_column"));
}

TEST_CASE("table: CSV and JSON")
{
    const std::string csv = "stage,firms,due\n孵化器,1.5,2025-12-31\n\"a,\"\"b\"\"\",,\n,inf,2024-02-29\n";
    CHECK(to_csv(example()) == csv);
    CHECK(to_csv(example(), true) == "\xEF\xBB\xBF" + csv);
    CHECK(to_json(example()) == "[\n"
                                "  {\"stage\": \"孵化器\", \"firms\": 1.5, \"due\": \"2025-12-31\"},\n"
                                "  {\"stage\": \"a,\\\"b\\\"\", \"firms\": null, \"due\": null},\n"
                                "  {\"stage\": null, \"firms\": null, \"due\": \"2024-02-29\"}\n]\n");
    const Table empty({{"a", std::vector<double>{}}});
    CHECK(to_csv(empty) == "a\n");
    CHECK(to_json(empty) == "[]\n");
}

TEST_CASE("a table without rows has its columns, each of its sort")
{
    detail::TableBuilder builder("text: target date: start due number: expected");
    const Table none = builder.build();
    CHECK(none.rows() == 0);
    CHECK(none.texts("target").empty());
    CHECK(none.dates("due").empty());
    CHECK(none.numbers("expected").empty());
    CHECK(to_csv(none) == "target,start,due,expected\n");
}

TEST_CASE("a row that does not keep to the declaration is a mistake of the library")
{
    const auto builder = [] { return detail::TableBuilder("text: a number: b"); };
    CHECK_THROWS_AS(builder().text("b", "x"), std::logic_error);
    CHECK_THROWS_AS(builder().number("a", 1), std::logic_error);
    CHECK_THROWS_AS(builder().text("a", "x").number("b", 1).text("c", "y"), std::logic_error);
    auto half = builder();
    half.text("a", "x");
    CHECK_THROWS_AS(half.end_row(), std::logic_error);
    auto whole = builder();
    whole.text("a", "x").number("b", 2).end_row();
    CHECK(to_csv(whole.build()) == "a,b\nx,2\n");
}

}  // namespace table_test
