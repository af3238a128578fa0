// SPDX-License-Identifier: Apache-2.0
#pragma once

// How one set of headers serves two ways of use.
//
// Header-only (the default): every definition in a `*.ipp` file is `inline` and comes with its header.
// Compiled (INCUFLOW_COMPILED, set by the CMake target incuflow::compiled): headers only declare; each definition is
// compiled once into the library. The two modes live in inline namespaces of their own, so a program that contains both
// never has one definition merged into the other at link time.

#if defined(INCUFLOW_COMPILED)
#define INCUFLOW_MODE compiled
#define INCUFLOW_INLINE
#else
#define INCUFLOW_MODE header_only
#define INCUFLOW_INLINE inline
#endif

// Visible from a shared library built with hidden visibility; put on public classes that are thrown and on functions.
#if defined(INCUFLOW_COMPILED) && defined(__GNUC__)
#define INCUFLOW_EXPORT __attribute__((visibility("default")))
#else
#define INCUFLOW_EXPORT
#endif

// clang-format off
#define INCUFLOW_BEGIN namespace incuflow { inline namespace INCUFLOW_MODE {
#define INCUFLOW_END } }
// clang-format on
