# SPDX-License-Identifier: Apache-2.0
"""Tables: columns as NumPy arrays, CSV, JSON, pandas, rows; arrays of the draws."""

import csv
import datetime
import io
import json
import math

import numpy as np
import pytest
from conftest import PRESETS
from hypothesis import given, settings
from hypothesis import strategies as st

import incuflow as inc

STOCKS = "scenario region population date track stage metric unit expected low high level".split()
FLOWS = "scenario region population start date transition metric unit expected low high level".split()
ATTAINMENT = (
    "scenario region target clause text unit counted accounting since due value reading status expected low high "
    "level p_met p_met_se p_floor ask needed_50 needed_80 method verdict reason"
).split()
PROGRESS = "target start date flow expected stock value reached elapsed".split()
ASSUMPTIONS = (
    "name place key unit low mid high kind range_kind law source reason target expected_low expected_high influence "
    "p_low p_mid p_high break_even"
).split()
DATES = {"date", "start", "since", "due"}
NUMBERS = set(
    "expected low mid high level p_met p_met_se p_floor needed_50 needed_80 flow stock reached elapsed expected_low "
    "expected_high influence p_low p_mid p_high break_even".split()
)


def tables(forecast):
    study = forecast.study
    return {
        "stocks": forecast.stocks(),
        "flows": forecast.flows(),
        "attainment": forecast.attainment(),
        "progress": forecast.progress(),
        "assumptions": forecast.assumptions(),
        "targets": study.targets(),
        "numbers": study.numbers(),
        "sources": study.sources(),
    }


NAMES = ["stocks", "flows", "attainment", "progress", "assumptions", "targets", "numbers", "sources"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_are_those_promised_in_every_language(county_draws, lang):
    assert county_draws.stocks().columns == STOCKS
    assert county_draws.flows().columns == FLOWS
    assert county_draws.attainment(lang).columns == ATTAINMENT
    assert county_draws.progress().columns == PROGRESS
    assert county_draws.assumptions(lang).columns == ASSUMPTIONS


@pytest.mark.parametrize("name", NAMES)
def test_types_of_columns(county_draws, name):
    table = tables(county_draws)[name]
    assert len(table) > 0
    for column in table.columns:
        values = table[column]
        assert values.shape == (len(table),)
        if column in DATES and name != "sources":
            assert values.dtype == np.dtype("datetime64[D]")
        elif column in NUMBERS or (column == "value" and name == "progress"):
            assert values.dtype == np.float64
        else:
            assert values.dtype == object
            assert all(type(text) is str for text in values)


def test_numbers_are_read_only_views_without_a_copy(county_draws):
    table = county_draws.stocks()
    one, two = table["expected"], table["expected"]
    assert np.shares_memory(one, two)
    assert one.base is not None
    assert not one.flags.owndata
    assert not one.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        one[0] = 1.0
    with pytest.raises(ValueError, match="WRITEABLE|writeable"):
        one.flags.writeable = True
    del table
    assert np.nansum(one) == np.nansum(two) > 0  # the view keeps the table alive


def test_a_column_that_is_not_there(county_draws):
    table = county_draws.stocks()
    for call in (
        lambda: table["expcted"],
        lambda: table.where(expcted=1),
        lambda: table.to_html(["expcted"]),
    ):
        with pytest.raises(inc.DataError) as caught:
            call()
        assert caught.value.code == "units.no_column"
        assert caught.value.arguments["nearest"] == "expected"
        assert "expcted" in str(caught.value)


def test_rows_and_where(county_draws):
    table = county_draws.attainment("en")
    rows = table.rows()
    assert len(rows) == len(table) == 13
    assert [list(row) for row in rows] == [ATTAINMENT] * 13
    [hnte] = table.where(target="hnte")
    assert hnte in rows or any(row["target"] == "hnte" for row in rows)
    assert hnte["due"] == datetime.date(2025, 12, 31)
    assert type(hnte["expected"]) is float
    [ecosystem] = table.where(target="ecosystem")
    assert ecosystem["due"] is None
    assert math.isnan(ecosystem["expected"])
    assert table.where(target="nothing") == []
    assert {row["target"] for row in table.where(due=datetime.date(2025, 12, 31), status="modelled")} == {
        "hnte",
        "tech_sme",
    }
    assert dict(table)["target"].tolist() == [row["target"] for row in rows]
    assert list(table) == table.keys() == table.columns


@pytest.mark.parametrize("name", NAMES)
def test_csv_reads_back(county_draws, name):
    table = tables(county_draws)[name]
    text = table.to_csv()
    assert text.endswith("\n")
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert header == table.columns
    assert len(lines) == len(table)
    for line, row in zip(lines, table.rows(), strict=True):
        for cell, value in zip(line, row.values(), strict=True):
            if isinstance(value, float):
                assert cell == "" if math.isnan(value) else float(cell) == value
            else:
                assert cell == ("" if value is None else str(value))


def test_csv_quotes_what_rfc_4180_says():
    odd = 'a "quoted", text\nof two lines'
    target = inc.Target("t", "incubation.incubator", at_least=1, due="2025-12-31", en=odd, clause="plain", unit='"')
    pipeline = inc.PipelineBuilder().chain("incubation", "孵化器").build()
    words = {"base_date": "2022-12-31", "end_date": "2025-12-31", "stocks": {"incubation.incubator": 1}}
    text = inc.make_study(pipeline, targets=[target], **words).targets("en").to_csv()
    assert '"a ""quoted"", text\nof two lines"' in text
    assert '""""' in text
    assert ",plain," in text
    [_, row] = csv.reader(io.StringIO(text, newline=""))
    assert row[3] == odd


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), st.floats(0, 1e300))
@settings(deadline=None, max_examples=60)
def test_any_text_and_number_survives_csv_and_json(words, number):
    pipeline = inc.PipelineBuilder().chain("incubation", "孵化器").build()
    target = inc.Target("t", "incubation.incubator", at_least=1, due="2025-12-31", en="x", clause=words)
    rate = inc.Number(number, reason="r", name="n")
    study = inc.make_study(
        pipeline,
        base_date="2022-12-31",
        end_date="2025-12-31",
        targets=[target],
        intakes=[inc.Intake("incubation.incubator", inc.count_per_year(1, year=2022), growth=rate)],
    )
    [_, row] = csv.reader(io.StringIO(study.targets().to_csv(), newline=""))
    assert row[2] == words
    assert json.loads(study.targets().to_json())[0]["clause"] == (words or None)
    [drawn] = study.numbers().where(name="n")
    assert drawn["mid"] == number
    assert [line["mid"] for line in json.loads(study.numbers().to_json()) if line["name"] == "n"] == [number]


