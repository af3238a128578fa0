// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/checks.hpp"
#include "incuflow/numeric/count_law.hpp"
#include "incuflow/numeric/count_window.hpp"
#include "incuflow/numeric/normal.hpp"
#include "incuflow/numeric/point_probability.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <span>
#include <string>
#include <utility>

INCUFLOW_BEGIN

INCUFLOW_INLINE CountLaw::CountLaw(double poisson_mean, std::vector<BinomialGroup> groups)
{
    detail::numeric::check_finite("Poisson mean", poisson_mean);
    if (poisson_mean < 0.0) {
        throw ParameterError("numeric.mean_negative", {{"given", format_number(poisson_mean)}});
    }
    constexpr std::int64_t limit = std::int64_t{1} << 53;
    std::int64_t open = 0;
    for (const BinomialGroup& group : groups) {
        if (group.trials < 0) {
            throw ParameterError("numeric.trials_negative", {{"given", format_number(group.trials)}});
        }
        if (!(group.probability >= 0.0 && group.probability <= 1.0)) {
            throw ParameterError("numeric.probability_outside", {{"given", format_number(group.probability)}});
        }
        if (group.trials > limit - open - certain_) {
            throw ParameterError("numeric.count_too_large", {{"given", format_number(group.trials)}});
        }
        if (group.probability == 1.0) {
            certain_ += group.trials;
        } else if (group.probability > 0.0) {
            open += group.trials;
        }
    }
    std::sort(groups.begin(), groups.end(),
              [](const BinomialGroup& a, const BinomialGroup& b) { return a.probability < b.probability; });
    for (const BinomialGroup& group : groups) {
        if (group.trials == 0 || group.probability == 0.0 || group.probability == 1.0) {
            continue;
        }
        if (!parts_.empty() && parts_.back().value == group.probability) {
            parts_.back().trials += group.trials;
        } else {
            parts_.push_back({group.trials, group.probability});
        }
    }
    if (poisson_mean > 0.0) {
        parts_.push_back({-1, poisson_mean});
    }
    most_ = poisson_mean > 0.0 ? std::numeric_limits<std::int64_t>::max() : certain_ + open;

    double widest = -1.0;
    std::size_t at = 0;
    mean_ = static_cast<double>(certain_);
    for (std::size_t k = 0; k < parts_.size(); ++k) {
        const auto [mean, variance] = detail::counting::tilted_moments(parts_[k], 1.0);
        mean_ += mean;
        variance_ += variance;
        third_ += parts_[k].trials < 0 ? mean : variance * (1.0 - 2.0 * parts_[k].value);
        if (variance > widest) {
            widest = variance;
            at = k;
        }
    }
    if (!parts_.empty()) {
        std::swap(parts_.front(), parts_[at]);
    }
    if (parts_.size() > 2) {
        cache_ = std::make_shared<detail::counting::CountCache>();
        const double middle = mean_ - static_cast<double>(certain_);
        const double reach = 8.0 * std::sqrt(variance_) + 1.0;
        cache_->low = std::max(0.0, middle - reach);
        cache_->high = poisson_mean > 0.0 ? middle + reach : std::min(static_cast<double>(open), middle + reach);
    }
}

/// Counts so far out that their probability, and that of all beyond them, is below every double.
INCUFLOW_INLINE bool CountLaw::beyond_reach(double n) const
{
    return std::fabs(n - mean_) > detail::counting::bernstein_distance(variance_, 745.0);
}

/// The law of all parts but the first, for counts of the parts between `low` and `high`, which lie at these odds.
INCUFLOW_INLINE const detail::counting::CountWindow&
CountLaw::rest(double low, double high, double low_odds, double high_odds, detail::counting::CountWindow& own) const
{
    const auto others = std::span<const detail::counting::CountPart>(parts_).subspan(1);
    if (cache_ != nullptr && low >= cache_->low && high <= cache_->high) {
        std::call_once(cache_->once, [&] {
            cache_->rest = detail::counting::sum_window(others, detail::counting::tilt_to(parts_, cache_->low),
                                                        detail::counting::tilt_to(parts_, cache_->high));
        });
        return cache_->rest;
    }
    own = detail::counting::sum_window(others, low_odds, high_odds);
    return own;
}

