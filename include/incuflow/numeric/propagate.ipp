// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/checks.hpp"
#include "incuflow/numeric/propagate.hpp"
#include "incuflow/numeric/propagate_kernel.ipp"
#include "incuflow/text/number.hpp"

#include <string>

INCUFLOW_BEGIN

namespace detail::propagation
{

[[noreturn]] INCUFLOW_INLINE void reject_shares(std::span<const double> row, std::size_t draw, std::size_t from,
                                                double sum)
{
    for (std::size_t j = 0; j < row.size(); ++j) {
        const std::string what = "propagate: matrices" + numeric::entry_name({draw, from, j});
        numeric::check_finite(what, row[j]);
        if (row[j] < 0.0) {
            throw ParameterError("numeric.probability_negative", {{"what", what}, {"given", format_number(row[j])}});
        }
    }
    throw ParameterError("numeric.row_not_one", {{"what", "propagate: matrices" + numeric::entry_name({draw, from})},
                                                 {"given", format_number(sum)}});
}

}  // namespace detail::propagation

namespace detail
{

INCUFLOW_INLINE void propagate_at([[maybe_unused]] KernelLevel level, const double* start, const double* matrices,
                                  std::size_t n, std::size_t draws, std::size_t steps, double* out)
{
#if defined(INCUFLOW_COMPILED) && defined(__x86_64__)
    if (level == KernelLevel::x86_64_v4) {
        return propagate_x86_64_v4(start, matrices, n, draws, steps, out);
    }
    if (level == KernelLevel::x86_64_v3) {
        return propagate_x86_64_v3(start, matrices, n, draws, steps, out);
    }
#endif
    propagation::body<2>(start, matrices, n, draws, steps, out);
}

}  // namespace detail

INCUFLOW_INLINE void propagate(std::span<const double> start, std::span<const double> matrices, int n,
                               std::size_t draws, std::size_t steps, std::span<double> out)
{
    const std::size_t states = detail::numeric::checked_states("propagate", n);
    detail::numeric::check_size("propagate: start", {draws, states}, start.size());
    detail::numeric::check_size("propagate: matrices", {draws, states, states}, matrices.size());
    const std::size_t times = steps + 1 == 0 ? steps : steps + 1;
    detail::numeric::check_size("propagate: out", {draws, times, states}, out.size());
    detail::numeric::check_finite("propagate: start", start);
    for (std::size_t row = 0; row < draws * states; ++row) {
        double sum = 0.0;
        bool allowed = true;
        for (std::size_t j = 0; j < states; ++j) {
            const double share = matrices[row * states + j];
            allowed = allowed && share >= 0.0;
            sum += share;
        }
        if (!allowed || !(sum >= 1.0 - 1e-9 && sum <= 1.0 + 1e-9)) {
            detail::propagation::reject_shares(matrices.subspan(row * states, states), row / states, row % states, sum);
        }
    }
    detail::propagate_at(best_kernel_level(), start.data(), matrices.data(), states, draws, steps, out.data());
}

INCUFLOW_END
