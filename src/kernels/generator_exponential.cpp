// SPDX-License-Identifier: Apache-2.0

// The bodies of numeric/generator_exponential_kernel.ipp, for processors with wider registers. Needs -ffp-contract=off,
// as the whole library does.

#include "incuflow/numeric/generator_exponential_kernel.ipp"

#if defined(INCUFLOW_COMPILED) && defined(__x86_64__)

INCUFLOW_BEGIN

namespace detail
{

[[gnu::target("avx2,fma,bmi,bmi2")]] std::size_t
exponential_lanes_x86_64_v3(const double* rates, int n, std::size_t batch, double time, double* out)
{
    return generator::exponential_lanes<4>(rates, n, batch, time, out);
}

[[gnu::target("avx2,fma,bmi,bmi2,avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]] std::size_t
exponential_lanes_x86_64_v4(const double* rates, int n, std::size_t batch, double time, double* out)
{
    return generator::exponential_lanes<8>(rates, n, batch, time, out);
}

[[gnu::target("avx2,fma,bmi,bmi2")]] void dense_product_x86_64_v3(const double* a, const double* b, double* c,
                                                                  std::size_t n, std::size_t* used)
{
    generator::dense_product<4>(a, b, c, n, used);
}

[[gnu::target("avx2,fma,bmi,bmi2,avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]] void
dense_product_x86_64_v4(const double* a, const double* b, double* c, std::size_t n, std::size_t* used)
{
    generator::dense_product<8>(a, b, c, n, used);
}

}  // namespace detail

INCUFLOW_END

#endif
