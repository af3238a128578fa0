// SPDX-License-Identifier: Apache-2.0
// Joint laws of counts against sums over every split of the units, made firm by firm.

#include "incuflow/base/errors.hpp"
#include "incuflow/numeric/cell_law.hpp"
#include "incuflow/numeric/circle.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

using namespace incuflow;

namespace {

using Real = long double;
using Counts3 = std::vector<int>;
using Joint = std::map<Counts3, Real>;

Counts3 with(Counts3 n, std::size_t cell, int units)
{
    for (std::size_t i = 0; i < n.size(); ++i) {
        n[i] += (cell >> i & 1) != 0 ? units : 0;
    }
    return n;
}

// Every firm one by one; Poisson and gamma-mixed cells by their numbers, up to `top` of each cell.
Joint enumerated(const CountParts& parts, std::size_t counts, int top)
{
    Joint law{{Counts3(counts, 0), 1.0L}};
    for (std::size_t cell = 1; cell < parts.poisson.size(); ++cell) {
        Joint next;
        const Real mean = parts.poisson[cell];
        for (const auto& [n, p] : law) {
            for (int k = 0; k <= (mean > 0 ? top : 0); ++k) {
                next[with(n, cell, k)] += p * (mean > 0 ? std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0L)) : 1.0L);
            }
        }
        law = next;
    }
    for (const MixedUnits& units : parts.mixed) {
        Real total = 0.0L;
        for (std::size_t cell = 1; cell < units.means.size(); ++cell) {
            total += units.means[cell];
        }
        // P(M = m) of the negative binomial, then each of the m units in a cell.
        Joint next;
        Joint so_far = law;
        const Real k = units.k;
        for (int m = 0; m <= top; ++m) {
            const Real chance = std::exp(std::lgamma(m + k) - std::lgamma(k) - std::lgamma(m + 1.0L) + k * std::log(k / (k + total)) +
                                         m * std::log(total / (k + total)));
            for (const auto& [n, p] : so_far) {
                next[n] += chance * p;
            }
            Joint one_more;
            for (const auto& [n, p] : so_far) {
                for (std::size_t cell = 1; cell < units.means.size(); ++cell) {
                    if (units.means[cell] > 0) {
                        one_more[with(n, cell, 1)] += p * units.means[cell] / total;
                    }
                }
            }
            so_far = one_more;
        }
        law = next;
    }
    for (const TrialUnits& group : parts.trials) {
        for (std::int64_t firm = 0; firm < group.units; ++firm) {
            Joint next;
            for (const auto& [n, p] : law) {
                for (std::size_t cell = 0; cell < group.chances.size(); ++cell) {
                    if (group.chances[cell] > 0) {
                        next[with(n, cell, 1)] += p * group.chances[cell];
                    }
                }
            }
            law = next;
        }
    }
    return law;
}

Real within(const Joint& law, const std::vector<CountRange>& ranges)
{
    Real sum = 0.0L;
    for (const auto& [n, p] : law) {
        bool inside = true;
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            inside = inside && n[i] >= ranges[i].low && n[i] <= ranges[i].high;
        }
        sum += inside ? p : 0.0L;
    }
    return sum;
}

constexpr std::int64_t open_end = INT64_MAX;

}  // namespace

TEST_CASE("two and three counts at once against every split of the firms")
{
    const CountParts two{{0, .8, .5, .3}, {{1.5, {0, .2, .4, .1}}}, {{6, {.4, .3, .2, .1}}, {3, {0, .5, .5, 0}}}};
    const Joint law = enumerated(two, 2, 24);
    const CellLaw cells(two, 2);
    for (const std::vector<CountRange>& ranges :
         {std::vector<CountRange>{{4, open_end}, {5, open_end}}, {{0, 3}, {2, 6}}, {{0, open_end}, {0, open_end}}, {{7, 7}, {0, 2}}}) {
        CHECK(cells.within(ranges) == doctest::Approx(static_cast<double>(within(law, ranges))).epsilon(1e-11));
    }
    // Rare ones are right relative to themselves.
    for (const std::vector<CountRange>& ranges :
         {std::vector<CountRange>{{16, open_end}, {15, open_end}}, {{0, 0}, {9, open_end}}, {{15, 17}, {0, 3}}}) {
        const double expected = static_cast<double>(within(law, ranges));
        CHECK(expected < 1e-3);
        CHECK(cells.within(ranges) == doctest::Approx(expected).epsilon(1e-9));
    }
    CHECK(cells.nothing() == 0.0);
    const CountParts three{{}, {}, {{9, {.2, .1, .15, .05, .1, .2, .1, .1}}, {2, {.5, 0, 0, .25, 0, .25, 0, 0}}}};
    const Joint joint = enumerated(three, 3, 0);
    const CellLaw triple(three, 3);
    for (const std::vector<CountRange>& ranges : {std::vector<CountRange>{{3, open_end}, {4, open_end}, {2, open_end}},
                                                  {{0, 4}, {4, 4}, {3, 9}},
                                                  {{11, open_end}, {0, 1}, {5, 8}}}) {
        CHECK(triple.within(ranges) == doctest::Approx(static_cast<double>(within(joint, ranges))).epsilon(1e-9));
    }
    CHECK(triple.nothing() == doctest::Approx(std::pow(.2, 9) * .25).epsilon(1e-13));
    CHECK(triple.within(std::vector<CountRange>{{12, open_end}, {0, 1}, {0, 1}}) == 0.0);
    CHECK(triple.within(std::vector<CountRange>{{3, 2}, {0, 1}, {0, 1}}) == 0.0);
    CHECK(triple.marginal(1).mean() == doctest::Approx(9 * .4 + .5).epsilon(1e-14));
}

