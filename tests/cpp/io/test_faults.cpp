// SPDX-License-Identifier: Apache-2.0
// What is wrong in a study file is said with file, line, column (code points, from 1) and key path, all of it at once.

#include "full_study.hpp"
#include "incuflow/io.hpp"
#include "incuflow/units/attributes.hpp"
#include "support/faults.hpp"

#include <algorithm>

namespace inc = incuflow;

namespace {

const std::string head = "format = 1\nid = \"s\"\nbase_date = 2020-12-31\nend_date = 2022-12-31\n";
const std::string track = "[track.t]\nchain = \"a—b\"\nids = [\"a\", \"b\"]\n";

std::vector<inc::Fault> faults_in(const std::string& toml)
{
    return faults_of<inc::StudyError>([&] { (void)inc::parse_study(toml, "s.toml"); });
}

// One fault, where and of what; `rest` follows a head of four lines and a track of three.
struct Case {
    const char* code;
    std::string rest;
    inc::Place place;
    std::vector<std::pair<std::string, std::string>> arguments;
};

void check(const Case& c)
{
    INFO(c.code, "\n", c.rest);
    const auto faults = faults_in(head + track + c.rest + "[source.x]\n");  // what numbers are computed from
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == c.code);
    CHECK(faults[0].place.file == "s.toml");
    CHECK(faults[0].place.line == c.place.line);
    CHECK(faults[0].place.column == c.place.column);
    CHECK(faults[0].place.key == c.place.key);
    for (const auto& [name, value] : c.arguments) {
        CHECK(argument(faults[0], name) == value);
    }
}

