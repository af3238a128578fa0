// SPDX-License-Identifier: Apache-2.0
#include "read.hpp"

#include "incuflow/model/builder.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

namespace {

// The stages a chain sentence names, at the positions of their ids.
std::vector<Stage> read_chain(const Node& node, const std::string& id, const std::string& path, StudyReading& reading)
{
    const Node* chain = node.find("chain");
    const Node* ids = node.find("ids");
    if (chain == nullptr || !chain->is(Node::Type::text)) {
        if (chain == nullptr && ids != nullptr) {
            reading.add("io.belongs_to", {{"given", "ids"}, {"expected", "chain"}}, sub_key(path, "ids"), ids->position);
        }
        return {};
    }
    try {
        const PipelineBuilder builder = PipelineBuilder().chain(id, chain->text, {texts_at(node, "ids"), {}});
        const std::vector<Stage>& stages = builder.parts().tracks.front().stages;
        for (std::size_t i = 0; i < stages.size(); ++i) {
            const bool listed = ids != nullptr && ids->is(Node::Type::list) && i < ids->items.size();
            reading.places.set_if_absent(path + ".stages." + stages[i].id, listed ? ids->items[i].position : chain->position);
        }
        return stages;
    } catch (const GraphError& error) {
        reading.add(error.code(), error.arguments(), sub_key(path, "chain"), chain->position);
    }
    return {};
}

Track read_track(const std::string& id, const Node& node, const std::string& path, StudyReading& reading)
{
    Track track{id, {text_at(node, "zh"), text_at(node, "en")}, read_chain(node, id, path, reading)};
    const std::size_t of_chain = track.stages.size();
    each_item(node, "stages", [&](const Node& item, const std::string&) {
        const Stage said{text_at(item, "id"), label_of(item), texts_at(item, "aliases"), texts_at(item, "counts_as"),
                         item.find("registered") == nullptr || flag_at(item, "registered")};
        // An id the chain has adds words to that stage; one given twice here is left for the checks to refuse.
        const auto chain_end = track.stages.begin() + static_cast<std::ptrdiff_t>(of_chain);
        const auto known = std::find_if(track.stages.begin(), chain_end, [&](const Stage& stage) { return stage.id == said.id; });
        if (known == chain_end) {
            track.stages.push_back(said);
            return;
        }
        known->label.zh = said.label.zh.empty() ? known->label.zh : said.label.zh;
        known->label.en = said.label.en.empty() ? known->label.en : said.label.en;
        known->aliases.insert(known->aliases.end(), said.aliases.begin(), said.aliases.end());
        known->registered = said.registered;
        known->counts_as.insert(known->counts_as.end(), said.counts_as.begin(), said.counts_as.end());
    });
    return track;
}

TransitionRow read_transition(const Node& node, const std::string& path, const NumberReader& numbers, StudyReading& reading)
{
    TransitionRow row;
    row.paths = places_at(node, "path");
    row.while_in = places_at(node, "while_in");
    constexpr Clock clocks[] = {Clock::sojourn, Clock::age, Clock::calendar};
    row.clock = spelled_at(node, "clock", clocks).value_or(Clock::sojourn);
    row.hazard = read_hazard(node, path, numbers, reading);
    return row;
}

std::vector<std::pair<std::string, Number>> read_shares(const Node& node, const std::string& at, const NumberReader& numbers,
                                                        StudyReading& reading)
{
    std::vector<std::pair<std::string, Number>> shares;
    const Node* to = node.find("to");
    for (std::size_t i = 0; to != nullptr && to->is(Node::Type::table) && i < to->items.size(); ++i) {
        const std::string& stage = to->keys[i].name;
        shares.emplace_back(stage, numbers.read(&to->items[i], Measure::share, sub_key(at + ".to", stage)));
        reading.places.alias(sub_key(at, stage), sub_key(at + ".to", stage));
    }
    return shares;
}

DatedMatrix read_dated(const Node& node, const std::string& path, const NumberReader& numbers, StudyReading& reading)
{
    DatedMatrix matrix;
    matrix.track = text_at(node, "track");
    const Node* dates = node.find("dates");
    for (std::size_t i = 0; dates != nullptr && dates->is(Node::Type::list) && i < dates->items.size(); ++i) {
        if (dates->items[i].is(Node::Type::date)) {
            matrix.dates.push_back(dates->items[i].date);
        }
    }
    each_item(node, "move", [&](const Node& item, const std::string& key) {
        const std::string at = sub_key(path, key);
        DatedMove move;
        move.from = text_at(item, "from");
        move.to = read_shares(item, at, numbers, reading);
        matrix.moves.push_back(std::move(move));
    });
    return matrix;
}

FirmAttribute read_attribute(const std::string& id, const Node& node, const std::string& path, const NumberReader& numbers)
{
    FirmAttribute attribute{id, {text_at(node, "zh"), text_at(node, "en")}, text_at(node, "unit")};
    attribute.process = text_at(node, "process") == "laplace" ? GrowthProcess::laplace : GrowthProcess::lognormal;
    each_item(node, "growth", [&](const Node& row, const std::string& key) {
        const std::string at = sub_key(path, key);
        attribute.growth.push_back({places_at(row, "in"), numbers.at(row, "drift", Measure::real, at),
                                    numbers.optional_at(row, "volatility", Measure::factor, at)});
    });
    each_item(node, "jump", [&](const Node& row, const std::string& key) {
        const std::string at = sub_key(path, key);
        attribute.jumps.push_back(
            {places_at(row, "on"), numbers.at(row, "factor", Measure::factor, at), numbers.optional_at(row, "cv", Measure::factor, at)});
    });
    each_item(node, "initial", [&](const Node& row, const std::string& key) {
        const std::string at = sub_key(path, key);
        constexpr SizeOf words[] = {SizeOf::firms, SizeOf::intake, SizeOf::stock};
        attribute.initial.push_back({spelled_at(row, "of", words).value_or(SizeOf::firms), places_at(row, "at"),
                                     numbers.at(row, "mean", Measure::amount, at), numbers.optional_at(row, "cv", Measure::factor, at)});
    });
    return attribute;
}

}  // namespace

