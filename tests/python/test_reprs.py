# SPDX-License-Identifier: Apache-2.0
"""What a notebook shows: short fixed texts; pictures and tables without a plotting library, in both languages and themes."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

import incuflow as inc

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>&"\'$x_1$'


@pytest.fixture(autouse=True)
def language():
    before = inc.get_language()
    yield
    inc.set_language(before)


@pytest.fixture(scope="module")
def study():
    return inc.load_preset("dabancheng-2023-2025")


@pytest.fixture(scope="module")
def forecast(study):
    return study.with_stock({"ladder.outside": 300, "ladder.tech_sme": 20}, rest=0).forecast(draws=20, seed=7)


def shown(study, forecast):
    return {
        "pipeline": study.pipeline._repr_html_(),
        "study": study._repr_html_(),
        "forecast": forecast._repr_html_(),
        "attainment": forecast.attainment()._repr_html_(),
        "stocks": forecast.stocks()._repr_html_(),
    }


class Tags(HTMLParser):
    """Fails on a tag that is not closed, and keeps what was there."""

    EMPTY = {"meta", "br", "img", "rect", "line", "path"}

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.words = [], [], []
        self.feed(text)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.seen.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            assert self.open.pop() == tag

    def handle_data(self, text):
        self.words.append(text)


def test_text_reprs_are_short_and_fixed(study, forecast):
    assert repr(study.pipeline) == "<incuflow.Pipeline: incubation (8 stages), ladder (5 stages); 20 transitions>"
    assert repr(forecast) == "<incuflow.Forecast of dabancheng-2023-2025: 20 draws, seed 7, cohort_markov>"
    assert repr(forecast.stocks()) == "<incuflow.Table stocks: 68 rows × 12 columns>"
    for value in (study, forecast, study.pipeline, forecast.attainment()):
        for word in ("zh", "en"):
            inc.set_language(word)
            assert repr(value) == str(value) and len(repr(value)) < 200 and "\n" not in repr(value)


def test_every_view_is_whole_and_has_picture_and_table(study, forecast):
    for name, text in shown(study, forecast).items():
        tags = Tags(text)
        assert "table" in tags.seen, name
        assert ("svg" in tags.seen) == (name != "stocks"), name
        assert "script" not in tags.seen
        for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
            ElementTree.fromstring(svg)


def test_views_speak_the_language_that_is_set(study, forecast):
    inc.set_language("zh")
    chinese = shown(study, forecast)
    inc.set_language("en")
    english = shown(study, forecast)
    assert "科技企业孵化器" in chinese["pipeline"] and "incubator" in english["pipeline"]
    assert "按期完成概率" in chinese["forecast"] and "chance" in english["forecast"]
    assert "本地实测 0" in chinese["study"] and "observed here 0" in english["study"]
    assert "未建模" in chinese["attainment"] and "not modelled" in english["attainment"]
    assert "种子 7" in chinese["forecast"] and "seed 7" in english["forecast"]
    # The English pictures and headings have no Chinese in them; units of the data are theirs.
    assert not re.search("[一-龥]", re.sub(r"font-family:[^;}]*", "", english["pipeline"]))


def test_bars_are_as_long_as_the_chances(forecast):
    inc.set_language("en")
    text = forecast.attainment()._repr_html_()
    chances = [row["p_met"] for row in forecast.attainment().rows() if row["status"] == "modelled"]
    bars = [float(width) for width in re.findall(r'class="bar"[^>]* width="([\d.]+)"', text)]
    assert len(bars) == len(chances) == 2
    assert bars == pytest.approx([250 * p for p in chances], abs=0.06)


def test_no_view_fixes_a_colour_of_its_own(study, forecast):
    for text in shown(study, forecast).values():
        assert "prefers-color-scheme:dark" in text
        for variable in ("--jp-content-font-color1", "--jp-layout-color1", "--jp-border-color1"):
            assert variable in text
        # Inline styles only lay out; a colour there would be wrong in one of the themes.
        for style in re.findall(r'style="([^"]*)"', text):
            assert "color" not in style and "#" not in style, style
        assert 'fill="' not in text and 'stroke="' not in text


def test_views_need_no_plotting_library():
    code = (
        "import sys, incuflow as inc; s = inc.load_preset('torch-2016-2020'); f = s.forecast(0);"
        "[x._repr_html_() for x in (s, s.pipeline, f, f.attainment())];"
        "assert not {'matplotlib', 'pandas'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def hostile_study():
    pipeline = (
        inc.PipelineBuilder()
        .chain("t", "a—b", zh=HOSTILE, en=HOSTILE)
        .stage("t.b", zh=HOSTILE, en=HOSTILE)
        .exit("closed", zh=HOSTILE, en=HOSTILE)
        .transition("t.a->b", inc.per_year(0.3, low=0.1, high=0.5, reason=HOSTILE))
        .transition("*->closed", inc.per_year(0.1, reason=HOSTILE))
        .build()
    )
    return inc.make_study(
        pipeline,
        id="hostile",
        title=HOSTILE,
        base_date="2020-12-31",
        end_date="2022-12-31",
        stocks={"t.a": 20},
        intakes=[inc.Intake("t.a", 5)],
        targets=[
            inc.Target(
                "goal", "t.b", at_least=8, accounting="cumulative", since="2021-01-01", due="2022-12-31", counts="firms",
                zh=HOSTILE, en=HOSTILE, clause=HOSTILE,
            )
        ],
    )


def test_what_a_study_says_is_text_and_never_markup():
    study = hostile_study()
    forecast = study.forecast(draws=3)
    for text in shown(study, forecast).values():
        tags = Tags(text)
        assert "script" not in tags.seen and "img" not in tags.seen
    assert "alert(1)" in "".join(Tags(study._repr_html_()).words)


def test_a_pipeline_saves_its_picture(study, tmp_path):
    for name, start in (("p.svg", "<svg"), ("p.dot", "digraph"), ("p.mmd", "flowchart")):
        study.pipeline.save(tmp_path / name, "en")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    ElementTree.fromstring((tmp_path / "p.svg").read_text(encoding="utf-8"))
    with pytest.raises(inc.OutputError) as error:
        study.pipeline.save(tmp_path / "p.png")
    assert error.value.code == "io.picture_ending" and error.value.arguments["given"] == ".png"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.dot", "p.mmd", "p.svg"]
