# SPDX-License-Identifier: Apache-2.0
"""Plots: axes in and out, what stands in them, both languages without missing glyphs, and how they look."""

import builtins
import io
import warnings
from pathlib import Path

import numpy as np
import pytest

import incuflow as inc
from incuflow import _font

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

IMAGES = Path(__file__).resolve().parents[1] / "golden" / "images"
HAS_FONT = any(font.name in _font.FAMILIES[:2] for font in matplotlib.font_manager.fontManager.ttflist)
needs_font = pytest.mark.skipif(not HAS_FONT, reason="Noto Sans CJK SC or Source Han Sans SC is not installed")


@pytest.fixture(autouse=True)
def close():
    yield
    pyplot.close("all")


@pytest.fixture(scope="module")
def torch():
    return inc.load_preset("torch-2016-2020").forecast(draws=60, seed=7)


@pytest.fixture(scope="module")
def county():
    return inc.load_preset("dabancheng-2023-2025").forecast(draws=60, seed=7)


@pytest.fixture(scope="module")
def stocked():
    study = inc.load_preset("dabancheng-2023-2025").with_stock({"ladder.outside": 300, "ladder.tech_sme": 20}, rest=0)
    return study.forecast(draws=60, seed=7)


HAZARD = inc.Weibull(shape=1.3, scale=inc.years(1.8, low=1.2, high=2.5, reason="假设 hypothetical"))


def clear():
    _font._found.cache_clear()
    _font.chinese_family.cache_clear()


def every(torch, county, stocked):
    return {
        "stocks": torch.plot.stocks,
        "counts": stocked.plot.counts,
        "fan": lambda **words: county.plot.fan("incubation.incubator", **words),
        "sankey": county.plot.sankey,
        "ladder": lambda **words: stocked.plot.sankey("ladder", **words),
        "targets": stocked.plot.targets,
        "tornado": lambda **words: stocked.plot.tornado("hnte", **words),
        "survival": lambda **words: inc.plot_survival(HAZARD, **words),
        "capacity": lambda **words: torch.study.capacity_bounds("incubation.graduated", {"incubation.incubator": 90_000}).plot(**words),
    }


def test_axes_go_in_and_come_out(torch, county, stocked):
    for name, draw in every(torch, county, stocked).items():
        ax = Figure().add_subplot()
        assert draw(ax=ax, lang="en") is ax, name
        assert pyplot.get_fignums() == []
        new = draw(lang="en")
        assert pyplot.get_fignums() == [new.figure.number]
        pyplot.close("all")


@needs_font
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_glyph_is_missing(torch, county, stocked, language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of each glyph it does not find
        for draw in every(torch, county, stocked).values():
            draw(lang=language).figure.savefig(io.BytesIO(), format="png", dpi=40)
            # Axes of the reader's own have texts that were made with other fonts.
            figure = Figure()
            draw(ax=figure.add_subplot(), lang=language)
            figure.savefig(io.BytesIO(), format="png", dpi=40)


def test_settings_of_the_reader_stay(torch):
    before = dict(matplotlib.rcParams)
    torch.plot.fan("incubation.incubator", lang="zh")
    assert dict(matplotlib.rcParams) == before


def test_without_a_font_one_warning_names_the_package(torch, monkeypatch):
    from matplotlib import font_manager

    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    clear()
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            _font.font_settings("zh")
            _font.font_settings("zh")
        [warning] = [w for w in caught if issubclass(w.category, inc.FontWarning)]
        assert str(warning.message) == inc.Fault("text.no_chinese_font", {"package": "fonts-noto-cjk"}).message("zh")
    finally:
        clear()


def test_without_matplotlib_it_is_named(torch, monkeypatch):
    def refuse(name, *rest):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr("importlib.import_module", refuse)
    with pytest.raises(ImportError, match=r"needs the package matplotlib: pip install incuflow\[plot\]"):
        torch.plot.stocks()
    assert builtins.__import__ is not refuse


def bands(ax):
    """For each filled band: its values at every date, lower and upper."""
    found = []
    for patch in ax.collections:
        points = patch.get_paths()[0].vertices
        found.append([(points[points[:, 0] == x, 1].min(), points[points[:, 0] == x, 1].max()) for x in np.unique(points[:, 0])])
    return found


def test_the_fan_is_made_of_quantiles(county):
    ax = county.plot.fan("incubation.incubator", lang="en")
    wide, middle, narrow = bands(ax)
    for band, share in ((wide, 0.9), (middle, 0.8), (narrow, 0.5)):
        tail = (1 - share) / 2
        values = county.stock_quantiles("incubation.incubator", [tail, 1 - tail])["value"].reshape(-1, 2)
        assert band == [tuple(pair) for pair in values.tolist()]
    [median] = ax.lines
    assert median.get_ydata().tolist() == county.stock_quantiles("incubation.incubator", [0.5])["value"].tolist()
    assert [text.get_text() for text in ax.get_legend().get_texts()][:3] == ["central 90%", "central 80%", "central 50%"]
    assert ax.get_ylabel() == "stock at period end, newcomers only, firms"


def test_the_fan_says_where_nothing_is_computed(county):
    ax = county.plot.fan("incubation.park", lang="en")
    assert "not computed" in [text.get_text() for text in ax.texts]


def test_the_fan_shows_a_stock_target():
    pipeline = inc.PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc.per_year(0.3)).build()
    study = inc.make_study(
        pipeline, base_date="2020-12-31", end_date="2022-12-31", stocks={"t.a": 20},
        targets=[inc.Target("goal", "t.b", at_least=8, due="2022-12-31", en="eight at b")],
    )
    ax = study.forecast(draws=0).plot.fan("t.b", lang="en")
    [line] = [line for line in ax.lines if line.get_label() == "eight at b"]
    assert set(line.get_ydata()) == {8} and line.get_linestyle() == "--"