TEST_CASE("each fault of a file has its code, its place and its words")
{
    const std::string rate = "per_year = { mid = 1, kind = \"assumed\", reason = \"r\", fixed = \"f\" }\n";
    const std::string share = "{ mid = 0.5, kind = \"assumed\", reason = \"r\", fixed = \"f\" }";
    const std::vector<Case> cases{
        {"io.unknown_key", "chian = \"a\"\n", {"", 8, 1, "track.t.chian"}, {{"given", "chian"}, {"nearest", "chain"}}},
        {"io.unknown_key", "[[target]]\nid = \"g\"\nof = \"t.a\"\nat_least = 1\nduee = 2021-12-31\n", {"", 12, 1, "target.g.duee"}, {{"given", "duee"}, {"nearest", "due"}}},
        {"io.missing_key", "[[transition]]\n" + rate, {"", 8, 1, "transition[0].path"}, {{"given", "path"}}},
        {"io.missing_key", "[[target]]\nid = \"g\"\nof = \"t.a\"\ndue = 2021-12-31\nabout = 3\n", {"", 12, 9, "target.g.tolerance"}, {{"given", "tolerance"}, {"expected", "3"}}},
        {"io.wrong_type", "[exit]\nclosed = 3\n", {"", 9, 10, "exit.closed"}, {{"given", "3"}, {"expected", "[exit.ID]"}}},
        {"io.wrong_type", "[exit.closed]\nzh = [\"注\", 1]\n", {"", 9, 6, "exit.closed.zh"}, {{"given", "[…]"}}},
        {"io.wrong_type", "[[outcome]]\ntext = 2020-01-31T00:00:00\n", {"", 9, 8, "outcome[0].text"}, {{"given", "date with time"}}},
        {"io.wrong_type", "[[transition]]\npath = []\n" + rate, {"", 9, 8, "transition[0].path"}, {}},
        {"io.not_allowed", "[[transition]]\npath = \"t.a->b\"\nclock = \"calender\"\n" + rate, {"", 10, 9, "transition[0].clock"}, {{"given", "\"calender\""}, {"allowed", "sojourn, age, calendar"}, {"nearest", "calendar"}}},
        {"units.bad_period", "[[target]]\nid = \"g\"\nof = \"t.a\"\nperiod = \"十三\"\nat_least = 1\n", {"", 11, 10, "target.g.period"}, {{"given", "十三"}}},
        {"io.one_of", "[[target]]\nid = \"g\"\nof = \"t.a\"\nperiod = \"2021\"\ndue = 2021-12-31\nat_least = 1\n", {"", 8, 1, "target.g"}, {{"given", "period, due"}}},
        {"io.out_of_range", "[[consistency]]\ntext = \"t\"\ndecimals = 13\n", {"", 10, 12, "consistency[0].decimals"}, {{"given", "13"}, {"allowed", "0 … 12"}}},
        {"io.out_of_range", "[[transition]]\npath = \"t.a->b\"\nper_year = { mid = 1, kind = \"assumed\", reason = \"r\", fixed = \"f\", year = 0 }\n", {"", 10, 75, "transition[0].per_year.year"}, {{"given", "0"}}},
        {"io.one_of", "[[transition]]\npath = \"t.a->b\"\nprob_per_year = " + share + "\n" + rate, {"", 8, 1, "transition[0]"}, {{"given", "per_year, prob_per_year"}}},
        {"io.one_missing", "[[transition]]\npath = \"t.a->b\"\n", {"", 8, 1, "transition[0]"}, {{"allowed", "per_year, prob_per_year, weibull, piecewise_constant, erlang, gompertz, gamma, log_normal, log_logistic, generalised_gamma, fixed_delay"}}},
        {"io.belongs_to", "[[target]]\nid = \"g\"\nof = \"t.a\"\ndue = 2021-12-31\nat_least = 1\ntolerance = 1\n", {"", 13, 13, "target.g.tolerance"}, {{"given", "tolerance"}, {"expected", "about"}}},
        {"io.belongs_to", "[[target]]\nid = \"g\"\nof = \"t.a\"\ndue = 2021-12-31\nat_least = 1\nupper = \"open\"\n", {"", 13, 9, "target.g.upper"}, {{"given", "upper"}, {"expected", "between"}}},
        {"io.belongs_to", "[track.u]\nids = [\"a\"]\nstages = [{ id = \"a\" }]\n", {"", 9, 7, "track.u.ids"}, {{"given", "ids"}, {"expected", "chain"}}},
        {"io.law_takes", "[[intake]]\ninto = \"t.a\"\nfirms = { mid = 3, kind = \"rule\", computed_from = [\"x\"] }\n", {"", 10, 9, "intake[0].firms"}, {{"given", "firms"}, {"law", "poisson"}, {"expected", "count_per_year"}}},
        {"io.law_takes", "[[intake]]\ninto = \"t.a\"\nlaw = \"batch\"\ndate = 2021-01-31\ncount_per_year = { mid = 3, kind = \"rule\", computed_from = [\"x\"] }\n", {"", 12, 18, "intake[0].count_per_year"}, {{"given", "count_per_year"}, {"law", "batch"}, {"expected", "firms"}}},
        {"io.bare_number", "[[transition]]\npath = \"t.a->b\"\nper_year = 0.3\n", {"", 10, 12, "transition[0].per_year"}, {{"given", "0.3"}}},
        {"io.bare_number", "[[transition]]\npath = \"t.a->b\"\nprob_per_year = \"30%\"\n", {"", 10, 17, "transition[0].prob_per_year"}, {{"given", "\"30%\""}}},
    };
    for (const Case& c : cases) {
        check(c);
    }
}

TEST_CASE("numbers by name: an unknown name, and a name of another measure")
{
    const std::string parameter = "[parameter.closing]\nper_year = 0.1\nkind = \"rule\"\ncomputed_from = [\"x\"]\n";
    check({"io.unknown_parameter", parameter + "[[transition]]\npath = \"t.a->b\"\nper_year = \"closng\"\n", {"", 14, 12, "transition[0].per_year"}, {{"given", "\"closng\""}, {"nearest", "closing"}}});
    check({"io.wrong_measure", parameter + "[[transition]]\npath = \"t.a->b\"\nprob_per_year = \"closing\"\n", {"", 14, 17, "transition[0].prob_per_year"}, {{"given", "closing"}, {"measure", "per_year"}, {"expected", "prob_per_year"}}});
    // What is wrong with a named number is said once, where it is written.
    const std::string bad = "[parameter.closing]\nper_year = -0.1\nkind = \"rule\"\ncomputed_from = [\"x\"]\n";
    check({"units.out_of_range", bad + "[[transition]]\npath = [\"t.a->b\", \"t.b->a\"]\nper_year = \"closing\"\n", {"", 9, 12, "parameter.closing.per_year"}, {{"given", "-0.1"}}});
}

