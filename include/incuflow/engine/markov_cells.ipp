// SPDX-License-Identifier: Apache-2.0

// How often, or in which of several counts, a firm is counted: a backward pass that carries one number a cell. Included by
// cohort_markov.ipp, which defines MarkovCohort::Body.

#include "incuflow/numeric/poisson_weights.hpp"

INCUFLOW_BEGIN

namespace detail {

// What the rest of a firm's life may add, as cells: numbers of times (they add up, and stop at the last one) or sets of counts (they unite).
struct CellRule {
    std::size_t cells{};
    bool adds{};

    [[nodiscard]] std::size_t join(std::size_t mark, std::size_t cell) const
    {
        return adds ? std::min(mark + cell, cells - 1) : mark | cell;
    }
};

// Gauss's eight points on (0, 1), from the right end to the left, as the pass runs.
inline constexpr double gauss_points[] = {0.9801449282487681, 0.8983332387068134, 0.7627662049581645, 0.5917173212478249,
                                          0.4082826787521751, 0.2372337950418355, 0.1016667612931866, 0.0198550717512319};
inline constexpr double gauss_weights[] = {0.0506142681451881, 0.1111905172266872, 0.1568533229389436, 0.1813418916891810,
                                           0.1813418916891810, 0.1568533229389436, 0.1111905172266872, 0.0506142681451881};

// One pass: values (state, cell) are the chance that a firm in the state now adds the cell by the end.
class CellPass {
public:
    CellPass(const CompiledModel& model, const RealisedModel& realised, CellRule rule, double tail)
        : model_(model), realised_(realised), rule_(rule), tail_(tail), now_(model.states.size() * rule.cells, 0.0)
    {
        for (std::size_t s = 0; s < model.states.size(); ++s) {
            now_[s * rule.cells] = 1.0;
        }
    }

    [[nodiscard]] double value(int state, std::size_t cell) const { return now_[static_cast<std::size_t>(state) * rule_.cells + cell]; }
    /// Integral of the value over the step that was passed last.
    [[nodiscard]] double spent(int state, std::size_t cell) const { return spent_[static_cast<std::size_t>(state) * rule_.cells + cell]; }

    /// A mark that a state has at this instant.
    void mark(std::size_t state, std::size_t mark) { shift(now_.data() + state * rule_.cells, mark); }

    /// Back over a step in which the events have these marks.
    void step(std::size_t piece, double length, const std::vector<std::size_t>& marks)
    {
        const std::size_t cells = rule_.cells;
        std::vector<double> out(model_.states.size(), 0.0);
        for (std::size_t e = 0; e < model_.events.size(); ++e) {
            out[static_cast<std::size_t>(model_.events[e].from)] += realised_.rates[piece][e];
        }
        const double pace = *std::max_element(out.begin(), out.end());
        spent_.assign(now_.size(), 0.0);
        if (pace * length == 0.0) {
            for (std::size_t i = 0; i < now_.size(); ++i) {
                spent_[i] = length * now_[i];
            }
            return;
        }
        const PoissonWeights weights = poisson_weights(pace * length, std::max(1e-307, 1e-4 * tail_));
        std::vector<double> term = now_;
        std::vector<double> next(now_.size());
        std::fill(now_.begin(), now_.end(), 0.0);
        for (std::size_t n = 0; n < weights.above.size(); ++n) {
            const auto at = static_cast<std::int64_t>(n) - weights.first;
            const double weight = at < 0 ? 0.0 : weights.at[static_cast<std::size_t>(at)];
            const double above = weights.above[n] / pace;
            for (std::size_t i = 0; i < now_.size(); ++i) {
                now_[i] += weight * term[i];
                spent_[i] += above * term[i];
            }
            if (n + 1 == weights.above.size()) {
                break;
            }
            for (std::size_t s = 0; s < out.size(); ++s) {
                const double stay = 1.0 - out[s] / pace;
                for (std::size_t c = 0; c < cells; ++c) {
                    next[s * cells + c] = stay * term[s * cells + c];
                }
            }
            for (std::size_t e = 0; e < model_.events.size(); ++e) {
                const double share = realised_.rates[piece][e] / pace;
                add(next.data() + static_cast<std::size_t>(model_.events[e].from) * cells,
                    term.data() + static_cast<std::size_t>(model_.events[e].to) * cells, share, marks[e]);
            }
            term.swap(next);
        }
    }

