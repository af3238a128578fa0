# SPDX-License-Identifier: Apache-2.0
# Headers only: Eigen and Boost for definitions, toml++ for study files. Found in the system first, then in the header packages that a Python
# build brings. Nothing is downloaded. All that is missing is named in one message.

find_package(Threads REQUIRED)

set(missing "")
set(python_hints "")
find_program(INCUFLOW_HINT_PYTHON NAMES python3 python)
if(DEFINED Python_EXECUTABLE)
    set(hint_python ${Python_EXECUTABLE})
else()
    set(hint_python ${INCUFLOW_HINT_PYTHON})
endif()
if(INCUFLOW_BUILD_PYTHON AND hint_python)
    execute_process(COMMAND ${hint_python} -c
        "import sys, os; print(';'.join(os.path.join(p, d) for p in sys.path for d in ('cmeel.prefix/include/eigen3', 'boost_headers/include') if p))"
        OUTPUT_VARIABLE python_hints OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()

find_package(Eigen3 3.4 QUIET NO_MODULE)
if(TARGET Eigen3::Eigen)
    get_target_property(eigen_dir Eigen3::Eigen INTERFACE_INCLUDE_DIRECTORIES)
else()
    find_path(INCUFLOW_EIGEN_DIR Eigen/Core HINTS ${python_hints} PATH_SUFFIXES eigen3)
    set(eigen_dir ${INCUFLOW_EIGEN_DIR})
endif()
if(NOT eigen_dir)
    list(APPEND missing "Eigen >= 3.4 (Debian: libeigen3-dev, PyPI: cmeel-eigen)")
endif()

find_package(Boost 1.74 QUIET CONFIG)
if(TARGET Boost::headers)
    get_target_property(boost_dir Boost::headers INTERFACE_INCLUDE_DIRECTORIES)
else()
    find_path(INCUFLOW_BOOST_DIR boost/graph/adjacency_list.hpp HINTS ${python_hints})
    set(boost_dir ${INCUFLOW_BOOST_DIR})
endif()
if(NOT boost_dir)
    list(APPEND missing "Boost headers with Boost.Graph (Debian: libboost-dev, PyPI: boost-headers)")
endif()

if(INCUFLOW_COMPILED_LIBRARY)
    # Not the package's CMake target: that one links a library we do not use.
    # A source distribution brings the header along: no package of PyPI has it.
    find_path(INCUFLOW_TOML_DIR toml++/toml.h PATHS "${PROJECT_SOURCE_DIR}/third_party")
    if(NOT INCUFLOW_TOML_DIR)
        list(APPEND missing "toml++ header (Debian: libtomlplusplus-dev, in no package of PyPI)")
    endif()
endif()

if(missing)
    list(JOIN missing "\n  - " text)
    message(FATAL_ERROR "incuflow cannot be configured; missing:\n  - ${text}")
endif()
set(INCUFLOW_DEPENDENCY_DIRS ${eigen_dir} ${boost_dir})
list(REMOVE_DUPLICATES INCUFLOW_DEPENDENCY_DIRS)
# -isystem /usr/include would hide the compiler's own headers from each other.
list(REMOVE_ITEM INCUFLOW_DEPENDENCY_DIRS /usr/include)
if(INCUFLOW_TOML_DIR STREQUAL "/usr/include")
    set(INCUFLOW_TOML_DIR "")
endif()
