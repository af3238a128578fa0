// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/engine/count_query.hpp"
#include "incuflow/engine/growth.hpp"
#include "incuflow/engine/moments.hpp"

#include <functional>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// Mean and variance of the total over a set of states.
struct TotalMoments {
    double mean{};
    double variance{};
};

/// What a class of firms adds to mean and variance of a total, from E[X] and E[X²] of its numbers: Poisson firms ∫λE[X²], n firms n Var X, a
/// negative binomial step E[X²] + E[X]²/k.
[[nodiscard]] INCUFLOW_EXPORT TotalMoments class_total(std::int64_t trials, double mixing, double first, double second) noexcept;
/// The same for a covariance, from E[X], E[Y] and E[XY].
[[nodiscard]] INCUFLOW_EXPORT double class_covariance(std::int64_t trials, double mixing, double x, double y, double both) noexcept;

[[nodiscard]] INCUFLOW_EXPORT TotalMoments total_moments(const MomentRun& first, const MomentRun& second, std::size_t time, const std::vector<char>& set);
/// Of the totals at the two times of `first`; `cross` is the run that turns at the first of them.
[[nodiscard]] INCUFLOW_EXPORT double total_covariance(const MomentRun& first, const MomentRun& cross, const std::vector<char>& set);

/// Throws EngineError("engine.moments_not_finite").
INCUFLOW_EXPORT void require_finite(const GrowthModel& growth, const MomentRun& run);

/// The total of an attribute, or its growth, as a normal law with the exact mean and variance: an approximation.
class INCUFLOW_EXPORT AmountLaw {
public:
    /// `years` > 0: the growth is an average a year over so many.
    explicit AmountLaw(const AmountMoments& moments, double years = 0.0) noexcept : moments_(moments), years_(years) {}

    /// Of a growth the ratio of the expectations, less one.
    [[nodiscard]] double mean() const noexcept;
    /// P(value ≤ x) and P(value < x); for a growth that total − (1 + x)·base is not positive.
    [[nodiscard]] double at_most(double x) const noexcept;
    [[nodiscard]] double below(double x) const noexcept;

private:
    struct Gap {
        double mean;
        double deviation;
    };
    [[nodiscard]] bool ratio() const noexcept { return moments_.base_mean == moments_.base_mean; }
    [[nodiscard]] Gap gap(double x) const noexcept;

    AmountMoments moments_;
    double years_;
};

/// The x with mean of at_most(x) = p, where at_most rises from 0 to 1; never below `floor`.
[[nodiscard]] INCUFLOW_EXPORT double mixture_quantile(const std::function<double(double)>& at_most, double p, double guess, double spread, double floor);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/amounts.ipp"
#endif
