// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/renewal_rates.hpp"
#include "incuflow/hazard/hazard.hpp"
#include "incuflow/numeric/elementary.hpp"

#include <algorithm>
#include <array>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

// Gauss–Legendre on [0, 1] with 16 points (Abramowitz & Stegun 25.4.30): distances from the middle and weights, halves of a symmetric rule.
inline constexpr std::array<double, 8> gauss_16_points{0.04750625491881872, 0.14080177538962946, 0.22900838882861369, 0.30893812220132187,
                                                       0.37770220417750152, 0.43281560119391587, 0.47228751153661629, 0.49470046749582497};
inline constexpr std::array<double, 8> gauss_16_weights{0.09472530522753425, 0.09130170752246179, 0.08457825969750127, 0.07479799440828837,
                                                        0.06231448562776694, 0.04757925584124639, 0.03112676196932395, 0.01357622970587705};

// (1 − e^(−x))/x, 1 at 0.
INCUFLOW_INLINE double gone_share(double x) noexcept { return x < 1e-8 ? 1.0 - 0.5 * x : -exponential_minus_1(-x) / x; }

// The rate r for which firms starting evenly over a time h are, at its end, there in the share (1 − e^(−rh))/(rh).
INCUFLOW_INLINE double rate_of_fresh(double gone, double h) noexcept
{
    // 1 − (1 − e^(−x))/x = gone, for x = rh by Newton steps from its series x/2 − x²/6: the function is smooth and concave.
    double x = gone < 0.9 ? 2.0 * gone * (1.0 + 2.0 / 3.0 * gone) : 1.0 / std::max(1.0 - gone, 1e-300);
    for (int i = 0; i < 60; ++i) {
        const double value = x < 1e-3 ? x * (0.5 - x * (1.0 / 6.0 - x * (1.0 / 24.0 - x / 120.0))) : 1.0 - gone_share(x);
        const double slope = x < 1e-3 ? 0.5 - x * (1.0 / 3.0 - x / 8.0) : (gone_share(x) - exponential(-x)) / x;
        const double step = (value - gone) / slope;
        const double next = std::max(0.5 * x, x - step);
        if (std::fabs(next - x) <= 1e-16 * x) {
            return next / h;
        }
        x = next;
    }
    return x / h;
}

// Sums of one cell and step over its firms.
class RateSum {
public:
    RateSum(const RenewalPace& pace, const std::vector<Hazard>& hazards)
        : pace_(pace), hazards_(hazards), parts_(pace.rows.size(), 0.0), fine_(pace.rows.size(), 0.0), coarse_(pace.rows.size(), 0.0)
    {
        for (auto& list : at_) {
            list.resize(pace.rows.size());
        }
    }

    // Firms that have run `u` years go on for h. Within 2·`pairs` pieces of the step the hazards are taken as proportional; together with
    // the same on half as many pieces that leaves an error in the fourth power of a piece. `graded`: pieces shrink towards u, where a hazard may
    // be unbounded.
    void add(double u, double h, double weight, double reference, int pairs, bool graded)
    {
        std::fill(fine_.begin(), fine_.end(), 0.0);
        std::fill(coarse_.begin(), coarse_.end(), 0.0);
        const int n = 2 * pairs;
        double before = load(at_[0], u);
        const double there = exponential(reference - before);
        double gone = 0.0;
        double last = before;
        double left = there;
        for (int k = 1; k <= n; ++k) {
            const double x = static_cast<double>(k) / n;
            std::vector<double>& now = at_[k % 2 == 0 ? 2 : 1];
            const double total = load(now, k == n ? u + h : u + h * (graded ? x * x * x * x : x));
            const std::vector<double>& from = k % 2 == 0 ? at_[1] : at_[0];
            const double out = left * (-exponential_minus_1(last - total));
            share(from, now, total - last, out, fine_);
            gone += out;
            left -= out;
            last = total;
            if (k % 2 == 0) {
                // Both halves at once.
                const double both = exponential(reference - before) * (-exponential_minus_1(before - total));
                share(at_[0], now, total - before, both, coarse_);
                before = total;
                std::swap(at_[0], at_[2]);
            }
        }
        start_ += weight * there;
        gone_ += weight * gone;
        for (std::size_t r = 0; r < parts_.size(); ++r) {
            parts_[r] += weight * std::max(0.0, fine_[r] + (fine_[r] - coarse_[r]) / 3.0);
        }
    }

