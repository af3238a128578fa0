// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/messages.hpp"

#include <array>

INCUFLOW_BEGIN

namespace detail {

struct MessageEntry {
    std::string_view code;
    std::string_view en;
    std::string_view zh;
};

// One catalogue, written floor by floor: each folder's sentences stand in a file of its name.
#define INCUFLOW_MESSAGE(code, en, zh) ::incuflow::INCUFLOW_MODE::detail::MessageEntry{code, en, zh},
INCUFLOW_INLINE const std::vector<MessageEntry>& catalogue()
{
    static const std::vector<MessageEntry> entries{
#include "incuflow/base/messages/base.inc"
#include "incuflow/base/messages/engine.inc"
#include "incuflow/base/messages/forecast.inc"
#include "incuflow/base/messages/graph.inc"
#include "incuflow/base/messages/hazard.inc"
#include "incuflow/base/messages/io.inc"
#include "incuflow/base/messages/model.inc"
#include "incuflow/base/messages/numeric.inc"
#include "incuflow/base/messages/random.inc"
#include "incuflow/base/messages/study.inc"
#include "incuflow/base/messages/text.inc"
#include "incuflow/base/messages/units.inc"
    };
    return entries;
}
#undef INCUFLOW_MESSAGE

}  // namespace detail

INCUFLOW_INLINE std::string_view message_pattern(std::string_view code, Language language)
{
    for (const auto& entry : detail::catalogue()) {
        if (entry.code == code) {
            return language == Language::zh ? entry.zh : entry.en;
        }
    }
    return {};
}

INCUFLOW_INLINE std::vector<std::string_view> message_codes()
{
    std::vector<std::string_view> codes;
    for (const auto& entry : detail::catalogue()) {
        codes.push_back(entry.code);
    }
    return codes;
}

INCUFLOW_END
