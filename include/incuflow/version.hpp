// SPDX-License-Identifier: Apache-2.0
#pragma once

// The one place where the version is written; CMake and the Python build read it from here.
#define INCUFLOW_VERSION_MAJOR 0
#define INCUFLOW_VERSION_MINOR 1
#define INCUFLOW_VERSION_PATCH 0
#define INCUFLOW_VERSION "0.1.0"
