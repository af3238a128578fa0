# SPDX-License-Identifier: Apache-2.0
"""Stocks over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from incuflow._plots.common import axes, check_place, colour, stock_targets, time_axis, word
from incuflow._settings import chosen

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._forecast import Forecast
    from incuflow._table import Table


def draw_stocks(forecast: Forecast, stages: str | Sequence[str] | None, ax: Axes | None, lang: str | None) -> Axes:
    """See ``Plots.stocks``."""
    language = chosen(lang)
    table = forecast.stocks()
    names = np.where(table["track"] == "exit", table["stage"], table["track"] + "." + table["stage"])
    if stages is None:
        stages = _usual_stages(forecast, names[~np.isnan(table["expected"])])
    stages = [stages] if isinstance(stages, str) else list(stages)
    for name in stages:
        check_place(forecast, name)
    with axes(ax, language) as ax:
        for i, name in enumerate(stages):
            _line(ax, table, names == name, forecast.study.pipeline.label(name, language), colour(i))
        stock_targets(ax, forecast, stages, [colour(i) for i in range(len(stages))], language)
        only_new = (table["metric"][np.isin(names, stages)] == "stock_newcomers").any()
        time_axis(ax, forecast, word("newcomers" if only_new else "stock", language), language)
    return ax


def _usual_stages(forecast: Forecast, computed: np.ndarray) -> list[str]:
    first = next(iter(forecast.study.pipeline.tracks))
    return [
        name
        for name in forecast.stage_axis
        if name.startswith(f"{first}.") and name != f"{first}.outside" and name in computed
    ]


def _line(ax: Axes, table: Table, rows: np.ndarray, label: str, shade: str) -> None:
    dates = table["date"][rows]
    ax.plot(dates, table["expected"][rows], color=shade, marker="o", markersize=3.5, label=label)
    ax.fill_between(dates, table["low"][rows], table["high"][rows], color=shade, alpha=0.15, linewidth=0)
