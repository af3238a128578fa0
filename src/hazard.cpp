// SPDX-License-Identifier: Apache-2.0

// The definitions of the folder hazard, once, for incuflow::compiled.
#include "incuflow/hazard/hazard.ipp"
#include "incuflow/hazard/checks.ipp"
#include "incuflow/hazard/erlang.ipp"
#include "incuflow/hazard/exponential.ipp"
#include "incuflow/hazard/fixed_delay.ipp"
#include "incuflow/hazard/gamma.ipp"
#include "incuflow/hazard/generalised_gamma.ipp"
#include "incuflow/hazard/gompertz.ipp"
#include "incuflow/hazard/log_logistic.ipp"
#include "incuflow/hazard/log_normal.ipp"
#include "incuflow/hazard/piecewise_constant.ipp"
#include "incuflow/hazard/uncertain_hazard.ipp"
#include "incuflow/hazard/weibull.ipp"