    /// Back over a dated matrix.
    void act(std::size_t dated, const std::vector<double>& staying, const std::vector<std::size_t>& marks)
    {
        const std::size_t cells = rule_.cells;
        std::vector<double> before(now_.size());
        for (std::size_t s = 0; s < model_.states.size(); ++s) {
            for (std::size_t c = 0; c < cells; ++c) {
                before[s * cells + c] = staying[s] * now_[s * cells + c];
            }
        }
        const auto& outcomes = model_.dated[dated];
        for (std::size_t o = 0; o < outcomes.size(); ++o) {
            add(before.data() + static_cast<std::size_t>(outcomes[o].from) * cells,
                now_.data() + static_cast<std::size_t>(outcomes[o].to) * cells, realised_.dated[dated][o], marks[o]);
        }
        now_.swap(before);
    }

private:
    void add(double* into, const double* from, double share, std::size_t mark) const
    {
        for (std::size_t c = 0; c < rule_.cells; ++c) {
            into[rule_.join(mark, c)] += share * from[c];
        }
    }
    void shift(double* cells, std::size_t mark) const
    {
        const std::vector<double> before(cells, cells + rule_.cells);
        std::fill(cells, cells + rule_.cells, 0.0);
        add(cells, before.data(), 1.0, mark);
    }

    const CompiledModel& model_;
    const RealisedModel& realised_;
    CellRule rule_;
    double tail_;
    std::vector<double> now_;
    std::vector<double> spent_{};
};

}  // namespace detail

