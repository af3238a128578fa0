# SPDX-License-Identifier: Apache-2.0
"""Tables on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata

from incuflow._table import Table
from incuflow._words import heading


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _fit(text: str, most: int) -> str:
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
    """A table in fixed columns; texts longer than ``most`` are cut, numbers stand to the right."""
    at = [table.columns.index(name) for name in columns]
    right = [table[name].dtype.kind == "f" for name in columns]
    lines = [[heading(name, language) for name in columns]]
    for row in range(len(table)):
        cells = table.cells(row, language)
        lines.append([_fit(cells[i], most) for i in at])
    widths = [max(width(line[i]) for line in lines) for i in range(len(columns))]
    rule = ["-" * w for w in widths]
    return "\n".join(
        "  ".join(_pad(cell, w, r) for cell, w, r in zip(line, widths, right, strict=True)).rstrip()
        for line in [lines[0], rule, *lines[1:]]
    )
