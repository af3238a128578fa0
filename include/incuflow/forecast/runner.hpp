// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/forecast/cohort_maker.hpp"
#include "incuflow/engine/growth.hpp"
#include "incuflow/forecast/coverage.hpp"
#include "incuflow/study/study.hpp"

#include <cstdint>
#include <memory>
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
    int attribute{-1};           ///< the total of this attribute over the firms of `query` is meant, not their number
    int above{-1};               ///< only those firms of `query` count whose attribute, this one, reaches the target's `above`

    /// True if the window has no plain count of firms.
    [[nodiscard]] bool no_count() const noexcept { return !counted || !together.empty() || attribute >= 0 || above >= 0; }
};

/// What a draw leaves behind, folded from product states to stages.
struct DrawResult {
    std::vector<std::int64_t> trials;  ///< by class; −1 where numbers are means
    std::vector<double> mixing;        ///< by class: k of negative binomial intake, else 0
    std::vector<double> stocks;        ///< (class, time, stage)
    std::vector<double> flows;         ///< (class, period, transition)
    std::vector<CountAnswer> answers;  ///< by window

    /// Moments of an attribute; empty where it is not computed.
    struct Attribute {
        std::vector<double> first;   ///< (class, time, column): E[X; there]; columns are the stages and exits, then all living firms
        std::vector<double> second;  ///< the same of X²
    };
    std::vector<Attribute> attributes;
};

/// A study made ready to run many draws: everything that does not depend on the draw, once.
class INCUFLOW_EXPORT Runner {
public:
    explicit Runner(const Study& study, const std::string& engine = "auto", double tolerance = 1e-5);

    [[nodiscard]] const Study& study() const noexcept { return study_; }
    [[nodiscard]] const CohortMaker& maker() const noexcept { return *maker_; }
    [[nodiscard]] const CompiledModel& model() const noexcept { return maker_->model(); }
    [[nodiscard]] const std::vector<TargetWindow>& windows() const noexcept { return windows_; }
    [[nodiscard]] const std::vector<std::string>& stage_axis() const noexcept { return stage_axis_; }
    [[nodiscard]] const std::vector<std::string>& transition_axis() const noexcept { return transition_axis_; }
    /// False for transitions one firm can cross more than once, whose law is not given.
    [[nodiscard]] const std::vector<bool>& has_law() const noexcept { return has_law_; }
    [[nodiscard]] const std::vector<GrowthModel>& growth() const noexcept { return growth_; }
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
    void make_axes();
    void make_windows();
    void make_joint(TargetWindow& window) const;
    [[nodiscard]] std::vector<CountQuery> queries_of(const Target& target) const;
    void make_amount(TargetWindow& window) const;
    [[nodiscard]] CountAnswer answer(const Cohort& cohort, const TargetWindow& window, std::span<const double> values) const;
    [[nodiscard]] CountAnswer above(const Cohort& cohort, const TargetWindow& window, std::span<const double> values) const;
    [[nodiscard]] Label why_no_threshold(const GrowthModel& growth) const;
    [[nodiscard]] AmountMoments amount(const Cohort& cohort, const TargetWindow& window, std::span<const double> values) const;
    [[nodiscard]] DrawResult::Attribute totals(const Cohort& cohort, const GrowthModel& growth, std::span<const double> values) const;
    void fold(const CohortRun& run, DrawResult& result) const;

    Study study_;
    std::unique_ptr<const CohortMaker> maker_;
    std::vector<StartPlace> unknown_;
    std::vector<GrowthModel> growth_;
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
