// SPDX-License-Identifier: Apache-2.0
#include "incuflow/engine/cohort_markov.ipp"
#include "incuflow/engine/count_query.ipp"
#include "incuflow/engine/entries.ipp"