def test_the_sankey_keeps_the_flows(torch, county):
    from matplotlib.patches import PathPatch, Rectangle

    ax = torch.plot.sankey(lang="en")
    totals = torch.flow_array.mean(axis=0).sum(axis=0)
    labels = {text.get_text().split("\n")[0]: text.get_text().split("\n")[-1] for text in ax.texts}
    at = dict(zip(torch.transition_axis, totals, strict=True))
    assert labels["graduated"] == f"{at['incubation.incubator->graduated']:,.0f}"
    assert labels["intake"] == f"{at['+incubation.incubator']:,.0f}"
    # Heights are to scale: graduates over intake.
    bars = {t.get_text().split("\n")[0]: p for t, p in zip(ax.texts, [p for p in ax.patches if isinstance(p, Rectangle)], strict=True)}
    ratio = bars["graduated"].get_height() / bars["intake"].get_height()
    assert ratio == pytest.approx(at["incubation.incubator->graduated"] / at["+incubation.incubator"], rel=1e-9)
    # What is not computed is dashed, and only that.
    ax = county.plot.sankey(lang="en")
    dashed = [p for p in ax.patches if isinstance(p, PathPatch) and p.get_linestyle() == "--"]
    names = county.transition_axis
    unknown = [n for n, v in zip(names, county.flow_array[0].sum(axis=0), strict=True) if v != v and not n.startswith("ladder")]
    assert len(dashed) == len(unknown) == 4


def test_the_tornado_spans_what_each_number_moves(stocked):
    ax = stocked.plot.tornado("hnte", lang="en")
    rows = [row for row in stocked.assumptions("en").rows() if row["target"] == "hnte" and row["influence"] > 0]
    rows.sort(key=lambda row: -row["influence"])
    spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    assert len(spans) == 2 * len(rows)
    for at, row in enumerate(rows):
        ends = {round(end, 9) for span in spans[2 * at : 2 * at + 2] for end in span}
        assert {round(row["expected_low"], 9), round(row["expected_high"], 9)} <= ends
    assert ax.get_yticklabels()[0].get_text() == "not in the library→high and new technology en…"
    promise = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert [line.get_xdata()[0] for line in promise] == [10]
    assert len(stocked.plot.tornado("hnte", 3, lang="en").patches) == 6


def test_target_bars_have_the_chance_or_the_status(stocked):
    ax = stocked.plot.targets(lang="en")
    texts = [text.get_text() for text in ax.texts]
    rows = stocked.attainment("en").rows()
    assert len(texts) == len(rows)
    for text, row in zip(texts, rows, strict=True):
        if row["status"] == "modelled":
            assert text.startswith(f"{row['p_met']:.2f} ± ")
        else:
            assert text in ("not modelled", "ambiguous", "not quantified", "by assumption")
    widths = [patch.get_width() for patch in ax.patches]
    assert [w for w in widths if w != 1.0] == [row["p_met"] for row in rows if row["status"] == "modelled"]


