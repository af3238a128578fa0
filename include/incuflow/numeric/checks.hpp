// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

INCUFLOW_BEGIN

// What the numeric functions ask of their arguments, said in one way. All throw ParameterError.
namespace detail::numeric
{

/// The number of states as a size; numeric.no_states below 1.
[[nodiscard]] std::size_t checked_states(std::string_view what, int n);

/// The product, or the largest size if that would overflow.
[[nodiscard]] std::size_t size_product(std::initializer_list<std::size_t> factors) noexcept;

/// numeric.size unless `given` is the product of the factors.
void check_size(std::string_view what, std::initializer_list<std::size_t> factors, std::size_t given);

/// numeric.not_finite at the first infinite or NaN entry.
void check_finite(std::string_view what, std::span<const double> values);
void check_finite(std::string_view what, double value);

/// `[2][0][3]`, as the message names an entry.
[[nodiscard]] std::string entry_name(std::initializer_list<std::size_t> indices);

}  // namespace detail::numeric

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/numeric/checks.ipp"
#endif
