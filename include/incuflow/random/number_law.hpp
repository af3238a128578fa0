// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"
#include "incuflow/random/correlated_names.hpp"
#include "incuflow/units/uncertain.hpp"

#include <cstdint>
#include <string>
#include <string_view>

INCUFLOW_BEGIN

// The law that low, mid and high of an uncertain number describe.
//
// standard    5 %, 50 % and 95 % points. The logarithm (for `prob_per_year` and `share` the logit, for `real` the number
// itself) is mid's plus a normal with median 0
//             whose scale is (mid − low)/1.645 below and (high − mid)/1.645 above, all on that transformed scale.
// triangular  bounds low and high, mode mid.
// uniform     bounds low and high.

/// The value with probability u below it; mid for a number without a range. In the number's unit.
/// ParameterError("random.not_a_probability") unless 0 ≤ u ≤ 1, ("random.no_law") where low, mid and high fit no such
/// law.
[[nodiscard]] INCUFLOW_EXPORT double quantile(const Number& number, Measure measure, double u);

/// Its value in draw k. Depends on (seed, k, name) alone: the quantile at `uniform(seed, k, hash_name(name))`.
[[nodiscard]] INCUFLOW_EXPORT double draw(const Number& number, Measure measure, std::uint64_t seed, std::int64_t k,
                                          std::string_view name);

/// The law in words: "two-piece log-normal, 5/50/95 % at 0.06/0.08/0.11".
[[nodiscard]] INCUFLOW_EXPORT std::string describe_law(const Number& number, Measure measure, Language language);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/random/number_law.ipp"
#endif
