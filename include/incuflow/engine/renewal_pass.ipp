// SPDX-License-Identifier: Apache-2.0
#pragma once

// One draw of a semi-Markov cohort on one grid; included by cohort_renewal.ipp.

#include "incuflow/engine/cohort_renewal.hpp"
#include "incuflow/engine/renewal_rates.hpp"
#include "incuflow/engine/renewal_rates.ipp"
#include "incuflow/hazard/hazard.hpp"

#include <algorithm>
#include <cmath>

INCUFLOW_BEGIN

namespace detail {

inline constexpr double renewal_never = std::numeric_limits<double>::infinity();

/// What of a draw does not depend on the grid: the waits and paces of every state.
struct RenewalRules {
    std::vector<std::array<double, 2>> wait{};                   ///< by state and duration; `renewal_never` without one
    std::vector<std::array<std::vector<int>, 2>> atoms{};        ///< by state and duration: atoms of its first wait
    std::vector<RenewalPace> paces{};
    std::vector<std::array<int, 2>> pace{};                      ///< by state and duration; −1: nothing counts on it
    std::vector<int> event_row{};                                ///< by event: position of its row in the pace
    std::vector<double> event_factor{};                          ///< by event: its part of that row's rate, or its own factor
    std::vector<std::vector<int>> events{};                      ///< by state: events that leave it
    std::vector<std::vector<double>> staying{};                  ///< by dated matrix, by state
};

INCUFLOW_INLINE RenewalRules make_rules(const RenewalModel& shared, const RealisedDurations& realised)
{
    const CompiledModel& model = shared.model;
    const std::size_t n = model.states.size();
    RenewalRules rules;
    rules.wait.assign(n, {renewal_never, renewal_never});
    rules.atoms.resize(n);
    rules.pace.assign(n, {-1, -1});
    rules.events.resize(n);
    std::vector<int> first(model.atoms.size(), 0);
    for (int pass = 0; pass < 2; ++pass) {
        for (std::size_t a = 0; a < model.atoms.size(); ++a) {
            const auto s = static_cast<std::size_t>(model.atoms[a].from);
            const auto c = static_cast<std::size_t>(shared.layout.atom_clock[a]);
            auto& list = rules.atoms[s][c];
            if (pass == 0) {
                rules.wait[s][c] = std::min(rules.wait[s][c], realised.waits[a]);
                continue;
            }
            // Of waits that end together the one declared first is the one that happens.
            if (realised.waits[a] != rules.wait[s][c]) {
                continue;
            }
            if (list.empty() || (model.atoms[static_cast<std::size_t>(list.front())].source == model.atoms[a].source &&
                                 model.atoms[static_cast<std::size_t>(list.front())].index == model.atoms[a].index)) {
                list.push_back(static_cast<int>(a));
            }
        }
    }
    std::vector<std::array<RenewalPace, 2>> paces(n);
    for (std::size_t e = 0; e < model.events.size(); ++e) {
        const ProductEvent& event = model.events[e];
        const auto s = static_cast<std::size_t>(event.from);
        const int clock = shared.layout.event_clock[e];
        if (realised.factors[e] == 0.0) {
            continue;
        }
        rules.events[s].push_back(static_cast<int>(e));
        if (clock >= 0) {
            auto& rows = paces[s][static_cast<std::size_t>(clock)].rows;
            const auto at = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.first == event.row; });
            if (at == rows.end()) {
                rows.emplace_back(event.row, realised.factors[e]);
            } else {
                at->second += realised.factors[e];
            }
        }
    }
    for (std::size_t s = 0; s < n; ++s) {
        for (std::size_t c = 0; c < 2; ++c) {
            if (paces[s][c].rows.empty()) {
                continue;
            }
            const auto known = std::find(rules.paces.begin(), rules.paces.end(), paces[s][c]);
            rules.pace[s][c] = static_cast<int>(known - rules.paces.begin());
            if (known == rules.paces.end()) {
                rules.paces.push_back(paces[s][c]);
            }
        }
    }
    for (std::size_t e = 0; e < model.events.size(); ++e) {
        const ProductEvent& event = model.events[e];
        const auto s = static_cast<std::size_t>(event.from);
        const int clock = shared.layout.event_clock[e];
        int row = -1;
        double factor = realised.factors[e];
        if (clock >= 0 && rules.pace[s][static_cast<std::size_t>(clock)] >= 0) {
            const auto& rows = rules.paces[static_cast<std::size_t>(rules.pace[s][static_cast<std::size_t>(clock)])].rows;
            for (std::size_t r = 0; r < rows.size(); ++r) {
                if (rows[r].first == event.row) {
                    row = static_cast<int>(r);
                    factor = realised.factors[e] / rows[r].second;
                }
            }
        }
        rules.event_row.push_back(row);
        rules.event_factor.push_back(factor);
    }
    for (std::size_t d = 0; d < model.dated.size(); ++d) {
        std::vector<double> moved(n, 0.0);
        for (std::size_t o = 0; o < model.dated[d].size(); ++o) {
            moved[static_cast<std::size_t>(model.dated[d][o].from)] += realised.dated[d][o];
        }
        for (std::size_t s = 0; s < n; ++s) {
            if (moved[s] > 1.0 + 1e-12) {
                throw EngineError("engine.moves_over_one", {{"state", model.state_name(shared.pipeline, static_cast<int>(s))},
                                                            {"given", format_number(moved[s])}});
            }
            moved[s] = std::max(0.0, 1.0 - moved[s]);
        }
        rules.staying.push_back(std::move(moved));
    }
    return rules;
}

