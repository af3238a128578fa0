# SPDX-License-Identifier: Apache-2.0
"""Studies and forecasts that many tests look at; all are immutable, so one of each is enough."""

import incuflow as inc
import pytest

PRESETS = ["dabancheng-2023-2025", "torch-2016-2020"]
# Hypothetical starting stocks of the county study.
STOCKS = {"ladder.outside": 300, "ladder.tech_sme": 20}


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
