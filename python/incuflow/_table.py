# SPDX-License-Identifier: Apache-2.0
"""Long tables with stable columns."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from incuflow import _core
from incuflow._files import write_whole
from incuflow._settings import chosen
from incuflow._words import heading, shown

_SHOWN_ROWS = 60


def number_text(value: float) -> str:
    """A number for people: about four digits, no exponent for everyday sizes; empty for NaN."""
    if value != value:
        return ""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 100 else f"{value:.2f}" if size >= 1 else f"{value:.4g}"


class Table:
    """Named columns of one length.

    ``table["expected"]`` is a read-only NumPy view without a copy for numbers, an array of ``str`` for texts and of
    ``datetime64[D]`` for dates. Empty is NaN, ``""`` and NaT. Columns keep their names and their order in every language.

    >>> import incuflow as inc
    >>> table = inc.load_preset("torch-2016-2020").forecast(draws=0).stocks()
    >>> table.columns[:4], len(table)
    (['scenario', 'region', 'population', 'date'], 35)
    >>> table["expected"].flags.writeable
    False
    """

    __slots__ = ("_core", "_name")

    def __init__(self, core: _core.Table, name: str = "table") -> None:
        self._core = core
        self._name = name

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return self._core.columns

    def __len__(self) -> int:
        return self._core.rows

    def __getitem__(self, column: str) -> np.ndarray:
        """The values of a column; DataError with the nearest name for one that is not there."""
        return self._core.column(column)

    def keys(self) -> list[str]:
        """The same as ``columns``, so that ``dict(table)`` and ``pandas.DataFrame(dict(table))`` work."""
        return self.columns

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def rows(self) -> list[dict[str, Any]]:
        """One dict a row; numbers as float, dates as ``datetime.date`` or None."""
        values = [self[name].tolist() for name in self.columns]
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*values, strict=True)]

    def to_csv(self, path: str | Path | None = None, *, excel: bool = False) -> str | None:
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

    def to_json(self, path: str | Path | None = None) -> str | None:
        """The table as a JSON array of one object a row; empty cells are null. Written to ``path`` if given."""
        text = self._core.to_json()
        if path is None:
            return text
        write_whole(path, text)
        return None

    def to_pandas(self):
        """A ``pandas.DataFrame`` (2 or 3); dates as ``datetime64``. Needs pandas."""
        import pandas as pd

        return pd.DataFrame({name: self[name] for name in self.columns})

    def where(self, **equal: str) -> list[dict[str, Any]]:
        """Rows whose columns equal these values.

        >>> import incuflow as inc
        >>> [row] = inc.load_preset("torch-2016-2020").forecast(draws=0).attainment().where(target="graduates")
        >>> round(row["expected"])
        40909
        """
        for name in equal:
            self._core.column(name)
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
        """An HTML table with headings in one language; numbers to the right."""
        language = chosen(language)
        names = self.columns if columns is None else columns
        at = [self.columns.index(name) for name in names]
        numeric = [self[name].dtype.kind == "f" for name in names]
        head = "".join(f"<th>{html.escape(heading(name, language))}</th>" for name in names)
        lines = []
        for row in range(len(self) if rows is None else min(rows, len(self))):
            texts = self.cells(row, language)
            cells = "".join(
                f'<td style="text-align:{"right" if right else "left"}">{html.escape(texts[i])}</td>'
                for i, right in zip(at, numeric, strict=True)
            )
            lines.append(f"<tr>{cells}</tr>")
        more = "" if rows is None or rows >= len(self) else f"<p>… {len(self) - rows}</p>"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>{more}"

    def __repr__(self) -> str:
        return f"<incuflow.Table {self._name}: {len(self)} rows × {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        return self.to_html(rows=_SHOWN_ROWS)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self._core == other._core

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self):
        return Table, (self._core, self._name)
