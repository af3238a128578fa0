# SPDX-License-Identifier: Apache-2.0
"""What each number moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuflow._plots.common import axes, check_target, colour, plain_frame, title, word
from incuflow._settings import chosen
from incuflow._table import number_text
from incuflow._terminal import fit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._forecast import Forecast


def draw_tornado(forecast: Forecast, target: str, most: int, ax: Axes | None, lang: str | None) -> Axes:
    """See ``Plots.tornado``."""
    language = chosen(lang)
    progress = forecast.progress()
    check_target(target, list(dict.fromkeys(progress["target"])))
    promise = next(t for t in forecast.study._core.target_list() if t.id == target)
    # A yearly target has a row a year for every number: the last one is kept.
    last = {row["name"]: row for row in forecast.assumptions(language).rows() if row["target"] == target}
    rows = [row for row in last.values() if row["influence"] > 0.0]
    rows.sort(key=lambda row: -row["influence"])
    rows = rows[:most]
    names = forecast.study._core.number_labels(language)
    [*_, middle] = forecast.study.forecast(draws=0).attainment().where(target=target)
    with axes(ax, language, (8, 2.1 + 0.42 * max(1, len(rows)))) as ax:
        for at, row in enumerate(rows):
            for end, shade in (("low", colour(5)), ("high", colour(0))):
                value = row[f"expected_{end}"]
                ax.barh(
                    at, value - middle["expected"], left=middle["expected"], color=shade, height=0.6,
                    label=word(f"at_{end}", language) if at == 0 else None,
                )
                rising = value >= middle["expected"]
                ax.annotate(
                    number_text(row[end]), (value, at), xytext=(4 if rising else -4, 0), textcoords="offset points",
                    va="center", ha="left" if rising else "right", fontsize=8,
                )
        if not rows:
            ax.text(0.5, 0.5, word("no_effect", language), ha="center", va="center", transform=ax.transAxes)
        ax.axvline(middle["expected"], color="0.5", linewidth=1, label=word("all_mid", language))
        for i, end in enumerate(end for end in promise.bounds if end == end):
            label = word("target", language) if i == 0 else None
            ax.axvline(end, color=colour(1), linestyle="--", linewidth=1.2, label=label)
        ax.set_yticks(range(len(rows)), [fit(names.get(row["name"], row["name"]), 46) for row in rows], fontsize=9)
        ax.set_ylim(max(1, len(rows)) - 0.4, -0.6)
        ax.margins(x=0.12)
        ax.set_xlabel(word("expected", language))
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        title(ax, promise.text(language) or target, pad=24)
        plain_frame(ax)
        ax.legend(frameon=False, fontsize=8.5, ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    return ax