def test_csv_for_excel_and_pandas(county_draws, tmp_path):
    import pandas as pd

    table = county_draws.attainment("zh")
    path = tmp_path / "表.csv"
    assert table.to_csv(path, excel=True) is None
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_bytes()[3:].decode() == table.to_csv()
    for encoding in ("utf-8", "utf-8-sig"):
        frame = pd.read_csv(path, encoding=encoding, dtype={"region": str}, float_precision="round_trip")
        assert list(frame.columns) == ATTAINMENT
        assert frame["text"].tolist() == table["text"].tolist()
        np.testing.assert_array_equal(frame["expected"].to_numpy(), table["expected"])
    assert frame["region"].tolist() == ["650107"] * 13


def test_json_has_null_for_what_is_empty(county_mids, tmp_path):
    table = county_mids.stocks()
    rows = json.loads(table.to_json())
    assert [list(row) for row in rows] == [STOCKS] * len(table)
    for row, line in zip(table.rows(), rows, strict=True):
        assert line["expected"] == (None if math.isnan(row["expected"]) else row["expected"])
        assert line["date"] == row["date"].isoformat()
    assert json.loads(county_mids.attainment().to_json())[5]["due"] is None
    assert table.to_json(tmp_path / "a.json") is None
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == table.to_json()


def test_pandas(county_draws):
    import pandas as pd

    for table in tables(county_draws).values():
        frame = table.to_pandas()
        assert list(frame.columns) == table.columns
        assert len(frame) == len(table)
        for name in table.columns:
            kind = table[name].dtype.kind
            assert pd.api.types.is_datetime64_dtype(frame[name]) == (kind == "M")
            assert pd.api.types.is_float_dtype(frame[name]) == (kind == "f")
    yearly = county_draws.stocks().to_pandas().pivot(index="date", columns=["track", "stage"], values="expected")
    assert yearly.shape == (4, 17)


@pytest.mark.parametrize("draws", [0, 1, 25])
@pytest.mark.parametrize("name", PRESETS)
def test_arrays_agree_with_the_tables(name, draws):
    forecast = inc.load_preset(name).forecast(draws=draws, seed=11)
    stocks, flows = forecast.stock_array, forecast.flow_array
    assert stocks.shape == (max(1, draws), len(forecast.stock_dates), len(forecast.stage_axis))
    assert flows.shape == (max(1, draws), len(forecast.flow_dates), len(forecast.transition_axis))
    for array in (stocks, flows):
        assert array.dtype == np.float64
        assert array.flags.c_contiguous
        assert not array.flags.writeable
    assert np.shares_memory(stocks, forecast.stock_array)
    assert np.shares_memory(flows, forecast.flow_array)
    assert forecast.stock_dates.dtype == forecast.flow_dates.dtype == np.dtype("datetime64[D]")
    assert forecast.stock_dates[0] == np.datetime64(forecast.study.base_date)
    assert (forecast.stock_dates[1:] == forecast.flow_dates).all()

    table = forecast.stocks()
    by_stage = table["expected"].reshape(len(forecast.stage_axis), len(forecast.stock_dates)).T
    np.testing.assert_allclose(stocks.mean(axis=0), by_stage, rtol=1e-12, atol=1e-12)
    names = np.where(table["track"] == "exit", table["stage"], table["track"] + "." + table["stage"])
    assert list(dict.fromkeys(names)) == forecast.stage_axis
    table = forecast.flows()
    by_path = table["expected"].reshape(len(forecast.transition_axis), len(forecast.flow_dates)).T
    np.testing.assert_allclose(flows.mean(axis=0), by_path, rtol=1e-12, atol=1e-12)
    assert list(dict.fromkeys(table["transition"])) == forecast.transition_axis


