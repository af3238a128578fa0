// SPDX-License-Identifier: Apache-2.0
#include "incuflow/text/csv.ipp"
#include "incuflow/text/json.ipp"
#include "incuflow/text/nearest.ipp"
#include "incuflow/text/number.ipp"
#include "incuflow/text/utf8.ipp"