// What every class adds, by cell; `split` also gives the variance of the intake's numbers and times (of one count).
INCUFLOW_INLINE CountAnswer MarkovCohort::Body::cells(std::span<const CountQuery> queries, std::size_t count, bool adds, bool split) const
{
    const detail::CellRule rule{count, adds};
    detail::CellPass pass(model, realised, rule, queries.front().tail);
    double last = 0.0;
    std::vector<double> extra;
    for (const CountQuery& query : queries) {
        last = std::max(last, query.due);
        extra.push_back(std::max(query.since, 0.0));
        extra.push_back(query.due);
    }
    const std::vector<double> at = grid(std::move(extra), last);

    CountAnswer answer;
    answer.parts.poisson.assign(count, 0.0);
    for (const auto& [stream, rates] : mixed) {
        answer.parts.mixed.push_back({stream->k, std::vector<double>(count, 0.0)});
    }
    std::vector<std::vector<double>> fixed(entries.fixed.size(), std::vector<double>(count, 0.0));
    std::vector<std::vector<double>> batches(entries.batches.size(), std::vector<double>(count, 0.0));
    std::vector<double> squares(entries.fixed.size(), 0.0);  // ∫ m², m the mean a firm of the period adds

    double start = 0.0;
    double end = 0.0;
    const auto active = [&](const CountQuery& query) { return !query.stock && start >= query.since && end <= query.due; };
    const auto marks_of = [&](std::size_t size, const auto& hits) {
        std::vector<std::size_t> marks(size, 0);
        for (std::size_t q = 0; q < queries.size(); ++q) {
            for (std::size_t e = 0; active(queries[q]) && e < size; ++e) {
                const auto often = static_cast<std::size_t>(hits(queries[q])[e]);
                marks[e] = adds ? often : often > 0 ? marks[e] | (std::size_t{1} << q) : marks[e];
            }
        }
        return marks;
    };
    // What entering straight into a state adds at once.
    const auto entering = [&](int state) {
        std::size_t mark = 0;
        for (std::size_t q = 0; q < queries.size(); ++q) {
            if (active(queries[q]) && queries[q].entry_counts && queries[q].in_set[static_cast<std::size_t>(state)] != 0) {
                mark |= std::size_t{1} << q;
            }
        }
        return mark;
    };
    const auto gather = [&](const Spread& into, double weight, std::vector<double>& sums, bool now) {
        for (const auto& [state, p] : into) {
            const std::size_t mark = entering(state);
            for (std::size_t c = 0; c < count; ++c) {
                sums[rule.join(mark, c)] += weight * p * (now ? pass.value(state, c) : pass.spent(state, c));
            }
        }
    };
    const auto mean_of = [&](const Spread& into) {
        std::vector<double> law(count, 0.0);
        gather(into, 1.0, law, true);
        double mean = 0.0;
        for (std::size_t c = 1; c < count; ++c) {
            mean += static_cast<double>(c) * law[c];
        }
        return mean;
    };
    const auto enters = [&](const auto& span) { return span.start <= start && start < span.end; };
    const auto entries_of_step = [&] {
        for (const PoissonStream& stream : entries.streams) {
            for (const RateStep& rates : stream.steps) {
                if (stream.k == 0.0 && enters(rates)) {
                    gather(stream.into, rates.rate, answer.parts.poisson, false);
                }
            }
        }
        for (std::size_t k = 0; k < mixed.size(); ++k) {
            if (enters(*mixed[k].second)) {
                gather(mixed[k].first->into, mixed[k].second->rate, answer.parts.mixed[k].means, false);
            }
        }
        for (std::size_t f = 0; f < fixed.size(); ++f) {
            if (enters(entries.fixed[f])) {
                gather(entries.fixed[f].into, 1.0 / (entries.fixed[f].end - entries.fixed[f].start), fixed[f], false);
            }
        }
    };
    // One point of the quadrature of λm².
    const auto square_of_point = [&](double weight) {
        for (const PoissonStream& stream : entries.streams) {
            for (const RateStep& rates : stream.steps) {
                if (enters(rates)) {
                    const double mean = mean_of(stream.into);
                    answer.intake_variance += weight * rates.rate * mean * mean;
                }
            }
        }
        for (std::size_t f = 0; f < fixed.size(); ++f) {
            if (enters(entries.fixed[f])) {
                const double mean = mean_of(entries.fixed[f].into);
                squares[f] += weight / (entries.fixed[f].end - entries.fixed[f].start) * mean * mean;
            }
        }
    };

    for (std::size_t i = at.size() - 1; i > 0; --i) {
        start = at[i - 1];
        end = at[i];
        for (std::size_t q = 0; q < queries.size(); ++q) {
            for (std::size_t s = 0; queries[q].stock && queries[q].due == end && s < model.states.size(); ++s) {
                if (queries[q].in_set[s] != 0) {
                    pass.mark(s, std::size_t{1} << q);
                }
            }
        }
        // What happens exactly at `end`: dated matrices, then entries; backwards, entries first.
        for (std::size_t b = 0; b < batches.size(); ++b) {
            if (entries.batches[b].time == end) {
                gather(entries.batches[b].into, 1.0, batches[b], true);
            }
        }
        for (std::size_t d = times.dated.size(); d > 0; --d) {
            const auto& list = times.dated[d - 1];
            if (std::find(list.begin(), list.end(), end) != list.end()) {
                const auto hits = [&](const CountQuery& query) { return query.dated_hits[d - 1]; };
                pass.act(d - 1, staying[d - 1], marks_of(model.dated[d - 1].size(), hits));
            }
        }
        const std::size_t piece = piece_at(start);
        const std::vector<std::size_t> marks =
            marks_of(model.events.size(), [](const CountQuery& query) -> const auto& { return query.hits; });
        if (!split) {
            pass.step(piece, end - start, marks);
            entries_of_step();
            continue;
        }
        // In short steps, so that eight points of each integrate the squares.
        const auto parts = static_cast<int>(std::min(4096.0, std::ceil(2.0 * pace_at(piece) * (end - start)) + 1.0));
        const double length = (end - start) / parts;
        for (int part = 0; part < parts; ++part) {
            double left = 1.0;
            for (std::size_t g = 0; g < std::size(detail::gauss_points); ++g) {
                pass.step(piece, (left - detail::gauss_points[g]) * length, marks);
                entries_of_step();
                square_of_point(detail::gauss_weights[g] * length);
                left = detail::gauss_points[g];
            }
            pass.step(piece, left * length, marks);
            entries_of_step();
        }
    }

    // Stocks at the base date itself.
    for (std::size_t q = 0; q < queries.size(); ++q) {
        for (std::size_t s = 0; queries[q].stock && queries[q].due == 0.0 && s < model.states.size(); ++s) {
            if (queries[q].in_set[s] != 0) {
                pass.mark(s, std::size_t{1} << q);
            }
        }
    }
    end = 0.0;
    start = -1.0;
    for (std::size_t b = 0; b < batches.size(); ++b) {
        if (entries.batches[b].time == 0.0) {
            gather(entries.batches[b].into, 1.0, batches[b], true);
        }
    }
    const auto settled = [&](std::vector<double> law) {
        double total = 0.0;
        for (const double p : law) {
            total += p;
        }
        for (double& p : law) {
            p = total > 0.0 ? p / total : 0.0;
        }
        law[0] = total > 0.0 ? law[0] : 1.0;
        return law;
    };
    const auto states_law = [&](int state) {
        std::vector<double> law;
        for (std::size_t c = 0; c < count; ++c) {
            law.push_back(pass.value(state, c));
        }
        return law;
    };
    for (const StartGroup& group : entries.starts) {
        std::vector<double> law(count, 0.0);
        for (const auto& [state, weight] : group.at) {
            for (std::size_t c = 0; c < count; ++c) {
                law[c] += weight * pass.value(state, c);
            }
        }
        answer.parts.trials.push_back({group.firms, settled(std::move(law))});
    }
    for (std::size_t f = 0; f < fixed.size(); ++f) {
        // Firms of a part of the period that lies after the end add nothing.
        double total = 0.0;
        double mean = 0.0;
        for (std::size_t c = 0; c < count; ++c) {
            total += fixed[f][c];
            mean += static_cast<double>(c) * fixed[f][c];
        }
        fixed[f][0] += std::max(0.0, 1.0 - total);
        answer.intake_variance += split ? static_cast<double>(entries.fixed[f].firms) * std::max(0.0, squares[f] - mean * mean) : 0.0;
        answer.parts.trials.push_back({entries.fixed[f].firms, settled(fixed[f])});
    }
    for (std::size_t b = 0; b < batches.size(); ++b) {
        answer.parts.trials.push_back({entries.batches[b].firms, settled(batches[b])});
    }
    for (std::size_t s = 0; s < model.states.size(); ++s) {
        answer.from_state.push_back(settled(states_law(static_cast<int>(s))));
    }
    for (const MixedUnits& units : answer.parts.mixed) {
        double mean = 0.0;
        for (std::size_t c = 1; c < count; ++c) {
            mean += static_cast<double>(c) * units.means[c];
        }
        answer.intake_variance += split ? mean * mean / units.k : 0.0;
    }
    return answer;
}

