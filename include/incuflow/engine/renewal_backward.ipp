// SPDX-License-Identifier: Apache-2.0
#pragma once

// One step backward in time: what a firm in each cell is worth. Included by renewal_pass.ipp.
//
// With θ in [0, 1] the time left of the step, v(θ) = e^(−κθ) y(θ) and y a power series: (m + k) y_m = h Q y_(m−1) + κ y_(m−1) + A y_m, where k waits of
// the cell end during the step (each evenly over what is left of it) and A is where they lead.

#include "incuflow/engine/renewal_forward.ipp"

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE void RenewalPass::backward(std::size_t k, const std::vector<int>* event_hits, const std::vector<int>* atom_hits,
                                           std::vector<double>& value, std::vector<std::pair<std::size_t, double>>& arriving) const
{
    const Frame f = frame(k);
    const std::size_t living = static_cast<std::size_t>(model_.living);
    const auto hit = [](const std::vector<int>* hits, std::size_t at) { return hits != nullptr && (*hits)[at] != 0; };
    std::vector<double> y(size_, 0.0);
    std::vector<double> next(size_, 0.0);
    std::vector<double> sum(size_, 0.0);
    for (auto& [at, integral] : arriving) {
        integral = 0.0;
    }
    double one = 1.0;  // the coefficient of e^(κθ): what is certain to be counted
    for (int m = 0; m <= f.orders; ++m) {
        const auto order = static_cast<double>(m);
        double one_before = one;
        if (m > 0) {
            one *= f.kappa / order;
        }
        // Orders of cells without a wait first, then those with one, then with two.
        for (std::size_t s = 0; s < living; ++s) {
            const RenewalMap own = stay(s);
            const CellRange& range = f.range[s];
            const int p0 = rules_.pace[s][0];
            const int p1 = rules_.pace[s][1];
            if (m == 0) {
                for (std::size_t i = range.i0; i < range.i1; ++i) {
                    for (std::size_t j = range.j0; j < range.j1; ++j) {
                        const std::size_t at = own.base + i * own.first + j * own.second;
                        next[at] = f.waits(s, i, j) == 0 ? value[at] : 0.0;
                    }
                }
                continue;
            }
            for (std::size_t i = range.i0; i < range.i1; ++i) {
                const double still = f.kappa - f.constant[s] - (p0 >= 0 ? f.pace[static_cast<std::size_t>(p0)][i] : 0.0);
                for (std::size_t j = range.j0; j < range.j1; ++j) {
                    const std::size_t at = own.base + i * own.first + j * own.second;
                    next[at] = y[at] * (still - (p1 >= 0 ? f.pace[static_cast<std::size_t>(p1)][j] : 0.0));
                }
            }
            for (const int e : rules_.events[s]) {
                const auto ev = static_cast<std::size_t>(e);
                const RenewalMap& to = f.event[ev];
                const RenewalLeaving leaving{f.rate[ev], shared_.layout.event_clock[ev]};
                const bool counted = hit(event_hits, ev);
                for (std::size_t i = range.i0; i < range.i1; ++i) {
                    for (std::size_t j = range.j0; j < range.j1; ++j) {
                        next[own.base + i * own.first + j * own.second] +=
                            leaving.at(i, j) * (counted ? one_before : y[to.base + i * to.first + j * to.second]);
                    }
                }
            }
            for (std::size_t i = range.i0; i < range.i1; ++i) {
                for (std::size_t j = range.j0; j < range.j1; ++j) {
                    if (f.waits(s, i, j) == 0) {
                        next[own.base + i * own.first + j * own.second] /= order;
                    }
                }
            }
        }
        for (std::size_t s = living; s < model_.states.size(); ++s) {
            next[offset_[s]] = m == 0 ? value[offset_[s]] : y[offset_[s]] * f.kappa / order;
        }
        for (int waits = 1; f.waiting && waits <= 2; ++waits) {
            for (std::size_t s = 0; s < living; ++s) {
                const RenewalMap own = stay(s);
                const CellRange& range = f.range[s];
                if (f.pending[s][0] < 0 && f.pending[s][1] < 0) {
                    continue;
                }
                for (std::size_t i = range.i0; i < range.i1; ++i) {
                    for (std::size_t j = range.j0; j < range.j1; ++j) {
                        if (f.waits(s, i, j) != waits) {
                            continue;
                        }
                        const std::size_t at = own.base + i * own.first + j * own.second;
                        for (std::size_t c = 0; c < 2; ++c) {
                            if (static_cast<int>(c == 0 ? i : j) != f.pending[s][c]) {
                                continue;
                            }
                            for (const int a : rules_.atoms[s][c]) {
                                const auto atom = static_cast<std::size_t>(a);
                                const RenewalMap& to = f.atom[atom];
                                next[at] += realised_.shares[atom] *
                                            (hit(atom_hits, atom) ? one : next[to.base + i * to.first + j * to.second]);
                            }
                        }
                        next[at] /= order + waits;
                    }
                }
            }
        }
        std::swap(y, next);
        for (std::size_t at = 0; at < size_; ++at) {
            sum[at] += y[at];
        }
        for (auto& [at, integral] : arriving) {
            integral += f.h * y[at] * f.weight[0][static_cast<std::size_t>(m)];
        }
    }
    const double scale = exponential(-f.kappa);
    for (std::size_t at = 0; at < size_; ++at) {
        value[at] = scale * sum[at];
    }
}