/// Where a move puts firms: position base + i·first + j·second, for firms in cells i and j of the durations of the state they leave.
struct RenewalMap {
    std::size_t base{};
    std::size_t first{};
    std::size_t second{};
};

/// A rectangle of cells: those of the first duration, those of the second; a duration that does not run has one cell.
struct CellRange {
    std::size_t i0{};
    std::size_t i1{1};
    std::size_t j0{};
    std::size_t j1{1};
};

/// Gauss–Legendre points of a step, for integrals of squares.
inline constexpr std::size_t renewal_points = 16;
INCUFLOW_INLINE double renewal_point(std::size_t g) noexcept
{
    return g % 2 == 0 ? 0.5 - gauss_16_points[g / 2] : 0.5 + gauss_16_points[g / 2];
}
INCUFLOW_INLINE double renewal_point_weight(std::size_t g) noexcept { return gauss_16_weights[g / 2]; }

/// What multiplies an attribute on the way: a field then carries its expected value in place of firms.
struct RenewalScale {
    std::vector<double> growth{};              ///< by state, 1/year, of any sign
    std::vector<double> events{};              ///< by event
    std::vector<double> atoms{};               ///< by atom
    std::vector<std::vector<double>> dated{};  ///< by dated matrix, by outcome
};

class RenewalPass {
public:
    /// What is asked of a firm, as numbers that a backward pass carries: number c of position p stands at c × size() + p.
    struct Question {
        std::size_t numbers{1};
        /// Times counted add up, and stop at the last number; otherwise marks unite, bit by bit. With one number alone any mark makes it 1.
        bool adds{};

        [[nodiscard]] std::size_t join(std::size_t mark, std::size_t number) const
        {
            return adds ? std::min(mark + number, numbers - 1) : mark | number;
        }
    };
    RenewalPass(const RenewalModel& shared, const RealisedDurations& realised, const RenewalRules& rules,
                std::shared_ptr<const RenewalGrid> grid)
        : shared_(shared), model_(shared.model), realised_(realised), rules_(rules), grid_(std::move(grid)),
          cells_(grid_->cells.size())
    {
        for (std::size_t s = 0; s < model_.states.size(); ++s) {
            offset_.push_back(size_);
            const int n = shared.layout.durations(static_cast<int>(s));
            size_ += n == 0 ? 1 : n == 1 ? cells_ : cells_ * cells_;
        }
        for (const RenewalPace& pace : rules_.paces) {
            auto& total = total_.emplace_back();
            auto& split = split_.emplace_back(pace.rows.size());
            for (const RenewalLag& lag : grid_->lags) {
                const RenewalRates rates = renewal_rates(pace, realised_.hazards, lag);
                total.push_back(rates.total);
                for (std::size_t r = 0; r < pace.rows.size(); ++r) {
                    split[r].push_back(rates.split[r]);
                }
            }
        }
    }

