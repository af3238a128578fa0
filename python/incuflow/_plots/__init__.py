# SPDX-License-Identifier: Apache-2.0
"""Pictures with matplotlib: one module a kind. Every function takes ``ax`` and returns it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from incuflow._plots.chances import draw_chances
from incuflow._plots.counts import draw_counts
from incuflow._plots.fan import SHARES, draw_fan
from incuflow._plots.sankey import draw_sankey
from incuflow._plots.stocks import draw_stocks
from incuflow._plots.tornado import draw_tornado

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._forecast import Forecast


class Plots:
    """``forecast.plot.stocks()`` and its sisters. Needs matplotlib (``pip install incuflow[plot]``).

    Every picture takes ``ax`` (where to draw; left out: a new figure) and ``lang``, and returns its axes.

    >>> import incuflow as inc
    >>> fc = inc.load_preset("torch-2016-2020").forecast(draws=50)
    >>> fc.plot.fan("incubation.incubator", lang="en").get_ylabel()
    'stock at period end, firms'
    """

    def __init__(self, forecast: Forecast) -> None:
        self._forecast = forecast

    def stocks(self, stages: str | Sequence[str] | None = None, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """Stocks over time (firms) with their intervals; the numbers that stock targets ask for as dashed lines.

        ``stages``: ``track.stage`` or exits; left out: every stage of the first track that has numbers, ``outside`` not
        among them. Raises GraphError with the nearest name for a stage that is not there.
        """
        return draw_stocks(self._forecast, stages, ax, lang)

    def counts(self, targets: str | Sequence[str] | None = None, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """Expected counts by year of the cumulative and yearly targets that can be counted, the promises dashed.

        The bar at the due date is the interval. A target that is not ``modelled`` says so in brackets. ``targets``:
        their ids; left out: all. Raises StudyError with the nearest name for one that is not there.
        """
        return draw_counts(self._forecast, targets, ax, lang)

    def fan(
        self, place: str, shares: Sequence[float] = SHARES, *, ax: Axes | None = None, lang: str | None = None
    ) -> Axes:
        """The stock at ``place`` over time (firms): the median, and the central band of each of ``shares``.

        Bands are quantiles of the mixture over the draws of the exact laws, at the period ends; straight in between.
        Raises GraphError with the nearest name for a place that is not there, ParameterError for a share outside
        (0, 1).
        """
        return draw_fan(self._forecast, place, shares, ax, lang)

    def sankey(self, track: str | None = None, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """Expected flows of a track over the whole run (firms); transitions that are not computed are dashed.

        ``track``: left out: the first. Firms that stand somewhere from the start flow on without having flowed in: a
        bar is as high as the larger of what comes in and what goes out. Raises GraphError with the nearest name.
        """
        return draw_sankey(self._forecast, track, ax, lang)

    def targets(self, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """The chance of every target as a bar from 0 to 1, with its standard error; where there is none, its status."""
        return draw_chances(self._forecast, ax, lang)

    def tornado(self, target: str, most: int = 12, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """What each number moves: the expected count of a target as the number alone goes from low to high.

        The largest ``most``, others at their mids; the promise is dashed. Raises StudyError with the nearest name for a
        target that is not counted.
        """
        return draw_tornado(self._forecast, target, most, ax, lang)
