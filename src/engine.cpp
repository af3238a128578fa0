// SPDX-License-Identifier: Apache-2.0
#include "incuflow/engine/cohort.ipp"
#include "incuflow/engine/cohort_markov.ipp"
#include "incuflow/engine/cohort_renewal.ipp"
#include "incuflow/engine/count_query.ipp"
#include "incuflow/engine/entries.ipp"
#include "incuflow/engine/renewal_grid.ipp"
#include "incuflow/engine/renewal_layout.ipp"
#include "incuflow/engine/renewal_rates.ipp"