UncertainHazard read_hazard(const Node& row, const std::string& path, const NumberReader& numbers, StudyReading& reading)
{
    const auto alias = [&](const std::string& key, const std::string& file_key) {
        reading.places.alias(sub_key(path, key), sub_key(path, file_key));
    };
    const auto form = [&](std::string_view key) {
        const Node* node = row.find(key);
        return node != nullptr && node->is(Node::Type::table) ? node : nullptr;
    };
    if (row.find("per_year") != nullptr) {
        return uncertain(PerYear{numbers.at(row, "per_year", Measure::per_year, path)});
    }
    if (row.find("prob_per_year") != nullptr) {
        return uncertain(ProbPerYear{numbers.at(row, "prob_per_year", Measure::prob_per_year, path)});
    }
    if (row.find("fixed_delay") != nullptr) {
        alias("delay", "fixed_delay");
        return fixed_delay(Years{numbers.at(row, "fixed_delay", Measure::years, path)});
    }
    if (const Node* node = form("weibull")) {
        alias("shape", "weibull.shape");
        alias("scale", "weibull.scale");
        const std::string at = sub_key(path, "weibull");
        return weibull(numbers.at(*node, "shape", Measure::shape, at), Years{numbers.at(*node, "scale", Measure::years, at)});
    }
    if (const Node* node = form("erlang")) {
        alias("stages", "erlang.stages");
        alias("per_year", "erlang.per_year");
        const std::string at = sub_key(path, "erlang");
        const Number rate = numbers.at(*node, "per_year", Measure::per_year, at);
        return erlang(integer_at(*node, "stages", at, 0, 1000000, reading), PerYear{rate});
    }
    // Families whose numbers stand one by one in a table of the family's name.
    const auto numbers_of = [&](std::string_view family, auto... parts) -> std::optional<std::vector<Number>> {
        const Node* node = form(family);
        if (node == nullptr) {
            return std::nullopt;
        }
        const std::string at = sub_key(path, std::string(family));
        std::vector<Number> values;
        const auto read = [&](const std::pair<const char*, Measure>& part) {
            alias(part.first, std::string(family) + '.' + part.first);
            values.push_back(numbers.at(*node, part.first, part.second, at));
        };
        (read(parts), ...);
        return values;
    };
    using Part = std::pair<const char*, Measure>;
    if (const auto v = numbers_of("gompertz", Part{"per_year", Measure::per_year}, Part{"shape", Measure::real})) {
        return gompertz(PerYear{(*v)[0]}, (*v)[1]);
    }
    if (const auto v = numbers_of("gamma", Part{"shape", Measure::shape}, Part{"per_year", Measure::per_year})) {
        return gamma((*v)[0], PerYear{(*v)[1]});
    }
    if (const auto v = numbers_of("log_normal", Part{"meanlog", Measure::real}, Part{"sdlog", Measure::shape})) {
        return log_normal((*v)[0], (*v)[1]);
    }
    if (const auto v = numbers_of("log_logistic", Part{"shape", Measure::shape}, Part{"scale", Measure::years})) {
        return log_logistic((*v)[0], Years{(*v)[1]});
    }
    if (const auto v = numbers_of("generalised_gamma", Part{"mu", Measure::real}, Part{"sigma", Measure::shape}, Part{"q", Measure::real})) {
        return generalised_gamma((*v)[0], (*v)[1], (*v)[2]);
    }
    if (const Node* node = form("piecewise_constant")) {
        const std::string at = sub_key(path, "piecewise_constant");
        alias("breaks", "piecewise_constant.breaks");
        std::vector<double> breaks;
        const Node* years = node->find("breaks");
        for (std::size_t i = 0; years != nullptr && years->is(Node::Type::list) && i < years->items.size(); ++i) {
            breaks.push_back(quantity_of(years->items[i], Measure::years, item_key(at + ".breaks", i), reading));
        }
        const bool chances = node->find("per_year") == nullptr;
        const std::string key = chances ? "prob_per_year" : "per_year";
        const Node* rates = node->find(key);
        alias(key, "piecewise_constant." + key);
        std::vector<Number> values;
        for (std::size_t i = 0; rates != nullptr && rates->is(Node::Type::list) && i < rates->items.size(); ++i) {
            values.push_back(numbers.read(&rates->items[i], chances ? Measure::prob_per_year : Measure::per_year,
                                          item_key(sub_key(at, key), i)));
        }
        if (chances) {
            return piecewise_constant(std::move(breaks), std::vector<ProbPerYear>(values.begin(), values.end()));
        }
        return piecewise_constant(std::move(breaks), std::vector<PerYear>(values.begin(), values.end()));
    }
    return {};
}

