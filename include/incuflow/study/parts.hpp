// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/parts.hpp"
#include "incuflow/study/scenario_parts.hpp"
#include "incuflow/units/date.hpp"
#include "incuflow/units/uncertain.hpp"

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

INCUFLOW_BEGIN

/// A document a number or a target comes from.
struct Source {
    std::string id{};
    std::string title{};
    std::string publisher{};
    std::string number{};  ///< document number, e.g. 国科办高〔2017〕55号
    std::string date{};
    std::string page{};
    std::string note{};

    friend bool operator==(const Source&, const Source&) = default;
};

/// A kind of unit. Only the one with `pipeline` moves; the others are declared so that their targets are not added to firms.
struct Population {
    std::string id{};
    Label label{};
    std::string unit{};
    bool pipeline{};

    friend bool operator==(const Population&, const Population&) = default;
};

/// A named number, kept with its id and measure so that a study says it once.
struct Parameter {
    std::string id{};
    Measure measure{Measure::factor};
    Number value{};

    friend bool operator==(const Parameter&, const Parameter&) = default;
};

enum class Elapsed { not_said, fresh, years, uniform, stationary, values };

/// How long firms of a starting stock have been in their stage, or how old they are. Asked for where a hazard counts from there.
struct ElapsedLaw {
    Elapsed kind{Elapsed::not_said};
    double years{};                ///< `years`: all the same; `uniform`: between 0 and this
    std::vector<double> values{};  ///< `values`: years, one a firm

    friend bool operator==(const ElapsedLaw&, const ElapsedLaw&) = default;
};

/// Firms in a place at the base date. Tracks a place does not name stand in `outside`. Several places only where the stock is unknown.
struct StockRow {
    std::vector<std::string> at{};
    Number value{};
    ElapsedLaw elapsed{};  ///< time in the stage; `stationary`: as under a steady inflow
    ElapsedLaw age{};      ///< time since registration

    friend bool operator==(const StockRow&, const StockRow&) = default;
};

/// One start place of an intake: a share of all entrants, or of those not yet placed; the last one takes the rest.
struct IntakePlace {
    std::string at{};
    std::optional<Number> share{};
    std::optional<Number> share_of_rest{};

    friend bool operator==(const IntakePlace&, const IntakePlace&) = default;
};

enum class IntakeLaw { poisson, fixed, batch, negative_binomial };

/// Firms entering from outside.
struct IntakeRow {
    std::string id{};
    std::vector<IntakePlace> into{};
    Number count{};                   ///< firms per year; for a batch, firms
    std::optional<Number> growth{};   ///< factor per calendar year from `count.year` on, a step every 1 January
    IntakeLaw law{IntakeLaw::poisson};
    double k{};                       ///< of a negative binomial: the numbers of a calendar year have variance mean + mean²/k
    std::optional<Date> start{};      ///< first day; default: the day after the base date
    std::optional<Date> end{};        ///< last day; default: the end date
    std::optional<Date> date{};       ///< of a batch: enters at the end of this day
    double age{};                     ///< years since registration at entry

    friend bool operator==(const IntakeRow&, const IntakeRow&) = default;
};

enum class Counts { none, stock, crossings, firms };
enum class Accounting { stock, cumulative, yearly_flow, share, growth, joint, yearly_growth };
enum class ValueForm { none, at_least, about, range };
enum class Status { modelled, needs_input, by_assumption, not_modelled, not_quantified, ambiguous };
enum class Reading { stated, assumed };

/// What a promise asks for.
struct TargetValue {
    ValueForm form{ValueForm::none};
    double low{std::numeric_limits<double>::quiet_NaN()};   ///< at least; about; lower end
    double high{std::numeric_limits<double>::quiet_NaN()};  ///< tolerance of `about`; upper end
    bool upper_open{};                                      ///< "1—2家" met from 1 up (a recorded reading)

