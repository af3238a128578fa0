// SPDX-License-Identifier: Apache-2.0
#pragma once

// Counts of the renewal cohort: one backward pass that carries, for a firm in each cell, the chance to be counted, how often it is, or in
// which of several counts. Included by cohort_renewal.ipp.

INCUFLOW_BEGIN

INCUFLOW_INLINE RenewalAnswer RenewalCohort::Body::ask(std::span<const CountQuery> queries, detail::RenewalPass::Question question, bool split,
                                                       int halvings) const
{
    using Pass = detail::RenewalPass;
    double last = 0.0;
    std::vector<double> extra;
    for (const CountQuery& query : queries) {
        last = std::max(last, query.due);
        extra.push_back(std::max(query.since, 0.0));
        extra.push_back(query.due);
    }
    const Pass& over = pass(std::move(extra), last, halvings);
    const RenewalGrid& grid = over.grid();
    const std::size_t n = shared.model.states.size();
    const std::size_t numbers = question.numbers;
    const std::size_t size = over.size();
    const bool single = numbers == 1;
    std::vector<double> value(numbers * size, 0.0);
    if (!single) {
        std::fill_n(value.begin(), size, 1.0);
    }
    const auto mark_stock = [&](double now) {
        for (std::size_t q = 0; q < queries.size(); ++q) {
            if (!queries[q].stock || std::fabs(queries[q].due - now) > renewal_same_time) {
                continue;
            }
            for (std::size_t s = 0; s < n; ++s) {
                if (queries[q].in_set[s] != 0) {
                    over.mark(value, s, question, std::size_t{1} << q);
                }
            }
        }
    };

    RenewalAnswer answer;
    answer.poisson.assign(numbers, 0.0);
    answer.mixed.assign(mixed.size(), std::vector<double>(numbers, 0.0));
    answer.fixed.assign(entries.fixed.size(), std::vector<double>(numbers, 0.0));
    answer.batches.assign(entries.batches.size(), std::vector<double>(numbers, 0.0));
    std::vector<double> squares(entries.fixed.size(), 0.0);

    double start = 0.0;
    double end = 0.0;
    const auto active = [&](const CountQuery& query) {
        return !query.stock && start >= query.since - renewal_same_time && end <= query.due + renewal_same_time;
    };
    const auto marks_of = [&](std::size_t count, const auto& hits) {
        Pass::Marks marks;
        for (std::size_t q = 0; q < queries.size(); ++q) {
            if (!active(queries[q])) {
                continue;
            }
            marks.resize(count, 0);
            for (std::size_t e = 0; e < count; ++e) {
                const auto often = static_cast<std::size_t>(hits(queries[q])[e]);
                marks[e] = question.adds ? often : often > 0 ? marks[e] | (std::size_t{1} << q) : marks[e];
            }
        }
        return marks;
    };
    const auto entering = [&](int state) {
        std::size_t mark = 0;
        for (std::size_t q = 0; q < queries.size(); ++q) {
            if (active(queries[q]) && queries[q].entry_counts && queries[q].in_set[static_cast<std::size_t>(state)] != 0) {
                mark |= std::size_t{1} << q;
            }
        }
        return mark;
    };
    const auto add = [&](std::vector<double>& sums, int state, double weight, double certain, const auto& number_at) {
        const std::size_t mark = entering(state);
        for (std::size_t c = 0; c < numbers; ++c) {
            if (single) {
                sums[0] += weight * (mark != 0 ? certain : number_at(c));
            } else {
                sums[question.join(mark, c)] += weight * number_at(c);
            }
        }
    };
    const auto mean_of = [&](const std::vector<double>& law) {
        double mean = single ? law[0] : 0.0;
        for (std::size_t c = 1; c < numbers; ++c) {
            mean += static_cast<double>(c) * law[c];
        }
        return mean;
    };

    for (std::size_t k = grid.steps(); k > 0; --k) {
        start = grid.times[k - 1];
        end = grid.times[k];
        const double middle = 0.5 * (start + end);
        const auto now = [&](double t) { return std::fabs(t - end) <= renewal_same_time; };
        mark_stock(end);
        for (std::size_t b = 0; b < entries.batches.size(); ++b) {
            if (now(entries.batches[b].time)) {
                for (const auto& [state, p] : entries.batches[b].into) {
                    const std::size_t at =
                        over.position(state, detail::entry_cells(shared, plan, state, entries.batches[b].age, grid.point[k], grid.aged_point[k]));
                    add(answer.batches[b], state, p, 1.0, [&](std::size_t c) { return value[c * size + at]; });
                }
            }
        }
        for (std::size_t d = times.dated.size(); d > 0; --d) {
            if (std::any_of(times.dated[d - 1].begin(), times.dated[d - 1].end(), now)) {
                const auto hits = [&](const CountQuery& query) -> const auto& { return query.dated_hits[d - 1]; };
                over.backward_dated(d - 1, k, question, marks_of(shared.model.dated[d - 1].size(), hits), value);
            }
        }
        const Pass::Marks atoms = marks_of(shared.model.atoms.size(), [](const CountQuery& query) -> const auto& { return query.atom_hits; });
        over.backward_waits(k, question, atoms, value);

        std::vector<Pass::Arrival> arrivals;
        const auto expect = [&](const Spread& into, double age) {
            for (const auto& [state, p] : into) {
                arrivals.push_back({over.position(state, detail::entry_cells(shared, plan, state, age, grid.fresh[k - 1], grid.aged[k - 1])), {}, {}});
            }
        };
        for (const PoissonStream& stream : entries.streams) {
            expect(stream.into, stream.age);
        }
        for (const FixedPeriod& period : entries.fixed) {
            expect(period.into, period.age);
        }
        over.backward(k - 1, question, marks_of(shared.model.events.size(), [](const CountQuery& query) -> const auto& { return query.hits; }), atoms, value,
                      arrivals, split);
        std::size_t next = 0;
        const auto gather = [&](const Spread& into, double weight, std::vector<double>& sums, bool counts) {
            for (const auto& [state, p] : into) {
                const Pass::Arrival& arrival = arrivals[next++];
                if (counts) {
                    add(sums, state, weight * p, end - start, [&](std::size_t c) { return arrival.integrals[c]; });
                }
            }
        };
        // ∫ m² over the step, m the mean a firm that enters then adds.
        const auto square = [&](const Spread& into, std::size_t first) {
            double sum = 0.0;
            for (std::size_t g = 0; split && g < detail::renewal_points; ++g) {
                std::vector<double> law(numbers, 0.0);
                std::size_t at = first;
                for (const auto& [state, p] : into) {
                    const Pass::Arrival& arrival = arrivals[at++];
                    add(law, state, p, 1.0, [&](std::size_t c) { return arrival.points[g * numbers + c]; });
                }
                const double mean = mean_of(law);
                sum += detail::renewal_point_weight(g) * (end - start) * mean * mean;
            }
            return sum;
        };
        std::size_t step_of_mixed = 0;
        for (const PoissonStream& stream : entries.streams) {
            const std::size_t first = next;
            for (const RateStep& rates : stream.steps) {
                const bool enters = rates.start <= middle && middle < rates.end;
                next = first;
                if (stream.k == 0.0) {
                    gather(stream.into, rates.rate, answer.poisson, enters);
                } else {
                    gather(stream.into, rates.rate, answer.mixed[step_of_mixed++], enters);
                }
                answer.intake_variance += enters ? rates.rate * square(stream.into, first) : 0.0;
            }
            next = first + stream.into.size();
        }
        for (std::size_t f = 0; f < entries.fixed.size(); ++f) {
            const FixedPeriod& period = entries.fixed[f];
            const std::size_t first = next;
            const bool enters = period.start <= middle && middle < period.end;
            gather(period.into, 1.0 / (period.end - period.start), answer.fixed[f], enters);
            squares[f] += enters ? square(period.into, first) / (period.end - period.start) : 0.0;
        }
    }
    mark_stock(0.0);
    end = 0.0;
    start = -1.0;
    for (std::size_t b = 0; b < entries.batches.size(); ++b) {
        if (entries.batches[b].time == 0.0) {
            for (const auto& [state, p] : entries.batches[b].into) {
                const std::size_t at = over.position(
                    state, detail::entry_cells(shared, plan, state, entries.batches[b].age, grid.point.front(), grid.aged_point.front()));
                add(answer.batches[b], state, p, 1.0, [&](std::size_t c) { return value[c * size + at]; });
            }
        }
    }

    for (const StartGroup& group : entries.starts) {
        std::vector<double>& law = answer.starts.emplace_back(numbers, 0.0);
        for (const auto& [at, weight] : detail::place_start(shared, realised, rules, over, group)) {
            for (std::size_t c = 0; c < numbers; ++c) {
                law[c] += weight * value[c * size + at];
            }
        }
    }
    const int born = grid.point.front();
    for (std::size_t s = 0; s < n; ++s) {
        std::vector<double>& law = answer.from_state.emplace_back();
        for (std::size_t c = 0; c < numbers; ++c) {
            law.push_back(value[c * size + over.position(static_cast<int>(s), {born, born})]);
        }
    }
    for (std::size_t f = 0; f < entries.fixed.size(); ++f) {
        const double mean = mean_of(answer.fixed[f]);
        answer.intake_variance += split ? static_cast<double>(entries.fixed[f].firms) * std::max(0.0, squares[f] - mean * mean) : 0.0;
    }
    for (std::size_t m = 0; m < mixed.size(); ++m) {
        const double mean = mean_of(answer.mixed[m]);
        answer.intake_variance += split ? mean * mean / mixed[m].first->k : 0.0;
    }
    return answer;
}