PipelineParts read_pipeline(const Node& root, const NumberReader& numbers, StudyReading& reading)
{
    PipelineParts parts;
    each_member(root, "track", [&](const std::string& id, const Node& node, const std::string& path) {
        parts.tracks.push_back(read_track(id, node, path, reading));
    });
    each_member(root, "exit", [&](const std::string& id, const Node& node, const std::string&) {
        parts.exits.push_back({id, {text_at(node, "zh"), text_at(node, "en")}});
    });
    each_item(root, "transition", [&](const Node& node, const std::string& path) {
        parts.transitions.push_back(read_transition(node, path, numbers, reading));
    });
    each_item(root, "modifier", [&](const Node& node, const std::string& path) {
        parts.modifiers.push_back(
            {places_at(node, "on"), places_at(node, "while_in"), numbers.at(node, "factor", Measure::factor, path),
             numbers.optional_at(node, "within", Measure::years, path)});
    });
    each_item(root, "trigger", [&](const Node& node, const std::string& path) {
        parts.triggers.push_back(
            {text_at(node, "when"), text_at(node, "fires"), numbers.at(node, "probability", Measure::share, path)});
    });
    each_item(root, "dated", [&](const Node& node, const std::string& path) {
        parts.dated.push_back(read_dated(node, path, numbers, reading));
    });
    each_item(root, "review", [&](const Node& node, const std::string& path) {
        parts.reviews.push_back(
            {text_at(node, "at"), numbers.at(node, "after", Measure::years, path), read_shares(node, path, numbers, reading)});
    });
    each_member(root, "attribute", [&](const std::string& id, const Node& node, const std::string& path) {
        parts.attributes.push_back(read_attribute(id, node, path, numbers));
    });
    return parts;
}

}  // namespace detail

INCUFLOW_END
