// SPDX-License-Identifier: Apache-2.0
// forecast NAME [DRAWS [SEED]] [--csv]: runs a preset or a study file and prints its targets; `--csv` prints the attainment table.
#include <incuflow/incuflow.hpp>
#include <incuflow/io.hpp>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

namespace inc = incuflow;

int main(int argc, char** argv)
{
    std::vector<std::string> words(argv + 1, argv + argc);
    const bool csv = !words.empty() && words.back() == "--csv";
    if (csv) {
        words.pop_back();
    }
    if (words.empty() || words.size() > 3) {
        std::cerr << "usage: forecast PRESET|FILE.toml [DRAWS [SEED]] [--csv]\n";
        return 2;
    }
    try {
        const bool file = words[0].size() > 5 && words[0].substr(words[0].size() - 5) == ".toml";
        const inc::Study study = file ? inc::load_study(words[0]) : inc::load_preset(words[0]);
        inc::ForecastOptions options;
        options.draws = words.size() > 1 ? std::atoi(words[1].c_str()) : 1000;
        options.seed = words.size() > 2 ? std::strtoull(words[2].c_str(), nullptr, 10) : 7;
        const inc::Forecast forecast = inc::forecast(study, options);
        if (csv) {
            std::cout << inc::to_csv(forecast.attainment_table(inc::Language::zh));
            return 0;
        }
        std::cout << forecast.headline(inc::Language::en) << '\n';
        for (const inc::Attainment& row : forecast.attainment()) {
            std::cout << row.target << ": " << inc::to_string(row.status);
            if (row.expected == row.expected) {
                std::cout << ", expected " << row.expected << " (" << row.low << " to " << row.high << ')';
            }
            if (row.p_met == row.p_met) {
                std::cout << ", chance " << row.p_met << ", " << row.verdict.en;
            }
            std::cout << '\n';
        }
    } catch (const inc::Error& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
    return 0;
}
