// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

// What the plug-in shows of itself: standard types only, and nothing of incuflow.
#define PLUGIN_EXPORT __attribute__((visibility("default")))

/// Attainment table and result bytes of a preset, as text.
PLUGIN_EXPORT std::string run_preset(const std::string& name, int draws);

/// Lets an error of the library pass through: the caller must be able to catch it as what it is.
PLUGIN_EXPORT void fail_with_unknown_preset();

/// Catches an error of the library here, behind hidden visibility; its code and its first argument.
PLUGIN_EXPORT std::string caught_inside();
