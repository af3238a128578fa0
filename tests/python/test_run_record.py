# SPDX-License-Identifier: Apache-2.0
"""A run saved as a folder and run again: equal bytes, and everything that can be otherwise."""

import datetime
import hashlib
import json
import shutil

import pytest
from scenario_study import TEXT

import incuflow as inc
from incuflow import _record
from incuflow._cli import main

NAMES = ["study.toml", "attainment.csv", "stocks.csv", "flows.csv", "progress.csv", "assumptions.csv", "run.json"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("record") / "run"
    inc.parse_study(TEXT).with_scenario("fast").forecast(50, seed=9, level=0.8).save(folder)
    return folder


@pytest.fixture
def copy(saved, tmp_path):
    return shutil.copytree(saved, tmp_path / "run")


def states(result):
    return {check.file: (check.state, check.note) for check in result.files if check.state != "equal" or check.note}


def rewrite(folder, **changed):
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    run.update(changed)
    (folder / "run.json").write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def test_a_saved_run_says_what_it_was_and_runs_again(saved):
    assert sorted(path.name for path in saved.iterdir()) == sorted(NAMES)
    run = json.loads((saved / "run.json").read_text(encoding="utf-8"))
    assert [run[key] for key in ("format", "program", "version", "seed", "draws", "level", "engine", "language")] == [
        1, "incuflow", inc.__version__, 9, 50, 0.8, "cohort_markov", "en",
    ]  # fmt: skip
    assert (run["study"], run["scenario"]) == ("county", "fast")
    for name in NAMES[:-1]:
        assert run["sha256"][name] == hashlib.sha256((saved / name).read_bytes()).hexdigest()
        assert not (saved / name).read_bytes().startswith(b"\xef\xbb\xbf")
    assert (saved / "attainment.csv").read_text(encoding="utf-8").splitlines()[1].startswith("fast,")
    result = inc.verify(saved)
    assert result.ok
    assert bool(result)
    assert result.same_version
    assert [check.file for check in result.files] == NAMES
    assert repr(result) == "<incuflow.Verification: all files equal>"


def test_two_saves_of_a_run_differ_in_nothing_but_the_day(saved, tmp_path):
    forecast = inc.parse_study(TEXT).with_scenario("fast").forecast(50, seed=9, level=0.8, threads=1)
    forecast.save(tmp_path, date=datetime.date(1999, 1, 1))
    for name in NAMES[:-1]:
        assert (tmp_path / name).read_bytes() == (saved / name).read_bytes()
    assert inc.verify(tmp_path).ok
    first, second = ((folder / "run.json").read_text(encoding="utf-8").splitlines() for folder in (saved, tmp_path))
    assert [line for line in second if line not in first] == ['  "date": "1999-01-01",']


def test_a_study_made_in_code_and_one_at_mids_can_be_saved(tmp_path):
    pipeline = inc.PipelineBuilder().chain("t", "a—b").transition("t.a->b", inc.per_year(0.2)).build()
    study = inc.make_study(pipeline, base_date="2020-12-31", end_date="2022-12-31", stocks={"t.a": 9})
    study.forecast(draws=0).save(tmp_path)
    assert inc.verify(tmp_path).ok


def test_a_result_that_was_changed_is_found(copy):
    text = (copy / "stocks.csv").read_text(encoding="utf-8")
    (copy / "stocks.csv").write_text(text.replace("0.8", "0.9"), encoding="utf-8")
    result = inc.verify(copy)
    assert not result.ok
    assert states(result) == {"stocks.csv": ("different", "changed")}
    assert "changed since it was saved" in "\n".join(result.lines("en"))
    assert "stocks.csv different" in repr(result)


def test_a_study_that_was_changed_is_run_as_it_is_and_reported(copy):
    text = (copy / "study.toml").read_text(encoding="utf-8")
    assert "per_year = 0.3\n" in text
    (copy / "study.toml").write_text(text.replace("per_year = 0.3\n", "per_year = 0.31\n"), encoding="utf-8")
    found = states(inc.verify(copy))
    assert found["study.toml"] == ("different", "changed")
    assert found["stocks.csv"] == ("different", "")
    # A comment changes the bytes and no result.
    (copy / "study.toml").write_text(text + "# a remark\n", encoding="utf-8")
    assert states(inc.verify(copy)) == {"study.toml": ("different", "changed")}


@pytest.mark.parametrize("content", [b"format = 1\nid = 3\n", b"\xff\xfe", b"not toml"])
def test_a_study_that_cannot_be_run_leaves_the_results_open(copy, content):
    (copy / "study.toml").write_bytes(content)
    result = inc.verify(copy)
    assert not result.ok
    assert result.error
    found = states(result)
    assert found["study.toml"] == ("different", "changed")
    assert found["stocks.csv"] == ("not_run", "")


def test_missing_and_extra_files_are_named(copy):
    (copy / "flows.csv").unlink()
    (copy / "notes.txt").write_text("mine", encoding="utf-8")
    (copy / "more").mkdir()
    assert states(inc.verify(copy)) == {"flows.csv": ("missing", ""), "more": ("extra", ""), "notes.txt": ("extra", "")}
    (copy / "study.toml").unlink()
    assert states(inc.verify(copy))["study.toml"] == ("missing", "")


def test_a_record_that_was_changed_does_not_pass(copy):
    rewrite(copy, seed=10)
    assert "stocks.csv" in states(inc.verify(copy))
    rewrite(copy, seed=9)
    assert inc.verify(copy).ok
    run = json.loads((copy / "run.json").read_text(encoding="utf-8"))
    rewrite(copy, sha256={**run["sha256"], "stocks.csv": "0" * 64})
    assert states(inc.verify(copy)) == {"run.json": ("different", "")}
    rewrite(copy, draws=-0, engine="other")
    assert inc.verify(copy).error


def test_another_version_is_said_and_compared_all_the_same(copy):
    rewrite(copy, version="0.0.1")
    result = inc.verify(copy)
    assert result.ok
    assert not result.same_version
    assert any("0.0.1" in line for line in result.lines("en"))
    assert any("0.0.1" in line for line in result.lines("zh"))
    (copy / "stocks.csv").write_text("", encoding="utf-8")
    assert not inc.verify(copy).ok


@pytest.mark.parametrize(
    "change",
    [{"format": 2}, {"seed": -1}, {"seed": True}, {"draws": 2**40}, {"level": "0.9"}, {"sha256": []}, {"version": None}],
)
def test_what_is_no_record_is_refused(copy, change):
    rewrite(copy, **change)
    with pytest.raises(inc.OutputError) as caught:
        inc.verify(copy)
    assert caught.value.code == "io.no_run_record"


def test_folders_without_a_record_are_refused(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(inc.OutputError) as caught:
            inc.verify(folder)
        assert caught.value.code == "io.no_run_record"
    for content in (b"[]", b"{", b"\xff"):
        (tmp_path / "run.json").write_bytes(content)
        with pytest.raises(inc.OutputError):
            inc.verify(tmp_path)


def test_a_forecast_that_was_stopped_is_not_saved(tmp_path, monkeypatch):
    forecast = inc.parse_study(TEXT).forecast(5)
    monkeypatch.setattr(type(forecast), "complete", property(lambda self: False))
    with pytest.raises(inc.ParameterError) as caught:
        forecast.save(tmp_path / "run")
    assert caught.value.code == "forecast.incomplete_record"
    assert not (tmp_path / "run").exists()


def test_a_path_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(inc.OutputError):
        inc.parse_study(TEXT).forecast(5).save(tmp_path / "file")


def test_the_commands(tmp_path, capfd):
    study = tmp_path / "county.toml"
    study.write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "run"
    arguments = ["forecast", str(study), "--scenario", "fast", "--draws", "20", "--seed", "4", "--save", str(folder)]
    assert main([*arguments, "--run-date", "2021-01-01"]) == 0
    assert capfd.readouterr().out.splitlines() == [str(folder / name) for name in NAMES]
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["date"] == "2021-01-01"
    assert main(["verify", str(folder), "--lang", "en"]) == 0
    assert "run again: every file has the same bytes" in capfd.readouterr().out
    assert main(["verify", str(folder), "--lang", "zh"]) == 0
    assert "逐字节一致" in capfd.readouterr().out
    (folder / "stocks.csv").write_text("", encoding="utf-8")
    assert main(["verify", str(folder), "--lang", "zh"]) == 1
    assert "不一致：stocks.csv（存档后被改动）" in capfd.readouterr().out
    assert main(["verify", str(tmp_path), "--lang", "en"]) == 1
    assert "holds no run record" in capfd.readouterr().err


def test_files_are_named_once():
    assert (_record.STUDY, _record.RUN) == (NAMES[0], NAMES[-1])
