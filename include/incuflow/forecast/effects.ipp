// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/forecast/effects.hpp"
#include "incuflow/forecast/window_law.hpp"
#include "incuflow/numeric/roots.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE MetRange met_range(const TargetValue& value)
{
    // No count comes near 4e18; beyond it a target is as far away as can be.
    const auto whole = [](double x) { return static_cast<std::int64_t>(std::clamp(x, -4e18, 4e18)); };
    const auto up = [&](double x) { return whole(std::ceil(x)); };
    const auto down = [&](double x) { return whole(std::floor(x)); };
    switch (value.form) {
    case ValueForm::about:
        return {up(value.low - value.high), down(value.low + value.high)};
    case ValueForm::range:
        return {up(value.low), value.upper_open ? no_limit : down(value.high)};
    case ValueForm::at_least:
    case ValueForm::none:
        break;
    }
    return {up(value.low), no_limit};
}

INCUFLOW_INLINE bool rests_on_assumption(const Number& number) noexcept
{
    return number.kind == Kind::assumed || number.kind == Kind::plan || number.range_kind.value_or(number.kind) == Kind::assumed;
}

INCUFLOW_INLINE std::vector<Effect> one_at_a_time(const Runner& runner)
{
    const auto& entries = runner.study().numbers().entries();
    std::vector<double> values = runner.study().numbers().mids();
    const std::vector<CountAnswer> mid = runner.count(values);
    std::vector<WindowNumbers> at_mid(mid.size());
    for (std::size_t w = 0; w < mid.size(); ++w) {
        at_mid[w] = runner.windows()[w].counted ? window_numbers(runner, w, mid[w]) : WindowNumbers{};
    }
    std::vector<Effect> effects;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Number& number = entries[i].number;
        if (!number.has_range()) {
            continue;
        }
        values[i] = number.low;
        const std::vector<CountAnswer> low = runner.count(values);
        values[i] = number.high;
        const std::vector<CountAnswer> high = runner.count(values);
        values[i] = number.mid;
        for (std::size_t w = 0; w < runner.windows().size(); ++w) {
            const TargetWindow& window = runner.windows()[w];
            if (!window.counted) {
                continue;
            }
            const WindowNumbers at_low = window_numbers(runner, w, low[w]);
            const WindowNumbers at_high = window_numbers(runner, w, high[w]);
            effects.push_back({static_cast<int>(i), static_cast<int>(w), at_low.expected, at_high.expected, at_low.chance, at_mid[w].chance,
                               at_high.chance});
        }
    }
    return effects;
}

INCUFLOW_INLINE double break_even(const Runner& runner, int number, int window)
{
    const auto i = static_cast<std::size_t>(number);
    const auto w = static_cast<std::size_t>(window);
    const Number& range = runner.study().numbers().entries()[i].number;
    std::vector<double> values = runner.study().numbers().mids();
    const auto gap = [&](double x) {
        values[i] = x;
        return window_numbers(runner, w, runner.count(values)[w]).chance - 0.5;
    };
    const double at_low = gap(range.low);
    const double at_high = gap(range.high);
    if (at_low != at_low || at_high != at_high || (at_low < 0.0) == (at_high < 0.0)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return find_root(gap, range.low, range.high, 1e-9 * (range.high - range.low));
}

INCUFLOW_INLINE int verdict_class(double p) noexcept { return p >= 0.8 ? 0 : p >= 0.5 ? 1 : p >= 0.2 ? 2 : 3; }

INCUFLOW_INLINE Label verdict_label(int verdict)
{
    switch (verdict) {
    case 0:
        return {"预计可完成", "expected to be met"};
    case 1:
        return {"有望完成", "likely to be met"};
    case 2:
        return {"有较大难度", "difficult"};
    case 3:
        return {"难以按期完成", "unlikely to be met in time"};
    default:
        return {"取决于假设，不作判断", "depends on the assumptions; no verdict"};
    }
}

}  // namespace detail

INCUFLOW_END
