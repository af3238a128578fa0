// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/forecast/effects.hpp"
#include "incuflow/forecast/tasks.hpp"
#include "incuflow/forecast/window_law.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

/// Ratios that meet a share or growth target. Whole numbers make ratios such as 3/10: an ulp decides nothing.
struct MetRatio {
    double low{};
    double high{};

    explicit MetRatio(const TargetValue& value)
    {
        const bool about = value.form == ValueForm::about;
        const bool open = value.form == ValueForm::at_least || (value.form == ValueForm::range && value.upper_open);
        low = about ? value.low - value.high : value.low;
        high = open ? std::numeric_limits<double>::infinity() : about ? value.low + value.high : value.high;
    }
    [[nodiscard]] bool met(double ratio) const { return ratio >= low - 1e-12 && ratio <= high + 1e-12; }
};

// The two counts of a share are A ∩ B and B∖A, those of a growth the firms then and the firms later.
INCUFLOW_INLINE bool ratio_of(Accounting accounting, std::int64_t first, std::int64_t second, double& ratio)
{
    const bool share = accounting == Accounting::share;
    const std::int64_t whole = share ? first + second : first;
    if (whole == 0) {
        return false;
    }
    ratio = static_cast<double>(share ? first : second - first) / static_cast<double>(whole);
    return true;
}

/// The mixture of grids on one larger grid.
class GridSum {
public:
    void add(const CountGrid& grid, double weight)
    {
        if (mass_.empty()) {
            first_ = grid.first;
            last_ = {grid.first[0] - 1, grid.first[1] - 1};
        }
        const std::vector<std::int64_t> first{std::min(first_[0], grid.first[0]), std::min(first_[1], grid.first[1])};
        const std::vector<std::int64_t> last{std::max(last_[0], grid.first[0] + static_cast<std::int64_t>(grid.size[0]) - 1),
                                             std::max(last_[1], grid.first[1] + static_cast<std::int64_t>(grid.size[1]) - 1)};
        if (first != first_ || last != last_) {
            std::vector<double> wider(static_cast<std::size_t>(last[0] - first[0] + 1) * static_cast<std::size_t>(last[1] - first[1] + 1),
                                      0.0);
            const auto width = static_cast<std::size_t>(last[1] - first[1] + 1);
            each([&](std::int64_t i, std::int64_t j, double p) {
                wider[static_cast<std::size_t>(i - first[0]) * width + static_cast<std::size_t>(j - first[1])] = p;
            });
            mass_ = std::move(wider);
            first_ = first;
            last_ = last;
        }
        const auto width = static_cast<std::size_t>(last_[1] - first_[1] + 1);
        for (std::size_t i = 0; i < grid.size[0]; ++i) {
            const std::size_t row =
                (static_cast<std::size_t>(grid.first[0] - first_[0]) + i) * width + static_cast<std::size_t>(grid.first[1] - first_[1]);
            for (std::size_t j = 0; j < grid.size[1]; ++j) {
                mass_[row + j] += weight * grid.mass[i * grid.size[1] + j];
            }
        }
    }
    template <class Call> void each(const Call& call) const
    {
        std::size_t at = 0;
        for (std::int64_t i = first_[0]; i <= last_[0]; ++i) {
            for (std::int64_t j = first_[1]; j <= last_[1]; ++j) {
                call(i, j, mass_[at++]);
            }
        }
    }

private:
    std::vector<std::int64_t> first_{0, 0};
    std::vector<std::int64_t> last_{-1, -1};
    std::vector<double> mass_{};
};

