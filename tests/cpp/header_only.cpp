// SPDX-License-Identifier: Apache-2.0
// The umbrella in header-only mode: a forecast without the library.
#include <incuflow/incuflow.hpp>

#include <cmath>
#include <cstdio>

namespace inc = incuflow;

int main()
{
    inc::StudyParts parts;
    parts.id = "header-only";
    parts.base_date = {2020, 12, 31};
    parts.end_date = {2022, 12, 31};
    parts.pipeline = inc::PipelineBuilder()
                         .chain("incubation", "incubator—graduated")
                         .transition("incubation.incubator->graduated", inc::uncertain(inc::per_year(0.5)))
                         .build()
                         .parts();
    inc::StockRow stock;
    stock.at = {"incubation.incubator"};
    stock.value = inc::given_in_code(100);
    parts.stocks = {stock};
    inc::ForecastOptions options;
    options.draws = 0;
    const inc::Forecast forecast = inc::forecast(inc::make_study(parts), options);
    const double left = forecast.stock_array()[2 * forecast.stage_axis().size() + 1];
    std::printf("%.15g\n", left);
    return std::fabs(left - 100 * std::exp(-1.0)) < 1e-12 * left ? 0 : 1;
}
