// SPDX-License-Identifier: Apache-2.0
// The C++ quick start of README.md; a test compares what stands between the two marks with the text there.
// [quick start]
#include <incuflow/incuflow.hpp>
#include <incuflow/io.hpp>

#include <iostream>

namespace inc = incuflow;

int main()
{
    try {
        const inc::Study study = inc::load_preset("torch-2016-2020");
        const inc::Forecast forecast = inc::forecast(study, {.draws = 1000, .seed = 7});
        for (const inc::Attainment& row : forecast.attainment()) {
            if (row.status == inc::Status::modelled) {
                std::cout << row.target << ": expected " << row.expected << ", chance " << row.p_met << ", " << row.verdict.en << '\n';
            }
        }
    } catch (const inc::Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
// [/quick start]
