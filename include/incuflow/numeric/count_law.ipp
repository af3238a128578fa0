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
#include <iterator>
#include <limits>
#include <mutex>
#include <span>
#include <string>
#include <utility>

INCUFLOW_BEGIN

namespace detail::counting
{

inline constexpr std::int64_t trials_limit = std::int64_t{1} << 53;

/// Third central moment: only for the first guess of a quantile.
INCUFLOW_INLINE double third_moment(const CountPart& part, const CountMoments& moments)
{
    if (!part.streams.empty()) {
        double sum = 0.0;
        for (const CountPart& stream : part.streams) {
            sum += third_moment(stream, tilted_moments(stream, 1.0));
        }
        return sum;
    }
    if (part.law.empty()) {
        const double mean = moments.mean;
        return part.trials >= 0 ? moments.variance * (1.0 - 2.0 * part.value)
               : part.k > 0.0   ? mean * (1.0 + mean / part.k) * (1.0 + 2.0 * mean / part.k)
                                : mean;
    }
    double sums[4] = {};
    for (std::size_t j = 1; j < part.law.size(); ++j) {
        double term = part.law[j];
        for (double& sum : sums) {
            sum += term;
            term *= static_cast<double>(j);
        }
    }
    if (part.trials >= 0) {
        return static_cast<double>(part.trials) * (sums[3] - 3.0 * sums[2] * sums[1] + 2.0 * sums[1] * sums[1] * sums[1]);
    }
    const double mixing = part.k > 0.0 ? 1.0 / part.k : 0.0;
    return sums[3] + mixing * (3.0 * sums[1] * sums[2] + 2.0 * mixing * sums[1] * sums[1] * sums[1]);
}

/// The part of a stream of units; without `law` where units add 1 at most. Nothing where nothing is added.
INCUFLOW_INLINE void add_stream(const std::vector<double>& means, double k, std::vector<CountPart>& parts)
{
    std::size_t last = 0;
    for (std::size_t j = 1; j < means.size(); ++j) {
        numeric::check_finite("Poisson mean", means[j]);
        if (means[j] < 0.0) {
            throw ParameterError("numeric.mean_negative", {{"given", format_number(means[j])}});
        }
        last = means[j] > 0.0 ? j : last;
    }
    if (last == 1) {
        parts.push_back({-1, means[1], k, {}, {}});
    } else if (last > 1) {
        parts.push_back({-1, 0.0, k, {means.begin(), means.begin() + static_cast<std::ptrdiff_t>(last + 1)}, {}});
        parts.back().law[0] = 0.0;
    }
}

}  // namespace detail::counting

INCUFLOW_INLINE void CountLaw::add_trials(std::int64_t trials, double probability)
{
    if (trials < 0) {
        throw ParameterError("numeric.trials_negative", {{"given", format_number(trials)}});
    }
    if (!(probability >= 0.0 && probability <= 1.0)) {
        throw ParameterError("numeric.probability_outside", {{"given", format_number(probability)}});
    }
    if (trials == 0 || probability == 0.0) {
        return;
    }
    if (trials > detail::counting::trials_limit - most_) {
        throw ParameterError("numeric.count_too_large", {{"given", format_number(trials)}});
    }
    most_ += trials;
    if (probability == 1.0) {
        certain_ += trials;
    } else {
        parts_.push_back({trials, probability, 0.0, {}, {}});
    }
}

INCUFLOW_INLINE void CountLaw::add(const TrialUnits& group)
{
    std::size_t last = 0;
    double total = 0.0;
    for (std::size_t j = 0; j < group.chances.size(); ++j) {
        const double p = group.chances[j];
        if (!(p >= 0.0 && p <= 1.0)) {
            throw ParameterError("numeric.probability_outside", {{"given", format_number(p)}});
        }
        total += p;
        last = p > 0.0 ? j : last;
    }
    if (!(std::fabs(total - 1.0) <= 1e-9)) {
        throw ParameterError("numeric.row_not_one", {{"what", "chances of one unit"}, {"given", format_number(total)}});
    }
    if (last <= 1) {
        add_trials(group.units, last == 0 ? 0.0 : group.chances[0] == 0.0 ? 1.0 : group.chances[1]);
        return;
    }
    if (group.units < 0) {
        throw ParameterError("numeric.trials_negative", {{"given", format_number(group.units)}});
    }
    const auto most = static_cast<std::int64_t>(last);
    if (group.units > (detail::counting::trials_limit - most_) / most) {
        throw ParameterError("numeric.count_too_large", {{"given", format_number(group.units)}});
    }
    if (group.units == 0) {
        return;
    }
    most_ += group.units * most;
    parts_.push_back({group.units, 0.0, 0.0, {group.chances.begin(), group.chances.begin() + most + 1}, {}});
}

