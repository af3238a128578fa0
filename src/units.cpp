// SPDX-License-Identifier: Apache-2.0
#include "incuflow/units/attributes.ipp"
#include "incuflow/units/date.ipp"
#include "incuflow/units/quantity.ipp"
#include "incuflow/units/table.ipp"
#include "incuflow/units/uncertain.ipp"
