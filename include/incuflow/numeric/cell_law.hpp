// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/numeric/count_law.hpp"

#include <cstdint>
#include <span>
#include <vector>

INCUFLOW_BEGIN

/// Whole numbers from `low` to `high`, both within.
struct CountRange {
    std::int64_t low{};
    std::int64_t high{};
};

/// Joint probabilities of several counts on a window of each; row-major, the last count runs fastest.
struct CountGrid {
    std::vector<std::int64_t> first{};
    std::vector<std::size_t> size{};
    std::vector<double> mass{};
};

/// The joint law of two or three counts to each of which a unit adds at most one. The parts are by cell: bit 0 of a cell's number says that
/// its units add to the first count, and so on; cell 0 holds those that add to none. Units of a Poisson number fill their cells
/// independently; each trial is one multinomial; gamma-mixed units share their factor.
///
/// Probabilities come from the generating function on a grid of points around the unit circles, transformed back; where what is asked is
/// rare, from the exponentially tilted law that makes it common, so that a small chance keeps its relative accuracy.
class INCUFLOW_EXPORT CellLaw {
public:
    /// Errors: as CountLaw; ParameterError numeric.size where a part has not 2^counts cells or counts is not 2 or 3.
    CellLaw(CountParts parts, int counts);

    /// P(each count within its range). NumericError numeric.count_too_large where the grid would hold more than 2^24 points.
    [[nodiscard]] double within(std::span<const CountRange> ranges) const;
    /// All probabilities but those that together are below 1e-15; each is right to 1e-15 absolutely. Errors as `within`.
    [[nodiscard]] CountGrid grid() const;
    /// Law of one of the counts.
    [[nodiscard]] CountLaw marginal(int count) const;
    /// P(no unit adds to any count).
    [[nodiscard]] double nothing() const;

private:
    CountParts parts_;
    int counts_;
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/cell_law.ipp"
#endif
