// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/parts.hpp"
#include "incuflow/units/date.hpp"
#include "incuflow/units/uncertain.hpp"

#include <string>
#include <variant>
#include <vector>

INCUFLOW_BEGIN

/// One thing a scenario changes: a path, and what stands there instead.
///
/// | path | changes | value |
/// |---|---|---|
/// | the name of a number, as `study.numbers()` has it: `growth`, `incubation.incubator->graduated:per_year` | its mid, or all of it | a number, or a Number with its origin |
/// | such a name with `.mid`, `.low`, `.high` | that one | a number |
/// | `track.stage:stock` | the firms there at the base date, also where they are unknown | a number, or a Number |
/// | `target.ID.at_least` (`about`, `tolerance`, `between.low`, `between.high`) | the promise | a number |
/// | `target.ID.due`, `target.ID.since`, `end_date` | the date | a date |
///
/// A bare number inside the range of an uncertain number moves its mid, becomes assumed and keeps the range; anywhere else the number becomes assumed,
/// without a range. Both say so in their reason ("scenario ID").
struct Override {
    std::string path{};
    std::variant<double, Date, Number> value{};

    friend bool operator==(const Override&, const Override&) = default;
};

/// A named set of overrides. `combines` names scenarios whose overrides hold too; two of them must not set one path to different values.
struct Scenario {
    std::string id{};
    Label label{};
    std::vector<Override> overrides{};
    std::vector<std::string> combines{};

    friend bool operator==(const Scenario&, const Scenario&) = default;
};

INCUFLOW_END
