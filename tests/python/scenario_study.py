# SPDX-License-Identifier: Apache-2.0
"""A small study with two scenarios. Every number is hypothetical."""

TEXT = """\
format = 1
id = "county"
title = { zh = "试验县", en = "Test county" }
base_date = 2020-12-31
end_date = 2023-12-31

[parameter.pace]
per_year = 0.25
low = 0.15
high = 0.4
kind = "assumed"
reason = "hypothetical"

[track.incubation]
chain = "孵化器—毕业"
ids = ["incubator", "graduated"]

[track.ladder]
chain = "科技型中小企业—高新技术企业"
ids = ["tech_sme", "hnte"]

[[transition]]
path = "incubation.incubator->graduated"
per_year = "pace"

[[transition]]
path = "ladder.tech_sme->hnte"
per_year = { mid = 0.1, low = 0.05, high = 0.2, kind = "assumed", reason = "hypothetical" }

[[stock]]
at = "incubation.incubator"
value = { mid = 40, kind = "assumed", reason = "hypothetical", fixed = "hypothetical" }

[[stock]]
at = "ladder.tech_sme"
value = { kind = "unknown", reason = "hypothetical" }

[[intake]]
into = "incubation.incubator"
count_per_year = { mid = 6, low = 4, high = 9, kind = "assumed", reason = "hypothetical" }

[[target]]
id = "graduates"
text = { zh = "毕业 20 家", en = "20 graduates" }
of = "incubation.incubator->graduated"
accounting = "cumulative"
period = "2021-2023"
at_least = 20

[[target]]
id = "hnte"
text = { zh = "高新技术企业 5 家", en = "5 high-tech firms" }
of = "ladder.hnte"
due = 2023-12-31
at_least = 5

# A hypothetical pair: quicker graduation, and quicker graduation with more entrants.
[scenario.fast]
zh = "毕业加快（假设）"
en = "quicker graduation, hypothetical"

[scenario.fast.set]
pace = 0.3

[scenario.fast_and_more]
combine = ["fast"]

[scenario.fast_and_more.set]
"+incubation.incubator:count_per_year" = 8
"""
