// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/study/study.hpp"
#include "incuflow/units/table.hpp"

INCUFLOW_BEGIN

// What a study says, as tables: nothing here is computed.

/// Every uncertain number, each name once. Columns: name, place, key, group, unit, low, mid, high, kind, range_kind, law, source, reason,
/// fixed, derived_from.
[[nodiscard]] INCUFLOW_EXPORT Table numbers_table(const Study& study, Language language = Language::zh);

/// Every document. Columns: id, title, publisher, number, date, page, note.
[[nodiscard]] INCUFLOW_EXPORT Table sources_table(const Study& study);

/// Every promise of the text. Columns: target, number, clause, text, unit, population, counted, accounting, since, due, value, reading,
/// alternatives, stated (a status the study itself states), reason.
[[nodiscard]] INCUFLOW_EXPORT Table targets_table(const Study& study, Language language = Language::zh);

/// What a number is, for people: `科技企业孵化器→毕业（年转换强度）`.
[[nodiscard]] INCUFLOW_EXPORT std::string number_label(const Study& study, const NumberEntry& entry, Language language);

namespace detail {

/// `≥50000`, `10±2`, `1–2`, shares in `%`; empty if the promise has no number.
[[nodiscard]] INCUFLOW_EXPORT std::string value_text(const Target& target);
/// `firms: ladder.hnte`; empty if nothing is counted.
[[nodiscard]] INCUFLOW_EXPORT std::string counted_text(const Target& target);

}  // namespace detail

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/study/tables.ipp"
#endif
