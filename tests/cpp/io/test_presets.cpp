// SPDX-License-Identifier: Apache-2.0
#include "incuflow/io.hpp"
#include "support/faults.hpp"
#include "support/folder.hpp"

#include <algorithm>
#include <cstdlib>

namespace inc = incuflow;

namespace {

// The variable for the length of a test.
class PresetPath {
public:
    explicit PresetPath(const std::string& value) { ::setenv("INCUFLOW_PRESET_PATH", value.c_str(), 1); }
    ~PresetPath() { ::unsetenv("INCUFLOW_PRESET_PATH"); }
    PresetPath(const PresetPath&) = delete;
    PresetPath& operator=(const PresetPath&) = delete;
};

TEST_CASE("presets travel with the library, byte for byte")
{
    CHECK(inc::preset_names() == std::vector<std::string>{"dabancheng-2023-2025", "torch-2016-2020"});
    for (const std::string& name : inc::preset_names()) {
        const std::string path = std::string(INCUFLOW_SOURCE_DIR) + "/python/incuflow/presets/" + name + ".toml";
        std::ifstream file(path, std::ios::binary);
        CHECK(inc::preset_text(name) == std::string(std::istreambuf_iterator<char>(file), {}));
        CHECK(inc::load_preset(name) == inc::load_study(path));
        CHECK(inc::load_preset(name).id() == name);
    }
}

TEST_CASE("an unknown preset names those there are, and the nearest")
{
    const auto faults = faults_of<inc::StudyError>([] { (void)inc::load_preset("torch-2016-202"); });
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "io.unknown_preset");
    CHECK(argument(faults[0], "given") == "torch-2016-202");
    CHECK(argument(faults[0], "nearest") == "torch-2016-2020");
    CHECK(argument(faults[0], "allowed") == "dabancheng-2023-2025, torch-2016-2020");
    CHECK(has_code(faults_of<inc::StudyError>([] { (void)inc::preset_text(""); }), "io.unknown_preset"));
}

TEST_CASE("presets are found as files in the folders of INCUFLOW_PRESET_PATH, the first folder first")
{
    const Folder first;
    const Folder second;
    const std::string torch = inc::preset_text("torch-2016-2020");
    const auto renamed = [&](const std::string& id) {
        std::string text = torch;
        return text.replace(text.find("torch-2016-2020"), 15, id);
    };
    first.write("county.toml", renamed("county-first"));
    second.write("county.toml", renamed("county-second"));
    second.write("region.toml", renamed("region"));
    second.write("notes.txt", "no study");
    // The library's own studies cannot be replaced by a file.
    second.write("torch-2016-2020.toml", renamed("impostor"));
    const PresetPath path(first.at("missing") + "::" + first.at("") + ":" + second.at(""));
    CHECK(inc::preset_names() == std::vector<std::string>{"county", "dabancheng-2023-2025", "region", "torch-2016-2020"});
    CHECK(inc::load_preset("county").id() == "county-first");
    CHECK(inc::load_preset("region").id() == "region");
    CHECK(inc::load_preset("torch-2016-2020").id() == "torch-2016-2020");
    CHECK(inc::preset_text("county") == renamed("county-first"));

    auto faults = faults_of<inc::StudyError>([] { (void)inc::load_preset("countyy"); });
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "io.unknown_preset");
    CHECK(argument(faults[0], "nearest") == "county");
    CHECK(argument(faults[0], "allowed") == "county, dabancheng-2023-2025, region, torch-2016-2020");
    // A name is not a path.
    CHECK(has_code(faults_of<inc::StudyError>([] { (void)inc::load_preset("./county"); }), "io.unknown_preset"));

    first.write("broken.toml", "format = 1\nid = 3\n");
    faults = faults_of<inc::StudyError>([] { (void)inc::load_preset("broken"); });
    REQUIRE(!faults.empty());
    CHECK(faults[0].place.file == (first.path() / "" / "broken.toml").string());
    CHECK(std::any_of(faults.begin(), faults.end(), [](const inc::Fault& fault) { return fault.place.line == 2; }));
}

}  // namespace
