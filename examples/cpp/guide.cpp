// SPDX-License-Identifier: Apache-2.0
// The snippets of docs/cpp-guide.md; a test compares each with the text there, and this program's output with what the guide says it prints.
// [headers]
#include <incuflow/incuflow.hpp>
#include <incuflow/io.hpp>  // study files and presets: needs incuflow::compiled

namespace inc = incuflow;
// [/headers]

#include <cstdio>
#include <iostream>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace {

inc::Study study_in_code()
{
    // [in code]
    // Hypothetical numbers.
    inc::StudyParts parts;
    parts.id = "my-county";
    parts.base_date = {2024, 12, 31};
    parts.end_date = {2027, 12, 31};
    parts.pipeline = inc::PipelineBuilder()
                         .chain("incubation", "孵化器—毕业")
                         .exit("closed", {.zh = "注销吊销", .en = "closed"})
                         .transition("incubation.incubator->graduated", inc::per_year(0.15, {.low = 0.10, .high = 0.22}))
                         .transition("*->closed", inc::prob_per_year(0.06))
                         .build()
                         .parts();

    inc::StockRow stock;
    stock.at = {"incubation.incubator"};
    stock.value = inc::given_in_code(120);
    parts.stocks = {stock};

    inc::IntakeRow intake;
    intake.into = {{"incubation.incubator", {}, {}}};
    intake.count = inc::given_in_code(40);
    parts.intakes = {intake};

    inc::Target target;
    target.id = "graduates";
    target.of = {"incubation.incubator->graduated"};
    target.counts = inc::Counts::crossings;
    target.accounting = inc::Accounting::cumulative;
    target.since = inc::Date{2025, 1, 1};
    target.due = inc::Date{2027, 12, 31};
    target.value = {inc::ValueForm::at_least, 60, 0, false};
    parts.targets = {target};

    const inc::Study study = inc::make_study(parts);
    // [/in code]
    return study;
}

void files()
{
    // [files]
    const inc::Study torch = inc::load_preset("torch-2016-2020");  // or inc::load_study("mine.toml")
    const std::string text = inc::to_toml(torch);
    std::cout << torch.id() << ": " << (inc::parse_study(text) == torch ? "reads back the same" : "differs") << '\n';
    // [/files]
}

void results(const inc::Study& study)
{
    // [results]
    const inc::Forecast forecast = inc::forecast(study, {.draws = 500, .seed = 7});
    for (const inc::Attainment& row : forecast.attainment()) {
        std::cout << row.target << ": " << inc::to_string(row.status) << ", interval " << row.low << " to " << row.high << '\n';
    }
    const inc::Table stocks = forecast.stocks();
    std::cout << stocks.rows() << " rows, last date " << inc::format_date(stocks.dates("date").back()) << '\n';
    const std::string csv = inc::to_csv(stocks);  // or to_json

    // Raw arrays: (draw, time, stage), the last varies fastest.
    const std::vector<double>& array = forecast.stock_array();
    const std::size_t times = forecast.stock_dates().size();
    const std::size_t stages = forecast.stage_axis().size();
    std::cout << array.size() / (times * stages) << " draws of " << times << " times and " << stages << " stages and exits\n";
    // [/results]
    if (csv.rfind("scenario,region", 0) != 0) {
        std::cout << "unexpected columns\n";
    }
}

void errors()
{
    // [errors]
    try {
        const inc::Study study = inc::load_preset("torch-2016-202");
    } catch (const inc::StudyError& error) {
        std::cout << error.code() << '\n';  // for programs
        for (const auto& [name, value] : error.arguments()) {
            std::cout << "  " << name << ": " << value << '\n';
        }
        std::cout << error.message(inc::Language::zh) << '\n';  // for people, in either language; all faults, one a line
    }
    // [/errors]
}

void stopping(const inc::Study& study)
{
    // [stopping]
    std::stop_source stop;
    inc::ForecastOptions options;
    options.draws = 100000;
    options.seed = 7;
    options.stop = stop.get_token();
    // Called on the thread that called forecast(), about twenty times a second; may also throw, which ends the run.
    options.progress = [&](int done, int) {
        if (done > 0) {
            stop.request_stop();
        }
    };
    const inc::Forecast part = inc::forecast(study, options);
    std::cout << (part.complete() ? "all draws" : "stopped; the finished draws are there") << '\n';
    // [/stopping]
    // [watching]
    bool told = false;
    const inc::Table yearly = part.progress({.stop = {}, .progress = [&](int done, int total) { told = done == total; }});
    std::cout << yearly.rows() << " rows, " << (told ? "all parts told of" : "nothing told") << '\n';
    // [/watching]
}

void threads(const inc::Study& study)
{
    // [threads]
    // Values may be shared; every call starts and joins threads of its own. The numbers do not depend on how many there are.
    std::string first;
    std::string second;
    std::thread one([&] { first = inc::to_csv(inc::forecast(study, {.draws = 100, .seed = 1, .threads = 1}).attainment_table()); });
    std::thread two([&] { second = inc::to_csv(inc::forecast(study, {.draws = 100, .seed = 1, .threads = 4}).attainment_table()); });
    one.join();
    two.join();
    std::cout << (first == second ? "the same bytes" : "different") << '\n';
    // [/threads]
}

}  // namespace

int main()
{
    try {
        const inc::Study study = study_in_code();
        files();
        results(study);
        errors();
        stopping(study);
        threads(study);
    } catch (const inc::Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
