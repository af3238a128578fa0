// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/cell_law.hpp"
#include "incuflow/numeric/circle.hpp"
#include "incuflow/numeric/elementary.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

INCUFLOW_BEGIN

namespace detail::cells {

/// A law with every n weighed by Π odds_i^n_i, and log of what that multiplies the total by.
struct Tilted {
    CountParts parts{};
    double log_total{};
};

inline std::vector<double> weighed(const std::vector<double>& law, std::span<const double> odds)
{
    std::vector<double> result = law;
    for (std::size_t cell = 0; cell < law.size(); ++cell) {
        for (std::size_t i = 0; i < odds.size(); ++i) {
            result[cell] *= (cell >> i & 1) != 0 ? odds[i] : 1.0;
        }
    }
    return result;
}

inline double sum_of(const std::vector<double>& law, std::size_t first)
{
    double sum = 0.0;
    for (std::size_t cell = first; cell < law.size(); ++cell) {
        sum += law[cell];
    }
    return sum;
}

inline void scale(std::vector<double>& law, double factor)
{
    for (double& p : law) {
        p *= factor;
    }
}

/// `log_total` is infinite where gamma-mixed units have no such law.
inline Tilted tilted(const CountParts& parts, std::span<const double> odds)
{
    Tilted result{parts, 0.0};
    if (!parts.poisson.empty()) {
        result.parts.poisson = weighed(parts.poisson, odds);
        result.log_total += sum_of(result.parts.poisson, 1) - sum_of(parts.poisson, 1);
    }
    for (MixedUnits& units : result.parts.mixed) {
        const double before = sum_of(units.means, 1);
        units.means = weighed(units.means, odds);
        const double rest = 1.0 - (sum_of(units.means, 1) - before) / units.k;
        if (!(rest > 0.0)) {
            result.log_total = std::numeric_limits<double>::infinity();
            return result;
        }
        scale(units.means, 1.0 / rest);
        result.log_total -= units.k * logarithm(rest);
    }
    for (TrialUnits& group : result.parts.trials) {
        group.chances = weighed(group.chances, odds);
        const double total = sum_of(group.chances, 0);
        scale(group.chances, 1.0 / total);
        result.log_total += static_cast<double>(group.units) * logarithm(total);
    }
    return result;
}

inline CountParts marginal(const CountParts& parts, int count)
{
    const auto folded = [&](const std::vector<double>& law) {
        std::vector<double> two(2, 0.0);
        for (std::size_t cell = 0; cell < law.size(); ++cell) {
            two[cell >> static_cast<std::size_t>(count) & 1] += law[cell];
        }
        return two;
    };
    CountParts one;
    one.poisson = folded(parts.poisson);
    for (const MixedUnits& units : parts.mixed) {
        one.mixed.push_back({units.k, folded(units.means)});
    }
    for (const TrialUnits& group : parts.trials) {
        std::vector<double> chances = folded(group.chances);
        for (double& p : chances) {
            p = std::min(p, 1.0);  // sums of tilted chances may be an ulp above
        }
        one.trials.push_back({group.units, std::move(chances)});
    }
    return one;
}

/// The largest possible count; −1 where there is none.
inline std::int64_t most_of(const CountParts& parts)
{
    std::int64_t most = 0;
    for (const TrialUnits& group : parts.trials) {
        most += group.chances[1] > 0.0 ? group.units : 0;
    }
    const bool open = (!parts.poisson.empty() && parts.poisson[1] > 0.0) ||
                      std::any_of(parts.mixed.begin(), parts.mixed.end(), [](const MixedUnits& units) { return units.means[1] > 0.0; });
    return open ? -1 : most;
}

/// In place: out[n] = Σ in[j] e^(−2πijn/size), size a power of two, elements `stride` apart.
inline void transform(std::vector<Complex>& line, const std::vector<Complex>& roots)
{
    const std::size_t size = line.size();
    for (std::size_t i = 1, j = 0; i < size; ++i) {
        std::size_t bit = size / 2;
        for (; (j & bit) != 0; bit /= 2) {
            j ^= bit;
        }
        j ^= bit;
        if (i < j) {
            std::swap(line[i], line[j]);
        }
    }
    for (std::size_t half = 1; half < size; half *= 2) {
        const std::size_t step = size / (2 * half);
        for (std::size_t start = 0; start < size; start += 2 * half) {
            for (std::size_t k = 0; k < half; ++k) {
                const Complex odd = roots[k * step] * line[start + half + k];
                line[start + half + k] = line[start + k] - odd;
                line[start + k] = line[start + k] + odd;
            }
        }
    }
}

inline std::vector<Complex> circle_of(std::size_t size, double sign)
{
    std::vector<Complex> points(size);
    for (std::size_t j = 0; j < size; ++j) {
        // The angle from −π to π, so that neighbours of 1 are exact on both sides.
        const double turn = static_cast<double>(j) - (2 * j > size ? static_cast<double>(size) : 0.0);
        points[j] = on_circle(sign * 6.283185307179586476925 * turn / static_cast<double>(size));
    }
    return points;
}

/// The generating function where z^cell is `monomials[cell]`.
inline Complex generating(const CountParts& parts, const std::vector<Complex>& monomials)
{
    const auto sum = [&](const std::vector<double>& law, std::size_t first) {
        Complex total;
        for (std::size_t cell = first; cell < law.size(); ++cell) {
            total = total + law[cell] * monomials[cell];
        }
        return total;
    };
    const auto off = [&](const std::vector<double>& law) { return sum(law, 1) - Complex{sum_of(law, 1), 0.0}; };
    // Away from 1 nearly all values are too small to be seen: log|z| ≤ (|z|² − 1)/2 tells so before any power is taken.
    constexpr double negligible = -60.0;
    const Complex exponent = parts.poisson.empty() ? Complex{} : off(parts.poisson);
    double log_size = exponent.re;
    for (const TrialUnits& group : parts.trials) {
        const Complex one = sum(group.chances, 0);
        log_size += 0.5 * static_cast<double>(group.units) * std::min(0.0, one.re * one.re + one.im * one.im - 1.0);
    }
    if (log_size < negligible) {
        return {};
    }
    Complex value = complex_exponential(exponent);
    for (const MixedUnits& units : parts.mixed) {
        value = value * complex_power(Complex{1.0, 0.0} - (1.0 / units.k) * off(units.means), -units.k);
    }
    for (const TrialUnits& group : parts.trials) {
        value = value * complex_power(sum(group.chances, 0), group.units);
    }
    return value;
}

/// The grid of a law; windows leave out below e^−40 on each side of each count.
inline CountGrid grid_of(const CountParts& parts, int counts)
{
    CountGrid grid;
    std::vector<std::vector<Complex>> circles;
    std::size_t points = 1;
    for (int i = 0; i < counts; ++i) {
        const CountParts one = marginal(parts, i);
        const CountLaw law(one);
        const double reach = law.reach(40.0);
        const std::int64_t most = most_of(one);
        const double low = std::max(0.0, std::floor(law.mean() - reach));
        const double high = std::ceil(law.mean() + reach);
        const double last = most >= 0 ? std::min(high, static_cast<double>(most)) : high;
        std::size_t size = 1;
        while (static_cast<double>(size) < last - low + 1.0 && size <= (std::size_t{1} << 24)) {
            size *= 2;
        }
        points *= size;
        if (points > (std::size_t{1} << 24)) {
            throw NumericError("numeric.count_too_large", {{"given", format_number(law.mean())}});
        }
        grid.first.push_back(static_cast<std::int64_t>(low));
        grid.size.push_back(size);
        circles.push_back(circle_of(size, 1.0));
    }
    std::vector<Complex> values(points);
    std::vector<std::size_t> at(static_cast<std::size_t>(counts), 0);
    std::vector<Complex> monomials(std::size_t{1} << counts);
    for (std::size_t p = 0; p < points; ++p) {
        // Opposite points of the circles have conjugate values.
        std::size_t mirrored = 0;
        for (std::size_t i = 0; i < at.size(); ++i) {
            mirrored = mirrored * grid.size[i] + (at[i] == 0 ? 0 : grid.size[i] - at[i]);
        }
        monomials[0] = {1.0, 0.0};
        for (std::size_t i = 0; mirrored >= p && i < at.size(); ++i) {
            const std::size_t bit = std::size_t{1} << i;
            for (std::size_t cell = 0; cell < bit; ++cell) {
                monomials[bit + cell] = monomials[cell] * circles[i][at[i]];
            }
        }
        values[p] = mirrored < p ? Complex{values[mirrored].re, -values[mirrored].im} : generating(parts, monomials);
        for (std::size_t i = at.size(); i-- > 0;) {
            if (++at[i] < grid.size[i]) {
                break;
            }
            at[i] = 0;
        }
    }
    // One transform along each count, then the part of it that the window shows.
    std::size_t stride = points;
    for (std::size_t i = 0; i < grid.size.size(); ++i) {
        const std::size_t size = grid.size[i];
        stride /= size;
        const std::vector<Complex> roots = circle_of(size, -1.0);
        std::vector<Complex> line(size);
        for (std::size_t block = 0; block < points; block += stride * size) {
            for (std::size_t offset = 0; offset < stride; ++offset) {
                Complex* start = values.data() + block + offset;
                for (std::size_t n = 0; n < size; ++n) {
                    line[n] = start[n * stride];
                }
                transform(line, roots);
                const auto shift = static_cast<std::size_t>(grid.first[i]) % size;
                for (std::size_t n = 0; n < size; ++n) {
                    start[n * stride] = line[(n + shift) % size];
                }
            }
        }
    }
    grid.mass.resize(points);
    for (std::size_t p = 0; p < points; ++p) {
        grid.mass[p] = std::max(0.0, values[p].re / static_cast<double>(points));
    }
    return grid;
}

/// Σ of the grid within the ranges, each n weighed by Π odds_i^(−n_i).
inline double sum_within(const CountGrid& grid, std::span<const CountRange> ranges, const std::vector<double>& log_odds, double log_total)
{
    double sum = 0.0;
    std::vector<std::size_t> at(grid.size.size(), 0);
    for (const double mass : grid.mass) {
        bool inside = mass > 0.0;
        double log_weight = log_total;
        for (std::size_t i = 0; inside && i < at.size(); ++i) {
            const std::int64_t n = grid.first[i] + static_cast<std::int64_t>(at[i]);
            inside = n >= ranges[i].low && n <= ranges[i].high;
            log_weight -= static_cast<double>(n) * log_odds[i];
        }
        if (inside) {
            sum += mass * (log_weight == 0.0 ? 1.0 : exponential(log_weight));
        }
        for (std::size_t i = at.size(); i-- > 0;) {
            if (++at[i] < grid.size[i]) {
                break;
            }
            at[i] = 0;
        }
    }
    return sum;
}

}  // namespace detail::cells

