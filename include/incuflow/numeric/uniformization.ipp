// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/checks.hpp"
#include "incuflow/numeric/point_probability.hpp"
#include "incuflow/numeric/uniformization.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

INCUFLOW_BEGIN

namespace detail::sparse {

inline constexpr double most_events = 1e10;
/// Every so many products it is asked whether the vector stands still.
inline constexpr std::int64_t still_every = 16;

INCUFLOW_INLINE void check_rate(const char* what, std::size_t at, double rate)
{
    if (rate >= 0.0 && rate <= std::numeric_limits<double>::max()) {
        return;
    }
    const std::string name = std::string(what) + numeric::entry_name({at});
    numeric::check_finite(name, rate);
    throw ParameterError("numeric.rate_negative", {{"what", name}, {"given", format_number(rate)}});
}

}  // namespace detail::sparse

INCUFLOW_INLINE SparseGenerator sparse_generator(int n, std::span<const RateEntry> entries)
{
    SparseGenerator q;
    q.n = n;
    const std::size_t states = detail::numeric::checked_states("sparse_generator", n);
    std::vector<RateEntry> sorted;
    sorted.reserve(entries.size());
    for (std::size_t e = 0; e < entries.size(); ++e) {
        detail::sparse::check_rate("sparse_generator: entries", e, entries[e].rate);
        for (const int state : {entries[e].from, entries[e].to}) {
            if (state < 0 || state >= n) {
                throw ParameterError("numeric.size", {{"what", "sparse_generator: entries" + detail::numeric::entry_name({e})},
                                                      {"expected", format_number(static_cast<std::int64_t>(n))},
                                                      {"given", format_number(static_cast<std::int64_t>(state))}});
            }
        }
        if (entries[e].from != entries[e].to && entries[e].rate > 0.0) {
            sorted.push_back(entries[e]);
        }
    }
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const RateEntry& a, const RateEntry& b) { return std::pair(a.from, a.to) < std::pair(b.from, b.to); });
    q.diagonal.assign(states, 0.0);
    q.row_starts.assign(states + 1, 0);
    int row = -1;
    for (const RateEntry& entry : sorted) {
        if (entry.from == row && q.columns.back() == entry.to) {
            q.rates.back() += entry.rate;
        } else {
            q.columns.push_back(entry.to);
            q.rates.push_back(entry.rate);
        }
        row = entry.from;
        q.row_starts[static_cast<std::size_t>(row) + 1] = q.columns.size();
        q.diagonal[static_cast<std::size_t>(row)] -= entry.rate;
    }
    for (std::size_t i = 1; i <= states; ++i) {
        q.row_starts[i] = std::max(q.row_starts[i], q.row_starts[i - 1]);
    }
    return q;
}

INCUFLOW_INLINE PoissonWindow poisson_window(double mean, double tolerance)
{
    PoissonWindow window;
    const auto mode = static_cast<std::int64_t>(mean);
    const double half = 0.5 * tolerance;
    const double top = poisson_probability(mode, mean);
    // Below the mode P(N < k) ≤ P(N = k − 1)/(1 − (k − 1)/mean).
    std::vector<double> down;
    double w = top;
    std::int64_t k = mode;
    while (k > 0) {
        w *= static_cast<double>(k) / mean;  // P(N = k − 1)
        if (w <= half * (1.0 - static_cast<double>(k - 1) / mean)) {
            break;
        }
        down.push_back(w);
        --k;
    }
    window.first = k;
    // Above it P(N > k) ≤ P(N = k + 1)/(1 − r), r = mean/(k + 2); the integrals sum P(N > k) once and twice more.
    std::vector<double> up;
    w = top;
    for (k = mode; mean > 0.0; ++k) {
        const double next = w * mean / static_cast<double>(k + 1);
        const double left = 1.0 - mean / static_cast<double>(k + 2);
        const double many = std::max(1.0, static_cast<double>(k + 1) / mean);
        if (left > 0.0 && next * many * many <= half * left * left * left) {
            break;
        }
        up.push_back(next);
        w = next;
    }
    window.last = k;
    window.weight.assign(down.rbegin(), down.rend());
    window.weight.push_back(top);
    window.weight.insert(window.weight.end(), up.begin(), up.end());
    double sum = 0.0;
    for (const double x : window.weight) {
        sum += x;
    }
    const std::size_t size = window.weight.size();
    window.beyond.assign(size + 1, 0.0);
    window.excess.assign(size + 1, 0.0);
    for (std::size_t i = size; i > 0; --i) {
        window.weight[i - 1] /= sum;
        window.beyond[i - 1] = window.beyond[i] + window.weight[i - 1];
        window.excess[i - 1] = window.excess[i] + window.beyond[i];
    }
    return window;
}

