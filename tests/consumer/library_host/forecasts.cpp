// SPDX-License-Identifier: Apache-2.0
// A shared library of somebody else, built with hidden visibility, that uses incuflow.
#include "forecasts.hpp"

#include <incuflow/incuflow.hpp>
#include <incuflow/io.hpp>

#include <bit>
#include <cstdint>

namespace inc = incuflow;

std::string run_preset(const std::string& name, int draws)
{
    inc::ForecastOptions options;
    options.draws = draws;
    options.seed = 7;
    options.threads = 2;
    const inc::Study study = inc::load_preset(name);
    const inc::Forecast forecast = inc::forecast(study, options);
    std::string text = inc::to_toml(study) + inc::to_csv(forecast.attainment_table()) + inc::to_csv(forecast.assumptions()) +
                       inc::to_json(forecast.stocks()) + forecast.headline();
    for (const double x : forecast.flow_array()) {
        // Not printf, which follows the locale.
        text += std::to_string(std::bit_cast<std::uint64_t>(x)) + '\n';
    }
    return text;
}

void fail_with_unknown_preset() { (void)inc::load_preset("torch-2016-202"); }

std::string caught_inside()
{
    try {
        (void)inc::CountLaw(-1.0);
    } catch (const inc::ParameterError& error) {
        return error.code() + ' ' + error.arguments().at(0).second;
    }
    return "not caught";
}
