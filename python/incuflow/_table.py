# SPDX-License-Identifier: Apache-2.0
"""Long tables with stable columns."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from incuflow import _core
from incuflow._files import write_whole
from incuflow._settings import chosen
from incuflow._words import heading, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import xarray as xr

_SHOWN_ROWS = 60
_LOOKS = {"f": "text-align:right", "M": "text-align:left;white-space:nowrap"}


def number_text(value: float) -> str:
    """A number for people: about four digits, no exponent for everyday sizes; empty for NaN."""
    if value != value:
        return ""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 100 else f"{value:.2f}" if size >= 1 else f"{value:.4g}"


def _content(column: np.ndarray) -> bytes | tuple[str, ...]:
    """The same for columns that are equal: one NaN, one zero."""
    if column.dtype.kind == "f":
        return np.where(np.isnan(column), np.nan, column + 0.0).tobytes()
    return tuple(column.tolist()) if column.dtype.kind == "O" else column.tobytes()


class Table:
    """Named columns of one length.

    ``table["expected"]`` is a read-only NumPy view without a copy for numbers, an array of ``str`` objects for texts
    and of ``datetime64[D]`` for dates. Empty is NaN, ``""`` and NaT. Columns keep their names and order in every
    language.

    >>> import incuflow as inc
    >>> table = inc.load_preset("torch-2016-2020").forecast(draws=0).stocks()
    >>> table.columns[:4], len(table)
    (['scenario', 'region', 'population', 'date'], 35)
    >>> table["expected"].flags.writeable
    False
    """

    __slots__ = ("_core", "_name", "_orders")

    def __init__(
        self, core: _core.Table, name: str = "table", orders: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._core = core
        self._name = name
        self._orders = dict(orders or {})

    @property
    def name(self) -> str:
        """What the table is of: attainment, stocks, flows …"""
        return self._name

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return self._core.columns

    def __len__(self) -> int:
        return self._core.rows

    def __getitem__(self, column: str) -> np.ndarray:
        """The values of a column; DataError with the nearest name for one that is not there."""
        values: np.ndarray = self._core.column(column)
        return values

    def keys(self) -> list[str]:
        """The same as ``columns``, so that ``dict(table)`` and ``pandas.DataFrame(dict(table))`` work."""
        return self.columns

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def rows(self) -> list[dict[str, Any]]:
        """One dict a row; numbers as float, dates as ``datetime.date`` or None."""
        values = [self[name].tolist() for name in self.columns]
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*values, strict=True)]

    @overload
    def to_csv(self, path: None = None, *, excel: bool = False) -> str: ...
    @overload
    def to_csv(self, path: str | os.PathLike[str], *, excel: bool = False) -> None: ...
    def to_csv(self, path: str | os.PathLike[str] | None = None, *, excel: bool = False) -> str | None:
        """The table as CSV: returned as text, or written to ``path`` as a whole or not at all.

        ``excel=True`` puts a byte-order mark in front, so that Excel shows Chinese. Raises OutputError.

        >>> import incuflow as inc
        >>> inc.load_preset("torch-2016-2020").sources().to_csv().splitlines()[0]
        'id,title,publisher,number,date,page,note'
        """
        text = self._core.to_csv(excel)
        if path is None:
            return text
        write_whole(path, text)
        return None

    @overload
    def to_json(self, path: None = None) -> str: ...
    @overload
    def to_json(self, path: str | os.PathLike[str]) -> None: ...
    def to_json(self, path: str | os.PathLike[str] | None = None) -> str | None:
        """The table as a JSON array of one object a row; empty cells are null. Written to ``path`` if given."""
        text = self._core.to_json()
        if path is None:
            return text
        write_whole(path, text)
        return None

    def to_pandas(self) -> pd.DataFrame:
        """A ``pandas.DataFrame`` (2 or 3). Needs pandas.

        Dates are ``datetime64``, empty texts missing; track, stage and transition are ordered categories in the order
        of the pipeline, so that sorting and plotting follow the track.

        >>> import incuflow as inc
        >>> frame = inc.load_preset("torch-2016-2020").forecast(draws=0).stocks().to_pandas()
        >>> frame["stage"].cat.categories.tolist(), frame["date"].dtype.kind
        (['outside', 'incubator', 'graduated', 'left', 'closed'], 'M')
        """
        from incuflow._frames import to_pandas

        return to_pandas(self, self._orders)

    def to_polars(self) -> pl.DataFrame:
        """A ``polars.DataFrame``: dates as Date; track, stage and transition as Enum; empty is null. Needs polars."""
        from incuflow._frames import to_polars

        return to_polars(self, self._orders)

    def to_arrow(self) -> pa.Table:
        """A ``pyarrow.Table``: dates as date32; track, stage and transition as ordered dictionary; empty is null.

        Needs pyarrow (``pip install incuflow[parquet]``).
        """
        from incuflow._frames import to_arrow

        return to_arrow(self, self._orders)

    def to_xarray(self) -> xr.Dataset:
        """Labelled arrays: stocks by (date, stage), flows by (date, transition), any other table by row.

        A stage is labelled ``track.stage``, an exit by its id. Needs xarray.

        >>> import incuflow as inc
        >>> stocks = inc.load_preset("torch-2016-2020").forecast(draws=0).stocks().to_xarray()
        >>> int(stocks["expected"].sel(date="2020-12-31", stage="incubation.incubator").round())
        124597
        """
        from incuflow._frames import to_xarray

        return to_xarray(self)

    def where(self, **equal: Any) -> list[dict[str, Any]]:
        """Rows whose columns equal these values. DataError with the nearest name for a column that is not there.

        >>> import incuflow as inc
        >>> [row] = inc.load_preset("torch-2016-2020").forecast(draws=0).attainment().where(target="graduates")
        >>> round(row["expected"])
        40909
        """
        for name in equal:
            self._core.column(name)  # refuses a name that is not there
        return [row for row in self.rows() if all(row[name] == value for name, value in equal.items())]

    def cells(self, row: int, language: str | None = None) -> list[str]:
        """The texts of one row as people read them."""
        language = chosen(language)
        texts = []
        for at, name in enumerate(self.columns):
            column = self[name]
            if column.dtype.kind == "f":
                texts.append(number_text(float(column[row])))
            else:
                texts.append(shown(name, self._core.cell(row, at), language))
        return texts

    def to_html(self, columns: list[str] | None = None, language: str | None = None, rows: int | None = None) -> str:
        """An HTML table with headings in one language; numbers to the right. At most ``rows`` rows, if given."""
        import html  # only pages need it, and its list of names is long

        language = chosen(language)
        names = self.columns if columns is None else columns
        looks = [_LOOKS.get(self[name].dtype.kind, "text-align:left") for name in names]
        at = [self.columns.index(name) for name in names]
        head = "".join(f"<th>{html.escape(heading(name, language))}</th>" for name in names)
        lines = []
        for row in range(len(self) if rows is None else min(rows, len(self))):
            texts = self.cells(row, language)
            cells = "".join(
                f'<td style="{look}">{html.escape(texts[i])}</td>' for i, look in zip(at, looks, strict=True)
            )
            lines.append(f"<tr>{cells}</tr>")
        more = "" if rows is None or rows >= len(self) else f"<p>… {len(self) - rows}</p>"
        body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody>"
        return f"<table class='incuflow-table'>{body}</table>{more}"

    def __repr__(self) -> str:
        return f"<incuflow.Table {self._name}: {len(self)} rows × {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        from incuflow._html import table_html

        return table_html(self, _SHOWN_ROWS)

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, Table) else NotImplemented

    def __hash__(self) -> int:
        return hash((tuple(self.columns), *(_content(self[name]) for name in self.columns)))

    def __reduce__(self) -> tuple[Any, ...]:
        return Table, (self._core, self._name, self._orders)
