// SPDX-License-Identifier: Apache-2.0
#include "incuflow/graph/dot.ipp"
#include "incuflow/graph/max_flow.ipp"
#include "incuflow/graph/mermaid.ipp"
#include "incuflow/graph/svg.ipp"
#include "incuflow/graph/topology.ipp"
