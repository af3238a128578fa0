// SPDX-License-Identifier: Apache-2.0
#pragma once

// Everything but study files (incuflow/io.hpp, which needs incuflow::compiled) and the Eigen views (incuflow/eigen.hpp).

#include "incuflow/base/errors.hpp"
#include "incuflow/engine/capacity_laws.hpp"
#include "incuflow/engine/cohort_renewal.hpp"
#include "incuflow/engine/cohort_markov.hpp"
#include "incuflow/engine/time_expanded.hpp"
#include "incuflow/forecast/comparison.hpp"
#include "incuflow/forecast/forecast.hpp"
#include "incuflow/forecast/mixture.hpp"
#include "incuflow/graph/dot.hpp"
#include "incuflow/graph/max_flow.hpp"
#include "incuflow/graph/mermaid.hpp"
#include "incuflow/graph/svg.hpp"
#include "incuflow/graph/topology.hpp"
#include "incuflow/hazard/hazard.hpp"
#include "incuflow/model/builder.hpp"
#include "incuflow/model/structure.hpp"
#include "incuflow/numeric/generator_exponential.hpp"
#include "incuflow/numeric/propagate.hpp"
#include "incuflow/study/consistency.hpp"
#include "incuflow/study/scenario.hpp"
#include "incuflow/study/study.hpp"
#include "incuflow/study/tables.hpp"
#include "incuflow/units/quantity.hpp"
#include "incuflow/version.hpp"
