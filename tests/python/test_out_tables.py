# SPDX-License-Identifier: Apache-2.0
"""Tables in pandas, polars, Arrow and xarray: dates as dates, texts as texts, words in the order of the track, empty as null."""

import builtins
import copy
import datetime
import pickle
import sys

import numpy as np
import pytest

import incuflow as inc

TRACK = ["outside", "space_team", "space_firm", "incubator", "graduated", "left", "accelerator", "park"]
LADDER = ["tech_sme", "innovative", "hnte", "leader"]
EXITS = ["disbanded", "closed", "relocated", "acquired"]


@pytest.fixture(scope="module")
def forecast():
    return inc.load_preset("dabancheng-2023-2025").forecast(draws=0)


def test_pandas_has_dates_texts_and_ordered_words(forecast):
    pd = pytest.importorskip("pandas")
    frame = forecast.stocks().to_pandas()
    assert list(frame.columns) == forecast.stocks().columns
    assert frame["date"].dtype.kind == "M" and frame["date"].max() == pd.Timestamp("2025-12-31")
    assert frame["region"].iloc[0] == "650107" and not isinstance(frame["region"].dtype, pd.CategoricalDtype)
    stage = frame["stage"].cat
    assert stage.ordered and stage.categories.tolist() == TRACK + LADDER + EXITS
    assert frame["track"].cat.categories.tolist() == ["incubation", "ladder", "exit"]
    # Nobody knows how many come to the park: missing, not 0.
    park = frame[(frame["track"] == "incubation") & (frame["stage"] == "park")]
    assert len(park) == 4 and park["expected"].isna().all()
    flows = forecast.flows().to_pandas()
    assert flows["transition"].cat.categories.tolist() == forecast.transition_axis
    shuffled = flows.sample(frac=1, random_state=1).sort_values(["transition", "date"])
    assert shuffled["transition"].tolist() == flows["transition"].tolist()


def test_pandas_empty_texts_and_dates_are_missing(forecast):
    pd = pytest.importorskip("pandas")
    frame = forecast.attainment("en").to_pandas()
    wish = frame[frame["status"] == "not_quantified"].iloc[0]
    assert pd.isna(wish["due"]) and pd.isna(wish["value"]) and pd.isna(wish["p_met"])
    assert frame["due"].dtype.kind == "M"
    if int(pd.__version__.split(".")[0]) >= 3:
        assert frame["text"].dtype == "str"
    # The frame is the reader's own: it can be written to, and the table stays.
    frame.loc[0, "expected"] = 1.0
    assert np.isnan(forecast.attainment("en")["expected"][0])


def test_polars_has_dates_enums_and_nulls(forecast):
    pl = pytest.importorskip("polars")
    frame = forecast.stocks().to_polars()
    assert frame.schema["date"] == pl.Date and frame.schema["region"] == pl.String
    assert frame.schema["stage"] == pl.Enum(TRACK + LADDER + EXITS)
    assert frame["date"].max() == datetime.date(2025, 12, 31)
    park = frame.filter((pl.col("track") == "incubation") & (pl.col("stage") == "park"))
    assert park["expected"].null_count() == 4 and park["expected"].is_nan().sum() == 0
    attainment = forecast.attainment("en").to_polars()
    wish = attainment.filter(pl.col("status") == "not_quantified").row(0, named=True)
    assert wish["due"] is None and wish["value"] is None and wish["p_met"] is None
    assert attainment["text"].null_count() == 0


def test_arrow_has_date32_dictionaries_and_nulls(forecast):
    pa = pytest.importorskip("pyarrow")
    table = forecast.stocks().to_arrow()
    assert table.schema.field("date").type == pa.date32()
    assert table.schema.field("region").type == pa.string()
    stage = table.schema.field("stage").type
    assert pa.types.is_dictionary(stage) and stage.ordered
    assert table.column("stage").chunk(0).dictionary.to_pylist() == TRACK + LADDER + EXITS
    expected = forecast.stocks()["expected"]
    assert table.column("expected").null_count == np.isnan(expected).sum() > 0
    assert [x for x in table.column("expected").to_pylist() if x is not None] == expected[~np.isnan(expected)].tolist()
    attainment = forecast.attainment("en").to_arrow()
    assert attainment.column("due").null_count == 1 and attainment.column("value").null_count == 1


def test_all_libraries_hold_the_same_numbers(forecast):
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    table = forecast.flows()
    for name in ("expected", "low", "high"):
        for other in (
            table.to_pandas()[name].to_numpy(),
            table.to_polars()[name].to_numpy(),
            table.to_arrow().column(name).to_numpy(),
        ):
            np.testing.assert_array_equal(other, table[name])
    assert table.to_polars()["transition"].to_list() == table["transition"].tolist()
    assert table.to_arrow().column("transition").to_pylist() == table["transition"].tolist()


