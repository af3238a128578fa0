// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/study/parts.hpp"

#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// A basic string with its quotation marks.
[[nodiscard]] std::string toml_text(std::string_view text);
/// Bare if TOML allows, else in quotation marks.
[[nodiscard]] std::string toml_key(std::string_view key);
/// Shortest decimal text that reads back to the same double; −0 is 0.
[[nodiscard]] std::string toml_real(double value);
[[nodiscard]] std::string toml_list(const std::vector<std::string>& items);
[[nodiscard]] std::string toml_texts(const std::vector<std::string>& texts);
/// One text, or a list if there are several.
[[nodiscard]] std::string toml_places(const std::vector<std::string>& places);

/// `{ a = 1, b = "…" }`, or the lines of a table.
class TomlFields {
public:
    void add(std::string_view key, const std::string& value) { fields_.emplace_back(toml_key(key), value); }
    /// Left out where empty.
    void text(std::string_view key, const std::string& text);
    void texts(std::string_view key, const std::vector<std::string>& texts);
    void flag(std::string_view key, bool flag);
    void date(std::string_view key, const std::optional<Date>& date);
    /// Number fields other than the value: low, high, kind …
    void origin(const Number& number);

    [[nodiscard]] std::string inline_table() const;
    [[nodiscard]] std::string lines() const;

private:
    std::vector<std::pair<std::string, std::string>> fields_{};
};

[[nodiscard]] std::string toml_label(const Label& label);
[[nodiscard]] bool is_empty(const Label& label) noexcept;
/// A list with one item a line.
[[nodiscard]] std::string toml_lines(const std::vector<std::string>& items);
/// The name of a parameter that is this number, or the whole number as a table.
[[nodiscard]] std::string toml_number(const Number& number, Measure measure, const std::vector<Parameter>& parameters);

}  // namespace detail

INCUFLOW_END
