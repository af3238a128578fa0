# SPDX-License-Identifier: Apache-2.0
"""Whole laws, several counts at once and where the variance comes from, as Python sees them."""

import datetime
import pickle

import numpy as np
import pytest
from scipy import stats

import incuflow as inc


def study(**more):
    pipeline = (
        inc.PipelineBuilder()
        .chain("t", "a—b")
        .transition("t.a->b", inc.per_year(0.5, low=0.3, high=0.9, reason="hypothetical"))
        .transition("t.b->a", inc.per_year(0.4))
        .build()
    )
    arguments = {"base_date": "2020-12-31", "end_date": "2023-12-31", "stocks": {"t.a": 12}} | more
    return inc.make_study(pipeline, **arguments)


def test_negative_binomial_intake_against_scipy():
    swarm = inc.Intake("t.a", 6, law="negative_binomial", k=2.0)
    assert (swarm.law, swarm.k) == ("negative_binomial", 2.0)
    assert pickle.loads(pickle.dumps(swarm)) == swarm
    flat = inc.PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc.per_year(0)).build()
    made = inc.make_study(flat, base_date="2020-12-31", end_date="2021-12-31", stocks={}, intakes=[swarm])
    law = made.forecast(draws=0).distribution("t.a", at="2021-12-31")
    expected = stats.nbinom(2.0, 2.0 / 8.0)
    n = law.table["n"].astype(int)
    keep = expected.pmf(n) > 1e-290
    np.testing.assert_allclose(law.table["probability"][keep], expected.pmf(n)[keep], rtol=1e-9)
    assert law.quantile(0.95) == int(expected.ppf(0.95))
    assert law.sd == pytest.approx(np.sqrt(6 + 36 / 2))
    table = made.forecast(draws=0).stocks()
    assert table.where(stage="a")[-1]["high"] == expected.ppf(0.95)
    again = inc.parse_study(made.to_toml())
    assert "k = 2" in made.to_toml()
    assert again == made


def test_negative_binomial_needs_its_k():
    with pytest.raises(inc.StudyError) as caught:
        study(intakes=[inc.Intake("t.a", 6, law="negative_binomial")])
    assert caught.value.code == "study.mixing_needed"
    with pytest.raises(inc.StudyError) as caught:
        study(intakes=[inc.Intake("t.a", 6, k=3.0)])
    assert caught.value.code == "study.mixing_without_law"


def test_a_distribution_is_that_of_the_target_that_asks_the_same():
    target = inc.Target("often", "t.a->b", at_least=10, accounting="cumulative", since="2021-01-01", due="2022-12-31")
    fc = study(targets=[target]).forecast(draws=40)
    [row] = fc.attainment("en").where(target="often")
    law = fc.distribution("t.a->b", since=datetime.date(2021, 1, 1), due="2022-12-31", counts="crossings")
    assert law.mean == pytest.approx(row["expected"], rel=1e-12)
    assert law.at_least(10) == pytest.approx(row["p_met"], rel=1e-10)
    assert law.quantile(0.05) == row["low"]
    assert law.probability(10) == pytest.approx(law.at_least(10) - law.at_least(11), rel=1e-9)
    assert law.at_most(9) == pytest.approx(1 - law.at_least(10), rel=1e-12)
    assert not law.newcomers_only
    assert repr(law).startswith("<incuflow.Distribution: mean ")
    assert law.table["probability"].min() >= 0
    firms = fc.distribution("t.b", since="2021-01-01", due="2022-12-31")
    assert firms.mean < law.mean
    stock = fc.distribution(["t.a", "t.b"], at="2022-12-31")
    assert stock.probability(12) == 1.0


@pytest.mark.parametrize(
    ("arguments", "error", "code"),
    [
        ({"of": "t.b", "counts": "stocks"}, inc.ParameterError, "units.bad_word"),
        ({"of": "t.b", "at": "2022-12-31", "since": "2021-01-01"}, inc.ParameterError, "forecast.bad_option"),
        ({"of": "t.b", "at": "2030-12-31"}, inc.ParameterError, "forecast.bad_option"),
        ({"of": "t.z", "at": "2022-12-31"}, inc.GraphError, "model.unknown_stage"),
    ],
)
def test_questions_that_have_no_answer(arguments, error, code):
    fc = study().forecast(draws=0)
    for call in (fc.distribution, fc.uncertainty):
        with pytest.raises(error) as caught:
            call(**arguments)
        assert caught.value.code == code


def test_uncertainty_is_taken_apart():
    target = inc.Target("often", "t.a->b", at_least=10, accounting="cumulative", since="2021-01-01", due="2022-12-31")
    fc = study(targets=[target], intakes=[inc.Intake("t.a", 5)]).forecast(draws=200)
    table = fc.uncertainty("often", lang="en")
    assert table["share"][:3].sum() == pytest.approx(1)
    law = fc.distribution("t.a->b", since="2021-01-01", due="2022-12-31")
    assert table["variance"][3] == pytest.approx(law.sd**2)
    assert table["name"][4] == "t.a->b:per_year"
    assert fc.uncertainty("t.a->b", since="2021-01-01", due="2022-12-31", lang="en") == table
    assert "参数不确定性" in fc.uncertainty("often", lang="zh").to_html(language="zh")
    with pytest.raises(inc.ParameterError):
        study().forecast(draws=0).uncertainty("t.b")
    with pytest.raises(inc.EngineError) as caught:
        both = inc.Target("both", joint=["often", "often"], accounting="joint", due="2022-12-31")
        study(targets=[target, both]).forecast(draws=20).uncertainty("both")
    assert caught.value.code == "forecast.no_count"


def test_joint_share_and_growth_targets():
    targets = [
        inc.Target("b", "t.b", at_least=4, due="2022-12-31"),
        inc.Target("firms", "t.b", at_least=5, accounting="cumulative", since="2021-01-01", due="2022-12-31"),
        inc.Target("both", joint=["b", "firms"], accounting="joint", due="2022-12-31"),
        inc.Target("part", "t.b", share_of=["t.a", "t.b"], at_least="40%", accounting="share", due="2022-12-31"),
        inc.Target("more", "t.b", at_least="50%", accounting="growth", since="2022-01-01", due="2022-12-31"),
    ]
    made = study(targets=targets)
    assert inc.parse_study(made.to_toml()) == made
    assert pickle.loads(pickle.dumps(targets)) == targets
    rows = {row["target"]: row for row in made.forecast(draws=60).attainment("en").rows()}
    assert all(row["status"] == "modelled" for row in rows.values())
    assert max(0, rows["b"]["p_met"] + rows["firms"]["p_met"] - 1) < rows["both"]["p_met"]
    assert rows["both"]["p_met"] < min(rows["b"]["p_met"], rows["firms"]["p_met"])
    # Of twelve firms that stay, 40 % are five.
    assert rows["part"]["p_met"] < rows["b"]["p_met"]
    assert 0 < rows["part"]["expected"] < 1
    assert "nothing to divide by" in rows["more"]["reason"]
