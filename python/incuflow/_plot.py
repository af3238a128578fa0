# SPDX-License-Identifier: Apache-2.0
"""Pictures of a forecast with matplotlib. Every function takes ``ax`` and returns it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from incuflow import _core
from incuflow._font import font_settings
from incuflow._settings import chosen
from incuflow._words import shown
from incuflow.errors import GraphError, StudyError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._forecast import Forecast
    from incuflow._table import Table

# Colours that can be told apart with any colour vision (Okabe & Ito 2008).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999")

_WORDS = {
    "stock": ("期末存量（家）", "stock at period end, firms"),
    "newcomers": ("期末存量（仅新增，家）", "stock at period end, newcomers only, firms"),
    "count": ("累计数", "cumulative count"),
    "target": ("目标", "target"),
    "no_target": ("没有可计数的目标", "no target can be counted"),
}


def _word(key: str, language: str) -> str:
    return _WORDS[key][language == "en"]


def _colour(at: int) -> str:
    return COLOURS[at % len(COLOURS)]


class Plots:
    """``forecast.plot.stocks()``, ``forecast.plot.counts()``. Needs matplotlib (``pip install incuflow[plot]``)."""

    def __init__(self, forecast: Forecast) -> None:
        self._forecast = forecast

    def stocks(self, stages: list[str] | None = None, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """Stocks over time (firms) with their intervals; the numbers that stock targets ask for as dashed lines.

        ``stages``: ``track.stage`` or exits; left out: every stage of the first track that has numbers, ``outside`` not
        among them. ``ax``: where to draw; left out: a new figure. Raises GraphError with the nearest name for a stage
        that is not there.
        """
        language = chosen(lang)
        forecast = self._forecast
        table = forecast.stocks()
        names = np.where(table["track"] == "exit", table["stage"], table["track"] + "." + table["stage"])
        if stages is None:
            stages = _usual_stages(forecast, names[~np.isnan(table["expected"])])
        for name in stages:
            if name not in forecast.stage_axis:
                nearest = _core.nearest_name(name, forecast.stage_axis)
                raise GraphError([("graph.unknown_node", {"given": name, "nearest": nearest})])
        with _axes(ax, language) as ax:
            for i, name in enumerate(stages):
                _stock_line(ax, table, names == name, forecast.study.pipeline.label(name, language), _colour(i))
            _stock_targets(ax, forecast, stages, language)
            only_new = (table["metric"][np.isin(names, stages)] == "stock_newcomers").any()
            _finish(ax, forecast, _word("newcomers" if only_new else "stock", language), language)
        return ax

    def counts(self, targets: list[str] | None = None, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """Expected counts by year of the cumulative and yearly targets that can be counted, the promises dashed.

        The bar at the due date is the interval. A target that is not ``modelled`` says so in brackets. ``targets``:
        their ids; left out: all. ``ax``: as in ``stocks``. Raises StudyError with the nearest name for one that is not
        there.
        """
        language = chosen(lang)
        forecast = self._forecast
        progress = forecast.progress()
        # A yearly target has a row a year; its last one carries the interval and the status.
        rows = {row["target"]: row for row in forecast.attainment(language).rows() if row["accounting"] != "stock"}
        known = [name for name in dict.fromkeys(progress["target"]) if name in rows]
        for name in targets or []:
            if name not in known:
                nearest = _core.nearest_name(name, known)
                raise StudyError([("study.unknown_target", {"given": name, "nearest": nearest})])
        targets = known if targets is None else targets
        with _axes(ax, language) as ax:
            for i, name in enumerate(targets):
                _count_line(ax, progress, progress["target"] == name, rows[name], language, _colour(i))
            if targets:
                ax.plot([], [], color="0.4", linestyle="--", linewidth=1, label=_word("target", language))
            else:
                ax.text(0.5, 0.5, _word("no_target", language), ha="center", va="center", transform=ax.transAxes)
            _finish(ax, forecast, _word("count", language), language)
        return ax


@contextmanager
def _axes(ax: Axes | None, language: str) -> Iterator[Axes]:
    # The settings hold while texts are made; the reader's own are back afterwards.
    import matplotlib as mpl

    with mpl.rc_context(font_settings(language)):
        if ax is None:
            from matplotlib import pyplot

            _, ax = pyplot.subplots(figsize=(8, 4.5), layout="constrained")
        yield ax


def _usual_stages(forecast: Forecast, computed: np.ndarray) -> list[str]:
    first = next(iter(forecast.study.pipeline.tracks))
    return [
        name
        for name in forecast.stage_axis
        if name.startswith(f"{first}.") and name != f"{first}.outside" and name in computed
    ]


def _stock_line(ax: Axes, table: Table, rows: np.ndarray, label: str, colour: str) -> None:
    dates = table["date"][rows]
    ax.plot(dates, table["expected"][rows], color=colour, marker="o", markersize=3.5, label=label)
    ax.fill_between(dates, table["low"][rows], table["high"][rows], color=colour, alpha=0.15, linewidth=0)


def _stock_targets(ax: Axes, forecast: Forecast, stages: list[str], language: str) -> None:
    for target in forecast.study._core.target_list():
        if target.counts != "stock" or len(target.of) != 1 or target.of[0] not in stages:
            continue
        ends = [end for end in target.bounds if end == end]
        for i, end in enumerate(ends):
            label = target.text(language) or target.id if i == 0 else None
            ax.axhline(end, color=_colour(stages.index(target.of[0])), linestyle="--", linewidth=1, label=label)


def _count_line(ax: Axes, progress: Table, chosen_rows: np.ndarray, row: dict, language: str, colour: str) -> None:
    dates = progress["date"][chosen_rows]
    counts = progress["expected"][chosen_rows]
    if row["accounting"] == "cumulative":
        dates = np.concatenate([progress["start"][chosen_rows][:1], dates])
        counts = np.concatenate([[0.0], counts])
    label = row["text"] or row["target"]
    if row["status"] != "modelled":
        status = shown("status", row["status"], language)
        label += f"（{status}）" if language == "zh" else f" ({status})"
    ax.plot(dates, counts, color=colour, marker="o", markersize=3.5, label=label)
    if row["low"] == row["low"]:
        arms = [[row["expected"] - row["low"]], [row["high"] - row["expected"]]]
        ax.errorbar(dates[-1], row["expected"], yerr=np.maximum(arms, 0.0), color=colour, capsize=4, linewidth=1)
    ax.axhline(progress["value"][chosen_rows][-1], color=colour, linestyle="--", linewidth=1)


def _finish(ax: Axes, forecast: Forecast, ylabel: str, language: str) -> None:
    dates = forecast.stock_dates
    ax.set_ylabel(ylabel)
    ax.set_ylim(bottom=0)
    ax.set_xticks(dates)
    ax.set_xticklabels([str(date)[:4] if str(date).endswith("12-31") else str(date) for date in dates])
    ax.set_title(forecast.study.title(language), fontsize=11)
    ax.grid(axis="y", alpha=0.25)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(frameon=False, fontsize=8.5)
    # Tick labels are made when they are first drawn, and must still find the font.
    ax.figure.canvas.draw()
