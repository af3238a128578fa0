// SPDX-License-Identifier: Apache-2.0
#pragma once

// Checks of what firms carry; included by resolve.ipp.

#include "incuflow/model/resolve.hpp"
#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE void check_attribute(const PipelineParts& parts, const FirmAttribute& attribute, bool in_file, Resolution& out)
{
    const std::string key = "attribute." + attribute.id;
    const auto number = [&](const Number& value, Measure measure, const std::string& at) {
        const std::vector<Fault> found = incuflow::check(value, measure, at_key(at), in_file);
        out.faults.insert(out.faults.end(), found.begin(), found.end());
    };
    const auto maybe = [&](const std::optional<Number>& value, const std::string& at) {
        if (value.has_value()) {
            number(*value, Measure::factor, at);
        }
    };
    const auto stages = [&](const std::vector<std::string>& places, const std::string& at) {
        for (const std::string& text : places) {
            PlacePath path;
            if (read_path(text, at_key(at), out.faults, path)) {
                (void)match_stages(parts, path, false, at_key(at), out.faults);
            }
        }
    };
    bool everywhere = false;
    for (std::size_t g = 0; g < attribute.growth.size(); ++g) {
        const GrowthRow& row = attribute.growth[g];
        const std::string at = key + '.' + indexed("growth", g);
        stages(row.in, at + ".in");
        if (row.in.empty() && everywhere) {
            out.faults.push_back({"model.second_default", {{"attribute", attribute.id}}, at_key(at)});
        }
        everywhere = everywhere || row.in.empty();
        number(row.drift, Measure::real, at + ".drift");
        maybe(row.volatility, at + ".volatility");
        if (attribute.process == GrowthProcess::laplace && row.volatility.has_value()) {
            const Number& b = *row.volatility;
            const double most = b.has_range() ? std::max(b.mid, b.high) : b.mid;
            if (most >= laplace_limit) {
                out.faults.push_back({"model.laplace_scale", {{"attribute", attribute.id}, {"given", format_number(most)}}, at_key(at + ".volatility")});
            }
        }
    }
    std::vector<int> seen;
    for (std::size_t j = 0; j < attribute.jumps.size(); ++j) {
        const GrowthJump& jump = attribute.jumps[j];
        const std::string at = key + '.' + indexed("jump", j);
        if (jump.on.empty()) {
            out.faults.push_back({"model.no_path", {}, at_key(at + ".on")});
        }
        for (const std::string& text : jump.on) {
            PlacePath path;
            if (!read_path(text, at_key(at + ".on"), out.faults, path)) {
                continue;
            }
            for (const int e : match_edges(parts, out.edges, path, at_key(at + ".on"), out.faults)) {
                if (std::find(seen.begin(), seen.end(), e) != seen.end()) {
                    out.faults.push_back(
                        {"model.duplicate_jump", {{"given", out.edges[static_cast<std::size_t>(e)].path}, {"attribute", attribute.id}}, at_key(at + ".on")});
                }
                seen.push_back(e);
            }
        }
        number(jump.factor, Measure::factor, at + ".factor");
        maybe(jump.cv, at + ".cv");
    }
    for (std::size_t i = 0; i < attribute.initial.size(); ++i) {
        const std::string at = key + '.' + indexed("initial", i);
        stages(attribute.initial[i].at, at + ".at");
        number(attribute.initial[i].mean, Measure::amount, at + ".mean");
        maybe(attribute.initial[i].cv, at + ".cv");
    }
}

INCUFLOW_INLINE void check_attributes(const PipelineParts& parts, bool in_file, Resolution& out)
{
    for (std::size_t a = 0; a < parts.attributes.size(); ++a) {
        const FirmAttribute& attribute = parts.attributes[a];
        if (!is_identifier(attribute.id)) {
            out.faults.push_back({"model.bad_id", {{"given", attribute.id}}, at_key("attribute." + attribute.id)});
        }
        if (position_of(parts.attributes, attribute.id) != static_cast<int>(a)) {
            out.faults.push_back({"model.duplicate_attribute", {{"given", attribute.id}}, at_key("attribute." + attribute.id)});
        }
        check_attribute(parts, attribute, in_file, out);
    }
}

}  // namespace detail

INCUFLOW_END
