# SPDX-License-Identifier: Apache-2.0
"""Time in stage: reviews, windows, clocks and starting stocks with elapsed times, from files and from code."""

from __future__ import annotations

import datetime
import math
import re
from pathlib import Path

import pytest

import incuflow as inc

STUDY = """
format = 1
id = "durations"
base_date = 2022-12-31
end_date = 2027-12-31

[track.incubation]
chain = "孵化器—毕业"
stages = [{ id = "team", zh = "团队", registered = false }]

[track.ladder]
chain = "科技型中小企业—高新技术企业"

[exit.closed]
zh = "注销吊销"

[[transition]]
path = "incubation.team->incubator"
per_year = { mid = 0.5, kind = "assumed", reason = "hypothetical", fixed = "an example" }

[[transition]]
path = "incubation.incubator->graduated"
weibull.shape = { mid = 1.5, kind = "assumed", reason = "hypothetical", fixed = "an example" }
weibull.scale = { mid = 3, kind = "assumed", reason = "hypothetical", fixed = "an example" }

[[transition]]
path = "ladder.tech_sme->hnte"
per_year = { mid = 0.1, kind = "assumed", reason = "hypothetical", fixed = "an example" }

[[modifier]]
on = "ladder.tech_sme->hnte"
while_in = "incubation.incubator"
factor = { mid = 2, kind = "assumed", reason = "hypothetical", fixed = "an example" }
within = { mid = "36 months", kind = "rule", source = "rule" }

[[review]]
at = "ladder.hnte"
after = { mid = "36 months", kind = "rule", source = "rule" }
to.hnte = { mid = 0.8, kind = "assumed", reason = "hypothetical", fixed = "an example" }
to.tech_sme = { mid = 0.2, kind = "assumed", reason = "hypothetical", fixed = "an example" }

[source.rule]
title = "a rule of this example"

[[stock]]
at = "incubation.incubator"
value = { mid = 3, kind = "assumed", reason = "hypothetical", fixed = "an example" }
elapsed = [0.5, "6 months", 2]

[[stock]]
at = "ladder.hnte"
value = { mid = 40, kind = "assumed", reason = "hypothetical", fixed = "an example" }
elapsed = "up to 36 months"

[[intake]]
id = "new"
into = "incubation.team & ladder.tech_sme"
count_per_year = { mid = 10, kind = "assumed", reason = "hypothetical", fixed = "an example" }
age = "new"
"""


@pytest.fixture(scope="module")
def study():
    return inc.parse_study(STUDY)


def test_a_study_of_durations_is_read_written_and_run(study):
    assert inc.parse_study(study.to_toml()) == study
    assert 'elapsed = "up to 3 years"' in study.to_toml()
    assert "ladder.hnte->hnte" in study.pipeline.transitions
    forecast = study.forecast(draws=0)
    assert forecast.engine == "cohort_renewal"
    assert 0 < forecast.step <= 0.125
    assert 0 < forecast.error_estimate <= forecast.tolerance == 1e-5
    # Nobody leaves for good: everyone who was there or entered is on the ladder.
    ladder = [row for row in forecast.stocks().where(date=datetime.date(2027, 12, 31)) if row["track"] == "ladder"]
    assert sum(row["expected"] for row in ladder) == pytest.approx(93, rel=1e-9)


def test_a_finer_tolerance_changes_the_numbers_by_no_more_than_it_says(study):
    coarse = study.forecast(draws=0, tolerance=1e-4)
    fine = study.forecast(draws=0, tolerance=1e-7)
    assert fine.step < coarse.step
    for a, b in zip(coarse.stocks().rows(), fine.stocks().rows(), strict=True):
        assert abs(a["expected"] - b["expected"]) <= 3 * coarse.error_estimate * 93 + 1e-9


def test_renewal_and_markov_agree_on_constant_rates():
    torch = inc.load_preset("torch-2016-2020")
    markov = torch.forecast(draws=20, seed=3)
    renewal = torch.forecast(draws=20, seed=3, engine="cohort_renewal")
    assert markov.engine == "cohort_markov" and math.isnan(markov.step) and markov.error_estimate == 0
    for a, b in zip(markov.attainment().rows(), renewal.attainment().rows(), strict=True):
        for key in ("expected", "p_met"):
            assert (a[key] is None) == (b[key] is None)
            assert a[key] is None or a[key] != a[key] or b[key] == pytest.approx(a[key], rel=1e-8)


