# SPDX-License-Identifier: Apache-2.0
"""Pictures: axes in and out, lines of targets, Chinese glyphs, nothing left changed."""

import os
import subprocess
import sys
import warnings

import matplotlib
import numpy as np
import pytest
from conftest import STOCKS
from matplotlib import font_manager, pyplot
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import incuflow as inc
from incuflow import _font, _output


def has_chinese_font():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _font.chinese_family() is not None


needs_font = pytest.mark.skipif(not has_chinese_font(), reason="no font with Chinese glyphs (fonts-noto-cjk)")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    pyplot.close("all")


@pytest.fixture
def ax():
    return Figure().add_subplot()


@pytest.fixture(scope="module")
def study_with_targets():
    pipeline = (
        inc.PipelineBuilder()
        .chain("incubation", "孵化器—毕业")
        .exit("closed", zh="注销吊销", en="closed")
        .transition("incubation.incubator->graduated", inc.per_year(0.13, low=0.08, high=0.15))
        .transition("*->closed", inc.per_year(0.05))
        .build()
    )
    moved, when = "incubation.incubator->graduated", {"since": "2023-01-01", "due": "2025-12-31"}
    return inc.make_study(
        pipeline,
        base_date="2022-12-31",
        end_date="2025-12-31",
        stocks={"incubation.incubator": 40, "incubation.graduated": 3},
        intakes=[inc.Intake("incubation.incubator", 12)],
        targets=[
            inc.Target("floor", "incubation.incubator", at_least=45, due="2025-12-31", zh="在孵不少于45家", en="45 tenants"),
            inc.Target("band", "incubation.graduated", between=(10, 30), due="2025-12-31", zh="毕业10—30家", en="10 to 30"),
            inc.Target("all", moved, at_least=20, accounting="cumulative", zh="累计毕业20家", en="20 graduates", **when),
            inc.Target("yearly", moved, at_least=6, accounting="yearly_flow", zh="每年6家", en="6 a year", **when),
        ],
        title="示例（数字均为假设）",
    )


@pytest.fixture(scope="module")
def small(study_with_targets):
    return study_with_targets.forecast(draws=50, seed=1)


