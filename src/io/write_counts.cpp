// SPDX-License-Identifier: Apache-2.0
#include "write.hpp"

#include "incuflow/text/number.hpp"

INCUFLOW_BEGIN

namespace detail {

namespace {

std::string write_into(const std::vector<IntakePlace>& places, const std::vector<Parameter>& parameters)
{
    if (places.size() == 1 && !places.front().share.has_value() && !places.front().share_of_rest.has_value()) {
        return toml_text(places.front().at);
    }
    std::vector<std::string> items;
    for (const IntakePlace& place : places) {
        TomlFields fields;
        fields.add("at", toml_text(place.at));
        if (place.share.has_value()) {
            fields.add("share", toml_number(*place.share, Measure::share, parameters));
        }
        if (place.share_of_rest.has_value()) {
            fields.add("share_of_rest", toml_number(*place.share_of_rest, Measure::share, parameters));
        }
        items.push_back(fields.inline_table());
    }
    return toml_lines(items);
}

void add_elapsed(TomlFields& fields, const char* key, const ElapsedLaw& law)
{
    switch (law.kind) {
    case Elapsed::not_said:
        return;
    case Elapsed::fresh:
        return fields.add(key, toml_text("new"));
    case Elapsed::stationary:
        return fields.add(key, toml_text("stationary"));
    case Elapsed::uniform:
        return fields.add(key, toml_text("up to " + format_number(law.years) + " years"));
    case Elapsed::years:
        return fields.add(key, toml_real(law.years));
    case Elapsed::values:
        break;
    }
    std::vector<std::string> values;
    for (const double years : law.values) {
        values.push_back(toml_real(years));
    }
    fields.add(key, toml_list(values));
}

}  // namespace

std::string write_counts(const StudyParts& parts)
{
    std::string text;
    for (const StockRow& row : parts.stocks) {
        TomlFields fields;
        fields.add("at", toml_places(row.at));
        fields.add("value", toml_number(row.value, Measure::firms, parts.parameters));
        add_elapsed(fields, "elapsed", row.elapsed);
        add_elapsed(fields, "age", row.age);
        text += "\n[[stock]]\n" + fields.lines();
    }
    for (const IntakeRow& row : parts.intakes) {
        const bool batch = row.law == IntakeLaw::batch;
        TomlFields fields;
        fields.text("id", row.id);
        fields.add("into", write_into(row.into, parts.parameters));
        fields.add(batch ? "firms" : "count_per_year",
                   toml_number(row.count, batch ? Measure::firms : Measure::count_per_year, parts.parameters));
        if (row.growth.has_value()) {
            fields.add("growth", toml_number(*row.growth, Measure::factor, parts.parameters));
        }
        if (row.law != IntakeLaw::poisson) {
            fields.text("law", std::string(to_string(row.law)));
        }
        if (row.k != 0.0) {
            fields.add("k", toml_real(row.k));
        }
        fields.date("start", row.start);
        fields.date("end", row.end);
        fields.date("date", row.date);
        if (row.age != 0.0) {
            fields.add("age", toml_real(row.age));
        }
        text += "\n[[intake]]\n" + fields.lines();
    }
    for (const Correlation& group : parts.correlations) {
        std::vector<std::string> rows;
        const std::size_t width = group.names.size();
        for (std::size_t first = 0; width > 0 && first + width <= group.matrix.size(); first += width) {
            std::vector<std::string> row;
            for (std::size_t i = first; i < first + width; ++i) {
                row.push_back(toml_real(group.matrix[i]));
            }
            rows.push_back(toml_list(row));
        }
        TomlFields fields;
        fields.add("names", toml_texts(group.names));
        fields.add("matrix", toml_lines(rows));
        text += "\n[[correlation]]\n" + fields.lines();
    }
    return text;
}

}  // namespace detail

INCUFLOW_END
