# SPDX-License-Identifier: Apache-2.0
"""Tables as the data frames of other libraries.

Dates become dates, empty cells nulls. Tracks, stages and transitions become ordered categories, in the order of the
pipeline; all other texts stay texts, region codes among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from incuflow._optional import need

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import xarray as xr

    from incuflow._table import Table

Orders = Mapping[str, Sequence[str]]


def orders_of(
    tracks: Mapping[str, Sequence[str]], exits: Sequence[str], transitions: Sequence[str]
) -> dict[str, list[str]]:
    """The order of the words of a pipeline. A stage that two tracks share keeps its first place."""
    stages = [stage for track in tracks.values() for stage in track] + list(exits)
    return {
        "track": [*tracks, "exit"],
        "stage": list(dict.fromkeys(stages)),
        "transition": list(dict.fromkeys(transitions)),
    }


def _texts(values: np.ndarray) -> list[str | None]:
    return [value or None for value in values.tolist()]


def to_pandas(table: Table, orders: Orders) -> pd.DataFrame:
    """Numbers as float64 with NaN, dates as datetime64, texts as pandas' own texts."""
    pd = need("pandas", "to_pandas()", "notebook")
    # pandas 3 has texts of its own; before, a text column is one of objects.
    text = "str" if int(pd.__version__.split(".")[0]) >= 3 else object

    def column(name: str) -> Any:
        values = table[name]
        if values.dtype.kind != "O":
            return pd.Series(values, copy=True)
        if name in orders:
            return pd.Series(pd.Categorical(_texts(values), categories=list(orders[name]), ordered=True))
        return pd.Series(_texts(values), dtype=text)

    return pd.DataFrame({name: column(name) for name in table.columns})


def to_polars(table: Table, orders: Orders) -> pl.DataFrame:
    """Dates as Date, ordered words as Enum, empty as null."""
    pl = need("polars", "to_polars()")

    def column(name: str) -> Any:
        values = table[name]
        if values.dtype.kind == "f":
            return pl.Series(name, values, nan_to_null=True)
        if values.dtype.kind == "M":
            return pl.Series(name, values.tolist(), dtype=pl.Date)
        return pl.Series(name, _texts(values), dtype=pl.Enum(orders[name]) if name in orders else pl.String)

    return pl.DataFrame([column(name) for name in table.columns])


def to_arrow(table: Table, orders: Orders) -> pa.Table:
    """Dates as date32, ordered words as dictionary, empty as null."""
    pa = need("pyarrow", "to_arrow()", "parquet")

    def column(name: str) -> Any:
        values = table[name]
        if values.dtype.kind == "f":
            return pa.array(values, type=pa.float64(), from_pandas=True)
        if values.dtype.kind == "M":
            return pa.array(values.tolist(), type=pa.date32())
        if name not in orders:
            return pa.array(_texts(values), type=pa.string())
        place = {word: i for i, word in enumerate(orders[name])}
        codes = pa.array([place.get(word) for word in values.tolist()], type=pa.int32())
        return pa.DictionaryArray.from_arrays(codes, pa.array(list(orders[name])), ordered=True)

    return pa.table({name: column(name) for name in table.columns})


def to_xarray(table: Table) -> xr.Dataset:
    """Stocks as (date, stage), flows as (date, transition) with the labels as coordinates; any other table by row."""
    xr = need("xarray", "to_xarray()", "xarray")
    if "transition" in table.columns and "date" in table.columns:
        return _grid(xr, table, "transition", table["transition"], ["start"])
    if "stage" in table.columns and "date" in table.columns and "expected" in table.columns and "attribute" not in table.columns:
        track, stage = table["track"], table["stage"]
        return _grid(xr, table, "stage", np.where(track == "exit", stage, track + "." + stage), [])
    return xr.Dataset({name: ("row", _plain(table[name])) for name in table.columns})


def _plain(values: np.ndarray) -> np.ndarray:
    if values.dtype.kind == "M":
        return values.astype("datetime64[ns]")
    return values.astype(str) if values.dtype.kind == "O" else values


def _grid(xr: Any, table: Table, axis: str, labels: np.ndarray, along_date: list[str]) -> xr.Dataset:
    # A table of stocks or flows has all dates of one place, then all dates of the next.
    names = list(dict.fromkeys(labels.tolist()))
    dates = table["date"][: len(labels) // len(names)] if names else table["date"]

    def grid(name: str) -> np.ndarray:
        return _plain(table[name]).reshape(len(names), len(dates)).T

    numbers = {name: (("date", axis), grid(name)) for name in ("expected", "low", "high")}
    coordinates: dict[str, Any] = {"date": _plain(dates), axis: names, "metric": (axis, grid("metric")[0])}
    coordinates |= {name: ("date", grid(name)[:, 0]) for name in along_date}
    same = {name: table[name][0] for name in ("scenario", "region", "population", "unit", "level")} if names else {}
    return xr.Dataset(numbers, coords=coordinates, attrs=same)


def draws_to_xarray(forecast: Any) -> xr.Dataset:
    """Expected stocks (draw, date, stage) and flows (draw, period, transition) of every draw."""
    xr = need("xarray", "draws_to_xarray()", "xarray")
    return xr.Dataset(
        {
            "stock": (("draw", "date", "stage"), forecast.stock_array),
            "flow": (("draw", "period", "transition"), forecast.flow_array),
        },
        coords={
            "date": _plain(forecast.stock_dates),
            "period": _plain(forecast.flow_dates),
            "stage": forecast.stage_axis,
            "transition": forecast.transition_axis,
        },
        attrs={"scenario": forecast.study.id, "region": forecast.study.region, "seed": forecast.seed},
    )