INCUFLOW_INLINE Uniformization::Uniformization(const SparseGenerator& generator) : n_(generator.n)
{
    namespace checks = detail::numeric;
    const std::size_t states = checks::checked_states("uniformization", n_);
    checks::check_size("uniformization: row_starts", {states + 1}, generator.row_starts.size());
    checks::check_size("uniformization: diagonal", {states}, generator.diagonal.size());
    checks::check_size("uniformization: columns", {generator.row_starts.back()}, generator.columns.size());
    checks::check_size("uniformization: rates", {generator.row_starts.back()}, generator.rates.size());
    for (std::size_t i = 0; i < states; ++i) {
        const std::size_t end = generator.row_starts[i + 1];
        checks::check_size("uniformization: row_starts", {std::max(end, generator.row_starts[i])}, end);
        double sum = 0.0;
        for (std::size_t e = generator.row_starts[i]; e < end; ++e) {
            detail::sparse::check_rate("uniformization: rates", e, generator.rates[e]);
            const std::int32_t to = generator.columns[e];
            if (to < 0 || to >= n_) {
                throw ParameterError("numeric.size", {{"what", "uniformization: columns" + checks::entry_name({e})},
                                                      {"expected", format_number(static_cast<std::int64_t>(n_))},
                                                      {"given", format_number(static_cast<std::int64_t>(to))}});
            }
            sum += generator.rates[e];
        }
        if (!std::isfinite(generator.diagonal[i])) {
            checks::check_finite("uniformization: diagonal" + checks::entry_name({i}), generator.diagonal[i]);
        }
        if (sum + generator.diagonal[i] > 1e-12 * sum) {
            throw ParameterError("numeric.row_positive", {{"what", "uniformization: row" + checks::entry_name({i})},
                                                          {"given", format_number(sum + generator.diagonal[i])}});
        }
        rate_ = std::max(rate_, -generator.diagonal[i]);
    }
    const double scale = rate_ > 0.0 ? 1.0 / rate_ : 0.0;
    stay_.resize(states);
    in_.starts.assign(states + 1, 0);
    out_.starts = generator.row_starts;
    out_.others = generator.columns;
    for (std::size_t i = 0; i < states; ++i) {
        stay_[i] = std::max(0.0, 1.0 + generator.diagonal[i] * scale);
        for (std::size_t e = out_.starts[i]; e < out_.starts[i + 1]; ++e) {
            out_.chances.push_back(generator.rates[e] * scale);
            ++in_.starts[static_cast<std::size_t>(out_.others[e]) + 1];
        }
    }
    for (std::size_t i = 0; i < states; ++i) {
        in_.starts[i + 1] += in_.starts[i];
    }
    in_.others.resize(out_.others.size());
    in_.chances.resize(out_.others.size());
    std::vector<std::size_t> at(in_.starts.begin(), in_.starts.end() - 1);
    for (std::size_t i = 0; i < states; ++i) {
        for (std::size_t e = out_.starts[i]; e < out_.starts[i + 1]; ++e) {
            const std::size_t slot = at[static_cast<std::size_t>(out_.others[e])]++;
            in_.others[slot] = static_cast<std::int32_t>(i);
            in_.chances[slot] = out_.chances[e];
        }
    }
}

INCUFLOW_INLINE void Uniformization::forward(std::span<const double> v, double t, std::span<double> transition, std::span<double> occupancy,
                                             std::span<double> accumulated, UniformizationWorkspace& workspace, double tolerance) const
{
    run(in_, true, v, t, transition, occupancy, accumulated, workspace, tolerance);
}

INCUFLOW_INLINE void Uniformization::backward(std::span<const double> v, double t, std::span<double> transition,
                                              std::span<double> occupancy, std::span<double> accumulated,
                                              UniformizationWorkspace& workspace, double tolerance) const
{
    run(out_, false, v, t, transition, occupancy, accumulated, workspace, tolerance);
}

