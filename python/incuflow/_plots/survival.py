# SPDX-License-Identifier: Apache-2.0
"""The survival of a hazard, with the numbers it rests on."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from incuflow import _core
from incuflow._plots.common import axes, colour, legend, plain_frame, word
from incuflow._settings import chosen
from incuflow._table import number_text
from incuflow._words import shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_survival(
    hazard: _core.Hazard | _core.PerYear | _core.ProbPerYear,
    until: float | None = None,
    *,
    ax: Axes | None = None,
    lang: str | None = None,
) -> Axes:
    """The chance that it has not happened by t years, at the mids of its numbers; the band spans low to high.

    In the legend: each number with its range, kind and reason. ``until``: years drawn; left out: where 95 % have
    happened, 20 at most. The band is the envelope over all corners of the ranges, which is exact because the survival
    is monotone in each number. Raises ParameterError for what is no hazard. Needs matplotlib.

    >>> import incuflow as inc
    >>> ax = inc.plot_survival(inc.per_year(0.13, low=0.08, high=0.15, reason="hypothetical"), lang="en")
    >>> ax.get_ylabel()
    'chance that it has not happened'
    """
    language = chosen(lang)
    hazard = hazard if isinstance(hazard, _core.Hazard) else _core.Exponential(hazard)
    numbers = hazard.numbers
    ends = [[n.low, n.high] if n.low == n.low else [n.mid] for n in numbers.values()]
    if until is None:
        reached = float(hazard.quantile(0.95))
        until = min(20.0, reached) if np.isfinite(reached) and reached > 0.0 else 20.0
    years = np.linspace(0.0, until, 241)
    with axes(ax, language) as ax:
        if any(len(pair) == 2 for pair in ends):
            corners = [hazard.realise(list(corner)).survival(years) for corner in _corners(ends, hazard)]
            band = word("from_low_to_high", language)
            ax.fill_between(
                years, np.min(corners, 0), np.max(corners, 0), color=colour(0), alpha=0.18, linewidth=0, label=band
            )
        ax.plot(years, hazard.survival(years), color=colour(0), label=word("at_mid", language))
        for key, number in numbers.items():
            ax.plot([], [], " ", label=_told(key, number, language))
        ax.set_xlim(0, until)
        ax.set_ylim(0, 1.02)
        ax.set_xlabel(word("years", language))
        ax.set_ylabel(word("survival", language))
        ax.grid(axis="y", alpha=0.25)
        plain_frame(ax)
        legend(ax)
    return ax


def _corners(ends: list[list[float]], hazard: _core.Hazard) -> list[tuple[float, ...]]:
    # Pieces of a hazard act one after the other, each the same way: two corners say all of them.
    if hazard.family == "piecewise_constant":
        return [tuple(pair[0] for pair in ends), tuple(pair[-1] for pair in ends)]
    return list(itertools.product(*ends))


def _told(key: str, number: _core.Number, language: str) -> str:
    text = f"{key} = {number_text(number.mid)}"
    if number.low == number.low:
        text += f" [{number_text(number.low)}, {number_text(number.high)}]"
    why = number.reason or number.source or number.fixed
    return f"{text} · {shown('kind', number.kind, language)}" + (f" · {why}" if why else "")