def test_firms_are_conserved_in_the_arrays(torch):
    forecast = torch.forecast(draws=10, seed=2)
    axis = forecast.transition_axis
    entered = forecast.flow_array[:, :, axis.index("+incubation.incubator")]
    total = forecast.stock_array.sum(axis=2)
    np.testing.assert_allclose(np.diff(total, axis=1), entered, rtol=1e-9)


def test_what_only_unknown_rates_lead_to_is_not_computed(county_mids):
    table = county_mids.stocks()
    empty = {f"{row['track']}.{row['stage']}" for row in table.rows() if math.isnan(row["expected"])}
    assert empty == {
        "incubation.outside",  # only firms of unknown number stand there
        "incubation.accelerator",
        "incubation.park",
        "ladder.innovative",
        "ladder.leader",
        "exit.relocated",
        "exit.acquired",
    }
    for row in table.rows():
        assert math.isnan(row["expected"]) == math.isnan(row["low"]) == math.isnan(row["high"])
        known = not math.isnan(row["expected"])
        assert known <= (row["metric"] == "stock_newcomers")  # every starting stock of the county is unknown
    flows = {row["transition"]: row for row in county_mids.flows().rows()}
    assert math.isnan(flows["incubation.graduated->accelerator"]["expected"])
    assert flows["ladder.tech_sme->hnte"]["metric"] == "flow_newcomers"


def test_stocks_that_are_known_are_stocks(county_draws, torch_mids):
    for forecast in (county_draws, torch_mids):
        metrics = {r["metric"] for r in forecast.stocks().rows() if not math.isnan(r["expected"])}
        assert metrics == {"stock"}


def test_intervals_hold_what_they_say(county_draws):
    table = county_draws.stocks()
    known = ~np.isnan(table["expected"])
    assert (table["low"][known] <= table["high"][known]).all()
    assert (table["low"][known] == np.floor(table["low"][known])).all()
    assert set(table["level"]) == {0.9}
    narrow = county_draws.study.forecast(draws=60, seed=7, level=0.5).stocks()
    assert (narrow["low"][known] >= table["low"][known]).all()
    assert (narrow["high"][known] <= table["high"][known]).all()
    assert (narrow["expected"][known] == table["expected"][known]).all()


def test_progress_adds_up(torch_mids, county_mids):
    for forecast, name in ((torch_mids, "graduates"), (county_mids, "tech_sme")):
        rows = forecast.progress().where(target=name)
        assert [row["expected"] for row in rows] == pytest.approx(np.cumsum([row["flow"] for row in rows]).tolist())
        [promise] = forecast.attainment().where(target=name)
        assert rows[-1]["expected"] == pytest.approx(promise["expected"], rel=1e-12)
        assert rows[-1]["reached"] == pytest.approx(rows[-1]["expected"] / rows[-1]["value"], rel=1e-12)
        assert rows[-1]["elapsed"] == 1.0
        assert rows[0]["start"] == promise["since"]


def test_a_table_shows_itself(county_draws):
    from incuflow._table import number_text

    page = county_draws.attainment().to_html(["text", "expected"], "en", rows=3)
    assert page.count("<tr>") == 4
    assert "<p>… 10</p>" in page
    assert "text-align:right" in page
    assert inc.load_preset(PRESETS[0]).sources().to_html(lang := ["title"], "zh").count("“双创”") == 1
    assert lang == ["title"]
    shown = {0: "0", 3.0: "3", 1234567.8: "1,234,568", 123.456: "123.5", 1.2345: "1.23", 0.012345: "0.01235"}
    for value, text in shown.items():
        assert number_text(float(value)) == text
    assert [number_text(x) for x in (math.nan, math.inf, -math.inf)] == ["", "∞", "−∞"]


def test_html_escapes_texts():
    pipeline = inc.PipelineBuilder().chain("incubation", "孵化器").build()
    target = inc.Target("t", "incubation.incubator", at_least=1, due="2025-12-31", en="<b>&", clause="<script>")
    study = inc.make_study(pipeline, base_date="2022-12-31", end_date="2025-12-31", targets=[target], title="<i>")
    page = study._repr_html_() + study.targets("en").to_html()
    assert "<script>" not in page and "<b>" not in page and "<i>" not in page
    assert "&lt;script&gt;" in page and "&lt;i&gt;" in page
