# SPDX-License-Identifier: Apache-2.0
"""Studies and forecasts that many tests look at; all are immutable, so one of each is enough."""

import pytest

import incuflow as inc

PRESETS = ["dabancheng-2023-2025", "torch-2016-2020"]
# Hypothetical starting stocks of the county study.
STOCKS = {"ladder.outside": 300, "ladder.tech_sme": 20}

# A study of hypothetical numbers, to plant faults in.
SMALL = """\
format = 1
id = "small"
base_date = 2022-12-31
end_date = 2025-12-31

[source.book]
title = "hypothetical yearbook"

[track.incubation]
chain = "孵化器—毕业"

[track.ladder]
chain = "科技型中小企业—高新技术企业"

[exit.closed]
zh = "注销吊销"

[[transition]]
path = "incubation.incubator->graduated"
per_year = { mid = 0.13, kind = "observed", source = "book" }

[[transition]]
path = "ladder.tech_sme->hnte"
per_year = { mid = 0.1, kind = "assumed", reason = "hypothetical", fixed = "an example" }

[[stock]]
at = "incubation.incubator"
value = { mid = 40, kind = "observed", source = "book" }

[[intake]]
into = "incubation.incubator"
count_per_year = { mid = 12, kind = "assumed", reason = "hypothetical", fixed = "an example" }

[[target]]
id = "graduates"
text = { zh = "毕业企业", en = "graduates" }
counts = "crossings"
of = "incubation.incubator->graduated"
accounting = "cumulative"
since = 2023-01-01
due = 2025-12-31
at_least = 15
"""


@pytest.fixture(autouse=True)
def chinese():
    """Every test starts in the language a new process has."""
    before = inc.get_language()
    inc.set_language("zh")
    yield
    inc.set_language(before)


@pytest.fixture(scope="session")
def torch():
    return inc.load_preset("torch-2016-2020")


@pytest.fixture(scope="session")
def county():
    return inc.load_preset("dabancheng-2023-2025")


@pytest.fixture(scope="session")
def torch_mids(torch):
    return torch.forecast(draws=0)


@pytest.fixture(scope="session")
def county_mids(county):
    return county.forecast(draws=0)


@pytest.fixture(scope="session")
def county_draws(county):
    return county.with_stock(STOCKS, rest=0).forecast(draws=60, seed=7)
