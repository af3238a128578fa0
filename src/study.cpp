// SPDX-License-Identifier: Apache-2.0
#include "incuflow/study/consistency.ipp"
#include "incuflow/study/entry_names.ipp"
#include "incuflow/study/parts.ipp"
#include "incuflow/study/scenario.ipp"
#include "incuflow/study/study.ipp"
#include "incuflow/study/tables.ipp"
#include "incuflow/study/validate.ipp"