def test_survival_has_a_band_from_low_to_high():
    ax = inc.plot_survival(HAZARD, until=4.0, lang="en")
    line = ax.lines[0]
    years = np.asarray(line.get_xdata())
    np.testing.assert_allclose(line.get_ydata(), np.exp(-((years / 1.8) ** 1.3)), rtol=1e-9)
    [band] = bands(ax)
    low = [np.exp(-((t / 1.2) ** 1.3)) for t in years]
    high = [np.exp(-((t / 2.5) ** 1.3)) for t in years]
    np.testing.assert_allclose(band, list(zip(low, high, strict=True)), rtol=1e-9)
    told = [text.get_text() for text in ax.get_legend().get_texts()]
    assert "scale = 1.80 [1.20, 2.50] · assumed · 假设 hypothetical" in told
    # Rates, chances and pieces are hazards too; without a range there is no band.
    assert len(inc.plot_survival(inc.per_year(0.2), lang="en").collections) == 0
    pieces = inc.PiecewiseConstant([0, 1], [inc.per_year(0.1, low=0.05, high=0.2), inc.per_year(0.3, low=0.2, high=0.4)])
    [band] = bands(inc.plot_survival(pieces, until=2.0, lang="en"))
    assert band[-1] == pytest.approx((np.exp(-0.6), np.exp(-0.25)))
    with pytest.raises(inc.ParameterError):
        inc.plot_survival(inc.unknown("nobody counted"))


def test_wrong_names_are_told_with_the_nearest(torch):
    with pytest.raises(inc.GraphError) as place:
        torch.plot.fan("incubation.incubater")
    assert place.value.arguments["nearest"] == "incubation.incubator"
    with pytest.raises(inc.ParameterError) as share:
        torch.plot.fan("incubation.incubator", shares=(0.5, 1.0))
    assert share.value.arguments["option"] == "shares"
    with pytest.raises(inc.GraphError) as track:
        torch.plot.sankey("incubaton")
    assert track.value.code == "model.unknown_track" and track.value.arguments["nearest"] == "incubation"
    with pytest.raises(inc.StudyError) as target:
        torch.plot.tornado("graduate")
    assert target.value.arguments["nearest"] == "graduates"


def test_a_dollar_sign_is_no_formula():
    pipeline = inc.PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc.per_year(0.3)).build()
    study = inc.make_study(
        pipeline, base_date="2020-12-31", end_date="2021-12-31", stocks={"t.a": 20}, title="$x_1$ and $100",
        targets=[inc.Target("goal", "t.b", at_least=8, due="2021-12-31", en="$\\frac{")],
    )
    forecast = study.forecast(draws=0)
    for draw in (forecast.plot.stocks, forecast.plot.targets, forecast.plot.sankey):
        figure = Figure()
        draw(ax=figure.add_subplot(), lang="en")
        figure.savefig(io.BytesIO(), format="png", dpi=40)


def grey(figure):
    """A picture as 60 × 30 shades of grey: small changes of fonts and edges disappear, those of content do not."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=50)
    return shrunk(buffer)


def shrunk(source):
    image = pytest.importorskip("PIL.Image")
    return np.asarray(image.open(source).convert("L").resize((60, 30), image.Resampling.BOX), dtype=float)


@needs_font
@pytest.mark.parametrize("name", ["stocks", "counts", "fan", "sankey", "ladder", "targets", "tornado", "survival", "capacity"])
def test_pictures_look_as_they_did(torch, county, stocked, name):
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    every(torch, county, stocked)[name](ax=figure.add_subplot(), lang="zh")
    difference = np.abs(grey(figure) - shrunk(IMAGES / f"{name}.png"))
    assert difference.mean() < 3.0 and np.quantile(difference, 0.99) < 45.0


@needs_font
def test_the_comparison_can_tell_pictures_apart():
    for one, other in (("stocks", "fan"), ("sankey", "ladder"), ("tornado", "targets")):
        difference = np.abs(shrunk(IMAGES / f"{one}.png") - shrunk(IMAGES / f"{other}.png"))
        assert difference.mean() > 6.0