/// P(N ≥ n) for possible n above the mean.
INCUFLOW_INLINE double CountLaw::upper(std::int64_t n) const
{
    if (n > most_ || beyond_reach(static_cast<double>(n))) {
        return 0.0;
    }
    const std::int64_t count = n - certain_;
    const double asked = static_cast<double>(count);
    const double odds = detail::counting::tilt_to(parts_, asked);
    detail::counting::CountWindow own;
    const detail::counting::CountWindow& others = rest(asked, asked, odds, odds, own);
    const detail::counting::CountMoments moments = detail::counting::tilted_moments(parts_.front(), odds);
    const detail::counting::CountReach reach{moments, moments};
    detail::counting::CountWindow window = detail::counting::part_window(
        parts_.front(), std::max(reach.lowest(), static_cast<double>(count - others.last())), reach.highest());
    // Upper sums of the widest part, smallest terms first.
    for (std::size_t k = window.mass.size() - 1; k > 0; --k) {
        window.mass[k - 1] += window.mass[k];
    }
    double sum = 0.0;
    for (std::size_t k = others.mass.size(); k-- > 0;) {
        const std::int64_t needed = std::max(window.first, count - (others.first + static_cast<std::int64_t>(k)));
        if (needed > window.last()) {
            break;
        }
        sum += others.mass[k] * window.mass[static_cast<std::size_t>(needed - window.first)];
    }
    return std::min(sum, 1.0);
}

/// P(N ≤ n) for possible n below the mean.
INCUFLOW_INLINE double CountLaw::lower(std::int64_t n) const
{
    if (n < certain_ || beyond_reach(static_cast<double>(n))) {
        return 0.0;
    }
    const std::int64_t count = n - certain_;
    const double asked = static_cast<double>(count);
    const double odds = detail::counting::tilt_to(parts_, asked);
    detail::counting::CountWindow own;
    const detail::counting::CountWindow& others = rest(asked, asked, odds, odds, own);
    const detail::counting::CountMoments moments = detail::counting::tilted_moments(parts_.front(), odds);
    const detail::counting::CountReach reach{moments, moments};
    detail::counting::CountWindow window = detail::counting::part_window(
        parts_.front(), reach.lowest(), std::min(reach.highest(), static_cast<double>(count - others.first)));
    for (std::size_t k = 1; k < window.mass.size(); ++k) {
        window.mass[k] += window.mass[k - 1];
    }
    double sum = 0.0;
    for (std::size_t k = 0; k < others.mass.size(); ++k) {
        const std::int64_t allowed = std::min(window.last(), count - (others.first + static_cast<std::int64_t>(k)));
        if (allowed < window.first) {
            break;
        }
        sum += others.mass[k] * window.mass[static_cast<std::size_t>(allowed - window.first)];
    }
    return std::min(sum, 1.0);
}

INCUFLOW_INLINE double CountLaw::at_least(std::int64_t n) const
{
    if (n <= certain_) {
        return 1.0;
    }
    return static_cast<double>(n) > mean_ ? upper(n) : 1.0 - lower(n - 1);
}

INCUFLOW_INLINE double CountLaw::at_most(std::int64_t n) const
{
    if (n >= most_) {
        return 1.0;
    }
    return static_cast<double>(n) < mean_ ? lower(n) : 1.0 - upper(n + 1);
}

INCUFLOW_INLINE double CountLaw::probability(std::int64_t n) const
{
    if (parts_.size() == 1) {
        const detail::counting::CountPart& part = parts_.front();
        return part.trials < 0 ? poisson_probability(n - certain_, part.value)
                               : binomial_probability(n - certain_, part.trials, part.value);
    }
    return probabilities(n, n).front();
}

