// SPDX-License-Identifier: Apache-2.0
#include "save.hpp"

#include "incuflow/base/errors.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

INCUFLOW_BEGIN

namespace detail {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_write(const std::string& path, const std::string& reason)
{
    throw OutputError("io.cannot_write", {{"path", path}, {"reason", reason}}, {path, 0, 0, {}});
}

std::string last_error() { return std::generic_category().message(errno); }

// A new file beside `path`; "x" makes two writers choose different names.
std::FILE* open_beside(const fs::path& path, fs::path& chosen)
{
    constexpr int attempts = 100;
    for (int i = 0; i < attempts; ++i) {
        chosen = path;
        chosen += ".part" + std::to_string(i);
        if (std::FILE* file = std::fopen(chosen.c_str(), "wbx")) {
            return file;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    return nullptr;
}

}  // namespace

void save_text(const std::string& text, const std::string& path)
{
    std::error_code error;
    fs::path target(path);
    if (fs::is_symlink(target, error)) {
        // The file behind the link is written; the link stays a link.
        const fs::path real = fs::weakly_canonical(target, error);
        target = error ? target : real;
    }
    if (fs::is_directory(target, error)) {
        cannot_write(path, std::generic_category().message(EISDIR));
    }
    fs::path temporary;
    std::FILE* file = open_beside(target, temporary);
    if (file == nullptr) {
        cannot_write(path, last_error());
    }
    const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
    std::string reason = written ? std::string() : last_error();
    if (std::fclose(file) != 0 && reason.empty()) {
        reason = last_error();
    }
    if (reason.empty()) {
        fs::rename(temporary, target, error);
        reason = error ? error.message() : std::string();
    }
    if (!reason.empty()) {
        fs::remove(temporary, error);
        cannot_write(path, reason);
    }
}

}  // namespace detail

INCUFLOW_END
