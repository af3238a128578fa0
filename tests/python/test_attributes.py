# SPDX-License-Identifier: Apache-2.0
"""What firms carry, as Python sees it."""

import math
import pickle

import numpy as np
import pytest

import incuflow as inc


def pipeline(**more):
    words = {
        "unit": "万元",
        "growth": [inc.Growth(inc.Number(-0.05, low=-0.2, high=0.1, reason="hypothetical", any_sign=True), volatility=0.3)],
        "jumps": [inc.Jump("t.a->b", 1.5, cv=0.2)],
        "initial": [inc.Initial(200, cv=0.5)],
    } | more
    return (
        inc.PipelineBuilder()
        .chain("t", "a—b", ids=["a", "b"])
        .transition("t.a->b", inc.per_year(0.2))
        .attribute("sales", zh="销售收入", en="sales", **words)
    )


def study(builder=None, **more):
    arguments = {"base_date": "2020-12-31", "end_date": "2022-12-31", "stocks": {"t.a": 10}} | more
    return inc.make_study((builder or pipeline()).build(), **arguments)


def test_totals_against_the_closed_form():
    table = study().forecast(draws=0).attributes()
    keep = (table["stage"] == "b") & (table["metric"] == "total")
    expected = [10 * 200 * 1.5 * math.exp(-0.05 * t) * -math.expm1(-0.2 * t) for t in (0, 1, 2)]
    np.testing.assert_allclose(table["expected"][keep], expected, rtol=1e-12)
    # One firm's second moment in b, less the square of its mean, ten times.
    second = [200**2 * 1.25 * 1.5**2 * 1.04 * math.exp((-0.1 + 0.09) * t) * -math.expm1(-0.2 * t) for t in (0, 1, 2)]
    sd = [math.sqrt(10 * (v - (m / 10) ** 2)) for v, m in zip(second, expected, strict=True)]
    np.testing.assert_allclose(table["sd"][keep], sd, rtol=1e-10, atol=1e-12)
    assert table.columns[-1] == "method"
    assert set(table["track"]) == {"t", "*"}
    assert set(table["metric"]) == {"total", "mean_per_firm"}


def test_engines_agree_and_tables_go_to_pandas_and_xarray():
    pytest.importorskip("xarray")
    made = study()
    markov = made.forecast(draws=0, engine="cohort_markov").attributes()
    renewal = made.forecast(draws=0, engine="cohort_renewal").attributes()
    np.testing.assert_allclose(markov["expected"], renewal["expected"], rtol=1e-9)
    np.testing.assert_allclose(markov["sd"], renewal["sd"], rtol=1e-8, atol=1e-6)
    frame = markov.to_pandas()
    assert len(frame) == len(markov)
    assert list(frame["stage"].cat.categories)[-1] == "*"
    assert "attribute" in markov.to_xarray()  # by row: it has more than a place and a date


def test_builders_and_targets_are_values():
    builder = pipeline()
    assert pickle.loads(pickle.dumps(builder)) == builder
    assert builder != pipeline(process="laplace")
    target = inc.Target("sales", attribute="sales", at_least=0.1, accounting="yearly_growth", since="2021-01-01", due="2022-12-31")
    assert pickle.loads(pickle.dumps(target)) == target
    assert (target.attribute, target.above, target.accounting) == ("sales", None, "yearly_growth")
    large = inc.Target("large", "t.a", attribute="sales", above="300", at_least=2, due="2022-12-31")
    assert pickle.loads(pickle.dumps(large)).above == 300
    made = study(targets=[target, inc.Target("total", attribute="sales", at_least=1500, due="2022-12-31")])
    assert inc.parse_study(made.to_toml()).to_toml() == made.to_toml()
    rows = made.forecast(draws=50, seed=1).attainment("en")
    assert list(rows["method"]) == ["mean over draws; normal, moments exact (approximate)"] * 2
    assert all(0 < p < 1 for p in rows["p_met"])


def test_errors_name_what_is_missing():
    with pytest.raises(inc.EngineError) as missing:
        study(pipeline(growth=[inc.Growth(0.1, where="t.a")])).forecast(draws=0)
    assert missing.value.code == "engine.attribute_without_process"
    with pytest.raises(inc.GraphError) as wrong:
        pipeline(growth=[inc.Growth(0.1, where="t.aa")]).build()
    assert wrong.value.code == "model.unknown_stage"
    with pytest.raises(inc.GraphError) as scale:
        pipeline(process="laplace", growth=[inc.Growth(0.1, volatility=0.7)]).build()
    assert scale.value.code == "model.laplace_scale"
    with pytest.raises(inc.ParameterError):
        pipeline(initial=[inc.Initial(-3)])
    with pytest.raises(inc.StudyError) as unknown:
        study(targets=[inc.Target("x", attribute="sale", at_least=1, due="2022-12-31")])
    assert unknown.value.code == "study.unknown_attribute"


def test_result_folders_and_records_hold_the_table(tmp_path):
    fc = study().forecast(draws=0)
    fc.save(tmp_path / "run")
    assert (tmp_path / "run" / "attributes.csv").read_bytes() == fc.attributes().to_csv().encode()
    assert inc.verify(tmp_path / "run").ok
