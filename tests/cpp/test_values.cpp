// SPDX-License-Identifier: Apache-2.0
// What an embedder relies on without looking: values never throw when they die or move, errors never when they are copied in flight, and
// hazards never when they are evaluated.
#include "incuflow/incuflow.hpp"

#include <doctest/doctest.h>

#include <type_traits>
#include <utility>

namespace inc = incuflow;

namespace {

template <class... Types> constexpr bool die_quietly = (std::is_nothrow_destructible_v<Types> && ...);
template <class... Types> constexpr bool move_quietly =
    ((std::is_nothrow_move_constructible_v<Types> && std::is_nothrow_move_assignable_v<Types>) && ...);
template <class... Types> constexpr bool copy_quietly =
    ((std::is_nothrow_copy_constructible_v<Types> && std::is_nothrow_copy_assignable_v<Types>) && ...);
template <class... Types> constexpr bool settled = die_quietly<Types...> && move_quietly<Types...>;

static_assert(settled<inc::Place, inc::Fault, inc::Number, inc::NumberOptions, inc::PerYear, inc::ProbPerYear, inc::CountPerYear, inc::Years,
                      inc::Range, inc::Date, inc::TimePoint, inc::Period, inc::Column, inc::Table>);
static_assert(settled<inc::GeneratorIntegrals, inc::BinomialGroup, inc::CountLaw>);
static_assert(settled<inc::Exponential, inc::Weibull, inc::PiecewiseConstant, inc::Erlang, inc::FixedDelay, inc::Gompertz, inc::Gamma, inc::LogNormal, inc::LogLogistic, inc::GeneralisedGamma,
                      inc::Hazard,
                      inc::HazardParameter, inc::UncertainHazard>);
static_assert(settled<inc::Topology, inc::TopologyEdge, inc::Route, inc::Loops, inc::Drawing>);
static_assert(settled<inc::Label, inc::Stage, inc::Track, inc::Exit, inc::TransitionRow, inc::Modifier, inc::Trigger, inc::DatedMove,
                      inc::DatedMatrix, inc::PipelineParts, inc::PlacePath, inc::PipelineBuilder, inc::Pipeline, inc::CompiledModel,
                      inc::RealisedModel>);
static_assert(settled<inc::Source, inc::Population, inc::Parameter, inc::StockRow, inc::IntakePlace, inc::IntakeRow, inc::TargetValue,
                      inc::Target, inc::Consistency, inc::Outcome, inc::Correlation, inc::StudyParts, inc::Study>);
static_assert(settled<inc::Entries, inc::CountQuery, inc::CountAnswer, inc::CohortTimes, inc::CohortRun>);
static_assert(settled<inc::ForecastOptions, inc::Attainment, inc::Forecast, inc::MixtureLaw>);
static_assert(die_quietly<inc::MarkovCohort>);

// A copy that threw while an exception is in flight would end the program.
static_assert(copy_quietly<inc::Error, inc::GraphError, inc::ParameterError, inc::DataError, inc::StudyError, inc::NumericError,
                           inc::EngineError, inc::OutputError>);
static_assert(settled<inc::Error, inc::GraphError, inc::ParameterError, inc::DataError, inc::StudyError, inc::NumericError,
                      inc::EngineError, inc::OutputError>);

template <class Family> constexpr bool evaluates_quietly =
    noexcept(inc::hazard_at(std::declval<const Family&>(), 1.0)) && noexcept(inc::cumulative(std::declval<const Family&>(), 1.0)) &&
    noexcept(inc::log_survival(std::declval<const Family&>(), 1.0)) && noexcept(inc::survival(std::declval<const Family&>(), 1.0)) &&
    noexcept(inc::density(std::declval<const Family&>(), 1.0)) && noexcept(inc::inverse_cumulative(std::declval<const Family&>(), 1.0)) &&
    noexcept(inc::quantile(std::declval<const Family&>(), 0.5)) && noexcept(inc::mean(std::declval<const Family&>())) &&
    noexcept(inc::sample(std::declval<const Family&>(), 0.5)) && noexcept(inc::never_probability(std::declval<const Family&>()));
static_assert(evaluates_quietly<inc::Gompertz> && evaluates_quietly<inc::Gamma> && evaluates_quietly<inc::LogNormal> &&
              evaluates_quietly<inc::LogLogistic> && evaluates_quietly<inc::GeneralisedGamma>);
static_assert(evaluates_quietly<inc::Exponential> && evaluates_quietly<inc::Weibull> && evaluates_quietly<inc::PiecewiseConstant> &&
              evaluates_quietly<inc::Erlang>);
// Over all families only what a fixed delay does not have may throw: its hazard and its density.
static_assert(noexcept(inc::cumulative(std::declval<const inc::Hazard&>(), 1.0)) &&
              noexcept(inc::log_survival(std::declval<const inc::Hazard&>(), 1.0)) &&
              noexcept(inc::survival(std::declval<const inc::Hazard&>(), 1.0)) &&
              noexcept(inc::inverse_cumulative(std::declval<const inc::Hazard&>(), 1.0)) &&
              noexcept(inc::quantile(std::declval<const inc::Hazard&>(), 0.5)) && noexcept(inc::mean(std::declval<const inc::Hazard&>())) &&
              noexcept(inc::sample(std::declval<const inc::Hazard&>(), 0.5)) &&
              noexcept(inc::never_probability(std::declval<const inc::Hazard&>())));

// A reference into a value that ends with the line would dangle; of such a value it is a copy.
template <class Value> using parts_of = decltype(std::declval<Value>().parts());
static_assert(std::is_same_v<parts_of<const inc::Study&>, const inc::StudyParts&> && std::is_same_v<parts_of<inc::Study>, inc::StudyParts>);
static_assert(std::is_same_v<parts_of<const inc::Pipeline&>, const inc::PipelineParts&> &&
              std::is_same_v<parts_of<inc::Pipeline>, inc::PipelineParts>);
static_assert(!std::is_reference_v<decltype(std::declval<inc::Study>().pipeline())> &&
              !std::is_reference_v<decltype(std::declval<inc::Study>().numbers())> &&
              !std::is_reference_v<decltype(std::declval<inc::Study>().id())> &&
              !std::is_reference_v<decltype(std::declval<inc::Study>().scenario())>);
static_assert(!std::is_reference_v<decltype(std::declval<inc::Forecast>().study())> &&
              !std::is_reference_v<decltype(std::declval<inc::Forecast>().attainment())> &&
              !std::is_reference_v<decltype(std::declval<inc::Forecast>().stock_array())> &&
              !std::is_reference_v<decltype(std::declval<inc::Forecast>().flow_array())>);

TEST_CASE("a copied error keeps code, arguments and message, whichever of the two dies first")
{
    auto* first = new inc::ParameterError("numeric.mean_negative", {{"given", "-1"}});
    const inc::ParameterError copy = *first;
    const std::string what = first->what();
    CHECK(&copy.faults() == &first->faults());
    delete first;
    CHECK(copy.code() == "numeric.mean_negative");
    CHECK(copy.arguments() == inc::Arguments{{"given", "-1"}});
    CHECK(std::string(copy.what()) == what);
    inc::ParameterError assigned("units.no_column");
    assigned = copy;
    CHECK(assigned.code() == "numeric.mean_negative");
    CHECK(inc::Error(std::vector<inc::Fault>{}).code().empty());
}

}  // namespace
