// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/engine/renewal_grid.hpp"
#include "incuflow/text/number.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

INCUFLOW_BEGIN

namespace detail {

inline constexpr std::size_t renewal_most_steps = 20000;

// Times that are equal but for rounding, each once.
class TimeSet {
public:
    // True if the time is new.
    bool add(double t)
    {
        const auto after = times_.lower_bound(t - renewal_same_time);
        if (after != times_.end() && *after <= t + renewal_same_time) {
            return false;
        }
        times_.insert(t);
        return true;
    }
    [[nodiscard]] bool has(double t) const
    {
        const auto after = times_.lower_bound(t - renewal_same_time);
        return after != times_.end() && *after <= t + renewal_same_time;
    }
    [[nodiscard]] std::size_t size() const { return times_.size(); }
    [[nodiscard]] std::vector<double> list() const { return {times_.begin(), times_.end()}; }

private:
    std::set<double> times_{};
};

// Adds all that can be reached by adding a wait, and with `both` by taking one away.
INCUFLOW_INLINE void close_under(TimeSet& set, const std::vector<double>& waits, double low, double high, bool both)
{
    std::vector<double> front = set.list();
    while (!front.empty()) {
        const double t = front.back();
        front.pop_back();
        for (const double wait : waits) {
            for (const double next : {t + wait, t - wait}) {
                const bool inside = next >= low - renewal_same_time && next <= high + renewal_same_time;
                if (inside && (both || next > t) && set.add(next)) {
                    front.push_back(next);
                }
            }
        }
        if (set.size() > renewal_most_steps) {
            throw EngineError("engine.too_many_steps", {{"limit", std::to_string(renewal_most_steps)}});
        }
    }
}

INCUFLOW_INLINE void add_lattice(TimeSet& set, double low, double high, double step)
{
    // Months are exact: k/12 is the nearest double to that date, which a running sum would not be.
    const double per_year = 1.0 / step;
    const double whole = std::round(per_year);
    const bool even = std::fabs(per_year - whole) < 1e-9;
    const auto first = static_cast<std::int64_t>(std::ceil(low * per_year - 1e-9));
    const auto last = static_cast<std::int64_t>(std::floor(high * per_year + 1e-9));
    for (std::int64_t k = first; k <= last; ++k) {
        (void)set.add(even ? static_cast<double>(k) / whole : static_cast<double>(k) * step);
    }
}

class GridMaker {
public:
    explicit GridMaker(const RenewalGridPlan& plan) : plan_(plan) {}

    RenewalGrid run()
    {
        make_times();
        make_cells();
        make_lags();
        return std::move(grid_);
    }

private:
    void make_times()
    {
        TimeSet set;
        (void)set.add(0.0);
        (void)set.add(plan_.end);
        (void)set.add(-plan_.past);
        for (const double t : plan_.times) {
            if (t >= 0.0 && t <= plan_.end) {
                (void)set.add(t);
            }
        }
        for (const double t : plan_.points) {
            (void)points_.add(t);
        }
        std::vector<double> waits;
        for (const double wait : plan_.waits) {
            if (wait < plan_.end + plan_.past || !plan_.points.empty()) {
                waits.push_back(wait);
            }
        }
        const double earliest = plan_.points.empty() ? 0.0 : std::min(0.0, *std::min_element(plan_.points.begin(), plan_.points.end()));
        close_under(points_, waits, earliest, plan_.end, false);
        for (const double t : points_.list()) {
            if (t >= 0.0) {
                (void)set.add(t);
            }
        }
        add_lattice(set, -plan_.past, plan_.end, plan_.step);
        close_under(set, waits, -plan_.past, plan_.end, true);
        all_ = set.list();
        for (int cut = 0; cut < plan_.halvings; ++cut) {
            std::vector<double> finer;
            for (std::size_t i = 0; i + 1 < all_.size(); ++i) {
                finer.push_back(all_[i]);
                finer.push_back(0.5 * (all_[i] + all_[i + 1]));
            }
            finer.push_back(all_.back());
            all_ = std::move(finer);
        }
        if (all_.size() > renewal_most_steps) {
            throw EngineError("engine.too_many_steps", {{"limit", std::to_string(renewal_most_steps)}});
        }
        for (const double t : all_) {
            if (t >= -0.5 * renewal_same_time) {
                grid_.times.push_back(t);
            }
        }
        grid_.times.front() = 0.0;
    }

