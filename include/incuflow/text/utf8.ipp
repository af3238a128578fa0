// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/text/utf8.hpp"

INCUFLOW_BEGIN

namespace detail {

// Reads one code point at `at` and moves on; 0xFFFFFFFF for an ill-formed sequence (one byte is then skipped).
INCUFLOW_INLINE char32_t next_code_point(std::string_view text, std::size_t& at) noexcept
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80) {
        ++at;
        return lead;
    }
    std::size_t more = 0;
    char32_t point = 0;
    char32_t least = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
        more = 1;
        point = lead & 0x1FU;
        least = 0x80;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        more = 2;
        point = lead & 0x0FU;
        least = 0x800;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        more = 3;
        point = lead & 0x07U;
        least = 0x10000;
    } else {
        ++at;
        return 0xFFFFFFFF;
    }
    for (std::size_t i = 1; i <= more; ++i) {
        if (at + i >= text.size() || (byte(at + i) & 0xC0U) != 0x80U) {
            ++at;
            return 0xFFFFFFFF;
        }
        point = (point << 6) | (byte(at + i) & 0x3FU);
    }
    if (point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        ++at;
        return 0xFFFFFFFF;
    }
    at += more + 1;
    return point;
}

INCUFLOW_INLINE std::u32string_view trim_points(std::u32string_view text) noexcept
{
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace detail

INCUFLOW_INLINE bool is_utf8(std::string_view bytes) noexcept
{
    std::size_t at = 0;
    while (at < bytes.size()) {
        if (detail::next_code_point(bytes, at) == 0xFFFFFFFF) {
            return false;
        }
    }
    return true;
}

INCUFLOW_INLINE std::u32string decode_utf8(std::string_view text)
{
    std::u32string points;
    std::size_t at = 0;
    while (at < text.size()) {
        const char32_t point = detail::next_code_point(text, at);
        points.push_back(point == 0xFFFFFFFF ? U'\uFFFD' : point);
    }
    return points;
}

INCUFLOW_INLINE std::string encode_utf8(std::u32string_view text)
{
    std::string bytes;
    const auto put = [&](char32_t value) { bytes.push_back(static_cast<char>(static_cast<unsigned char>(value))); };
    for (char32_t c : text) {
        if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
            c = 0xFFFD;
        }
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0U | (c >> 6));
            put(0x80U | (c & 0x3FU));
        } else if (c < 0x10000) {
            put(0xE0U | (c >> 12));
            put(0x80U | ((c >> 6) & 0x3FU));
            put(0x80U | (c & 0x3FU));
        } else {
            put(0xF0U | (c >> 18));
            put(0x80U | ((c >> 12) & 0x3FU));
            put(0x80U | ((c >> 6) & 0x3FU));
            put(0x80U | (c & 0x3FU));
        }
    }
    return bytes;
}

INCUFLOW_INLINE std::size_t display_width(std::string_view text)
{
    std::size_t width = 0;
    for (const char32_t c : decode_utf8(text)) {
        const bool combining = (c >= 0x0300 && c <= 0x036F) || (c >= 0x200B && c <= 0x200D) || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F);
        const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) || (c >= 0x3041 && c <= 0x33FF) ||
                          (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xA000 && c <= 0xA4CF) ||
                          (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
                          (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) ||
                          (c >= 0x20000 && c <= 0x3FFFD);
        width += combining ? 0U : wide ? 2U : 1U;
    }
    return width;
}

INCUFLOW_INLINE std::string trim(std::string_view text)
{
    const std::u32string points = decode_utf8(text);
    return encode_utf8(detail::trim_points(points));
}

INCUFLOW_INLINE std::string fold_width(std::string_view text)
{
    std::u32string points = decode_utf8(text);
    for (char32_t& c : points) {
        if (c >= 0xFF01 && c <= 0xFF5E) {
            c -= 0xFEE0;
        } else if (c == 0x3000) {
            c = U' ';
        }
    }
    return encode_utf8(points);
}

INCUFLOW_INLINE std::string escape_xml(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            if (const auto byte = static_cast<unsigned char>(c); byte < 0x20 && c != '\n' && c != '\t' && c != '\r') {
                escaped += "\xEF\xBF\xBD";
            } else {
                escaped += c;
            }
        }
    }
    return escaped;
}

INCUFLOW_INLINE bool is_identifier(std::string_view text) noexcept
{
    if (text.empty() || text.front() < 'a' || text.front() > 'z') {
        return false;
    }
    for (const char c : text) {
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            return false;
        }
    }
    return true;
}

INCUFLOW_INLINE std::vector<std::string> split_chain(std::string_view sentence)
{
    // Dashes and arrows as they are pasted from policy texts; a run of them is one separator.
    const std::u32string_view separators = U"—–―‒‐‑−─⸺－-→⟶➔➜➝➡⇒⟹>＞=～~〜";
    const std::u32string_view quotes = U"“”\"「」『』《》";
    const std::u32string points = decode_utf8(sentence);
    std::vector<std::string> names;
    std::u32string name;
    const auto finish = [&] {
        std::u32string_view text = detail::trim_points(name);
        while (!text.empty() && quotes.find(text.front()) != std::u32string_view::npos) {
            text.remove_prefix(1);
        }
        while (!text.empty() && quotes.find(text.back()) != std::u32string_view::npos) {
            text.remove_suffix(1);
        }
        if (!text.empty()) {
            names.push_back(encode_utf8(detail::trim_points(text)));
        }
        name.clear();
    };
    for (const char32_t c : points) {
        if (separators.find(c) != std::u32string_view::npos) {
            finish();
        } else {
            name.push_back(c);
        }
    }
    finish();
    return names;
}

INCUFLOW_END