    [[nodiscard]] const RenewalGrid& grid() const { return *grid_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::size_t position(int state, const std::array<int, 2>& cells) const
    {
        const RenewalMap map = arrive(state, {RenewalLayout::none, RenewalLayout::none}, cells);
        return map.base;
    }
    /// Everybody of a state, over the cells made until time k.
    [[nodiscard]] double total(const std::vector<double>& field, std::size_t state) const
    {
        const int n = shared_.layout.durations(static_cast<int>(state));
        const std::size_t count = n == 0 ? 1 : n == 1 ? cells_ : cells_ * cells_;
        double sum = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            sum += field[offset_[state] + i];
        }
        return sum;
    }

    /// Marks everybody of a state at this instant.
    void mark(std::vector<double>& value, std::size_t state, const Question& question, std::size_t mark) const;

    /// What one step did.
    struct Passage {
        std::vector<double> spent{};   ///< by state, firm-years
        std::vector<double> events{};  ///< by event, firms
        std::vector<double> atoms{};   ///< by atom, firms
    };

    /// `scale`: none for firms themselves. What is `done` counts firms, and says nothing of an attribute.
    void forward(std::size_t k, const std::vector<std::pair<std::size_t, double>>& inflow, std::vector<double>& field, Passage& done,
                 const RenewalScale* scale = nullptr) const;
    void forward_waits(std::size_t time, std::vector<double>& field, Passage& done, const RenewalScale* scale = nullptr) const;
    void forward_dated(std::size_t d, std::size_t time, std::vector<double>& field, std::vector<double>& moved,
                       const RenewalScale* scale = nullptr) const;
    /// Takes away what stands in states that are not kept.
    void keep(std::vector<double>& field, const std::vector<char>& kept) const
    {
        for (std::size_t s = 0; s < model_.states.size(); ++s) {
            const std::size_t end = s + 1 < model_.states.size() ? offset_[s + 1] : size_;
            for (std::size_t at = offset_[s]; kept[s] == 0 && at < end; ++at) {
                field[at] = 0.0;
            }
        }
    }

    /// Marks of events, atoms and outcomes; empty: none.
    using Marks = std::vector<std::size_t>;
    /// A firm that arrives during a step at a position: its numbers, integrated over the step.
    struct Arrival {
        std::size_t position{};
        std::vector<double> integrals{};
        std::vector<double> points{};  ///< where asked for: at the quadrature points of the step, by point and number
    };

    /// `value`: of a firm in each cell at the step's end, also of the cells made during the step; becomes that at its start.
    void backward(std::size_t k, const Question& question, const Marks& events, const Marks& atoms, std::vector<double>& value,
                  std::vector<Arrival>& arrivals, bool points) const;
    void backward_waits(std::size_t time, const Question& question, const Marks& atoms, std::vector<double>& value) const;
    void backward_dated(std::size_t d, std::size_t time, const Question& question, const Marks& outcomes, std::vector<double>& value) const;

private:
    struct Frame;

    [[nodiscard]] RenewalMap arrive(int to, const RenewalLayout::Carry& carry, const std::array<int, 2>& anew) const
    {
        const int n = shared_.layout.durations(to);
        RenewalMap map{offset_[static_cast<std::size_t>(to)], 0, 0};
        for (int c = 0; c < n; ++c) {
            const std::size_t stride = n == 2 && c == 0 ? cells_ : 1;
            const int from = carry[static_cast<std::size_t>(c)];
            if (from == RenewalLayout::none) {
                map.base += stride * static_cast<std::size_t>(anew[static_cast<std::size_t>(c)]);
            } else {
                (from == 0 ? map.first : map.second) += stride;
            }
        }
        return map;
    }
    [[nodiscard]] RenewalMap stay(std::size_t state) const
    {
        const int n = shared_.layout.durations(static_cast<int>(state));
        return {offset_[state], n == 2 ? cells_ : n == 1 ? 1U : 0U, n == 2 ? 1U : 0U};
    }
    /// Cell whose firms end a wait exactly at a time; −1 if there is none.
    [[nodiscard]] int point_that_waits(double wait, double time, int made) const;
    [[nodiscard]] Frame frame(std::size_t k, const RenewalScale* scale = nullptr) const;
    [[nodiscard]] double calendar_rate(std::size_t event, double start, double end) const;

