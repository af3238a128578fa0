// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/numeric/kernel.hpp"

INCUFLOW_BEGIN

INCUFLOW_INLINE std::string_view kernel_level_name(KernelLevel level) noexcept
{
    switch (level) {
    case KernelLevel::x86_64_v3:
        return "x86-64-v3";
    case KernelLevel::x86_64_v4:
        return "x86-64-v4";
    case KernelLevel::plain:
        break;
    }
    return "plain";
}

INCUFLOW_INLINE KernelLevel best_kernel_level() noexcept
{
    // The library asks the processor itself: loader-resolved clones crash under some sanitizers and cannot be tested
    // one by one.
#if defined(INCUFLOW_COMPILED) && defined(__x86_64__)
    const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2");
    const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512vl");
    return v4 ? KernelLevel::x86_64_v4 : v3 ? KernelLevel::x86_64_v3 : KernelLevel::plain;
#else
    return KernelLevel::plain;
#endif
}

INCUFLOW_INLINE std::vector<KernelLevel> kernel_levels()
{
    std::vector<KernelLevel> levels{KernelLevel::plain};
    const KernelLevel best = best_kernel_level();
    for (const KernelLevel level : {KernelLevel::x86_64_v3, KernelLevel::x86_64_v4}) {
        if (level <= best) {
            levels.push_back(level);
        }
    }
    return levels;
}

INCUFLOW_END