TEST_CASE("a matrix whose rows differ in length")
{
    const std::string two = "[parameter.x]\nfactor = 1\nkind = \"rule\"\ncomputed_from = [\"x\"]\n[parameter.y]\nfactor = 1\nkind = \"rule\"\ncomputed_from = [\"x\"]\n"
                            "[[modifier]]\non = \"t.a->b\"\nwhile_in = \"u.c\"\nfactor = \"x\"\n[[modifier]]\non = \"t.a->b\"\nwhile_in = \"u.d\"\nfactor = \"y\"\n"
                            "[[transition]]\npath = \"t.a->b\"\nper_year = { mid = 1, kind = \"rule\", computed_from = [\"x\"] }\n"
                            "[track.u]\nstages = [{ id = \"c\" }, { id = \"d\" }]\n";
    const auto faults = faults_in(head + track + two + "[[correlation]]\nnames = [\"x\", \"y\"]\nmatrix = [[1, 0.5], [0.5]]\n");
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "io.not_square");
    CHECK(faults[0].place.line == 31);
    CHECK(faults[0].place.column == 21);
    CHECK(faults[0].place.key == "correlation[0].matrix");
    CHECK(argument(faults[0], "given") == "1");
    CHECK(argument(faults[0], "expected") == "2");
}

TEST_CASE("all unknown keys at once, in the order of the file, each with its nearest name")
{
    const auto faults = faults_in("format = 1\nid = \"s\"\nbase_date = 2020-12-31\nend_dat = 2022-12-31\ntitel = \"x\"\n" + track +
                                  "[[transition]]\npaths = \"t.a->b\"\nper_yaer = { mid = 1, knd = \"rule\" }\n[[target]]\nid = \"g\"\nat_leest = 3\nzzz = 1\n");
    std::vector<std::string> unknown;
    std::vector<std::string> nearest;
    int line = 0;
    for (const auto& fault : faults) {
        CHECK(fault.place.line >= line);
        line = fault.place.line;
        if (fault.code == "io.unknown_key") {
            unknown.push_back(argument(fault, "given"));
            nearest.push_back(argument(fault, "nearest"));
        }
    }
    CHECK(unknown == std::vector<std::string>{"end_dat", "titel", "paths", "per_yaer", "at_leest", "zzz"});
    CHECK(nearest == std::vector<std::string>{"end_date", "title", "path", "per_year", "at_least", ""});
    CHECK(argument(faults[0], "allowed").find("base_date, end_date") != std::string::npos);
    // A key that is only misspelled is not missing as well.
    CHECK_FALSE(has_code(faults, "io.missing_key"));
    CHECK_FALSE(has_code(faults, "io.one_missing"));
}

TEST_CASE("keys of later versions are refused as such, each by name")
{
    int reserved = 0;
    for (const inc::Attribute& row : inc::attributes()) {
        if (row.type != "reserved") {
            continue;
        }
        ++reserved;
        const std::string key(row.key);
        const auto faults = faults_in(head + "[[" + key + "]]\nid = \"x\"\n" + track);
        INFO(key);
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].code == "io.not_supported");
        CHECK(argument(faults[0], "given") == key);
        CHECK(faults[0].place.line == 5);
        CHECK(faults[0].place.key == key);
        CHECK(inc::describe(faults[0]).find(": not supported in this version") != std::string::npos);
    }
    for (const char* key : {"lever", "link", "payment", "budget", "capacity", "stratum", "growth_model"}) {
        CHECK(inc::find_attribute("study", key) != nullptr);
    }
    CHECK(reserved >= 7);
}

TEST_CASE("columns are counted in code points; what stands behind Chinese words is found")
{
    const auto faults = faults_in(head + track + "[[outcome]]\ntext = { zh = \"毕业企业五万家\", e = \"x\" }\n");
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].place.line == 9);
    CHECK(faults[0].place.column == 26);
    CHECK(inc::describe(faults[0]) == "s.toml:9:26: outcome[0].text.e: there is no key \"e\" here; keys are zh, en; did you mean \"en\"?");
}