INCUFLOW_INLINE CellLaw::CellLaw(CountParts parts, int counts) : parts_(std::move(parts)), counts_(counts)
{
    if (counts != 2 && counts != 3) {
        throw ParameterError("numeric.size", {{"what", "counts of a joint law"}, {"expected", "2 … 3"}, {"given", std::to_string(counts)}});
    }
    const std::size_t cells = std::size_t{1} << counts;
    const auto check = [&](const std::vector<double>& law) {
        if (law.size() != cells) {
            throw ParameterError("numeric.size",
                                 {{"what", "cells of a part"}, {"expected", std::to_string(cells)}, {"given", std::to_string(law.size())}});
        }
    };
    if (parts_.poisson.empty()) {
        parts_.poisson.assign(cells, 0.0);
    }
    parts_.poisson.front() = 0.0;
    check(parts_.poisson);
    for (MixedUnits& units : parts_.mixed) {
        check(units.means);
        units.means.front() = 0.0;
    }
    for (const TrialUnits& group : parts_.trials) {
        check(group.chances);
    }
    (void)CountLaw(parts_);  // checks the numbers
}

INCUFLOW_INLINE CountLaw CellLaw::marginal(int count) const { return CountLaw(detail::cells::marginal(parts_, count)); }

INCUFLOW_INLINE CountGrid CellLaw::grid() const { return detail::cells::grid_of(parts_, counts_); }

