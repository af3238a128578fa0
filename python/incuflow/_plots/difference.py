# SPDX-License-Identifier: Apache-2.0
"""What one forecast has more than another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuflow._plots.common import axes, colour, plain_frame, word
from incuflow._settings import chosen
from incuflow._terminal import fit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._comparison import Comparison


class ComparisonPlots:
    """``comparison.plot.difference()``. Needs matplotlib (``pip install incuflow[plot]``)."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def difference(self, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """The difference of every target that both can count, with its interval over the draws; a row a target and year.

        ``ax``: where to draw; left out: a new figure. Returns the axes.
        """
        return draw_difference(self._comparison, ax, lang)


def draw_difference(comparison: Comparison, ax: Axes | None, lang: str | None) -> Axes:
    """See ``ComparisonPlots.difference``."""
    language = chosen(lang)
    table = comparison.targets(language).rows()
    rows = [row for row in table if row["difference"] == row["difference"]]
    with axes(ax, language, (8, 1.4 + 0.5 * max(1, len(rows)))) as ax:
        for at, row in enumerate(rows):
            ax.plot(row["difference"], at, "o", color=colour(0))
            if row["low"] == row["low"]:
                ax.plot([row["low"], row["high"]], [at, at], color=colour(0), linewidth=2)
        if not rows:
            ax.text(0.5, 0.5, word("no_target", language), ha="center", va="center", transform=ax.transAxes)
        ax.axvline(0, color="0.5", linewidth=1)
        ax.set_yticks(range(len(rows)), [_name(row, rows) for row in rows], fontsize=9)
        ax.set_ylim(max(1, len(rows)) - 0.5, -0.5)
        ax.set_xlabel(
            word(
                "difference", language, a=comparison.a.study.scenario, b=comparison.b.study.scenario,
                level=f"{comparison.level:.0%}",
            )
        )  # fmt: skip
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        ax.grid(axis="x", alpha=0.25)
        plain_frame(ax)
    return ax


def _name(row: dict, rows: list[dict]) -> str:
    several = sum(other["target"] == row["target"] for other in rows) > 1
    return fit(row["text"] or row["target"], 46) + (f" {row['due'].year}" if several else "")
