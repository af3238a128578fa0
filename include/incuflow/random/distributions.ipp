// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/numeric/point_probability.hpp"
#include "incuflow/random/distributions.hpp"
#include "incuflow/text/number.hpp"

#include <cmath>
#include <limits>

INCUFLOW_BEGIN

namespace detail
{

inline constexpr double inversion_limit = 10.0;
inline constexpr double largest_count = 1e15;

/// The count at which the sum of the probabilities `first`, `first·ratio(1)`, `first·ratio(1)·ratio(2)`, … reaches a
/// uniform. Ends also where the sum, by its rounding, never reaches the uniform: what is left out is below 1e-17.
template <class Ratio> std::int64_t invert_count(double u, double first, Ratio ratio)
{
    double probability = first;
    std::int64_t count = 0;
    while (u > probability) {
        u -= probability;
        const double next = ratio(count + 1);
        probability *= next;
        if (next < 1.0 && probability < 1e-18) {
            break;
        }
        ++count;
    }
    return count;
}

/// The hat of Hörmann's transformed rejection: a table mountain around `centre`.
struct TableMountain {
    double a;
    double b;
    double centre;
    double squeeze;  ///< v below it accepts at once, where |u| ≤ 0.43
    double height;   ///< of the hat, in units of the density it is compared with
};

/// One count under the hat; `accept(k, v)` says whether v is below the ratio of density and hat.
template <class Accept>
std::int64_t transformed_rejection(Stream& stream, const TableMountain& hat, double largest, Accept accept)
{
    for (;;) {
        const double u = stream.uniform() - 0.5;
        const double v = stream.uniform();
        const double distance = 0.5 - std::fabs(u);
        const double count = std::floor((2.0 * hat.a / distance + hat.b) * u + hat.centre);
        if (!(count >= 0.0 && count <= largest)) {
            continue;
        }
        if (distance >= 0.07 && v <= hat.squeeze) {
            return static_cast<std::int64_t>(count);
        }
        if (accept(static_cast<std::int64_t>(count), v * hat.height / (hat.a / (distance * distance) + hat.b))) {
            return static_cast<std::int64_t>(count);
        }
    }
}

}  // namespace detail

INCUFLOW_INLINE double sample_exponential(Stream& stream, double rate)
{
    if (!(rate > 0.0 && rate < std::numeric_limits<double>::infinity())) {
        throw ParameterError("random.rate", {{"given", format_number(rate)}});
    }
    return stream.exponential() / rate;
}

INCUFLOW_INLINE double sample_normal(Stream& stream, double mean, double sd)
{
    if (!(std::isfinite(mean) && std::isfinite(sd) && sd >= 0.0)) {
        throw ParameterError("random.deviation", {{"mean", format_number(mean)}, {"given", format_number(sd)}});
    }
    return mean + sd * stream.normal();
}

INCUFLOW_INLINE std::int64_t sample_poisson(Stream& stream, double mean)
{
    if (!(mean >= 0.0 && mean <= detail::largest_count)) {
        throw ParameterError("random.mean", {{"given", format_number(mean)}});
    }
    if (mean < detail::inversion_limit) {
        return detail::invert_count(stream.uniform(), exponential(-mean),
                                    [mean](std::int64_t k) { return mean / static_cast<double>(k); });
    }
    const double b = 0.931 + 2.53 * std::sqrt(mean);
    const detail::TableMountain hat{-0.059 + 0.02483 * b, b, mean + 0.43, 0.9277 - 3.6224 / (b - 2.0),
                                    1.1239 + 1.1328 / (b - 3.4)};
    return detail::transformed_rejection(stream, hat, 8.0 * detail::largest_count, [mean](std::int64_t k, double v) {
        return v <= poisson_probability(k, mean);
    });
}

INCUFLOW_INLINE std::int64_t sample_binomial(Stream& stream, std::int64_t trials, double p)
{
    const double n = static_cast<double>(trials);
    if (!(n >= 0.0 && n <= detail::largest_count)) {
        throw ParameterError("random.trials", {{"given", format_number(trials)}});
    }
    if (!(p >= 0.0 && p <= 1.0)) {
        throw ParameterError("random.probability", {{"given", format_number(p)}});
    }
    if (p > 0.5) {
        return trials - sample_binomial(stream, trials, 1.0 - p);
    }
    if (n * p < detail::inversion_limit) {
        const double odds = p / (1.0 - p);
        return detail::invert_count(stream.uniform(), exponential(n * logarithm_1_plus(-p)), [n, odds](std::int64_t k) {
            const double count = static_cast<double>(k);
            return (n - count + 1.0) / count * odds;
        });
    }
    const double deviation = std::sqrt(n * p * (1.0 - p));
    const double b = 1.15 + 2.53 * deviation;
    const detail::TableMountain hat{-0.0873 + 0.0248 * b + 0.01 * p, b, n * p + 0.5, 0.92 - 4.2 / b,
                                    (2.83 + 5.1 / b) * deviation};
    double top = 0.0;  // the largest probability, looked for only when the squeeze has failed
    return detail::transformed_rejection(stream, hat, n, [&](std::int64_t k, double v) {
        if (top == 0.0) {
            top = binomial_probability(static_cast<std::int64_t>((n + 1.0) * p), trials, p);
        }
        return v * top <= binomial_probability(k, trials, p);
    });
}

INCUFLOW_END