INCUFLOW_INLINE void Uniformization::run(const Jumps& jumps, bool by_sum, std::span<const double> v, double t, std::span<double> transition,
                                         std::span<double> occupancy, std::span<double> accumulated, UniformizationWorkspace& work,
                                         double tolerance) const
{
    namespace checks = detail::numeric;
    const auto states = static_cast<std::size_t>(n_);
    checks::check_size("uniformization: v", {states}, v.size());
    checks::check_size("uniformization: transition", {states}, transition.size());
    checks::check_size("uniformization: occupancy", {occupancy.empty() ? 0 : states}, occupancy.size());
    checks::check_size("uniformization: accumulated", {accumulated.empty() ? 0 : states}, accumulated.size());
    checks::check_finite("uniformization: v", v);
    checks::check_finite("time", t);
    if (t < 0.0) {
        throw ParameterError("numeric.time_negative", {{"given", format_number(t)}});
    }
    const double mean = rate_ * t;
    if (!(mean <= detail::sparse::most_events)) {
        throw NumericError("numeric.too_many_events",
                           {{"given", format_number(mean)}, {"allowed", format_number(detail::sparse::most_events)}});
    }
    if (mean != work.mean || tolerance != work.tolerance) {
        // Half of the tolerance is for the window, half for standing still.
        work.window = poisson_window(mean, 0.5 * tolerance);
        work.mean = mean;
        work.tolerance = tolerance;
    }
    const PoissonWindow& window = work.window;
    work.now.assign(v.begin(), v.end());
    work.next.resize(states);
    double size = 0.0;
    for (const double x : v) {
        size = by_sum ? size + std::fabs(x) : std::max(size, std::fabs(x));
    }
    std::fill(occupancy.begin(), occupancy.end(), 0.0);
    std::fill(accumulated.begin(), accumulated.end(), 0.0);

    const double first = static_cast<double>(window.first);
    const auto slot = [&](std::int64_t k) { return static_cast<std::size_t>(k - window.first + 1); };
    // P(N = k), P(N > k) and E[(N − k − 1)⁺] for every k.
    const auto weight = [&](std::int64_t k) { return k < window.first ? 0.0 : window.weight[slot(k) - 1]; };
    const auto beyond = [&](std::int64_t k) { return k < window.first ? 1.0 : window.beyond[slot(k)]; };
    const auto excess = [&](std::int64_t k) {
        return k < window.first ? window.excess.front() + (first - 1.0 - static_cast<double>(k)) : window.excess[slot(k)];
    };
    const double step = rate_ > 0.0 ? 1.0 / rate_ : 0.0;
    // What P^k contributes to the integrals.
    const auto add = [&](const double* x, double b, double e) {
        if (!occupancy.empty() && b != 0.0) {
            for (std::size_t i = 0; i < states; ++i) {
                occupancy[i] += b * x[i];
            }
        }
        if (!accumulated.empty() && e != 0.0) {
            for (std::size_t i = 0; i < states; ++i) {
                accumulated[i] += e * x[i];
            }
        }
    };
    work.products = 0;
    if (mean == 0.0) {
        std::copy(v.begin(), v.end(), transition.begin());
        add(work.now.data(), t, 0.5 * t * t);
        return;
    }
    double* const out = transition.data();
    for (std::size_t i = 0; i < states; ++i) {
        out[i] = weight(0) * v[i];
    }
    for (std::int64_t k = 0;; ++k) {
        const double* const x = work.now.data();
        add(x, beyond(k) * step, excess(k) * step * step);
        if (k == window.last) {
            return;
        }
        double* const y = work.next.data();
        const double w = weight(k + 1);
        const std::size_t* const starts = jumps.starts.data();
        const std::int32_t* const others = jumps.others.data();
        const double* const chances = jumps.chances.data();
        const double* const stay = stay_.data();
        for (std::size_t i = 0; i < states; ++i) {
            double sum = stay[i] * x[i];
            for (std::size_t e = starts[i]; e < starts[i + 1]; ++e) {
                sum += chances[e] * x[static_cast<std::size_t>(others[e])];
            }
            y[i] = sum;
            out[i] += w * sum;
        }
        ++work.products;
        if ((k + 1) % detail::sparse::still_every == 0) {
            double change = 0.0;
            for (std::size_t i = 0; i < states; ++i) {
                const double d = std::fabs(y[i] - x[i]);
                change = by_sum ? change + d : std::max(change, d);
            }
            if (static_cast<double>(window.last - k) * change <= 0.5 * tolerance * size) {
                // Every further power is this one: all the weight that is left.
                double more = 0.0;
                for (std::int64_t j = std::max(k + 1, window.first - 1); j < window.last; ++j) {
                    more += excess(j);
                }
                const double linear = static_cast<double>(std::max<std::int64_t>(0, window.first - 1 - (k + 1)));
                more += linear * window.excess.front() + 0.5 * linear * (linear + 1.0);
                for (std::size_t i = 0; i < states; ++i) {
                    out[i] += beyond(k + 1) * y[i];
                }
                add(y, excess(k) * step, more * step * step);
                return;
            }
        }
        work.now.swap(work.next);
    }
}

INCUFLOW_END
