# SPDX-License-Identifier: Apache-2.0
"""Counts of targets over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from incuflow._plots.common import axes, check_target, colour, time_axis, word
from incuflow._settings import chosen
from incuflow._words import shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._forecast import Forecast
    from incuflow._table import Table


def draw_counts(forecast: Forecast, targets: str | Sequence[str] | None, ax: Axes | None, lang: str | None) -> Axes:
    """See ``Plots.counts``."""
    language = chosen(lang)
    progress = forecast.progress()
    # A yearly target has a row a year; its last one carries the interval and the status.
    rows = {row["target"]: row for row in forecast.attainment(language).rows() if row["accounting"] != "stock"}
    known = [name for name in dict.fromkeys(progress["target"]) if name in rows]
    targets = known if targets is None else [targets] if isinstance(targets, str) else list(targets)
    for name in targets:
        check_target(name, known)
    with axes(ax, language) as ax:
        for i, name in enumerate(targets):
            _line(ax, progress, progress["target"] == name, rows[name], language, colour(i))
        if targets:
            ax.plot([], [], color="0.5", linestyle="--", linewidth=1, label=word("target", language))
        else:
            ax.text(0.5, 0.5, word("no_target", language), ha="center", va="center", transform=ax.transAxes)
        time_axis(ax, forecast, word("count", language), language)
    return ax


def _line(ax: Axes, progress: Table, chosen_rows: np.ndarray, row: dict[str, Any], language: str, shade: str) -> None:
    dates = progress["date"][chosen_rows]
    counts = progress["expected"][chosen_rows]
    if row["accounting"] == "cumulative":
        dates = np.concatenate([progress["start"][chosen_rows][:1], dates])
        counts = np.concatenate([[0.0], counts])
    label = row["text"] or row["target"]
    if row["status"] != "modelled":
        status = shown("status", row["status"], language)
        label += f"（{status}）" if language == "zh" else f" ({status})"
    ax.plot(dates, counts, color=shade, marker="o", markersize=3.5, label=label)
    if row["low"] == row["low"]:
        arms = [[row["expected"] - row["low"]], [row["high"] - row["expected"]]]
        ax.errorbar(dates[-1], row["expected"], yerr=np.maximum(arms, 0.0), color=shade, capsize=4, linewidth=1)
    ax.axhline(progress["value"][chosen_rows][-1], color=shade, linestyle="--", linewidth=1)
