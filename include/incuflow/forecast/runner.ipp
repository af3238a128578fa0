// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/forecast/runner.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE Runner::Runner(const Study& study, const std::string& engine, double tolerance) : study_(study)
{
    StartPlan plan = plan_starts(study_);
    maker_ = std::make_unique<const CohortMaker>(study_, plan.all, engine, tolerance);
    coverage_ = find_coverage(study_.pipeline(), model(), plan);
    for (std::size_t a = 0; a < study_.pipeline().parts().attributes.size(); ++a) {
        growth_.push_back(make_growth(study_, model(), plan, a));
    }
    unknown_ = std::move(plan.unknown);
    make_axes();
    make_windows();
}

INCUFLOW_INLINE void Runner::make_axes()
{
    const Pipeline& pipeline = study_.pipeline();
    std::vector<int> first;
    for (const Track& track : pipeline.tracks()) {
        first.push_back(static_cast<int>(stage_axis_.size()));
        for (const Stage& stage : track.stages) {
            stage_axis_.push_back(track.id + '.' + stage.id);
        }
    }
    const auto exits = static_cast<int>(stage_axis_.size());
    for (const Exit& exit : pipeline.exits()) {
        stage_axis_.push_back(exit.id);
    }
    for (const ProductState& state : model().states) {
        std::vector<int>& columns = stage_columns_.emplace_back();
        if (state.exit >= 0) {
            columns.push_back(exits + state.exit);
            continue;
        }
        for (std::size_t t = 0; t < state.stages.size(); ++t) {
            columns.push_back(first[t] + state.stages[t]);
        }
    }
    const double end = maker_->times().period_ends.back();
    for (const Edge& edge : pipeline.edges()) {
        transition_axis_.push_back(edge.path);
        has_law_.push_back(at_most_once(model(), make_query(pipeline, model(), {edge.path}, Counts::crossings, false, 0.0, end)));
    }
    for (const IntakeRow& row : study_.parts().intakes) {
        for (const IntakePlace& into : row.into) {
            const std::string name = '+' + format_path(parse_path(into.at));
            if (std::find(transition_axis_.begin(), transition_axis_.end(), name) == transition_axis_.end()) {
                transition_axis_.push_back(name);
                entry_states_.push_back(model().find(one_place(study_, into.at)));
                has_law_.push_back(true);
                coverage_.transition_computed.push_back(1);
                coverage_.transition_open.push_back(0);
            }
        }
    }
}

INCUFLOW_INLINE void Runner::make_windows()
{
    const StudyParts& parts = study_.parts();
    for (std::size_t i = 0; i < parts.targets.size(); ++i) {
        const Target& target = parts.targets[i];
        TargetWindow window;
        window.target = static_cast<int>(i);
        window.since = target.since.value_or(Date{});
        window.due = target.due.value_or(Date{});
        const auto population = std::find_if(parts.populations.begin(), parts.populations.end(),
                                             [&](const Population& p) { return p.id == target.population; });
        const bool moves = population == parts.populations.end() || population->pipeline;
        if (target.status.has_value()) {
            window.why_not = target.reason;
        } else if (!moves) {
            window.why_not = {"该统计对象没有流程", "this population has no pipeline"};
        } else if (!target.attribute.empty()) {
            make_amount(window);
        } else {
            window.counted = true;
            window.together = queries_of(target);
        }
        if (!window.counted || !window.together.empty() || window.attribute >= 0 || window.above >= 0 || target.accounting == Accounting::joint) {
            windows_.push_back(std::move(window));
            continue;
        }
        std::vector<std::pair<Date, Date>> spans;
        if (target.accounting == Accounting::yearly_flow) {
            for (int year = target.since->year; year <= target.due->year; ++year) {
                spans.emplace_back(std::max(*target.since, Date{year, 1, 1}), std::min(*target.due, Date{year, 12, 31}));
            }
        } else {
            spans.emplace_back(window.since, window.due);
        }
        for (const auto& [since, due] : spans) {
            TargetWindow one = window;
            one.since = since;
            one.due = due;
            const double from = since.year == 0 ? 0.0 : study_.years_to(since, DayEdge::begin);
            one.query = make_query(study_, model(), target, from, study_.years_to(due, DayEdge::end));
            windows_.push_back(std::move(one));
        }
    }
    for (TargetWindow& window : windows_) {
        if (window.counted && parts.targets[static_cast<std::size_t>(window.target)].accounting == Accounting::joint) {
            make_joint(window);
        }
    }
}

// The two stocks of a share or a growth; empty for other targets.
INCUFLOW_INLINE std::vector<CountQuery> Runner::queries_of(const Target& target) const
{
    const auto stock = [&](const std::vector<std::string>& of, double at) {
        return make_query(study_.pipeline(), model(), of, Counts::stock, target.counts_as, 0.0, at);
    };
    if (target.accounting == Accounting::growth) {
        return {stock(target.of, study_.years_to(*target.since, DayEdge::begin)), stock(target.of, study_.years_to(*target.due, DayEdge::end))};
    }
    if (target.accounting != Accounting::share) {
        return {};
    }
    const double due = study_.years_to(*target.due, DayEdge::end);
    CountQuery part = stock(target.of, due);
    CountQuery rest = stock(target.share_of, due);
    for (std::size_t s = 0; s < part.in_set.size(); ++s) {
        const bool both = part.in_set[s] != 0 && rest.in_set[s] != 0;
        rest.in_set[s] = rest.in_set[s] != 0 && !both ? 1 : 0;
        part.in_set[s] = both ? 1 : 0;
    }
    return {std::move(part), std::move(rest)};
}

