# SPDX-License-Identifier: Apache-2.0
option(INCUFLOW_WERROR "warnings are errors (for our own builds)" OFF)

function(incuflow_warnings target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow
                           $<$<BOOL:${INCUFLOW_WERROR}>:-Werror>)
endfunction()
