// SPDX-License-Identifier: Apache-2.0
#pragma once

// One step forward in time; included by renewal_pass.ipp.
//
// With ξ in [0, 1] the time within the step, firms of a cell of which k durations have a wait that ends during it are
// z(ξ) = (1 − ξ)^k e^(−κξ) y(ξ): their clocks started evenly, so the waits end evenly. y is a power series; its coefficients follow from
// dy/dξ = y(κ − rates) + what arrives / ((1 − ξ)^k e^(−κξ)), in which nothing is taken away.

#include "incuflow/engine/renewal_pass.ipp"

INCUFLOW_BEGIN

namespace detail {

/// Adds what leaves cells (i, j) of a state: rate by cell of one duration times y, y − y′ or y − 2y′ + y″ (y′, y″ one and two orders lower).
struct RenewalLeaving {
    const std::vector<double>& rate;
    int clock;  // −1: rate[0]

    [[nodiscard]] double at(std::size_t i, std::size_t j) const { return clock < 0 ? rate[0] : rate[clock == 0 ? i : j]; }
};

INCUFLOW_INLINE void RenewalPass::forward(std::size_t k, const std::vector<std::pair<std::size_t, double>>& inflow, std::vector<double>& field,
                                          Passage& done, const RenewalScale* scale) const
{
    const Frame f = frame(k, scale);
    const std::size_t living = static_cast<std::size_t>(model_.living);
    std::vector<double> y = field;
    std::vector<double> lower(size_, 0.0);
    std::vector<double> lowest(size_, 0.0);
    std::vector<double> next(size_, 0.0);
    std::vector<double> sum(size_, 0.0);
    std::vector<double> spent(size_, 0.0);
    done.spent.assign(model_.states.size(), 0.0);
    done.events.assign(model_.events.size(), 0.0);
    done.atoms.assign(model_.atoms.size(), 0.0);
    double arriving = f.h;  // of e^(κξ), times h
    for (int m = 0; m <= f.orders; ++m) {
        const auto order = static_cast<std::size_t>(m);
        const double w0 = f.weight[0][order];
        const bool last = m == f.orders;
        for (std::size_t s = 0; s < living; ++s) {
            const RenewalMap own = stay(s);
            const CellRange& range = f.range[s];
            const bool waits = f.pending[s][0] >= 0 || f.pending[s][1] >= 0;
            const int p0 = rules_.pace[s][0];
            const int p1 = rules_.pace[s][1];
            for (std::size_t i = range.i0; i < range.i1; ++i) {
                const double still = f.kappa + (scale != nullptr ? f.h * scale->growth[s] : 0.0) - f.constant[s] - (p0 >= 0 ? f.pace[static_cast<std::size_t>(p0)][i] : 0.0);
                for (std::size_t j = range.j0; j < range.j1; ++j) {
                    const std::size_t at = own.base + i * own.first + j * own.second;
                    const double now = y[at];
                    const int pending = waits ? f.waits(s, i, j) : 0;
                    spent[at] += now * (pending == 0 ? w0 : f.weight[static_cast<std::size_t>(pending)][order]);
                    if (pending == 0) {
                        sum[at] += now;
                    }
                    next[at] += now * (still - (p1 >= 0 ? f.pace[static_cast<std::size_t>(p1)][j] : 0.0));
                }
            }
            if (last) {
                continue;
            }
            for (const int e : rules_.events[s]) {
                const auto ev = static_cast<std::size_t>(e);
                const RenewalMap& to = f.event[ev];
                const RenewalLeaving leaving{f.rate[ev], shared_.layout.event_clock[ev]};
                // A wait that is not carried along is behind the firm: of (1 − ξ)^k one factor goes into the arrivals.
                const auto& carry = shared_.layout.event_carry[ev];
                const bool keeps0 = carry[0] == 0 || carry[1] == 0;
                const bool keeps1 = carry[0] == 1 || carry[1] == 1;
                const double factor = scale != nullptr ? scale->events[ev] : 1.0;
                for (std::size_t i = range.i0; i < range.i1; ++i) {
                    const int lost0 = !keeps0 && static_cast<int>(i) == f.pending[s][0] ? 1 : 0;
                    for (std::size_t j = range.j0; j < range.j1; ++j) {
                        const std::size_t at = own.base + i * own.first + j * own.second;
                        const int lost = lost0 + (!keeps1 && static_cast<int>(j) == f.pending[s][1] ? 1 : 0);
                        double amount = y[at];
                        if (lost > 0) {
                            amount -= static_cast<double>(lost) * lower[at] - (lost == 2 ? lowest[at] : 0.0);
                        }
                        next[to.base + i * to.first + j * to.second] += factor * leaving.at(i, j) * amount;
                    }
                }
            }
            if (!waits) {
                continue;
            }
            for (std::size_t c = 0; c < 2; ++c) {
                if (f.pending[s][c] < 0) {
                    continue;
                }
                CellRange line = range;
                (c == 0 ? line.i0 : line.j0) = static_cast<std::size_t>(f.pending[s][c]);
                (c == 0 ? line.i1 : line.j1) = static_cast<std::size_t>(f.pending[s][c]) + 1;
                for (const int a : rules_.atoms[s][c]) {
                    const auto atom = static_cast<std::size_t>(a);
                    const RenewalMap& to = f.atom[atom];
                    const double share = realised_.shares[atom];
                    const double factor = scale != nullptr ? scale->atoms[atom] : 1.0;
                    const auto& carry = shared_.layout.atom_carry[atom];
                    const int other = c == 0 ? 1 : 0;
                    const bool keeps = carry[0] == other || carry[1] == other;
                    for (std::size_t i = line.i0; i < line.i1; ++i) {
                        for (std::size_t j = line.j0; j < line.j1; ++j) {
                            const std::size_t at = own.base + i * own.first + j * own.second;
                            const int pending = f.waits(s, i, j);
                            const bool lost = pending == 2 && !keeps;
                            done.atoms[atom] += share * y[at] * f.weight[static_cast<std::size_t>(pending) - 1][order];
                            next[to.base + i * to.first + j * to.second] += factor * share * (lost ? y[at] - lower[at] : y[at]);
                        }
                    }
                }
            }
        }
        for (std::size_t s = living; s < model_.states.size(); ++s) {
            const std::size_t at = offset_[s];
            sum[at] += y[at];
            spent[at] += y[at] * w0;
            next[at] += y[at] * f.kappa;
        }
        for (const auto& [at, rate] : inflow) {
            next[at] += rate * arriving;
        }
        arriving *= f.kappa / static_cast<double>(m + 1);
        std::swap(lowest, lower);
        std::swap(lower, y);
        const double divide = 1.0 / static_cast<double>(m + 1);
        for (std::size_t at = 0; at < size_; ++at) {
            y[at] = next[at] * divide;
            next[at] = 0.0;
        }
    }
    const double decay = exponential(-f.kappa);
    for (std::size_t at = 0; at < size_; ++at) {
        field[at] = decay * sum[at];
    }
    for (std::size_t s = 0; s < living; ++s) {
        const RenewalMap own = stay(s);
        const CellRange& range = f.range[s];
        for (std::size_t i = range.i0; i < range.i1; ++i) {
            for (std::size_t j = range.j0; j < range.j1; ++j) {
                done.spent[s] += f.h * spent[own.base + i * own.first + j * own.second];
            }
        }
        for (const int e : rules_.events[s]) {
            const auto ev = static_cast<std::size_t>(e);
            const RenewalLeaving leaving{f.rate[ev], shared_.layout.event_clock[ev]};
            double crossed = 0.0;
            for (std::size_t i = range.i0; i < range.i1; ++i) {
                for (std::size_t j = range.j0; j < range.j1; ++j) {
                    crossed += leaving.at(i, j) * spent[own.base + i * own.first + j * own.second];
                }
            }
            done.events[ev] = crossed;
        }
    }
    for (std::size_t s = living; s < model_.states.size(); ++s) {
        done.spent[s] = f.h * spent[offset_[s]];
    }
}

// Firms whose clocks started together end their waits together, at the step's end. Clocks one after another, each seeing what the one before left.
INCUFLOW_INLINE void RenewalPass::forward_waits(std::size_t time, std::vector<double>& field, Passage& done, const RenewalScale* scale) const
{
    const double now = grid_->times[time];
    const int point = grid_->point[time];
    if (point < 0) {
        return;
    }
    const int made = point;
    for (int clock = 0; clock <= shared_.layout.age + static_cast<int>(model_.windows.size()); ++clock) {
        for (std::size_t s = 0; s < static_cast<std::size_t>(model_.living); ++s) {
            for (std::size_t c = 0; c < 2; ++c) {
                if (shared_.layout.clocks[s][c] != clock || rules_.atoms[s][c].empty()) {
                    continue;
                }
                const int cell = point_that_waits(rules_.wait[s][c], now, made);
                if (cell < 0) {
                    continue;
                }
                const RenewalMap own = stay(s);
                CellRange line{0, own.first != 0 ? static_cast<std::size_t>(point) + 1 : 1, 0, own.second != 0 ? static_cast<std::size_t>(point) + 1 : 1};
                (c == 0 ? line.i0 : line.j0) = static_cast<std::size_t>(cell);
                (c == 0 ? line.i1 : line.j1) = static_cast<std::size_t>(cell) + 1;
                std::vector<double> moving;
                for (std::size_t i = line.i0; i < line.i1; ++i) {
                    for (std::size_t j = line.j0; j < line.j1; ++j) {
                        double& here = field[own.base + i * own.first + j * own.second];
                        moving.push_back(here);
                        here = 0.0;
                    }
                }
                for (const int a : rules_.atoms[s][c]) {
                    const auto atom = static_cast<std::size_t>(a);
                    const RenewalMap to = arrive(model_.atoms[atom].to, shared_.layout.atom_carry[atom], {point, point});
                    std::size_t next = 0;
                    for (std::size_t i = line.i0; i < line.i1; ++i) {
                        for (std::size_t j = line.j0; j < line.j1; ++j) {
                            const double moved = realised_.shares[atom] * moving[next++];
                            done.atoms[atom] += moved;
                            field[to.base + i * to.first + j * to.second] += scale != nullptr ? scale->atoms[atom] * moved : moved;
                        }
                    }
                }
            }
        }
    }
}

INCUFLOW_INLINE void RenewalPass::forward_dated(std::size_t d, std::size_t time, std::vector<double>& field, std::vector<double>& moved,
                                                const RenewalScale* scale) const
{
    const int point = grid_->point[time];
    const std::size_t made = static_cast<std::size_t>(grid_->made[time]);
    const std::vector<double> before = field;
    moved.assign(model_.dated[d].size(), 0.0);
    const auto each = [&](std::size_t s, auto&& what) {
        const RenewalMap own = stay(s);
        for (std::size_t i = 0; i < (own.first != 0 ? made : 1); ++i) {
            for (std::size_t j = 0; j < (own.second != 0 ? made : 1); ++j) {
                what(own.base + i * own.first + j * own.second, i, j);
            }
        }
    };
    for (std::size_t s = 0; s < static_cast<std::size_t>(model_.living); ++s) {
        if (rules_.staying[d][s] != 1.0) {
            each(s, [&](std::size_t at, std::size_t, std::size_t) { field[at] *= rules_.staying[d][s]; });
        }
    }
    for (std::size_t o = 0; o < model_.dated[d].size(); ++o) {
        const DatedOutcome& outcome = model_.dated[d][o];
        const RenewalMap to = arrive(outcome.to, shared_.layout.dated_carry[d][o], {point, point});
        each(static_cast<std::size_t>(outcome.from), [&](std::size_t at, std::size_t i, std::size_t j) {
            const double amount = realised_.dated[d][o] * before[at];
            moved[o] += amount;
            field[to.base + i * to.first + j * to.second] += scale != nullptr ? scale->dated[d][o] * amount : amount;
        });
    }
}

}  // namespace detail

INCUFLOW_END
