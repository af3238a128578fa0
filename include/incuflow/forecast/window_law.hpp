// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/count_query.hpp"
#include "incuflow/forecast/amounts.hpp"
#include "incuflow/forecast/runner.hpp"
#include "incuflow/numeric/cell_law.hpp"

#include <limits>
#include <stop_token>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// What several counts at once say, over draws: of a joint target whether all are met, of a share or a growth the law of the ratio.
struct TogetherNumbers {
    std::vector<double> chance{};                               ///< that the value is met, by draw
    double empty{};                                             ///< P(nothing to divide by): such a share or growth is not met
    double expected{std::numeric_limits<double>::quiet_NaN()};  ///< of the ratio where there is one
    double low{std::numeric_limits<double>::quiet_NaN()};
    double high{std::numeric_limits<double>::quiet_NaN()};
};

/// The numbers of a window with several counts. Throws NumericError numeric.count_too_large where the joint law is too large to be made.
[[nodiscard]] INCUFLOW_EXPORT TogetherNumbers together(const Runner& runner, std::size_t window, const std::vector<const CountAnswer*>& answers,
                                                       double level, int threads, const std::stop_token& stop);

/// The law of a window about the total of an attribute, and the chance that its value is met.
[[nodiscard]] INCUFLOW_EXPORT AmountLaw amount_law(const Target& target, const TargetWindow& window, const AmountMoments& moments);
[[nodiscard]] INCUFLOW_EXPORT double amount_chance(const TargetValue& value, const AmountLaw& law);

/// Chance that the window's value is met, and its expected number (count or ratio; of a joint target the chance), at one answer. NaN where
/// a joint law is too large to be made.
struct WindowNumbers {
    double chance{};
    double expected{};
};
[[nodiscard]] INCUFLOW_EXPORT WindowNumbers window_numbers(const Runner& runner, std::size_t window, const CountAnswer& answer);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/window_law.ipp"
#endif
