# SPDX-License-Identifier: Apache-2.0
"""Bounds under places: what they must agree with, what they must bound, what is refused, and how they are shown."""

import importlib
import pickle
import sys

import numpy as np
import pytest

import incuflow as inc

scipy_optimize = pytest.importorskip("scipy.optimize")


def chain(incubation=0.5, stocks=None, intakes=(12,), end="2025-12-31", closing=0.0):
    builder = inc.PipelineBuilder().chain("t", "outside—nursery—incubator—graduated").exit("closed")
    builder = builder.transition("t.outside->nursery", inc.per_year(0.9)).transition("t.nursery->incubator", inc.per_year(0.8))
    builder = builder.transition("t.incubator->graduated", inc.per_year(incubation))
    if closing:
        builder = builder.transition("*->closed", inc.per_year(closing))
    places = ["t.nursery", "t.incubator"]
    return inc.make_study(
        builder.build(), base_date="2022-12-31", end_date=end, stocks=stocks or {"t.outside": 30, "t.nursery": 4, "t.incubator": 7},
        intakes=[inc.Intake(place, count) for place, count in zip(places, intakes, strict=False)],
    )  # fmt: skip


def coupled(draw):
    """Two tracks that touch, an exit, a stage of two phases, a dated matrix; rates by chance."""
    rate = lambda low, high: inc.per_year(round(draw.uniform(low, high), 3))  # noqa: E731
    pipeline = (
        inc.PipelineBuilder()
        .chain("t", "outside—a—b—c")
        .chain("l", "outside—x")
        .exit("gone")
        .transition("t.outside->a", rate(0.2, 2))
        .transition("t.a->b", inc.Erlang(2, draw.uniform(1, 4)))
        .transition("t.b->c", rate(0.2, 1.5))
        .transition("t.b->a", rate(0.0, 0.3))
        .transition("l.outside->x", rate(0.1, 0.8))
        .transition("*->gone", rate(0.0, 0.2))
        .modifier("t.b->c", while_in="l.x", factor=1.5)
        .trigger(when="t.outside->a", fires="l.outside->x", probability=0.3)
        .build()
    )
    return inc.make_study(
        pipeline, base_date="2020-12-31", end_date="2023-06-30",
        stocks={"t.outside": int(draw.integers(0, 60)), "t.b": int(draw.integers(0, 6))},
        intakes=[inc.Intake("t.a", draw.uniform(1, 20)), inc.Intake("t.b & l.x", draw.uniform(1, 9))],
    )  # fmt: skip


def forecast_of(study, transition):
    return sum(row["expected"] for row in study.forecast(draws=0).flows().where(transition=transition))


@pytest.mark.parametrize("period", ["year", "month"])
def test_without_places_the_programme_is_the_forecast(period):
    draw = np.random.default_rng(3)
    cases = [
        (chain(closing=0.1), "t.graduated", "t.incubator->graduated"),
        (inc.load_preset("torch-2016-2020"), "incubation.graduated", "incubation.incubator->graduated"),
    ]
    cases += [(coupled(draw), "t.c", "t.b->c") for _ in range(3)]
    for study, goal, transition in cases:
        bounds = study.capacity_bounds(goal, period=period)
        assert bounds.optimum == pytest.approx(forecast_of(study, transition), rel=1e-9)
        assert bounds.duality_gap <= 1e-9 * (1 + bounds.optimum)


def test_places_that_never_bind_change_nothing_here():
    study = chain(closing=0.1, intakes=(12, 3))
    free = study.capacity_bounds("t.graduated", period="month")
    wide = study.capacity_bounds("t.graduated", {"t.nursery": 500, "t.incubator": 400}, period="month")
    assert wide.optimum == pytest.approx(free.optimum, rel=1e-9)
    rows = wide.table().where(bound="linear_programme", limit="places")
    assert {row["binding"] for row in rows} == {"no"}
    assert max(row["shadow_price"] for row in rows) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_the_network_bounds_the_programme_and_more_places_allow_more(seed):
    draw = np.random.default_rng(seed)
    study = coupled(draw)
    before = 0.0
    for factor, period in [(0.3, "year"), (1.0, "year"), (2.0, "year"), *([(1.0, "month")] if seed == 0 else [])]:
        places = {"t.a": 9.0 * factor, "t.b": 6.0 + 2 * factor, "l.x": 8.0 * factor}
        bounds = study.capacity_bounds("t.c", places, period=period)
        assert 0.0 <= bounds.optimum <= bounds.max_flow + 1e-9
        assert bounds.duality_gap <= 1e-8 * (1 + bounds.optimum)
        used = bounds.table().where(bound="linear_programme", limit="places")
        assert all(row["used"] <= row["capacity"] + 1e-7 for row in used)
        if period == "year":
            assert bounds.optimum >= before - 1e-9
            before = bounds.optimum


