// SPDX-License-Identifier: Apache-2.0
// fwd.hpp comes first, so that each of its names must fit the definition that follows.
#include "incuflow/fwd.hpp"

#include "incuflow/incuflow.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace {

// A name that only fwd.hpp knows would be an incomplete type here.
template <class... Types> constexpr bool defined = ((sizeof(Types) > 0) && ...);

static_assert(defined<incuflow::Language, incuflow::Place, incuflow::Fault, incuflow::Error, incuflow::GraphError, incuflow::ParameterError,
                      incuflow::DataError, incuflow::StudyError, incuflow::NumericError, incuflow::EngineError, incuflow::OutputError>);
static_assert(defined<incuflow::Kind, incuflow::Measure, incuflow::Dist, incuflow::DayEdge, incuflow::Number, incuflow::NumberOptions,
                      incuflow::PerYear, incuflow::ProbPerYear, incuflow::CountPerYear, incuflow::Years, incuflow::Range, incuflow::Date,
                      incuflow::TimePoint, incuflow::Period, incuflow::Column, incuflow::Table>);
static_assert(defined<incuflow::GeneratorIntegrals, incuflow::BinomialGroup, incuflow::CountLaw, incuflow::KernelLevel>);
static_assert(defined<incuflow::Exponential, incuflow::Weibull, incuflow::PiecewiseConstant, incuflow::Erlang, incuflow::FixedDelay,
                      incuflow::Gompertz, incuflow::Gamma, incuflow::LogNormal, incuflow::LogLogistic, incuflow::GeneralisedGamma,
                      incuflow::UncertainHazard, incuflow::Topology, incuflow::MaxFlow, incuflow::Drawing>);
static_assert(defined<incuflow::Label, incuflow::Stage, incuflow::Track, incuflow::Exit, incuflow::Clock, incuflow::TransitionRow,
                      incuflow::Modifier, incuflow::Trigger, incuflow::DatedMatrix, incuflow::Review, incuflow::FirmAttribute, incuflow::PipelineParts, incuflow::PlacePath,
                      incuflow::PipelineBuilder, incuflow::Pipeline, incuflow::CompiledModel, incuflow::RealisedModel>);
static_assert(defined<incuflow::Source, incuflow::Population, incuflow::Parameter, incuflow::ElapsedLaw, incuflow::StockRow, incuflow::IntakeLaw, incuflow::IntakeRow,
                      incuflow::Counts, incuflow::Accounting, incuflow::ValueForm, incuflow::Status, incuflow::Reading, incuflow::TargetValue,
                      incuflow::Target, incuflow::Override, incuflow::Scenario, incuflow::StudyParts, incuflow::Study>);
static_assert(defined<incuflow::Entries, incuflow::CapacityLaws, incuflow::FlowBound, incuflow::CountQuery, incuflow::CountAnswer, incuflow::CohortTimes,
                      incuflow::CohortRun, incuflow::Cohort, incuflow::MomentQuery, incuflow::MomentRun, incuflow::MarkovCohort, incuflow::RenewalCohort, incuflow::ForecastOptions, incuflow::Attainment, incuflow::CountQuestion,
                      incuflow::CountDistribution, incuflow::Forecast, incuflow::Comparison, incuflow::MixtureLaw>);

std::vector<std::string> found(const std::string& file, const std::regex& pattern)
{
    std::ifstream stream(std::string(INCUFLOW_SOURCE_DIR) + file);
    std::vector<std::string> names;
    std::string line;
    while (std::getline(stream, line)) {
        for (std::sregex_iterator it(line.begin(), line.end(), pattern), end; it != end; ++it) {
            names.push_back((*it)[1]);
        }
    }
    return names;
}

}  // namespace

TEST_CASE("every name of fwd.hpp is defined in the library")
{
    std::vector<std::string> declared = found("/include/incuflow/fwd.hpp", std::regex("^(?:enum class|class|struct) (\\w+);"));
    std::vector<std::string> checked = found("/tests/cpp/test_fwd.cpp", std::regex("[<( ]incuflow::(\\w+)"));
    CHECK(declared.size() > 50);
    CHECK(declared == checked);
}