INCUFLOW_INLINE CountLaw::CountLaw(const CountParts& parts)
{
    for (const TrialUnits& group : parts.trials) {
        add(group);
    }
    detail::counting::add_stream(parts.poisson, 0.0, parts_);
    for (const MixedUnits& units : parts.mixed) {
        if (!(units.k > 0.0 && std::isfinite(units.k))) {
            throw ParameterError("numeric.mixing_not_positive", {{"given", format_number(units.k)}});
        }
        detail::counting::add_stream(units.means, units.k, parts_);
    }
    settle();
}

INCUFLOW_INLINE CountLaw::CountLaw(double poisson_mean, std::vector<BinomialGroup> groups)
{
    for (const BinomialGroup& group : groups) {
        add_trials(group.trials, group.probability);
    }
    detail::counting::add_stream({0.0, poisson_mean}, 0.0, parts_);
    settle();
}

/// Merges groups of one probability, puts the widest part first, and sums the moments.
INCUFLOW_INLINE void CountLaw::settle()
{
    using detail::counting::CountPart;
    const std::int64_t open = most_ - certain_;
    std::stable_sort(parts_.begin(), parts_.end(), [](const CountPart& a, const CountPart& b) {
        const auto rank = [](const CountPart& part) { return part.trials < 0 ? 2 : part.law.empty() ? 0 : 1; };
        return rank(a) != rank(b) ? rank(a) < rank(b) : rank(a) == 0 && a.value < b.value;
    });
    std::vector<CountPart> merged;
    for (CountPart& part : parts_) {
        const bool same = !merged.empty() && merged.back().trials >= 0 && part.trials >= 0 && merged.back().value == part.value &&
                          merged.back().law == part.law;
        if (same) {
            merged.back().trials += part.trials;
        } else {
            merged.push_back(std::move(part));
        }
    }
    // Streams of units together are one part.
    const auto first = std::find_if(merged.begin(), merged.end(), [](const CountPart& part) { return part.trials < 0; });
    if (merged.end() - first > 1) {
        CountPart streams{-1, 0.0, 0.0, {}, {std::make_move_iterator(first), std::make_move_iterator(merged.end())}};
        merged.erase(first, merged.end());
        merged.push_back(std::move(streams));
    }
    parts_ = std::move(merged);
    const bool bounded = parts_.empty() || parts_.back().trials >= 0;
    most_ = bounded ? most_ : std::numeric_limits<std::int64_t>::max();

    double widest = -1.0;
    std::size_t at = 0;
    moments_.mean = static_cast<double>(certain_);
    for (std::size_t k = 0; k < parts_.size(); ++k) {
        const detail::counting::CountMoments moments = detail::counting::tilted_moments(parts_[k], 1.0);
        moments_ += moments;
        third_ += detail::counting::third_moment(parts_[k], moments);
        if (moments.variance > widest) {
            widest = moments.variance;
            at = k;
        }
    }
    if (!parts_.empty()) {
        std::swap(parts_.front(), parts_[at]);
    }
    if (parts_.size() > 2) {
        cache_ = std::make_shared<detail::counting::CountCache>();
        const double middle = moments_.mean - static_cast<double>(certain_);
        const double around = 8.0 * std::sqrt(moments_.variance) + 1.0;
        cache_->low = std::max(0.0, middle - around);
        cache_->high = bounded ? std::min(static_cast<double>(open), middle + around) : middle + around;
    }
}

INCUFLOW_INLINE double CountLaw::reach(double exponent) const noexcept
{
    return detail::counting::bernstein_distance(moments_, exponent);
}

/// Counts so far out that their probability, and that of all beyond them, is below every double.
INCUFLOW_INLINE bool CountLaw::beyond_reach(double n) const
{
    return std::fabs(n - moments_.mean) > reach(745.0);
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
    return static_cast<double>(n) > moments_.mean ? upper(n) : 1.0 - lower(n - 1);
}

INCUFLOW_INLINE double CountLaw::at_most(std::int64_t n) const
{
    if (n >= most_) {
        return 1.0;
    }
    return static_cast<double>(n) < moments_.mean ? lower(n) : 1.0 - upper(n + 1);
}

INCUFLOW_INLINE double CountLaw::probability(std::int64_t n) const
{
    if (parts_.size() == 1 && parts_.front().plain()) {
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
    const double span = reach(745.0);
    const auto low = std::max({first, certain_, static_cast<std::int64_t>(std::max(0.0, moments_.mean - span))});
    const auto high = std::min({last, most_, static_cast<std::int64_t>(std::ceil(moments_.mean + span))});
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
    if (static_cast<double>(low) > moments_.mean || static_cast<double>(high) < moments_.mean) {
        const bool above = static_cast<double>(low) > moments_.mean;
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
    const double deviation = std::sqrt(moments_.variance);
    const double skew = third_ / (moments_.variance * deviation);
    const double span = reach(745.0);
    const double guess =
        std::clamp(moments_.mean + deviation * (z + skew * (z * z - 1.0) / 6.0), moments_.mean - span, moments_.mean + span);
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
