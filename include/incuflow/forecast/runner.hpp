// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/cohort_markov.hpp"
#include "incuflow/forecast/coverage.hpp"
#include "incuflow/study/study.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// A target over one window (a yearly target has one a year) in terms of the compiled model.
struct TargetWindow {
    int target{};
    Date since{};
    Date due{};
    bool counted{};   ///< a law can be given
    Label why_not{};  ///< otherwise
    CountQuery query{};
    /// Instead of `query`: of a joint target the counts of its members, of a share A ∩ B and B∖A, of a growth the stocks then and later.
    std::vector<CountQuery> together{};
    std::vector<int> members{};  ///< of a joint target: the target of each count
};

/// What a draw leaves behind, folded from product states to stages.
struct DrawResult {
    std::vector<std::int64_t> trials;  ///< by class; −1 where numbers are means
    std::vector<double> mixing;        ///< by class: k of negative binomial intake, else 0
    std::vector<double> stocks;        ///< (class, time, stage)
    std::vector<double> flows;         ///< (class, period, transition)
    std::vector<CountAnswer> answers;  ///< by window
};

/// A study made ready to run many draws: everything that does not depend on the draw, once.
class INCUFLOW_EXPORT Runner {
public:
    explicit Runner(const Study& study);

    [[nodiscard]] const Study& study() const noexcept { return study_; }
    [[nodiscard]] const CompiledModel& model() const noexcept { return model_; }
    [[nodiscard]] const std::vector<TargetWindow>& windows() const noexcept { return windows_; }
    [[nodiscard]] const std::vector<std::string>& stage_axis() const noexcept { return stage_axis_; }
    [[nodiscard]] const std::vector<std::string>& transition_axis() const noexcept { return transition_axis_; }
    /// False for transitions one firm can cross more than once, whose law is not given.
    [[nodiscard]] const std::vector<bool>& has_law() const noexcept { return has_law_; }
    [[nodiscard]] const std::vector<StartPlace>& unknown() const noexcept { return unknown_; }
    /// What can be said of each stage and transition (intake columns follow the transitions and are always computed).
    [[nodiscard]] const Coverage& coverage() const noexcept { return coverage_; }

    /// Everything of one draw.
    [[nodiscard]] DrawResult run(std::span<const double> values) const;
    /// The windows' counts alone.
    [[nodiscard]] std::vector<CountAnswer> count(std::span<const double> values) const;
    /// Expected count of a window that ends at each of the given dates, at these values.
    [[nodiscard]] std::vector<double> expected_until(int window, const std::vector<Date>& dates, std::span<const double> values) const;

    /// The answer to one query, with the intake's variance if `split`.
    [[nodiscard]] CountAnswer answer(const CountQuery& query, std::span<const double> values, bool split) const;

    /// What a firm that stands in a place at the base date adds; {1} where nothing can be said.
    [[nodiscard]] std::vector<double> law_from(const CountAnswer& answer, const StartPlace& place) const;

private:
    [[nodiscard]] MarkovCohort cohort(std::span<const double> values) const;
    void make_axes();
    void make_windows();
    void make_joint(TargetWindow& window) const;
    [[nodiscard]] std::vector<CountQuery> queries_of(const Target& target) const;
    [[nodiscard]] CountAnswer answer(const MarkovCohort& cohort, const TargetWindow& window) const;
    void fold(const CohortRun& run, DrawResult& result) const;

    Study study_;
    CompiledModel model_;
    NumberLinks links_;
    CohortTimes times_;
    std::vector<StartPlace> unknown_;
    Coverage coverage_;
    std::vector<TargetWindow> windows_;
    std::vector<std::string> stage_axis_;
    std::vector<std::vector<int>> stage_columns_;  // by state: columns it counts in
    std::vector<std::string> transition_axis_;
    std::vector<int> entry_states_;  // states of the intake columns
    std::vector<bool> has_law_;
};

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/runner.ipp"
#endif
