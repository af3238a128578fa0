# SPDX-License-Identifier: Apache-2.0
"""The chance of every target as bars, drawn as SVG without a plotting library."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from incuflow._terminal import fit
from incuflow._words import heading, shown

_LABEL = 330.0
_RAIL = 250.0
_ROW = 24.0
_TOP = 26.0


def chances_svg(rows: Sequence[dict[str, Any]], language: str) -> str:
    """One line a row of an attainment table: its text, and a bar from 0 to 1 or the word of its status.

    Colours come from the style of the page; what a study says is escaped.
    """
    width = _LABEL + _RAIL + 140.0
    height = _TOP + _ROW * len(rows) + 10.0
    x0 = _LABEL
    parts = [f"<title>{heading('p_met', language)}</title>"]
    for share in (0.0, 0.5, 1.0):
        x = x0 + share * _RAIL
        parts.append(f'<line class="mark" x1="{x:g}" x2="{x:g}" y1="{_TOP - 4:g}" y2="{height - 8:g}"/>')
        parts.append(f'<text class="note" x="{x:g}" y="{_TOP - 10:g}" text-anchor="middle">{share:g}</text>')
    title = heading("p_met", language)
    parts.append(f'<text class="note" x="{x0 - 12:g}" y="{_TOP - 10:g}" text-anchor="end">{title}</text>')
    for at, row in enumerate(rows):
        y = _TOP + at * _ROW
        label = html.escape(fit(row["text"] or row["target"], 46))
        parts.append(f'<text x="{x0 - 12:g}" y="{y + 16:g}" text-anchor="end">{label}</text>')
        chance = row["p_met"]
        status = html.escape(shown("status", row["status"], language))
        if chance == chance:
            parts.append(f'<rect class="rail" x="{x0:g}" y="{y + 5:g}" width="{_RAIL:g}" height="14" rx="2"/>')
            length = f"{chance * _RAIL:.1f}"
            parts.append(f'<rect class="bar" x="{x0:g}" y="{y + 5:g}" width="{length}" height="14" rx="2"/>')
            parts.append(f'<text x="{x0 + _RAIL + 8:g}" y="{y + 16:g}">{chance:.2f} · {status}</text>')
        else:
            parts.append(f'<text class="note" x="{x0 + 6:g}" y="{y + 16:g}">{status}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="incuflow" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" style="max-width:100%;height:auto;font-size:13px">'
        f"{''.join(parts)}</svg>"
    )