INCUFLOW_INLINE std::vector<double> CountLaw::probabilities(std::int64_t first, std::int64_t last) const
{
    if (last < first) {
        return {};
    }
    std::vector<double> result(static_cast<std::size_t>(last - first) + 1, 0.0);
    if (parts_.empty()) {
        if (first <= certain_ && certain_ <= last) {
            result[static_cast<std::size_t>(certain_ - first)] = 1.0;
        }
        return result;
    }
    const double span = detail::counting::bernstein_distance(variance_, 745.0);
    const auto low = std::max({first, certain_, static_cast<std::int64_t>(std::max(0.0, mean_ - span))});
    const auto high = std::min({last, most_, static_cast<std::int64_t>(std::ceil(mean_ + span))});
    if (low > high) {
        return result;
    }
    const double low_count = static_cast<double>(low - certain_);
    const double high_count = static_cast<double>(high - certain_);
    const double low_odds = detail::counting::tilt_to(parts_, low_count);
    const double high_odds = low == high ? low_odds : detail::counting::tilt_to(parts_, high_count);
    detail::counting::CountWindow own;
    const detail::counting::CountWindow& others = rest(low_count, high_count, low_odds, high_odds, own);
    const detail::counting::CountReach reach{detail::counting::tilted_moments(parts_.front(), low_odds),
                                             detail::counting::tilted_moments(parts_.front(), high_odds)};
    const detail::counting::CountWindow widest = detail::counting::part_window(
        parts_.front(), std::max(reach.lowest(), low_count - static_cast<double>(others.last())),
        std::min(reach.highest(), high_count - static_cast<double>(others.first)));
    const detail::counting::CountWindow sum =
        detail::counting::convolve(others, widest, low - certain_, high - certain_);
    std::copy(sum.mass.begin(), sum.mass.end(), result.begin() + (low - first));
    return result;
}

INCUFLOW_INLINE double CountLaw::between(std::int64_t low, std::int64_t high) const
{
    low = std::max(low, certain_);
    high = std::min(high, most_);
    if (high < low) {
        return 0.0;
    }
    if (low == certain_) {
        return at_most(high);
    }
    if (high == most_) {
        return at_least(low);
    }
    // A difference of tails where it keeps two digits fewer at most, else the (then few) terms themselves.
    constexpr double most_lost = 0.99;
    if (static_cast<double>(low) > mean_ || static_cast<double>(high) < mean_) {
        const bool above = static_cast<double>(low) > mean_;
        const double outer = above ? upper(low) : lower(high);
        const double inner = above ? upper(high + 1) : lower(low - 1);
        if (inner <= most_lost * outer) {
            return outer - inner;
        }
    } else {
        const double outside = lower(low - 1) + upper(high + 1);
        if (outside <= most_lost) {
            return 1.0 - outside;
        }
    }
    double sum = 0.0;
    for (const double p : probabilities(low, high)) {
        sum += p;
    }
    return sum;
}

INCUFLOW_INLINE std::int64_t CountLaw::quantile(double p) const
{
    const bool bounded = most_ != std::numeric_limits<std::int64_t>::max();
    if (!(p >= 0.0 && (p < 1.0 || (p == 1.0 && bounded)))) {
        throw ParameterError("numeric.probability_outside", {{"given", format_number(p)}});
    }
    if (p == 0.0 || parts_.empty()) {
        return certain_;
    }
    if (p == 1.0) {
        return most_;
    }
    // First guess: the normal point with its skewness correction (Cornish & Fisher 1938); then a bracket around it,
    // then halving.
    const double z = normal_quantile(p);
    const double deviation = std::sqrt(variance_);
    const double skew = third_ / (variance_ * deviation);
    const double reach = detail::counting::bernstein_distance(variance_, 745.0);
    const double guess = std::clamp(mean_ + deviation * (z + skew * (z * z - 1.0) / 6.0), mean_ - reach, mean_ + reach);
    std::int64_t high = std::clamp(static_cast<std::int64_t>(std::floor(guess)), certain_, most_);
    std::int64_t low = high;
    std::int64_t stride = 1;
    if (at_most(high) >= p) {
        // Invariant of the search: at_most(low) < p ≤ at_most(high).
        do {
            high = low;
            low = low - certain_ < stride ? certain_ - 1 : low - stride;
            stride *= 4;
        } while (low >= certain_ && at_most(low) >= p);
    } else {
        do {
            low = high;
            high = most_ - high < stride ? most_ : high + stride;
            stride *= 4;
        } while (at_most(high) < p);
    }
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (at_most(middle) >= p ? high : low) = middle;
    }
    return high;
}

INCUFLOW_END
