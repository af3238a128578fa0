// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/base/messages.hpp"

#include <algorithm>

INCUFLOW_BEGIN

namespace detail {

// A blank is a name in braces; braces around anything else, such as a TOML table, stand for themselves.
INCUFLOW_INLINE std::string fill(std::string_view pattern, const Arguments& arguments)
{
    std::string text;
    std::size_t at = 0;
    while (at < pattern.size()) {
        if (pattern[at] == '{') {
            const std::size_t close = pattern.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789", at + 1);
            if (close != std::string_view::npos && pattern[close] == '}') {
                const std::string_view name = pattern.substr(at + 1, close - at - 1);
                const auto given = std::find_if(arguments.begin(), arguments.end(), [&](const auto& a) { return a.first == name; });
                if (given != arguments.end()) {
                    text += given->second;
                    at = close + 1;
                    continue;
                }
            }
        }
        text += pattern[at++];
    }
    return text;
}

INCUFLOW_INLINE std::string report(const std::vector<Fault>& faults, Language language)
{
    std::string text;
    for (const auto& fault : faults) {
        if (!text.empty()) {
            text += '\n';
        }
        text += describe(fault, language);
    }
    return text;
}

}  // namespace detail

INCUFLOW_INLINE std::string describe(const Fault& fault, Language language)
{
    std::string text;
    if (!fault.place.file.empty()) {
        text += fault.place.file + ':';
        if (fault.place.line > 0) {
            text += std::to_string(fault.place.line) + ':' + std::to_string(fault.place.column) + ':';
        }
        text += ' ';
    }
    if (!fault.place.key.empty()) {
        text += fault.place.key + ": ";
    }
    const std::string_view pattern = message_pattern(fault.code, language);
    if (pattern.empty()) {
        text += fault.code;
        for (const auto& [key, value] : fault.arguments) {
            text += ' ' + key + '=' + value;
        }
        return text;
    }
    text += detail::fill(pattern, fault.arguments);
    // The nearest valid name ends the sentence wherever the thrower found one.
    for (const auto& [key, value] : fault.arguments) {
        if (key == "nearest" && !value.empty() && pattern.find("{nearest}") == std::string_view::npos) {
            text += language == Language::zh ? "；是否为 “" + value + "”？" : "; did you mean \"" + value + "\"?";
        }
    }
    return text;
}

INCUFLOW_INLINE Error::Error(std::vector<Fault> faults)
    : std::runtime_error(detail::report(faults, Language::en)),
      faults_(std::make_shared<const std::vector<Fault>>(faults.empty() ? std::vector<Fault>(1) : std::move(faults)))
{
}

INCUFLOW_INLINE Error::Error(std::string code, Arguments arguments, Place place)
    : Error(std::vector<Fault>{Fault{std::move(code), std::move(arguments), std::move(place)}})
{
}

INCUFLOW_INLINE std::string Error::message(Language language) const { return detail::report(*faults_, language); }

INCUFLOW_INLINE Language parse_language(std::string_view text)
{
    if (text != "zh" && text != "en") {
        throw ParameterError("base.language", {{"given", std::string(text)}, {"allowed", "zh, en"}});
    }
    return text == "zh" ? Language::zh : Language::en;
}

// Out of line, so that each class has one type identity in the library and can be caught across its border.
INCUFLOW_INLINE Error::~Error() = default;
INCUFLOW_INLINE GraphError::~GraphError() = default;
INCUFLOW_INLINE ParameterError::~ParameterError() = default;
INCUFLOW_INLINE DataError::~DataError() = default;
INCUFLOW_INLINE StudyError::~StudyError() = default;
INCUFLOW_INLINE NumericError::~NumericError() = default;
INCUFLOW_INLINE EngineError::~EngineError() = default;
INCUFLOW_INLINE OutputError::~OutputError() = default;

INCUFLOW_END