def test_dual_prices_are_slopes_of_the_optimum():
    """With numbers that are no whole ones there is no kink: slopes to both sides are the price."""
    study = chain(closing=0.07, intakes=(11.3, 4.1), stocks={"t.outside": 23, "t.nursery": 4, "t.incubator": 7})
    for period in ("year", "month"):
        bounds = study.capacity_bounds("t.graduated", {"t.nursery": 9.37, "t.incubator": 8.91}, period=period)
        given, step = bounds._given(), 1e-5
        given.places[...] *= np.random.default_rng(8).uniform(1.0, 1.1, given.places.shape)
        found = bounds._programme.solve(given)
        checked = 0
        for part, prices in enumerate(found.prices):
            spots = [at for at in np.ndindex(given[part].shape) if part != 1 or given[part][at] > 0]
            for at in spots[:: max(1, len(spots) // 9)]:
                values = []
                for sign in (1, -1):
                    moved = type(given)(*(limit.copy() for limit in given))
                    moved[part][at] += sign * step
                    values.append(bounds._programme.solve(moved).value)
                assert (values[0] - values[1]) / (2 * step) == pytest.approx(prices[at], abs=2e-6), (period, part, at)
                checked += prices[at] > 1e-3
        assert checked >= 5


def test_shadow_prices_are_what_one_more_adds():
    study = chain(closing=0.07, intakes=(12, 4))
    for period in ("year", "month"):
        bounds = study.capacity_bounds("t.graduated", {"t.nursery": 9, "t.incubator": 8}, period=period)
        gains, prices = bounds._gains, bounds._optimum.prices
        assert np.all(gains.places <= prices.places + 1e-8)  # concave: one more adds no more than the first part of it
        assert gains.places.max() > 0.01
        rows = bounds.table().where(bound="linear_programme")
        assert [row["shadow_price"] for row in rows if row["limit"] == "places"] == gains.places.ravel().tolist()
        # Other studies, not the same programme again: one starting firm more, one place more in every period.
        more = chain(closing=0.07, intakes=(12, 4), stocks={"t.outside": 31, "t.nursery": 4, "t.incubator": 7})
        [row] = [row for row in rows if row["stage"] == "t.outside"]
        wanted = more.capacity_bounds("t.graduated", bounds.places, period=period).optimum - bounds.optimum
        assert row["shadow_price"] == pytest.approx(wanted, abs=1e-8)
        roomy = study.capacity_bounds("t.graduated", {"t.nursery": 9, "t.incubator": 9}, period=period).optimum - bounds.optimum
        assert gains.places[1].max() <= roomy <= prices.places[1].sum() + 1e-8
    full = study.capacity_bounds("t.graduated", {"t.incubator": 7})
    [row] = full.table().where(bound="linear_programme", limit="stock", stage="t.incubator")
    assert np.isnan(row["shadow_price"])


def test_a_refilled_stage_in_closed_form():
    # Ten places, full at the start; a hundred firms wait from the end of the first year on: full again at every year end.
    pipeline = (
        inc.PipelineBuilder().chain("t", "outside—incubator—graduated").transition("t.incubator->graduated", inc.per_year(0.5)).build()
    )
    study = inc.make_study(
        pipeline, base_date="2022-12-31", end_date="2025-12-31", stocks={"t.incubator": 10},
        intakes=[inc.Intake("t.incubator", 100, law="batch", date="2023-12-31")],
    )  # fmt: skip
    bounds = study.capacity_bounds("t.graduated", {"t.incubator": 10})
    assert bounds.optimum == pytest.approx(30 * (1 - np.exp(-0.5)), rel=1e-9)
    # The flow: 0.5 × 10 places a year; the last place of a year is worth a year's chance.
    assert bounds.max_flow == pytest.approx(15, rel=1e-12)
    last = bounds.table().where(bound="linear_programme", limit="places")[1]
    assert last["shadow_price"] == pytest.approx(1 - np.exp(-0.5), rel=1e-9)
    cut = [row for row in bounds.table().where(bound="max_flow") if row["binding"] == "yes"]
    assert [(row["limit"], row["transition"], row["capacity"]) for row in cut] == [("moves", "t.incubator->graduated", 5.0)] * 3
    none = study.with_stock({"t.incubator": 0}).capacity_bounds("t.graduated", {"t.incubator": 0})
    assert (none.optimum, none.max_flow) == (0.0, 0.0)


def simulate(runs, at_once, seed):
    """Ten places, eight firms in them, twelve a year come and wait; graduated after exponential times of rate 0.5, three years."""
    draw = np.random.default_rng(seed)
    counts = np.zeros(runs)
    for run in range(runs):
        leaving = sorted(draw.exponential(2.0, 8))
        arrivals = np.sort(draw.uniform(0, 3, draw.poisson(36)))
        if at_once:  # whoever comes or waits takes a place the moment there is one
            ends = list(leaving) + [0.0] * 2
            for arrival in arrivals:
                soonest = int(np.argmin(ends))
                start = max(arrival, ends[soonest])
                if start < 3:
                    leaving.append(start + draw.exponential(2.0))
                    ends[soonest] = leaving[-1]
        else:  # free places are filled at the year's end
            waiting = 0
            for year in (1, 2):
                waiting += np.sum((arrivals > year - 1) & (arrivals <= year))
                taken = min(waiting, 10 - sum(end > year for end in leaving))
                waiting -= taken
                leaving += list(year + draw.exponential(2.0, taken))
        counts[run] = sum(end <= 3 for end in leaving)
    return counts.mean(), counts.std() / np.sqrt(runs)


def test_random_systems_stay_below():
    pipeline = (
        inc.PipelineBuilder().chain("t", "outside—incubator—graduated").transition("t.incubator->graduated", inc.per_year(0.5)).build()
    )
    study = inc.make_study(
        pipeline, base_date="2022-12-31", end_date="2025-12-31", stocks={"t.incubator": 8}, intakes=[inc.Intake("t.incubator", 12)]
    )
    bounds = study.capacity_bounds("t.graduated", {"t.incubator": 10})
    mean, error = simulate(3000, at_once=False, seed=1)
    assert mean <= bounds.optimum + 4 * error
    mean, error = simulate(3000, at_once=True, seed=2)
    assert 0.8 * bounds.max_flow < mean <= bounds.max_flow + 4 * error
    # Places given out every month come near to places given out at once.
    assert bounds.optimum < study.capacity_bounds("t.graduated", {"t.incubator": 10}, period="month").optimum <= bounds.max_flow


def refused(study, *arguments, **words):
    with pytest.raises(inc.Error) as caught:
        study.capacity_bounds(*arguments, **words)
    return caught.value


def test_what_is_refused():
    study = chain()
    assert refused(study, "t.gradated").arguments["nearest"] == "t.graduated"
    unknown = refused(study, "t.graduated", {"t.incubater": 3})
    assert (type(unknown), unknown.code, unknown.arguments["nearest"]) == (inc.GraphError, "graph.unknown_node", "t.incubator")
    for places in (-1, float("inf"), float("nan")):
        bad = refused(study, "t.graduated", {"t.incubator": places})
        assert (type(bad), bad.code, bad.arguments["stage"]) == (inc.ParameterError, "engine.bad_places", "t.incubator")
    over = refused(study, "t.graduated", {"t.incubator": 6})
    assert (over.code, over.arguments["given"], over.arguments["places"]) == ("engine.stock_over_places", "7", "6")
    assert "nearest" in refused(study, "t.graduated", period="monthly").arguments
    past = inc.make_study(study.pipeline, base_date="2022-12-31", end_date="2023-12-31", stocks={"t.graduated": 5})
    assert refused(past, "t.incubator").code == "engine.goal_unreachable"
    nobody = inc.make_study(study.pipeline, base_date="2022-12-31", end_date="2023-12-31", stocks={"t.outside": 0})
    assert refused(nobody, "t.graduated").code == "engine.nobody"
    loop = coupled(np.random.default_rng(1))
    again = refused(loop, "t.a")
    assert (type(again), again.code, again.arguments["goal"]) == (inc.EngineError, "engine.goal_again", "t.a")
    long = inc.PipelineBuilder().chain("t", "—".join(f"s{i}" for i in range(60)))
    for i in range(59):
        long = long.transition(f"t.s{i}->s{i + 1}", inc.per_year(5))
    big = inc.make_study(long.build(), base_date="2000-12-31", end_date="2060-12-31", stocks={"t.s0": 9})
    assert refused(big, "t.s59", {f"t.s{i}": 9 for i in range(6)}, period="month").code == "engine.too_many_laws"
    assert refused(big, "t.s59", {f"t.s{i}": 9 for i in range(7)}).code == "engine.too_many_places"


def missing(name):
    raise ModuleNotFoundError(f"No module named '{name}'", name=name)


def test_scipy_is_named_where_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ImportError, match=r"capacity_bounds\(\) needs the package scipy: pip install incuflow\[optimise\]"):
        chain().capacity_bounds("t.graduated")


def test_a_programme_that_is_not_solved_says_so(monkeypatch):
    monkeypatch.setattr(scipy_optimize, "linprog", lambda *a, **w: scipy_optimize.OptimizeResult(status=1, message="out of time"))
    with pytest.raises(inc.NumericError) as caught:
        chain().capacity_bounds("t.graduated")
    assert (caught.value.code, caught.value.arguments) == ("engine.no_optimum", {"given": "out of time"})


@pytest.fixture(scope="module")
def tight():
    return chain(intakes=(12, 6)).capacity_bounds("t.graduated", {"t.nursery": 8, "t.incubator": 9})


def test_the_table(tight):
    table = tight.table()
    assert table.columns == [
        "scenario",
        "bound",
        "limit",
        "stage",
        "transition",
        "start",
        "date",
        "capacity",
        "used",
        "binding",
        "shadow_price",
    ]
    assert [row["used"] for row in table.where(limit="total")] == [tight.optimum, tight.max_flow]
    places = table.where(bound="linear_programme", limit="places")
    assert [(row["stage"], str(row["date"])) for row in places] == [
        (stage, f"{year}-12-31") for stage in ("t.nursery", "t.incubator") for year in (2023, 2024, 2025)
    ]
    assert sum(row["capacity"] for row in table.where(bound="max_flow") if row["binding"] == "yes") == pytest.approx(
        tight.max_flow, rel=1e-12
    )
    stock = {row["stage"]: row["capacity"] for row in table.where(bound="linear_programme", limit="stock")}
    assert stock == {"t.outside": 30, "t.nursery": 4, "t.incubator": 7}
    intake = table.where(bound="linear_programme", limit="intake")
    assert [row["capacity"] for row in intake] == pytest.approx([12] * 3 + [6] * 3)
    assert "not forecasts" in repr(tight)
    assert "places given out once a year" in repr(tight)


def test_bounds_are_values(tight):
    again = pickle.loads(pickle.dumps(tight))
    assert again == tight and hash(again) == hash(tight) and again.optimum == tight.optimum
    assert tight != chain(intakes=(12, 6)).capacity_bounds("t.graduated", {"t.nursery": 8, "t.incubator": 10})


def test_shown_in_both_languages(tight):
    for language, words in (
        ("en", ("bounds, not forecasts", "worth of one more", "max flow, bound")),
        ("zh", ("均为上界，不是预测", "每增一单位可多出", "最大流上界", "名额")),
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("incuflow._capacity.get_language", lambda language=language: language)
            page = tight._repr_html_()
        assert all(word in page for word in words), language
    county = inc.load_preset("dabancheng-2023-2025").capacity_bounds("incubation.graduated", {"incubation.incubator": 10})
    assert county.newcomers_only
    assert "firms of unknown starting stock are not counted" in county.statement("en")
    assert "期初数未知的企业不计在内" in county.statement("zh")


def test_the_picture(tight):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    assert tight.plot(ax=ax, lang="en") is ax
    prices = [row["shadow_price"] for row in tight.table().where(bound="linear_programme", limit="places")]
    assert [bar.get_height() for bar in ax.patches] == pytest.approx(prices)
    assert len(ax.lines) == sum(row["binding"] == "yes" for row in tight.table().where(bound="linear_programme", limit="places"))
    assert "not forecasts" in ax.get_title().replace("\n", " ")
    assert [text.get_text() for text in ax.get_xticklabels()] == ["2023", "2024", "2025"]
    assert "不是预测" in tight.plot(lang="zh").get_title().replace("\n", "")
    free = chain().capacity_bounds("t.graduated", period="month").plot(lang="en")
    assert [text.get_text() for text in free.texts] == ["no places were given"]
    pyplot.close("all")


def test_max_flow_beside_networkx_and_scipy():
    networkx = pytest.importorskip("networkx")
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    draw = np.random.default_rng(5)
    for _ in range(20):
        arcs = np.unique(draw.integers(0, 12, (60, 2)), axis=0)
        arcs = arcs[arcs[:, 0] != arcs[:, 1]]
        capacity = draw.integers(0, 30, len(arcs))
        ours = inc.max_flow(12, arcs[:, 0], arcs[:, 1], capacity, source=0, sink=11)
        theirs = maximum_flow(csr_array((capacity.astype(np.int32), arcs.T), shape=(12, 12)), 0, 11)
        graph = networkx.DiGraph()
        graph.add_nodes_from(range(12))
        graph.add_edges_from((a, b, {"capacity": c}) for (a, b), c in zip(arcs.tolist(), capacity.tolist(), strict=True))
        assert ours.value == theirs.flow_value == networkx.maximum_flow_value(graph, 0, 11)
        assert capacity[ours.cut].sum() == ours.value
        assert ours.source_side[0] and not ours.source_side[11]
    for arguments in ((2, [0], [2], [1.0], 0, 1), (2, [0], [1], [-1.0], 0, 1), (2, [0], [1], [1.0], 1, 1), (2, [0], [1], [], 0, 1)):
        with pytest.raises(inc.GraphError):
            inc.max_flow(*arguments)
