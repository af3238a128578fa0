# SPDX-License-Identifier: Apache-2.0
"""Lessons are notebooks without outputs that run without a warning and say what their text says."""

import json
import re
import time
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "lessons"
LESSONS = ["policy-to-targets", "plan-and-outcome"]
TWINS = {"en": ".ipynb", "zh": ".zh-CN.ipynb"}
NAMES = [lesson + ending for lesson in LESSONS for ending in TWINS.values()]
LAST = {"en": "## What this does not show", "zh": "## 本页不能说明什么"}
# What the outputs of both twins hold; the figures are those of README.md and of the tests of the presets.
VALUES = {
    "policy-to-targets": ["'needs_input'", "0.319", "'needed_50': 16.0", "'needed_80': 64.0", "99.1 | 25.0 | 213.0 | 0.99", "True"],
    "plan-and-outcome": ["'expected': 42905", "'p_met': 0.1797", "0.1028", "1.2204", "30743.0 | 59180.0", "0.95: 137825.0",
                         "1.10 | 105112 | 40909", "1.25 | 136026 | 52660"],
}  # fmt: skip


def read(name):
    return nbformat.read(FOLDER / name, as_version=4)


@pytest.fixture(scope="module", params=NAMES)
def lesson(request):
    """The name of a lesson, its notebook executed, and the seconds that took."""
    notebook = read(request.param)
    begin = time.monotonic()
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", extra_arguments=["--log-level=40"]).execute()
    return request.param, notebook, time.monotonic() - begin


def outputs(notebook, kind=None):
    return [one for cell in notebook.cells if cell.cell_type == "code" for one in cell.outputs if kind in (None, one.output_type)]


def language(name):
    return "zh" if name.endswith(TWINS["zh"]) else "en"


def test_every_lesson_is_listed():
    assert sorted(p.name for p in FOLDER.glob("*.ipynb")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_is_stored_without_outputs(name):
    notebook = read(name)
    nbformat.validate(notebook)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
    assert set(json.loads(text)["metadata"]) == {"kernelspec", "language_info"}


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_ends_with_what_it_does_not_show(name):
    cells = read(name).cells
    assert cells[0].source.startswith("# ")
    assert cells[-1].source.startswith(LAST[language(name)])


@pytest.mark.parametrize("lesson_name", LESSONS)
def test_twins_have_the_same_code(lesson_name):
    english, chinese = (
        [(cell.cell_type, cell.source if cell.cell_type == "code" else None) for cell in read(lesson_name + ending).cells]
        for ending in TWINS.values()
    )
    assert [(kind, text and text.replace('set_language("en")', 'set_language("zh")')) for kind, text in english] == chinese


def test_a_lesson_runs_in_less_than_a_minute_without_errors_and_warnings(lesson):
    name, notebook, seconds = lesson
    assert seconds < 60
    assert outputs(notebook, "error") == []
    assert [one.text for one in outputs(notebook, "stream") if one.name == "stderr"] == []


def test_a_lesson_shows_what_it_talks_of(lesson):
    name, notebook, _ = lesson
    shown = "\n".join(one.text for one in outputs(notebook, "stream"))
    shown += "\n".join(one.data.get("text/plain", "") for one in outputs(notebook) if "data" in one)
    for value in VALUES[name.split(".")[0]]:
        assert value in shown, value


def test_studies_and_tables_show_themselves(lesson):
    name, notebook, _ = lesson
    pages = [one.data["text/html"] for one in outputs(notebook, "execute_result") if "text/html" in one.data]
    assert len(pages) == 2
    assert "<svg" in pages[0]
    assert all("<table class='incuflow-table'>" in page for page in pages)
    word = {"en": "Dabancheng|incubator tenants|National incubators", "zh": "达坂城|“十三五”"}[language(name)]
    assert re.search(word, pages[0])


def test_every_picture_is_shown(lesson):
    """A notebook shows each figure, not only its first."""
    name, notebook, _ = lesson
    drawing = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.rstrip().endswith(";")]
    assert len(drawing) == {"policy-to-targets": 1, "plan-and-outcome": 3}[name.split(".")[0]]
    for cell in drawing:
        assert ["image/png" in one.data for one in cell.outputs] == [True], cell.source


def test_figures_in_the_text_are_shown(lesson):
    """A figure of five digits or three decimals in a sentence stands in an output or in the code."""
    name, notebook, _ = lesson
    shown = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for one in outputs(notebook):
        shown += one.text if one.output_type == "stream" else "\n".join(text for kind, text in one.data.items() if kind.startswith("text/"))
    shown = shown.replace(",", "").replace("_", "")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for figure in re.findall(r"\d{1,3}(?:,\d{3})+|\.\d{3,}", cell.source):
                assert figure.replace(",", "") in shown, figure
