// SPDX-License-Identifier: Apache-2.0
#include "incuflow/random/correlated_names.ipp"
#include "incuflow/random/distributions.ipp"
#include "incuflow/random/number_law.ipp"
#include "incuflow/random/stream.ipp"