    RenewalModel shared_;
    const CompiledModel& model_;
    const RealisedDurations& realised_;
    const RenewalRules& rules_;
    std::shared_ptr<const RenewalGrid> grid_;
    std::size_t cells_;
    std::size_t size_{};
    std::vector<std::size_t> offset_{};
    std::vector<std::vector<double>> total_{};                  // by pace, by lag
    std::vector<std::vector<std::vector<double>>> split_{};     // by pace, by row, by lag
};

/// Everything of one step that forward and backward share.
struct RenewalPass::Frame {
    double h{};
    double kappa{};                                ///< rate × step that no state's rates exceed
    int orders{};                                  ///< terms of the series
    std::vector<CellRange> range{};                ///< by state: cells that may hold firms
    std::vector<std::array<int, 2>> pending{};     ///< by state and duration: the cell whose wait ends during the step
    std::vector<double> constant{};                ///< by state: rate × step of what counts no duration
    std::vector<std::vector<double>> pace{};       ///< by pace, by cell: rate × step
    std::vector<std::vector<double>> rate{};       ///< by event: rate × step, by cell of its duration; one number where it counts none
    std::vector<RenewalMap> event{};
    std::vector<RenewalMap> atom{};
    std::vector<std::vector<double>> weight{};     ///< by number of pending waits, by order: ∫ ξ^m (1 − ξ)^k e^(−κξ) dξ
    bool waiting{};                                ///< some wait ends during the step

    [[nodiscard]] int waits(std::size_t s, std::size_t i, std::size_t j) const
    {
        return (static_cast<int>(i) == pending[s][0] ? 1 : 0) + (static_cast<int>(j) == pending[s][1] ? 1 : 0);
    }
};

INCUFLOW_INLINE int RenewalPass::point_that_waits(double wait, double time, int made) const
{
    for (int c = 0; c < made; ++c) {
        const RenewalCell& cell = grid_->cells[static_cast<std::size_t>(c)];
        if (cell.begin == cell.end && std::fabs(cell.begin + wait - time) <= 4.0 * renewal_same_time) {
            return c;
        }
    }
    return -1;
}

INCUFLOW_INLINE double RenewalPass::calendar_rate(std::size_t event, double start, double end) const
{
    const Hazard& hazard = realised_.hazards[static_cast<std::size_t>(model_.events[event].row)];
    const TransitionRow& row = shared_.pipeline.parts().transitions[static_cast<std::size_t>(model_.events[event].row)];
    if (row.clock == Clock::calendar) {
        return cumulative(hazard, end) - cumulative(hazard, start);
    }
    return cumulative(hazard, end - start);
}

