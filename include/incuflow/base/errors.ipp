// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"
#include "incuflow/base/messages.hpp"

INCUFLOW_BEGIN

namespace detail {

INCUFLOW_INLINE std::string fill(std::string_view pattern, const Arguments& arguments)
{
    std::string text;
    std::size_t at = 0;
    while (at < pattern.size()) {
        const std::size_t open = pattern.find('{', at);
        const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
        if (close == std::string_view::npos) {
            break;
        }
        text += pattern.substr(at, open - at);
        const std::string_view name = pattern.substr(open + 1, close - open - 1);
        bool found = false;
        for (const auto& [key, value] : arguments) {
            if (key == name) {
                text += value;
                found = true;
                break;
            }
        }
        if (!found) {
            text += pattern.substr(open, close - open + 1);
        }
        at = close + 1;
    }
    text += pattern.substr(at);
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
    : std::runtime_error(detail::report(faults, Language::en)), faults_(std::move(faults))
{
    if (faults_.empty()) {
        faults_.emplace_back();
    }
}

INCUFLOW_INLINE Error::Error(std::string code, Arguments arguments, Place place)
    : Error(std::vector<Fault>{Fault{std::move(code), std::move(arguments), std::move(place)}})
{
}

INCUFLOW_INLINE std::string Error::message(Language language) const { return detail::report(faults_, language); }

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
