// SPDX-License-Identifier: Apache-2.0
#pragma once

// Attributes of firms in tests: short words, and the moments of one draw at the mids on either engine.

#include "incuflow/engine/growth.hpp"
#include "support/cohort.hpp"
#include "support/make.hpp"
#include "support/renewal.hpp"

#include <string>
#include <utility>
#include <vector>

namespace make {

inline inc::Number plain(double x) { return inc::given_in_code(x); }

inline inc::GrowthRow growth(std::vector<std::string> in, double drift, double volatility)
{
    return {std::move(in), plain(drift), plain(volatility)};
}

// Sales with one initial law for all firms.
inline inc::FirmAttribute sales(std::vector<inc::GrowthRow> rows, double mean, double cv, std::vector<inc::GrowthJump> jumps = {})
{
    inc::FirmAttribute attribute{"sales", {"销售收入", "sales"}, "万元"};
    attribute.growth = std::move(rows);
    attribute.jumps = std::move(jumps);
    attribute.initial = {{inc::SizeOf::firms, {}, plain(mean), plain(cv)}};
    return attribute;
}

template <class World> inc::MomentQuery moment(const World& world, int order, std::vector<double> at)
{
    const inc::GrowthModel model = inc::make_growth(world.study(), world.model(), inc::plan_starts(world.study()), 0);
    inc::MomentQuery query = inc::moment_query(model, world.study().numbers().mids(), order);
    query.at = std::move(at);
    return query;
}

// A moment of one class in a state, at a position of the times asked for.
inline double value(const inc::MomentRun& run, std::size_t klass, std::size_t time, int state)
{
    return run.values[(klass * run.times + time) * run.states + static_cast<std::size_t>(state)];
}

}  // namespace make
