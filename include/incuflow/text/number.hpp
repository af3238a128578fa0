// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

INCUFLOW_BEGIN

/// Shortest decimal text that reads back to the same double, whatever the locale: `0.1`, `1e-300`, `inf`, `nan`.
[[nodiscard]] INCUFLOW_EXPORT std::string format_number(double value);
[[nodiscard]] INCUFLOW_EXPORT std::string format_number(std::int64_t value);

/// Text with a fixed number of decimals, whatever the locale; NaN gives an empty text (the project's "empty" in CSV).
[[nodiscard]] INCUFLOW_EXPORT std::string format_fixed(double value, int decimals);

/// A whole text as a double (`1e-3`, `inf`, `nan`, no spaces, no locale); empty if it is not one.
[[nodiscard]] INCUFLOW_EXPORT std::optional<double> parse_number(std::string_view text);

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/text/number.ipp"
#endif
