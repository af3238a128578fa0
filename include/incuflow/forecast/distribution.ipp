// SPDX-License-Identifier: Apache-2.0

// Whole laws of plain questions; included by forecast.ipp, which defines Forecast::Body.

INCUFLOW_BEGIN

INCUFLOW_INLINE CountDistribution::CountDistribution(std::int64_t first, std::vector<double> probabilities, double mean, double variance,
                                                     bool newcomers)
    : first_(first), probabilities_(std::move(probabilities)), at_most_(probabilities_), at_least_(probabilities_), mean_(mean),
      variance_(variance), newcomers_(newcomers)
{
    for (std::size_t i = 1; i < at_most_.size(); ++i) {
        at_most_[i] = std::min(1.0, at_most_[i] + at_most_[i - 1]);
    }
    for (std::size_t i = at_least_.size(); i-- > 1;) {
        at_least_[i - 1] = std::min(1.0, at_least_[i - 1] + at_least_[i]);
    }
}

INCUFLOW_INLINE double CountDistribution::sd() const noexcept { return std::sqrt(variance_); }

INCUFLOW_INLINE double CountDistribution::probability(std::int64_t n) const noexcept
{
    const std::int64_t at = n - first_;
    return at < 0 || at >= static_cast<std::int64_t>(probabilities_.size()) ? 0.0 : probabilities_[static_cast<std::size_t>(at)];
}

INCUFLOW_INLINE double CountDistribution::at_most(std::int64_t n) const noexcept
{
    const std::int64_t at = n - first_;
    return at < 0 ? 0.0 : at >= static_cast<std::int64_t>(at_most_.size()) ? 1.0 : at_most_[static_cast<std::size_t>(at)];
}

INCUFLOW_INLINE double CountDistribution::at_least(std::int64_t n) const noexcept
{
    const std::int64_t at = n - first_;
    return at <= 0 ? 1.0 : at >= static_cast<std::int64_t>(at_least_.size()) ? 0.0 : at_least_[static_cast<std::size_t>(at)];
}

INCUFLOW_INLINE std::int64_t CountDistribution::quantile(double p) const
{
    if (!(p > 0.0 && p < 1.0)) {
        throw ParameterError("forecast.bad_option", {{"option", "probabilities"}, {"given", format_number(p)}, {"allowed", "0 < p < 1"}});
    }
    // Above the middle by upper sums, which are the sharper there.
    std::size_t i = 0;
    while (i + 1 < at_most_.size() && (p <= 0.5 ? at_most_[i] < p : at_least_[i + 1] > 1.0 - p)) {
        ++i;
    }
    return first_ + static_cast<std::int64_t>(i);
}

INCUFLOW_INLINE Table CountDistribution::table() const
{
    detail::TableBuilder table("number: n probability at_most at_least");
    for (std::size_t i = 0; i < probabilities_.size(); ++i) {
        table.number("n", static_cast<double>(first_ + static_cast<std::int64_t>(i)))
            .number("probability", probabilities_[i])
            .number("at_most", at_most_[i])
            .number("at_least", at_least_[i])
            .end_row();
    }
    return table.build();
}

// The query of a plain question, checked.
INCUFLOW_INLINE CountQuery Forecast::Body::query_of(const CountQuestion& question) const
{
    const auto refuse = [](const char* option, std::string given, std::string allowed) {
        throw ParameterError("forecast.bad_option", {{"option", option}, {"given", std::move(given)}, {"allowed", std::move(allowed)}});
    };
    if (question.of.empty()) {
        refuse("of", "[]", "track.stage, track.a->b");
    }
    bool edges = false;
    bool stages = false;
    bool computed = false;
    for (const std::string& text : question.of) {
        const PlacePath path = parse_path(text);
        const bool edge = path.terms.front().form == PathForm::transition;
        (edge ? edges : stages) = true;
        if (edge) {
            for (const int e : study.pipeline().edges_of(path)) {
                computed = computed || runner->coverage().transition_computed[static_cast<std::size_t>(e)] != 0;
            }
            continue;
        }
        (void)study.pipeline().stages_of(path, false);
        const auto& axis = runner->stage_axis();
        const PathTerm& term = path.terms.front();
        const auto at = std::find(axis.begin(), axis.end(), term.track + '.' + term.to);
        computed = computed || path.terms.size() > 1 || at == axis.end() ||
                   runner->coverage().stage_computed[static_cast<std::size_t>(at - axis.begin())] != 0;
    }
    const std::string named = question.of.front();
    if (edges && stages) {
        refuse("of", named, "track.stage … | track.a->b …");
    }
    if (!computed) {
        throw EngineError("forecast.not_computed", {{"given", named}});
    }
    const Counts counts = question.counts != Counts::none ? question.counts
                          : edges                         ? Counts::crossings
                          : question.since.has_value()    ? Counts::firms
                                                          : Counts::stock;
    if ((counts == Counts::stock && edges) || (counts == Counts::stock && question.since.has_value())) {
        refuse("counts", "stock", "crossings, firms");
    }
    const StudyParts& parts = study.parts();
    const Date due = question.due.value_or(parts.end_date);
    const Date since = question.since.value_or(next_day(parts.base_date));
    if (!is_valid(due) || due <= parts.base_date || due > parts.end_date) {
        refuse(counts == Counts::stock ? "at" : "due", format_date(due),
               format_date(next_day(parts.base_date)) + " .. " + format_date(parts.end_date));
    }
    if (!is_valid(since) || since <= parts.base_date || since > due) {
        refuse("since", format_date(since), format_date(next_day(parts.base_date)) + " .. " + format_date(due));
    }
    return make_query(study.pipeline(), runner->model(), question.of, counts, question.counts_as,
                      counts == Counts::stock ? 0.0 : study.years_to(since, DayEdge::begin), study.years_to(due, DayEdge::end));
}

