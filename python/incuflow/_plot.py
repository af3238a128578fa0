# SPDX-License-Identifier: Apache-2.0
"""Pictures of a forecast with matplotlib. Every function takes ``ax`` and returns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from incuflow import _core
from incuflow._font import font_settings
from incuflow._settings import chosen
from incuflow.errors import GraphError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._forecast import Forecast

# Colours that can be told apart with any colour vision (Okabe & Ito 2008).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999")

_WORDS = {
    "firms": ("家", "firms"),
    "stock": ("期末存量", "stock at period end"),
    "count": ("累计数", "cumulative count"),
    "target": ("目标", "target"),
    "interval": ("{level:.0%}区间", "{level:.0%} interval"),
    "newcomers": ("仅新增", "newcomers only"),
    "no_target": ("没有可计数的目标", "no target can be counted"),
}


def _word(key: str, language: str, **values: float) -> str:
    return _WORDS[key][language == "en"].format(**values)


class Plots:
    """``forecast.plot.stocks()``, ``forecast.plot.counts()``. Needs matplotlib (``pip install incuflow[plot]``)."""

    def __init__(self, forecast: Forecast) -> None:
        self._forecast = forecast

    def _axes(self, ax: Axes | None, language: str):
        import matplotlib as mpl
        from matplotlib.figure import Figure

        context = mpl.rc_context(font_settings(language))
        context.__enter__()
        if ax is None:
            figure = Figure(figsize=(8, 4.5), layout="constrained")
            ax = figure.add_subplot()
        return ax, context

    def stocks(self, stages: list[str] | None = None, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """Stocks over time with their intervals, and stock targets as dashed lines.

        ``stages``: ``track.stage`` or exits; left out: every stage of the first track that has numbers, ``outside`` not
        among them. Raises ValueError (GraphError) with the nearest name for a stage that is not there.
        """
        language = chosen(lang)
        forecast = self._forecast
        table = forecast.stocks()
        names = np.where(table["track"] == "exit", table["stage"], table["track"] + "." + table["stage"])
        if stages is None:
            first = next(iter(forecast.study.pipeline.tracks))
            known = {name for name, value in zip(names, table["expected"], strict=True) if value == value}
            stages = [n for n in forecast.stage_axis if n in known and n.startswith(f"{first}.") and n != f"{first}.outside"]
        else:
            for name in stages:
                _check_name(name, forecast.stage_axis)
        ax, context = self._axes(ax, language)
        try:
            newcomers = False
            for i, name in enumerate(stages):
                rows = names == name
                newcomers = newcomers or bool((table["metric"][rows] == "stock_newcomers").any())
                _line(ax, table["date"][rows], table, rows, forecast.study.pipeline.label(name, language), COLOURS[i % len(COLOURS)])
            _target_lines(ax, forecast, stages, language)
            label = _word("stock", language) + (f"（{_word('newcomers', language)}）" if newcomers and language == "zh" else "")
            label += f" ({_word('newcomers', language)})" if newcomers and language == "en" else ""
            _finish(ax, forecast, f"{label}, {_word('firms', language)}" if language == "en" else f"{label}（{_word('firms', language)}）", language)
        finally:
            context.__exit__(None, None, None)
        return ax

    def counts(self, targets: list[str] | None = None, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """Expected cumulative counts by year of the targets that can be counted, each with its promise as a dashed line."""
        language = chosen(lang)
        forecast = self._forecast
        table = forecast.progress()
        attainment = forecast.attainment(language)
        texts = dict(zip(attainment["target"], attainment["text"], strict=True))
        known = list(dict.fromkeys(table["target"])) if len(table) else []
        if targets is None:
            targets = known
        else:
            for name in targets:
                _check_name(name, known)
        ax, context = self._axes(ax, language)
        try:
            for i, name in enumerate(targets):
                rows = table["target"] == name
                colour = COLOURS[i % len(COLOURS)]
                [begin, *_] = table["start"][rows]
                dates = np.concatenate([[begin], table["date"][rows]])
                counts = np.concatenate([[0.0], table["expected"][rows]])
                ax.plot(dates, counts, color=colour, marker="o", markersize=3.5, label=texts[name])
                [due] = [row for row in attainment.rows() if row["target"] == name][-1:]
                if due["low"] == due["low"]:
                    ax.errorbar(
                        dates[-1], due["expected"], yerr=[[due["expected"] - due["low"]], [due["high"] - due["expected"]]],
                        color=colour, capsize=4, linewidth=1,
                    )
                ax.axhline(table["value"][rows][-1], color=colour, linestyle="--", linewidth=1)
            if not targets:
                ax.text(0.5, 0.5, _word("no_target", language), ha="center", va="center", transform=ax.transAxes)
            else:
                ax.plot([], [], color="0.4", linestyle="--", linewidth=1, label=_word("target", language))
            _finish(ax, forecast, _word("count", language), language)
        finally:
            context.__exit__(None, None, None)
        return ax


def _check_name(name: str, known: list[str]) -> None:
    if name not in known:
        raise GraphError([("graph.unknown_node", {"given": name, "nearest": _core.nearest_name(name, known)})])


def _line(ax, dates, table, rows, label, colour) -> None:
    ax.plot(dates, table["expected"][rows], color=colour, marker="o", markersize=3.5, label=label)
    ax.fill_between(dates, table["low"][rows], table["high"][rows], color=colour, alpha=0.15, linewidth=0)


def _target_lines(ax, forecast: Forecast, stages: list[str], language: str) -> None:
    for row in forecast.study.targets(language).rows():
        kind, _, places = row["counted"].partition(": ")
        if kind == "stock" and places in stages and row["value"].startswith("≥"):
            colour = COLOURS[stages.index(places) % len(COLOURS)]
            ax.axhline(float(row["value"][1:]), color=colour, linestyle="--", linewidth=1, label=row["text"])


def _finish(ax, forecast: Forecast, ylabel: str, language: str) -> None:
    ax.set_ylabel(ylabel)
    ax.set_ylim(bottom=0)
    ax.set_xticks(forecast.stock_dates)
    ax.set_xticklabels([str(date)[:4] if str(date).endswith("12-31") else str(date) for date in forecast.stock_dates])
    ax.set_title(forecast.study.title(language), fontsize=11)
    ax.grid(axis="y", alpha=0.25)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(frameon=False, fontsize=8.5)
    ax.figure.canvas.draw()
