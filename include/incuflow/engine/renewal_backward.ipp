// SPDX-License-Identifier: Apache-2.0
#pragma once

// One step backward in time: what a firm in each cell is worth. Included by renewal_pass.ipp.
//
// With θ in [0, 1] the time left of the step, v(θ) = e^(−κθ) y(θ) and y a power series: (m + k) y_m = h Q y_(m−1) + κ y_(m−1) + A y_m, where k waits of
// the cell end during the step (each evenly over what is left of it) and A is where they lead.

#include "incuflow/engine/renewal_forward.ipp"

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE void RenewalPass::backward(std::size_t k, const Question& question, const Marks& events, const Marks& atoms,
                                           std::vector<double>& value, std::vector<Arrival>& arrivals, bool points) const
{
    const Frame f = frame(k);
    const std::size_t living = static_cast<std::size_t>(model_.living);
    const std::size_t numbers = question.numbers;
    const std::size_t all = numbers * size_;
    const bool single = numbers == 1;
    const auto mark_of = [](const Marks& marks, std::size_t at) { return marks.empty() ? std::size_t{0} : marks[at]; };
    std::vector<double> y(all, 0.0);
    std::vector<double> next(all, 0.0);
    std::vector<double> sum(all, 0.0);
    for (Arrival& arrival : arrivals) {
        arrival.integrals.assign(numbers, 0.0);
        arrival.points.assign(points ? renewal_points * numbers : 0, 0.0);
    }
    double one = 1.0;  // the coefficient of e^(κθ): what is certain
    for (int m = 0; m <= f.orders; ++m) {
        const auto order = static_cast<double>(m);
        const double one_before = one;
        if (m > 0) {
            one *= f.kappa / order;
        }
        // Cells without a wait first, then those with one, then with two.
        for (std::size_t s = 0; s < living; ++s) {
            const RenewalMap own = stay(s);
            const CellRange& range = f.range[s];
            const int p0 = rules_.pace[s][0];
            const int p1 = rules_.pace[s][1];
            for (std::size_t c = 0; c < numbers; ++c) {
                double* into = next.data() + c * size_;
                const double* from = y.data() + c * size_;
                const double* last = value.data() + c * size_;
                for (std::size_t i = range.i0; i < range.i1; ++i) {
                    const double still = f.kappa - f.constant[s] - (p0 >= 0 ? f.pace[static_cast<std::size_t>(p0)][i] : 0.0);
                    for (std::size_t j = range.j0; j < range.j1; ++j) {
                        const std::size_t at = own.base + i * own.first + j * own.second;
                        into[at] = m == 0 ? (f.waits(s, i, j) == 0 ? last[at] : 0.0)
                                          : from[at] * (still - (p1 >= 0 ? f.pace[static_cast<std::size_t>(p1)][j] : 0.0));
                    }
                }
            }
            if (m == 0) {
                continue;
            }
            for (const int e : rules_.events[s]) {
                const auto ev = static_cast<std::size_t>(e);
                const RenewalMap& to = f.event[ev];
                const RenewalLeaving leaving{f.rate[ev], shared_.layout.event_clock[ev]};
                const std::size_t mark = mark_of(events, ev);
                for (std::size_t c = 0; c < numbers; ++c) {
                    double* into = next.data() + (single ? 0 : question.join(mark, c)) * size_;
                    const double* from = y.data() + c * size_;
                    for (std::size_t i = range.i0; i < range.i1; ++i) {
                        for (std::size_t j = range.j0; j < range.j1; ++j) {
                            into[own.base + i * own.first + j * own.second] +=
                                leaving.at(i, j) * (single && mark != 0 ? one_before : from[to.base + i * to.first + j * to.second]);
                        }
                    }
                }
            }
            for (std::size_t c = 0; c < numbers; ++c) {
                double* into = next.data() + c * size_;
                for (std::size_t i = range.i0; i < range.i1; ++i) {
                    for (std::size_t j = range.j0; j < range.j1; ++j) {
                        if (f.waits(s, i, j) == 0) {
                            into[own.base + i * own.first + j * own.second] /= order;
                        }
                    }
                }
            }
        }
        for (std::size_t c = 0; c < numbers; ++c) {
            for (std::size_t s = living; s < model_.states.size(); ++s) {
                const std::size_t at = c * size_ + offset_[s];
                next[at] = m == 0 ? value[at] : y[at] * f.kappa / order;
            }
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
                        for (std::size_t d = 0; d < 2; ++d) {
                            if (static_cast<int>(d == 0 ? i : j) != f.pending[s][d]) {
                                continue;
                            }
                            for (const int a : rules_.atoms[s][d]) {
                                const auto atom = static_cast<std::size_t>(a);
                                const RenewalMap& to = f.atom[atom];
                                const std::size_t mark = mark_of(atoms, atom);
                                const std::size_t there = to.base + i * to.first + j * to.second;
                                for (std::size_t c = 0; c < numbers; ++c) {
                                    next[(single ? 0 : question.join(mark, c)) * size_ + at] +=
                                        realised_.shares[atom] * (single && mark != 0 ? one : next[c * size_ + there]);
                                }
                            }
                        }
                        for (std::size_t c = 0; c < numbers; ++c) {
                            next[c * size_ + at] /= order + waits;
                        }
                    }
                }
            }
        }
        std::swap(y, next);
        for (std::size_t at = 0; at < all; ++at) {
            sum[at] += y[at];
        }
        for (Arrival& arrival : arrivals) {
            for (std::size_t c = 0; c < numbers; ++c) {
                arrival.integrals[c] += f.h * y[c * size_ + arrival.position] * f.weight[0][static_cast<std::size_t>(m)];
                for (std::size_t g = 0; points && g < renewal_points; ++g) {
                    const double theta = renewal_point(g);
                    arrival.points[g * numbers + c] += y[c * size_ + arrival.position] * power(theta, m) * exponential(-f.kappa * theta);
                }
            }
        }
    }
    const double scale = exponential(-f.kappa);
    for (std::size_t at = 0; at < all; ++at) {
        value[at] = scale * sum[at];
    }
}