    int add_cell(double begin, double end)
    {
        grid_.cells.push_back({begin, end});
        return static_cast<int>(grid_.cells.size()) - 1;
    }

    void make_cells()
    {
        for (std::size_t i = 0; i + 1 < all_.size() && all_[i] < -0.5 * renewal_same_time; ++i) {
            (void)add_cell(all_[i], std::fabs(all_[i + 1]) < renewal_same_time ? 0.0 : all_[i + 1]);
        }
        for (const double t : points_.list()) {
            if (t < -0.5 * renewal_same_time) {
                (void)add_cell(t, t);
            }
        }
        for (std::size_t k = 0; k < grid_.times.size(); ++k) {
            const double t = grid_.times[k];
            const bool here = points_.has(t);
            grid_.point.push_back(here ? add_cell(t, t) : RenewalGrid::none);
            auto& aged_points = grid_.aged_point.emplace_back();
            for (const double age : plan_.ages) {
                if (here) {
                    aged_points.push_back(add_cell(t - age, t - age));
                }
            }
            grid_.made.push_back(static_cast<int>(grid_.cells.size()));
            if (k + 1 < grid_.times.size()) {
                grid_.fresh.push_back(add_cell(t, grid_.times[k + 1]));
                auto& aged = grid_.aged.emplace_back();
                for (const double age : plan_.ages) {
                    aged.push_back(add_cell(t - age, grid_.times[k + 1] - age));
                }
            }
        }
    }

    void make_lags()
    {
        // A lag is told apart to a billionth of a year, as times are.
        const auto tick = [](double years) { return std::llround(years / renewal_same_time); };
        std::map<std::tuple<long long, long long, long long, int>, std::int32_t> known;
        for (std::size_t k = 0; k < grid_.steps(); ++k) {
            const double start = grid_.times[k];
            const double step = grid_.times[k + 1] - start;
            auto& row = grid_.lag.emplace_back();
            const int until = grid_.fresh[k] + 1 + static_cast<int>(plan_.ages.size());
            for (int c = 0; c < until; ++c) {
                const RenewalCell& cell = grid_.cells[static_cast<std::size_t>(c)];
                // During its own step a cell of ages runs as if made before: its clocks have the age already.
                const int kind = c == grid_.fresh[k] ? 1 : c > grid_.fresh[k] ? 2 : 0;
                const double least = kind == 0 ? start - cell.end : kind == 1 ? 0.0 : start - cell.begin;
                const RenewalLag lag{least, cell.end - cell.begin, step, kind != 0};
                const auto [at, added] =
                    known.try_emplace({tick(lag.least), tick(lag.width), tick(lag.step), kind != 0 ? 1 : 0}, static_cast<std::int32_t>(grid_.lags.size()));
                if (added) {
                    grid_.lags.push_back(lag);
                }
                row.push_back(at->second);
            }
        }
    }

    const RenewalGridPlan& plan_;
    TimeSet points_{};
    std::vector<double> all_{};
    RenewalGrid grid_{};
};

}  // namespace detail

INCUFLOW_INLINE int RenewalGrid::find(double time) const noexcept
{
    const auto after = std::lower_bound(times.begin(), times.end(), time - renewal_same_time);
    return after != times.end() && *after <= time + renewal_same_time ? static_cast<int>(after - times.begin()) : none;
}

INCUFLOW_INLINE int RenewalGrid::find_point(double time) const noexcept
{
    for (int c = 0; c < past_cells(); ++c) {
        const RenewalCell& cell = cells[static_cast<std::size_t>(c)];
        if (cell.begin == cell.end && std::fabs(cell.begin - time) <= renewal_same_time) {
            return c;
        }
    }
    return none;
}

INCUFLOW_INLINE RenewalGrid make_grid(const RenewalGridPlan& plan) { return detail::GridMaker(plan).run(); }

INCUFLOW_INLINE std::shared_ptr<const RenewalGrid> RenewalGrids::get(const RenewalGridPlan& plan)
{
    // Where every draw has waits of its own, no grid is asked for twice; the oldest make room.
    constexpr std::size_t most = 32;
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [known, grid] : made_) {
        if (known == plan) {
            return grid;
        }
    }
    auto grid = std::make_shared<const RenewalGrid>(make_grid(plan));
    if (made_.size() >= most) {
        made_.erase(made_.begin());
    }
    made_.emplace_back(plan, grid);
    return grid;
}

INCUFLOW_END
