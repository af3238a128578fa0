// SPDX-License-Identifier: Apache-2.0
#include "incuflow/io/presets.hpp"

#include "../embedded_presets.hpp"

#include "incuflow/io/study_file.hpp"
#include "incuflow/text/nearest.hpp"

#include <algorithm>

INCUFLOW_BEGIN

std::vector<std::string> preset_names()
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < detail::embedded_preset_count; ++i) {
        names.emplace_back(detail::embedded_presets[i].name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string preset_text(std::string_view name)
{
    for (std::size_t i = 0; i < detail::embedded_preset_count; ++i) {
        const detail::EmbeddedPreset& preset = detail::embedded_presets[i];
        if (preset.name == name) {
            return std::string(preset.text, preset.size);
        }
    }
    const std::vector<std::string> names = preset_names();
    std::string allowed;
    for (const std::string& known : names) {
        allowed += (allowed.empty() ? "" : ", ") + known;
    }
    throw StudyError("io.unknown_preset", {{"given", std::string(name)}, {"allowed", allowed}, {"nearest", nearest_name(name, names)}});
}

Study load_preset(std::string_view name) { return parse_study(preset_text(name), std::string(name) + ".toml"); }

INCUFLOW_END
