// SPDX-License-Identifier: Apache-2.0
#include "incuflow/io/study_file.hpp"

#include "check_keys.hpp"
#include "load.hpp"
#include "read.hpp"
#include "save.hpp"
#include "source_text.hpp"
#include "write.hpp"

#include <filesystem>

INCUFLOW_BEGIN

namespace detail {

namespace {

Study study_of(const std::string& bytes, const std::string& name, const std::optional<std::string>& folder, bool in_file = true)
{
    StudyReading reading;
    const Node root = load_document(bytes, name, folder, reading);
    check_keys(root, reading);
    StudyParts parts = read_study(root, reading);
    std::vector<Fault> of_model;
    try {
        // The model is checked even after faults of reading, so that one report holds all that is wrong.
        Study study = make_study(std::move(parts), in_file);
        if (reading.faults.empty()) {
            return study;
        }
    } catch (const Error& error) {
        of_model = error.faults();
    }
    throw StudyError(merge_faults(reading, of_model));
}

}  // namespace

Study parse_own_study(std::string_view toml) { return study_of(std::string(toml), "<study>", {}, false); }

}  // namespace detail

Study load_study(const std::string& path)
{
    const std::string folder = std::filesystem::path(path).parent_path().string();
    return detail::study_of(detail::read_study_bytes(path), path, folder);
}

Study parse_study(std::string_view toml, const std::string& name) { return detail::study_of(std::string(toml), name, {}); }

std::string to_toml(const Study& study) { return detail::write_study(study.parts()); }

void save_study(const Study& study, const std::string& path) { detail::save_text(to_toml(study), path); }

INCUFLOW_END
