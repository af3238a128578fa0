// SPDX-License-Identifier: Apache-2.0
// A forecast as another program would make it; prints result bytes.
#include <incuflow/incuflow.hpp>

#include <cstdio>

namespace inc = incuflow;

int main()
{
    try {
        inc::StudyParts parts;
        parts.id = "consumer";
        parts.base_date = {2020, 12, 31};
        parts.end_date = {2023, 12, 31};
        parts.pipeline = inc::PipelineBuilder()
                             .chain("incubation", "nursery—incubator—graduated")
                             .exit("closed")
                             .transition("incubation.nursery->incubator", inc::prob_per_year(0.4, {.low = 0.2, .high = 0.6}))
                             .transition("incubation.incubator->graduated", inc::per_year(0.13))
                             .transition("*->closed", inc::per_year(0.06))
                             .build()
                             .parts();
        inc::StockRow stock;
        stock.at = {"incubation.incubator"};
        stock.value = inc::given_in_code(120);
        parts.stocks = {stock};
        inc::IntakeRow intake;
        intake.into = {{"incubation.nursery", {}, {}}};
        intake.count = inc::given_in_code(30);
        parts.intakes = {intake};
        inc::Target target;
        target.id = "graduates";
        target.of = {"incubation.incubator->graduated"};
        target.counts = inc::Counts::crossings;
        target.accounting = inc::Accounting::cumulative;
        target.since = inc::Date{2021, 1, 1};
        target.due = inc::Date{2023, 12, 31};
        target.value = {inc::ValueForm::at_least, 45, 0, false};
        parts.targets = {target};
        const inc::Forecast forecast = inc::forecast(inc::make_study(parts), {.draws = 50, .seed = 7});
        std::fputs(inc::to_csv(forecast.attainment_table()).c_str(), stdout);
        for (const double x : forecast.stock_array()) {
            std::printf("%a\n", x);
        }
        try {
            (void)inc::parse_path("nothing");
            return 1;
        } catch (const inc::GraphError& error) {
            std::printf("%s\n", error.code().c_str());
        }
    } catch (const inc::Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    return 0;
}
