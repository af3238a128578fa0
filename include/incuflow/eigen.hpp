// SPDX-License-Identifier: Apache-2.0
#pragma once

// Results as Eigen matrices, without a copy; needs Eigen ≥ 3.4. Opt-in: no other header of the library takes Eigen in to declare something.
// A view lives no longer than the value it looks into, so none is given of a temporary.

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"
#include "incuflow/forecast/forecast.hpp"
#include "incuflow/numeric/generator_exponential.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <string>
#include <vector>

INCUFLOW_BEGIN

/// Row-major and read-only, as every array of the library.
using MatrixView = Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

namespace detail {

inline MatrixView draw_view(const std::vector<double>& array, int draw, int draws, std::size_t rows, std::size_t columns)
{
    if (draw < 0 || draw >= draws) {
        throw ParameterError("forecast.no_such_draw", {{"given", std::to_string(draw)}, {"draws", std::to_string(draws)}});
    }
    return {array.data() + static_cast<std::size_t>(draw) * rows * columns, static_cast<Eigen::Index>(rows),
            static_cast<Eigen::Index>(columns)};
}

inline MatrixView square_view(const std::vector<double>& array, int n) { return {array.data(), n, n}; }

/// `draws = 0` leaves one draw, at the mids.
inline int kept_draws(const Forecast& forecast) { return forecast.draws() > 0 ? forecast.draws() : 1; }

}  // namespace detail

/// Expected stocks of one draw: a row a date (`stock_dates`), a column a stage (`stage_axis`).
/// ParameterError("forecast.no_such_draw") for a draw that the forecast does not hold.
[[nodiscard]] inline MatrixView stock_view(const Forecast& forecast, int draw)
{
    return detail::draw_view(forecast.stock_array(), draw, detail::kept_draws(forecast), forecast.stock_dates().size(),
                             forecast.stage_axis().size());
}

/// Expected flows of one draw: a row a period (`flow_dates`), a column a transition (`transition_axis`). Errors as for `stock_view`.
[[nodiscard]] inline MatrixView flow_view(const Forecast& forecast, int draw)
{
    return detail::draw_view(forecast.flow_array(), draw, detail::kept_draws(forecast), forecast.flow_dates().size(),
                             forecast.transition_axis().size());
}

/// exp(Qh) and its first two integrals; see GeneratorIntegrals.
[[nodiscard]] inline MatrixView transition_view(const GeneratorIntegrals& integrals)
{
    return detail::square_view(integrals.transition, integrals.n);
}
[[nodiscard]] inline MatrixView occupancy_view(const GeneratorIntegrals& integrals)
{
    return detail::square_view(integrals.occupancy, integrals.n);
}
[[nodiscard]] inline MatrixView accumulated_view(const GeneratorIntegrals& integrals)
{
    return detail::square_view(integrals.accumulated, integrals.n);
}

MatrixView stock_view(Forecast&&, int) = delete;
MatrixView flow_view(Forecast&&, int) = delete;
MatrixView transition_view(GeneratorIntegrals&&) = delete;
MatrixView occupancy_view(GeneratorIntegrals&&) = delete;
MatrixView accumulated_view(GeneratorIntegrals&&) = delete;

INCUFLOW_END
