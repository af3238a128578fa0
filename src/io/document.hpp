// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"
#include "incuflow/units/date.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

/// A position in one of the files of a study; columns count code points from 1.
struct FilePosition {
    int file{};
    int line{};
    int column{};
};

struct NodeKey {
    std::string name{};
    FilePosition position{};
};

/// A TOML value with its position. The TOML library is seen by document.cpp only: it sorts keys, we need the order of the file.
struct Node {
    enum class Type { text, integer, real, boolean, date, time, list, table };

    Type type{Type::table};
    FilePosition position{};
    std::string text{};
    double number{};
    std::int64_t integer{};
    bool flag{};
    Date date{};
    std::vector<Node> items{};    ///< of a list; of a table its values
    std::vector<NodeKey> keys{};  ///< of a table, one a value, in the order of the file

    [[nodiscard]] bool is(Type wanted) const noexcept { return type == wanted; }
    [[nodiscard]] bool is_number() const noexcept { return type == Type::integer || type == Type::real; }
    [[nodiscard]] const Node* find(std::string_view key) const noexcept;
};

/// What was written, short enough for a message: `"abc"`, `5`, `2016-01-01`, `[…]`, `{…}`.
[[nodiscard]] std::string describe_node(const Node& node);

/// Reads TOML. Throws StudyError("io.not_toml") at the line and column of the fault; `name` is the file in messages, `file` its number in
/// positions.
[[nodiscard]] Node parse_document(const std::string& text, const std::string& name, int file);

/// Throws StudyError("io.too_deep") if a key has more than 32 parts: the TOML library would recurse as deep.
void check_key_depth(std::string_view text, const std::string& name);

}  // namespace detail

INCUFLOW_END
