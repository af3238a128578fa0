// SPDX-License-Identifier: Apache-2.0
// Feeds the study reader N seeded mutations of the presets: `incuflow_fuzz_mutations N [SEED]`; or the files it is given, as they are:
// `incuflow_fuzz_mutations FILE…`. A crash, a foreign exception or an input that takes longer than 5 seconds ends it, and leaves that
// input beside it as `broken-input.toml`. The mutations of a seed are the same on every machine.

#include "incuflow/io.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr unsigned longest_seconds = 5;

std::string current;

// Only calls that are allowed in a handler.
void keep_input(int signal)
{
    const int file = ::open("broken-input.toml", O_CREAT | O_TRUNC | O_WRONLY, 0644);
    const char* at = current.data();
    std::size_t left = current.size();
    while (file >= 0 && left > 0) {
        const ssize_t written = ::write(file, at, left);
        if (written <= 0) {
            break;
        }
        at += written;
        left -= static_cast<std::size_t>(written);
    }
    const char said[] = "the study reader failed or took too long; its input is in broken-input.toml\n";
    (void)!::write(2, said, sizeof said - 1);
    ::_exit(signal == 0 ? 1 : 128 + signal);
}

void feed(std::string text)
{
    current = std::move(text);
    ::alarm(longest_seconds);
    (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
    ::alarm(0);
}

class Mutator {
public:
    explicit Mutator(std::uint64_t seed) : random_(seed) {}

    std::string mutate(const std::string& preset)
    {
        std::string text = preset;
        const std::size_t times = 1 + below(4);
        for (std::size_t i = 0; i < times && !text.empty(); ++i) {
            switch (below(9)) {
            case 0:
                flip(text);
                break;
            case 1:
                drop_line(text);
                break;
            case 2:
                repeat_line(text);
                break;
            case 3:
                swap_lines(text);
                break;
            case 4:
                text.resize(below(text.size() + 1));
                break;
            case 5:
                swap_keys(text);
                break;
            case 6:
                replace_text(text);
                break;
            default:
                replace_number(text);
                break;
            }
        }
        return text;
    }

    // Not a library distribution: those differ between machines.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % std::max<std::size_t>(n, 1)); }

private:
    struct Span {
        std::size_t begin;
        std::size_t end;
    };

    static std::vector<Span> lines(const std::string& text)
    {
        std::vector<Span> spans;
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
            spans.push_back({begin, end});
            begin = end;
        }
        return spans;
    }

    static std::string part(const std::string& text, const Span& span) { return text.substr(span.begin, span.end - span.begin); }

    static void put(std::string& text, const Span& span, std::string_view other) { text.replace(span.begin, span.end - span.begin, other); }

    void flip(std::string& text) { text[below(text.size())] ^= static_cast<char>(1U << below(8)); }

    void drop_line(std::string& text)
    {
        const auto all = lines(text);
        put(text, all[below(all.size())], {});
    }

    void repeat_line(std::string& text)
    {
        const auto all = lines(text);
        const std::string line = part(text, all[below(all.size())]);
        text.insert(all[below(all.size())].begin, line);
    }

    void swap_lines(std::string& text)
    {
        const auto all = lines(text);
        swap(text, all[below(all.size())], all[below(all.size())]);
    }

    static void swap(std::string& text, Span first, Span second)
    {
        if (first.begin > second.begin) {
            std::swap(first, second);
        }
        if (first.end > second.begin) {
            return;
        }
        const std::string one = part(text, first);
        const std::string two = part(text, second);
        put(text, second, one);
        put(text, first, two);
    }

    // Words in front of an equals sign.
    static std::vector<Span> keys(const std::string& text)
    {
        std::vector<Span> found;
        for (std::size_t at = text.find(" ="); at != std::string::npos; at = text.find(" =", at + 2)) {
            std::size_t begin = at;
            while (begin > 0 && ((text[begin - 1] >= 'a' && text[begin - 1] <= 'z') || text[begin - 1] == '_')) {
                --begin;
            }
            if (begin < at) {
                found.push_back({begin, at});
            }
        }
        return found;
    }

    void swap_keys(std::string& text)
    {
        const auto all = keys(text);
        if (!all.empty()) {
            swap(text, all[below(all.size())], all[below(all.size())]);
        }
    }

    // Texts between quotation marks, without them.
    static std::vector<Span> quoted(const std::string& text)
    {
        std::vector<Span> found;
        std::size_t at = text.find('"');
        while (at != std::string::npos) {
            const std::size_t end = text.find('"', at + 1);
            if (end == std::string::npos) {
                break;
            }
            found.push_back({at + 1, end});
            at = text.find('"', end + 1);
        }
        return found;
    }

    // Another text of the same file, or a path that is strange.
    void replace_text(std::string& text)
    {
        static constexpr std::array<std::string_view, 11> strange{"", "*", "*->*", "a.b.c->d", "->", "&", "incubation.*->*", "*->closed",
                                                                 "ladder.* & ladder.*", "\\u0000", "１－２万家"};
        const auto all = quoted(text);
        if (all.empty()) {
            return;
        }
        const Span at = all[below(all.size())];
        const std::size_t kind = below(2 * strange.size());
        const std::string other = kind < strange.size() ? std::string(strange[kind]) : part(text, all[below(all.size())]);
        put(text, at, other);
    }

    static std::vector<Span> numbers(const std::string& text)
    {
        const auto in_number = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
        std::vector<Span> found;
        for (std::size_t begin = 0; begin < text.size(); ++begin) {
            if (text[begin] < '0' || text[begin] > '9') {
                continue;
            }
            std::size_t end = begin;
            while (end < text.size() && in_number(text[end])) {
                ++end;
            }
            found.push_back({begin, end});
            begin = end;
        }
        return found;
    }

    void replace_number(std::string& text)
    {
        static constexpr std::array<std::string_view, 16> strange{"nan", "inf", "-inf", "-1", "0", "-0.0", "1e308", "5e-324", "1e999",
                                                                 "9223372036854775807", "-9223372036854775808", "99999999999999999999",
                                                                 "0.1e-300", "\"1/0\"", "[]", "{}"};
        const auto all = numbers(text);
        if (!all.empty()) {
            put(text, all[below(all.size())], strange[below(strange.size())]);
        }
    }

    std::mt19937_64 random_;
};