INCUFLOW_INLINE std::vector<double> Forecast::Body::values_of(std::size_t result) const
{
    return options.draws == 0 ? study.numbers().mids() : draw_values(study, options.seed, finished[result]);
}

INCUFLOW_INLINE CountDistribution Forecast::distribution(const CountQuestion& question, const Watch& watch) const
{
    const Body& body = *body_;
    CountQuery query = body.query_of(question);
    query.tail = 1e-300;
    const std::size_t draws = body.results.size();
    const auto weight = 1.0 / static_cast<double>(draws);
    struct Piece {
        std::int64_t first{};
        std::vector<double> mass{};
        double mean{};
        double variance{};
        bool newcomers{};
    };
    std::int64_t first = 0;
    std::vector<double> sum;
    double mean = 0.0;
    double variance = 0.0;
    double squares = 0.0;
    bool newcomers = false;
    // Some draws at a time: their laws together are much larger than the mixture. Added in order, whatever the threads.
    constexpr std::size_t block = 64;
    for (std::size_t begin = 0; begin < draws; begin += block) {
        std::vector<Piece> pieces(std::min(block, draws - begin));
        // Progress over all draws, not over those of the block.
        Watch part{watch.stop, {}};
        if (watch.progress) {
            part.progress = [&](int done, int) { watch.progress(static_cast<int>(begin) + done, static_cast<int>(draws)); };
        }
        detail::run_all(static_cast<int>(pieces.size()), body.options.threads, part, [&](int k) {
            Piece& piece = pieces[static_cast<std::size_t>(k)];
            const CountAnswer answer = body.runner->answer(query, body.values_of(begin + static_cast<std::size_t>(k)), false);
            for (const StartPlace& place : body.runner->unknown()) {
                piece.newcomers = piece.newcomers || body.runner->law_from(answer, place).front() < 1.0;
            }
            const CountLaw law(answer.parts);
            piece.mean = law.mean();
            piece.variance = law.variance();
            const double reach = law.reach(745.0);
            piece.first = static_cast<std::int64_t>(std::floor(std::max(0.0, law.mean() - reach)));
            piece.mass = law.probabilities(piece.first, static_cast<std::int64_t>(std::ceil(law.mean() + reach)));
            while (piece.mass.size() > 1 && piece.mass.back() < 1e-300) {
                piece.mass.pop_back();
            }
            std::size_t empty = 0;
            while (empty + 1 < piece.mass.size() && piece.mass[empty] < 1e-300) {
                ++empty;
            }
            piece.first += static_cast<std::int64_t>(empty);
            piece.mass.erase(piece.mass.begin(), piece.mass.begin() + static_cast<std::ptrdiff_t>(empty));
        });
        for (const Piece& piece : pieces) {
            if (sum.empty()) {
                first = piece.first;
            }
            if (piece.first < first) {
                sum.insert(sum.begin(), static_cast<std::size_t>(first - piece.first), 0.0);
                first = piece.first;
            }
            const auto offset = static_cast<std::size_t>(piece.first - first);
            sum.resize(std::max(sum.size(), offset + piece.mass.size()), 0.0);
            for (std::size_t i = 0; i < piece.mass.size(); ++i) {
                sum[offset + i] += weight * piece.mass[i];
            }
            mean += weight * piece.mean;
            squares += weight * piece.mean * piece.mean;
            variance += weight * piece.variance;
            newcomers = newcomers || piece.newcomers;
        }
    }
    return CountDistribution(first, std::move(sum), mean, variance + std::max(0.0, squares - mean * mean), newcomers);
}

INCUFLOW_END
