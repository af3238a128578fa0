# SPDX-License-Identifier: Apache-2.0
"""The command: every option, help as committed, exit codes, UTF-8 whatever the locale.

Run as a program it writes the help texts under tests/golden anew.
"""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PRESETS, SMALL, STOCKS

import incuflow as inc
from incuflow import _cli

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
COMMANDS = ["", "forecast", "compare", "verify", "check", "presets", "schema"]
FILES = [
    "summary.txt",
    "attainment.csv",
    "attainment.json",
    "yearly.csv",
    "stocks.csv",
    "flows.csv",
    "assumptions.csv",
    "graph.svg",
    "study.toml",
    "report.html",
    "stocks.png",
    "counts.png",
]


def call(*arguments, **environment):
    """Runs the command in a process of its own; bytes in and out."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "INCUFLOW", "PYTHON"))}
    command = [sys.executable, "-m", "incuflow._cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=clean | {"COLUMNS": "100"} | environment, timeout=120)


def said(*arguments, code=0, **environment):
    """What it prints, as text; the exit code must be this one and the other stream empty."""
    run = call(*arguments, **environment)
    assert run.returncode == code, run.stderr.decode()
    quiet, spoken = (run.stderr, run.stdout) if code == 0 else (run.stdout, run.stderr)
    assert quiet == b""
    return spoken.decode("utf-8")


def help_of(command):
    return said(*command.split(), "--help").replace("_cli.py", "incuflow")


def golden(command):
    return GOLDEN / f"help_{command or 'incuflow'}.txt"


@pytest.fixture
def small_file(tmp_path):
    path = tmp_path / "小.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the layout of help differs a little between Python versions")
@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_as_committed(command):
    assert help_of(command) == golden(command).read_text(encoding="utf-8"), "run: python tests/python/test_cli.py"


def test_help_teaches():
    text = help_of("")
    for command in COMMANDS:
        assert command in text
    for line in text.splitlines():
        if line.startswith("  incuflow "):
            assert line.split()[1] in COMMANDS
    for word in ["--draws", "--seed", "--stock", "--rest", "--out", "--lang"]:
        assert word in help_of("forecast")


def test_version():
    assert said("--version") == f"incuflow {inc.__version__}\n"


def test_the_installed_command_is_the_same():
    command = Path(sys.executable).with_name("incuflow")
    if not command.exists():
        pytest.skip("the package is not installed with its scripts")
    run = subprocess.run([command, "presets", "--ids"], capture_output=True, text=True)
    assert (run.returncode, run.stdout.split()) == (0, PRESETS)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["forcast"],
        ["forecast"],
        ["forecast", PRESETS[0], "--draws", "many"],
        ["forecast", PRESETS[0], "--draws", "1.5"],
        ["forecast", PRESETS[0], "--lang", "fr"],
        ["forecast", PRESETS[0], "--format", "xml"],
        ["forecast", PRESETS[0], "--table", "graph"],
        ["forecast", PRESETS[0], "--stock", "ladder.outside"],
        ["forecast", PRESETS[0], "--stock", "ladder.outside=many"],
        ["forecast", PRESETS[0], "--stock", "=3"],
        ["forecast", PRESETS[0], "--rest", "none"],
        ["forecast", PRESETS[0], "--run-date", "2025-13-01"],
        ["check"],
        ["schema", "more"],
    ],
)
def test_a_wrong_call_is_code_2(arguments):
    text = said(*arguments, code=2)
    assert text.startswith("usage: ")
    assert "error: " in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["forecast", "torch-2016-2021"], 'did you mean "torch-2016-2020"'),
        (["check", "torch-2016-2021"], 'did you mean "torch-2016-2020"'),
        (["presets", "--show", "torch-2016-2021"], 'did you mean "torch-2016-2020"'),
        (["forecast", "nowhere/a.toml"], "nowhere/a.toml: "),
        (["check", "a.toml"], "a.toml: "),
        (["forecast", PRESETS[0], "--draws", "-1"], "draws"),
        (["forecast", PRESETS[0], "--draws", str(10**30)], "draws"),
        (["forecast", PRESETS[0], "--seed", "-1"], "seed"),
        (["forecast", PRESETS[0], "--threads", "-1"], "threads"),
        (["forecast", PRESETS[0], "--level", "1.5"], "level"),
        (["forecast", PRESETS[0], "--level", "nan"], "level"),
        (["forecast", PRESETS[0], "--stock", "ladder.outsid=3"], 'did you mean "outside"'),
        (["forecast", PRESETS[0], "--stock", "ladder.outside=-3"], "-3"),
        (["forecast", PRESETS[0], "--rest", "5"], "rest"),
    ],
)
def test_faults_are_code_1_in_both_languages(arguments, words):
    english = said(*arguments, "--lang", "en", code=1)
    assert words in english
    assert "Traceback" not in english
    chinese = said(*arguments, "--lang", "zh", code=1)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)


def test_an_unknown_language_of_the_environment_is_a_fault():
    assert 'there is no language "fr"' in said("presets", code=1, INCUFLOW_LANG="fr")
    assert "没有发现错误" in said("check", PRESETS[1])
    assert "no faults found" in said("check", PRESETS[1], INCUFLOW_LANG="en")
    assert "没有发现错误" in said("check", PRESETS[1], "--lang", "zh", INCUFLOW_LANG="en")


def test_presets():
    assert said("presets", "--ids").split() == PRESETS
    text = said("presets", "--lang", "en")
    for name in PRESETS:
        study = inc.load_preset(name)
        assert f"{name}\n  {study.title('en')}\n  {study.kinds_line('en')}\n" in text
        assert said("presets", "--show", name) == inc.preset_text(name)


def test_a_shown_preset_is_a_study_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(call("presets", "--show", PRESETS[1]).stdout)
    assert inc.load_study(path) == inc.load_preset(PRESETS[1])
    assert "no faults found" in said("check", path, "--lang", "en")


def test_check_prints_every_fault(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(SMALL.replace("per_year", "per_yaer", 1).replace("accounting", "acounting", 1), encoding="utf-8")
    lines = said("check", path, "--lang", "en", code=1).splitlines()
    with pytest.raises(inc.StudyError) as caught:
        inc.load_study(path)
    assert lines == [fault.message("en") for fault in caught.value.faults]
    assert all(line.startswith(f"{path}:") for line in lines)
    assert lines == said("check", path, "--lang", "en", code=1, LC_ALL="C").splitlines()


def test_schema():
    assert said("schema") == inc.study_schema()
    assert said("schema", "--table", "--lang", "en") == inc.attribute_table("en")
    assert said("schema", "--table") == inc.attribute_table("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_forecast_on_the_terminal(lang):
    text = said("forecast", PRESETS[0], "--draws", "20", "--seed", "7", "--lang", lang, "--run-date", "2026-05-01")
    forecast = inc.load_preset(PRESETS[0]).forecast(20, seed=7)
    study = forecast.study
    lines = text.splitlines()
    retrospective = {"zh": "回溯测算（以基准日信息为准），不代表实际完成情况", "en": "A look back: made with what was known"}
    assert lines[0] == study.title(lang)
    assert lines[1].startswith(retrospective[lang])
    assert lines[2:4] == [forecast.headline(lang), study.kinds_line(lang)]
    for line in study.gaps(lang) + study.consistency(lang) + study.notes(lang):
        assert f"- {line}" in lines
    assert lines[-1].endswith(f"incuflow {inc.__version__}")
    assert "cohort_markov" in lines[-1]
    earlier = said("forecast", PRESETS[0], "--draws", "20", "--seed", "7", "--lang", lang, "--run-date", "2023-05-01")
    assert retrospective[lang] not in earlier
    assert earlier.replace("\n", "") in text.replace(lines[1], "", 1).replace("\n", "")


def test_columns_on_the_terminal_stand_under_each_other():
    from incuflow._terminal import table_text, width

    table = inc.load_preset(PRESETS[0]).forecast(draws=0).attainment("zh")
    heading, rule, *lines = table_text(table, ["text", "status", "expected"], "zh").splitlines()
    assert width("孵化器a") == 7
    starts = [at for at in range(1, len(rule)) if rule[at] == "-" and rule[at - 1] == " "]
    assert len(starts) == 2
    for line in [heading, *lines]:
        for start in starts:
            at, columns = 0, 0
            while columns < start and at < len(line):
                columns += width(line[at])
                at += 1
            assert columns <= start, line  # no character straddles the gap
    assert any(line.rstrip().endswith("…") or "…" in line for line in table_text(table, ["text"], "zh", most=9).splitlines())


@pytest.mark.parametrize("table", ["attainment", "stocks", "flows", "progress", "assumptions"])
def test_forecast_as_csv_and_json(table):
    forecast = inc.load_preset(PRESETS[1]).forecast(draws=10, seed=3)
    options = ["forecast", PRESETS[1], "--draws", "10", "--seed", "3", "--lang", "en", "--table", table]
    make = getattr(forecast, table)
    expected = make("en") if table in ("attainment", "assumptions") else make()
    text = said(*options, "--format", "csv")
    assert text == expected.to_csv(excel=True)
    assert text.startswith("\ufeff")
    assert next(csv.reader(io.StringIO(text[1:]))) == expected.columns
    assert json.loads(said(*options, "--format", "json")) == json.loads(expected.to_json())
    shown = said(*options)
    assert len(shown.splitlines()) == len(expected) + 2
    assert "cohort_markov" not in shown


def test_attainment_is_the_usual_table():
    options = ["forecast", PRESETS[1], "--draws", "0"]
    assert said(*options, "--format", "csv") == said(*options, "--format", "csv", "--table", "attainment")


def test_options_reach_the_run():
    options = ["forecast", PRESETS[0], "--format", "csv", "--draws", "10", "--lang", "en"]
    stocks = [word for place, firms in STOCKS.items() for word in ("--stock", f"{place}={firms}")]
    study = inc.load_preset(PRESETS[0]).with_stock(STOCKS, rest=0)
    expected = study.forecast(draws=10, seed=5, level=0.5).attainment("en").to_csv(excel=True)
    words = ["--seed", "5", "--level", "0.5", *stocks, "--rest", "0", "--quiet", "--threads", "1"]
    assert said(*options, *words) == expected
    without_rest = inc.load_preset(PRESETS[0]).with_stock(STOCKS)
    assert said(*options, *stocks) == without_rest.forecast(draws=10).attainment("en").to_csv(excel=True)


def test_a_study_file_by_path(small_file):
    expected = inc.load_study(small_file).forecast(draws=0).attainment("zh").to_csv(excel=True)
    assert said("forecast", small_file, "--draws", "0", "--format", "csv") == expected


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_result_files(tmp_path, lang):
    folder = tmp_path / "结果" / "one"
    options = ["forecast", PRESETS[0], "--draws", "10", "--seed", "7", "--lang", lang, "--run-date", "2026-01-01", "--out", folder]
    assert said(*options).split("\n") == [str(folder / name) for name in FILES] + [""]
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    forecast = inc.load_preset(PRESETS[0]).forecast(10, seed=7)
    assert (folder / "attainment.csv").read_bytes() == forecast.attainment(lang).to_csv(excel=True).encode()
    assert json.loads((folder / "attainment.json").read_bytes()) == json.loads(forecast.attainment(lang).to_json())
    assert (folder / "yearly.csv").read_bytes() == forecast.progress().to_csv(excel=True).encode()
    assert (folder / "graph.svg").read_text(encoding="utf-8") == forecast.study.pipeline.to_svg(lang)
    assert inc.load_study(folder / "study.toml") == forecast.study
    assert said(*options[:-2]) == (folder / "summary.txt").read_text(encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert before["stocks.png"].startswith(b"\x89PNG")
    said(*options)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_report_beside_the_tables_or_alone(small_file, tmp_path):
    page, folder = tmp_path / "report.html", tmp_path / "out"
    options = ["forecast", small_file, "--draws", "10", "--lang", "en", "--run-date", "2024-01-01"]
    assert said(*options, "--report", page) == f"{page}\n"
    assert "<html" in page.read_text(encoding="utf-8")
    said(*options, "--out", folder)
    assert (folder / "report.html").read_bytes() == page.read_bytes()
    wrong = said(*options, "--report", tmp_path / "report.txt", code=1)
    assert inc.Fault("io.report_ending", {"given": ".txt"}).message("en").split("{")[0][:20] in wrong
    assert not (tmp_path / "report.txt").exists()
    into_a_file = said(*options, "--report", small_file / "report.html", code=1)
    assert "cannot be written" in into_a_file


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_utf_8_whatever_the_locale(locale, tmp_path):
    assert said("check", PRESETS[1], **locale).startswith(f"{PRESETS[1]}: 没有发现错误\n")
    assert "没有" in said("forecast", "nothing", code=1, **locale)
    folder = tmp_path / "out"
    assert said("forecast", PRESETS[1], "--draws", "0", "--out", folder, **locale).count("\n") == len(FILES)
    assert "“十三五”" in (folder / "summary.txt").read_text(encoding="utf-8")


def test_a_reader_that_stops_early_is_no_error():
    command = [sys.executable, "-m", "incuflow._cli", "schema"]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    assert program.wait(timeout=60) == 0


def test_main_can_be_called(capfdbinary):
    assert _cli.main(["presets", "--ids"]) == 0
    out, err = capfdbinary.readouterr()
    assert (out.decode().split(), err) == (PRESETS, b"")
    with pytest.raises(SystemExit) as stopped:
        _cli.main(["forecast"])
    assert stopped.value.code == 2


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in COMMANDS:
        golden(name).write_text(help_of(name), encoding="utf-8")