def test_xarray_labels_stocks_and_flows(forecast):
    pytest.importorskip("xarray")
    stocks = forecast.stocks().to_xarray()
    assert dict(stocks.sizes) == {"date": 4, "stage": len(forecast.stage_axis)}
    assert stocks["stage"].values.tolist() == forecast.stage_axis
    assert stocks.attrs["region"] == "650107"
    # The order of the axes, against the array of the engine.
    np.testing.assert_allclose(stocks["expected"].values, forecast.stock_array[0], rtol=1e-12)
    value = float(stocks["expected"].sel(date="2025-12-31", stage="incubation.incubator"))
    assert value == pytest.approx(29.611, abs=5e-4)
    assert str(stocks["metric"].sel(stage="incubation.incubator").values) == "stock_newcomers"
    flows = forecast.flows().to_xarray()
    assert flows["transition"].values.tolist() == forecast.transition_axis
    np.testing.assert_allclose(flows["expected"].values, forecast.flow_array[0], rtol=1e-12)
    assert str(flows["start"].sel(date="2023-12-31").values)[:10] == "2023-01-01"
    rows = forecast.attainment("en").to_xarray()
    assert dict(rows.sizes) == {"row": 13} and str(rows["status"].values[0]) == "not_modelled"


def test_xarray_holds_every_draw():
    pytest.importorskip("xarray")
    forecast = inc.load_preset("torch-2016-2020").forecast(draws=5, seed=3)
    data = forecast.draws_to_xarray()
    assert dict(data.sizes) == {"draw": 5, "date": 7, "stage": 5, "period": 6, "transition": 4}
    np.testing.assert_array_equal(data["stock"].values, forecast.stock_array)
    np.testing.assert_array_equal(data["flow"].values, forecast.flow_array)
    assert data.attrs["seed"] == 3


@pytest.mark.parametrize(
    ("package", "method", "install"),
    [
        ("pandas", "to_pandas", "pip install incuflow[notebook]"),
        ("polars", "to_polars", "pip install polars"),
        ("pyarrow", "to_arrow", "pip install incuflow[parquet]"),
        ("xarray", "to_xarray", "pip install incuflow[xarray]"),
        ("xarray", "draws_to_xarray", "pip install incuflow[xarray]"),
    ],
)
def test_a_missing_library_is_named(forecast, monkeypatch, package, method, install):
    without(monkeypatch, package)
    value = forecast if method == "draws_to_xarray" else forecast.stocks()
    with pytest.raises(ImportError) as error:
        getattr(value, method)()
    assert str(error.value) == f"{method}() needs the package {package}: {install}"
    assert error.value.name == package


def without(monkeypatch, package):
    plain = builtins.__import__

    def refuse(name, *rest, **words):
        if name.split(".")[0] == package:
            raise ModuleNotFoundError(f"No module named {package!r}", name=package)
        return plain(name, *rest, **words)

    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", refuse)
    monkeypatch.setattr("importlib.import_module", lambda name, *rest: refuse(name))


def test_csv_and_json_say_empty_their_way(forecast):
    table = forecast.stocks()
    assert table.to_csv(excel=True).startswith("\ufeffscenario,region")
    park = next(line for line in table.to_csv().splitlines() if ",park," in line)
    assert ",,," in park
    assert '"expected": null' in table.to_json()


def test_tables_keep_their_order_when_copied(forecast):
    pytest.importorskip("pandas")
    table = forecast.stocks()
    for twin in (pickle.loads(pickle.dumps(table)), copy.deepcopy(table)):
        assert twin == table and twin.name == "stocks"
        assert twin.to_pandas()["stage"].cat.categories.tolist() == TRACK + LADDER + EXITS


def test_quantiles_are_a_table_like_the_others():
    forecast = inc.load_preset("torch-2016-2020").forecast(draws=40, seed=1)
    stocks = forecast.stocks()
    tail = 0.5 * (1.0 - forecast.level)
    table = forecast.stock_quantiles(["incubation.incubator", "closed"], [tail, 1 - tail])
    rows = (stocks["track"] == "incubation") & (stocks["stage"] == "incubator")
    np.testing.assert_array_equal(table["value"][:14].reshape(7, 2)[:, 0], stocks["low"][rows])
    np.testing.assert_array_equal(table["value"][:14].reshape(7, 2)[:, 1], stocks["high"][rows])
    assert set(table["track"][14:]) == {"exit"}
    with pytest.raises(inc.GraphError) as error:
        forecast.stock_quantiles("incubation.incubatr", [0.5])
    assert error.value.arguments["nearest"] == "incubation.incubator"
    with pytest.raises(inc.ParameterError) as wrong:
        forecast.stock_quantiles("closed", [1.5])
    assert wrong.value.code == "forecast.bad_option"


def test_headings_are_translated_for_display_only(forecast):
    table = forecast.stocks()
    assert "<th>预计值</th>" in table.to_html(language="zh")
    assert "<th>expected</th>" in table.to_html(language="en")
    assert table.columns == forecast.stocks().columns