bool read_count(std::string_view text, std::uint64_t& value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

int main(int argc, char** argv)
{
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM}) {
        (void)std::signal(signal, keep_input);
    }
    std::uint64_t count = 0;
    if (argc < 2) {
        std::fprintf(stderr, "usage: incuflow_fuzz_mutations N [SEED] | FILE...\n");
        return 2;
    }
    if (!read_count(argv[1], count)) {
        for (int i = 1; i < argc; ++i) {
            std::ifstream file(argv[i], std::ios::binary);
            feed(std::string(std::istreambuf_iterator<char>(file), {}));
        }
        std::printf("%d files: each a study or an error\n", argc - 1);
        return 0;
    }
    std::uint64_t seed = 1;
    if (argc > 2 && !read_count(argv[2], seed)) {
        std::fprintf(stderr, "SEED is a whole number\n");
        return 2;
    }
    std::vector<std::string> presets;
    for (const std::string& name : incuflow::preset_names()) {
        presets.push_back(incuflow::preset_text(name));
        feed(presets.back());
    }
    Mutator mutator(seed);
    for (std::uint64_t i = 0; i < count; ++i) {
        feed(mutator.mutate(presets[mutator.below(presets.size())]));
    }
    std::printf("%llu mutations of the presets, seed %llu: each a study or an error\n", static_cast<unsigned long long>(count),
                static_cast<unsigned long long>(seed));
    return 0;
}
