# SPDX-License-Identifier: Apache-2.0
"""Values travel: equality, hashes, pickles and copies; other processes give the same bytes."""

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor

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
    "piecewise": lambda: inc.PiecewiseConstant([0, 1], inc.prob_per_year([0.1, 0.2], kind="rule", reason="r")),
    "erlang": lambda: inc.Erlang(3, 1.5),
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
    "fault": lambda: inc.Fault("study.no_id", {}, "a.toml", 1, 2, "id"),
}
CHANGED = {
    "torch": lambda: VALUES["county"](),
    "stocked": lambda: inc.load_preset("dabancheng-2023-2025").with_stock(STOCKS),
    "pipeline": lambda: inc.PipelineBuilder().chain("incubation", "创业苗圃—孵化器—毕业").build(),
    "exponential": lambda: inc.Exponential(0.6),
    "exponential_uncertain": lambda: inc.Exponential(inc.per_year(0.5, low=0.4, high=0.7)),
    "piecewise": lambda: inc.PiecewiseConstant([0, 2], inc.prob_per_year([0.1, 0.2], kind="rule", reason="r")),
    "erlang": lambda: inc.Erlang(2, 1.5),
    "per_year": lambda: inc.per_year(0.08, low=0.06, high=0.11, kind="observed", source="another"),
    "unknown": lambda: inc.unknown("somebody knows"),
    "intake": lambda: inc.Intake({"a.b": inc.Number(0.3), "a.c": None}, 12, growth=1.2, start="2023-01-01"),
    "target": lambda: inc.Target("t", ["a.b", "a.c"], about=3, tolerance=2, due="2025-12-31", ask="a.b", zh="字"),
    "open_range": lambda: inc.Target("t", "a.b", between="1—2家", due="2025-12-31"),
    "attainment": lambda: inc.load_preset("torch-2016-2020").forecast(1).attainment(),
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
    if not isinstance(value, inc.Table | inc.Fault | inc.Route):
        assert len({value, *twins}) == 1
    assert value != 3
    assert (value == "text") is False


@pytest.mark.parametrize("name", CHANGED)
def test_another_value_is_not_equal(name):
    assert VALUES[name]() != CHANGED[name]()
    assert not VALUES[name]() == CHANGED[name]()


def test_tables_are_not_hashable():
    with pytest.raises(TypeError):
        hash(VALUES["attainment"]())


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
