// SPDX-License-Identifier: Apache-2.0

// Where the variance of a count comes from; included by forecast.ipp, which defines Forecast::Body.

#include "incuflow/forecast/first_order.hpp"

#include <numeric>

INCUFLOW_BEGIN

INCUFLOW_INLINE Table Forecast::Body::uncertainty(const CountQuery& query, Language language, const Watch& watch) const
{
    constexpr std::size_t fewest = 20;
    const std::size_t draws_run = results.size();
    if (draws_run < fewest) {
        throw ParameterError("forecast.bad_option",
                             {{"option", "draws"}, {"given", std::to_string(draws)}, {"allowed", ">= " + std::to_string(fewest)}});
    }
    std::vector<double> means(draws_run);
    std::vector<double> variances(draws_run);
    std::vector<double> intakes(draws_run);
    std::vector<std::vector<double>> values(draws_run);
    detail::run_all(static_cast<int>(draws_run), options.threads, watch, [&](int task) {
        const auto k = static_cast<std::size_t>(task);
        values[k] = values_of(k);
        const CountAnswer answer = runner->answer(query, values[k], true);
        const CountLaw law(answer.parts);
        means[k] = law.mean();
        variances[k] = law.variance();
        intakes[k] = answer.intake_variance;
    });
    const auto average = [&](const std::vector<double>& list) {
        return std::accumulate(list.begin(), list.end(), 0.0) / static_cast<double>(draws_run);
    };
    const double mean = average(means);
    double parameters = 0.0;
    for (const double m : means) {
        parameters += (m - mean) * (m - mean) / static_cast<double>(draws_run);
    }
    const double intake = std::min(average(intakes), average(variances));
    const double chance = average(variances) - intake;
    const double total = parameters + intake + chance;
    const auto share_of = [&](double part) { return total > 0.0 ? part / total : detail::empty_number; };

    detail::TableBuilder table("text: part name label kind range_kind number: variance share share_se");
    const auto row = [&](const char* part, const NumberEntry* entry, double variance, double share, double error) {
        const bool number = entry != nullptr;
        table.text("part", part)
            .text("name", number ? entry->name : std::string())
            .text("label", number ? number_label(study, *entry, language) : std::string())
            .text("kind", number ? std::string(to_string(entry->number.kind)) : std::string())
            .text("range_kind", number ? std::string(to_string(entry->number.range_kind.value_or(entry->number.kind))) : std::string())
            .number("variance", variance)
            .number("share", share)
            .number("share_se", error)
            .end_row();
    };
    row("parameters", nullptr, parameters, share_of(parameters), detail::empty_number);
    row("intake", nullptr, intake, share_of(intake), detail::empty_number);
    row("chance", nullptr, chance, share_of(chance), detail::empty_number);
    row("total", nullptr, total, total > 0.0 ? 1.0 : detail::empty_number, detail::empty_number);
    std::vector<std::pair<std::size_t, detail::FirstOrder>> numbers;
    const auto& entries = study.numbers().entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].number.has_range() && parameters > 0.0) {
            std::vector<double> x;
            for (const std::vector<double>& drawn : values) {
                x.push_back(drawn[i]);
            }
            numbers.emplace_back(i, detail::first_order(x, means));
        }
    }
    std::stable_sort(numbers.begin(), numbers.end(), [](const auto& a, const auto& b) { return a.second.share > b.second.share; });
    for (const auto& [i, found] : numbers) {
        row("number", &entries[i], found.share * parameters, share_of(found.share * parameters), found.error * share_of(parameters));
    }
    return table.build();
}

INCUFLOW_INLINE Table Forecast::uncertainty(const CountQuestion& question, Language language, const Watch& watch) const
{
    return body_->uncertainty(body_->query_of(question), language, watch);
}

INCUFLOW_INLINE Table Forecast::uncertainty(const std::string& target, Language language, const Watch& watch) const
{
    const int index = study().find_target(target);
    if (index < 0) {
        std::vector<std::string> ids;
        for (const Target& known : study().parts().targets) {
            ids.push_back(known.id);
        }
        throw ParameterError("study.unknown_target", {{"given", target}, {"nearest", nearest_name(target, ids)}});
    }
    const detail::TargetWindow* last = nullptr;
    for (const detail::TargetWindow& window : body_->runner->windows()) {
        if (window.target == index && !window.no_count()) {
            last = &window;
        }
    }
    if (last == nullptr) {
        throw EngineError("forecast.no_count", {{"given", target}});
    }
    return body_->uncertainty(last->query, language, watch);
}

INCUFLOW_END
