// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/hazard/hazard.hpp"
#include "incuflow/numeric/elementary.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

// Families and tools the tests of the folder share.
namespace hazard_test
{

inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// The concept's archetype, and the least a newcomer writes: PlainGompertz, h = rate·e^(shape·t), shape of either sign.
struct PlainGompertz {
    double rate;
    double shape;
    double hazard(double t) const noexcept { return t < 0.0 ? 0.0 : rate * incuflow::exponential(shape * t); }
    double cumulative(double t) const noexcept { return t <= 0.0 ? 0.0 : rate / shape * incuflow::exponential_minus_1(shape * t); }
    friend bool operator==(const PlainGompertz&, const PlainGompertz&) = default;
};

/// Another with a heavy tail: H = log(1 + (t/scale)^shape), mean scale·(π/shape)/sin(π/shape) for shape > 1, infinite
/// otherwise.
struct PlainLogLogistic {
    double shape;
    double scale;
    double hazard(double t) const noexcept
    {
        const double x = incuflow::power(t / scale, shape);
        return t <= 0.0 ? 0.0 : shape / t * (1.0 / (1.0 + 1.0 / x));
    }
    double cumulative(double t) const noexcept
    {
        if (t > scale) {
            const double far = shape * incuflow::logarithm(t / scale);  // the power itself would overflow
            return far + incuflow::logarithm_1_plus(incuflow::exponential(-far));
        }
        return t <= 0.0 ? 0.0 : incuflow::logarithm_1_plus(incuflow::power(t / scale, shape));
    }
    friend bool operator==(const PlainLogLogistic&, const PlainLogLogistic&) = default;
};

/// Calls `test(family, kinks)` for every family of the battery; `kinks` are the times at which the hazard jumps.
template <class Test> void for_every_continuous_family(Test test)
{
    using namespace incuflow;
    const std::vector<double> none;
    test(Exponential(0.3), none);
    test(Exponential(1e-9), none);
    test(Weibull(0.1, 3.0), none);
    test(Weibull(0.5, 2.0), none);
    test(Weibull(0.8, 1e-3), none);
    test(Weibull(1.0, 3.0), none);
    test(Weibull(1.3, 1.8), none);
    test(Weibull(5.0, 10.0), none);
    test(Weibull(70.0, 10.0), none);
    test(PiecewiseConstant({0.0}, {0.25}), none);
    test(PiecewiseConstant({0.0, 1.0, 2.0, 3.0}, {0.016, 0.063, 0.095, 0.080}), {1.0, 2.0, 3.0});
    test(PiecewiseConstant({0.0, 0.5, 1.5, 4.0}, {0.0, 2.0, 0.0, 0.1}), {0.5, 1.5, 4.0});
    test(PiecewiseConstant({0.0, 1.0, 2.5}, {0.2, 0.4, 0.0}), {1.0, 2.5});
    test(Erlang(1, 0.7), none);
    test(Erlang(2, 1e4), none);
    test(Erlang(3, 1.0), none);
    test(Erlang(10, 4.0), none);
    test(Erlang(200, 100.0), none);
    test(Gompertz(0.1, 0.2), none);
    test(Gompertz(0.3, 0.0), none);
    test(Gompertz(0.3, 1e-12), none);
    test(Gompertz(0.2, -0.5), none);
    test(Gompertz(1e-6, 2.0), none);
    test(Gamma(0.1, 0.3), none);
    test(Gamma(0.5, 0.3), none);
    test(Gamma(1.0, 0.3), none);
    test(Gamma(1.7, 2.0), none);
    test(Gamma(3.0, 1.0), none);
    test(Gamma(40.5, 4.0), none);
    test(Gamma(1.2e4, 100.0), none);
    test(LogNormal(0.3, 0.5), none);
    test(LogNormal(-1.0, 1.5), none);
    test(LogNormal(3.0, 0.02), none);
    test(LogLogistic(4.0, 0.5), none);
    test(LogLogistic(1.5, 2.0), none);
    test(LogLogistic(50.0, 2.0), none);
    test(GeneralisedGamma(0.3, 0.5, 0.5), none);
    test(GeneralisedGamma(0.3, 0.5, 1.0), none);
    test(GeneralisedGamma(0.3, 0.5, 2.5), none);
    test(GeneralisedGamma(0.3, 0.5, 1e-3), none);
    test(GeneralisedGamma(0.3, 0.5, 0.0), none);
    test(GeneralisedGamma(0.3, 0.5, -1e-3), none);
    test(GeneralisedGamma(0.3, 0.25, -1.0), none);
    test(PlainGompertz{0.1, 0.2}, none);
    test(PlainGompertz{0.1, -0.2}, none);
    test(PlainLogLogistic{1.5, 2.0}, none);
    test(PlainLogLogistic{4.0, 0.5}, none);
}

/// ∫ f from a to b (b may be infinity) by the double exponential rules tanh–sinh and exp–sinh with a fixed step.
template <class F> double double_exponential(F f, double a, double b)
{
    constexpr double step = 1.0 / 1024.0;
    long double sum = 0.0L;
    for (int i = -6560; i <= 6560; ++i) {
        const long double v = i * static_cast<long double>(step);
        const long double s = 1.5707963267948966L * std::sinh(v);
        const long double ds = 1.5707963267948966L * std::cosh(v);
        long double t = 0.0L;
        long double weight = 0.0L;
        if (std::isinf(b)) {
            t = a + std::exp(s);
            weight = std::exp(s) * ds;
        } else {
            const long double half = (static_cast<long double>(b) - a) / 2.0L;
            // 1 − |tanh s| without cancellation, counted from the nearer end.
            const long double gap = 2.0L * half / (1.0L + std::exp(2.0L * std::fabs(s)));
            t = s < 0.0L ? a + gap : b - gap;
            weight = half * ds / (std::cosh(s) * std::cosh(s));
        }
        const auto x = static_cast<double>(t);
        if (weight > 0.0L && !std::isinf(weight) && x > a && x < b) {
            sum += weight * f(x);
        }
    }
    return static_cast<double>(sum * step);
}

template <class F> double integral(F f, const std::vector<double>& kinks)
{
    double sum = 0.0;
    double from = 0.0;
    for (const double kink : kinks) {
        sum += double_exponential(f, from, kink);
        from = kink;
    }
    return sum + double_exponential(f, from, infinity);
}

/// Uniform numbers in [0, 1) of the tests' own (splitmix64), so that no test depends on the library's generators.
class Uniform
{
public:
    explicit Uniform(std::uint64_t seed) : state_(seed) {}
    double operator()()
    {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1p-53;
    }

private:
    std::uint64_t state_;
};

inline double relative(double got, double want)
{
    return got == want ? 0.0 : std::fabs(got - want) / std::fabs(want);
}

}  // namespace hazard_test
