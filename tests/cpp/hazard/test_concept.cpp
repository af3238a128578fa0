// SPDX-License-Identifier: Apache-2.0
#include "hazard_cases.hpp"
#include "incuflow/hazard/uncertain_hazard.hpp"

#include <doctest/doctest.h>

#include <type_traits>

// The concept: what satisfies it, what must not, and that everything else follows from the least one can write.
namespace hazard_concept
{

using namespace incuflow;
using hazard_test::PlainGompertz;

static_assert(ContinuousHazard<Exponential>);
static_assert(ContinuousHazard<Weibull>);
static_assert(ContinuousHazard<PiecewiseConstant>);
static_assert(ContinuousHazard<Erlang>);
static_assert(ContinuousHazard<Gompertz> && ContinuousHazard<Gamma> && ContinuousHazard<LogNormal>);
static_assert(ContinuousHazard<LogLogistic> && ContinuousHazard<GeneralisedGamma>);
static_assert(ContinuousHazard<PlainGompertz>);

// An atom is no hazard, a choice of families is none of them, a number is not a family.
static_assert(!ContinuousHazard<FixedDelay>);
static_assert(!ContinuousHazard<Hazard>);
static_assert(!ContinuousHazard<UncertainHazard>);
static_assert(!ContinuousHazard<double>);

struct NoCumulative {
    double hazard(double t) const noexcept { return t; }
    bool operator==(const NoCumulative&) const = default;
};
struct NoHazard {
    double cumulative(double t) const noexcept { return t; }
    bool operator==(const NoHazard&) const = default;
};
struct NotComparable {
    double hazard(double) const noexcept { return 1.0; }
    double cumulative(double t) const noexcept { return t; }
};
struct MayThrow {
    double hazard(double) const { return 1.0; }
    double cumulative(double t) const noexcept { return t; }
    bool operator==(const MayThrow&) const = default;
};
struct NotConst {
    double hazard(double) noexcept { return 1.0; }
    double cumulative(double t) noexcept { return t; }
    bool operator==(const NotConst&) const = default;
};
struct SinglePrecision {
    float hazard(double) const noexcept { return 1.0F; }
    float cumulative(double t) const noexcept { return static_cast<float>(t); }
    bool operator==(const SinglePrecision&) const = default;
};
struct NotCopyable {
    NotCopyable(const NotCopyable&) = delete;
    double hazard(double) const noexcept { return 1.0; }
    double cumulative(double t) const noexcept { return t; }
    bool operator==(const NotCopyable&) const = default;
};
static_assert(!ContinuousHazard<NoCumulative>);
static_assert(!ContinuousHazard<NoHazard>);
static_assert(!ContinuousHazard<NotComparable>);
static_assert(!ContinuousHazard<MayThrow>);
static_assert(!ContinuousHazard<NotConst>);
static_assert(!ContinuousHazard<SinglePrecision>);
static_assert(!ContinuousHazard<NotCopyable>);

// Nor do the derived functions take what is no hazard.
template <class F>
concept HasMean = requires(const F& f) { mean(f); };
template <class F>
concept HasDensity = requires(const F& f) { density(f, 1.0); };
static_assert(HasMean<PlainGompertz> && HasDensity<PlainGompertz>);
static_assert(HasMean<Hazard> && HasDensity<Hazard>);
static_assert(!HasMean<NoCumulative> && !HasDensity<MayThrow>);

// Evaluation cannot throw, the questions an atom refuses can.
static_assert(noexcept(cumulative(std::declval<const Hazard&>(), 1.0)));
static_assert(noexcept(quantile(std::declval<const Hazard&>(), 0.5)));
static_assert(noexcept(sample(std::declval<const Hazard&>(), 0.5)));
static_assert(noexcept(density(std::declval<const PlainGompertz&>(), 0.5)));
static_assert(!noexcept(density(std::declval<const Hazard&>(), 1.0)));
static_assert(!noexcept(hazard_at(std::declval<const Hazard&>(), 1.0)));

// A bare number is not a hazard, and no operator joins two kinds of rates.
template <class A, class B>
concept Addable = requires(A a, B b) { a + b; };
template <class A, class B>
concept Subtractable = requires(A a, B b) { a - b; };
template <class A, class B>
concept Multiplicable = requires(A a, B b) { a* b; };
template <class A, class B>
concept Comparable = requires(A a, B b) { a == b; } || requires(A a, B b) { a < b; };
template <class A, class B>
inline constexpr bool mixes =
    Addable<A, B> || Subtractable<A, B> || Multiplicable<A, B> || Comparable<A, B> || std::is_convertible_v<A, B> ||
    std::is_convertible_v<B, A> || std::is_constructible_v<A, B>;
static_assert(Addable<double, double> && Comparable<double, double>);
static_assert(!mixes<PerYear, ProbPerYear>);
static_assert(!mixes<PerYear, CountPerYear>);
static_assert(!mixes<PerYear, Years>);
static_assert(!mixes<ProbPerYear, CountPerYear>);
static_assert(!mixes<ProbPerYear, Years>);
static_assert(!mixes<CountPerYear, Years>);
static_assert(!Addable<PerYear, double> && !std::is_convertible_v<double, PerYear>);
static_assert(!std::is_convertible_v<double, Hazard> && !std::is_convertible_v<double, UncertainHazard>);
static_assert(!std::is_convertible_v<CountPerYear, UncertainHazard> && !std::is_convertible_v<Years, UncertainHazard>);
static_assert(std::is_convertible_v<PerYear, UncertainHazard> && std::is_convertible_v<ProbPerYear, UncertainHazard>);
static_assert(std::is_convertible_v<Weibull, UncertainHazard> && std::is_convertible_v<Hazard, UncertainHazard>);
template <class... A>
concept MakesWeibull = requires(A... a) { weibull(a...); };
template <class... A>
concept MakesErlang = requires(A... a) { erlang(a...); };
template <class... A>
concept MakesDelay = requires(A... a) { fixed_delay(a...); };
static_assert(MakesWeibull<Number, Years> && !MakesWeibull<Number, PerYear> && !MakesWeibull<double, double>);
static_assert(MakesErlang<int, PerYear> && !MakesErlang<int, ProbPerYear> && !MakesErlang<int, double>);
static_assert(MakesDelay<Years> && !MakesDelay<PerYear> && !MakesDelay<double>);

TEST_CASE("hazard concept: everything follows from hazard, cumulative and ==")
{
    const PlainGompertz rising{0.1, 0.2};
    // H = ½(e^(t/5) − 1), so the median is 5·log(1 + 2·log 2).
    CHECK(quantile(rising, 0.5) == doctest::Approx(5.0 * std::log(1.0 + 2.0 * std::log(2.0))).epsilon(1e-14));
    CHECK(inverse_cumulative(rising, 3.0) == doctest::Approx(5.0 * std::log(7.0)).epsilon(1e-14));
    CHECK(never_probability(rising) == 0.0);
    // Mean e^(a/b)·E₁(a/b)/b with a/b = ½, and E₁(½) = 0.55977359477616…
    CHECK(mean(rising) == doctest::Approx(std::exp(0.5) * 0.559773594776160811746 / 0.2).epsilon(1e-13));
    const PlainGompertz falling{0.1, -0.2};
    CHECK(never_probability(falling) == doctest::Approx(std::exp(-0.5)).epsilon(1e-15));
    CHECK(mean(falling) == hazard_test::infinity);
    CHECK(quantile(falling, 0.3) < hazard_test::infinity);
    CHECK(quantile(falling, 0.4) == hazard_test::infinity);
    CHECK(sample(falling, 0.3) == quantile(falling, 0.3));
}

// A family that cannot say what it is at infinity (0·infinity) still reports that it may never happen.
struct Spent {
    double hazard(double t) const noexcept { return t < 0.0 || t >= 1.0 ? 0.0 : 1.0; }
    double cumulative(double t) const noexcept { return t <= 0.0 ? 0.0 : (t < 1.0 ? t : 1.0) + 0.0 * t; }
    bool operator==(const Spent&) const = default;
};
static_assert(ContinuousHazard<Spent>);

TEST_CASE("hazard concept: hazards that end")
{
    const Spent spent;
    CHECK(std::isnan(spent.cumulative(hazard_test::infinity)));
    CHECK(never_probability(spent) == doctest::Approx(std::exp(-1.0)).epsilon(1e-15));
    CHECK(inverse_cumulative(spent, 0.25) == doctest::Approx(0.25).epsilon(1e-15));
    CHECK(inverse_cumulative(spent, 1.0) == doctest::Approx(1.0).epsilon(1e-15));
    CHECK(inverse_cumulative(spent, 1.01) == hazard_test::infinity);
    CHECK(inverse_cumulative(spent, 0.0) == 0.0);
    CHECK(mean(spent) == hazard_test::infinity);
}

}  // namespace hazard_concept
