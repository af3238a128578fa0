# SPDX-License-Identifier: Apache-2.0
"""Long tables with stable columns."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from incuflow import _core
from incuflow._files import write_whole
from incuflow._settings import chosen
from incuflow._words import heading, shown

if TYPE_CHECKING:
    import pandas as pd

_SHOWN_ROWS = 60


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

    def to_csv(self, path: str | os.PathLike | None = None, *, excel: bool = False) -> str | None:
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

    def to_json(self, path: str | os.PathLike | None = None) -> str | None:
        """The table as a JSON array of one object a row; empty cells are null. Written to ``path`` if given."""
        text = self._core.to_json()
        if path is None:
            return text
        write_whole(path, text)
        return None

    def to_pandas(self) -> pd.DataFrame:
        """A ``pandas.DataFrame``; dates as ``datetime64``. Needs pandas."""
        import pandas as pd

        return pd.DataFrame({name: self[name] for name in self.columns})

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
        numeric = [self[name].dtype.kind == "f" for name in names]
        at = [self.columns.index(name) for name in names]
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
        return self._core == other._core if isinstance(other, Table) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self):
        return Table, (self._core, self._name)
