// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/numbers.hpp"
#include "incuflow/model/pipeline.hpp"
#include "incuflow/study/parts.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

INCUFLOW_BEGIN

/// Populations, stocks, intakes, targets and horizon around one pipeline, checked. An immutable value; made by `make_study`.
class INCUFLOW_EXPORT Study {
public:
    Study() = default;

    [[nodiscard]] const StudyParts& parts() const& noexcept;
    [[nodiscard]] const Pipeline& pipeline() const& noexcept;
    /// Every uncertain number, each name once.
    [[nodiscard]] const NumberTable& numbers() const& noexcept;
    [[nodiscard]] const std::string& id() const& noexcept { return parts().id; }
    /// What tables say in the column `scenario`: the id of the scenario it is changed by, else its own.
    [[nodiscard]] const std::string& scenario() const& noexcept { return parts().applied_scenario.empty() ? id() : parts().applied_scenario; }

    // Of a study that is about to end these are copies, so that `const auto& parts = parse_study(…).parts()` holds what it names.
    [[nodiscard]] StudyParts parts() const&& { return parts(); }
    [[nodiscard]] Pipeline pipeline() const&& { return pipeline(); }
    [[nodiscard]] NumberTable numbers() const&& { return numbers(); }
    [[nodiscard]] std::string id() const&& { return id(); }
    [[nodiscard]] std::string scenario() const&& { return scenario(); }

    /// Years from the base date to one end of a day.
    [[nodiscard]] double years_to(const Date& date, DayEdge edge) const noexcept;
    /// Ends of the output periods: every 31 December after the base date, and the end date.
    [[nodiscard]] std::vector<Date> period_ends() const;
    /// Position of a target; −1 if there is none.
    [[nodiscard]] int find_target(std::string_view id) const noexcept;

    friend bool operator==(const Study& a, const Study& b) { return a.parts() == b.parts(); }

private:
    struct Resolved;
    friend INCUFLOW_EXPORT Study make_study(StudyParts parts, bool in_file);
    std::shared_ptr<const Resolved> resolved_;
};

/// Checks everything and resolves every name. Throws one StudyError with all faults, each with its key path (`target.hnte.due`).
/// `in_file` asks of each number what a study file must say.
[[nodiscard]] INCUFLOW_EXPORT Study make_study(StudyParts parts, bool in_file = false);

/// The study with these starting stocks (place, whole number of firms), marked as assumed, "given in code". `rest`: what every stock
/// that is still unknown becomes; none: it stays unknown. `elapsed` says how long the firms have been in their stage, which only models
/// with sojourn clocks ask for. Throws StudyError for unknown places, numbers that are not whole, and a rest other than 0.
[[nodiscard]] INCUFLOW_EXPORT Study with_stock(const Study& study, const std::vector<std::pair<std::string, double>>& stocks,
                                               std::optional<double> rest = {}, Elapsed elapsed = Elapsed::not_said,
                                               double elapsed_years = 0.0);

/// Places where firms stand at the base date or enter, each once, known or not: what `topology_of` takes as entries.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string> entry_places(const Study& study);

/// How many numbers of transitions, modifiers and intakes are of each kind, one count a row of the study (a row of several paths is one).
struct KindCount {
    Kind kind{};
    int rows{};
};
[[nodiscard]] INCUFLOW_EXPORT std::vector<KindCount> count_kinds(const Study& study);
/// `本地实测 0 · 借用 2 · 假设 9 …`, counted by `count_kinds`.
[[nodiscard]] INCUFLOW_EXPORT std::string kinds_line(const Study& study, Language language);
INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/study/study.ipp"
#endif