// More cells until those who pass the last one are few enough among all who are counted: their share is known exactly, the last cell.
INCUFLOW_INLINE CountAnswer MarkovCohort::Body::repeated(const CountQuery& query, bool split) const
{
    constexpr std::size_t most = 4096;
    for (std::size_t count = query.once ? 2 : 16;; count *= 2) {
        CountAnswer answer = cells({&query, 1}, count, true, split);
        if (query.once) {
            return answer;
        }
        double counted = 0.0;
        double beyond = 0.0;
        const auto weigh = [&](const std::vector<double>& law, double firms) {
            for (std::size_t c = 1; c < count; ++c) {
                counted += firms * law[c];
            }
            beyond += firms * law.back();
        };
        weigh(answer.parts.poisson, 1.0);
        for (const MixedUnits& units : answer.parts.mixed) {
            weigh(units.means, 1.0);
        }
        for (const TrialUnits& group : answer.parts.trials) {
            weigh(group.chances, static_cast<double>(group.units));
        }
        for (const std::vector<double>& law : answer.from_state) {
            weigh(law, 1.0);
        }
        if (beyond <= query.tail * counted) {
            return answer;
        }
        if (count * 2 > most) {
            throw EngineError("engine.too_many_crossings", {{"allowed", std::to_string(most)}});
        }
    }
}

INCUFLOW_INLINE CountAnswer MarkovCohort::count_cells(std::span<const CountQuery> queries) const
{
    return body_->cells(queries, std::size_t{1} << queries.size(), false, false);
}

INCUFLOW_INLINE CountAnswer MarkovCohort::count_split(const CountQuery& query) const { return body_->repeated(query, true); }

INCUFLOW_END
