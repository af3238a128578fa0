# SPDX-License-Identifier: Apache-2.0
"""Scenarios from files and code, and comparisons; numbers are hypothetical."""

import datetime
import doctest
import json
import pickle
import re
from pathlib import Path

import numpy as np
import pytest
from scenario_study import TEXT

import incuflow as inc
from incuflow import _words
from incuflow._cli import main


@pytest.fixture(scope="module")
def study():
    return inc.parse_study(TEXT)


@pytest.fixture(scope="module")
def compared(study):
    return inc.compare(study, study.with_scenario("fast"), draws=200, seed=3)


def number(study, name):
    [row] = study.numbers().where(name=name)
    return row


def test_scenarios_are_listed_with_their_labels(study):
    table = study.scenarios("zh")
    assert table["scenario"].tolist() == ["fast", "fast_and_more"]
    assert table["text"].tolist() == ["毕业加快（假设）", ""]
    assert table["set"].tolist() == ["pace = 0.3", "+incubation.incubator:count_per_year = 8"]
    assert table["combines"].tolist() == ["", "fast"]
    assert len(inc.load_preset("torch-2016-2020").scenarios()) == 0


def test_a_scenario_is_a_study_of_its_own(study):
    both = study.with_scenario("fast_and_more")
    assert (number(both, "pace")["mid"], number(study, "pace")["mid"]) == (0.3, 0.25)
    assert number(both, "+incubation.incubator:count_per_year")["mid"] == 8
    assert (study.scenario, both.scenario, both.id) == ("county", "fast_and_more", "county")
    fast = study.with_scenario("fast")
    assert fast.title("en") == "Test county (quicker graduation, hypothetical)"
    assert fast != study
    assert set(fast.forecast(draws=0).stocks()["scenario"]) == {"fast"}
    assert inc.parse_study(fast.to_toml()) == fast
    assert pickle.loads(pickle.dumps(fast)) == fast
    assert pickle.loads(pickle.dumps(study)).scenarios() == study.scenarios()


def test_values_of_every_sort(study):
    changed = study.with_overrides(
        {
            "pace": inc.per_year(0.5, low=0.4, high=0.6, kind="assumed", reason="tried"),
            "+incubation.incubator:count_per_year": inc.count_per_year(7),
            "ladder.tech_sme:stock": "15家",
            "target.hnte.at_least": "6家",
            "target.graduates.due": "2023-06-30",
            "target.hnte.due": datetime.date(2024, 6, 30),
            "end_date": datetime.date(2024, 12, 31),
        },
        id="mine",
    )
    assert changed.scenario == "mine"
    assert (number(changed, "pace")["low"], number(changed, "pace")["reason"]) == (0.4, "tried")
    assert number(changed, "+incubation.incubator:count_per_year")["mid"] == 7
    assert number(changed, "ladder.tech_sme:stock")["mid"] == 15
    [graduates, hnte] = changed.targets().rows()
    assert (graduates["due"], graduates["reading"]) == (datetime.date(2023, 6, 30), "assumed")
    assert (hnte["due"], hnte["value"]) == (datetime.date(2024, 6, 30), "≥6")
    assert changed.end_date == datetime.date(2024, 12, 31)
    assert study.with_overrides({}).scenario == "overrides"


def test_every_unknown_path_is_reported_at_once(study):
    with pytest.raises(inc.StudyError) as caught:
        study.with_overrides({"pcae": 0.3, "target.hnte.at_leats": 3, "nowhere.near": inc.per_year(0.1)})
    assert [fault.code for fault in caught.value.faults] == ["study.unknown_override"] * 3
    assert [fault.arguments["nearest"] for fault in caught.value.faults] == ["pace", "target.hnte.at_least", ""]
    assert 'did you mean "pace"?' in str(caught.value)
    assert "是否为" in caught.value.message("zh")


def test_a_rate_of_another_kind_is_refused(study):
    with pytest.raises(inc.StudyError) as caught:
        study.with_overrides({"pace": inc.prob_per_year(0.3)})
    assert caught.value.code == "study.override_type"
    assert caught.value.arguments["expected"] == "per_year"
    with pytest.raises(inc.StudyError) as caught:
        study.with_scenario("fats")
    assert (caught.value.code, caught.value.arguments["nearest"]) == ("study.unknown_scenario", "fast")


def test_differences_are_those_of_the_draws(study, compared):
    a, b = compared.a, compared.b
    at = a.stage_axis.index("incubation.incubator")
    differences = b.stock_array[:, -1, at] - a.stock_array[:, -1, at]
    [row] = [
        r for r in compared.stocks().rows() if r["stage"] == "incubator" and r["date"] == datetime.date(2023, 12, 31)
    ]
    assert row["difference"] == pytest.approx(differences.mean(), rel=1e-12)
    assert row["low"] == pytest.approx(np.quantile(differences, 0.05), rel=1e-9)
    assert row["high"] == pytest.approx(np.quantile(differences, 0.95), rel=1e-9)
    [target] = compared.targets("en").where(target="graduates")
    assert target["text"] == "20 graduates"
    assert target["difference"] == pytest.approx(target["expected_b"] - target["expected_a"], rel=1e-9)
    assert target["p_difference"] == pytest.approx(target["p_met_b"] - target["p_met_a"], rel=1e-9)
    [se_a, se_b] = [f.attainment().where(target="graduates")[0]["p_met_se"] for f in (a, b)]
    assert 0 < target["p_difference_se"] < np.hypot(se_a, se_b) / 2
    [unknown] = compared.targets().where(target="hnte")
    assert (unknown["status_a"], unknown["difference"]) == ("needs_input", 0)
    assert np.isnan(unknown["p_difference"])
    assert (compared.draws, compared.level) == (200, 0.9)