namespace detail {

INCUFLOW_INLINE void extrapolate(std::vector<std::vector<double>>& fine, const std::vector<std::vector<double>>& coarse)
{
    for (std::size_t i = 0; i < fine.size(); ++i) {
        extrapolate(fine[i], coarse[i]);
    }
}

// What one firm adds, as a law: from the chance to be counted, or from chances that rounding has moved a little off 1.
INCUFLOW_INLINE std::vector<double> firm_law(const std::vector<double>& numbers)
{
    if (numbers.size() == 1) {
        const double p = std::min(1.0, numbers.front());
        return {1.0 - p, p};
    }
    double sum = 0.0;
    for (const double p : numbers) {
        sum += p;
    }
    std::vector<double> law = numbers;
    for (double& p : law) {
        p /= sum;
    }
    return law;
}

INCUFLOW_INLINE std::vector<double> class_means(const std::vector<double>& numbers)
{
    return numbers.size() == 1 ? std::vector<double>{0.0, numbers.front()} : numbers;
}

}  // namespace detail

INCUFLOW_INLINE CountAnswer RenewalCohort::Body::answer(std::span<const CountQuery> queries, detail::RenewalPass::Question question, bool split) const
{
    RenewalAnswer raw = ask(queries, question, split, options.halvings + (options.extrapolate ? 1 : 0));
    if (options.extrapolate) {
        const RenewalAnswer coarse = ask(queries, question, split, options.halvings);
        detail::extrapolate(raw.poisson, coarse.poisson);
        detail::extrapolate(raw.mixed, coarse.mixed);
        detail::extrapolate(raw.starts, coarse.starts);
        detail::extrapolate(raw.fixed, coarse.fixed);
        detail::extrapolate(raw.batches, coarse.batches);
        detail::extrapolate(raw.from_state, coarse.from_state);
        raw.intake_variance = std::max(0.0, raw.intake_variance + (raw.intake_variance - coarse.intake_variance) / 3.0);
    }
    // A firm of a fixed period that had not entered by then adds nothing.
    for (std::vector<double>& law : raw.fixed) {
        double sum = 0.0;
        for (const double p : law) {
            sum += p;
        }
        law[0] += law.size() > 1 ? std::max(0.0, 1.0 - sum) : 0.0;
    }
    CountAnswer out;
    out.parts.poisson = detail::class_means(raw.poisson);
    for (std::size_t m = 0; m < mixed.size(); ++m) {
        out.parts.mixed.push_back({mixed[m].first->k, detail::class_means(raw.mixed[m])});
    }
    for (std::size_t g = 0; g < entries.starts.size(); ++g) {
        out.parts.trials.push_back({entries.starts[g].firms, detail::firm_law(raw.starts[g])});
    }
    for (std::size_t f = 0; f < entries.fixed.size(); ++f) {
        out.parts.trials.push_back({entries.fixed[f].firms, detail::firm_law(raw.fixed[f])});
    }
    for (std::size_t b = 0; b < entries.batches.size(); ++b) {
        double sum = 0.0;
        for (const double p : raw.batches[b]) {
            sum += p;
        }
        // One that enters after the last date asked for adds nothing either.
        if (raw.batches[b].size() > 1 && sum == 0.0) {
            raw.batches[b][0] = 1.0;
        }
        out.parts.trials.push_back({entries.batches[b].firms, detail::firm_law(raw.batches[b])});
    }
    for (const std::vector<double>& law : raw.from_state) {
        out.from_state.push_back(detail::firm_law(law));
    }
    out.intake_variance = raw.intake_variance;
    return out;
}

