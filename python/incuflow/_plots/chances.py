# SPDX-License-Identifier: Apache-2.0
"""The chance of every target, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuflow._plots.common import axes, colour, plain_frame, title, word
from incuflow._settings import chosen
from incuflow._terminal import fit
from incuflow._words import shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._forecast import Forecast


def draw_chances(forecast: Forecast, ax: Axes | None, lang: str | None) -> Axes:
    """See ``Plots.targets``."""
    language = chosen(lang)
    rows = forecast.attainment(language).rows()
    with axes(ax, language, (8, 1.4 + 0.32 * len(rows))) as ax:
        for at, row in enumerate(rows):
            chance, status = row["p_met"], shown("status", row["status"], language)
            if chance == chance:
                ax.barh(at, 1.0, color="0.5", alpha=0.15, height=0.62)
                ax.barh(at, chance, color=colour(0), height=0.62)
                error = f" ± {row['p_met_se']:.3f}" if row["p_met_se"] == row["p_met_se"] else ""
                ax.text(1.02, at, f"{chance:.2f}{error} · {status}", va="center", fontsize=9)
            else:
                ax.text(0.01, at, status, va="center", fontsize=9, alpha=0.75)
        ax.set_yticks(range(len(rows)), [fit(row["text"] or row["target"], 44) for row in rows], fontsize=9)
        ax.set_ylim(len(rows) - 0.4, -0.6)
        ax.set_xlim(0, 1)
        ax.set_xlabel(word("chance", language))
        title(ax, forecast.study.title(language))
        ax.tick_params(axis="y", length=0)
        plain_frame(ax)
    return ax
