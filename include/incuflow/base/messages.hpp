// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/base/errors.hpp"

#include <string_view>
#include <vector>

INCUFLOW_BEGIN

/// The catalogue's sentence for a code, with blanks such as `{given}`; empty if the code is not in the catalogue.
[[nodiscard]] INCUFLOW_EXPORT std::string_view message_pattern(std::string_view code, Language language);

/// Every code of the catalogue, in order.
[[nodiscard]] INCUFLOW_EXPORT std::vector<std::string_view> message_codes();

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/base/messages.ipp"
#endif
