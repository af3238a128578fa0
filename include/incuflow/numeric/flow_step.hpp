// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <span>
#include <vector>

INCUFLOW_BEGIN

/// What flows between places and grows or shrinks within them: y' = yA + r, A with entries ≥ 0 off its diagonal and any diagonal.
struct FlowMatrix {
    struct Entry {
        int from{};
        int to{};
        double rate{};  ///< ≥ 0, 1/year
    };
    int n{};
    std::vector<Entry> entries{};    ///< off the diagonal
    std::vector<double> diagonal{};  ///< by place, 1/year, of any sign
};

/// Carries y over a step of length h ≥ 0 with a constant inflow r (empty: none). One power series in the step with the diagonal lifted to ≥ 0,
/// on substeps of some sixteen expected events: all sums and products are of non-negative numbers, so every entry is accurate relative to
/// itself, however small. Costs some 4 products with A an expected event, and 40 at least. Errors: ParameterError numeric.size,
/// numeric.rate_negative, numeric.not_finite, numeric.time_negative; a result that overflows is infinite.
INCUFLOW_EXPORT void flow_step(const FlowMatrix& matrix, double h, std::span<const double> inflow, std::vector<double>& y);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/flow_step.ipp"
#endif
