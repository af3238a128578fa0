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

INCUFLOW_INLINE CountMoments tilted_moments(const CountPart& part, double odds) noexcept
{
    if (part.trials < 0) {
        return {part.value * odds, part.value * odds};
    }
    const double n = static_cast<double>(part.trials);
    const double p = part.value;
    const double q = 1.0 - p;
    if (odds <= 1.0) {
        const double hit = p * odds / (q + p * odds);
        return {n * hit, n * hit * (q / (q + p * odds))};
    }
    const double miss = q / odds / (p + q / odds);
    return {n * (p / (p + q / odds)), n * (p / (p + q / odds)) * miss};
}

INCUFLOW_INLINE double tilt_to(std::span<const CountPart> parts, double count) noexcept
{
    double most = 0.0;
    for (const CountPart& part : parts) {
        most += part.trials < 0 ? std::numeric_limits<double>::infinity() : static_cast<double>(part.trials);
    }
    if (count <= 0.0) {
        return 0.0;
    }
    if (count >= most) {
        return std::numeric_limits<double>::infinity();
    }
    // Newton's steps on the log odds for the logarithm of the mean (of mean to misses where the count is bounded), which is straight for
    // one part, kept within a bracket; the mean rises with the odds. A plain step on the mean would creep where the mean is tiny.
    double low = -740.0;
    double high = 700.0;
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
        const bool bounded = most < std::numeric_limits<double>::infinity();
        const double shortfall = logarithm(count / sum.mean) + (bounded ? logarithm((most - sum.mean) / (most - count)) : 0.0);
        const double slope = sum.variance / (bounded ? sum.mean * (1.0 - sum.mean / most) : sum.mean);
        const double next = log_odds + shortfall / slope;
        log_odds = next > low && next < high ? next : 0.5 * (low + high);
    }
    return exponential(log_odds);
}

INCUFLOW_INLINE double bernstein_distance(double variance, double exponent) noexcept
{
    return exponent / 3.0 + std::sqrt(exponent * exponent / 9.0 + 2.0 * exponent * variance);
}

// e^−46 is 1e-20: below 1e-15 of a tail whose own law, tilted to it, has a standard deviation of up to 1e4, and so in
// every case, since the inequality is far from sharp there.
INCUFLOW_INLINE double CountReach::lowest() const
{
    return low.mean - bernstein_distance(low.variance, 46.0);
}
INCUFLOW_INLINE double CountReach::highest() const
{
    return high.mean + bernstein_distance(high.variance, 46.0);
}

INCUFLOW_INLINE CountWindow part_window(const CountPart& part, double low, double high)
{
    const double most = part.trials < 0 ? 9e15 : static_cast<double>(part.trials);
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
