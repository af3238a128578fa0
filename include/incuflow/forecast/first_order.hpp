// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// A share of a variance that one number explains alone, and its standard error.
struct FirstOrder {
    double share{};
    double error{};
};

/// Var E[f | x] / Var f from one sample of pairs, by the ranks of x: neighbours in x share what x explains (Chatterjee 2021; Gamboa,
/// Gremaud, Klein & Lagnoux 2022). No model of f is fitted; dependent numbers are allowed. The standard error is that of the linearised
/// sum, whose terms depend on their neighbours only.
[[nodiscard]] INCUFLOW_EXPORT FirstOrder first_order(const std::vector<double>& x, const std::vector<double>& f);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/forecast/first_order.ipp"
#endif
