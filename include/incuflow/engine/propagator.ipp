// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/generator_exponential.hpp"
#include "incuflow/numeric/uniformization.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

INCUFLOW_BEGIN

namespace detail {

// Dense algebra on more states than this would take minutes a draw.
inline constexpr int max_dense_states = 600;

// Row vector times row-major matrix, added to `out`.
INCUFLOW_INLINE void add_product(const double* row, const double* matrix, std::size_t n, double* out)
{
    for (std::size_t i = 0; i < n; ++i) {
        const double x = row[i];
        if (x != 0.0) {
            const double* line = matrix + i * n;
            for (std::size_t j = 0; j < n; ++j) {
                out[j] += x * line[j];
            }
        }
    }
}

// Row-major matrix times column vector.
INCUFLOW_INLINE std::vector<double> product(const std::vector<double>& matrix, const std::vector<double>& column)
{
    const std::size_t n = column.size();
    std::vector<double> out(n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        double sum = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            sum += matrix[i * n + j] * column[j];
        }
        out[i] = sum;
    }
    return out;
}

// Carries vectors over steps on which the rates are constant, piece by piece of the calendar. Small models by dense exponentials, each made
// once a (piece, length) and used for every class and query; large ones by uniformization, vector by vector.
class Propagator {
public:
    // What one pass needs for itself: const operations of one cohort may run concurrently.
    struct Scratch {
        UniformizationWorkspace work{};
        std::vector<double> first{};
        std::vector<double> second{};
        std::vector<double> third{};
    };

    void set(int n, const std::vector<std::vector<RateEntry>>& pieces, bool sparse)
    {
        n_ = static_cast<std::size_t>(n);
        for (const std::vector<RateEntry>& entries : pieces) {
            if (sparse) {
                large_.emplace_back(sparse_generator(n, entries));
            } else {
                small_.push_back(dense_generator(entries));
            }
        }
    }

    // next = now·E + entering·Φ, spent = now·Φ + entering·∫Φ.
    void forward(std::size_t piece, double length, const std::vector<double>& now, const std::vector<double>* entering,
                 std::vector<double>& next, std::vector<double>& spent, Scratch& scratch) const
    {
        if (!large_.empty()) {
            large_[piece].forward(now, length, next, spent, {}, scratch.work);
            if (entering != nullptr) {
                for (std::vector<double>* part : {&scratch.first, &scratch.second, &scratch.third}) {
                    part->resize(n_);
                }
                large_[piece].forward(*entering, length, scratch.first, scratch.second, scratch.third, scratch.work);
                for (std::size_t s = 0; s < n_; ++s) {
                    next[s] += scratch.second[s];
                    spent[s] += scratch.third[s];
                }
            }
            return;
        }
        const GeneratorIntegrals& step = integrals(piece, length);
        std::fill(spent.begin(), spent.end(), 0.0);
        add_product(now.data(), step.occupancy.data(), n_, spent.data());
        std::fill(next.begin(), next.end(), 0.0);
        add_product(now.data(), step.transition.data(), n_, next.data());
        if (entering != nullptr) {
            add_product(entering->data(), step.accumulated.data(), n_, spent.data());
            add_product(entering->data(), step.occupancy.data(), n_, next.data());
        }
    }

    // through = Φ·v; v becomes E·v.
    void backward(std::size_t piece, double length, std::vector<double>& v, std::vector<double>& through, Scratch& scratch) const
    {
        if (!large_.empty()) {
            scratch.first.resize(n_);
            through.resize(n_);
            large_[piece].backward(v, length, scratch.first, through, {}, scratch.work);
            v.swap(scratch.first);
            return;
        }
        const GeneratorIntegrals& step = integrals(piece, length);
        through = product(step.occupancy, v);
        v = product(step.transition, v);
    }

private:
    [[nodiscard]] std::vector<double> dense_generator(const std::vector<RateEntry>& entries) const
    {
        std::vector<double> q(n_ * n_, 0.0);
        for (const RateEntry& entry : entries) {
            q[static_cast<std::size_t>(entry.from) * n_ + static_cast<std::size_t>(entry.to)] += entry.rate;
        }
        for (std::size_t i = 0; i < n_; ++i) {
            q[i * n_ + i] = 0.0;
            double out = 0.0;
            for (std::size_t j = 0; j < n_; ++j) {
                out += q[i * n_ + j];
            }
            q[i * n_ + i] = -out;
        }
        return q;
    }

    const GeneratorIntegrals& integrals(std::size_t piece, double length) const
    {
        const auto key = std::make_pair(piece, length);
        const std::lock_guard<std::mutex> lock(mutex_);
        auto at = cache_.find(key);
        if (at == cache_.end()) {
            at = cache_.emplace(key, generator_integrals(small_[piece], static_cast<int>(n_), length)).first;
        }
        return at->second;
    }

    std::size_t n_{};
    std::vector<std::vector<double>> small_{};
    std::vector<Uniformization> large_{};
    mutable std::mutex mutex_{};  // entries of the cache never move
    mutable std::map<std::pair<std::size_t, double>, GeneratorIntegrals> cache_{};
};

}  // namespace detail

INCUFLOW_END
