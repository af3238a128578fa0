// SPDX-License-Identifier: Apache-2.0
#include "source_text.hpp"

#include "incuflow/base/errors.hpp"
#include "incuflow/text/utf8.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>

INCUFLOW_BEGIN

namespace detail {

namespace {

constexpr std::size_t largest_file = std::size_t{8} * 1024 * 1024;

struct CloseFile {
    void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }
};

[[noreturn]] void cannot_read(const std::string& path, const std::string& reason)
{
    throw StudyError("io.cannot_read", {{"path", path}, {"reason", reason}}, {path, 0, 0, {}});
}

[[noreturn]] void too_large(const std::string& name)
{
    throw StudyError("io.too_large", {{"allowed", "8 MiB"}}, {name, 0, 0, {}});
}

// The name of an encoding other than UTF-8, told by its byte-order mark or by where its zero bytes stand; empty if it looks like none.
std::string_view other_encoding(std::string_view bytes)
{
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xFF\xFE\0\0"sv)) {
        return "UTF-32 (little endian)";
    }
    if (bytes.starts_with("\0\0\xFE\xFF"sv)) {
        return "UTF-32 (big endian)";
    }
    if (bytes.starts_with("\xFF\xFE"sv)) {
        return "UTF-16 (little endian)";
    }
    if (bytes.starts_with("\xFE\xFF"sv)) {
        return "UTF-16 (big endian)";
    }
    const auto zero = [&](std::size_t i) { return bytes.size() > i && bytes[i] == '\0'; };
    const auto filled = [&](std::size_t i) { return bytes.size() > i && bytes[i] != '\0'; };
    // A study starts with ASCII (a key, a comment, a blank), so its first characters show where the zero bytes go.
    if (filled(0) && zero(1)) {
        return zero(2) && zero(3) ? "UTF-32 (little endian)" : "UTF-16 (little endian)";
    }
    if (zero(0) && zero(1) && zero(2) && filled(3)) {
        return "UTF-32 (big endian)";
    }
    if (zero(0) && filled(1)) {
        return "UTF-16 (big endian)";
    }
    return {};
}

// Reports the first ill-formed byte by its value, its offset in the file, its line and its column.
[[noreturn]] void not_utf8(std::string_view text, std::size_t mark, const std::string& name)
{
    int line = 1;
    int column = 1;
    std::size_t at = 0;
    for (;;) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (!is_utf8(text.substr(at, length))) {
            static constexpr char hex[] = "0123456789ABCDEF";
            throw StudyError("io.not_utf8",
                             {{"given", std::string("0x") + hex[lead >> 4] + hex[lead & 15U]}, {"byte", std::to_string(mark + at)}},
                             {name, line, column, {}});
        }
        column = lead == '\n' ? 1 : column + 1;
        line += lead == '\n' ? 1 : 0;
        at += length;
    }
}

}  // namespace

std::string read_study_bytes(const std::string& path)
{
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) {
        cannot_read(path, error ? error.message() : std::generic_category().message(ENOENT));
    }
    // Devices and pipes have no end to wait for.
    if (!std::filesystem::is_regular_file(status)) {
        cannot_read(path, "not a file");
    }
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
    if (file == nullptr) {
        cannot_read(path, std::generic_category().message(errno));
    }
    std::string bytes(largest_file + 1, '\0');
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
    if (std::ferror(file.get()) != 0) {
        cannot_read(path, std::generic_category().message(errno));
    }
    return bytes;
}

std::string study_text(std::string bytes, const std::string& name)
{
    if (bytes.size() > largest_file) {
        too_large(name);
    }
    const std::string_view encoding = other_encoding(bytes);
    if (!encoding.empty()) {
        throw StudyError("io.wrong_encoding", {{"given", std::string(encoding)}}, {name, 0, 0, {}});
    }
    const std::size_t mark = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    bytes.erase(0, mark);
    if (!is_utf8(bytes)) {
        not_utf8(bytes, mark, name);
    }
    return bytes;
}

}  // namespace detail

INCUFLOW_END
