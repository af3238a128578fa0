// SPDX-License-Identifier: Apache-2.0
// The snippet of docs/cpp-guide.md about a hazard family of one's own, header-only or compiled alike.
#include <cstdio>

// [hazard]
#include <incuflow/hazard/derived.hpp>

// H(t) = at_once·t/(t + half): most of what happens happens early, and some firms never cross.
struct Saturating {
    double at_once;  // total hazard
    double half;     // years

    double hazard(double t) const noexcept { return t < 0.0 ? 0.0 : at_once * half / ((t + half) * (t + half)); }
    double cumulative(double t) const noexcept { return t <= 0.0 ? 0.0 : at_once / (1.0 + half / t); }
    bool operator==(const Saturating&) const = default;
};
static_assert(incuflow::ContinuousHazard<Saturating>);
// [/hazard]

int main()
{
    // [hazard use]
    const Saturating family{2.0, 1.5};
    std::printf("half have crossed by %.4f years; %.4f never do\n", incuflow::quantile(family, 0.5), incuflow::never_probability(family));
    // [/hazard use]
    return 0;
}
