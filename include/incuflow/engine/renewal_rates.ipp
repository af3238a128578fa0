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

// Gauss–Legendre on [0, 1] with 8 and 16 points (Abramowitz & Stegun 25.4.30): distances from the middle and weights, halves of a symmetric rule.
inline constexpr std::array<double, 4> gauss_8_points{0.09171732124782489, 0.26276620495816450, 0.39833323870681340, 0.48014492824876812};
inline constexpr std::array<double, 4> gauss_8_weights{0.18134189168918099, 0.15685332293894364, 0.11119051722668724, 0.05061426814518813};
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
    RateSum(const RenewalPace& pace, const std::vector<Hazard>& hazards) : pace_(pace), hazards_(hazards), parts_(pace.rows.size(), 0.0)
    {
        before_.resize(parts_.size());
        delta_.resize(parts_.size());
    }

    // Firms that have run `u` years go on for h.
    void add(double u, double h, double weight, double reference)
    {
        double h0 = 0.0;
        double more = 0.0;
        for (std::size_t r = 0; r < parts_.size(); ++r) {
            const auto& [row, factor] = pace_.rows[r];
            const Hazard& hazard = hazards_[static_cast<std::size_t>(row)];
            before_[r] = factor * cumulative(hazard, u);
            delta_[r] = factor * cumulative(hazard, u + h) - before_[r];
            h0 += before_[r];
            more += delta_[r];
        }
        const double there = weight * exponential(reference - h0);
        const double leave = there * (-exponential_minus_1(-more));
        start_ += there;
        gone_ += leave;
        if (more > 0.0) {
            for (std::size_t r = 0; r < parts_.size(); ++r) {
                parts_[r] += leave * (delta_[r] / more);
            }
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
    const RenewalPace& pace_;
    const std::vector<Hazard>& hazards_;
    std::vector<double> parts_;
    std::vector<double> before_{};
    std::vector<double> delta_{};
    double start_{};
    double gone_{};
};

}  // namespace detail

INCUFLOW_INLINE RenewalRates renewal_rates(const RenewalPace& pace, const std::vector<Hazard>& hazards, const RenewalLag& lag)
{
    detail::RateSum sum(pace, hazards);
    const double reference = sum.total_at(lag.least);
    if (lag.fresh) {
        // Whoever started a time x·h before the end has run from `least` on for that time. x = z⁴ tames a hazard unbounded at 0.
        for (std::size_t i = 0; i < detail::gauss_16_points.size(); ++i) {
            for (const double z : {0.5 - detail::gauss_16_points[i], 0.5 + detail::gauss_16_points[i]}) {
                sum.add(lag.least, z * z * z * z * lag.step, detail::gauss_16_weights[i] * 4.0 * z * z * z, reference);
            }
        }
        return sum.rates(lag.step, true);
    }
    if (lag.width <= 0.0) {
        sum.add(lag.least, lag.step, 1.0, reference);
        return sum.rates(lag.step, false);
    }
    if (lag.least < lag.width) {
        for (std::size_t i = 0; i < detail::gauss_16_points.size(); ++i) {
            for (const double z : {0.5 - detail::gauss_16_points[i], 0.5 + detail::gauss_16_points[i]}) {
                sum.add(lag.least + z * z * z * z * lag.width, lag.step, detail::gauss_16_weights[i] * 4.0 * z * z * z, reference);
            }
        }
        return sum.rates(lag.step, false);
    }
    for (std::size_t i = 0; i < detail::gauss_8_points.size(); ++i) {
        for (const double z : {0.5 - detail::gauss_8_points[i], 0.5 + detail::gauss_8_points[i]}) {
            sum.add(lag.least + z * lag.width, lag.step, detail::gauss_8_weights[i], reference);
        }
    }
    return sum.rates(lag.step, false);
}

INCUFLOW_END
