// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"
#include "incuflow/model/pipeline.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

INCUFLOW_BEGIN

/// What a chain sentence does not say.
struct ChainOptions {
    std::vector<std::string> ids{};  ///< one id a name; empty: the project's word list gives them
    Label label{};                   ///< of the track
};

struct StageOptions {
    std::string zh{};
    std::string en{};
    std::vector<std::string> aliases{};
    std::vector<std::string> counts_as{};
    bool registered{true};  ///< false: a team before registration, which has no age yet
};

struct TransitionOptions {
    Clock clock{Clock::sojourn};
    std::vector<std::string> while_in{};
};

/// The id the project's word list gives a Chinese or English stage name (孵化器 and 科技企业孵化器: `incubator`); empty if it is not listed.
[[nodiscard]] INCUFLOW_EXPORT std::string standard_id(std::string_view name);

/// The authoring face: collects what is said about a pipeline; each verb returns a new builder, `build()` checks all of it at once.
class INCUFLOW_EXPORT PipelineBuilder {
public:
    PipelineBuilder() = default;
    explicit PipelineBuilder(PipelineParts parts) : parts_(std::move(parts)) {}

    /// Adds a track, or stages to one, from a pasted sentence such as `创业苗圃—孵化器—加速器—产业园`: order and labels, not compulsory edges.
    /// Throws GraphError when the number of ids differs from the number of names, or a name without an id is not in the word list.
    [[nodiscard]] PipelineBuilder chain(const std::string& track, const std::string& sentence, const ChainOptions& options = {}) const;
    /// Adds a stage, or words to one that is there (`outside` included): `stage("incubation.graduated", {.zh = "毕业"})`.
    [[nodiscard]] PipelineBuilder stage(const std::string& path, const StageOptions& options = {}) const;
    [[nodiscard]] PipelineBuilder exit(const std::string& id, const Label& label = {}) const;
    [[nodiscard]] PipelineBuilder transition(const std::string& path, UncertainHazard hazard, const TransitionOptions& options = {}) const;
    [[nodiscard]] PipelineBuilder transition(std::vector<std::string> paths, UncertainHazard hazard,
                                             const TransitionOptions& options = {}) const;
    /// The same for a list in braces; without it `{"a", "b"}` would also be read as one text between two pointers.
    [[nodiscard]] PipelineBuilder transition(std::initializer_list<const char*> paths, UncertainHazard hazard,
                                             const TransitionOptions& options = {}) const;
    [[nodiscard]] PipelineBuilder modifier(Modifier modifier) const;
    [[nodiscard]] PipelineBuilder trigger(Trigger trigger) const;
    [[nodiscard]] PipelineBuilder dated(DatedMatrix matrix) const;
    [[nodiscard]] PipelineBuilder review(Review review) const;
    [[nodiscard]] PipelineBuilder attribute(FirmAttribute attribute) const;

    [[nodiscard]] const PipelineParts& parts() const noexcept { return parts_; }

    /// Throws one GraphError with every fault.
    [[nodiscard]] Pipeline build() const;

private:
    PipelineParts parts_{};
};

INCUFLOW_END

#if !defined(INCUFLOW_COMPILED)
#include "incuflow/model/builder.ipp"
#endif
