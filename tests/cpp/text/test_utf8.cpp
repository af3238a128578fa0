// SPDX-License-Identifier: Apache-2.0
#include "incuflow/text/utf8.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace utf8_test
{

using namespace incuflow;

TEST_CASE("utf8: well-formed and ill-formed bytes are told apart")
{
    for (const char* good : {"", "abc", "孵化器", "é", "😀", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        INFO(std::string(good));
        CHECK(is_utf8(good));
    }
    // Lone continuation, overlong forms, surrogates, beyond U+10FFFF, cut sequences, GB 18030 bytes.
    for (const char* bad : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80",
                            "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE5\xAD", "a\xE5", "\xB7\xF5\xBB\xAF", "\xFF"}) {
        CHECK_FALSE(is_utf8(bad));
    }
}

TEST_CASE("utf8: every code point comes back from its bytes")
{
    std::u32string all;
    for (char32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 37) {
        if (c < 0xD800 || c > 0xDFFF) {
            all.push_back(c);
        }
    }
    const std::string bytes = encode_utf8(all);
    CHECK(is_utf8(bytes));
    CHECK(decode_utf8(bytes) == all);
    CHECK(encode_utf8(U"\x20AC") == "\xE2\x82\xAC");
    CHECK(encode_utf8(std::u32string(1, 0xD800)) == "\xEF\xBF\xBD");
    CHECK(encode_utf8(std::u32string(1, 0x110000)) == "\xEF\xBF\xBD");
    CHECK(decode_utf8("a\x80z") == U"a\uFFFDz");
    // An ill-formed lead does not swallow the good byte behind it.
    CHECK(decode_utf8("\xE5z") == U"\uFFFDz");
}

TEST_CASE("utf8: white space is cut at both ends")
{
    CHECK(trim(" \t\n孵化器\u3000\u00A0\r\n") == "孵化器");
    CHECK(trim("\xEF\xBB\xBFx") == "x");
    CHECK(trim("a b") == "a b");
    CHECK(trim("\u3000 ").empty());
}

TEST_CASE("utf8: full-width forms fold to ASCII")
{
    CHECK(fold_width("５５％") == "55%");
    CHECK(fold_width("１，２３９－Ａｚ～") == "1,239-Az~");
    CHECK(fold_width("孵化　器") == "孵化 器");
    CHECK(fold_width("—") == "—");
}

TEST_CASE("utf8: columns on a terminal")
{
    CHECK(display_width("") == 0);
    CHECK(display_width("abc") == 3);
    CHECK(display_width("孵化器") == 6);
    CHECK(display_width("（a）") == 5);
    CHECK(display_width("e\u0301") == 1);
    CHECK(display_width("—") == 1);
    CHECK(display_width("한국") == 4);
}

TEST_CASE("utf8: XML escapes and control characters")
{
    CHECK(escape_xml("a<b>&\"c\"'") == "a&lt;b&gt;&amp;&quot;c&quot;&#39;");
    CHECK(escape_xml("孵化器") == "孵化器");
    CHECK(escape_xml("a\tb\n") == "a\tb\n");
    CHECK(escape_xml("\x01\x1F") == "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("utf8: ids")
{
    for (const char* good : {"a", "hnte", "tech_sme", "a1_2"}) {
        CHECK(is_identifier(good));
    }
    for (const char* bad : {"", "A", "1a", "_a", "a-b", "a b", "a.b", "孵化器", "a "}) {
        CHECK_FALSE(is_identifier(bad));
    }
}

TEST_CASE("utf8: a chain sentence splits at any dash or arrow")
{
    const std::vector<std::string> names{"创业苗圃", "孵化器", "加速器"};
    for (const char* mark : {"—", "——", "–", "―", "‒", "‐",  "‑",   "−",  "─",   "⸺", "－", "-", "--", "→",  "⟶",   "➔",
                             "➜", "➝",  "➡", "⇒", "⟹", "->", "-->", "=>", "==>", ">", "＞", "~", "～", "〜", " — ", "\u3000→\u3000"}) {
        INFO(std::string(mark));
        CHECK(split_chain(std::string("创业苗圃") + mark + "孵化器" + mark + "加速器") == names);
    }
    CHECK(split_chain("“创业苗圃—孵化器—加速器”") == names);
    CHECK(split_chain("“创业苗圃”—「孵化器」—《加速器》") == names);
    CHECK(split_chain("—创业苗圃—孵化器—加速器—") == names);
    CHECK(split_chain("a b—c") == std::vector<std::string>{"a b", "c"});
    CHECK(split_chain("孵化器") == std::vector<std::string>{"孵化器"});
    CHECK(split_chain("").empty());
    CHECK(split_chain(" — ").empty());
    CHECK(split_chain("“”").empty());
}

}  // namespace utf8_test