    [[nodiscard]] double total_at(double u) const
    {
        double sum = 0.0;
        for (const auto& [row, factor] : pace_.rows) {
            sum += factor * cumulative(hazards_[static_cast<std::size_t>(row)], u);
        }
        return sum;
    }

    [[nodiscard]] RenewalRates rates(double h, bool fresh) const
    {
        // A rate above this empties a cell within any step; it keeps the arithmetic finite.
        constexpr double most = 500.0;
        RenewalRates out;
        const double share = start_ > 0.0 ? std::min(1.0, gone_ / start_) : 0.0;
        if (fresh) {
            out.total = share > 0.0 ? rate_of_fresh(std::min(share, 1.0 - 1.0 / most), h) : 0.0;
        } else {
            out.total = share >= 1.0 ? most / h : std::min(most / h, -logarithm_1_plus(-share) / h);
        }
        for (const double part : parts_) {
            out.split.push_back(gone_ > 0.0 ? out.total * (part / gone_) : 0.0);
        }
        return out;
    }

private:
    // Integrated hazards at a time, by row; their sum.
    double load(std::vector<double>& into, double u) const
    {
        double sum = 0.0;
        for (std::size_t r = 0; r < into.size(); ++r) {
            const auto& [row, factor] = pace_.rows[r];
            into[r] = factor * cumulative(hazards_[static_cast<std::size_t>(row)], u);
            sum += into[r];
        }
        return sum;
    }

    static void share(const std::vector<double>& from, const std::vector<double>& to, double total, double out, std::vector<double>& parts)
    {
        if (total > 0.0) {
            for (std::size_t r = 0; r < parts.size(); ++r) {
                parts[r] += out * ((to[r] - from[r]) / total);
            }
        }
    }

    const RenewalPace& pace_;
    const std::vector<Hazard>& hazards_;
    std::vector<double> parts_;
    std::vector<double> fine_;
    std::vector<double> coarse_;
    std::array<std::vector<double>, 3> at_{};
    double start_{};
    double gone_{};
};

}  // namespace detail

INCUFLOW_INLINE RenewalRates renewal_rates(const RenewalPace& pace, const std::vector<Hazard>& hazards, const RenewalLag& lag)
{
    detail::RateSum sum(pace, hazards);
    const double reference = sum.total_at(lag.least);
    const auto over_16 = [](const auto& what) {
        for (std::size_t i = 0; i < detail::gauss_16_points.size(); ++i) {
            for (const double z : {0.5 - detail::gauss_16_points[i], 0.5 + detail::gauss_16_points[i]}) {
                // x = z⁴ tames a hazard that is unbounded at 0.
                what(z * z * z * z, detail::gauss_16_weights[i] * 4.0 * z * z * z);
            }
        }
    };
    if (lag.fresh) {
        // Whoever started a time x·h before the end has run from `least` on for that time.
        over_16([&](double x, double w) { sum.add(lag.least, x * lag.step, w, reference, 4, true); });
        return sum.rates(lag.step, true);
    }
    if (lag.width <= 0.0) {
        const bool born = lag.least < lag.step;
        sum.add(lag.least, lag.step, 1.0, reference, born ? 4 : 1, born);
        return sum.rates(lag.step, false);
    }
    if (lag.least < lag.width) {
        over_16([&](double x, double w) { sum.add(lag.least + x * lag.width, lag.step, w, reference, 4, false); });
        return sum.rates(lag.step, false);
    }
    // Gauss–Legendre with 3 points: smooth by now.
    constexpr double apart = 0.38729833462074169;
    sum.add(lag.least + (0.5 - apart) * lag.width, lag.step, 5.0 / 18.0, reference, 1, false);
    sum.add(lag.least + 0.5 * lag.width, lag.step, 8.0 / 18.0, reference, 1, false);
    sum.add(lag.least + (0.5 + apart) * lag.width, lag.step, 5.0 / 18.0, reference, 1, false);
    return sum.rates(lag.step, false);
}

INCUFLOW_END