INCUFLOW_INLINE RenewalPass::Frame RenewalPass::frame(std::size_t k, const RenewalScale* scale) const
{
    const RenewalGrid& grid = *grid_;
    const double start = grid.times[k];
    const double end = grid.times[k + 1];
    const std::vector<std::int32_t>& lag = grid.lag[k];
    Frame f;
    f.h = end - start;
    for (std::size_t p = 0; p < rules_.paces.size(); ++p) {
        auto& list = f.pace.emplace_back(lag.size());
        for (std::size_t c = 0; c < lag.size(); ++c) {
            list[c] = f.h * total_[p][static_cast<std::size_t>(lag[c])];
        }
    }
    // Ranges and waits, once for each length of wait.
    struct Reach {
        double wait;
        std::size_t low;
        int pending;
    };
    std::vector<Reach> reaches;
    const auto reach = [&](double wait) {
        for (const Reach& known : reaches) {
            if (known.wait == wait) {
                return known;
            }
        }
        Reach now{wait, 0, -1};
        while (now.low + 1 < lag.size() && grid.cells[now.low].end + wait <= start + 4.0 * renewal_same_time) {
            ++now.low;
        }
        for (std::size_t c = now.low; c < lag.size() && wait < renewal_never; ++c) {
            const RenewalCell& cell = grid.cells[c];
            if (cell.end > cell.begin && std::fabs(cell.begin + wait - start) <= 4.0 * renewal_same_time) {
                now.pending = static_cast<int>(c);
                break;
            }
        }
        reaches.push_back(now);
        return now;
    };
    f.constant.assign(model_.states.size(), 0.0);
    f.rate.resize(model_.events.size());
    f.event.resize(model_.events.size());
    const std::array<int, 2> anew{grid.fresh[k], grid.fresh[k]};
    for (std::size_t s = 0; s < model_.states.size(); ++s) {
        CellRange range;
        std::array<int, 2> pending{-1, -1};
        const int n = shared_.layout.durations(static_cast<int>(s));
        for (int c = 0; c < n; ++c) {
            const Reach r = reach(rules_.wait[s][static_cast<std::size_t>(c)]);
            pending[static_cast<std::size_t>(c)] = r.pending;
            f.waiting = f.waiting || r.pending >= 0;
            (c == 0 ? range.i0 : range.j0) = r.low;
            (c == 0 ? range.i1 : range.j1) = lag.size();
        }
        f.range.push_back(range);
        f.pending.push_back(pending);
        for (const int e : rules_.events[s]) {
            const auto at = static_cast<std::size_t>(e);
            const int clock = shared_.layout.event_clock[at];
            f.event[at] = arrive(model_.events[at].to, shared_.layout.event_carry[at], anew);
            if (clock < 0) {
                f.rate[at] = {rules_.event_factor[at] * calendar_rate(at, start, end)};
                f.constant[s] += f.rate[at][0];
                continue;
            }
            const auto p = static_cast<std::size_t>(rules_.pace[s][static_cast<std::size_t>(clock)]);
            const auto& split = split_[p][static_cast<std::size_t>(rules_.event_row[at])];
            auto& list = f.rate[at];
            list.resize(lag.size());
            for (std::size_t c = 0; c < lag.size(); ++c) {
                list[c] = f.h * rules_.event_factor[at] * split[static_cast<std::size_t>(lag[c])];
            }
        }
        double most = f.constant[s];
        for (int c = 0; c < n; ++c) {
            const int p = rules_.pace[s][static_cast<std::size_t>(c)];
            if (p >= 0) {
                const auto& list = f.pace[static_cast<std::size_t>(p)];
                most += *std::max_element(list.begin() + static_cast<std::ptrdiff_t>(c == 0 ? range.i0 : range.j0), list.end());
            }
        }
        f.kappa = std::max(f.kappa, most);
    }
    for (std::size_t a = 0; a < model_.atoms.size(); ++a) {
        f.atom.push_back(arrive(model_.atoms[a].to, shared_.layout.atom_carry[a], anew));
    }
    // Terms of the series fall faster than c^m/m!. An attribute that shrinks lifts κ, one that grows or jumps the terms.
    double c = f.kappa + (f.waiting ? 4.0 : 0.0);
    if (scale != nullptr) {
        const auto [shrink, grow] = std::minmax_element(scale->growth.begin(), scale->growth.end());
        // Only a firm that goes round and round within one step meets a jump often enough for more terms than this to matter.
        constexpr double enough = 1000.0;
        const double most = scale->events.empty() ? 1.0 : std::clamp(*std::max_element(scale->events.begin(), scale->events.end()), 1.0, enough);
        c = f.kappa * most + (f.waiting ? 4.0 : 0.0) + f.h * (std::max(0.0, *grow) + std::max(0.0, -*shrink));
        f.kappa += f.h * std::max(0.0, -*shrink);
    }
    double term = 1.0;
    for (f.orders = 1; term > 1e-18 || static_cast<double>(f.orders) < c; ++f.orders) {
        term *= c / f.orders;
    }
    ++f.orders;
    // ∫ ξ^m e^(−κξ) dξ over [0, 1], from the highest order down: the recurrence only adds.
    const auto count = static_cast<std::size_t>(f.orders) + 3;
    std::vector<double> plain(count + 1, 0.0);
    const double last = exponential(-f.kappa);
    double tail = 0.0;
    for (std::size_t m = count + 60; m > 0; --m) {
        tail = (last + f.kappa * tail) / static_cast<double>(m);
        if (m - 1 <= count) {
            plain[m - 1] = tail;
        }
    }
    f.weight.assign(3, std::vector<double>(static_cast<std::size_t>(f.orders) + 1, 0.0));
    for (std::size_t m = 0; m <= static_cast<std::size_t>(f.orders); ++m) {
        f.weight[0][m] = plain[m];
        f.weight[1][m] = plain[m] - plain[m + 1];
        f.weight[2][m] = plain[m] - 2.0 * plain[m + 1] + plain[m + 2];
    }
    return f;
}

}  // namespace detail

INCUFLOW_END

#include "incuflow/engine/renewal_backward.ipp"
#include "incuflow/engine/renewal_forward.ipp"