INCUFLOW_INLINE TogetherNumbers together(const Runner& runner, std::size_t w, const std::vector<const CountAnswer*>& answers, double level, int threads,
                                         const std::stop_token& stop)
{
    const TargetWindow& window = runner.windows()[w];
    const auto& targets = runner.study().parts().targets;
    const Target& target = targets[static_cast<std::size_t>(window.target)];
    const int counts = static_cast<int>(window.together.size());
    TogetherNumbers numbers;
    numbers.chance.resize(answers.size());
    const Watch watch{stop, {}};
    const int draws = static_cast<int>(answers.size());
    if (target.accounting == Accounting::joint) {
        std::vector<CountRange> ranges;
        for (const int member : window.members) {
            const MetRange met = met_range(targets[static_cast<std::size_t>(member)].value);
            ranges.push_back({met.low, met.high});
        }
        run_all(draws, threads, watch, [&](int k) {
            const auto at = static_cast<std::size_t>(k);
            numbers.chance[at] = CellLaw(answers[at]->parts, counts).within(ranges);
        });
        return numbers;
    }
    const MetRatio value(target.value);
    const double weight = 1.0 / static_cast<double>(answers.size());
    GridSum mixture;
    // Some draws at a time, added in their order whatever the threads.
    constexpr std::size_t block = 16;
    std::vector<CountGrid> grids(std::min(block, answers.size()));
    std::vector<double> empty(grids.size());
    for (std::size_t k = 0; k < answers.size(); ++k) {
        if (k % block == 0) {
            run_all(static_cast<int>(std::min(block, answers.size() - k)), threads, watch, [&](int task) {
                const auto at = static_cast<std::size_t>(task);
                const CellLaw law(answers[k + at]->parts, counts);
                grids[at] = law.grid();
                empty[at] = target.accounting == Accounting::share ? law.nothing() : law.marginal(0).probability(0);
            });
        }
        const CountGrid& grid = grids[k % block];
        double met = 0.0;
        for (std::size_t i = 0; i < grid.size[0]; ++i) {
            for (std::size_t j = 0; j < grid.size[1]; ++j) {
                double ratio = 0.0;
                const bool any = ratio_of(target.accounting, grid.first[0] + static_cast<std::int64_t>(i),
                                          grid.first[1] + static_cast<std::int64_t>(j), ratio);
                met += any && value.met(ratio) ? grid.mass[i * grid.size[1] + j] : 0.0;
            }
        }
        numbers.chance[k] = std::min(1.0, met);
        numbers.empty += weight * empty[k % block];
        mixture.add(grid, weight);
    }
    std::vector<std::pair<double, double>> points;
    double total = 0.0;
    double sum = 0.0;
    mixture.each([&](std::int64_t i, std::int64_t j, double p) {
        double ratio = 0.0;
        if (p > 0.0 && ratio_of(target.accounting, i, j, ratio)) {
            points.emplace_back(ratio, p);
            total += p;
            sum += p * ratio;
        }
    });
    if (!(total > 0.0)) {
        return numbers;
    }
    std::sort(points.begin(), points.end());
    numbers.expected = sum / total;
    double below = 0.0;
    bool low = false;
    for (const auto& [ratio, p] : points) {
        below += p;
        if (!low && below >= 0.5 * (1.0 - level) * total) {
            numbers.low = ratio;
            low = true;
        }
        if (below >= 0.5 * (1.0 + level) * total) {
            numbers.high = ratio;
            break;
        }
    }
    return numbers;
}

INCUFLOW_INLINE AmountLaw amount_law(const Target& target, const TargetWindow& window, const AmountMoments& moments)
{
    return AmountLaw(moments, target.accounting == Accounting::yearly_growth ? window.query.due - window.query.since : 0.0);
}

INCUFLOW_INLINE double amount_chance(const TargetValue& value, const AmountLaw& law)
{
    const bool about = value.form == ValueForm::about;
    const bool open = value.form == ValueForm::at_least || (value.form == ValueForm::range && value.upper_open);
    const double below = law.below(about ? value.low - value.high : value.low);
    return std::max(0.0, (open ? 1.0 : law.at_most(about ? value.low + value.high : value.high)) - below);
}

INCUFLOW_INLINE WindowNumbers window_numbers(const Runner& runner, std::size_t w, const CountAnswer& answer)
{
    const TargetWindow& window = runner.windows()[w];
    const Target& target = runner.study().parts().targets[static_cast<std::size_t>(window.target)];
    if (answer.amount.has_value()) {
        const AmountLaw law = amount_law(target, window, *answer.amount);
        return {amount_chance(target.value, law), law.mean()};
    }
    if (window.together.empty()) {
        const CountLaw law(answer.parts);
        const MetRange met = met_range(target.value);
        return {MixtureLaw({law}).between(met.low, met.high).front(), law.mean()};
    }
    try {
        const TogetherNumbers numbers = together(runner, w, {&answer}, 0.9, 1, {});
        const double chance = numbers.chance.front();
        return {chance, target.accounting == Accounting::joint ? chance : numbers.expected};
    } catch (const NumericError&) {
        return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    }
}

}  // namespace detail

INCUFLOW_END
