# SPDX-License-Identifier: Apache-2.0
"""A stock with bands of several widths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from incuflow._plots.common import axes, check_place, colour, stock_targets, time_axis, word
from incuflow._settings import chosen
from incuflow.errors import ParameterError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._forecast import Forecast

SHARES = (0.5, 0.8, 0.9)


def draw_fan(forecast: Forecast, place: str, shares: Sequence[float], ax: Axes | None, lang: str | None) -> Axes:
    """See ``Plots.fan``."""
    language = chosen(lang)
    check_place(forecast, place)
    for share in shares:
        if not 0.0 < share < 1.0:
            words = {"option": "shares", "given": f"{share:g}", "allowed": "0 < share < 1"}
            raise ParameterError([("forecast.bad_option", words)])
    widths = sorted(shares, reverse=True)
    tails = [0.5 * (1.0 - share) for share in widths]
    probabilities = [*tails, 0.5, *(1.0 - tail for tail in reversed(tails))]
    table = forecast.stock_quantiles(place, probabilities)
    values = table["value"].reshape(-1, len(probabilities))
    dates = forecast.stock_dates
    label = forecast.study.pipeline.label(place, language)
    with axes(ax, language) as ax:
        shade = colour(0)
        if np.isnan(values).all():
            text = {"zh": "未测算", "en": "not computed"}[language]
            ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes)
        for i, share in enumerate(widths):
            name = word("band", language, share=f"{share * 100:g}%")
            # Lighter outside: bands lie on one another.
            ax.fill_between(
                dates, values[:, i], values[:, -1 - i], color=shade, alpha=0.14 + 0.08 * i, linewidth=0, label=name
            )
        median = f"{label} · {word('median', language)}"
        ax.plot(dates, values[:, len(tails)], color=shade, marker="o", markersize=3.5, label=median)
        stock_targets(ax, forecast, [place], [colour(1)], language)
        only_new = (table["metric"] == "stock_newcomers").any()
        time_axis(ax, forecast, word("newcomers" if only_new else "stock", language), language)
    return ax
