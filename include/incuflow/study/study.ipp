// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/study/study.hpp"
#include "incuflow/study/validate.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/units/quantity.hpp"

#include <algorithm>

INCUFLOW_BEGIN

struct Study::Resolved {
    StudyParts parts;
    Pipeline pipeline;
    NumberTable numbers;
};

INCUFLOW_INLINE Study make_study(StudyParts parts, bool in_file)
{
    auto resolved = std::make_shared<Study::Resolved>();
    std::vector<Fault> faults;
    // A parameter is the number of its name.
    for (Parameter& parameter : parts.parameters) {
        parameter.value.name = parameter.id;
    }
    try {
        resolved->pipeline = build(parts.pipeline, in_file);
        parts.pipeline = resolved->pipeline.parts();
    } catch (const GraphError& error) {
        faults = error.faults();
    }
    // Without a pipeline no place can be looked up; what does not need one is checked all the same.
    detail::check_study(parts, faults.empty() ? &resolved->pipeline : nullptr, in_file, faults);
    if (faults.empty()) {
        detail::spell_places(parts, resolved->pipeline);
        collect_numbers(resolved->pipeline, resolved->numbers, &faults);
        detail::collect_study_numbers(parts, resolved->numbers, &faults);
    }
    if (faults.empty()) {
        detail::check_scenarios(parts, resolved->pipeline, resolved->numbers, in_file, faults);
    }
    if (!faults.empty()) {
        throw StudyError(std::move(faults));
    }
    resolved->parts = std::move(parts);
    Study study;
    study.resolved_ = std::move(resolved);
    return study;
}

INCUFLOW_INLINE const StudyParts& Study::parts() const& noexcept
{
    static const StudyParts none{};
    return resolved_ ? resolved_->parts : none;
}

INCUFLOW_INLINE const Pipeline& Study::pipeline() const& noexcept
{
    static const Pipeline none{};
    return resolved_ ? resolved_->pipeline : none;
}

INCUFLOW_INLINE const NumberTable& Study::numbers() const& noexcept
{
    static const NumberTable none{};
    return resolved_ ? resolved_->numbers : none;
}

INCUFLOW_INLINE double Study::years_to(const Date& date, DayEdge edge) const noexcept
{
    return years_between(time_point(parts().base_date, DayEdge::end), time_point(date, edge));
}

INCUFLOW_INLINE std::vector<Date> Study::period_ends() const
{
    const Date base = parts().base_date;
    const Date end = parts().end_date;
    std::vector<Date> ends;
    for (int year = base.year; year <= end.year; ++year) {
        const Date last{year, 12, 31};
        if (last > base && last <= end) {
            ends.push_back(last);
        }
    }
    if (ends.empty() || ends.back() < end) {
        ends.push_back(end);
    }
    return ends;
}

INCUFLOW_INLINE int Study::find_target(std::string_view id) const noexcept
{
    const auto& targets = parts().targets;
    const auto at = std::find_if(targets.begin(), targets.end(), [&](const Target& t) { return t.id == id; });
    return at == targets.end() ? -1 : static_cast<int>(at - targets.begin());
}

INCUFLOW_INLINE Study with_stock(const Study& study, const std::vector<std::pair<std::string, double>>& stocks, std::optional<double> rest,
                                 Elapsed elapsed, double elapsed_years)
{
    StudyParts parts = study.parts();
    std::vector<Fault> faults;
    std::vector<StockRow> given;
    for (const auto& [at, firms] : stocks) {
        std::vector<std::vector<int>> wanted;
        try {
            wanted = study.pipeline().stages_of(parse_path(at), true);
        } catch (const GraphError& error) {
            for (const Fault& fault : error.faults()) {
                faults.push_back({fault.code, fault.arguments, {{}, 0, 0, "with_stock." + at}});
            }
            continue;
        }
        // What was said of the same place before is replaced.
        std::erase_if(parts.stocks, [&](const StockRow& row) {
            return row.value.known() && row.at.size() == 1 && study.pipeline().stages_of(parse_path(row.at.front()), true) == wanted;
        });
        StockRow row;
        row.at = {format_path(parse_path(at))};
        row.value = given_in_code(firms);
        row.elapsed = elapsed;
        row.elapsed_years = elapsed_years;
        given.push_back(std::move(row));
    }
    if (!faults.empty()) {
        throw StudyError(std::move(faults));
    }
    if (rest.has_value()) {
        if (*rest != 0.0) {
            throw StudyError("study.rest_not_zero", {{"given", format_number(*rest)}});
        }
        std::erase_if(parts.stocks, [](const StockRow& row) { return !row.value.known(); });
    }
    parts.stocks.insert(parts.stocks.end(), given.begin(), given.end());
    return make_study(std::move(parts), false);
}

INCUFLOW_INLINE std::vector<std::string> entry_places(const Study& study)
{
    std::vector<std::string> places;
    const auto add = [&](const std::string& place) {
        if (std::find(places.begin(), places.end(), place) == places.end()) {
            places.push_back(place);
        }
    };
    for (const StockRow& row : study.parts().stocks) {
        std::for_each(row.at.begin(), row.at.end(), add);
    }
    for (const IntakeRow& row : study.parts().intakes) {
        for (const IntakePlace& into : row.into) {
            add(into.at);
        }
    }
    return places;
}

INCUFLOW_INLINE std::vector<KindCount> count_kinds(const Study& study)
{
    std::vector<KindCount> counts;
    for (const Kind kind : {Kind::observed, Kind::fitted, Kind::borrowed, Kind::assumed, Kind::rule, Kind::plan, Kind::unknown}) {
        counts.push_back({kind, 0});
    }
    std::vector<std::pair<std::string, Kind>> rows;
    for (const NumberEntry& entry : study.numbers().entries()) {
        if (entry.group != "transition" && entry.group != "modifier" && entry.group != "trigger" && entry.group != "intake") {
            continue;
        }
        // An intake's numbers are rows of their own; the numbers of one hazard are one row, of the weakest kind.
        const std::string row = entry.group == "intake" ? entry.name : entry.row;
        const auto seen = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.first == row; });
        if (seen == rows.end()) {
            rows.emplace_back(row, entry.number.kind);
        } else {
            seen->second = std::max(seen->second, entry.number.kind);
        }
    }
    for (const auto& row : rows) {
        for (KindCount& count : counts) {
            count.rows += count.kind == row.second ? 1 : 0;
        }
    }
    return counts;
}

INCUFLOW_INLINE std::string kinds_line(const Study& study, Language language)
{
    const bool zh = language == Language::zh;
    std::string text;
    for (const KindCount& count : count_kinds(study)) {
        std::string_view word;
        switch (count.kind) {
        case Kind::observed:
            word = zh ? "本地实测" : "observed here";
            break;
        case Kind::fitted:
            if (count.rows == 0) {
                continue;
            }
            word = zh ? "拟合" : "fitted";
            break;
        case Kind::borrowed:
            word = zh ? "借用" : "borrowed";
            break;
        case Kind::assumed:
            word = zh ? "假设" : "assumed";
            break;
        case Kind::rule:
            word = zh ? "规则" : "rule";
            break;
        case Kind::plan:
            word = zh ? "由目标倒推" : "from the target";
            break;
        case Kind::unknown:
            word = zh ? "未知" : "unknown";
            break;
        }
        text += (text.empty() ? "" : " · ") + std::string(word) + ' ' + std::to_string(count.rows);
    }
    return text;
}

INCUFLOW_END

// Checking a study makes the study of each of its scenarios.
#include "incuflow/study/scenario.hpp"
