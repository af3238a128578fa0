// SPDX-License-Identifier: Apache-2.0
#include "incuflow/model/builder.ipp"
#include "incuflow/model/compiled.ipp"
#include "incuflow/model/numbers.ipp"
#include "incuflow/model/parts.ipp"
#include "incuflow/model/path.ipp"
#include "incuflow/model/pipeline.ipp"
#include "incuflow/model/resolve.ipp"
#include "incuflow/model/structure.ipp"
