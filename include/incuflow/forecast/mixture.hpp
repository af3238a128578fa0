// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/numeric/count_law.hpp"

#include <cstdint>
#include <vector>

INCUFLOW_BEGIN

/// The mixture of exact laws, one a draw, each of equal weight.
class INCUFLOW_EXPORT MixtureLaw {
public:
    explicit MixtureLaw(std::vector<CountLaw> laws);

    [[nodiscard]] const std::vector<CountLaw>& laws() const noexcept { return laws_; }
    [[nodiscard]] double mean() const;
    /// P(low ≤ N ≤ high), by draw.
    [[nodiscard]] std::vector<double> between(std::int64_t low, std::int64_t high) const;
    /// The smallest n with P(N ≤ n) ≥ p.
    [[nodiscard]] std::int64_t quantile(double p) const;

private:
    [[nodiscard]] double at_most(std::int64_t n) const;
    [[nodiscard]] std::int64_t guess(double p) const;
    std::vector<CountLaw> laws_;
    std::vector<double> means_;
    std::vector<double> variances_;
    std::vector<double> reaches_;
};

/// Stands for "no upper end".
inline constexpr std::int64_t no_limit = INT64_MAX;

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/mixture.ipp"
#endif
