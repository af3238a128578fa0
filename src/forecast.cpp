// SPDX-License-Identifier: Apache-2.0
#include "incuflow/forecast/attain.ipp"
#include "incuflow/forecast/comparison.ipp"
#include "incuflow/forecast/coverage.ipp"
#include "incuflow/forecast/draws.ipp"
#include "incuflow/forecast/effects.ipp"
#include "incuflow/forecast/forecast.ipp"
#include "incuflow/forecast/mixture.ipp"
#include "incuflow/forecast/runner.ipp"