INCUFLOW_INLINE void RenewalPass::backward_waits(std::size_t time, const std::vector<int>* atom_hits, std::vector<double>& value) const
{
    const double now = grid_->times[time];
    const int point = grid_->point[time];
    if (point < 0) {
        return;
    }
    for (int clock = shared_.layout.age + static_cast<int>(model_.windows.size()); clock >= 0; --clock) {
        // What a clock leaves is seen as it stands: states are read before any is written.
        std::vector<std::pair<std::size_t, double>> written;
        for (std::size_t s = 0; s < static_cast<std::size_t>(model_.living); ++s) {
            for (std::size_t c = 0; c < 2; ++c) {
                if (shared_.layout.clocks[s][c] != clock || rules_.atoms[s][c].empty()) {
                    continue;
                }
                const int cell = point_that_waits(rules_.wait[s][c], now, point);
                if (cell < 0) {
                    continue;
                }
                const RenewalMap own = stay(s);
                CellRange line{0, own.first != 0 ? static_cast<std::size_t>(point) + 1 : 1, 0, own.second != 0 ? static_cast<std::size_t>(point) + 1 : 1};
                (c == 0 ? line.i0 : line.j0) = static_cast<std::size_t>(cell);
                (c == 0 ? line.i1 : line.j1) = static_cast<std::size_t>(cell) + 1;
                for (std::size_t i = line.i0; i < line.i1; ++i) {
                    for (std::size_t j = line.j0; j < line.j1; ++j) {
                        double worth = 0.0;
                        for (const int a : rules_.atoms[s][c]) {
                            const auto atom = static_cast<std::size_t>(a);
                            const RenewalMap to = arrive(model_.atoms[atom].to, shared_.layout.atom_carry[atom], {point, point});
                            const bool counted = atom_hits != nullptr && (*atom_hits)[atom] != 0;
                            worth += realised_.shares[atom] * (counted ? 1.0 : value[to.base + i * to.first + j * to.second]);
                        }
                        written.emplace_back(own.base + i * own.first + j * own.second, worth);
                    }
                }
            }
        }
        for (const auto& [at, worth] : written) {
            value[at] = worth;
        }
    }
}

INCUFLOW_INLINE void RenewalPass::backward_dated(std::size_t d, std::size_t time, const std::vector<int>* hits, std::vector<double>& value) const
{
    const int point = grid_->point[time];
    const std::size_t made = static_cast<std::size_t>(grid_->made[time]);
    const std::vector<double> after = value;
    for (std::size_t s = 0; s < static_cast<std::size_t>(model_.living); ++s) {
        const RenewalMap own = stay(s);
        for (std::size_t i = 0; i < (own.first != 0 ? made : 1); ++i) {
            for (std::size_t j = 0; j < (own.second != 0 ? made : 1); ++j) {
                value[own.base + i * own.first + j * own.second] *= rules_.staying[d][s];
            }
        }
    }
    for (std::size_t o = 0; o < model_.dated[d].size(); ++o) {
        const DatedOutcome& outcome = model_.dated[d][o];
        const auto s = static_cast<std::size_t>(outcome.from);
        const RenewalMap own = stay(s);
        const RenewalMap to = arrive(outcome.to, shared_.layout.dated_carry[d][o], {point, point});
        const bool counted = hits != nullptr && (*hits)[o] != 0;
        for (std::size_t i = 0; i < (own.first != 0 ? made : 1); ++i) {
            for (std::size_t j = 0; j < (own.second != 0 ? made : 1); ++j) {
                value[own.base + i * own.first + j * own.second] +=
                    realised_.dated[d][o] * (counted ? 1.0 : after[to.base + i * to.first + j * to.second]);
            }
        }
    }
}

}  // namespace detail

INCUFLOW_END
