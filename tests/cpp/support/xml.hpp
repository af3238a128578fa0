// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

// What keeps a text from being well-formed XML without a prologue; empty if nothing does. Elements, attributes, text and entities only.
inline std::string xml_fault(std::string_view text)
{
    std::vector<std::string> open;
    std::size_t at = 0;
    bool rooted = false;
    const auto entities = [](std::string_view part) -> std::string {
        for (std::size_t i = part.find('&'); i != std::string_view::npos; i = part.find('&', i + 1)) {
            const std::string_view rest = part.substr(i);
            bool known = false;
            for (const std::string_view entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
                known = known || rest.substr(0, entity.size()) == entity;
            }
            if (!known) {
                return "a bare &: " + std::string(rest.substr(0, 20));
            }
        }
        for (const char c : part) {
            if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') {
                return "a control character";
            }
        }
        return {};
    };
    while (at < text.size()) {
        const std::size_t less = text.find('<', at);
        const std::string_view between = text.substr(at, less == std::string_view::npos ? less : less - at);
        if (const std::string fault = entities(between); !fault.empty()) {
            return fault;
        }
        if (open.empty() && between.find_first_not_of(" \n") != std::string_view::npos) {
            return "text outside the root";
        }
        if (less == std::string_view::npos) {
            break;
        }
        std::size_t i = less + 1;
        const bool closing = i < text.size() && text[i] == '/';
        i += closing ? 1 : 0;
        const std::size_t name_end = text.find_first_of(" />\n", i);
        if (name_end == std::string_view::npos || name_end == i) {
            return "a tag without a name";
        }
        const std::string name(text.substr(i, name_end - i));
        i = name_end;
        std::vector<std::string> seen;
        while (i < text.size() && text[i] != '>' && text[i] != '/') {
            if (text[i] == ' ' || text[i] == '\n') {
                ++i;
                continue;
            }
            const std::size_t equals = text.find('=', i);
            if (equals == std::string_view::npos || equals + 1 >= text.size() || text[equals + 1] != '"') {
                return "an attribute without a value in <" + name;
            }
            const std::string attribute(text.substr(i, equals - i));
            for (const std::string& other : seen) {
                if (other == attribute) {
                    return "attribute " + attribute + " twice in <" + name;
                }
            }
            seen.push_back(attribute);
            const std::size_t end = text.find('"', equals + 2);
            if (end == std::string_view::npos) {
                return "an open value in <" + name;
            }
            const std::string_view value = text.substr(equals + 2, end - equals - 2);
            if (value.find('<') != std::string_view::npos) {
                return "< in a value of <" + name;
            }
            if (const std::string fault = entities(value); !fault.empty()) {
                return fault;
            }
            i = end + 1;
        }
        const bool empty = i < text.size() && text[i] == '/';
        i += empty ? 1 : 0;
        if (i >= text.size() || text[i] != '>') {
            return "an open tag <" + name;
        }
        at = i + 1;
        if (closing) {
            if (open.empty() || open.back() != name) {
                return "</" + name + "> closes nothing";
            }
            open.pop_back();
        } else {
            if (open.empty() && rooted) {
                return "a second root <" + name;
            }
            rooted = true;
            if (!empty) {
                open.push_back(name);
            }
        }
    }
    return open.empty() ? (rooted ? std::string() : "no root") : "<" + open.back() + "> stays open";
}
