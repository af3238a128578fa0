# SPDX-License-Identifier: Apache-2.0
"""What one more place is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuflow._plots.common import axes, colour, legend, plain_frame, title, word
from incuflow._settings import chosen

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._capacity import CapacityBounds


def draw_capacity(bounds: CapacityBounds, ax: Axes | None, lang: str | None) -> Axes:
    """See ``CapacityBounds.plot``."""
    language = chosen(lang)
    rows = bounds.table().where(bound="linear_programme", limit="places")
    ends = list(dict.fromkeys(row["date"] for row in rows))
    with axes(ax, language, (8, 4.5)) as ax:
        wide = 0.8 / max(1, len(bounds.places))
        marked = False
        for s, stage in enumerate(bounds.places):
            for row in (row for row in rows if row["stage"] == stage):
                x = ends.index(row["date"]) - 0.4 + (s + 0.5) * wide
                first = row["date"] == ends[0]
                label = f"{bounds.study.pipeline.label(stage, language)} ({row['capacity']:,.10g})" if first else None
                ax.bar(x, row["shadow_price"], wide, color=colour(s), label=label)
                if row["binding"] == "yes":
                    ax.plot(
                        x, -0.025, "^", color=colour(s), markersize=5, clip_on=False, transform=ax.get_xaxis_transform(),
                        label=None if marked else word("places_used", language),
                    )  # fmt: skip
                    marked = True
        if not rows:
            ax.text(0.5, 0.5, word("no_places", language), ha="center", va="center", transform=ax.transAxes)
        highest = max((row["shadow_price"] for row in rows), default=0.0)
        ax.set_ylim(0.0, 1.25 * highest if highest > 0.0 else 1.0)  # room for the legend
        step = max(1, len(ends) // 12)
        yearly = bounds.period == "year"
        names = [str(end)[:4] if yearly and (end.month, end.day) == (12, 31) else str(end) for end in ends]
        ax.set_xticks(range(0, len(ends), step), names[::step], rotation=0 if yearly else 30)
        ax.tick_params(axis="x", pad=8)
        ax.set_ylabel(word("place_price", language))
        title(ax, bounds.statement(language).replace("：", "：\n", 1).replace(": ", ":\n", 1), most=84)
        ax.grid(axis="y", alpha=0.25)
        plain_frame(ax)
        legend(ax)
    return ax
