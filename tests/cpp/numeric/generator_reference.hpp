// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

// A second way to the same numbers, for the tests: long double, a series of 90 terms, and no renormalising.
namespace reference
{

using Matrix = std::vector<long double>;

inline Matrix product(const Matrix& a, const Matrix& b, std::size_t n)
{
    Matrix c(n * n, 0.0L);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < n; ++k) {
            for (std::size_t j = 0; j < n; ++j) {
                c[i * n + j] += a[i * n + k] * b[k * n + j];
            }
        }
    }
    return c;
}

struct Integrals {
    Matrix transition, occupancy, accumulated;
};

/// exp(Qt), its integral and its second integral. The diagonal is taken from the off-diagonal rates where `conserving`.
inline Integrals integrals(const std::vector<double>& q, std::size_t n, long double t, bool conserving = true)
{
    std::vector<long double> out(n, 0.0L);
    long double leaving = 0.0L;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            out[i] += j == i ? 0.0L : static_cast<long double>(q[i * n + j]);
        }
        out[i] = conserving ? out[i] : -static_cast<long double>(q[i * n + i]);
        leaving = out[i] > leaving ? out[i] : leaving;
    }
    int rounds = 0;
    long double h = t;
    while (leaving * h > 1.0L) {
        h /= 2;
        ++rounds;
    }
    const long double x = leaving * h;
    Matrix b(n * n), power(n * n, 0.0L);
    for (std::size_t i = 0; i < n; ++i) {
        power[i * n + i] = 1.0L;
        for (std::size_t j = 0; j < n; ++j) {
            b[i * n + j] = h * (i == j ? leaving - out[i] : static_cast<long double>(q[i * n + j]));
        }
    }
    constexpr int terms = 90;
    std::vector<long double> once(terms + 42), twice(terms + 42);
    std::vector<long double> inverse(terms + 42, 1.0L);
    for (std::size_t k = 1; k < inverse.size(); ++k) {
        inverse[k] = inverse[k - 1] / static_cast<long double>(k);
    }
    once.back() = twice.back() = inverse.back();
    for (std::size_t k = once.size() - 1; k-- > 0;) {
        once[k] = inverse[k] + x * once[k + 1];
        twice[k] = once[k] + x * twice[k + 1];
    }
    Integrals r{Matrix(n * n, 0.0L), Matrix(n * n, 0.0L), Matrix(n * n, 0.0L)};
    const long double decay = std::exp(-x);
    for (std::size_t k = 0; k < terms; ++k) {
        for (std::size_t e = 0; e < n * n; ++e) {
            r.transition[e] += decay * inverse[k] * power[e];
            r.occupancy[e] += decay * h * once[k + 1] * power[e];
            r.accumulated[e] += decay * h * h * twice[k + 2] * power[e];
        }
        power = product(power, b, n);
    }
    for (int round = 0; round < rounds; ++round) {
        const Matrix a = product(r.transition, r.accumulated, n);
        const Matrix o = product(r.transition, r.occupancy, n);
        for (std::size_t e = 0; e < n * n; ++e) {
            r.accumulated[e] += h * r.occupancy[e] + a[e];
            r.occupancy[e] += o[e];
        }
        r.transition = product(r.transition, r.transition, n);
        h *= 2;
    }
    return r;
}

/// Largest error relative to the entry itself, among entries above 1e-300.
inline double relative_error(const std::vector<double>& given, const Matrix& expected)
{
    long double worst = 0.0L;
    for (std::size_t e = 0; e < given.size(); ++e) {
        if (expected[e] > 1e-300L) {
            const long double error = std::fabs(static_cast<long double>(given[e]) - expected[e]) / expected[e];
            worst = error > worst || std::isnan(error) ? error : worst;
        } else if (given[e] < 0.0 || given[e] > 2e-300) {
            return 1.0;
        }
    }
    return static_cast<double>(worst);
}

/// Pseudo-random numbers of the tests' own, equal everywhere.
class Numbers
{
public:
    explicit Numbers(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15ULL + 1) {}

    double uniform()
    {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<double>(state_ >> 11) * 0x1p-53;
    }

private:
    std::uint64_t state_;
};

/// A generator with entries present with probability `density`, rates log-uniform between 10^low and 10^high.
inline std::vector<double> random_generator(std::size_t n, Numbers& numbers, double density, double low, double high)
{
    std::vector<double> q(n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        double sum = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            if (j != i && numbers.uniform() < density) {
                q[i * n + j] = std::pow(10.0, low + (high - low) * numbers.uniform());
                sum += q[i * n + j];
            }
        }
        q[i * n + i] = -sum;
    }
    return q;
}

}  // namespace reference
