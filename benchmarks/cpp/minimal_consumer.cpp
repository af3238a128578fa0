// SPDX-License-Identifier: Apache-2.0
// The least another program writes; its compile time is measured in both modes.
#include <incuflow/incuflow.hpp>

#include <cstdio>

int main()
{
    const incuflow::Pipeline pipeline = incuflow::PipelineBuilder()
                                            .chain("incubation", "nursery—incubator—graduated")
                                            .transition("incubation.incubator->graduated", incuflow::per_year(0.1))
                                            .build();
    std::printf("%zu\n", pipeline.parts().tracks[0].stages.size());
}
