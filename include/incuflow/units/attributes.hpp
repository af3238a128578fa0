// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <string_view>
#include <vector>

INCUFLOW_BEGIN

// The one table of the keys of a study file. Validation, JSON Schema, documentation and labels are made from it; no other place lists keys.

/// One key of one table of a study file.
///
/// `type` is one of
///   text, id, date, integer, boolean       a plain TOML value
///   text|date, text|integer, text|number   either of two
///   texts, ids, dates, labels              a list of them
///   label                                  a text, or { zh, en }
///   place, places                          a path; a path or a list of paths
///   quantity, quantities, years            a plain number or a text such as "55%"; a list; a list of years or "18 months"
///   range, elapsed, matrix                 "1—2家" or [1, 2]; "new", years or "18 months"; a list of lists of numbers
///   number:MEASURE, numbers:MEASURE        a number with its kind (section `number`) or the id of a parameter; a list
///   map:number:MEASURE                     a table of such numbers under names of stages
///   overrides                              a table of paths in quotation marks, each with a plain number, a date or a number
///   table:SECTION                          a table with the keys of that section
///   map:SECTION, list:SECTION              [SECTION.ID] tables; [[SECTION]] tables or a list of inline tables
///   places:into                            a path, or a list of tables of section `into`
///   reserved                               refused: of a later version
struct Attribute {
    std::string_view section{};
    std::string_view key{};
    std::string_view type{};
    bool required{};
    std::string_view unit{};
    std::string_view allowed{};  ///< spellings, separated by `|`; empty: no list
    std::string_view en{};       ///< short labels
    std::string_view zh{};
    std::string_view doc_en{};
    std::string_view doc_zh{};
};

/// A table of the file, as it is headed there.
struct AttributeSection {
    std::string_view id{};
    std::string_view header{};
    std::string_view doc_en{};
    std::string_view doc_zh{};
};

/// Keys of which at most one may stand in a table, and one must if `required`.
struct AttributeChoice {
    std::string_view section{};
    std::string_view keys{};  ///< separated by `|`
    bool required{};
};

/// Every key, in the order in which documentation lists them.
[[nodiscard]] INCUFLOW_EXPORT const std::vector<Attribute>& attributes();
/// Every table, in that order.
[[nodiscard]] INCUFLOW_EXPORT const std::vector<AttributeSection>& attribute_sections();
[[nodiscard]] INCUFLOW_EXPORT const std::vector<AttributeChoice>& attribute_choices();

/// The row of a key; null if the section has no such key.
[[nodiscard]] INCUFLOW_EXPORT const Attribute* find_attribute(std::string_view section, std::string_view key);
/// The parts of a list such as `a|b|c`; empty for an empty text.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string_view> split_allowed(std::string_view allowed);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/units/attributes.ipp"
#endif
