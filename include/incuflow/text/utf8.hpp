// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

/// True if the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
[[nodiscard]] INCUFLOW_EXPORT bool is_utf8(std::string_view bytes) noexcept;

/// Code points of a well-formed text; ill-formed bytes become U+FFFD.
[[nodiscard]] INCUFLOW_EXPORT std::u32string decode_utf8(std::string_view text);
[[nodiscard]] INCUFLOW_EXPORT std::string encode_utf8(std::u32string_view text);

/// White space: ASCII, U+3000, U+00A0 and a byte-order mark.
[[nodiscard]] constexpr bool is_space(char32_t c) noexcept
{
    return c == U' ' || (c >= 0x09 && c <= 0x0D) || c == 0x3000 || c == 0x00A0 || c == 0xFEFF;
}

/// Columns a text fills on a terminal: 2 for wide (East Asian) code points, 0 for combining ones, else 1.
[[nodiscard]] INCUFLOW_EXPORT std::size_t display_width(std::string_view text);

/// Without white space (ASCII, U+3000, U+00A0) at both ends.
[[nodiscard]] INCUFLOW_EXPORT std::string trim(std::string_view text);

/// Full-width digits, letters and signs (U+FF01..U+FF5E) as their ASCII forms, ideographic space as space.
[[nodiscard]] INCUFLOW_EXPORT std::string fold_width(std::string_view text);

/// Escaped for XML/HTML text and attributes; control characters, which XML has no place for, become U+FFFD.
[[nodiscard]] INCUFLOW_EXPORT std::string escape_xml(std::string_view text);

/// True for ids of the project: `[a-z][a-z0-9_]*`.
[[nodiscard]] INCUFLOW_EXPORT bool is_identifier(std::string_view text) noexcept;

/// The names of a pasted chain sentence such as `创业苗圃—孵化器—加速器—产业园`, trimmed, in order. Any run of dashes (— – ― ‐ ‑ − ─ - －), arrows
/// (→ ⟶ ➔ ➜ ➝ ➡ ⇒ -> =>), `>`, `~` or 〜 separates; quotation marks around the whole or a name are dropped.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string> split_chain(std::string_view sentence);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/text/utf8.ipp"
#endif
