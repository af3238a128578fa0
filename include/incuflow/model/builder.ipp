// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/model/builder.hpp"
#include "incuflow/model/resolve.hpp"
#include "incuflow/text/utf8.hpp"

#include <algorithm>
#include <array>

INCUFLOW_BEGIN

namespace detail {

struct StandardName {
    std::string_view name;
    std::string_view id;
};

// The stage words of the policy texts this project grew out of, so that their sentences paste.
INCUFLOW_INLINE const std::array<StandardName, 22>& standard_names()
{
    static const std::array<StandardName, 22> names{{{"创业苗圃", "nursery"},
                                                     {"众创空间", "makerspace"},
                                                     {"星创天地", "rural_makerspace"},
                                                     {"孵化器", "incubator"},
                                                     {"科技企业孵化器", "incubator"},
                                                     {"企业孵化器", "incubator"},
                                                     {"加速器", "accelerator"},
                                                     {"企业加速器", "accelerator"},
                                                     {"产业园", "park"},
                                                     {"产业园区", "park"},
                                                     {"毕业", "graduated"},
                                                     {"毕业企业", "graduated"},
                                                     {"科技型中小企业", "tech_sme"},
                                                     {"创新型企业", "innovative"},
                                                     {"创新型中小企业", "innovative_sme"},
                                                     {"高成长企业", "high_growth"},
                                                     {"高新技术企业", "hnte"},
                                                     {"科技领军企业", "leader"},
                                                     {"科技型领军企业", "leader"},
                                                     {"瞪羚", "gazelle"},
                                                     {"瞪羚企业", "gazelle"},
                                                     {"独角兽", "unicorn"}}};
    return names;
}

INCUFLOW_INLINE Track& track_for(PipelineParts& parts, const std::string& id)
{
    const int at = position_of(parts.tracks, id);
    if (at >= 0) {
        return parts.tracks[static_cast<std::size_t>(at)];
    }
    parts.tracks.push_back({id, {}, {}});
    return parts.tracks.back();
}

}  // namespace detail

INCUFLOW_INLINE std::string standard_id(std::string_view name)
{
    if (is_identifier(name)) {
        return std::string(name);
    }
    for (const auto& entry : detail::standard_names()) {
        if (entry.name == name) {
            return std::string(entry.id);
        }
    }
    return {};
}

INCUFLOW_INLINE PipelineBuilder PipelineBuilder::chain(const std::string& track, const std::string& sentence, const ChainOptions& options) const
{
    PipelineBuilder next = *this;
    const std::vector<std::string> names = split_chain(sentence);
    if (!options.ids.empty() && options.ids.size() != names.size()) {
        throw GraphError("model.chain_ids",
                         {{"ids", std::to_string(options.ids.size())}, {"names", std::to_string(names.size())}, {"sentence", sentence}});
    }
    Track& owner = detail::track_for(next.parts_, track);
    if (!options.label.zh.empty() || !options.label.en.empty()) {
        owner.label = options.label;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string id = options.ids.empty() ? standard_id(names[i]) : options.ids[i];
        if (id.empty()) {
            throw GraphError("model.chain_name", {{"given", names[i]}, {"sentence", sentence}});
        }
        Stage stage{id, {}, {}, {}};
        (is_identifier(names[i]) ? stage.label.en : stage.label.zh) = names[i];
        owner.stages.push_back(std::move(stage));
    }
    return next;
}

INCUFLOW_INLINE PipelineBuilder PipelineBuilder::stage(const std::string& path, const StageOptions& options) const
{
    PipelineBuilder next = *this;
    const PlacePath place = parse_path(path);
    if (place.terms.size() != 1 || place.terms.front().form != PathForm::stage || place.terms.front().to == "*") {
        throw GraphError("model.stage_expected", {{"given", path}});
    }
    const PathTerm& term = place.terms.front();
    Track& owner = detail::track_for(next.parts_, term.track);
    int at = detail::position_of(owner.stages, term.to);
    if (at < 0) {
        owner.stages.push_back({term.to, {}, {}, {}});
        at = static_cast<int>(owner.stages.size()) - 1;
    }
    Stage& stage = owner.stages[static_cast<std::size_t>(at)];
    if (!options.zh.empty()) {
        stage.label.zh = options.zh;
    }
    if (!options.en.empty()) {
        stage.label.en = options.en;
    }
    stage.aliases.insert(stage.aliases.end(), options.aliases.begin(), options.aliases.end());
    stage.counts_as.insert(stage.counts_as.end(), options.counts_as.begin(), options.counts_as.end());
    stage.registered = stage.registered && options.registered;
    return next;
}

INCUFLOW_INLINE PipelineBuilder PipelineBuilder::exit(const std::string& id, const Label& label) const
{
    PipelineBuilder next = *this;
    next.parts_.exits.push_back({id, label});
    return next;
}

INCUFLOW_INLINE PipelineBuilder PipelineBuilder::transition(const std::string& path, UncertainHazard hazard, const TransitionOptions& options) const
{
    return transition(std::vector<std::string>{path}, std::move(hazard), options);
}

INCUFLOW_INLINE PipelineBuilder PipelineBuilder::transition(std::vector<std::string> paths, UncertainHazard hazard,
                                                            const TransitionOptions& options) const
{
    PipelineBuilder next = *this;
    next.parts_.transitions.push_back({std::move(paths), std::move(hazard), options.clock, options.while_in});
    return next;
}

INCUFLOW_INLINE PipelineBuilder PipelineBuilder::transition(std::initializer_list<const char*> paths, UncertainHazard hazard,
                                                            const TransitionOptions& options) const
{
    return transition(std::vector<std::string>(paths.begin(), paths.end()), std::move(hazard), options);
}

INCUFLOW_INLINE PipelineBuilder PipelineBuilder::modifier(Modifier modifier) const
{
    PipelineBuilder next = *this;
    next.parts_.modifiers.push_back(std::move(modifier));
    return next;
}

INCUFLOW_INLINE PipelineBuilder PipelineBuilder::trigger(Trigger trigger) const
{
    PipelineBuilder next = *this;
    next.parts_.triggers.push_back(std::move(trigger));
    return next;
}

INCUFLOW_INLINE PipelineBuilder PipelineBuilder::review(Review review) const
{
    PipelineBuilder next = *this;
    next.parts_.reviews.push_back(std::move(review));
    return next;
}

INCUFLOW_INLINE PipelineBuilder PipelineBuilder::attribute(FirmAttribute attribute) const
{
    PipelineBuilder next = *this;
    next.parts_.attributes.push_back(std::move(attribute));
    return next;
}

INCUFLOW_INLINE PipelineBuilder PipelineBuilder::dated(DatedMatrix matrix) const
{
    PipelineBuilder next = *this;
    next.parts_.dated.push_back(std::move(matrix));
    return next;
}

INCUFLOW_INLINE Pipeline PipelineBuilder::build() const { return incuflow::build(parts_); }

INCUFLOW_END
