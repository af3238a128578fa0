// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/model/path.hpp"
#include "incuflow/study/parts.hpp"

INCUFLOW_BEGIN

INCUFLOW_INLINE std::string_view to_string(Counts counts) noexcept
{
    switch (counts) {
    case Counts::none:
        return "";
    case Counts::stock:
        return "stock";
    case Counts::crossings:
        return "crossings";
    case Counts::firms:
        break;
    }
    return "firms";
}

INCUFLOW_INLINE std::string_view to_string(Accounting accounting) noexcept
{
    switch (accounting) {
    case Accounting::stock:
        return "stock";
    case Accounting::cumulative:
        return "cumulative";
    case Accounting::yearly_flow:
        return "yearly_flow";
    case Accounting::share:
        return "share";
    case Accounting::growth:
        return "growth";
    case Accounting::yearly_growth:
        return "yearly_growth";
    case Accounting::joint:
        break;
    }
    return "joint";
}

INCUFLOW_INLINE std::string_view to_string(Status status) noexcept
{
    switch (status) {
    case Status::modelled:
        return "modelled";
    case Status::needs_input:
        return "needs_input";
    case Status::by_assumption:
        return "by_assumption";
    case Status::not_modelled:
        return "not_modelled";
    case Status::not_quantified:
        return "not_quantified";
    case Status::ambiguous:
        break;
    }
    return "ambiguous";
}

INCUFLOW_INLINE std::string_view to_string(Reading reading) noexcept { return reading == Reading::stated ? "stated" : "assumed"; }

INCUFLOW_INLINE std::string_view to_string(IntakeLaw law) noexcept
{
    switch (law) {
    case IntakeLaw::poisson:
        return "poisson";
    case IntakeLaw::fixed:
        return "fixed";
    case IntakeLaw::batch:
        return "batch";
    case IntakeLaw::negative_binomial:
        break;
    }
    return "negative_binomial";
}

INCUFLOW_INLINE std::string_view label(Status status, Language language) noexcept
{
    const bool zh = language == Language::zh;
    switch (status) {
    case Status::modelled:
        return zh ? "测算" : "modelled";
    case Status::needs_input:
        return zh ? "需补充期初数" : "needs input";
    case Status::by_assumption:
        return zh ? "由目标倒推" : "by assumption";
    case Status::not_modelled:
        return zh ? "未建模" : "not modelled";
    case Status::not_quantified:
        return zh ? "定性目标" : "not quantified";
    case Status::ambiguous:
        break;
    }
    return zh ? "口径待定" : "ambiguous";
}

INCUFLOW_INLINE Counts usual_counts(const Target& target)
{
    if (target.of.empty()) {
        return Counts::none;
    }
    try {
        if (parse_path(target.of.front()).terms.front().form == PathForm::transition) {
            return Counts::crossings;
        }
    } catch (const GraphError&) {
        // The checks of the study report the path.
        return Counts::none;
    }
    const bool stands = target.accounting == Accounting::stock || target.accounting == Accounting::share || target.accounting == Accounting::growth ||
                        target.accounting == Accounting::yearly_growth;
    return stands ? Counts::stock : Counts::firms;
}

INCUFLOW_END
