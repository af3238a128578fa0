// SPDX-License-Identifier: Apache-2.0
#include "read.hpp"

#include "incuflow/units/date.hpp"
#include "incuflow/units/quantity.hpp"

INCUFLOW_BEGIN

namespace detail {

namespace {

void read_range(const Node& node, const std::string& path, StudyReading& reading, TargetValue& value)
{
    if (node.is(Node::Type::list)) {
        value.low = quantity_of(node.items.front(), {}, item_key(path, 0), reading);
        value.high = quantity_of(node.items.back(), {}, item_key(path, 1), reading);
        return;
    }
    try {
        const Range range = parse_range(node.text);
        value.low = range.low;
        value.high = range.high;
    } catch (const ParameterError& error) {
        reading.add(error.code(), error.arguments(), path, node.position);
    }
}

TargetValue read_value(const Node& node, const std::string& path, StudyReading& reading)
{
    TargetValue value;
    const auto belongs = [&](const char* key, const char* owner) {
        const Node* given = node.find(key);
        if (given != nullptr && node.find(owner) == nullptr) {
            reading.add("io.belongs_to", {{"given", key}, {"expected", owner}}, sub_key(path, key), given->position);
        }
    };
    belongs("tolerance", "about");
    belongs("upper", "between");
    if (const Node* least = node.find("at_least")) {
        value.form = ValueForm::at_least;
        value.low = quantity_of(*least, {}, sub_key(path, "at_least"), reading);
    } else if (const Node* about = node.find("about")) {
        value.form = ValueForm::about;
        value.low = quantity_of(*about, {}, sub_key(path, "about"), reading);
        if (const Node* tolerance = node.find("tolerance")) {
            value.high = quantity_of(*tolerance, {}, sub_key(path, "tolerance"), reading);
        } else {
            reading.add("io.missing_key", {{"given", "tolerance"}, {"expected", "3"}}, sub_key(path, "tolerance"), about->position);
        }
    } else if (const Node* between = node.find("between")) {
        value.form = ValueForm::range;
        if (between->is(Node::Type::text) || (between->is(Node::Type::list) && between->items.size() == 2)) {
            read_range(*between, sub_key(path, "between"), reading, value);
        }
        value.upper_open = text_at(node, "upper") == "open";
    }
    return value;
}

Target read_target(const Node& node, const std::string& path, StudyReading& reading)
{
    Target target;
    target.id = text_at(node, "id");
    target.number = printed_at(node, "number");
    target.text = label_at(node, "text");
    target.clause = text_at(node, "clause");
    target.unit = text_at(node, "unit");
    target.population = text_at(node, "population");
    target.of = places_at(node, "of");
    target.counts_as = flag_at(node, "counts_as");
    constexpr Accounting accountings[] = {Accounting::stock, Accounting::cumulative, Accounting::yearly_flow,
                                          Accounting::share, Accounting::growth,     Accounting::joint,
                                          Accounting::yearly_growth};
    target.accounting = spelled_at(node, "accounting", accountings).value_or(Accounting::stock);
    constexpr Counts counts[] = {Counts::stock, Counts::crossings, Counts::firms};
    if (text_at(node, "counts") != "none") {
        target.counts = spelled_at(node, "counts", counts).value_or(usual_counts(target));
    }
    target.since = date_at(node, "since");
    target.due = date_at(node, "due");
    if (const Node* period = node.find("period"); period != nullptr && period->is(Node::Type::text)) {
        try {
            const Period days = parse_period(period->text);
            target.since = days.first;
            target.due = days.last;
        } catch (const ParameterError& error) {
            reading.add(error.code(), error.arguments(), sub_key(path, "period"), period->position);
        }
    }
    target.value = read_value(node, path, reading);
    target.reading = text_at(node, "reading") == "assumed" ? Reading::assumed : Reading::stated;
    target.alternatives = labels_at(node, "alternatives");
    target.ask = text_at(node, "ask");
    target.share_of = places_at(node, "share_of");
    target.joint = texts_at(node, "joint");
    target.attribute = text_at(node, "attribute");
    if (const Node* above = node.find("above")) {
        target.above = quantity_of(*above, {}, sub_key(path, "above"), reading);
    }
    constexpr Status statuses[] = {Status::modelled,     Status::needs_input,    Status::by_assumption,
                                   Status::not_modelled, Status::not_quantified, Status::ambiguous};
    target.status = spelled_at(node, "status", statuses);
    target.reason = label_at(node, "reason");
    return target;
}

}  // namespace

void read_targets(const Node& root, StudyReading& reading, StudyParts& parts)
{
    each_item(root, "target", [&](const Node& node, const std::string& item) {
        const Node* id = node.find("id");
        const bool known = id != nullptr && id->is(Node::Type::text);
        parts.targets.push_back(read_target(node, known ? sub_key("target", id->text) : item, reading));
    });
}

}  // namespace detail

INCUFLOW_END
