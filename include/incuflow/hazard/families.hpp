// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/erlang.hpp"
#include "incuflow/hazard/exponential.hpp"
#include "incuflow/hazard/fixed_delay.hpp"
#include "incuflow/hazard/gamma.hpp"
#include "incuflow/hazard/generalised_gamma.hpp"
#include "incuflow/hazard/gompertz.hpp"
#include "incuflow/hazard/log_logistic.hpp"
#include "incuflow/hazard/log_normal.hpp"
#include "incuflow/hazard/piecewise_constant.hpp"
#include "incuflow/hazard/weibull.hpp"

#include <variant>

INCUFLOW_BEGIN

/// Every family, with plain numbers.
using Hazard =
    std::variant<Exponential, Weibull, PiecewiseConstant, Erlang, FixedDelay, Gompertz, Gamma, LogNormal, LogLogistic, GeneralisedGamma>;

INCUFLOW_END
