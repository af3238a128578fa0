# SPDX-License-Identifier: Apache-2.0
"""Values travel: equality, hashes, pickles and copies; other processes give the same bytes."""

import copy
import multiprocessing
import pickle
import signal
import threading
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest
from conftest import PRESETS, STOCKS

import incuflow as inc


def pipeline():
    return (
        inc.PipelineBuilder()
        .chain("incubation", "创业苗圃—孵化器—毕业")
        .chain("ladder", "科技型中小企业—高新技术企业")
        .exit("closed", zh="注销吊销")
        .transition("incubation.nursery->incubator", inc.Erlang(2, inc.per_year(1.3)))
        .transition("incubation.incubator->graduated", inc.unknown("no figure found"))
        .transition("ladder.tech_sme->hnte", inc.prob_per_year(0.1), while_in="incubation.incubator")
        .transition("*->closed", inc.PiecewiseConstant([0, 1], [0.016, 0.063]), clock="age")
        .modifier("ladder.tech_sme->hnte", "incubation.graduated", 1.4)
        .trigger("ladder.tech_sme->hnte", "incubation.incubator->graduated", 0.9)
        .build()
    )


VALUES = {
    "torch": lambda: inc.load_preset("torch-2016-2020"),
    "county": lambda: inc.load_preset("dabancheng-2023-2025"),
    "stocked": lambda: inc.load_preset("dabancheng-2023-2025").with_stock(STOCKS, rest=0),
    "pipeline": pipeline,
    "preset_pipeline": lambda: inc.load_preset("dabancheng-2023-2025").pipeline,
    "exponential": lambda: inc.Exponential(0.5),
    "exponential_uncertain": lambda: inc.Exponential(inc.per_year(0.5, low=0.4, high=0.6)),
    "weibull": lambda: inc.Weibull(shape=inc.Number(1.3, low=1.1, high=1.5), scale="18 months"),
    "piecewise": lambda: inc.PiecewiseConstant([0, 1], inc.prob_per_year([0.1, 0.2], kind="rule", source="r")),
    "erlang": lambda: inc.Erlang(3, 1.5),
    "gompertz": lambda: inc.Gompertz(inc.per_year(0.2, low=0.1, high=0.3), inc.Number(-0.5, low=-0.7, high=0, any_sign=True)),
    "gamma": lambda: inc.Gamma(shape=inc.Number(1.3, low=1.1, high=1.5), rate=inc.per_year(0.7)),
    "log_normal": lambda: inc.LogNormal(-0.3, 0.5),
    "log_logistic": lambda: inc.LogLogistic(1.5, "18 months"),
    "generalised_gamma": lambda: inc.GeneralisedGamma(0.3, 0.5, -1),
    "fixed_delay": lambda: inc.FixedDelay("36 months"),
    "per_year": lambda: inc.per_year(0.08, low=0.06, high=0.11, kind="observed", source="yearbook"),
    "prob_per_year": lambda: inc.prob_per_year("10%", low="5%", high="20%", dist="triangular"),
    "count_per_year": lambda: inc.count_per_year("100/3", kind="plan", derived_from="t", year=2022),
    "years": lambda: inc.years("18 months", name="shared"),
    "number": lambda: inc.Number(1.2, low=1.0, high=1.4, dist="uniform", range_kind="assumed", fixed=""),
    "unknown": lambda: inc.unknown("nobody knows"),
    "intake": lambda: inc.Intake({"a.b": inc.Number(0.3), "a.c": None}, 12, growth=1.1, start="2023-01-01"),
    "batch": lambda: inc.Intake([{"at": "a.b", "share_of_rest": 0.2}, {"at": "a.c"}], 12, law="batch", date="2023-06-30"),
    "target": lambda: inc.Target("t", ["a.b", "a.c"], about=3, tolerance=1, due="2025-12-31", ask="a.b", zh="字"),
    "open_range": lambda: inc.Target("t", "a.b", between="1—2家", upper_open=True, due="2025-12-31"),
    "attainment": lambda: inc.load_preset("torch-2016-2020").forecast(0).attainment(),
    "stocks": lambda: inc.load_preset("dabancheng-2023-2025").forecast(0).stocks(),
    "route": lambda: inc.load_preset("torch-2016-2020").pipeline.fastest_route("incubation.incubator", "incubation.graduated"),
    "builder": lambda: (
        inc.PipelineBuilder()
        .chain("t", "a—b", zh="链")
        .exit("closed", zh="注销吊销")
        .transition("t.a->b", inc.Weibull(shape=1.3, scale="18 months"))
        .modifier("t.a->b", "t.nowhere", 1.4)  # a fault that only build() reports
        .dated("t", ["2021-12-31"], {"a": {"closed": 0.1}})
    ),
    "forecast": lambda: inc.load_preset("torch-2016-2020").forecast(20, seed=7, level=0.8),
    "error": lambda: inc.ParameterError([("hazard.not_positive", {"given": "-1"}, "", 0, 0, "")]),
    "fault": lambda: inc.Fault("study.no_id", {}, "a.toml", 1, 2, "id"),
}
CHANGED = {
    "torch": lambda: VALUES["county"](),
    "stocked": lambda: inc.load_preset("dabancheng-2023-2025").with_stock(STOCKS),
    "pipeline": lambda: inc.PipelineBuilder().chain("incubation", "创业苗圃—孵化器—毕业").build(),
    "exponential": lambda: inc.Exponential(0.6),
    "exponential_uncertain": lambda: inc.Exponential(inc.per_year(0.5, low=0.4, high=0.7)),
    "piecewise": lambda: inc.PiecewiseConstant([0, 2], inc.prob_per_year([0.1, 0.2], kind="rule", source="r")),
    "erlang": lambda: inc.Erlang(2, 1.5),
    "per_year": lambda: inc.per_year(0.08, low=0.06, high=0.11, kind="observed", source="another"),
    "unknown": lambda: inc.unknown("somebody knows"),
    "intake": lambda: inc.Intake({"a.b": inc.Number(0.3), "a.c": None}, 12, growth=1.2, start="2023-01-01"),
    "target": lambda: inc.Target("t", ["a.b", "a.c"], about=3, tolerance=2, due="2025-12-31", ask="a.b", zh="字"),
    "open_range": lambda: inc.Target("t", "a.b", between="1—2家", due="2025-12-31"),
    "attainment": lambda: inc.load_preset("torch-2016-2020").forecast(1).attainment(),
    "builder": lambda: VALUES["builder"]().exit("relocated"),
    "forecast": lambda: inc.load_preset("torch-2016-2020").forecast(20, seed=8, level=0.8),
    "error": lambda: inc.DataError([("hazard.not_positive", {"given": "-1"}, "", 0, 0, "")]),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_equals_its_twin_its_pickle_and_its_copies(name):
    value = VALUES[name]()
    twins = [VALUES[name](), copy.copy(value), copy.deepcopy(value)]
    twins += [pickle.loads(pickle.dumps(value, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]
    for twin in twins:
        assert type(twin) is type(value)
        assert twin == value
        assert not twin != value
        assert repr(twin) == repr(value)
    if not isinstance(value, inc.Fault | inc.Route):  # hold a dict or a list
        assert len({value, *twins}) == 1
    assert value != 3
    assert (value == "text") is False


@pytest.mark.parametrize("name", CHANGED)
def test_another_value_is_not_equal(name):
    assert VALUES[name]() != CHANGED[name]()
    assert not VALUES[name]() == CHANGED[name]()


def test_equal_numbers_hash_alike_whatever_their_bits():
    # Minus zero equals zero, and no number equals no number.
    assert hash(inc.per_year(0.0)) == hash(inc.per_year(-0.0)) and inc.per_year(0.0) == inc.per_year(-0.0)
    unknown = [inc.unknown("nobody knows") for _ in range(2)]
    assert hash(unknown[0]) == hash(unknown[1]) and unknown[0] == unknown[1]
    plain = [inc.Exponential(zero) for zero in (0.0, -0.0)]
    assert plain[0] == plain[1] and hash(plain[0]) == hash(plain[1])
    tables = [VALUES["county"]().forecast(0, seed=seed).attainment() for seed in (1, 2)]
    assert np.isnan(tables[0]["p_met"]).any()
    assert tables[0] == tables[1] and hash(tables[0]) == hash(tables[1])


def test_a_builder_that_is_read_back_goes_on_and_reports_the_same_faults():
    again = pickle.loads(pickle.dumps(VALUES["builder"]()))
    faults = []
    for builder in (VALUES["builder"](), again):
        with pytest.raises(inc.GraphError) as caught:
            builder.build()
        faults.append(caught.value.faults)
    assert faults[0] == faults[1]
    assert again.exit("relocated") == VALUES["builder"]().exit("relocated")


def test_a_forecast_that_is_read_back_is_run_again_when_asked_and_has_the_same_bytes():
    one = VALUES["forecast"]()
    stored = pickle.dumps(one)
    assert len(stored) < len(one.study.to_toml().encode()) + 2000  # no arrays
    again = pickle.loads(stored)
    assert again == one and repr(again) == repr(one) and again.complete
    assert "_core" not in vars(again)
    assert again.stock_array.tobytes() == one.stock_array.tobytes()
    assert again.flow_array.tobytes() == one.flow_array.tobytes()
    assert again.attainment() == one.attainment()
    assert again.assumptions("en").to_csv() == one.assumptions("en").to_csv()


def test_a_stored_forecast_of_another_version_is_refused(monkeypatch):
    stored = pickle.dumps(VALUES["forecast"]())
    monkeypatch.setattr("incuflow._core.__version__", "999.0.0")
    with pytest.raises(inc.DataError) as caught:
        pickle.loads(stored)
    assert caught.value.code == "forecast.other_version"
    assert caught.value.arguments == {"given": inc.__version__, "expected": "999.0.0"}


def test_a_stopped_forecast_does_not_pickle():
    # From another thread, as from a terminal: raised in the callback itself it would end the run there.
    timers = []

    def stop(done, total):
        if done and not timers:
            timers.append(threading.Timer(0.01, signal.raise_signal, [signal.SIGINT]))
            timers[0].start()

    with pytest.warns(inc.InterruptedWarning) as caught:
        part = inc.load_preset("torch-2016-2020").forecast(1_000_000, seed=7, progress=stop)
    assert not part.complete
    words = {"done": str(part.draws), "draws": "1000000"}
    assert str(caught[0].message) == inc.Fault("forecast.interrupted", words).message(inc.get_language())
    with pytest.raises(TypeError, match="stopped early"):
        pickle.dumps(part)
    assert part == copy.copy(part) == copy.deepcopy([part])[0] and hash(part) == hash(part)
    assert part != part.study.forecast(part.draws, seed=7)
    assert pickle.loads(pickle.dumps(part.attainment())) == part.attainment()


def test_a_pickled_pipeline_draws_the_same_picture():
    one = pipeline()
    again = pickle.loads(pickle.dumps(one))
    assert again.to_svg() == one.to_svg()
    assert (again.tracks, again.exits, again.transitions) == (one.tracks, one.exits, one.transitions)


def test_verbs_leave_values_as_they_were():
    builder = inc.PipelineBuilder().chain("t", "a—b")
    more = builder.transition("t.a->b", inc.per_year(0.1))
    assert builder.build().transitions == []
    assert more.build().transitions == ["t.a->b"]
    study = inc.load_preset("dabancheng-2023-2025")
    before = study.to_toml()
    study.with_stock(STOCKS, rest=0)
    study.forecast(draws=5)
    assert study.to_toml() == before
    with pytest.raises(AttributeError):
        study.id = "another"


def table_bytes(study, draws):
    return study.forecast(draws, seed=7, threads=2).attainment().to_csv()


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_workers_after_a_threaded_forecast_give_the_same_bytes(start):
    studies = [inc.load_preset(name) for name in PRESETS]
    here = [table_bytes(study, 20) for study in studies]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(start)) as pool:
        assert list(pool.map(table_bytes, studies, [20, 20])) == here


def test_two_python_threads_at_once(torch):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        tables = list(pool.map(table_bytes, [torch] * 4, [20] * 4))
    assert set(tables) == {table_bytes(torch, 20)}
