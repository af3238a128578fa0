// SPDX-License-Identifier: Apache-2.0
#include "write_values.hpp"

#include "incuflow/text/number.hpp"
#include "incuflow/text/utf8.hpp"

INCUFLOW_BEGIN

namespace detail {

std::string toml_text(std::string_view text)
{
    static constexpr char hex[] = "0123456789ABCDEF";
    // A file must be UTF-8 whatever a program put into its texts.
    const std::string clean = is_utf8(text) ? std::string(text) : encode_utf8(decode_utf8(text));
    std::string quoted = "\"";
    for (const char c : clean) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (c == '\n') {
            quoted += "\\n";
        } else if (c == '\t') {
            quoted += "\\t";
        } else if (c == '\r') {
            quoted += "\\r";
        } else if (byte < 0x20 || byte == 0x7F) {
            quoted += "\\u00";
            quoted += hex[byte >> 4];
            quoted += hex[byte & 15U];
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

std::string toml_key(std::string_view key)
{
    const std::string_view bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return key.empty() || key.find_first_not_of(bare) != std::string_view::npos ? toml_text(key) : std::string(key);
}

std::string toml_real(double value)
{
    const std::string text = value == 0.0 ? "0" : format_number(value);
    // Digits alone are a TOML integer, which ends at 2^63.
    constexpr double end_of_integers = 9223372036854775808.0;
    const bool digits = text.find_first_not_of("-0123456789") == std::string::npos;
    return digits && (value >= end_of_integers || value < -end_of_integers) ? text + ".0" : text;
}

std::string toml_list(const std::vector<std::string>& items)
{
    std::string text = "[";
    for (const std::string& item : items) {
        text += (text.size() == 1 ? "" : ", ") + item;
    }
    return text + ']';
}

std::string toml_texts(const std::vector<std::string>& texts)
{
    std::vector<std::string> items;
    for (const std::string& text : texts) {
        items.push_back(toml_text(text));
    }
    return toml_list(items);
}

std::string toml_places(const std::vector<std::string>& places)
{
    return places.size() == 1 ? toml_text(places.front()) : toml_texts(places);
}

void TomlFields::text(std::string_view key, const std::string& text)
{
    if (!text.empty()) {
        add(key, toml_text(text));
    }
}

void TomlFields::texts(std::string_view key, const std::vector<std::string>& texts)
{
    if (!texts.empty()) {
        add(key, toml_texts(texts));
    }
}

void TomlFields::flag(std::string_view key, bool flag)
{
    if (flag) {
        add(key, "true");
    }
}

void TomlFields::date(std::string_view key, const std::optional<Date>& date)
{
    if (date.has_value()) {
        add(key, format_date(*date));
    }
}

void TomlFields::origin(const Number& number)
{
    if (number.low == number.low) {
        add("low", toml_real(number.low));
    }
    if (number.high == number.high) {
        add("high", toml_real(number.high));
    }
    if (number.dist != Dist::standard) {
        text("dist", std::string(to_string(number.dist)));
    }
    text("kind", std::string(to_string(number.kind)));
    if (number.range_kind.has_value()) {
        text("range_kind", std::string(to_string(*number.range_kind)));
    }
    text("source", number.source);
    text("reason", number.reason);
    text("fixed", number.fixed);
    text("derived_from", number.derived_from);
    texts("computed_from", number.computed_from);
    if (number.year != 0) {
        add("year", std::to_string(number.year));
    }
}

std::string TomlFields::inline_table() const
{
    std::string text = "{";
    for (const auto& [key, value] : fields_) {
        text += (text.size() == 1 ? " " : ", ") + key + " = " + value;
    }
    return text + (fields_.empty() ? "}" : " }");
}

std::string TomlFields::lines() const
{
    std::string text;
    for (const auto& [key, value] : fields_) {
        text += key + " = " + value + '\n';
    }
    return text;
}

bool is_empty(const Label& label) noexcept { return label.zh.empty() && label.en.empty(); }

std::string toml_label(const Label& label)
{
    TomlFields fields;
    fields.text("zh", label.zh);
    fields.text("en", label.en);
    return fields.inline_table();
}

std::string toml_lines(const std::vector<std::string>& items)
{
    std::string text = "[\n";
    for (const std::string& item : items) {
        text += "    " + item + ",\n";
    }
    return text + ']';
}

std::string toml_number(const Number& number, Measure measure, const std::vector<Parameter>& parameters)
{
    for (const Parameter& parameter : parameters) {
        if (!number.name.empty() && parameter.id == number.name && parameter.measure == measure && parameter.value == number) {
            return toml_text(number.name);
        }
    }
    TomlFields fields;
    if (number.mid == number.mid) {
        fields.add("mid", toml_real(number.mid));
    }
    fields.origin(number);
    fields.text("name", number.name);
    return fields.inline_table();
}

}  // namespace detail

INCUFLOW_END