TEST_CASE("faults of the model stand at their keys")
{
    const std::string rate = "per_year = { mid = 1, kind = \"assumed\", reason = \"r\", fixed = \"f\" }\n";
    check({"model.unknown_stage_or_exit", "[[transition]]\npath = [\"t.a->b\", \"t.a->bb\"]\n" + rate, {"", 9, 8, "transition[0].path"}, {{"nearest", "b"}}});
    check({"study.due_before_base", "[[target]]\nid = \"g\"\nof = \"t.a\"\ndue = 2019-12-31\nat_least = 1\n", {"", 11, 7, "target.g.due"}, {{"given", "2019-12-31"}}});
    check({"study.cumulative_without_since", "[[target]]\nid = \"g\"\nof = \"t.a->b\"\naccounting = \"cumulative\"\ndue = 2021-12-31\nat_least = 1\n[[transition]]\npath = \"t.a->b\"\n" + rate, {"", 8, 1, "target.g.since"}, {}});
    check({"study.status_is_found", "[[target]]\nid = \"g\"\nstatus = \"modelled\"\nreason = \"x\"\n", {"", 10, 10, "target.g.status"}, {{"given", "modelled"}}});
    check({"units.out_of_range", "[[intake]]\ninto = \"t.a\"\ncount_per_year = { mid = -3, kind = \"rule\", computed_from = [\"x\"] }\n", {"", 10, 26, "intake[0].count_per_year.mid"}, {{"given", "-3"}}});
    check({"units.no_source", "[[transition]]\npath = \"t.a->b\"\nper_year = { mid = 1, kind = \"observed\" }\n", {"", 10, 12, "transition[0].per_year.source"}, {{"kind", "observed"}}});
    check({"units.no_reason", "[[transition]]\npath = \"t.a->b\"\nper_year = { mid = 1, low = 0.5, high = 2, kind = \"assumed\" }\n", {"", 10, 12, "transition[0].per_year.reason"}, {{"kind", "assumed"}}});
    check({"study.unknown_source", "[[transition]]\npath = \"t.a->b\"\nper_year = { mid = 1, kind = \"observed\", source = \"papr\" }\n[source.paper]\ntitle = \"x\"\n", {"", 10, 51, "transition[0].per_year.source"}, {{"given", "papr"}, {"nearest", "paper"}}});
    check({"study.unknown_source", "[[dated]]\ntrack = \"t\"\ndates = [2021-12-31]\nmove = [{ from = \"a\", to = { b = { mid = 0.5, kind = \"observed\", source = \"papr\" } } }]\n[source.paper]\ntitle = \"x\"\n", {"", 11, 75, "dated[0].move[0].to.b.source"}, {{"given", "papr"}}});
    check({"model.bad_id", "[exit.Closed]\n", {"", 8, 7, "exit.Closed"}, {{"given", "Closed"}}});
}

TEST_CASE("quantities that are none")
{
    check({"units.bad_number", "[[target]]\nid = \"g\"\nof = \"t.a\"\ndue = 2021-12-31\nat_least = \"many\"\n", {"", 12, 12, "target.g.at_least"}, {{"given", "many"}}});
    check({"units.bad_range", "[[target]]\nid = \"g\"\nof = \"t.a\"\ndue = 2021-12-31\nbetween = \"4—1家\"\n", {"", 12, 11, "target.g.between"}, {}});
    check({"units.bad_duration", "[[stock]]\nat = \"t.a\"\nvalue = { mid = 1, kind = \"rule\", computed_from = [\"x\"] }\nelapsed = \"90 days\"\n", {"", 11, 11, "stock[0].elapsed"}, {{"given", "90 days"}}});
    // A unit behind a rate would say another rate than its key does.
    check({"units.bad_number", "[[transition]]\npath = \"t.a->b\"\nper_year = { mid = \"0.3 per month\", kind = \"rule\", computed_from = [\"x\"] }\n", {"", 10, 20, "transition[0].per_year.mid"}, {{"given", "0.3 per month"}}});
}

TEST_CASE("very many faults: the first thousand, and that there are more")
{
    std::string toml = head + track;
    for (int i = 0; i < 1500; ++i) {
        toml += "[[outcome]]\ntext = 1\n";
    }
    const auto faults = faults_in(toml);
    REQUIRE(faults.size() == 1001);
    CHECK(faults.back().code == "io.more_faults");
    CHECK(argument(faults.back(), "allowed") == "1000");
    CHECK(faults[999].place.line == 8 + 2 * 999 + 1);
}

}  // namespace