INCUFLOW_INLINE double CellLaw::nothing() const
{
    double log_chance = -detail::cells::sum_of(parts_.poisson, 1);
    for (const MixedUnits& units : parts_.mixed) {
        log_chance -= units.k * logarithm_1_plus(detail::cells::sum_of(units.means, 1) / units.k);
    }
    for (const TrialUnits& group : parts_.trials) {
        log_chance += group.units == 0 ? 0.0 : static_cast<double>(group.units) * logarithm(group.chances.front());
    }
    return exponential(log_chance);
}

INCUFLOW_INLINE double CellLaw::within(std::span<const CountRange> ranges) const
{
    const auto counts = static_cast<std::size_t>(counts_);
    std::vector<double> log_odds(counts, 0.0);
    std::vector<double> wanted(counts);
    bool rare = false;
    for (std::size_t i = 0; i < counts; ++i) {
        const CountParts one = detail::cells::marginal(parts_, static_cast<int>(i));
        const std::int64_t most = detail::cells::most_of(one);
        if (ranges[i].high < ranges[i].low || ranges[i].high < 0 || (most >= 0 && ranges[i].low > most)) {
            return 0.0;
        }
        const double mean = CountLaw(one).mean();
        wanted[i] = std::clamp(mean, static_cast<double>(ranges[i].low), static_cast<double>(ranges[i].high));
        rare = rare || wanted[i] != mean;
    }
    const double plain = detail::cells::sum_within(grid(), ranges, log_odds, 0.0);
    constexpr double common = 1e-3;
    if (plain > common || !rare) {
        return std::min(1.0, plain);
    }
    // The tilt that brings the mean of each count which lies outside its range to the range's nearer end, count by count in turn.
    std::vector<double> odds(counts, 1.0);
    const auto mean_of = [&](std::size_t i) {
        const detail::cells::Tilted law = detail::cells::tilted(parts_, odds);
        return std::isinf(law.log_total) ? law.log_total : CountLaw(detail::cells::marginal(law.parts, static_cast<int>(i))).mean();
    };
    for (int round = 0; round < 8; ++round) {
        for (std::size_t i = 0; i < counts; ++i) {
            odds[i] = 1.0;
            log_odds[i] = 0.0;
            const double start = mean_of(i);
            const bool up = start < static_cast<double>(ranges[i].low);
            if (!up && !(start > static_cast<double>(ranges[i].high))) {
                continue;
            }
            const auto goal = static_cast<double>(up ? ranges[i].low : ranges[i].high);
            double low = up ? 0.0 : -40.0;
            double high = up ? 40.0 : 0.0;
            for (int turn = 0; turn < 50; ++turn) {
                const double middle = 0.5 * (low + high);
                odds[i] = exponential(middle);
                (mean_of(i) < goal ? low : high) = middle;
            }
            log_odds[i] = low;
            odds[i] = exponential(low);
        }
    }
    const detail::cells::Tilted law = detail::cells::tilted(parts_, odds);
    return std::min(1.0, detail::cells::sum_within(detail::cells::grid_of(law.parts, counts_), ranges, log_odds, law.log_total));
}

INCUFLOW_END
