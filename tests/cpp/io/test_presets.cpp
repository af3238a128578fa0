// SPDX-License-Identifier: Apache-2.0
#include "incuflow/io.hpp"
#include "support/faults.hpp"
#include "support/folder.hpp"

namespace inc = incuflow;

namespace {

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

}  // namespace
