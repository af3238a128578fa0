// SPDX-License-Identifier: Apache-2.0
#pragma once

// A study file that uses every key a reader knows. Its numbers are hypothetical.

#include <string>

inline std::string full_study()
{
    return R"toml(# hypothetical
format = 1
id = "every_key-1"
applied_scenario = "earlier"
title = { zh = "全部写法", en = "Every key" }
region = "150000"
region_label = "内蒙古自治区"
published = 2020-05-01
issued = "2020"
upstream = ["甲〔2019〕1号", "乙"]
information = 2020-11-30
base_date = 2020-12-31
end_date = 2024-06-30
notes = ["一条说明", { en = "a \"quoted\" \\ remark\nof two lines\twith a tab" }]
gaps = ["missing data"]

[source.paper]
title = "标题"
publisher = "出版者"
number = "文〔2020〕1号"
date = 2019-07-01
page = 12
note = "备注 \u0007 \U0001F600"

[source."series"]
title = "a series"
date = "2018 and 2019"
page = "12-14"

[parameter.closing]
per_year = 0.06
low = 0.02
high = 0.1
kind = "borrowed"
range_kind = "assumed"
source = "paper"

[parameter.filing]
prob_per_year = "55%"
low = "1/3"
high = 0.7
kind = "assumed"
reason = "no figure found"

[parameter.births]
count_per_year = "100/3"
kind = "plan"
derived_from = "graduates"
year = 2020

[parameter.split]
share = 0.25
low = 0
high = 0.5
dist = "triangular"
kind = "assumed"
reason = "no figure found"

[parameter.pull]
factor = 1.5
kind = "fitted"
computed_from = ["closing"]

[parameter.scale]
years = "18 months"
low = 1
high = "2 years"
dist = "uniform"
kind = "assumed"
reason = "no figure found"

[parameter.tenants]
firms = "1.2万家"
kind = "observed"
source = "series"

[parameter.form]
shape = 1.25
kind = "rule"
source = "paper"

[parameter.drift]
real = -0.2
low = -0.5
high = 0
kind = "assumed"
reason = "no figure found"

[parameter.unknown_share]
share = nan
kind = "unknown"
reason = "nobody knows"

[population.firms]
zh = "企业"
en = "firms"
unit = "家"
pipeline = true

[population.mentors]
zh = "导师"
unit = "人"

[track.incubation]
zh = "孵化链"
en = "incubation"
chain = "创业苗圃—孵化器—加速器—产业园"
stages = [
  { id = "outside", zh = "未入孵" },
  { id = "incubator", en = "incubator", aliases = ["hatchery", "孵化"] },
  { id = "graduated", zh = "毕业", en = "graduated" },
]

[track.ladder]
chain = "甲级—乙级"
ids = ["first", "second"]
stages = [{ id = "third", counts_as = ["second", "first"] }, { id = "fourth" }]

[track.place]
stages = [{ id = "local" }]

[exit.closed]
zh = "注销"
en = "closed"

[exit.moved]

[[transition]]
path = "incubation.nursery->incubator"
prob_per_year = "filing"

[[transition]]
path = ["ladder.outside->first", "ladder.first->second"]
while_in = ["incubation.incubator", "incubation.graduated"]
per_year = { mid = 0.2, low = 0.1, high = 0.4, kind = "assumed", reason = "no figure found" }

[[transition]]
path = "incubation.incubator->graduated"
weibull = { shape = "form", scale = "scale" }

[[transition]]
path = "ladder.second->third"
clock = "sojourn"
erlang = { stages = 3, per_year = { mid = 1.5, kind = "observed", source = "paper" } }

[[transition]]
path = "*->closed"
clock = "calendar"
piecewise_constant = { breaks = [0, "18 months", 2.5], per_year = ["closing", { mid = 0.05, kind = "rule", source = "paper" }, { mid = 0, kind = "rule", source = "paper" }] }

[[transition]]
path = "incubation.accelerator->moved"
clock = "age"
piecewise_constant.breaks = [0, 1]
piecewise_constant.prob_per_year = [{ mid = 0.1, kind = "observed", source = "paper" }, { mid = "20%", kind = "observed", source = "paper" }]

[[transition]]
path = "ladder.*->outside"
fixed_delay = { mid = "36 months", kind = "rule", source = "paper" }

[[transition]]
path = "incubation.graduated->park"
per_year = { kind = "unknown", reason = "no figure found" }

[[transition]]
path = "incubation.park->graduated"
gompertz = { per_year = { mid = 0.2, kind = "observed", source = "paper" }, shape = "drift" }

[[transition]]
path = "incubation.park->moved"
gamma = { shape = "form", per_year = { mid = 0.7, kind = "observed", source = "paper" } }

[[transition]]
path = "incubation.nursery->moved"
log_normal = { meanlog = "drift", sdlog = { mid = 0.5, kind = "observed", source = "paper" } }

[[transition]]
path = "incubation.graduated->moved"
log_logistic = { shape = "form", scale = { mid = "18 months", kind = "observed", source = "paper" } }

[[transition]]
path = "incubation.incubator->moved"
clock = "age"
generalised_gamma.mu = "drift"
generalised_gamma.sigma = { mid = 0.5, kind = "observed", source = "paper" }
generalised_gamma.q = { mid = -1, low = -2, high = 0.5, kind = "assumed", reason = "no figure found" }

[[modifier]]
on = ["ladder.first->second", "*->closed"]
while_in = "incubation.incubator"
factor = "pull"

[[trigger]]
when = "incubation.incubator->graduated"
fires = "place.outside->local"
probability = { mid = 0.7, low = 0.5, high = 0.9, kind = "assumed", reason = "no figure found", name = "firing" }

[[dated]]
track = "ladder"
dates = [2021-12-31, 2022-12-31]
move = [
  { from = "first", to = { second = "split", closed = { mid = 0.1, kind = "assumed", reason = "no figure found", fixed = "small" } } },
  { from = "second", to = { first = { mid = 0.3, kind = "observed", source = "paper" } } },
]

[attribute.sales]
zh = "销售收入"
en = "sales"
unit = "万元"

[[attribute.sales.growth]]
in = ["incubation.incubator", "ladder.third"]
drift = { mid = "8%", low = -0.02, high = 0.15, kind = "assumed", reason = "no figure found" }
volatility = { mid = 0.4, kind = "observed", source = "paper" }

[[attribute.sales.growth]]
drift = { mid = -0.05, kind = "observed", source = "paper" }

[[attribute.sales.jump]]
on = "incubation.incubator->graduated"
factor = "pull"
cv = { mid = 0.3, kind = "observed", source = "paper" }

[[attribute.sales.jump]]
on = "ladder.first->second"
factor = { mid = 1.2, kind = "observed", source = "paper" }

[[attribute.sales.initial]]
of = "intake"
at = "incubation.nursery"
mean = "begin"
cv = { mid = 1, kind = "observed", source = "paper" }

[[attribute.sales.initial]]
mean = { mid = "1,000", kind = "observed", source = "paper" }

[attribute.jobs]
process = "laplace"
growth = [{ drift = { mid = 0.01, kind = "observed", source = "paper" }, volatility = { mid = 0.2, kind = "observed", source = "paper" } }]

[parameter.begin]
amount = "5万"
kind = "observed"
source = "paper"

[parameter.lean]
real = -0.3
low = -0.4
high = 0.1
kind = "assumed"
reason = "no figure found"

[[stock]]
at = "incubation.nursery"
value = "tenants"

[[stock]]
at = "incubation.incubator & ladder.first"
value = { mid = 7, kind = "observed", source = "paper" }
elapsed = "new"

[[stock]]
at = "incubation.incubator & ladder.second"
value = { mid = 3, kind = "observed", source = "paper" }
elapsed = "6 months"

[[stock]]
at = ["incubation.park", "ladder.third & place.*"]
value = { kind = "unknown", reason = "no figure found" }

[[intake]]
id = "new_firms"
into = [
  { at = "incubation.nursery", share = "split" },
  { at = "incubation.incubator & place.local", share_of_rest = { mid = 0.5, kind = "assumed", reason = "no figure found", fixed = "hypothetical" } },
  { at = "incubation.incubator" },
]
count_per_year = "births"
growth = { mid = 1.1, low = 1, high = 1.2, kind = "assumed", reason = "no figure found" }
start = 2021-04-01
end = 2023-12-31

[[intake]]
into = "incubation.nursery"
count_per_year = { mid = 5, kind = "rule", source = "paper" }
law = "fixed"

[[intake]]
into = "ladder.first"
firms = { mid = 12, kind = "rule", source = "paper" }
law = "batch"
date = 2022-03-31

[[intake]]
id = "swarm"
into = "ladder.first"
count_per_year = { mid = 3, kind = "rule", source = "paper" }
law = "negative_binomial"
k = 2.5

[[correlation]]
names = ["closing", "filing", "firing"]
matrix = [[1, 0.5, 0], [0.5, 1, -0.25], [0, -0.25, 1]]

[[target]]
id = "graduates"
number = 1
text = { zh = "毕业 100 家", en = "100 graduates" }
clause = "二"
unit = "家"
population = "firms"
counts = "crossings"
of = "incubation.incubator->graduated"
accounting = "cumulative"
since = 2021-01-01
due = 2023-12-31
at_least = "100家"
reading = "assumed"
alternatives = ["另一种口径", { zh = "又一种", en = "and another" }]
ask = "incubation.incubator"

[[target]]
id = "tenants"
counts = "stock"
of = ["incubation.nursery", "incubation.incubator & place.local"]
due = 2022-12-31
about = "1,000"
tolerance = 50.5

[[target]]
id = "second"
number = "2"
of = "ladder.second"
counts_as = true
accounting = "yearly_flow"
since = 2021-07-01
due = 2023-12-31
between = "3至4个"

[[target]]
id = "open"
counts = "firms"
of = "ladder.third"
accounting = "cumulative"
since = 2022-01-01
due = 2024-06-30
between = [1, "2"]
upper = "open"

[[target]]
id = "part"
of = ["ladder.second", "ladder.first"]
accounting = "share"
share_of = ["ladder.*"]
due = 2023-12-31
at_least = "50%"

[[target]]
id = "more"
of = "ladder.second"
accounting = "growth"
since = 2021-01-01
due = 2023-12-31
at_least = 1.2

[[target]]
id = "both"
accounting = "joint"
due = 2023-12-31
joint = ["graduates", "second"]

[[target]]
id = "mentors"
population = "mentors"
counts = "none"
of = "ladder.first"
due = 2023-12-31
at_least = 0

[[target]]
id = "wish"
status = "not_quantified"
reason = "定性表述"

[[target]]
id = "unclear"
due = 2023-12-31
at_least = 10
status = "ambiguous"
reason = { zh = "主语不明", en = "subject unclear" }

[[target]]
id = "left_out"
status = "not_modelled"
reason = { en = "not in this pipeline" }

[[target]]
id = "sales"
attribute = "sales"
accounting = "yearly_growth"
period = "2021-2023"
at_least = "10%"

[[target]]
id = "large"
attribute = "sales"
of = "ladder.second"
above = "2,000"
due = 2023-12-31
at_least = 5

[[consistency]]
text = "100/6/3 = {value}"
value = "100/6/3"
decimals = 1

[[consistency]]
text = "ten is {value}"
value = 10

[[outcome]]
text = "it happened"
source = "series"

[[outcome]]
text = "and this"

[scenario.slow]
zh = "较慢"
en = "slower"

[scenario.slow.set]
"closing" = { mid = 0.08, low = 0.05, high = 0.12, kind = "assumed", reason = "hypothetical" }
"split.mid" = "30%"
"+new_firms:growth.high" = 1.5
"incubation.accelerator:stock" = 4
"target.tenants.about" = 900
"target.tenants.due" = 2023-12-31

[scenario.longer.set]
end_date = 2025-12-31

[scenario.both]
combine = ["slow", "longer"]
)toml";
}
