// SPDX-License-Identifier: Apache-2.0
#include "incuflow/io/presets.hpp"

#include "../embedded_presets.hpp"
#include "source_text.hpp"

#include "incuflow/io/study_file.hpp"
#include "incuflow/text/nearest.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

INCUFLOW_BEGIN

namespace {

const detail::EmbeddedPreset* embedded(std::string_view name)
{
    const auto* end = detail::embedded_presets + detail::embedded_preset_count;
    const auto* found = std::find_if(detail::embedded_presets, end, [&](const detail::EmbeddedPreset& preset) { return preset.name == name; });
    return found == end ? nullptr : found;
}

// The folders of INCUFLOW_PRESET_PATH that are there, in order. Asked for on every call: nothing is remembered.
std::vector<std::filesystem::path> preset_folders()
{
    std::vector<std::filesystem::path> folders;
    const char* variable = std::getenv("INCUFLOW_PRESET_PATH");
    std::string_view rest = variable == nullptr ? "" : variable;
    while (!rest.empty()) {
        const std::string_view folder = rest.substr(0, rest.find(':'));
        std::error_code none;
        if (!folder.empty() && std::filesystem::is_directory(folder, none)) {
            folders.emplace_back(folder);
        }
        rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    }
    return folders;
}

// The first NAME.toml in those folders; empty if there is none. A name is no path, so that it cannot lead out of them.
std::string preset_file(std::string_view name)
{
    if (name.empty() || name.find('/') != std::string_view::npos) {
        return {};
    }
    for (const std::filesystem::path& folder : preset_folders()) {
        const std::filesystem::path file = folder / (std::string(name) + ".toml");
        std::error_code none;
        if (std::filesystem::is_regular_file(file, none)) {
            return file.string();
        }
    }
    return {};
}

[[noreturn]] void refuse(std::string_view name)
{
    const std::vector<std::string> names = preset_names();
    std::string allowed;
    for (const std::string& known : names) {
        allowed += (allowed.empty() ? "" : ", ") + known;
    }
    throw StudyError("io.unknown_preset", {{"given", std::string(name)}, {"allowed", allowed}, {"nearest", nearest_name(name, names)}});
}

}  // namespace

std::vector<std::string> preset_names()
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < detail::embedded_preset_count; ++i) {
        names.emplace_back(detail::embedded_presets[i].name);
    }
    for (const std::filesystem::path& folder : preset_folders()) {
        std::error_code failed;
        for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
            std::error_code none;
            if (at->path().extension() == ".toml" && at->is_regular_file(none)) {
                names.push_back(at->path().stem().string());
            }
        }
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::string preset_text(std::string_view name)
{
    if (const detail::EmbeddedPreset* preset = embedded(name)) {
        return std::string(preset->text, preset->size);
    }
    const std::string file = preset_file(name);
    if (file.empty()) {
        refuse(name);
    }
    return detail::read_study_bytes(file);
}

Study load_preset(std::string_view name)
{
    if (embedded(name) != nullptr) {
        return parse_study(preset_text(name), std::string(name) + ".toml");
    }
    const std::string file = preset_file(name);
    if (file.empty()) {
        refuse(name);
    }
    return load_study(file);
}

INCUFLOW_END