def test_builder_says_the_same_as_the_file(study):
    built = (
        inc.PipelineBuilder()
        .chain("ladder", "科技型中小企业—高新技术企业")
        .stage("ladder.tech_sme", registered=True)
        .transition("ladder.tech_sme->hnte", inc.per_year(0.1))
        .review("ladder.hnte", "36 months", {"hnte": 0.8, "tech_sme": 0.2})
    )
    assert built == built.stage("ladder.hnte")
    pipeline = built.build()
    words = {"base_date": "2022-12-31", "end_date": "2027-12-31"}
    study = inc.make_study(pipeline, **words).with_stock({"ladder.hnte": 100}, elapsed="new")
    flows = study.forecast(draws=0).flows().where(transition="ladder.hnte->hnte")
    assert [round(row["expected"], 9) for row in flows] == [0, 0, 80, 0, 0]


FIRMS = {
    "place": ["ladder.tech_sme", "ladder.tech_sme", "incubation.outside & ladder.tech_sme"],
    "entered": ["2021-01-01", datetime.date(2022, 7, 1), "2020/01/01"],
}


def frames():
    yield FIRMS
    columns = {"place": FIRMS["place"], "entered": [datetime.date(2021, 1, 1), datetime.date(2022, 7, 1), datetime.date(2020, 1, 1)]}
    for library in ("pandas", "polars", "pyarrow"):
        module = pytest.importorskip(library)
        yield module.table(columns) if library == "pyarrow" else module.DataFrame(columns)


def test_a_table_of_firms_becomes_a_starting_stock_with_elapsed_times():
    county = inc.load_preset("dabancheng-2023-2025")
    texts = {county.with_firms(table, rest=0).to_toml() for table in frames()}
    assert len(texts) == 1
    (text,) = texts
    # The third row names the same place as the others: what is not named stands outside.
    assert "elapsed = [2, 0.5, 3]" in text and text.count("elapsed =") == 1


def test_ages_and_other_column_names():
    county = inc.load_preset("dabancheng-2023-2025")
    table = {"阶段": ["ladder.tech_sme"], "入库日期": ["2022-01-01"], "成立日期": ["2019-01-01"]}
    names = {"place": "阶段", "entered": "入库日期", "registered": "成立日期"}
    assert "age = [4]" in county.with_firms(table, columns=names).to_toml()


@pytest.mark.parametrize(
    ("table", "columns", "code", "words"),
    [
        ({"place": ["a"], "entered": [None]}, {}, "units.rows_without_date", {"rows": "1"}),
        ({"place": ["a", "b"], "entered": ["2020-01-01", "soon"]}, {}, "units.rows_without_date", {"rows": "2"}),
        ({"place": ["a"], "entered": ["2023-01-01"]}, {}, "units.rows_after_base", {"rows": "1", "base": "2022-12-31"}),
        ({"place": ["a"], "entered": ["2020-01-01"], "registered": ["2021-01-01"]}, {}, "units.rows_entered_first", {"rows": "1"}),
        ({"place": ["a"], "entered": []}, {}, "units.uneven_columns", {}),
        ({"place": ["a"], "enterd": ["2020-01-01"]}, {}, "units.no_column", {"given": "entered", "nearest": "enterd"}),
        ({"place": ["a"], "entered": ["2020-01-01"]}, {"plaec": "x"}, "units.no_column", {"given": "plaec", "nearest": "place"}),
        (3, {}, "units.no_such_table", {"given": "int"}),
    ],
)
def test_what_is_wrong_with_a_table_of_firms_is_told_by_row(table, columns, code, words):
    county = inc.load_preset("dabancheng-2023-2025")
    with pytest.raises(inc.DataError) as caught:
        county.with_firms(table, columns=columns)
    assert caught.value.code == code
    arguments = dict(caught.value.arguments)
    assert {key: arguments.get(key) for key in words} == words


def test_an_intake_has_one_age():
    with pytest.raises(inc.ParameterError) as caught:
        inc.Intake("ladder.tech_sme", 3, age="stationary")
    assert caught.value.code == "io.one_age"
    with pytest.raises(inc.StudyError) as caught:
        inc.parse_study(STUDY.replace('age = "new"', "age = [1, 2]"))
    assert caught.value.code == "io.one_age"
    assert inc.Intake("ladder.tech_sme", 3, age="18 months") != inc.Intake("ladder.tech_sme", 3)


def test_a_forecast_of_durations_pickles_and_is_recorded(study, tmp_path):
    import pickle

    forecast = study.forecast(draws=2, seed=5)
    assert pickle.loads(pickle.dumps(forecast)) == forecast
    forecast.save(tmp_path / "run")
    assert inc.verify(tmp_path / "run")


def test_the_recipes_of_the_page_give_what_it_prints():
    page = (Path(__file__).parents[2] / "docs" / "time-limits.md").read_text(encoding="utf-8")
    words: dict[str, object] = {}
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        *lines, asked, printed = block.strip().splitlines()
        exec("\n".join(lines), words)
        assert "# " + str(eval(asked, words)) == printed
