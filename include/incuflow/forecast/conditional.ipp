// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a forecast says given each draw; included by forecast.ipp, which defines Forecast::Body.

INCUFLOW_BEGIN

INCUFLOW_INLINE const std::vector<int>& Forecast::finished_draws() const noexcept { return body_->finished; }

INCUFLOW_INLINE ConditionalCounts Forecast::conditional(std::size_t row) const
{
    ConditionalCounts counts;
    const auto& windows = body_->runner->windows();
    if (row >= windows.size() || !windows[row].counted) {
        return counts;
    }
    const bool joint = study().parts().targets[static_cast<std::size_t>(windows[row].target)].accounting == Accounting::joint;
    for (const std::vector<CountAnswer>& answers : body_->answers) {
        const detail::WindowNumbers numbers = detail::window_numbers(*body_->runner, row, answers[row]);
        if (!joint) {
            counts.expected.push_back(numbers.expected);
        }
        counts.chance.push_back(numbers.chance);
    }
    return counts;
}

INCUFLOW_INLINE std::string Forecast::stock_metric(const std::string& stage) const
{
    const auto& axis = stage_axis();
    const auto at = std::find(axis.begin(), axis.end(), stage);
    if (at == axis.end()) {
        return {};
    }
    return body_->runner->coverage().stage_open[static_cast<std::size_t>(at - axis.begin())] != 0 ? "stock_newcomers" : "stock";
}

INCUFLOW_END
