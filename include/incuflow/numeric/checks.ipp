// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/checks.hpp"
#include "incuflow/text/number.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

INCUFLOW_BEGIN

namespace detail::numeric
{

INCUFLOW_INLINE std::size_t checked_states(std::string_view what, int n)
{
    if (n < 1) {
        throw ParameterError("numeric.no_states",
                             {{"what", std::string(what)}, {"given", format_number(static_cast<std::int64_t>(n))}});
    }
    return static_cast<std::size_t>(n);
}

INCUFLOW_INLINE std::size_t size_product(std::initializer_list<std::size_t> factors) noexcept
{
    std::size_t product = 1;
    bool over = false;
    for (const std::size_t factor : factors) {
        if (factor == 0) {
            return 0;
        }
        over = over || product > std::numeric_limits<std::size_t>::max() / factor;
        product *= factor;
    }
    return over ? std::numeric_limits<std::size_t>::max() : product;
}

INCUFLOW_INLINE void check_size(std::string_view what, std::initializer_list<std::size_t> factors, std::size_t given)
{
    const std::size_t expected = size_product(factors);
    if (given == expected) {
        return;
    }
    std::string product;
    for (const std::size_t factor : factors) {
        product += product.empty() ? "" : " × ";
        product += std::to_string(factor);
    }
    throw ParameterError("numeric.size",
                         {{"what", std::string(what)}, {"expected", product}, {"given", std::to_string(given)}});
}

INCUFLOW_INLINE void check_finite(std::string_view what, std::span<const double> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            throw ParameterError("numeric.not_finite",
                                 {{"what", std::string(what) + entry_name({i})}, {"given", format_number(values[i])}});
        }
    }
}

INCUFLOW_INLINE void check_finite(std::string_view what, double value)
{
    if (!std::isfinite(value)) {
        throw ParameterError("numeric.not_finite", {{"what", std::string(what)}, {"given", format_number(value)}});
    }
}

INCUFLOW_INLINE std::string entry_name(std::initializer_list<std::size_t> indices)
{
    std::string name;
    for (const std::size_t index : indices) {
        name += '[' + std::to_string(index) + ']';
    }
    return name;
}

}  // namespace detail::numeric

INCUFLOW_END
