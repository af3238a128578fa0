// SPDX-License-Identifier: Apache-2.0

// The definitions of the folder numeric, once, for incuflow::compiled. The same kernel bodies for wider registers: src/kernels/.
#include "incuflow/numeric/cell_law.ipp"
#include "incuflow/numeric/checks.ipp"
#include "incuflow/numeric/circle.ipp"
#include "incuflow/numeric/count_law.ipp"
#include "incuflow/numeric/count_window.ipp"
#include "incuflow/numeric/elementary.ipp"
#include "incuflow/numeric/flow_step.ipp"
#include "incuflow/numeric/generator_exponential.ipp"
#include "incuflow/numeric/kernel.ipp"
#include "incuflow/numeric/linear.ipp"
#include "incuflow/numeric/normal.ipp"
#include "incuflow/numeric/point_probability.ipp"
#include "incuflow/numeric/poisson_weights.ipp"
#include "incuflow/numeric/propagate.ipp"
#include "incuflow/numeric/roots.ipp"
