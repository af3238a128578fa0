# SPDX-License-Identifier: Apache-2.0
"""What the pictures share: colours, words, axes in a language, a time axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from incuflow import _core
from incuflow._font import font_settings
from incuflow._optional import need
from incuflow._terminal import width
from incuflow.errors import GraphError, StudyError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._forecast import Forecast

# Colours that can be told apart with any colour vision (Okabe & Ito 2008), and on light and dark ground.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6BB1", "#999999")

WORDS = {
    "stock": ("期末存量（家）", "stock at period end, firms"),
    "newcomers": ("期末存量（仅新增，家）", "stock at period end, newcomers only, firms"),
    "count": ("累计数", "cumulative count"),
    "target": ("目标", "target"),
    "no_target": ("没有可计数的目标", "no target can be counted"),
    "median": ("中位数", "median"),
    "band": ("中间 {share}", "central {share}"),
    "chance": ("按期完成概率", "chance of being met in time"),
    "intake": ("新增入孵", "intake"),
    "everywhere": ("各阶段", "every stage"),
    "flows": (
        "{start} 至 {end} 累计流量（家，预计值）；虚线：未测算",
        "flows from {start} to {end}, firms, expected; dashed: not computed",
    ),
    "expected": ("预计值", "expected"),
    "at_low": ("取低值", "at its low"),
    "at_high": ("取高值", "at its high"),
    "all_mid": ("全部取中值", "all at mid"),
    "no_effect": ("没有带区间的数值", "no number has a range"),
    "survival": ("尚未发生的概率", "chance that it has not happened"),
    "years": ("年", "years"),
    "difference": ("差：{b} 减 {a}（{level}区间）", "difference, {b} − {a}, {level} interval"),
    "at_mid": ("中值", "at mid"),
    "from_low_to_high": ("低值至高值", "from low to high"),
    "place_price": ("每增加一个名额可多出的上限（家）", "more at most for one more place, firms"),
    "places_used": ("容量用满", "places all used"),
    "no_places": ("没有给出容量", "no places were given"),
}


def word(key: str, language: str, **values: object) -> str:
    """A word of a picture."""
    return WORDS[key][language == "en"].format(**values)


def colour(at: int) -> str:
    """The colour of the line number ``at``."""
    return COLOURS[at % len(COLOURS)]


@contextmanager
def axes(ax: Axes | None, language: str, size: tuple[float, float] = (8, 4.5)) -> Iterator[Axes]:
    """``ax``, or that of a new figure. The settings of the language hold inside, the reader's own are back after."""
    mpl = need("matplotlib", "plot", "plot")
    figure = None
    if ax is None:
        from matplotlib import pyplot

        # Made before the settings are: a notebook's first figure sets up how later ones are shown, which must stay.
        figure = pyplot.figure(figsize=size, layout="constrained")
    with mpl.rc_context(font_settings(language)):
        if figure is not None:
            ax = figure.add_subplot()
        assert ax is not None
        yield ax
        # Axes that the reader made have texts with the fonts of that time.
        texts = [ax.title, *(part for axis in (ax.xaxis, ax.yaxis) for part in (axis.label, axis.get_offset_text()))]
        for text in [*texts, *ax.get_xticklabels(), *ax.get_yticklabels()]:
            text.set_fontfamily(mpl.rcParams["font.family"])
            text.set_parse_math(False)
        # Tick labels are made when they are first drawn, and must still find the font.
        ax.figure.canvas.draw()


def check_place(forecast: Forecast, place: str) -> None:
    """Refuses a place that has no stock, with the nearest name."""
    if place not in forecast.stage_axis:
        nearest = _core.nearest_name(place, forecast.stage_axis)
        raise GraphError([("graph.unknown_node", {"given": place, "nearest": nearest})])


def check_target(target: str, known: Sequence[str]) -> None:
    """Refuses a target that is not counted, with the nearest name."""
    if target not in known:
        nearest = _core.nearest_name(target, list(known))
        raise StudyError([("study.unknown_target", {"given": target, "nearest": nearest})])


def title(ax: Axes, text: str, most: int = 72, pad: float = 6.0) -> None:
    """A title in lines that fit above the axes; a Chinese character is two columns wide."""
    lines = [""]
    for letter in text:
        if letter == "\n" or width(lines[-1]) >= most and (letter == " " or width(letter) == 2):
            lines.append(letter.strip())
        else:
            lines[-1] += letter
    ax.set_title("\n".join(lines), fontsize=10.5, pad=pad)


def plain_frame(ax: Axes) -> None:
    """Two sides of the frame are enough."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def legend(ax: Axes) -> None:
    """A legend, if there is anything to tell."""
    if ax.get_legend_handles_labels()[0]:
        ax.legend(frameon=False, fontsize=8.5)


def stock_targets(ax: Axes, forecast: Forecast, stages: Sequence[str], colours: Sequence[str], language: str) -> None:
    """What stock targets ask for at these stages, as dashed lines."""
    for target in forecast.study._core.target_list():
        if target.counts != "stock" or len(target.of) != 1 or target.of[0] not in stages:
            continue
        ends = [end for end in target.bounds if end == end]
        for i, end in enumerate(ends):
            label = target.text(language) or target.id if i == 0 else None
            ax.axhline(end, color=colours[stages.index(target.of[0])], linestyle="--", linewidth=1, label=label)


def time_axis(ax: Axes, forecast: Forecast, ylabel: str, language: str) -> None:
    """Dates below, from zero up, title and legend."""
    dates = forecast.stock_dates
    ax.set_ylabel(ylabel)
    ax.set_ylim(bottom=0)
    ax.set_xticks(dates)
    ax.set_xticklabels([str(date)[:4] if str(date).endswith("12-31") else str(date) for date in dates])
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    title(ax, forecast.study.title(language))
    ax.grid(axis="y", alpha=0.25)
    plain_frame(ax)
    legend(ax)
    _clear_legend(ax)


def _clear_legend(ax: Axes) -> None:
    """Makes room above for a legend that lies on a target line: matplotlib does not see lines across the whole width."""
    shown = ax.get_legend()
    if shown is None:
        return
    ax.figure.canvas.draw()
    box = shown.get_window_extent().transformed(ax.transAxes.inverted())
    whole_width = ax.get_yaxis_transform(which="grid")
    across = [float(np.asarray(line.get_ydata())[0]) for line in ax.lines if line.get_transform() == whole_width]
    heights = [ax.transAxes.inverted().transform(ax.transData.transform((0.0, y)))[1] for y in across]
    if any(box.y0 - 0.01 < height < box.y1 + 0.01 for height in heights):
        low, high = ax.get_ylim()
        # What is now at the top must end below the legend.
        ax.set_ylim(low, low + (high - low) / max(0.3, 1.0 - (box.y1 - box.y0) - 0.04))
        shown.set_loc("upper left")
