// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/normal.hpp"
#include "incuflow/random/correlated_names.hpp"
#include "incuflow/random/stream.hpp"
#include "incuflow/text/number.hpp"

#include <cmath>
#include <cstddef>
#include <utility>

INCUFLOW_BEGIN

namespace detail
{

/// Decimals of a file may be rounded; more than this apart is meant otherwise.
inline constexpr double correlation_slack = 1e-12;

/// Cholesky factor, and the first row at which it cannot go on (the number of rows if it can).
struct CorrelationFactor {
    std::vector<double> lower;
    std::size_t failed;
};

INCUFLOW_INLINE CorrelationFactor factor_correlation(const std::vector<double>& matrix, std::size_t n)
{
    CorrelationFactor result{std::vector<double>(n * n, 0.0), n};
    std::vector<double>& l = result.lower;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = i == j ? 1.0 : matrix[i * n + j];
            for (std::size_t m = 0; m < j; ++m) {
                sum -= l[i * n + m] * l[j * n + m];
            }
            if (j < i) {
                l[i * n + j] = sum / l[j * n + j];
            } else if (sum > correlation_slack) {
                l[i * n + i] = std::sqrt(sum);
            } else {
                result.failed = i;
                return result;
            }
        }
    }
    return result;
}

}  // namespace detail

INCUFLOW_INLINE std::vector<Fault> check_correlation(const std::vector<std::string>& names,
                                                     const std::vector<double>& matrix, const Place& place)
{
    std::vector<Fault> faults;
    const auto add = [&](const char* code, Arguments arguments) {
        faults.push_back({code, std::move(arguments), place});
    };
    const std::size_t n = names.size();
    if (matrix.size() != n * n) {
        add("random.correlation_size", {{"given", std::to_string(matrix.size())}, {"names", std::to_string(n)}});
        return faults;
    }
    for (std::size_t i = 0; i < n; ++i) {
        if (const double d = matrix[i * n + i]; !(std::fabs(d - 1.0) <= detail::correlation_slack)) {
            add("random.correlation_diagonal", {{"name", names[i]}, {"given", format_number(d)}});
        }
        for (std::size_t j = 0; j < i; ++j) {
            const double below = matrix[i * n + j];
            const double above = matrix[j * n + i];
            if (names[j] == names[i]) {
                add("random.correlation_repeated_name", {{"given", names[i]}});
            }
            if (!(std::fabs(below) <= 1.0 && std::fabs(above) <= 1.0)) {
                const double outside = std::fabs(below) <= 1.0 ? above : below;
                add("random.correlation_out_of_range",
                    {{"first", names[j]}, {"second", names[i]}, {"given", format_number(outside)}});
            } else if (!(std::fabs(below - above) <= detail::correlation_slack)) {
                add("random.correlation_not_symmetric", {{"first", names[j]},
                                                         {"second", names[i]},
                                                         {"given", format_number(above)},
                                                         {"other", format_number(below)}});
            }
        }
    }
    if (!faults.empty()) {
        return faults;
    }
    if (const std::size_t failed = detail::factor_correlation(matrix, n).failed; failed < n) {
        std::string members;
        for (std::size_t i = 0; i < failed; ++i) {
            members += (i > 0 ? ", " : "") + names[i];
        }
        add("random.correlation_not_positive_definite", {{"name", names[failed]}, {"members", members}});
    }
    return faults;
}

INCUFLOW_INLINE CorrelatedNames::CorrelatedNames(std::vector<std::string> names, std::vector<double> matrix)
    : names_(std::move(names)), matrix_(std::move(matrix))
{
    if (std::vector<Fault> faults = check_correlation(names_, matrix_); !faults.empty()) {
        throw ParameterError(std::move(faults));
    }
    factor_ = detail::factor_correlation(matrix_, names_.size()).lower;
    for (const std::string& name : names_) {
        streams_.push_back(hash_name(name));
    }
}

INCUFLOW_INLINE std::vector<double> CorrelatedNames::normals(std::uint64_t seed, std::int64_t k) const
{
    const std::size_t n = names_.size();
    std::vector<double> own;
    for (const std::uint64_t stream : streams_) {
        own.push_back(normal_quantile(uniform(seed, static_cast<std::uint64_t>(k), stream)));
    }
    std::vector<double> mixed(n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            mixed[i] += factor_[i * n + j] * own[j];
        }
    }
    return mixed;
}

INCUFLOW_INLINE std::vector<double> CorrelatedNames::uniforms(std::uint64_t seed, std::int64_t k) const
{
    std::vector<double> values = normals(seed, k);
    for (double& value : values) {
        // Mixed normals can lie further out than one uniform allows; the law of a number must not be asked at 0 or 1.
        const double u = normal_cdf(value);
        value = u < 0x1p-54 ? 0x1p-54 : (u < 1.0 ? u : 1.0 - 0x1p-53);
    }
    return values;
}

INCUFLOW_INLINE std::vector<double> correlated_uniforms(const std::vector<std::string>& names,
                                                        const std::vector<double>& matrix, std::uint64_t seed,
                                                        std::int64_t k)
{
    return CorrelatedNames(names, matrix).uniforms(seed, k);
}

INCUFLOW_END
