// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/checks.hpp"
#include "incuflow/numeric/linear.hpp"
#include "incuflow/text/number.hpp"

#include <Eigen/Core>
#include <Eigen/LU>

#include <cstddef>

INCUFLOW_BEGIN

INCUFLOW_INLINE std::vector<double> solve_linear(std::span<const double> a, int n, std::span<const double> b,
                                                 int columns)
{
    const std::size_t rows = detail::numeric::checked_states("linear system", n);
    const std::size_t sides = detail::numeric::checked_states("right-hand sides", columns);
    detail::numeric::check_size("linear system", {rows, rows}, a.size());
    detail::numeric::check_size("right-hand sides", {rows, sides}, b.size());
    detail::numeric::check_finite("linear system", a);
    detail::numeric::check_finite("right-hand sides", b);
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Eigen::Map<const Matrix> matrix(a.data(), n, n);
    const Eigen::Map<const Matrix> right(b.data(), n, columns);
    const Eigen::PartialPivLU<Matrix> lu(matrix);
    const double condition = lu.rcond();
    if (!(condition >= 0x1p-52)) {
        throw NumericError("numeric.singular", {{"given", format_number(condition)}});
    }
    std::vector<double> x(rows * sides);
    Eigen::Map<Matrix>(x.data(), n, columns) = lu.solve(right);
    return x;
}

INCUFLOW_END
