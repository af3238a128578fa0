// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"
#include "incuflow/model/pipeline.hpp"
#include "incuflow/units/uncertain.hpp"

#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

/// One uncertain number of a model and where it stands.
struct NumberEntry {
    std::string name{};   ///< shared name, or `place:key`; what it is drawn by
    std::string place{};  ///< path(s) it acts on
    std::string key{};    ///< what it is there: `per_year`, `factor`, `share` …
    std::string group{};  ///< `transition`, `modifier`, `trigger`, `dated`, `review`, `attribute`, `intake`, `stock`
    std::string row{};    ///< key path of the row it stands in, such as `transition[3]`
    Number number{};
    Measure measure{Measure::per_year};
};

/// All numbers of a model, each name once, in order of first mention. Numbers of one name that differ are a fault.
class INCUFLOW_EXPORT NumberTable {
public:
    /// Adds a mention. The first of a name is kept; `entries()[add(...)]` is it.
    int add(NumberEntry entry, std::vector<Fault>* faults = nullptr);
    [[nodiscard]] int find(std::string_view name) const noexcept;
    [[nodiscard]] const std::vector<NumberEntry>& entries() const noexcept { return entries_; }
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    /// Every number at its mid.
    [[nodiscard]] std::vector<double> mids() const;

private:
    std::vector<NumberEntry> entries_{};
};

/// The name a number is drawn by.
[[nodiscard]] INCUFLOW_EXPORT std::string number_name(const Number& number, std::string_view place, std::string_view key);

/// Adds every number of a pipeline.
INCUFLOW_EXPORT void collect_numbers(const Pipeline& pipeline, NumberTable& table, std::vector<Fault>* faults = nullptr);

namespace detail {
/// Places joined with `,`.
[[nodiscard]] INCUFLOW_EXPORT std::string join_places(const std::vector<std::string>& places);
}  // namespace detail

/// The place a row is named by: its paths joined with `,`.
[[nodiscard]] INCUFLOW_EXPORT std::string row_place(const TransitionRow& row);
[[nodiscard]] INCUFLOW_EXPORT std::string modifier_place(const Modifier& modifier);
[[nodiscard]] INCUFLOW_EXPORT std::string trigger_place(const Trigger& trigger);
[[nodiscard]] INCUFLOW_EXPORT std::string review_place(const Review& review);
[[nodiscard]] INCUFLOW_EXPORT std::string growth_place(const FirmAttribute& attribute, const GrowthRow& row);
[[nodiscard]] INCUFLOW_EXPORT std::string jump_place(const FirmAttribute& attribute, const GrowthJump& jump);
[[nodiscard]] INCUFLOW_EXPORT std::string initial_place(const FirmAttribute& attribute, const InitialSize& size);
[[nodiscard]] INCUFLOW_EXPORT std::string dated_place(const DatedMatrix& matrix, const DatedMove& move);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/model/numbers.ipp"
#endif
