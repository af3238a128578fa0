# SPDX-License-Identifier: Apache-2.0
"""A user's program with types; the tests run it, and mypy --strict reads it as it reads a user's. Its numbers are hypothetical."""

from __future__ import annotations

import datetime

import numpy as np

import incuflow as inc


def pipeline() -> inc.Pipeline:
    shares: dict[str, inc.PerYear] = inc.observed_shares({"graduated": "15%", "closed": 0.05})
    early, late = inc.prob_per_year([0.02, "4%"], kind="assumed", reason="hypothetical")
    return (
        inc.PipelineBuilder()
        .chain("incubation", "孵化器—毕业")
        .chain("ladder", "科技型中小企业—高新技术企业", ids=["tech_sme", "hnte"])
        .exit("closed", zh="注销吊销")
        .transition("incubation.incubator->graduated", shares["graduated"])
        .transition("ladder.tech_sme->hnte", inc.Exponential(inc.per_year(0.1, low=0.05, high=0.2)))
        .transition("*->closed", inc.PiecewiseConstant([0, 3], [early, late]), clock="calendar")
        .modifier("ladder.tech_sme->hnte", "incubation.graduated", inc.Number(1.4, low=1.0, high=1.8))
        .build()
    )


def study() -> inc.Study:
    return inc.make_study(
        pipeline(),
        base_date=datetime.date(2024, 12, 31),
        end_date="2027-12-31",
        stocks={"incubation.incubator": 40, "ladder.tech_sme": None},
        intakes=[inc.Intake("incubation.incubator", inc.count_per_year(12, year=2024), growth=1.05)],
        targets=[
            inc.Target(
                "graduates",
                "incubation.incubator->graduated",
                at_least=15,
                accounting="cumulative",
                since="2025-01-01",
                due=datetime.date(2027, 12, 31),
            )
        ],
    )


def chance(forecast: inc.Forecast) -> float:
    rows = forecast.attainment("en").where(target="graduates")
    p_met: float = rows[0]["p_met"]
    return p_met


def report_progress(done: int, total: int) -> None:
    print(f"{done} of {total}")


def main() -> None:
    mine = study()
    forecast = mine.forecast(draws=50, seed=7, progress=report_progress)
    stocks: np.ndarray = forecast.stock_array
    assert stocks.shape == (50, len(forecast.stock_dates), len(forecast.stage_axis))
    csv: str | None = forecast.stocks().to_csv()
    assert csv is not None
    low, high = inc.parse_range("1—2家")
    first, last = inc.parse_period("十四五")
    assert high - low == 1 and (last - first).days > 1800
    survival = inc.Weibull(shape=1.3, scale=1.8).survival(np.linspace(0.0, 3.0, 4))
    try:
        inc.load_preset("torch-2016-202")
    except inc.StudyError as error:
        nearest: str = error.arguments["nearest"]
        assert nearest == inc.preset_names()[-1]
    print(chance(forecast), inc.years("18 months").mid, survival)


if __name__ == "__main__":
    main()
