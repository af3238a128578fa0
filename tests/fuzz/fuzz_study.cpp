// SPDX-License-Identifier: Apache-2.0
// One input for the study reader: whatever the bytes are, they are a study or an Error with a place; a study comes back equal when it is
// written and read again. Everything else ends the program.

#include "incuflow/base/errors.hpp"
#include "incuflow/io.hpp"
#include "incuflow/text/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace inc = incuflow;

namespace {

[[noreturn]] void broken(const char* what, const char* detail)
{
    std::fprintf(stderr, "%s: %s\n", what, detail);
    std::abort();
}

void check_report(const inc::Error& error)
{
    if (error.faults().empty()) {
        broken("an error without a fault", error.what());
    }
    for (const inc::Fault& fault : error.faults()) {
        for (const inc::Language language : {inc::Language::en, inc::Language::zh}) {
            const std::string sentence = inc::describe(fault, language);
            if (sentence.empty() || !inc::is_utf8(sentence)) {
                broken("a sentence that cannot be printed", fault.code.c_str());
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::optional<inc::Study> study;
    try {
        study = inc::parse_study(std::string_view(reinterpret_cast<const char*>(data), size), "input.toml");
    } catch (const inc::Error& error) {
        check_report(error);
        return 0;
    }
    const std::string written = inc::to_toml(*study);
    try {
        if (!(inc::parse_study(written) == *study)) {
            broken("the study is another one when it is read again", study->id().c_str());
        }
    } catch (const inc::Error& error) {
        broken("the study cannot be read again", error.what());
    }
    return 0;
}
