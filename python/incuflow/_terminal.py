# SPDX-License-Identifier: Apache-2.0
"""Tables on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata

from incuflow._table import Table
from incuflow._words import heading


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fit(text: str, most: int) -> str:
    """The text, cut with an ellipsis where it is wider than ``most`` columns."""
    if width(text) <= most:
        return text
    kept = ""
    for letter in text:
        if width(kept + letter) > most - 1:
            break
        kept += letter
    return kept + "…"


def _pad(text: str, to: int, right: bool) -> str:
    space = " " * (to - width(text))
    return space + text if right else text + space


def table_text(table: Table, columns: list[str], language: str, most: int = 44) -> str:
    """A table in fixed columns; empty ones are left out, longer texts than ``most`` cut, numbers to the right."""
    cells = [table.cells(row, language) for row in range(len(table))]
    columns = [name for name in columns if any(line[table.columns.index(name)] for line in cells)]
    at = [table.columns.index(name) for name in columns]
    right = [table[name].dtype.kind == "f" for name in columns]
    lines = [[heading(name, language) for name in columns], *([fit(line[i], most) for i in at] for line in cells)]
    widths = [max(width(line[i]) for line in lines) for i in range(len(columns))]
    rule = ["-" * w for w in widths]
    return "\n".join(
        "  ".join(_pad(cell, w, r) for cell, w, r in zip(line, widths, right, strict=True)).rstrip()
        for line in [lines[0], rule, *lines[1:]]
    )
