// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

INCUFLOW_BEGIN

/// A generator with few rates a state, by rows: `rates[k]` from state i to `columns[k]` for
/// row_starts[i] ≤ k < row_starts[i + 1], and the diagonal apart (minus all that leaves the state, at least the sum of
/// its row).
struct SparseGenerator {
    int n{};
    std::vector<std::size_t> row_starts{0};
    std::vector<std::int32_t> columns{};
    std::vector<double> rates{};
    std::vector<double> diagonal{};
};

/// One rate of a generator.
struct RateEntry {
    int from{};
    int to{};
    double rate{};
};

/// The generator of these rates: equal pairs are added, rates from a state to itself have no effect, every row sums to
/// 0. Errors: ParameterError numeric.no_states, numeric.size (a state out of range), numeric.not_finite,
/// numeric.rate_negative.
[[nodiscard]] INCUFLOW_EXPORT SparseGenerator sparse_generator(int n, std::span<const RateEntry> entries);

/// The Poisson probabilities of mean m that matter: from `first` to `last`, normalised to sum to 1.
///
/// Found outwards from the mode, so that nothing under- or overflows however large m is, until a geometric majorant
/// proves that what is left out (P(N < first) + P(N > last), and for the integrals also
/// ((last + 1)/m)²·P(N > last)) is at most the tolerance.
struct PoissonWindow {
    std::int64_t first{};
    std::int64_t last{};
    std::vector<double> weight{1.0};  ///< P(N = k), k = first … last
    std::vector<double> beyond{};     ///< P(N > k), k = first − 1 … last
    std::vector<double> excess{};     ///< E[(N − k − 1)⁺], k = first − 1 … last
};
[[nodiscard]] INCUFLOW_EXPORT PoissonWindow poisson_window(double mean, double tolerance);

/// What a run needs besides its results: kept between runs, nothing is allocated again. One a thread.
struct UniformizationWorkspace {
    std::vector<double> now{};
    std::vector<double> next{};
    double mean{-1.0};
    double tolerance{};
    PoissonWindow window{};
    std::int64_t products{};  ///< products with the generator the last run took
};

/// exp(Qt) and its first two integrals applied to one vector, for generators too large for a dense matrix: Jensen's
/// uniformization (1953), exp(Qt) = Σ P(N = k)·Pᵏ with P = I + Q/q, q the largest rate out of a state, N Poisson of mean
/// qt; the integrals have the weights P(N > k)/q and E[(N − k − 1)⁺]/q². All sums are of non-negative numbers.
///
/// For a vector of non-negative numbers with sum 1 (largest entry 1 for `backward`) what is left out is below
/// `tolerance`, `tolerance`·t and `tolerance`·t², and the rounding below some 1e-16·(1 + qt). It costs about
/// qt + 8·√(qt) products with Q, fewer once the vector stands still: (steps left)·‖x P − x‖ bounds what further steps
/// could change, in the sum of absolute values forwards and in the largest one backwards; the run ends when that is
/// within the tolerance (which then must be above the rounding).
class INCUFLOW_EXPORT Uniformization {
public:
    /// Errors: ParameterError numeric.no_states, numeric.size, numeric.not_finite, numeric.rate_negative,
    /// numeric.row_positive.
    explicit Uniformization(const SparseGenerator& generator);

    [[nodiscard]] int states() const noexcept { return n_; }
    /// The largest rate out of a state.
    [[nodiscard]] double rate() const noexcept { return rate_; }

    /// transition = v·exp(Qt), occupancy = v·∫₀ᵗ exp(Qs) ds, accumulated = v·∫₀ᵗ∫₀ˢ exp(Qu) du ds. The last two may be
    /// empty: they are left out then. Results must not overlap with v.
    /// Errors: ParameterError numeric.size, numeric.not_finite, numeric.time_negative; NumericError
    /// numeric.too_many_events where rate × t passes 1e10.
    void forward(std::span<const double> v, double t, std::span<double> transition, std::span<double> occupancy,
                 std::span<double> accumulated, UniformizationWorkspace& workspace, double tolerance = 1e-14) const;
    /// The same with a column vector on the right: exp(Qt)·v.
    void backward(std::span<const double> v, double t, std::span<double> transition, std::span<double> occupancy,
                  std::span<double> accumulated, UniformizationWorkspace& workspace, double tolerance = 1e-14) const;

private:
    /// The chances of one jump of P, ready for sums over what comes into (forward) or goes out of (backward) a state.
    struct Jumps {
        std::vector<std::size_t> starts{};
        std::vector<std::int32_t> others{};
        std::vector<double> chances{};
    };
    void run(const Jumps& jumps, bool by_sum, std::span<const double> v, double t, std::span<double> transition,
             std::span<double> occupancy, std::span<double> accumulated, UniformizationWorkspace& workspace, double tolerance) const;

    int n_{};
    double rate_{};
    std::vector<double> stay_{};
    Jumps in_{};
    Jumps out_{};
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/uniformization.ipp"
#endif
