// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// From key paths such as `transition[2].per_year.mid` to positions in the files.
class KeyPlaces {
public:
    /// A later position of the same key replaces the earlier one: what is given twice is reported where it is repeated.
    void set(const std::string& key, const FilePosition& position);
    void set_if_absent(const std::string& key, const FilePosition& position);
    /// The checks of the model call `key` what the file calls `file_key`.
    void alias(const std::string& key, const std::string& file_key);

    /// The file's spelling of a key, and the position of its longest known part; line 0 if no part is known.
    [[nodiscard]] std::pair<std::string, FilePosition> find(const std::string& key) const;

private:
    std::map<std::string, FilePosition, std::less<>> positions_{};
    std::map<std::string, std::string, std::less<>> aliases_{};
};

/// What is learnt while a study is read: positions, faults, and which keys name a parameter.
struct StudyReading {
    std::vector<std::string> files{};  ///< names; the study's own file is the first
    KeyPlaces places{};
    std::vector<Fault> faults{};
    std::vector<std::pair<std::string, std::string>> references{};  ///< key path, id of the parameter it names
    bool names_incomplete{};  ///< a whole table was not understood, so other tables may name what was in it

    [[nodiscard]] Place place(const std::string& key, const FilePosition& position) const;
    void add(std::string code, Arguments arguments, const std::string& key, const FilePosition& position);
    /// At the position of `key`, or of the part of it that is known.
    void add(std::string code, Arguments arguments, const std::string& key);
};

[[nodiscard]] inline std::string sub_key(const std::string& path, std::string_view key)
{
    return path.empty() ? std::string(key) : path + '.' + std::string(key);
}

[[nodiscard]] inline std::string item_key(const std::string& path, std::size_t i) { return path + '[' + std::to_string(i) + ']'; }

/// True if `key` is `part` or lies inside it.
[[nodiscard]] bool lies_in(std::string_view key, std::string_view part) noexcept;

/// Sorts by file, line and column, drops what is said twice, and keeps what a reader can still use of very many.
[[nodiscard]] std::vector<Fault> in_reading_order(std::vector<Fault> faults, const std::vector<std::string>& files);

/// The faults of reading and those of the model's checks as one report: each at its line and column, a fault of a named parameter
/// once, and none that only follows from another.
[[nodiscard]] std::vector<Fault> merge_faults(const StudyReading& reading, const std::vector<Fault>& of_model);

}  // namespace detail

INCUFLOW_END