INCUFLOW_INLINE void RenewalPass::mark(std::vector<double>& value, std::size_t state, const Question& question, std::size_t mark) const
{
    const int n = shared_.layout.durations(static_cast<int>(state));
    const std::size_t count = n == 0 ? 1 : n == 1 ? cells_ : cells_ * cells_;
    for (std::size_t at = offset_[state]; at < offset_[state] + count; ++at) {
        if (question.numbers == 1) {
            value[at] = 1.0;
            continue;
        }
        std::vector<double> marked(question.numbers, 0.0);
        for (std::size_t c = 0; c < question.numbers; ++c) {
            marked[question.join(mark, c)] += value[c * size_ + at];
        }
        for (std::size_t c = 0; c < question.numbers; ++c) {
            value[c * size_ + at] = marked[c];
        }
    }
}

INCUFLOW_INLINE void RenewalPass::backward_waits(std::size_t time, const Question& question, const Marks& atoms, std::vector<double>& value) const
{
    const double now = grid_->times[time];
    const int point = grid_->point[time];
    const std::size_t numbers = question.numbers;
    if (point < 0) {
        return;
    }
    for (int clock = shared_.layout.age + static_cast<int>(model_.windows.size()); clock >= 0; --clock) {
        // What a clock leaves is seen as it stands: states are read before any is written.
        std::vector<std::pair<std::size_t, double>> written;
        std::vector<double> worth(numbers);
        for (std::size_t s = 0; s < static_cast<std::size_t>(model_.living); ++s) {
            for (std::size_t d = 0; d < 2; ++d) {
                if (shared_.layout.clocks[s][d] != clock || rules_.atoms[s][d].empty()) {
                    continue;
                }
                const int cell = point_that_waits(rules_.wait[s][d], now, point);
                if (cell < 0) {
                    continue;
                }
                const RenewalMap own = stay(s);
                CellRange line{0, own.first != 0 ? static_cast<std::size_t>(point) + 1 : 1, 0, own.second != 0 ? static_cast<std::size_t>(point) + 1 : 1};
                (d == 0 ? line.i0 : line.j0) = static_cast<std::size_t>(cell);
                (d == 0 ? line.i1 : line.j1) = static_cast<std::size_t>(cell) + 1;
                for (std::size_t i = line.i0; i < line.i1; ++i) {
                    for (std::size_t j = line.j0; j < line.j1; ++j) {
                        std::fill(worth.begin(), worth.end(), 0.0);
                        for (const int a : rules_.atoms[s][d]) {
                            const auto atom = static_cast<std::size_t>(a);
                            const RenewalMap to = arrive(model_.atoms[atom].to, shared_.layout.atom_carry[atom], {point, point});
                            const std::size_t mark = atoms.empty() ? 0 : atoms[atom];
                            for (std::size_t c = 0; c < numbers; ++c) {
                                worth[numbers == 1 ? 0 : question.join(mark, c)] +=
                                    realised_.shares[atom] *
                                    (numbers == 1 && mark != 0 ? 1.0 : value[c * size_ + to.base + i * to.first + j * to.second]);
                            }
                        }
                        for (std::size_t c = 0; c < numbers; ++c) {
                            written.emplace_back(c * size_ + own.base + i * own.first + j * own.second, worth[c]);
                        }
                    }
                }
            }
        }
        for (const auto& [at, now_worth] : written) {
            value[at] = now_worth;
        }
    }
}

INCUFLOW_INLINE void RenewalPass::backward_dated(std::size_t d, std::size_t time, const Question& question, const Marks& outcomes,
                                                 std::vector<double>& value) const
{
    const int point = grid_->point[time];
    const std::size_t made = static_cast<std::size_t>(grid_->made[time]);
    const std::size_t numbers = question.numbers;
    const std::vector<double> after = value;
    const auto each = [&](std::size_t s, auto&& what) {
        const RenewalMap own = stay(s);
        for (std::size_t i = 0; i < (own.first != 0 ? made : 1); ++i) {
            for (std::size_t j = 0; j < (own.second != 0 ? made : 1); ++j) {
                what(own.base + i * own.first + j * own.second, i, j);
            }
        }
    };
    for (std::size_t s = 0; s < static_cast<std::size_t>(model_.living); ++s) {
        each(s, [&](std::size_t at, std::size_t, std::size_t) {
            for (std::size_t c = 0; c < numbers; ++c) {
                value[c * size_ + at] *= rules_.staying[d][s];
            }
        });
    }
    for (std::size_t o = 0; o < model_.dated[d].size(); ++o) {
        const DatedOutcome& outcome = model_.dated[d][o];
        const RenewalMap to = arrive(outcome.to, shared_.layout.dated_carry[d][o], {point, point});
        const std::size_t mark = outcomes.empty() ? 0 : outcomes[o];
        each(static_cast<std::size_t>(outcome.from), [&](std::size_t at, std::size_t i, std::size_t j) {
            for (std::size_t c = 0; c < numbers; ++c) {
                value[(numbers == 1 ? 0 : question.join(mark, c)) * size_ + at] +=
                    realised_.dated[d][o] * (numbers == 1 && mark != 0 ? 1.0 : after[c * size_ + to.base + i * to.first + j * to.second]);
            }
        });
    }
}

}  // namespace detail

INCUFLOW_END
