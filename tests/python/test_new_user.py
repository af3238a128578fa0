# SPDX-License-Identifier: Apache-2.0
"""A stranger's walk along README: what it says to type is typed, from its own text; then one wrong input of each kind."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import incuflow as inc

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", "README.zh-CN.md"]


def page_text(page):
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page_text(page), re.S | re.M)


def commands(page):
    """The block of the command line."""
    [block] = [text for text in blocks(page, "sh") if text.startswith("incuflow ")]
    return block


def python_of(page):
    """What a reader types after >>>, one piece a prompt."""
    return [example.source for text in blocks(page, "python") for example in doctest.DocTestParser().get_examples(text)]


def new_target(page):
    [text] = [source.split('"""')[1] for source in python_of(page) if source.startswith('target = """')]
    return text


@pytest.fixture
def shell(tmp_path):
    """A new user's terminal in an empty folder, with the command on the path."""
    programs = tmp_path / "bin"
    programs.mkdir()
    command = programs / "incuflow"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m incuflow._cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    environment = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONUTF8": "1"}
    environment.pop("INCUFLOW_LANG", None)

    def run(script, code=0):
        done = subprocess.run(["sh", "-ec", script], cwd=home, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == code, (script, done.stdout[-2000:], done.stderr)
        assert "Traceback" not in done.stderr
        if code == 0:
            assert done.stderr == ""
        return done.stdout if code == 0 else done.stderr

    run.home = home
    return run


def test_the_first_words_of_the_installation_are_there():
    for page in PAGES:
        first, other = [text for text in blocks(page, "sh") if "incuflow" not in text.split("\n")[0]][:2]
        for line in first.splitlines():
            script = ROOT / line.removeprefix("bash ")
            assert os.access(script, os.X_OK), line
        [extra] = re.findall(r"'\.\[(\w+)\]'", other)
        assert f"\n{extra} = [" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_python_line_in_a_new_process(page, tmp_path):
    pytest.importorskip("matplotlib")
    pytest.importorskip("pandas")
    program = tmp_path / "typed.py"
    program.write_text("".join(python_of(page)), encoding="utf-8")
    done = subprocess.run([sys.executable, program], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    result = doctest.DocTestRunner(verbose=False)
    for number, text in enumerate(["\n".join(blocks(page, "python"))]):
        result.run(doctest.DocTestParser().get_doctest(text, {}, page, page, number))
    assert (result.failures, result.tries >= 29) == (0, True)


@pytest.mark.parametrize("page", PAGES)
def test_every_command(page, shell):
    pytest.importorskip("matplotlib")
    out = shell(commands(page))
    assert "torch-2016-2020" in out
    assert "17项量化目标：测算 1" in out
    assert "没有发现错误" in out
    files = {path.relative_to(shell.home).as_posix() for path in shell.home.rglob("*") if path.is_file()}
    assert {"mine.toml", "report.html", "results/attainment.csv", "results/stocks.png", "results/summary.txt"} <= files
    assert "<h2" in (shell.home / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_the_example_of_a_study_file(page, shell):
    [text] = blocks(page, "toml")
    (shell.home / "mine.toml").write_text(text, encoding="utf-8")
    assert "no faults found" in shell("incuflow check mine.toml --lang en")
    assert "1 quantified target: " in shell("incuflow forecast mine.toml --draws 20 --lang en")


def test_a_number_changed_and_a_target_added(shell):
    [show] = [line for line in commands(PAGES[0]).splitlines() if line.startswith("incuflow presets --show")]
    shell(show)
    mine = shell.home / "mine.toml"
    text = mine.read_text(encoding="utf-8")
    assert text.count("factor = 1.10") == 1
    mine.write_text(text.replace("factor = 1.10", "factor = 1.20") + new_target(PAGES[0]), encoding="utf-8")
    said = shell("incuflow forecast mine.toml --draws 0 --lang en --format csv")
    rows = {line.split(",")[2]: line for line in said.splitlines()}
    assert "48263.5" in rows["graduates"]
    assert "modelled" in rows["graduates_2018"]
    # The same number by its name, without a file.
    [row] = inc.load_preset("torch-2016-2020").with_overrides({"growth": 1.2}).forecast(draws=0).attainment().where(target="graduates")
    assert round(row["expected"]) == 48264
    said = shell("incuflow forecast torch-2016-2020 --set growth=1.2 --draws 0 --lang en --format csv")
    assert "48263.5" in said


# What is typed, and what the answer has to name. Code 1: a fault of the study or the run; 2: a wrong call.
WRONG = [
    ("incuflow forecast torch-2016-202", 1, ['"torch-2016-202"', 'did you mean "torch-2016-2020"?']),
    ("incuflow forecast mine.tml.toml", 1, ["mine.tml.toml: the file cannot be read: No such file or directory"]),
    ("incuflow forcast torch-2016-2020", 2, ["'forcast'", "forecast"]),
    ("incuflow forecast torch-2016-2020 --drws 10", 2, ["--drws", 'did you mean "--draws"?', "usage: incuflow forecast"]),
    ("incuflow forecast torch-2016-2020 --draws ten", 2, ["--draws", "'ten' is not a whole number"]),
    ("incuflow forecast torch-2016-2020 --draws -5", 1, ["draws is -5", "0 .. 10000000"]),
    ("incuflow forecast torch-2016-2020 --lang fr", 2, ["--lang", "'fr'", "'zh', 'en'"]),
    ("INCUFLOW_LANG=fr incuflow presets", 1, ["INCUFLOW_LANG", '"fr"', "zh, en"]),
    ("incuflow forecast torch-2016-2020 --set grwth=1.2", 1, ["with_overrides.grwth", 'did you mean "growth"?']),
    ("incuflow forecast torch-2016-2020 --set growth=much", 1, ["with_overrides.growth", '"much" is not a number']),
    ("incuflow forecast torch-2016-2020 --set growth", 2, ["write PATH=VALUE"]),
    (
        "incuflow forecast torch-2016-2020 --set end_date=2020-13-45",
        1,
        ["with_overrides.end_date", '"2020-13-45" is not a date; write YYYY-MM-DD'],
    ),
    ("incuflow forecast torch-2016-2020 --run-date 1.1.2026", 2, ["'1.1.2026' is not a date; write YYYY-MM-DD"]),
    ("incuflow forecast torch-2016-2020 --stock incubation.incubatr=5", 1, ['"incubatr"', 'did you mean "incubator"?']),
    ("incuflow forecast torch-2016-2020 --scenario fast", 1, ['"fast"', "this study has none"]),
    (": > taken; incuflow forecast torch-2016-2020 --out taken", 1, ["taken: ", "nothing was left behind"]),
    ("incuflow forecast torch-2016-2020 --out /proc/none/here", 1, ["/proc/none", "cannot be written", "nothing was left behind"]),
    ("incuflow forecast torch-2016-2020 --draws 0 --report no/such/report.html", 1, ["no/such/report.html: the file cannot be written"]),
    ("incuflow forecast torch-2016-2020 --report report.docx", 1, ['".docx"', ".html, .pdf"]),
    ("incuflow verify nothing", 1, ["nothing/run.json", "holds no run record"]),
]


@pytest.mark.parametrize(("typed", "code", "words"), WRONG, ids=[typed for typed, _, _ in WRONG])
def test_a_wrong_input_is_told(typed, code, words, shell):
    said = shell(typed if code == 2 or "INCUFLOW_LANG" in typed else f"{typed} --lang en", code)
    for word in words:
        assert word in said, said
    assert len([line for line in said.splitlines() if not line.startswith((" ", "usage"))]) == 1
    assert not list(shell.home.glob("report*"))


# A line of the README's study file, what is made of it, and what the answer has to name.
FAULTS = [
    ('ids = ["nursery"', 'idz = ["nursery"', ["mine.toml:9:1: track.incubation.idz", 'did you mean "ids"?']),
    ("value = { mid = 40", 'value = { mid = "many"', ["mine.toml:", "stock[0].value", '"many"']),
    ("base_date = 2022-12-31", "base_date = 2022-13-31", ["mine.toml:4:", "month"]),
    ("due = 2025-12-31", 'due = "31.12.2025"', ["mine.toml:", "target.graduates.due", '"31.12.2025"']),
    ("at_least = \"15家\"", "at_least = \"some\"", ["target.graduates.at_least", '"some" is not a number']),
    (
        'mid = 0.4, high = 0.6, kind = "assumed", reason = "hypothetical"',
        'mid = 0.4, high = 0.6, kind = "observed"',
        ["source", 'a number of kind "observed" needs a source'],
    ),
    (
        'kind = "assumed", reason = "hypothetical", fixed',
        'kind = "assumed", fixed',
        ["reason", 'a number of kind "assumed" needs a reason'],
    ),
    ("low = 20, mid = 30", "low = 40, mid = 30", ["intake[0].count_per_year.low", "are not in order"]),
    ('of = "incubation.incubator->', 'of = "incubation.incubatr->', ["target.graduates.of", 'did you mean "incubator"?']),
    ('into = "incubation.nursery"', 'into = "incubation.nurse"', ["intake[0].into", '"nurse"', 'did you mean "nursery"?']),
    ("count_per_year = { low", "count_per_yer = { low", ['did you mean "count_per_year"?']),
    ("[[transition]]", "[[transitoin]]", ['did you mean "transition"?']),
    ("[[target]]", "[target]]", ["mine.toml:", "this is not TOML"]),
]


@pytest.mark.parametrize(("right", "wrong", "words"), FAULTS, ids=[wrong for _, wrong, _ in FAULTS])
def test_a_fault_of_a_study_file_is_told_with_its_place(right, wrong, words, shell):
    [text] = blocks(PAGES[0], "toml")
    assert right in text
    (shell.home / "mine.toml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    said = shell("incuflow check mine.toml --lang en", 1)
    for word in words:
        assert word in said, said
    for line in said.splitlines():
        assert re.match(r"mine\.toml:\d+:\d+: ", line), line
    # And in the language a new process has.
    assert re.search(r"[一-鿿]", shell("incuflow check mine.toml", 1))


# The same in Python: what is called, the class of the error, and what it has to name.
CALLS = [
    ("inc.load_preset('torch-2016-202')", inc.StudyError, ['did you mean "torch-2016-2020"?']),
    ("inc.load_study('nowhere.toml')", inc.StudyError, ["nowhere.toml: the file cannot be read"]),
    ("study.with_overrides({'grwth': 1.2, 'target.gradates.at_least': 5, 'growth': 'much'})", inc.StudyError,
     ['did you mean "growth"?', 'did you mean "target.graduates.at_least"?', 'with_overrides.growth: "much" is not a number']),
    ("study.with_overrides({'end_date': '2020-13-45'})", inc.StudyError, ['with_overrides.end_date: "2020-13-45" is not a date']),
    ("study.with_scenario('fast')", inc.StudyError, ["this study has none"]),
    ("study.with_stock({'incubation.incubatr': 3})", inc.StudyError, ['did you mean "incubator"?']),
    ("study.forecast(draws=-1)", inc.ParameterError, ["option draws is -1"]),
    ("study.forecast(engine='cohort_markow')", inc.ParameterError, ['did you mean "cohort_markov"?']),
    ("fc.report('report.docx')", inc.OutputError, ['".docx"', ".html, .pdf"]),
    ("fc.report('/proc/none/report.html')", inc.OutputError, ["/proc/none/report.html: the file cannot be written"]),
    ("fc.attainment('fr')", inc.ParameterError, ['no language "fr"; allowed: zh, en']),
    ("inc.set_language('fr')", inc.ParameterError, ['no language "fr"; allowed: zh, en']),
    ("fc.attainment()['p_mett']", inc.DataError, ['did you mean "p_met"?']),
    ("fc.plot.stocks('incubation.incubatr')", inc.GraphError, ['"incubation.incubatr"', 'did you mean "incubation.incubator"?']),
    ("fc.plot.counts('gradates')", inc.StudyError, ['"gradates"', 'did you mean "graduates"?']),
    ("inc.per_year('often')", inc.ParameterError, ['"often" is not a number']),
    ("inc.per_year(-1)", inc.ParameterError, ["-1 is not allowed for per_year; allowed: ≥ 0"]),
    ("inc.per_year(0.3, kind='observed')", inc.ParameterError, ['a number of kind "observed" needs a source']),
    ("inc.per_year(0.3, kind='guess')", inc.ParameterError, ['kind is "guess"; allowed: observed, borrowed']),
    ("inc.Target('t', 'incubation.incubator', at_least=5, due='31/12/2020')", inc.ParameterError, ['"31/12/2020" is not a date']),
    ("inc.verify('nowhere')", inc.OutputError, ["holds no run record"]),
]


@pytest.mark.parametrize(("call", "kind", "words"), CALLS, ids=[call for call, _, _ in CALLS])
def test_a_wrong_call_is_told(call, kind, words, torch, torch_mids):
    if "plot" in call:
        pytest.importorskip("matplotlib")
    with pytest.raises(kind) as caught:
        eval(call, {"inc": inc, "study": torch, "fc": torch_mids})
    said = caught.value.message("en")
    for word in words:
        assert word in said, said
    assert re.search(r"[一-鿿]", caught.value.message("zh"))