// More numbers until those who pass the last one are few enough among all who are counted: their share is known exactly, the last number.
INCUFLOW_INLINE CountAnswer RenewalCohort::Body::repeated(const CountQuery& query, bool split) const
{
    constexpr std::size_t most = 4096;
    for (std::size_t count = 16;; count *= 2) {
        CountAnswer found = answer({&query, 1}, {count, true}, split);
        double counted = 0.0;
        double beyond = 0.0;
        const auto weigh = [&](const std::vector<double>& law, double firms) {
            for (std::size_t c = 1; c < count; ++c) {
                counted += firms * law[c];
            }
            beyond += firms * law.back();
        };
        weigh(found.parts.poisson, 1.0);
        for (const MixedUnits& units : found.parts.mixed) {
            weigh(units.means, 1.0);
        }
        for (const TrialUnits& group : found.parts.trials) {
            weigh(group.chances, static_cast<double>(group.units));
        }
        for (const std::vector<double>& law : found.from_state) {
            weigh(law, 1.0);
        }
        // Two combined grids leave chances that are differences of rounded numbers: below that there is nothing to tell.
        if (beyond <= std::max(query.tail, 1e-14) * counted) {
            return found;
        }
        if (count * 2 > most) {
            throw EngineError("engine.too_many_crossings", {{"allowed", std::to_string(most)}});
        }
    }
}

INCUFLOW_INLINE CountAnswer RenewalCohort::count(const CountQuery& query) const
{
    return query.once ? body_->answer({&query, 1}, {1, false}, false) : body_->repeated(query, false);
}

INCUFLOW_INLINE CountAnswer RenewalCohort::count_cells(std::span<const CountQuery> queries) const
{
    return body_->answer(queries, {std::size_t{1} << queries.size(), false}, false);
}

INCUFLOW_INLINE CountAnswer RenewalCohort::count_split(const CountQuery& query) const
{
    return query.once ? body_->answer({&query, 1}, {1, false}, true) : body_->repeated(query, true);
}

INCUFLOW_END
