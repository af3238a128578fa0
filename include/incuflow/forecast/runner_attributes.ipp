// SPDX-License-Identifier: Apache-2.0
#pragma once

// What firms carry, in each draw; included by runner.ipp.

#include "incuflow/forecast/amounts.hpp"
#include "incuflow/forecast/runner.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/normal.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

// The firms whose total a target means: those in its stages, or all living ones.
INCUFLOW_INLINE void Runner::make_amount(TargetWindow& window) const
{
    const Target& target = study_.parts().targets[static_cast<std::size_t>(window.target)];
    const auto& attributes = study_.pipeline().parts().attributes;
    const auto at = std::find_if(attributes.begin(), attributes.end(), [&](const FirmAttribute& a) { return a.id == target.attribute; });
    window.attribute = static_cast<int>(at - attributes.begin());
    if (!growth_[static_cast<std::size_t>(window.attribute)].known) {
        window.why_not = {"指标“" + target.attribute + "”有未知的数", "a number of attribute \"" + target.attribute + "\" is unknown"};
        window.attribute = -1;
        return;
    }
    window.counted = true;
    window.query = make_query(study_.pipeline(), model(), target.of, Counts::stock, target.counts_as, 0.0, study_.years_to(*target.due, DayEdge::end));
    for (std::size_t s = 0; target.of.empty() && s < window.query.in_set.size(); ++s) {
        window.query.in_set[s] = static_cast<int>(s) < model().living ? 1 : 0;
    }
    if (target.since.has_value()) {
        window.query.since = study_.years_to(*target.since, DayEdge::begin);
    }
    if (!target.above.has_value()) {
        return;
    }
    window.above = window.attribute;
    window.attribute = -1;
    window.why_not = why_no_threshold(growth_[static_cast<std::size_t>(window.above)]);
    window.counted = window.why_not.en.empty();
    window.above = window.counted ? window.above : -1;
    if (target.accounting == Accounting::share) {
        window.together = {window.query, window.query};
    }
}

// What a firm carries is log-normal given its time since the start only if it grows alike everywhere.
INCUFLOW_INLINE Label Runner::why_no_threshold(const GrowthModel& growth) const
{
    const auto& entries = study_.numbers().entries();
    const auto same = [&](int a, int b) {
        if (a == b) {
            return true;
        }
        const auto fixed = [&](int i) {
            const bool none = i < 0;
            return none || !entries[static_cast<std::size_t>(i)].number.has_range();
        };
        const auto value = [&](int i) { return i < 0 ? 0.0 : entries[static_cast<std::size_t>(i)].number.mid; };
        return fixed(a) && fixed(b) && value(a) == value(b);
    };
    const auto refuse = [&](const std::string& zh, const std::string& en) {
        return Label{"指标“" + growth.id + "”" + zh + "，超过某一水平的企业数需微观模拟",
                     "attribute \"" + growth.id + "\" " + en + ": how many firms are above a threshold needs a microsimulation"};
    };
    if (growth.process != GrowthProcess::lognormal) {
        return refuse("不是对数正态过程", "is no log-normal process");
    }
    for (std::size_t s = 1; s < static_cast<std::size_t>(model().living); ++s) {
        if (!same(growth.growth[s].value, growth.growth.front().value) || !same(growth.growth[s].spread, growth.growth.front().spread)) {
            const std::string first = model().state_name(study_.pipeline(), 0);
            const std::string other = model().state_name(study_.pipeline(), static_cast<int>(s));
            return refuse("在 " + first + " 与 " + other + " 增长不同", "grows differently in " + first + " and " + other);
        }
    }
    for (std::size_t e = 0; e < growth.jump.size(); ++e) {
        if (growth.jump[e].value >= 0) {
            const std::string& path = study_.pipeline().edges()[e].path;
            return refuse("在 " + path + " 处跳变", "jumps at " + path);
        }
    }
    return {};
}

