// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/convolution_kernel.ipp"
#include "incuflow/numeric/count_window.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/point_probability.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

INCUFLOW_BEGIN

namespace detail::counting
{

// Bernstein's scale of units that add `most` at most.
inline double scale_of(double most) noexcept { return most / 3.0; }

// Σ law[j] odds^(j − base) j^m for m = 0, 1, 2; the caller chooses the base so that no power overflows.
struct TiltedSums {
    double zero{};
    double one{};
    double two{};
};

INCUFLOW_INLINE TiltedSums tilted_sums(const std::vector<double>& law, std::size_t first, double odds, std::size_t base) noexcept
{
    TiltedSums sums;
    double weight = base <= first ? 1.0 : power(odds, static_cast<double>(first) - static_cast<double>(base));
    for (std::size_t j = first; j < law.size(); ++j) {
        const double jump = static_cast<double>(j);
        const double term = law[j] * weight;
        sums.zero += term;
        sums.one += jump * term;
        sums.two += jump * jump * term;
        weight = j + 1 == base ? 1.0 : weight * odds;
    }
    return sums;
}

INCUFLOW_INLINE double least_count(const CountPart& part) noexcept
{
    if (part.trials < 0 || part.law.empty()) {
        return 0.0;
    }
    std::size_t j = 0;
    while (part.law[j] == 0.0) {
        ++j;
    }
    return static_cast<double>(part.trials) * static_cast<double>(j);
}

INCUFLOW_INLINE double most_count(const CountPart& part) noexcept
{
    if (part.trials < 0) {
        return 9e15;
    }
    return static_cast<double>(part.trials) * (part.law.empty() ? 1.0 : static_cast<double>(part.law.size() - 1));
}

// Poisson or gamma-mixed numbers of units: with Λ(z) = Σ mean[j] (z^j − 1) the generating function is exp Λ or (1 − Λ/k)^(−k).
INCUFLOW_INLINE CountMoments tilted_stream(const CountPart& part, double odds) noexcept
{
    if (!part.streams.empty()) {
        CountMoments sum;
        for (const CountPart& stream : part.streams) {
            sum += tilted_stream(stream, odds);
        }
        return sum;
    }
    const bool plain = part.law.empty();
    const double total = plain ? part.value : tilted_sums(part.law, 1, 1.0, 0).zero;
    const TiltedSums sums =
        plain ? TiltedSums{part.value * odds, part.value * odds, part.value * odds} : tilted_sums(part.law, 1, odds, 0);
    const double most = plain ? 1.0 : static_cast<double>(part.law.size() - 1);
    if (part.k == 0.0) {
        return {sums.one, sums.two, sums.two, scale_of(most)};
    }
    const double rest = 1.0 + (total - sums.zero) / part.k;
    const double mean = sums.one / rest;
    // Cumulant by cumulant the count is below most × NB(k, mean/most), and that below a sub-gamma law of this variance and scale.
    const double spread = 1.0 + mean / (most * part.k);
    return {mean, sums.two / rest + mean * mean / part.k, most * mean * spread, most * spread};
}

INCUFLOW_INLINE CountMoments tilted_moments(const CountPart& part, double odds) noexcept
{
    if (part.trials < 0) {
        return tilted_stream(part, odds);
    }
    const double n = static_cast<double>(part.trials);
    if (!part.law.empty()) {
        std::size_t first = 0;
        while (part.law[first] == 0.0) {
            ++first;
        }
        const std::size_t last = part.law.size() - 1;
        TiltedSums sums;
        if (odds <= 1.0) {
            sums = tilted_sums(part.law, first, odds, first);
        } else {
            std::vector<double> mirrored(last + 1 - first);
            std::reverse_copy(part.law.begin() + static_cast<std::ptrdiff_t>(first), part.law.end(), mirrored.begin());
            sums = tilted_sums(mirrored, 0, 1.0 / odds, 0);
            const double top = static_cast<double>(last);
            sums = {sums.zero, top * sums.zero - sums.one, top * top * sums.zero - 2.0 * top * sums.one + sums.two};
        }
        const double mean = sums.one / sums.zero;
        double variance = 0.0;
        // The centred sum: a difference of moments would lose what is left of a variance near an end of the range.
        double weight = 1.0;
        for (std::size_t i = 0; i <= last - first; ++i) {
            const std::size_t j = odds <= 1.0 ? first + i : last - i;
            const double off = static_cast<double>(j) - mean;
            variance += part.law[j] * weight / sums.zero * off * off;
            weight *= odds <= 1.0 ? odds : 1.0 / odds;
        }
        return {n * mean, n * variance, n * variance, scale_of(static_cast<double>(last - first))};
    }
    const double p = part.value;
    const double q = 1.0 - p;
    if (odds <= 1.0) {
        const double hit = p * odds / (q + p * odds);
        const double variance = n * hit * (q / (q + p * odds));
        return {n * hit, variance, variance, scale_of(1.0)};
    }
    const double miss = q / odds / (p + q / odds);
    const double variance = n * (p / (p + q / odds)) * miss;
    return {n * (p / (p + q / odds)), variance, variance, scale_of(1.0)};
}

// Above these log odds a part has no tilted law, or one whose powers overflow.
INCUFLOW_INLINE double log_odds_limit(const CountPart& part) noexcept
{
    constexpr double plenty = 700.0;
    if (part.trials >= 0) {
        return plenty;
    }
    double limit = plenty;
    for (const CountPart& stream : part.streams) {
        limit = std::min(limit, log_odds_limit(stream));
    }
    if (!part.streams.empty()) {
        return limit;
    }
    const double most = part.law.empty() ? 1.0 : static_cast<double>(part.law.size() - 1);
    double high = plenty / most;
    if (part.k == 0.0) {
        return high;
    }
    const auto rest = [&](double log_odds) {
        const double odds = exponential(log_odds);
        const double total = part.law.empty() ? part.value : tilted_sums(part.law, 1, 1.0, 0).zero;
        const double now = part.law.empty() ? part.value * odds : tilted_sums(part.law, 1, odds, 0).zero;
        return part.k + total - now;
    };
    double low = 0.0;
    for (int turn = 0; turn < 100 && rest(high) <= 0.0; ++turn) {
        const double middle = 0.5 * (low + high);
        (rest(middle) > 0.0 ? low : high) = middle;
        if (high - low < 1e-15 * high) {
            return low;
        }
    }
    return rest(high) > 0.0 ? high : low;
}

INCUFLOW_INLINE double tilt_to(std::span<const CountPart> parts, double count) noexcept
{
    double most = 0.0;
    double least = 0.0;
    double high = 700.0;
    bool bounded = true;
    for (const CountPart& part : parts) {
        bounded = bounded && part.trials >= 0;
        most += most_count(part);
        least += least_count(part);
        high = std::min(high, log_odds_limit(part));
    }
    if (count <= least) {
        return 0.0;
    }
    if (bounded && count >= most) {
        return std::numeric_limits<double>::infinity();
    }
    // Newton's steps on the log odds for the logarithm of the mean (of mean to misses where the count is bounded), which is straight for
    // one part, kept within a bracket; the mean rises with the odds. A plain step on the mean would creep where the mean is tiny.
    double low = -740.0;
    double log_odds = 0.0;
    for (int turn = 0; turn < 200; ++turn) {
        CountMoments sum;
        const double odds = exponential(log_odds);
        for (const CountPart& part : parts) {
            sum += tilted_moments(part, odds);
        }
        const double gap = sum.mean - count;
        if (gap * gap <= 0.01 * sum.variance) {
            break;
        }
        (gap > 0.0 ? high : low) = log_odds;
        const double shortfall =
            logarithm((count - least) / (sum.mean - least)) + (bounded ? logarithm((most - sum.mean) / (most - count)) : 0.0);
        const double slope = sum.variance * (bounded ? (most - least) / ((sum.mean - least) * (most - sum.mean)) : 1.0 / (sum.mean - least));
        const double next = log_odds + shortfall / slope;
        log_odds = next > low && next < high ? next : 0.5 * (low + high);
    }
    return exponential(log_odds);
}

INCUFLOW_INLINE double bernstein_distance(const CountMoments& moments, double exponent) noexcept
{
    const double linear = exponent * moments.scale;
    return linear + std::sqrt(linear * linear + 2.0 * exponent * moments.bound);
}

// e^−46 is 1e-20: below 1e-15 of a tail whose own law, tilted to it, has a standard deviation of up to 1e4, and so in
// every case, since the inequality is far from sharp there.
INCUFLOW_INLINE double CountReach::lowest() const
{
    return low.mean - bernstein_distance(low, 46.0);
}
INCUFLOW_INLINE double CountReach::highest() const
{
    return high.mean + bernstein_distance(high, 46.0);
}

// One stream of units in the recursion below. With Q = Σ mean[j] z^j/(k + Σ mean) the generating function of a gamma-mixed number is a multiple
// of (1 − Q)^(−k), and R = G/(1 − Q) of the whole law G follows from R = G + Q·R.
struct StreamTerm {
    double k{};
    std::vector<double> weights{};  // j·mean[j], or k·j·Q[j]
    std::vector<double> shares{};   // Q[j]
    std::vector<double> past{};     // R(n) at n modulo the size