def labels(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def dashed(ax):
    return [line.get_ydata()[0] for line in ax.get_lines() if line.get_linestyle() == "--" and len(line.get_ydata())]


def draw(ax):
    """Renders, with every warning an error: matplotlib warns of glyphs that its fonts do not have."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        FigureCanvasAgg(ax.figure).draw()


def test_axes_go_in_and_come_out(small, ax):
    assert small.plot.stocks(ax=ax, lang="en") is ax
    other = Figure().add_subplot()
    assert small.plot.counts(ax=other, lang="en") is other
    new = small.plot.stocks(lang="en")
    assert new.figure is pyplot.gcf()
    assert pyplot.get_fignums() == [1]
    small.plot.counts(lang="en")
    assert pyplot.get_fignums() == [1, 2]


def test_stocks_draw_the_numbers_of_the_table(small, ax):
    small.plot.stocks(["incubation.incubator", "closed"], ax=ax, lang="en")
    table = small.stocks()
    for line, (track, stage) in zip(ax.get_lines(), [("incubation", "incubator"), ("exit", "closed")], strict=False):
        rows = (table["track"] == track) & (table["stage"] == stage)
        np.testing.assert_array_equal(line.get_ydata(), table["expected"][rows])
        assert [str(date)[:10] for date in line.get_xdata()] == [str(date) for date in table["date"][rows]]
    assert len(ax.collections) == 2  # the intervals
    assert ax.get_ylabel() == "stock at period end, firms"
    assert [text.get_text() for text in ax.get_xticklabels()] == ["2022", "2023", "2024", "2025"]


def test_stock_targets_are_dashed_lines(small, ax):
    small.plot.stocks(ax=ax, lang="en")
    assert dashed(ax) == [45.0, 10.0, 30.0]
    assert labels(ax) == ["孵化器", "毕业", "45 tenants", "10 to 30"] or labels(ax)[2:] == ["45 tenants", "10 to 30"]
    other = Figure().add_subplot()
    small.plot.stocks(["incubation.graduated"], ax=other, lang="zh")
    assert dashed(other) == [10.0, 30.0]
    assert labels(other) == ["毕业", "毕业10—30家"]


def test_counts_draw_the_progress_and_the_promise(small, ax):
    small.plot.counts(ax=ax, lang="zh")
    total, *_ = ax.get_lines()
    rows = small.progress().where(target="all")
    np.testing.assert_array_equal(total.get_ydata(), [0.0] + [row["expected"] for row in rows])
    yearly = next(line for line in ax.get_lines() if line.get_label() == "每年6家")
    np.testing.assert_array_equal(yearly.get_ydata(), [row["expected"] for row in small.progress().where(target="yearly")])
    assert dashed(ax) == [20.0, 6.0]
    assert labels(ax) == ["累计毕业20家", "每年6家", "目标"]
    # Modelled targets have their interval at the due date.
    assert len(ax.containers) == 2
    other = Figure().add_subplot()
    small.plot.counts(["yearly"], ax=other, lang="en")
    assert labels(other) == ["6 a year", "target"]


def test_a_target_that_is_not_modelled_says_so(county, ax):
    county.forecast(draws=0).plot.counts(ax=ax, lang="zh")
    assert [label.rpartition("（")[2] for label in labels(ax)] == [
        "由目标倒推）",
        "需补充期初数）",
        "需补充期初数）",
        "目标",
    ]
    other = Figure().add_subplot()
    stocked = county.with_stock(STOCKS, rest=0).forecast(draws=0)
    stocked.plot.counts(ax=other, lang="en")
    assert [label.rpartition("(")[2] for label in labels(other)][0] == "by assumption)"
    assert not any("needs input" in label for label in labels(other))


def test_a_mean_outside_the_interval_is_drawn_too(study_with_targets, ax):
    # At a low level the interval of a skewed law need not hold its mean.
    narrow = study_with_targets.forecast(draws=50, seed=1, level=0.01)
    assert narrow.plot.counts(ax=ax, lang="en") is ax


def test_only_newcomers_are_named(county_mids, ax):
    county_mids.plot.stocks(ax=ax, lang="zh")
    assert ax.get_ylabel() == "期末存量（仅新增，家）"
    assert len(ax.get_lines()) == 5  # what is not computed is not drawn
    other = Figure().add_subplot()
    county_mids.plot.stocks(["ladder.tech_sme"], ax=other, lang="en")
    assert other.get_ylabel() == "stock at period end, newcomers only, firms"


def test_a_study_without_countable_targets(torch, ax):
    pipeline = torch.pipeline
    words = {"base_date": "2014-12-31", "end_date": "2016-12-31", "stocks": {"incubation.incubator": 10}}
    inc.make_study(pipeline, **words).forecast(draws=0).plot.counts(ax=ax, lang="en")
    assert [text.get_text() for text in ax.texts] == ["no target can be counted"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_names(small, ax, lang):
    with pytest.raises(inc.GraphError) as caught:
        small.plot.stocks(["incubation.incubater"], ax=ax, lang=lang)
    assert caught.value.code == "graph.unknown_node"
    assert caught.value.arguments["nearest"] == "incubation.incubator"
    with pytest.raises(inc.StudyError) as caught:
        small.plot.counts(["yearli"], ax=ax, lang=lang)
    assert caught.value.code == "study.unknown_target"
    assert caught.value.arguments["nearest"] == "yearly"
    with pytest.raises(inc.ParameterError):
        small.plot.stocks(lang="fr")


@needs_font
@pytest.mark.parametrize("name", ["stocks", "counts"])
def test_every_chinese_character_has_a_glyph(small, county_mids, torch_mids, name):
    for forecast in (small, county_mids, torch_mids):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            ax = getattr(forecast.plot, name)(ax=Figure().add_subplot(), lang="zh")
        draw(ax)
        family = _font.chinese_family()
        for text in [ax.title, ax.yaxis.label, *ax.get_legend().get_texts(), *ax.get_xticklabels(), *ax.get_yticklabels()]:
            assert text.get_fontfamily()[0] == family


@needs_font
def test_missing_glyphs_would_be_noticed(small):
    with matplotlib.rc_context({"font.family": ["DejaVu Sans"]}):
        ax = Figure().add_subplot()
        ax.set_title("孵化器")
        with pytest.raises(UserWarning, match="missing"):
            draw(ax)


@pytest.fixture
def fonts_of_now(monkeypatch):
    """What was found is forgotten, before the test and after it."""
    kept = (_font._found, _font.chinese_family)
    for found in kept:
        found.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    for found in kept:
        found.cache_clear()


def test_without_a_font_one_warning_names_the_package(fonts_of_now):
    fonts_of_now.setattr(font_manager.fontManager, "ttflist", [])
    fonts_of_now.setattr(font_manager, "findSystemFonts", list)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        for language in ("en", "zh", "zh", "en"):
            assert "font.family" not in _font.font_settings(language)
    [warning] = seen
    assert warning.category is inc.FontWarning
    expected = inc.Fault("text.no_chinese_font", {"package": "fonts-noto-cjk"})
    assert str(warning.message) == expected.message("zh")
    assert "fonts-noto-cjk" in expected.message("en")


def test_a_font_installed_since_is_found(fonts_of_now):
    fonts = font_manager.findSystemFonts()
    if not any("CJK" in path for path in fonts):
        pytest.skip("no font with Chinese glyphs (fonts-noto-cjk)")
    # matplotlib's list, made before the font was there.
    old = [font for font in font_manager.fontManager.ttflist if "DejaVu" in font.name]
    fonts_of_now.setattr(font_manager.fontManager, "ttflist", old)
    assert "CJK" in _font.chinese_family()


def test_settings_are_as_they_were(small):
    before = dict(matplotlib.rcParams)
    small.plot.stocks(lang="zh")
    small.plot.counts(lang="en")
    with pytest.raises(inc.GraphError):
        small.plot.stocks(["nothing"])
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("name", ["stocks", "counts"])
def test_files_are_png_of_one_size_and_equal_for_equal_runs(study_with_targets, name):
    def make():
        return _output.picture(getattr(study_with_targets.forecast(draws=5, seed=3).plot, name), "zh")

    one = make()
    assert one[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(one[16:20]), int.from_bytes(one[20:24])) == (8 * 140, 4.5 * 140)
    assert make() == one
    assert pyplot.get_fignums() == []


def test_without_a_display(tmp_path):
    program = (
        "import incuflow as inc\n"
        "ax = inc.load_preset('torch-2016-2020').forecast(draws=0).plot.stocks(lang='en')\n"
        "ax.figure.savefig('a.png')"
    )
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "MPLBACKEND")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    run = subprocess.run([sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "a.png").stat().st_size > 10_000
