// SPDX-License-Identifier: Apache-2.0

// The backward pass of the Markov cohort; included by cohort_markov.ipp, which defines MarkovCohort::Body.

INCUFLOW_BEGIN

INCUFLOW_INLINE CountAnswer MarkovCohort::count(const CountQuery& query) const
{
    if (!query.once) {
        return body_->repeated(query, false);
    }
    const Body& body = *body_;
    const std::size_t n = body.states();
    // One more state: counted. Inside the window a counted crossing leads there; before it nothing does.
    const std::size_t m = n + 1;
    detail::Propagator counting;
    if (!query.stock) {
        counting.set(static_cast<int>(m), body.rate_entries(&query.hits), body.sparse);
    }
    detail::Propagator::Scratch scratch;
    std::vector<double> through(m, 0.0);

    std::vector<double> v(m, 0.0);
    if (query.stock) {
        std::copy(query.in_set.begin(), query.in_set.end(), v.begin());
    } else {
        v[n] = 1.0;
    }
    const auto& entries = body.entries;
    CountAnswer answer;
    double poisson_mean = 0.0;
    std::vector<double> mixed(body.mixed.size(), 0.0);
    std::vector<double> fixed(entries.fixed.size(), 0.0);
    std::vector<double> batches(entries.batches.size(), 0.0);
    const auto counts_at_once = [&](int state, bool window) {
        return window && query.entry_counts && query.in_set[static_cast<std::size_t>(state)] != 0;
    };

    const std::vector<double> at = body.grid({std::max(query.since, 0.0)}, query.due);
    for (std::size_t i = at.size() - 1; i > 0; --i) {
        const double start = at[i - 1];
        const double end = at[i];
        const bool window = !query.stock && start >= query.since;
        // What happens exactly at `end`: dated matrices, then entries; backwards, entries first.
        for (std::size_t b = 0; b < entries.batches.size(); ++b) {
            if (entries.batches[b].time == end) {
                for (const auto& [state, p] : entries.batches[b].into) {
                    batches[b] += p * (counts_at_once(state, window) ? 1.0 : v[static_cast<std::size_t>(state)]);
                }
            }
        }
        for (std::size_t d = body.times.dated.size(); d > 0; --d) {
            const auto& list = body.times.dated[d - 1];
            if (std::find(list.begin(), list.end(), end) == list.end()) {
                continue;
            }
            std::vector<double> before = v;
            for (std::size_t s = 0; s < n; ++s) {
                before[s] = body.staying[d - 1][s] * v[s];
            }
            const auto& outcomes = body.model.dated[d - 1];
            for (std::size_t o = 0; o < outcomes.size(); ++o) {
                const auto from = static_cast<std::size_t>(outcomes[o].from);
                const double share = body.realised.dated[d - 1][o];
                const std::size_t to = window && query.dated_hits[d - 1][o] != 0 ? n : static_cast<std::size_t>(outcomes[o].to);
                before[from] += share * v[to];
            }
            v = std::move(before);
        }
        const std::size_t piece = body.piece_at(start);
        (window ? counting : body.padded).backward(piece, end - start, v, through, scratch);
        const auto mass = [&](const Spread& into) {
            double sum = 0.0;
            for (const auto& [state, p] : into) {
                sum += p * (counts_at_once(state, window) ? end - start : through[static_cast<std::size_t>(state)]);
            }
            return sum;
        };
        for (const PoissonStream& stream : entries.streams) {
            for (const RateStep& rates : stream.steps) {
                if (stream.k == 0.0 && rates.start <= start && start < rates.end) {
                    poisson_mean += rates.rate * mass(stream.into);
                }
            }
        }
        for (std::size_t k = 0; k < mixed.size(); ++k) {
            const auto& [stream, rates] = body.mixed[k];
            if (rates->start <= start && start < rates->end) {
                mixed[k] += rates->rate * mass(stream->into);
            }
        }
        for (std::size_t f = 0; f < entries.fixed.size(); ++f) {
            if (entries.fixed[f].start <= start && start < entries.fixed[f].end) {
                fixed[f] += mass(entries.fixed[f].into) / (entries.fixed[f].end - entries.fixed[f].start);
            }
        }
    }
    for (std::size_t b = 0; b < entries.batches.size(); ++b) {
        for (const auto& [state, p] : entries.batches[b].into) {
            batches[b] += entries.batches[b].time == 0.0 ? p * v[static_cast<std::size_t>(state)] : 0.0;
        }
    }
    const auto law = [](double p) {
        const double counted = std::min(1.0, std::max(0.0, p));
        return std::vector<double>{1.0 - counted, counted};
    };
    answer.parts.poisson = {0.0, poisson_mean};
    for (std::size_t k = 0; k < mixed.size(); ++k) {
        answer.parts.mixed.push_back({body.mixed[k].first->k, {0.0, mixed[k]}});
    }
    for (const StartGroup& group : entries.starts) {
        double p = 0.0;
        for (const auto& [state, weight] : group.at) {
            p += weight * v[static_cast<std::size_t>(state)];
        }
        answer.parts.trials.push_back({group.firms, law(p)});
    }
    for (std::size_t f = 0; f < fixed.size(); ++f) {
        answer.parts.trials.push_back({entries.fixed[f].firms, law(fixed[f])});
    }
    for (std::size_t b = 0; b < batches.size(); ++b) {
        answer.parts.trials.push_back({entries.batches[b].firms, law(batches[b])});
    }
    for (std::size_t s = 0; s < n; ++s) {
        answer.from_state.push_back(law(v[s]));
    }
    return answer;
}

INCUFLOW_END
