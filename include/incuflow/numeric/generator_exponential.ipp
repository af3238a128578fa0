// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/checks.hpp"
#include "incuflow/numeric/generator_dense.ipp"
#include "incuflow/numeric/generator_exponential.hpp"
#include "incuflow/numeric/generator_exponential_kernel.ipp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>
#include <string>

INCUFLOW_BEGIN

namespace detail
{

namespace generator
{

INCUFLOW_INLINE std::size_t exponential_lanes_at([[maybe_unused]] KernelLevel level, const double* rates, int n,
                                                 std::size_t batch, double time, double* out)
{
#if defined(INCUFLOW_COMPILED) && defined(__x86_64__)
    if (level == KernelLevel::x86_64_v4) {
        return exponential_lanes_x86_64_v4(rates, n, batch, time, out);
    }
    if (level == KernelLevel::x86_64_v3) {
        return exponential_lanes_x86_64_v3(rates, n, batch, time, out);
    }
#endif
    return exponential_lanes<2>(rates, n, batch, time, out);
}

INCUFLOW_INLINE void check_time(double time)
{
    numeric::check_finite("time", time);
    if (time < 0.0) {
        throw ParameterError("numeric.time_negative", {{"given", format_number(time)}});
    }
}

/// Checks one generator, in the order of summation that the lanes use. `name` is the text before an entry's indices.
INCUFLOW_INLINE Rows checked_rows(std::span<const double> q, std::size_t n, double time, const std::string& name)
{
    Rows rows;
    for (std::size_t i = 0; i < n; ++i) {
        double sum = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            const double rate = q[i * n + j];
            if (!std::isfinite(rate)) {
                numeric::check_finite(name + numeric::entry_name({i, j}), rate);
            }
            if (j != i) {
                if (rate < 0.0) {
                    throw ParameterError("numeric.rate_negative", {{"what", name + numeric::entry_name({i, j})},
                                                                   {"given", format_number(rate)}});
                }
                sum += rate;
            }
        }
        const double out_rate = -q[i * n + i];
        const double slack = (sum + out_rate) * (row_slack * static_cast<double>(n));
        if (out_rate < 0.0 || !(sum - out_rate <= slack)) {
            throw ParameterError("numeric.row_positive",
                                 {{"what", name + numeric::entry_name({i})}, {"given", format_number(sum - out_rate)}});
        }
        rows.conserving = rows.conserving && out_rate - sum <= slack;
        rows.leaving = std::max(rows.leaving, out_rate);
    }
    if (!(rows.leaving * time <= 0x1p1000)) {
        throw NumericError("numeric.step_too_long",
                           {{"rate", format_number(rows.leaving)}, {"time", format_number(time)}});
    }
    return rows;
}

}  // namespace generator

INCUFLOW_INLINE void generator_exponentials_at(KernelLevel level, std::span<const double> q, int n, std::size_t batch,
                                               double t, std::span<double> out)
{
    const std::size_t states = numeric::checked_states("generator", n);
    numeric::check_size("generator", {batch, states, states}, q.size());
    numeric::check_size("exponentials", {batch, states, states}, out.size());
    generator::check_time(t);
    const std::size_t entries = states * states;
    const auto name = [&](std::size_t m) {
        return batch == 1 ? std::string("generator") : "generator" + numeric::entry_name({m});
    };
    if (n <= generator::lane_limit) {
        for (std::size_t m = generator::exponential_lanes_at(level, q.data(), n, batch, t, out.data()); m < batch;
             ++m) {
            static_cast<void>(generator::checked_rows(q.subspan(m * entries, entries), states, t, name(m)));
        }
        return;
    }
    generator::Dense dense(level, states);
    std::vector<double> result(entries);
    for (std::size_t m = 0; m < batch; ++m) {
        const auto matrix = q.subspan(m * entries, entries);
        dense.set(matrix, generator::checked_rows(matrix, states, t, name(m)), t);
        dense.exponential(result);
        std::copy(result.begin(), result.end(), out.begin() + static_cast<std::ptrdiff_t>(m * entries));
    }
}

}  // namespace detail

INCUFLOW_INLINE void generator_exponentials(std::span<const double> q, int n, std::size_t batch, double t,
                                            std::span<double> out)
{
    detail::generator_exponentials_at(best_kernel_level(), q, n, batch, t, out);
}

INCUFLOW_INLINE std::vector<double> generator_exponential(std::span<const double> q, int n, double t)
{
    std::vector<double> out(q.size());
    detail::generator_exponentials_at(best_kernel_level(), q, n, 1, t, out);
    return out;
}

INCUFLOW_INLINE GeneratorIntegrals generator_integrals(std::span<const double> q, int n, double h)
{
    namespace own = detail::generator;
    const std::size_t states = detail::numeric::checked_states("generator", n);
    detail::numeric::check_size("generator", {states, states}, q.size());
    own::check_time(h);
    const own::Rows rows = own::checked_rows(q, states, h, "generator");
    const std::size_t entries = states * states;
    GeneratorIntegrals result{n,
                              h,
                              rows.conserving,
                              std::vector<double>(entries),
                              std::vector<double>(entries),
                              std::vector<double>(entries)};
    own::Dense dense(best_kernel_level(), states);
    dense.set(q, rows, h);

    // Coefficients of B^k: ∫ e^(−qs) s^k/k! ds over the step is h·e^(−x)·Σ_j x^j/(k+1+j)!, and so on for the second
    // integral.
    constexpr std::size_t top = own::inverse_factorial.size() - 1;
    double once[top + 1];
    double twice[top + 1];
    once[top] = own::inverse_factorial[top];
    twice[top] = once[top];
    for (std::size_t k = top; k-- > 0;) {
        once[k] = own::inverse_factorial[k] + dense.x() * once[k + 1];
        twice[k] = once[k] + dense.x() * twice[k + 1];
    }
    double step = dense.step();
    dense.series(own::inverse_factorial.data(), 1.0, 1.0, result.transition);
    dense.series(once + 1, step, step, result.occupancy);
    dense.series(twice + 2, step * step, 0.5 * (step * step), result.accumulated);

    std::vector<double> product(entries);
    for (int round = 0; round < dense.rounds(); ++round) {
        // ∫Φ over 2h = ∫Φ over h + hΦ(h) + E(h)·∫Φ over h, and likewise for Φ and E.
        dense.multiply(result.transition, result.accumulated, product);
        for (std::size_t e = 0; e < entries; ++e) {
            result.accumulated[e] += step * result.occupancy[e] + product[e];
        }
        dense.multiply(result.transition, result.occupancy, product);
        for (std::size_t e = 0; e < entries; ++e) {
            result.occupancy[e] += product[e];
        }
        dense.multiply(result.transition, result.transition, product);
        result.transition.swap(product);
        step *= 2.0;
        dense.restore_rows(result.transition, 1.0);
        dense.restore_rows(result.occupancy, step);
        dense.restore_rows(result.accumulated, 0.5 * (step * step));
    }
    return result;
}

INCUFLOW_END