    explicit StreamTerm(const CountPart& part) : k(part.k), shares(part.law)
    {
        if (shares.empty()) {
            shares = {0.0, part.value};
        }
        const double divisor = k == 0.0 ? 1.0 : k + tilted_sums(shares, 1, 1.0, 0).zero;
        for (std::size_t j = 0; j < shares.size(); ++j) {
            shares[j] /= divisor;
            weights.push_back(static_cast<double>(j) * shares[j] * (k == 0.0 ? 1.0 : k));
        }
        past.assign(shares.size(), 0.0);
    }
    static double over(const std::vector<double>& weights, const std::vector<double>& past, std::int64_t n)
    {
        const auto most = std::min<std::int64_t>(n, static_cast<std::int64_t>(weights.size()) - 1);
        double sum = 0.0;
        for (std::int64_t j = most; j > 0; --j) {
            sum += weights[static_cast<std::size_t>(j)] * past[static_cast<std::size_t>(n - j) % past.size()];
        }
        return sum;
    }
    // What it adds to n·f(n).
    [[nodiscard]] double next(std::int64_t n) const { return over(weights, past, n); }
    void keep(std::int64_t n, double f) { past[static_cast<std::size_t>(n) % past.size()] = k == 0.0 ? f : f + over(shares, past, n); }
};

// Σ of Poisson and gamma-mixed numbers of units, from 0 up, by the logarithmic derivative of the generating function (Panjer 1981). Every
// term is positive. The scale is free until the end: the whole law, whose rest beyond e^−46 is left out, adds up to 1.
INCUFLOW_INLINE void stream_window(const CountPart& part, CountWindow& window)
{
    std::vector<StreamTerm> terms;
    if (part.streams.empty()) {
        terms.emplace_back(part);
    }
    for (const CountPart& stream : part.streams) {
        terms.emplace_back(stream);
    }
    const CountMoments moments = tilted_moments(part, 1.0);
    const double whole = std::ceil(moments.mean + bernstein_distance(moments, 46.0));
    if (!(whole < 0x1p27)) {
        throw NumericError("numeric.count_too_large", {{"given", format_number(whole)}});
    }
    const std::int64_t end = std::max(window.last(), static_cast<std::int64_t>(whole));
    constexpr double big = 0x1p512;
    double total = 0.0;
    for (std::int64_t n = 0; n <= end; ++n) {
        double sum = 0.0;
        for (const StreamTerm& term : terms) {
            sum += term.next(n);
        }
        const double next = n == 0 ? 1.0 : sum / static_cast<double>(n);
        for (StreamTerm& term : terms) {
            term.keep(n, next);
        }
        total += next;
        if (n >= window.first && n <= window.last()) {
            window.mass[static_cast<std::size_t>(n - window.first)] = next;
        }
        if (next > big) {
            for (StreamTerm& term : terms) {
                for (double& f : term.past) {
                    f /= big;
                }
            }
            for (double& f : window.mass) {
                f /= big;
            }
            total /= big;
        }
    }
    for (double& f : window.mass) {
        f /= total;
    }
}

// Σ of so many units of one law, by halves; each sum on its own reach between the two odds.
INCUFLOW_INLINE CountWindow units_window(const CountWindow& unit, std::int64_t units, const CountReach& one)
{
    if (units == 1) {
        return unit;
    }
    const auto clipped = [&](const CountWindow& x, const CountWindow& y, std::int64_t count) {
        const CountReach reach{one.low.times(static_cast<double>(count)), one.high.times(static_cast<double>(count))};
        const double first = std::max(std::floor(reach.lowest()), static_cast<double>(x.first + y.first));
        const double last = std::min(std::ceil(reach.highest()), static_cast<double>(x.last() + y.last()));
        return convolve(x, y, static_cast<std::int64_t>(first), static_cast<std::int64_t>(last));
    };
    const CountWindow half = units_window(unit, units / 2, one);
    const CountWindow even = clipped(half, half, units / 2 * 2);
    return units % 2 == 0 ? even : clipped(even, unit, units);
}

INCUFLOW_INLINE void trials_window(const CountPart& part, CountWindow& window)
{
    CountPart one = part;
    one.trials = 1;
    const double low_odds = tilt_to({&part, 1}, static_cast<double>(window.first));
    const double high_odds = tilt_to({&part, 1}, static_cast<double>(window.last()));
    const CountWindow sum = units_window({0, part.law}, part.trials, {tilted_moments(one, low_odds), tilted_moments(one, high_odds)});
    const std::int64_t first = std::max(sum.first, window.first);
    const std::int64_t last = std::min(sum.last(), window.last());
    for (std::int64_t n = first; n <= last; ++n) {
        window.mass[static_cast<std::size_t>(n - window.first)] = sum.mass[static_cast<std::size_t>(n - sum.first)];
    }
}

INCUFLOW_INLINE CountWindow part_window(const CountPart& part, double low, double high)
{
    const double most = most_count(part);
    low = std::clamp(low, 0.0, most);
    high = std::clamp(high, low, most);
    if (!(high - low < 0x1p27)) {
        throw NumericError("numeric.count_too_large", {{"given", format_number(high)}});
    }
    CountWindow window;
    window.first = static_cast<std::int64_t>(std::floor(low));
    const auto last = static_cast<std::int64_t>(std::ceil(high));
    const auto size = static_cast<std::size_t>(last - window.first + 1);
    window.mass.assign(size, 0.0);
    if (!part.plain()) {
        part.trials < 0 ? stream_window(part, window) : trials_window(part, window);
        return window;
    }
    std::vector<double>& mass = window.mass;
    const double first = static_cast<double>(window.first);

    // Outward from the count next to the mode, so that probabilities only fall and no step can overflow.
    const double trials = static_cast<double>(part.trials);
    const double mode =
        std::clamp(part.trials < 0 ? part.value : (trials + 1.0) * part.value, first, static_cast<double>(last));
    const auto middle = static_cast<std::int64_t>(mode);
    const auto start = static_cast<std::size_t>(middle - window.first);
    if (part.trials < 0) {
        const double mean = part.value;
        mass[start] = poisson_probability(middle, mean);
        for (std::size_t k = start + 1; k < size; ++k) {
            mass[k] = mass[k - 1] * (mean / (first + static_cast<double>(k)));
        }
        for (std::size_t k = start; k > 0; --k) {
            mass[k - 1] = mass[k] * ((first + static_cast<double>(k)) / mean);
        }
    } else {
        const double odds = part.value / (1.0 - part.value);
        mass[start] = binomial_probability(middle, part.trials, part.value);
        for (std::size_t k = start + 1; k < size; ++k) {
            const double hits = first + static_cast<double>(k);
            mass[k] = mass[k - 1] * ((trials - hits + 1.0) * odds / hits);
        }
        for (std::size_t k = start; k > 0; --k) {
            const double hits = first + static_cast<double>(k);
            mass[k - 1] = mass[k] * (hits / ((trials - hits + 1.0) * odds));
        }
    }
    return window;
}

INCUFLOW_INLINE CountWindow convolve_at([[maybe_unused]] KernelLevel level, const CountWindow& x, const CountWindow& y,
                                        std::int64_t low, std::int64_t high)
{
    // Both ends of the sum within what x and y can reach; beyond it there is nothing but zeros.
    const std::int64_t first = std::max(low, x.first + y.first);
    const std::int64_t last = std::min(high, x.last() + y.last());
    CountWindow sum;
    sum.first = low;
    sum.mass.assign(static_cast<std::size_t>(high - low + 1), 0.0);
    if (first > last) {
        return sum;
    }
    constexpr std::size_t padding = convolution::padding;
    const auto count = static_cast<std::size_t>(last - first + 1);
    const auto offset = static_cast<std::size_t>(first - x.first - y.first);
    std::vector<double> padded(y.mass.size() + 2 * padding, 0.0);
    std::copy(y.mass.begin(), y.mass.end(), padded.begin() + padding);
    std::vector<double> out((count + padding - 1) / padding * padding);
    const double* rows = padded.data() + padding;
#if defined(INCUFLOW_COMPILED) && defined(__x86_64__)
    if (level == KernelLevel::x86_64_v4) {
        convolve_x86_64_v4(x.mass.data(), x.mass.size(), rows, y.mass.size(), offset, out.data(), count);
    } else if (level == KernelLevel::x86_64_v3) {
        convolve_x86_64_v3(x.mass.data(), x.mass.size(), rows, y.mass.size(), offset, out.data(), count);
    } else
#endif
    {
        convolution::body<2>(x.mass.data(), x.mass.size(), rows, y.mass.size(), offset, out.data(), count);
    }
    std::copy_n(out.begin(), count, sum.mass.begin() + (first - low));
    return sum;
}

INCUFLOW_INLINE CountWindow convolve(const CountWindow& x, const CountWindow& y, std::int64_t low, std::int64_t high)
{
    return convolve_at(best_kernel_level(), x, y, low, high);
}

INCUFLOW_INLINE CountWindow sum_window(std::span<const CountPart> parts, double low, double high)
{
    struct Node {
        CountReach reach;
        CountWindow window;
    };
    std::vector<Node> nodes;
    nodes.reserve(parts.size());
    for (const CountPart& part : parts) {
        const CountReach reach{tilted_moments(part, low), tilted_moments(part, high)};
        nodes.push_back({reach, part_window(part, reach.lowest(), reach.highest())});
    }
    // In pairs, then pairs of pairs: the windows grow with the square root of what they hold.
    while (nodes.size() > 1) {
        std::vector<Node> merged;
        merged.reserve((nodes.size() + 1) / 2);
        for (std::size_t k = 0; k + 1 < nodes.size(); k += 2) {
            CountReach reach = nodes[k].reach;
            reach.low += nodes[k + 1].reach.low;
            reach.high += nodes[k + 1].reach.high;
            const CountWindow& x = nodes[k].window;
            const CountWindow& y = nodes[k + 1].window;
            const double first = std::max(std::floor(reach.lowest()), static_cast<double>(x.first + y.first));
            const double last = std::min(std::ceil(reach.highest()), static_cast<double>(x.last() + y.last()));
            merged.push_back(
                {reach, convolve(x, y, static_cast<std::int64_t>(first), static_cast<std::int64_t>(last))});
        }
        if (nodes.size() % 2 == 1) {
            merged.push_back(std::move(nodes.back()));
        }
        nodes = std::move(merged);
    }
    return nodes.empty() ? CountWindow{} : std::move(nodes.front().window);
}

}  // namespace detail::counting

INCUFLOW_END