// A joint target counts what its members count, window by window.
INCUFLOW_INLINE void Runner::make_joint(TargetWindow& window) const
{
    const auto refuse = [&](std::string zh, std::string en) {
        window.counted = false;
        window.why_not = {std::move(zh), std::move(en)};
    };
    for (const std::string& id : study_.parts().targets[static_cast<std::size_t>(window.target)].joint) {
        const int target = study_.find_target(id);
        for (const TargetWindow& member : windows_) {
            if (member.target != target) {
                continue;
            }
            const bool joint = study_.parts().targets[static_cast<std::size_t>(target)].accounting == Accounting::joint;
            if (member.no_count() || joint) {
                refuse("所含目标“" + id + "”没有计数", "its member \"" + id + "\" is no count");
                return;
            }
            if (!member.query.once) {
                refuse("所含目标“" + id + "”可重复计入同一企业，联合概率未建模", "its member \"" + id + "\" can count a firm more than once");
                return;
            }
            window.together.push_back(member.query);
            window.members.push_back(target);
        }
    }
    if (window.together.size() < 2 || window.together.size() > 3) {
        refuse("联合概率涉及两个或三个计数（年度目标每年一个）", "a joint chance is of two or three counts (a yearly target has one a year)");
    }
}

INCUFLOW_INLINE CountAnswer Runner::answer(const Cohort& cohort, const TargetWindow& window, std::span<const double> values) const
{
    if (window.above >= 0) {
        return above(cohort, window, values);
    }
    if (!window.counted || !window.together.empty()) {
        return window.counted ? cohort.count_cells(window.together) : CountAnswer{};
    }
    CountAnswer counted = cohort.count(window.query);
    if (window.attribute >= 0) {
        counted.amount = amount(cohort, window, values);
    }
    return counted;
}

INCUFLOW_INLINE CountAnswer Runner::answer(const CountQuery& query, std::span<const double> values, bool split) const
{
    const std::unique_ptr<Cohort> cohort = maker_->make(values);
    return split ? cohort->count_split(query) : cohort->count(query);
}

INCUFLOW_INLINE std::vector<CountAnswer> Runner::count(std::span<const double> values) const
{
    const std::unique_ptr<Cohort> cohort = maker_->make(values);
    std::vector<CountAnswer> answers;
    for (const TargetWindow& window : windows_) {
        answers.push_back(answer(*cohort, window, values));
    }
    return answers;
}

INCUFLOW_INLINE std::vector<double> Runner::expected_until(int w, const std::vector<Date>& dates, std::span<const double> values) const
{
    const std::unique_ptr<Cohort> cohort = maker_->make(values);
    std::vector<double> expected;
    for (const Date& date : dates) {
        CountQuery query = windows_[static_cast<std::size_t>(w)].query;
        query.due = study_.years_to(date, DayEdge::end);
        const CountAnswer answer = cohort->count(query);
        expected.push_back(CountLaw(answer.parts).mean());
    }
    return expected;
}

INCUFLOW_INLINE std::vector<double> Runner::law_from(const CountAnswer& answer, const StartPlace& place) const
{
    const int state = model().find(place);
    return state < 0 || answer.from_state.empty() ? std::vector<double>{1.0} : answer.from_state[static_cast<std::size_t>(state)];
}

INCUFLOW_INLINE void Runner::fold(const CohortRun& run, DrawResult& result) const
{
    const std::size_t stages = stage_axis_.size();
    const std::size_t transitions = transition_axis_.size();
    const std::size_t periods = run.times - 1;
    result.trials = run.trials;
    result.mixing = run.mixing;
    const std::size_t classes = run.trials.size();
    result.stocks.assign(classes * run.times * stages, 0.0);
    result.flows.assign(classes * periods * transitions, 0.0);
    for (std::size_t at = 0; at < classes * run.times; ++at) {
        for (std::size_t s = 0; s < run.states; ++s) {
            for (const int column : stage_columns_[s]) {
                result.stocks[at * stages + static_cast<std::size_t>(column)] += run.stocks[at * run.states + s];
            }
        }
    }
    for (std::size_t at = 0; at < classes * periods; ++at) {
        for (std::size_t e = 0; e < run.edges; ++e) {
            result.flows[at * transitions + e] = run.flows[at * run.edges + e];
        }
        for (std::size_t i = 0; i < entry_states_.size(); ++i) {
            result.flows[at * transitions + run.edges + i] = run.entries[at * run.states + static_cast<std::size_t>(entry_states_[i])];
        }
    }
}

INCUFLOW_INLINE DrawResult Runner::run(std::span<const double> values) const
{
    const std::unique_ptr<Cohort> cohort = maker_->make(values);
    DrawResult result;
    fold(cohort->run(), result);
    for (const GrowthModel& growth : growth_) {
        result.attributes.push_back(growth.known ? totals(*cohort, growth, values) : DrawResult::Attribute{});
    }
    for (const TargetWindow& window : windows_) {
        result.answers.push_back(answer(*cohort, window, values));
        if (unknown_.empty()) {
            // Nobody asks what firms of other places would add; over many draws this is most of the answers' size.
            result.answers.back().from_state = {};
        }
    }
    return result;
}

}  // namespace detail

INCUFLOW_END

#include "incuflow/forecast/runner_attributes.ipp"
