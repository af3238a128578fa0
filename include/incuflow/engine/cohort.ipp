// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/engine/cohort.hpp"

INCUFLOW_BEGIN

INCUFLOW_INLINE Cohort::~Cohort() = default;

INCUFLOW_INLINE CohortTimes cohort_times(const Study& study)
{
    CohortTimes times;
    for (const Date& date : study.period_ends()) {
        times.period_ends.push_back(study.years_to(date, DayEdge::end));
    }
    for (const DatedMatrix& matrix : study.pipeline().parts().dated) {
        auto& list = times.dated.emplace_back();
        for (const Date& date : matrix.dates) {
            list.push_back(study.years_to(date, DayEdge::end));
        }
    }
    return times;
}

INCUFLOW_END
