// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/forecast/mixture.hpp"
#include "incuflow/forecast/runner.hpp"

#include <limits>
#include <string>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// Whole numbers that meet a target's value.
struct MetRange {
    std::int64_t low{};
    std::int64_t high{no_limit};
};
[[nodiscard]] INCUFLOW_EXPORT MetRange met_range(const TargetValue& value);

/// What one number moves in one window, the others at mid.
struct Effect {
    int number{};  ///< position in the study's table
    int window{};
    double expected_low{std::numeric_limits<double>::quiet_NaN()};
    double expected_high{std::numeric_limits<double>::quiet_NaN()};
    double p_low{std::numeric_limits<double>::quiet_NaN()};
    double p_mid{std::numeric_limits<double>::quiet_NaN()};
    double p_high{std::numeric_limits<double>::quiet_NaN()};

    /// Of a joint target, which has no expected number, that of its chance.
    [[nodiscard]] double influence() const noexcept
    {
        return expected_high > expected_low ? expected_high - expected_low : expected_low - expected_high;
    }
};

/// Effects of every number with a range on every counted window.
[[nodiscard]] INCUFLOW_EXPORT std::vector<Effect> one_at_a_time(const Runner& runner);

/// The value of a number between its low and high at which the window's chance is .5, the others at mid; NaN if there is none.
[[nodiscard]] INCUFLOW_EXPORT double break_even(const Runner& runner, int number, int window);

/// True for numbers whose value or range is assumed.
[[nodiscard]] INCUFLOW_EXPORT bool rests_on_assumption(const Number& number) noexcept;

/// Ours: ≥ .8, .5–.8, .2–.5, < .2; 0 is the best.
[[nodiscard]] INCUFLOW_EXPORT int verdict_class(double p) noexcept;
[[nodiscard]] INCUFLOW_EXPORT Label verdict_label(int verdict);  ///< −1: it depends on the assumptions

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/effects.ipp"
#endif
