// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"
#include "incuflow/hazard/uncertain_hazard.hpp"
#include "incuflow/units/date.hpp"
#include "incuflow/units/uncertain.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

INCUFLOW_BEGIN

/// A text in two languages; where one is missing the other serves.
struct Label {
    std::string zh{};
    std::string en{};

    [[nodiscard]] const std::string& in(Language language) const noexcept
    {
        const std::string& first = language == Language::zh ? zh : en;
        return first.empty() ? (language == Language::zh ? en : zh) : first;
    }
    friend bool operator==(const Label&, const Label&) = default;
};

/// A place on a track. `counts_as` names stages of the same track this one also counts as (a valid 高新技术企业 counts as
/// 科技型中小企业); that never changes state or rates, only targets that ask for it.
struct Stage {
    std::string id{};
    Label label{};
    std::vector<std::string> aliases{};
    std::vector<std::string> counts_as{};
    bool registered{true};  ///< false: a team before registration; its age clock does not run yet

    friend bool operator==(const Stage&, const Stage&) = default;
};

/// A directed graph of stages; a firm is in exactly one stage of every track. The first stage is always the implicit `outside`.
struct Track {
    std::string id{};
    Label label{};
    std::vector<Stage> stages{};

    friend bool operator==(const Track&, const Track&) = default;
};

/// An absorbing state of the firm; it ends all tracks.
struct Exit {
    std::string id{};
    Label label{};

    friend bool operator==(const Exit&, const Exit&) = default;
};

/// What a hazard counts its time from: `sojourn` (entering the stage), `age` (registration), `calendar` (the base date).
enum class Clock { sojourn, age, calendar };

[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(Clock clock) noexcept;

/// One row of rates: the same hazard on one or several transitions. `while_in` is shorthand for factor 0 elsewhere.
struct TransitionRow {
    std::vector<std::string> paths{};
    UncertainHazard hazard{};
    Clock clock{Clock::sojourn};
    std::vector<std::string> while_in{};

    friend bool operator==(const TransitionRow&, const TransitionRow&) = default;
};

/// While a firm stands in one of the stages `while_in`, the hazards `on` are multiplied by `factor` (0: not allowed while). With `within`
/// also for that time after it last left them ("for 36 months after leaving the incubator"); leaving again starts the time anew. Firms of
/// the starting stock count as never having been there before.
struct Modifier {
    std::vector<std::string> on{};
    std::vector<std::string> while_in{};
    Number factor{};
    std::optional<Number> within{};  ///< years

    friend bool operator==(const Modifier&, const Modifier&) = default;
};

/// A crossing of `when` makes the firm cross `fires` on another track with this probability, if it stands in its source stage.
struct Trigger {
    std::string when{};
    std::string fires{};
    Number probability{};

    friend bool operator==(const Trigger&, const Trigger&) = default;
};

/// A rule checked when a firm has been in a stage for a time: a certificate of 36 months, a tenancy of 48. Whoever is still there then
/// moves by the shares of `to`; the stage itself among them is a renewal (a crossing `track.a->a`). Who is not moved stays. Those who stay
/// or are renewed count their time anew.
struct Review {
    std::string at{};                                  ///< track.stage
    Number after{};                                    ///< years since entering the stage
    std::vector<std::pair<std::string, Number>> to{};  ///< stage or exit id, share moved

    friend bool operator==(const Review&, const Review&) = default;
};

/// One row of a dated transition matrix; what is not moved stays.
struct DatedMove {
    std::string from{};                             ///< stage id
    std::vector<std::pair<std::string, Number>> to{};  ///< stage or exit id, share moved

    friend bool operator==(const DatedMove&, const DatedMove&) = default;
};

/// A stochastic matrix that acts on a track's stocks at the end of the listed days, n⁺ = n⁻R (yearly recognition, annual evaluation,
/// the cycles of a discrete-time model).
struct DatedMatrix {
    std::string track{};
    std::vector<Date> dates{};
    std::vector<DatedMove> moves{};

    friend bool operator==(const DatedMatrix&, const DatedMatrix&) = default;
};

/// How an attribute moves while a firm stays where it is. `lognormal`: dX = drift·X dt + volatility·X dW. `laplace`: a variance-gamma process
/// whose log changes in a year by a Laplace law of scale `volatility`, around the constant that makes `drift` the growth of the mean.
enum class GrowthProcess { lognormal, laplace };

[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(GrowthProcess process) noexcept;

/// A Laplace scale from which on the variance is infinite; from 1 on the mean is too.
inline constexpr double laplace_limit = 0.5;

/// Growth of an attribute in some stages or combinations; without `in`, wherever no other row holds. The first row that names a firm's place
/// holds.
struct GrowthRow {
    std::vector<std::string> in{};
    Number drift{};                     ///< 1/year, of any sign
    std::optional<Number> volatility{}; ///< none: 0

    friend bool operator==(const GrowthRow&, const GrowthRow&) = default;
};

/// A crossing of `on` multiplies the attribute by a factor of its own for each firm.
struct GrowthJump {
    std::vector<std::string> on{};
    Number factor{};            ///< its mean
    std::optional<Number> cv{}; ///< its coefficient of variation, log-normal; none: the same factor for all

    friend bool operator==(const GrowthJump&, const GrowthJump&) = default;
};

/// Whose attribute at the start: of firms of the intake, of the starting stock, or of both.
enum class SizeOf { firms, intake, stock };

[[nodiscard]] INCUFLOW_EXPORT std::string_view to_string(SizeOf of) noexcept;

/// The attribute of firms when they enter or at the base date, independent between firms; without `at`, wherever no other row holds.
struct InitialSize {
    SizeOf of{SizeOf::firms};
    std::vector<std::string> at{};
    Number mean{};
    std::optional<Number> cv{}; ///< coefficient of variation; none: 0

    friend bool operator==(const InitialSize&, const InitialSize&) = default;
};

/// A number that every firm carries and that grows: sales, jobs, R&D.
struct FirmAttribute {
    std::string id{};
    Label label{};
    std::string unit{};
    GrowthProcess process{GrowthProcess::lognormal};
    std::vector<GrowthRow> growth{};
    std::vector<GrowthJump> jumps{};
    std::vector<InitialSize> initial{};

    friend bool operator==(const FirmAttribute&, const FirmAttribute&) = default;
};

/// Everything an analyst says about a pipeline, before it is checked.
struct PipelineParts {
    std::vector<Track> tracks{};
    std::vector<Exit> exits{};
    std::vector<TransitionRow> transitions{};
    std::vector<Modifier> modifiers{};
    std::vector<Trigger> triggers{};
    std::vector<DatedMatrix> dated{};
    std::vector<Review> reviews{};
    std::vector<FirmAttribute> attributes{};

    friend bool operator==(const PipelineParts&, const PipelineParts&) = default;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/model/parts.ipp"
#endif