    friend bool operator==(const TargetValue& a, const TargetValue& b) noexcept
    {
        const auto same = [](double x, double y) { return x == y || (x != x && y != y); };
        return a.form == b.form && same(a.low, b.low) && same(a.high, b.high) && a.upper_open == b.upper_open;
    }
};

/// A promise with a number and a date.
struct Target {
    std::string id{};
    std::string number{};                 ///< its number in the text, as printed
    Label text{};
    std::string clause{};
    std::string unit{};
    std::string population{};             ///< empty: the one with the pipeline
    Counts counts{Counts::none};
    std::vector<std::string> of{};        ///< stages or transitions, pooled
    bool counts_as{};                     ///< a stage and all that count as it
    Accounting accounting{Accounting::stock};
    std::optional<Date> since{};
    std::optional<Date> due{};
    TargetValue value{};
    Reading reading{Reading::stated};
    std::vector<Label> alternatives{};    ///< other readings
    std::string ask{};                    ///< place whose starting firms are asked for
    std::vector<std::string> share_of{};  ///< of a share: the stages the part is of
    std::vector<std::string> joint{};     ///< ids of the targets a joint target holds together
    std::string attribute{};              ///< the total of this attribute over the firms in `of` is meant; `of` empty: over all firms
    std::optional<double> above{};        ///< with `attribute`: firms whose attribute is at least this are counted instead
    std::optional<Status> status{};       ///< stated: ambiguous, not_quantified or not_modelled
    Label reason{};                       ///< why so

    friend bool operator==(const Target&, const Target&) = default;
};

/// A line that sets numbers of the text against each other; `{value}` in the text is replaced by `value`, a number or quotient.
struct Consistency {
    Label text{};
    std::string value{};
    int decimals{};

    friend bool operator==(const Consistency&, const Consistency&) = default;
};

/// What happened afterwards: printed apart, never used.
struct Outcome {
    Label text{};
    std::string source{};

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// Names whose draws are correlated, by a Gaussian copula with this matrix (row-major).
struct Correlation {
    std::vector<std::string> names{};
    std::vector<double> matrix{};

    friend bool operator==(const Correlation&, const Correlation&) = default;
};

/// Everything an analyst says about a study, before it is checked.
struct StudyParts {
    std::string id{};
    Label title{};
    std::string region{};       ///< code of GB/T 2260, a text
    Label region_label{};
    std::string published{};
    std::string issued{};
    std::vector<std::string> upstream{};
    std::optional<Date> information{};  ///< cut-off of what was known
    Date base_date{};
    Date end_date{};
    std::vector<Source> sources{};
    std::vector<Parameter> parameters{};
    std::vector<Population> populations{};
    PipelineParts pipeline{};
    std::vector<StockRow> stocks{};
    bool stocks_independent{};  ///< single-stage stocks of several tracks are margins of independent tracks
    std::vector<IntakeRow> intakes{};
    std::vector<Correlation> correlations{};
    std::vector<Target> targets{};
    std::vector<Consistency> consistency{};
    std::vector<Label> gaps{};
    std::vector<Outcome> outcomes{};
    std::vector<Label> notes{};
    std::vector<Scenario> scenarios{};
    std::string applied_scenario{};  ///< id of the scenario this study is already changed by

    friend bool operator==(const StudyParts&, const StudyParts&) = default;
};

[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(Counts counts) noexcept;
[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(Accounting accounting) noexcept;
[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(Status status) noexcept;
[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(Reading reading) noexcept;
[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(IntakeLaw law) noexcept;
/// What is counted where nothing is said: crossings of a transition; of a stage its stock, or the firms that enter it.
[[nodiscard]] INCUFLOW_EXPORT Counts usual_counts(const Target& target);
/// 测算, 需补充期初数 … or the English word.
[[nodiscard]] INCUFLOW_EXPORT std::string_view label(Status status, Language language) noexcept;

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/study/parts.ipp"
#endif
