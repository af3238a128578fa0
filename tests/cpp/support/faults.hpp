// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/errors.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

// The faults a call throws; a call that does not throw an Error of this class fails the test.
template <class Class, class Call> std::vector<incuflow::Fault> faults_of(const Call& call)
{
    try {
        call();
    } catch (const Class& error) {
        return error.faults();
    } catch (const incuflow::Error& error) {
        FAIL("another class of error: ", error.what());
    }
    FAIL("nothing was thrown");
    return {};
}

inline bool has_code(const std::vector<incuflow::Fault>& faults, const std::string& code)
{
    return std::any_of(faults.begin(), faults.end(), [&](const auto& fault) { return fault.code == code; });
}

inline bool has_fault(const std::vector<incuflow::Fault>& faults, const std::string& code, const std::string& key)
{
    return std::any_of(faults.begin(), faults.end(), [&](const auto& fault) { return fault.code == code && fault.place.key == key; });
}

inline std::string argument(const incuflow::Fault& fault, const std::string& name)
{
    for (const auto& [key, value] : fault.arguments) {
        if (key == name) {
            return value;
        }
    }
    return {};
}
