// SPDX-License-Identifier: Apache-2.0

// The one body of numeric/propagate_kernel.ipp, for processors with wider registers. Needs -ffp-contract=off, as the
// whole library does.

#include "incuflow/numeric/propagate_kernel.ipp"

#if defined(INCUFLOW_COMPILED) && defined(__x86_64__)

INCUFLOW_BEGIN

namespace detail
{

[[gnu::target("avx2,fma,bmi,bmi2")]] void propagate_x86_64_v3(const double* start, const double* matrices,
                                                              std::size_t n, std::size_t draws, std::size_t steps,
                                                              double* out)
{
    propagation::body<4>(start, matrices, n, draws, steps, out);
}

[[gnu::target("avx2,fma,bmi,bmi2,avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]] void
propagate_x86_64_v4(const double* start, const double* matrices, std::size_t n, std::size_t draws, std::size_t steps,
                    double* out)
{
    propagation::body<8>(start, matrices, n, draws, steps, out);
}

}  // namespace detail

INCUFLOW_END

#endif
