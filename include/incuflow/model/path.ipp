// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/model/path.hpp"
#include "incuflow/text/utf8.hpp"

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE GraphError bad_path(std::string_view text, const char* code)
{
    return GraphError(code, {{"given", std::string(text)}});
}

INCUFLOW_INLINE void expect_name(std::string_view whole, std::string_view name, bool star)
{
    if (!(star && name == "*") && !is_identifier(name)) {
        throw GraphError("model.bad_path.name", {{"given", std::string(whole)}, {"name", std::string(name)}});
    }
}

INCUFLOW_INLINE PathTerm parse_term(std::string_view whole, const std::string& text)
{
    PathTerm term;
    std::string rest = text;
    if (!rest.empty() && rest.front() == '+') {
        term.form = PathForm::intake;
        rest = trim(rest.substr(1));
    }
    const std::size_t arrow = rest.find("->");
    const std::string left = trim(rest.substr(0, arrow));
    if (arrow != std::string::npos) {
        if (term.form == PathForm::intake) {
            throw bad_path(whole, "model.bad_path.intake");
        }
        term.form = PathForm::transition;
        term.to = trim(rest.substr(arrow + 2));
        if (term.to.find("->") != std::string::npos) {
            throw bad_path(whole, "model.bad_path.arrows");
        }
        if (left == "*") {
            expect_name(whole, term.to, false);
            term.from = "*";
            return term;
        }
    }
    const std::size_t dot = left.find('.');
    if (dot == std::string::npos) {
        throw bad_path(whole, "model.bad_path.track");
    }
    term.track = left.substr(0, dot);
    expect_name(whole, term.track, false);
    const std::string stage = left.substr(dot + 1);
    expect_name(whole, stage, true);
    if (term.form == PathForm::transition) {
        expect_name(whole, term.to, true);
        term.from = stage;
    } else {
        if (term.form == PathForm::intake && stage == "*") {
            throw bad_path(whole, "model.bad_path.intake");
        }
        term.to = stage;
    }
    return term;
}

}  // namespace detail

INCUFLOW_INLINE PlacePath parse_path(std::string_view text)
{
    PlacePath path;
    std::string rest = trim(text);
    const std::size_t colon = rest.find(':');
    if (colon != std::string::npos) {
        path.population = trim(rest.substr(0, colon));
        detail::expect_name(text, path.population, false);
        rest = rest.substr(colon + 1);
    }
    std::size_t at = 0;
    for (;;) {
        const std::size_t next = rest.find('&', at);
        path.terms.push_back(detail::parse_term(text, trim(rest.substr(at, next - at))));
        if (next == std::string::npos) {
            break;
        }
        at = next + 1;
    }
    if (path.terms.size() > 1) {
        for (std::size_t i = 0; i < path.terms.size(); ++i) {
            if (path.terms[i].form != PathForm::stage) {
                throw detail::bad_path(text, "model.bad_path.combination");
            }
            for (std::size_t j = 0; j < i; ++j) {
                if (path.terms[j].track == path.terms[i].track) {
                    throw detail::bad_path(text, "model.bad_path.combination");
                }
            }
        }
    }
    return path;
}

INCUFLOW_INLINE std::string format_path(const PlacePath& path)
{
    std::string text = path.population.empty() ? std::string() : path.population + ':';
    bool first = true;
    for (const auto& term : path.terms) {
        if (!first) {
            text += " & ";
        }
        first = false;
        if (term.form == PathForm::intake) {
            text += '+';
        }
        if (term.form == PathForm::transition) {
            text += (term.track.empty() ? std::string() : term.track + '.') + term.from + "->" + term.to;
        } else {
            text += term.track + '.' + term.to;
        }
    }
    return text;
}

INCUFLOW_END