TEST_CASE("disjoint is not independent for starting firms; it is for Poisson firms")
{
    const std::vector<CountRange> both{{5, open_end}, {5, open_end}};
    const CellLaw firms({{}, {}, {{10, {0, .5, .5, 0}}}}, 2);
    // Of ten firms exactly five on each side.
    CHECK(firms.within(both) == doctest::Approx(252.0 / 1024).epsilon(1e-12));
    const CellLaw newcomers({{0, 5, 5, 0}, {}, {}}, 2);
    const double one = CountLaw(5).at_least(5);
    CHECK(newcomers.within(both) == doctest::Approx(one * one).epsilon(1e-12));
    CHECK(newcomers.nothing() == doctest::Approx(std::exp(-10.0)).epsilon(1e-14));
}

TEST_CASE("a grid holds the whole law")
{
    const CountParts parts{{0, 40, 25, 10}, {{3, {0, 5, 5, 2}}}, {{200, {.3, .3, .3, .1}}}};
    const CellLaw cells(parts, 2);
    const CountGrid grid = cells.grid();
    double total = 0.0;
    std::vector<double> first(grid.size[0], 0.0);
    for (std::size_t i = 0; i < grid.size[0]; ++i) {
        for (std::size_t j = 0; j < grid.size[1]; ++j) {
            first[i] += grid.mass[i * grid.size[1] + j];
        }
        total += first[i];
    }
    CHECK(total == doctest::Approx(1).epsilon(1e-12));
    const CountLaw law = cells.marginal(0);
    for (std::size_t i = 0; i < first.size(); i += 7) {
        CHECK(first[i] == doctest::Approx(law.probability(grid.first[0] + static_cast<std::int64_t>(i))).epsilon(1e-9).scale(1e-6));
    }
}

TEST_CASE("sine, cosine and angle of our own")
{
    double worst = 0.0;
    for (int n = -40000; n < 40000; n += 7) {
        const double x = n * (n % 3 == 0 ? 1e-4 : n % 3 == 1 ? .37 : 23.0);
        const detail::Complex z = detail::on_circle(x);
        const Real exact = static_cast<Real>(x);
        worst = std::max(
            {worst, std::fabs(z.re - static_cast<double>(std::cos(exact))), std::fabs(z.im - static_cast<double>(std::sin(exact)))});
    }
    CHECK(worst < 3e-16);
    for (double t = -1.57; t < 1.57; t += .01) {
        CHECK(detail::angle_of({std::cos(t), std::sin(t)}) == doctest::Approx(t).epsilon(1e-14));
    }
    const detail::Complex z = detail::complex_power(detail::Complex{1.5, -.75}, -2.5);
    const double size = std::pow(1.5 * 1.5 + .75 * .75, -1.25);
    CHECK(z.re == doctest::Approx(size * std::cos(2.5 * std::atan(.5))).epsilon(1e-14));
    CHECK(z.im == doctest::Approx(size * std::sin(2.5 * std::atan(.5))).epsilon(1e-14));
}

TEST_CASE("joint laws that cannot be are refused")
{
    const auto code = [](CountParts parts, int counts) {
        try {
            return std::string(
                CellLaw(std::move(parts), counts).within(std::vector<CountRange>(static_cast<std::size_t>(counts))) < 2 ? "none" : "");
        } catch (const Error& error) {
            return error.code();
        }
    };
    CHECK(code({{0, 1}, {}, {}}, 1) == "numeric.size");
    CHECK(code({{0, 1}, {}, {}}, 2) == "numeric.size");
    CHECK(code({{}, {{2, {0, 1}}}, {}}, 2) == "numeric.size");
    CHECK(code({{}, {}, {{2, {.5, .5}}}}, 2) == "numeric.size");
    CHECK(code({{}, {}, {{2, {.5, .5, .5, .5}}}}, 2) == "numeric.row_not_one");
    CHECK(code({{0, 1e9, 1e9, 0}, {}, {}}, 2) == "numeric.count_too_large");
}
