// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

/// Where a number comes from (strongest first). `unknown` numbers are declared but not run.
enum class Kind { observed, borrowed, fitted, rule, plan, assumed, unknown };

/// What a number measures. It fixes the range a number may have and the law its low–mid–high describe.
enum class Measure {
    per_year,        ///< hazard, 1/year, ≥ 0
    prob_per_year,   ///< chance in a year if nothing else could happen, [0, 1)
    count_per_year,  ///< firms per year, ≥ 0
    share,           ///< probability or share, [0, 1]
    factor,          ///< multiplies another number, ≥ 0
    years,           ///< duration or time scale, > 0
    firms,           ///< firms in a stage, ≥ 0
    shape,           ///< a dimensionless parameter of a hazard, > 0
    real,            ///< a parameter of any sign
    amount           ///< what a firm carries, in the unit of the attribute, ≥ 0
};

/// How low, mid and high describe a law. `standard`: 5 %, 50 % and 95 % points of a two-piece log-normal (two-piece logit-normal for
/// probabilities and shares, two-piece normal for numbers of any sign). `triangular` (bounds and mode) and `uniform` (bounds) must be said; but for numbers of any
/// sign they are the only ones where low may be 0.
enum class Dist { standard, triangular, uniform };

[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(Kind kind) noexcept;
[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(Measure measure) noexcept;
[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(Dist dist) noexcept;
/// Chinese or English label, e.g. 借用外地数据 / borrowed.
[[nodiscard]] INCUFLOW_EXPORT std::string_view label(Kind kind, Language language) noexcept;
[[nodiscard]] INCUFLOW_EXPORT std::optional<Kind> parse_kind(std::string_view text) noexcept;
[[nodiscard]] INCUFLOW_EXPORT std::optional<Dist> parse_dist(std::string_view text) noexcept;
/// All spellings, in order of declaration (for messages and schemas).
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string> kind_names();

/// A number with its uncertainty and its origin.
///
/// A number without `low` and `high` is not drawn. `name` is empty unless the number is shared: all numbers of one name are one number and
/// are drawn once. Unnamed numbers are named by their place.
struct Number {
    double mid{std::numeric_limits<double>::quiet_NaN()};
    double low{std::numeric_limits<double>::quiet_NaN()};
    double high{std::numeric_limits<double>::quiet_NaN()};
    Dist dist{Dist::standard};
    Kind kind{Kind::assumed};
    std::optional<Kind> range_kind{};         ///< kind of low and high where it differs
    std::string source{};                     ///< id of a source of the study
    std::string reason{};                     ///< why this value is assumed
    std::string fixed{};                      ///< why an assumed number has no range
    std::string derived_from{};               ///< id of the target this number was worked back from
    std::vector<std::string> computed_from{}; ///< numbers it was computed from
    int year{};                               ///< calendar year a count per year holds for; 0: not said
    std::string name{};                       ///< shared name

    [[nodiscard]] bool has_range() const noexcept { return low == low && high == high; }
    [[nodiscard]] bool known() const noexcept { return kind != Kind::unknown; }

    friend INCUFLOW_EXPORT bool operator==(const Number& a, const Number& b) noexcept;
};

/// A number given in code without a word about its origin: assumed, "given in code", not drawn.
[[nodiscard]] INCUFLOW_EXPORT Number given_in_code(double mid);
/// A number nobody knows.
[[nodiscard]] INCUFLOW_EXPORT Number unknown_number(std::string reason = {});

/// What is wrong with a number of this measure: out of range, low > mid, low 0 without a stated dist, no source or reason, unknown with a value …
/// `in_file` asks for what a study file must say and code need not. Empty if all is well. `key` is the key path of the number.
[[nodiscard]] INCUFLOW_EXPORT std::vector<Fault> check(const Number& number, Measure measure, const Place& place, bool in_file);

/// What options a rate kind takes beside its value; every one has a default.
struct NumberOptions {
    double low{std::numeric_limits<double>::quiet_NaN()};
    double high{std::numeric_limits<double>::quiet_NaN()};
    Dist dist{Dist::standard};
    Kind kind{Kind::assumed};
    std::optional<Kind> range_kind{};
    std::string source{};
    std::string reason{};
    std::string fixed{};
    std::string derived_from{};
    int year{};
    std::string name{};
};

/// A number from code: value and options. Throws ParameterError if it cannot be a number of this measure.
[[nodiscard]] INCUFLOW_EXPORT Number make_number(double mid, Measure measure, const NumberOptions& options = {});

// The rate kinds are types of their own, so that they cannot be mixed: no operator joins two of them.

/// A hazard per year.
struct PerYear {
    Number value{};
};
/// The chance in a year if nothing else could happen; the hazard is −log(1 − p).
struct ProbPerYear {
    Number value{};
};
/// Firms per year.
struct CountPerYear {
    Number value{};
};
/// A duration in years.
struct Years {
    Number value{};
};

[[nodiscard]] INCUFLOW_EXPORT PerYear per_year(double rate, const NumberOptions& options = {});
[[nodiscard]] INCUFLOW_EXPORT ProbPerYear prob_per_year(double probability, const NumberOptions& options = {});
[[nodiscard]] INCUFLOW_EXPORT CountPerYear count_per_year(double firms, const NumberOptions& options = {});
[[nodiscard]] INCUFLOW_EXPORT Years years(double value, const NumberOptions& options = {});
/// From a text such as "18 months".
[[nodiscard]] INCUFLOW_EXPORT Years years(std::string_view duration, const NumberOptions& options = {});

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/units/uncertain.ipp"
#endif