def test_nothing_changed_is_no_difference_at_all(study):
    same = inc.compare(study, study.with_overrides({}), draws=50)
    [row] = same.targets().where(target="graduates")
    assert [row[key] for key in ("difference", "low", "high", "p_difference", "p_difference_se")] == [0] * 5


def test_forecasts_can_be_compared_and_must_be_paired(study, compared):
    forecasts = [study.forecast(20, seed=1), study.with_scenario("fast").forecast(20, seed=1)]
    assert inc.compare(*forecasts).draws == 20
    with pytest.raises(inc.ParameterError) as caught:
        inc.compare(forecasts[0], study.forecast(20, seed=2))
    assert caught.value.code == "forecast.not_paired"
    assert "seed 1 and 2" in str(caught.value)
    assert repr(compared) == "<incuflow.Comparison of county with fast: 200 draws, seed 3>"
    assert "quicker graduation" in compared._repr_html_() or "毕业加快" in compared._repr_html_()


def test_every_column_has_a_heading_in_both_languages(study, compared):
    for table in (compared.targets(), compared.stocks(), study.scenarios()):
        for column in table.columns:
            assert column in _words.COLUMNS


def test_the_picture_takes_axes_and_gives_them_back(study, compared):
    pytest.importorskip("matplotlib")
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    assert compared.plot.difference(ax=ax, lang="en") is ax
    assert [label.get_text() for label in ax.get_yticklabels()] == ["20 graduates", "5 high-tech firms"]
    assert "fast − county" in ax.get_xlabel()
    [point, interval, *_] = ax.lines
    [row] = compared.targets("en").where(target="graduates")
    assert point.get_xdata()[0] == row["difference"]
    assert list(interval.get_xdata()) == [row["low"], row["high"]]
    nothing = inc.compare(study, study.with_overrides({"ladder.tech_sme:stock": 3}), draws=0)
    only = nothing.plot.difference(lang="en")
    assert len(only.get_yticks()) == 1


@pytest.fixture
def path(tmp_path):
    (tmp_path / "county.toml").write_text(TEXT, encoding="utf-8")
    return str(tmp_path / "county.toml")


def test_the_command_runs_a_scenario_and_compares(path, capfdbinary):
    def run(*arguments):
        code = main([*arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode().removeprefix("\ufeff"), err.decode()

    code, out, _ = run("forecast", path, "--scenario", "fast", "--draws", "0", "--format", "json", "--lang", "en")
    assert code == 0
    assert {row["scenario"] for row in json.loads(out)} == {"fast"}
    code, out, _ = run("compare", path, "--scenario", "fast", "--draws", "20", "--lang", "en")
    assert code == 0
    assert "paired draw by draw, 20 draws" in out
    arguments = ("compare", path, "--scenario", "fast_and_more", "--against", "fast", "--draws", "20", "--format")
    code, out, _ = run(*arguments, "json")
    assert {(row["scenario_a"], row["scenario_b"]) for row in json.loads(out)} == {("fast", "fast_and_more")}
    code, out, _ = run(*arguments, "csv", "--table", "stocks")
    assert out.startswith("scenario_a,scenario_b,region,population,date,")
    code, out, _ = run("compare", path, path, "--draws", "0", "--table", "stocks", "--lang", "zh")
    assert code == 0
    assert "差（二减一）" in out
    code, _, err = run("compare", path, "--scenario", "fats", "--lang", "en")
    assert code == 1
    assert 'did you mean "fast"?' in err
    for wrong in (("compare", path), ("compare", path, path, "--scenario", "fast"), ("compare", path, path, "--against", "fast")):
        with pytest.raises(SystemExit) as caught:
            main([*wrong])
        assert caught.value.code == 2


ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("page", ["scenarios.md", "scenarios.zh-CN.md"])
def test_the_page_runs(page):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    [block] = re.findall(r"```toml\n(.*?)```", text, re.S)
    study = inc.parse_study(inc.preset_text("torch-2016-2020") + "\n" + block)
    assert study.scenarios()["scenario"].tolist() == ["fast", "fast_and_longer"]
    assert study.with_scenario("fast_and_longer").end_date == datetime.date(2022, 12, 31)
    result = doctest.testfile(str(ROOT / "docs" / page), module_relative=False, encoding="utf-8")
    assert result.attempted >= 6
    assert result.failed == 0
