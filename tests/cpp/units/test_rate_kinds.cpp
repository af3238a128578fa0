// SPDX-License-Identifier: Apache-2.0
#include "incuflow/hazard/uncertain_hazard.hpp"
#include "incuflow/model/builder.hpp"
#include "incuflow/units/uncertain.hpp"
#include "support/faults.hpp"

#include <limits>
#include <string>
#include <type_traits>

// What must not compile: rate kinds are types that nothing joins, and a bare number is none of them.
namespace rate_kinds_test
{

using namespace incuflow;

template <class A, class B>
concept Joined = requires(A a, B b) { a + b; } || requires(A a, B b) { a - b; } || requires(A a, B b) { a* b; } ||
                 requires(A a, B b) { a / b; } || requires(A a, B b) { a < b; } || requires(A a, B b) { a == b; };
template <class A, class B>
concept Becomes = std::is_convertible_v<A, B> || std::is_assignable_v<B&, A> || std::is_constructible_v<B, A>;

template <class Kind>
constexpr bool stands_alone =
    !Joined<Kind, PerYear> && !Joined<Kind, ProbPerYear> && !Joined<Kind, CountPerYear> && !Joined<Kind, Years> && !Joined<Kind, double> &&
    !Joined<double, Kind> && !std::is_convertible_v<double, Kind> && !std::is_convertible_v<Kind, double>;
static_assert(stands_alone<PerYear> && stands_alone<ProbPerYear> && stands_alone<CountPerYear> && stands_alone<Years>);

static_assert(!Becomes<PerYear, ProbPerYear> && !Becomes<PerYear, CountPerYear> && !Becomes<PerYear, Years>);
static_assert(!Becomes<ProbPerYear, PerYear> && !Becomes<ProbPerYear, CountPerYear> && !Becomes<ProbPerYear, Years>);
static_assert(!Becomes<CountPerYear, PerYear> && !Becomes<CountPerYear, ProbPerYear> && !Becomes<CountPerYear, Years>);
static_assert(!Becomes<Years, PerYear> && !Becomes<Years, ProbPerYear> && !Becomes<Years, CountPerYear>);

// A transition takes a hazard or a yearly chance; no count, no duration, no bare number, no text.
template <class Rate>
concept Transition = requires(PipelineBuilder b, Rate rate) { b.transition("t.a->b", rate); };
static_assert(Transition<PerYear> && Transition<ProbPerYear> && Transition<Erlang>);
static_assert(!Transition<CountPerYear> && !Transition<Years> && !Transition<double> && !Transition<int> && !Transition<const char*> &&
              !Transition<Number>);
static_assert(!std::is_convertible_v<double, UncertainHazard> && !std::is_constructible_v<UncertainHazard, double>);

// A number is no rate, and a rate is no number.
static_assert(!std::is_convertible_v<double, Number> && !std::is_convertible_v<PerYear, Number> &&
              !std::is_convertible_v<CountPerYear, Number>);

// Scales are durations, phases have hazards.
template <class Scale>
concept WeibullScale = requires(Number shape, Scale scale) { weibull(shape, scale); };
template <class Rate>
concept Phase = requires(Rate rate) { erlang(2, rate); };
template <class Delay>
concept Delayed = requires(Delay delay) { fixed_delay(delay); };
static_assert(WeibullScale<Years> && !WeibullScale<PerYear> && !WeibullScale<double>);
static_assert(Phase<PerYear> && !Phase<ProbPerYear> && !Phase<Years> && !Phase<double>);
static_assert(Delayed<Years> && !Delayed<PerYear> && !Delayed<double>);

TEST_CASE("rate kinds: each has its range, and keeps its value")
{
    constexpr double inf = std::numeric_limits<double>::infinity();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto code = [](const auto& make) { return faults_of<ParameterError>(make).front().code; };
    for (const double bad : {-1.0, inf, -inf, nan}) {
        CHECK(code([&] { (void)per_year(bad); }) == "units.out_of_range");
        CHECK(code([&] { (void)prob_per_year(bad); }) == "units.out_of_range");
        CHECK(code([&] { (void)count_per_year(bad); }) == "units.out_of_range");
        CHECK(code([&] { (void)years(bad); }) == "units.out_of_range");
    }
    CHECK(code([] { (void)prob_per_year(1.0); }) == "units.out_of_range");
    CHECK(code([] { (void)years(0.0); }) == "units.out_of_range");
    CHECK(code([] { (void)years("0 months"); }) == "units.out_of_range");
    CHECK(code([] { (void)years("90 days"); }) == "units.bad_duration");
    CHECK(per_year(0.0).value.mid == 0.0);
    CHECK(per_year(7.5).value.mid == 7.5);
    CHECK(prob_per_year(.3).value.mid == .3);
    CHECK(count_per_year(30).value.mid == 30.0);
    CHECK(years("18 months").value.mid == 1.5);
    const Fault fault = faults_of<ParameterError>([] { (void)per_year(-.5); }).front();
    CHECK(argument(fault, "given") == "-0.5");
    CHECK(argument(fault, "measure") == "per_year");
    CHECK(fault.place.key == "per_year.mid");
}

}  // namespace rate_kinds_test
