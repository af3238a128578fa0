// SPDX-License-Identifier: Apache-2.0
#include "document.hpp"

#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

const Node* Node::find(std::string_view key) const noexcept
{
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].name == key) {
            return &items[i];
        }
    }
    return nullptr;
}

std::string describe_node(const Node& node)
{
    switch (node.type) {
    case Node::Type::text: {
        constexpr std::size_t longest = 40;
        const std::u32string points = decode_utf8(node.text);
        return '"' + (points.size() <= longest ? node.text : encode_utf8(points.substr(0, longest)) + "…") + '"';
    }
    case Node::Type::integer:
        return format_number(node.integer);
    case Node::Type::real:
        return format_number(node.number);
    case Node::Type::boolean:
        return node.flag ? "true" : "false";
    case Node::Type::date:
        return format_date(node.date);
    case Node::Type::list:
        return "[…]";
    case Node::Type::table:
        return "{…}";
    case Node::Type::time:
        break;
    }
    return "date with time";
}

namespace {

constexpr int deepest_key = 32;

// Position behind the text that opens at `at`: one of "…", '…', """…""", '''…'''. What is ill-formed is left to the TOML library.
std::size_t skip_text(std::string_view text, std::size_t at)
{
    const char quote = text[at];
    const bool literal = quote == '\'';
    const std::string three(3, quote);
    const bool many_lines = text.substr(at, 3) == three;
    at += many_lines ? 3 : 1;
    while (at < text.size()) {
        if (text[at] == '\\' && !literal) {
            at += 2;
        } else if (many_lines ? text.substr(at, 3) == three : text[at] == quote) {
            at += many_lines ? 3 : 1;
            // Up to two quotation marks may stand before the closing three.
            while (many_lines && at < text.size() && text[at] == quote) {
                ++at;
            }
            return at;
        } else if (!many_lines && text[at] == '\n') {
            return at;
        } else {
            ++at;
        }
    }
    return text.size();
}

}  // namespace

void check_key_depth(std::string_view text, const std::string& name)
{
    int dots = 0;
    int line = 1;
    std::size_t at = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"' || c == '\'') {
            const std::size_t next = skip_text(text, at);
            for (; at < next; ++at) {
                line += text[at] == '\n' ? 1 : 0;
            }
            continue;
        }
        if (c == '#') {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        if (c == '.') {
            if (++dots >= deepest_key) {
                throw StudyError("io.too_deep", {{"allowed", std::to_string(deepest_key)}}, {name, line, 1, {}});
            }
        } else if (c == '\n' || c == '=' || c == ',' || c == '[' || c == ']' || c == '{' || c == '}') {
            dots = 0;
            line += c == '\n' ? 1 : 0;
        }
        ++at;
    }
}

}  // namespace detail

INCUFLOW_END
