// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"

#include <cstdint>
#include <string>
#include <vector>

INCUFLOW_BEGIN

/// What is wrong with a correlation matrix (row-major) for these names; empty if all is well. Codes:
/// "random.correlation_size", "random.correlation_repeated_name", "random.correlation_diagonal",
/// "random.correlation_out_of_range", "random.correlation_not_symmetric", "random.correlation_not_positive_definite";
/// each names the members.
[[nodiscard]] INCUFLOW_EXPORT std::vector<Fault>
check_correlation(const std::vector<std::string>& names, const std::vector<double>& matrix, const Place& place = {});

/// Uncertain numbers joined by a Gaussian copula: z_i = Σ_j L_ij ζ_j, L the lower Cholesky factor in the order of the
/// names, ζ_j the member's own normal from (seed, k, name_j); then u_i = Φ(z_i). The law of one member is untouched,
/// and a group that gets a further member at its end draws the same for the others.
class INCUFLOW_EXPORT CorrelatedNames
{
public:
    /// Throws ParameterError with all faults of `check_correlation`.
    CorrelatedNames(std::vector<std::string> names, std::vector<double> matrix);

    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
    [[nodiscard]] const std::vector<double>& matrix() const noexcept { return matrix_; }
    /// L, row-major, zeros above the diagonal.
    [[nodiscard]] const std::vector<double>& factor() const noexcept { return factor_; }

    /// The mixed normals of draw k, in the order of the names.
    [[nodiscard]] std::vector<double> normals(std::uint64_t seed, std::int64_t k) const;
    /// Φ of them, in the open interval (0, 1).
    [[nodiscard]] std::vector<double> uniforms(std::uint64_t seed, std::int64_t k) const;

    friend bool operator==(const CorrelatedNames&, const CorrelatedNames&) = default;

private:
    std::vector<std::string> names_;
    std::vector<double> matrix_;
    std::vector<double> factor_;
    std::vector<std::uint64_t> streams_;
};

/// `CorrelatedNames(names, matrix).uniforms(seed, k)`, for one draw.
[[nodiscard]] INCUFLOW_EXPORT std::vector<double> correlated_uniforms(const std::vector<std::string>& names,
                                                                      const std::vector<double>& matrix,
                                                                      std::uint64_t seed, std::int64_t k);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/random/correlated_names.ipp"
#endif
