// SPDX-License-Identifier: Apache-2.0

// The body of numeric/convolution_kernel.ipp, for processors with wider registers. Needs -ffp-contract=off, as the
// whole library does.

#include "incuflow/numeric/convolution_kernel.ipp"

#if defined(INCUFLOW_COMPILED) && defined(__x86_64__)

INCUFLOW_BEGIN

namespace detail
{

[[gnu::target("avx2,fma,bmi,bmi2")]] void convolve_x86_64_v3(const double* x, std::size_t x_size, const double* y,
                                                             std::size_t y_size, std::size_t offset, double* out,
                                                             std::size_t count)
{
    convolution::body<4>(x, x_size, y, y_size, offset, out, count);
}

[[gnu::target("avx2,fma,bmi,bmi2,avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]] void
convolve_x86_64_v4(const double* x, std::size_t x_size, const double* y, std::size_t y_size, std::size_t offset,
                   double* out, std::size_t count)
{
    convolution::body<8>(x, x_size, y, y_size, offset, out, count);
}

}  // namespace detail

INCUFLOW_END

#endif