// A firm is above the threshold with a chance that depends on its time since the start alone: it thins the firms of every class.
INCUFLOW_INLINE CountAnswer Runner::above(const Cohort& cohort, const TargetWindow& window, std::span<const double> values) const
{
    const Target& target = study_.parts().targets[static_cast<std::size_t>(window.target)];
    const GrowthModel& growth = growth_[static_cast<std::size_t>(window.above)];
    const auto value = [&](int i) { return i < 0 ? 0.0 : values[static_cast<std::size_t>(i)]; };
    const double drift = value(growth.growth.front().value);
    const double sigma = value(growth.growth.front().spread);
    const double threshold = logarithm(*target.above);
    const auto chance = [&](const GrowthModel::Pair& begin, double time) {
        const double mean = value(begin.value);
        if (!(mean > 0.0)) {
            return 0.0;
        }
        const double cv = value(begin.spread);
        const double spread = logarithm_1_plus(cv * cv);
        const double variance = spread + sigma * sigma * time;
        const double gap = logarithm(mean) - 0.5 * spread + (drift - 0.5 * sigma * sigma) * time - threshold;
        return variance > 0.0 ? normal_cdf(gap / std::sqrt(variance)) : gap >= 0.0 ? 1.0 : 0.0;
    };
    const std::size_t n = model().states.size();
    MomentQuery query{{std::vector<double>(n, 0.0), std::vector<double>(growth.jump.size(), 1.0)}, {}, std::vector<double>(n, 1.0), {window.query.due}};
    for (const GrowthModel::Pair& begin : growth.start) {
        query.start.push_back(chance(begin, window.query.due));
    }
    query.weight = [&](int state, double time) { return chance(growth.entry[static_cast<std::size_t>(state)], window.query.due - time); };
    const MomentRun run = cohort.moments(query);
    CountAnswer answer = cohort.count(window.query);
    const bool share = !window.together.empty();
    std::size_t klass = 0;
    // Of the firms in the set: above, or with a share below.
    const auto thin = [&](std::vector<double>& law, bool one_firm) {
        law.resize(2, 0.0);
        const double all = law[1];
        double part = 0.0;
        for (std::size_t s = 0; s < n; ++s) {
            part += window.query.in_set[s] != 0 ? run.values[klass * n + s] : 0.0;
        }
        part = std::clamp(part, 0.0, all);
        law = {one_firm ? 1.0 - (share ? all : part) : 0.0, part};
        if (share) {
            law.insert(law.end(), {all - part, 0.0});
        }
        ++klass;
    };
    thin(answer.parts.poisson, false);
    for (auto& trial : answer.parts.trials) {
        thin(trial.chances, true);
    }
    for (auto& mixed : answer.parts.mixed) {
        thin(mixed.means, false);
    }
    for (std::size_t s = 0; s < answer.from_state.size(); ++s) {
        std::vector<double>& law = answer.from_state[s];
        law.resize(2, 0.0);
        const double all = law[1];
        // Where no initial value is said, a firm might be above.
        const double part = all * (growth.start[s].value < 0 ? 1.0 : query.start[s]);
        law = {1.0 - (share ? all : part), part};
        if (share) {
            law.insert(law.end(), {all - part, 0.0});
        }
    }
    return answer;
}

INCUFLOW_INLINE AmountMoments Runner::amount(const Cohort& cohort, const TargetWindow& window, std::span<const double> values) const
{
    const GrowthModel& growth = growth_[static_cast<std::size_t>(window.attribute)];
    const Accounting accounting = study_.parts().targets[static_cast<std::size_t>(window.target)].accounting;
    const bool ratio = accounting == Accounting::growth || accounting == Accounting::yearly_growth;
    MomentQuery first = moment_query(growth, values, 1);
    MomentQuery second = moment_query(growth, values, 2);
    first.at = ratio ? std::vector<double>{window.query.since, window.query.due} : std::vector<double>{window.query.due};
    second.at = first.at;
    const std::vector<char>& set = window.query.in_set;
    const std::size_t last = first.at.size() - 1;
    const MomentRun mean = cohort.moments(first);
    const MomentRun square = cohort.moments(second);
    require_finite(growth, mean);
    require_finite(growth, square);
    AmountMoments out;
    const TotalMoments total = total_moments(mean, square, last, set);
    out.mean = total.mean;
    out.variance = total.variance;
    if (ratio) {
        const TotalMoments base = total_moments(mean, square, 0, set);
        out.base_mean = base.mean;
        out.base_variance = base.variance;
        second.turn = window.query.since;
        second.kept = set;
        second.after = first.scale;
        out.covariance = total_covariance(mean, cohort.moments(second), set);
    }
    return out;
}

INCUFLOW_INLINE DrawResult::Attribute Runner::totals(const Cohort& cohort, const GrowthModel& growth, std::span<const double> values) const
{
    DrawResult::Attribute out;
    for (const int order : {1, 2}) {
        MomentQuery query = moment_query(growth, values, order);
        query.at = maker_->times().period_ends;
        query.at.insert(query.at.begin(), 0.0);
        const MomentRun run = cohort.moments(query);
        require_finite(growth, run);
        const std::size_t columns = stage_axis_.size() + 1;
        std::vector<double>& sums = order == 1 ? out.first : out.second;
        sums.assign(run.trials.size() * run.times * columns, 0.0);
        for (std::size_t at = 0; at < run.trials.size() * run.times; ++at) {
            for (std::size_t s = 0; s < run.states; ++s) {
                const double value = run.values[at * run.states + s];
                for (const int column : stage_columns_[s]) {
                    sums[at * columns + static_cast<std::size_t>(column)] += value;
                }
                if (static_cast<int>(s) < model().living) {
                    sums[at * columns + columns - 1] += value;
                }
            }
        }
    }
    return out;
}

}  // namespace detail

INCUFLOW_END
