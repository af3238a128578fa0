// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/generator_exponential_kernel.ipp"

#include <cstddef>
#include <span>
#include <vector>

// One generator of any size, for generator_exponential.ipp: the short step's series and the products around it.

INCUFLOW_BEGIN

namespace detail::generator
{

INCUFLOW_INLINE void dense_product_at([[maybe_unused]] KernelLevel level, const double* a, const double* b, double* c,
                                      std::size_t n, std::size_t* used)
{
#if defined(INCUFLOW_COMPILED) && defined(__x86_64__)
    if (level == KernelLevel::x86_64_v4) {
        return dense_product_x86_64_v4(a, b, c, n, used);
    }
    if (level == KernelLevel::x86_64_v3) {
        return dense_product_x86_64_v3(a, b, c, n, used);
    }
#endif
    dense_product<2>(a, b, c, n, used);
}

/// What the rows of one generator say together.
struct Rows {
    double leaving = 0.0;
    bool conserving = true;
};

/// The part of an entry that short steps of x = X/2^s leave out, at most, for a path through n states: of the ways to
/// spread such a path and its loops over 2^s steps, the share that puts more than `degree` events into one step.
INCUFLOW_INLINE double left_out(std::size_t n, double x, int halvings)
{
    const double share = half_power(halvings);
    double total = 0.0;
    double ways = 1.0;
    double loops[degree + 2];
    loops[0] = 1.0;
    for (std::size_t k = 1; k < degree + 2; ++k) {
        loops[k] = loops[k - 1] * x;
    }
    for (std::size_t i = 0; i < degree + 2 && i < n; ++i) {
        total += ways * loops[degree + 1 - i] * inverse_factorial[degree + 1 - i];
        ways *= static_cast<double>(n - 1 - i) / static_cast<double>(i + 1) * share;
    }
    return total / share;
}

INCUFLOW_INLINE int halvings(std::size_t n, double x)
{
    int count = halvings_to_unit(x);
    if (n > static_cast<std::size_t>(lane_limit) && x > 0.0) {
        while (count < 64 && left_out(n, x * half_power(count), count) > 3e-16) {
            ++count;
        }
    }
    return count;
}

/// One generator of any size: powers of B = (Q + qI)h and what is made of them.
class Dense
{
public:
    Dense(KernelLevel level, std::size_t n)
        : level_(level), n_(n), used_(n), spare_(n * n), powers_(generator::powers, std::vector<double>(n * n))
    {
    }

    void set(std::span<const double> q, const Rows& rows, double time)
    {
        const double argument = rows.leaving * time;
        rounds_ = halvings(n_, argument);
        const double scale = half_power(rounds_);
        x_ = argument * scale;
        h_ = time * scale;
        conserving_ = rows.conserving;
        base_ = rows.leaving * h_;
        for (std::size_t i = 0; i < n_; ++i) {
            for (std::size_t j = 0; j < n_; ++j) {
                const double rate = q[i * n_ + j];
                powers_[0][i * n_ + j] = (i == j ? rows.leaving + rate : rate) * h_;
            }
        }
        for (std::size_t p = 1; p < powers_.size(); ++p) {
            dense_product_at(level_, powers_[p - 1].data(), powers_[0].data(), powers_[p].data(), n_, used_.data());
        }
        decay_ = inverse_factorial[degree];
        for (std::size_t k = degree; k-- > 0;) {
            decay_ = decay_ * x_ + inverse_factorial[k];
        }
        decay_ = 1.0 / decay_;
    }

    [[nodiscard]] double x() const { return x_; }
    [[nodiscard]] double step() const { return h_; }
    [[nodiscard]] int rounds() const { return rounds_; }

    /// out = Σ coefficients[k]·B^k, with rows brought to `row_sum` if the generator conserves and times unit·e^(−x) if
    /// not. All of `row_sum` stays on the diagonal of a state that nothing leaves.
    void series(const double* coefficients, double unit, double row_sum, std::vector<double>& out)
    {
        const std::size_t entries = n_ * n_;
        for (std::size_t e = 0; e < entries; ++e) {
            out[e] = powers_.back()[e] * coefficients[degree];
        }
        for (std::size_t block = degree - generator::powers;; block -= generator::powers) {
            const double* c = coefficients + block;
            for (std::size_t e = 0; e < entries; ++e) {
                out[e] +=
                    (((powers_[4][e] * c[5] + powers_[3][e] * c[4]) + powers_[2][e] * c[3]) + powers_[1][e] * c[2]) +
                    powers_[0][e] * c[1];
            }
            for (std::size_t i = 0; i < n_; ++i) {
                out[i * n_ + i] += c[0];
            }
            if (block == 0) {
                break;
            }
            multiply(out, powers_.back(), spare_);
            out.swap(spare_);
        }
        if (conserving_) {
            restore_rows(out, row_sum);
        } else {
            const double factor = decay_ * unit;
            for (double& entry : out) {
                entry *= factor;
            }
        }
        for (std::size_t i = 0; i < n_; ++i) {
            if (base_ - powers_[0][i * n_ + i] == 0.0) {
                out[i * n_ + i] = row_sum;
            }
        }
    }

    void multiply(const std::vector<double>& a, const std::vector<double>& b, std::vector<double>& c)
    {
        dense_product_at(level_, a.data(), b.data(), c.data(), n_, used_.data());
    }

    /// Scales each row to `row_sum`, if this generator conserves.
    void restore_rows(std::vector<double>& matrix, double row_sum) const
    {
        for (std::size_t i = 0; conserving_ && i < n_; ++i) {
            double total = matrix[i * n_];
            for (std::size_t j = 1; j < n_; ++j) {
                total += matrix[i * n_ + j];
            }
            // A sum below the smallest double (a step of 1e-200, squared) has nothing to restore.
            const double scale = total > 0.0 ? row_sum / total : 1.0;
            for (std::size_t j = 0; j < n_; ++j) {
                matrix[i * n_ + j] *= scale;
            }
        }
    }

    /// exp(Qt) for what was last set.
    void exponential(std::vector<double>& out)
    {
        series(inverse_factorial.data(), 1.0, 1.0, out);
        std::vector<double> square(out.size());
        for (int round = 0; round < rounds_; ++round) {
            multiply(out, out, square);
            restore_rows(square, 1.0);
            out.swap(square);
        }
    }

private:
    KernelLevel level_;
    std::size_t n_;
    std::vector<std::size_t> used_;
    std::vector<double> spare_;
    std::vector<std::vector<double>> powers_;
    double x_ = 0.0;
    double h_ = 0.0;
    double base_ = 0.0;
    double decay_ = 1.0;
    int rounds_ = 0;
    bool conserving_ = true;
};

}  // namespace detail::generator

INCUFLOW_END
