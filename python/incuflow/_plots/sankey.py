# SPDX-License-Identifier: Apache-2.0
"""Flows of a track as bands between its stages, drawn with plain patches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incuflow import _core
from incuflow._plots.common import axes, colour, title, word
from incuflow._settings import chosen
from incuflow._table import number_text
from incuflow.errors import GraphError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._forecast import Forecast

_BAR = 0.055  # half the width of a bar; columns are 1 apart
_GAP = 0.07  # between bars of one column, as a share of the tallest column
_LEAST = 0.012


@dataclass
class _Node:
    label: str
    column: int = 0
    flows_in: float = 0.0
    flows_out: float = 0.0
    top: float = 0.0
    height: float = 0.0
    used_in: float = 0.0
    used_out: float = 0.0


@dataclass
class _Flow:
    start: str
    end: str
    size: float  # NaN: not computed


@dataclass
class _Diagram:
    nodes: dict[str, _Node] = field(default_factory=dict)
    flows: list[_Flow] = field(default_factory=list)


def draw_sankey(forecast: Forecast, track: str | None, ax: Axes | None, lang: str | None) -> Axes:
    """See ``Plots.sankey``."""
    language = chosen(lang)
    tracks = forecast.study.pipeline.tracks
    name = next(iter(tracks)) if track is None else track
    if name not in tracks:
        raise GraphError([("model.unknown_track", {"given": name, "nearest": _core.nearest_name(name, list(tracks))})])
    diagram = _diagram(forecast, name, language)
    _place(diagram, tracks[name])
    with axes(ax, language, (9, 4.8)) as ax:
        _draw(ax, diagram)
        dates = forecast.stock_dates
        span = word("flows", language, start=dates[0], end=dates[-1])
        title(ax, f"{forecast.study.title(language)}\n{span}")
    return ax


def _diagram(forecast: Forecast, track: str, language: str) -> _Diagram:
    pipeline = forecast.study.pipeline
    totals = forecast.flow_array.mean(axis=0).sum(axis=0)
    # A node is a stage of the track, an exit, or one of two words that are no place: "+" intake, "*" every stage.
    labels = {"+": word("intake", language), "*": word("everywhere", language)}
    labels |= {stage: pipeline.label(f"{track}.{stage}", language) for stage in pipeline.tracks[track]}
    labels |= {exit: pipeline.label(exit, language) for exit in pipeline.exits}
    diagram = _Diagram()
    for path, total in zip(forecast.transition_axis, totals, strict=True):
        if path.startswith("+"):
            owner, _, stage = path[1:].partition(".")
            start, end = "+", stage
        else:
            place, _, end = path.partition("->")
            owner, _, start = place.rpartition(".")
            owner = track if place == "*" else owner
            start = start or "*"
        if owner != track or end not in labels or start not in labels or total == 0.0:
            continue
        for node in (start, end):
            diagram.nodes.setdefault(node, _Node(labels[node]))
        diagram.flows.append(_Flow(start, end, float(total)))
        if total == total:
            diagram.nodes[start].flows_out += float(total)
            diagram.nodes[end].flows_in += float(total)
    return diagram


def _place(diagram: _Diagram, stages: list[str]) -> None:
    order = {stage: at for at, stage in enumerate(stages)}
    nodes = diagram.nodes
    forward = [f for f in diagram.flows if f.start in order and f.end in order and order[f.start] < order[f.end]]
    # Longest way from the left; a step back moves nobody.
    for stage in [s for s in stages if s in nodes]:
        before = [nodes[f.start].column for f in forward if f.end == stage]
        nodes[stage].column = max([1 if stage != stages[0] else 0, *(column + 1 for column in before)])
    last = max((node.column for name, node in nodes.items() if name in order), default=0)
    for name, node in nodes.items():
        if name not in order and name not in "+*":
            node.column = last + 1
    total = max((max(node.flows_in, node.flows_out) for node in nodes.values()), default=0.0) or 1.0
    for node in nodes.values():
        node.height = max(max(node.flows_in, node.flows_out) / total, _LEAST)
    columns: dict[int, list[_Node]] = {}
    for name in ["+", *stages, "*", *(n for n in nodes if n not in order and n not in "+*")]:
        if name in nodes:
            columns.setdefault(nodes[name].column, []).append(nodes[name])
    for at, column in columns.items():
        # Middle columns step down and up a little, so that a band that skips one is not hidden behind its bar.
        y = 0.5 * (sum(node.height for node in column) + _GAP * (len(column) - 1)) + (0.12 if at % 2 else -0.12)
        for node in column:
            node.top = y
            y -= node.height + _GAP
    # Exits and those who leave from everywhere stand below: they are no steps of the track.
    below = {name for name in nodes if name == "*" or nodes[name].column == last + 1}
    floor = min((node.top - node.height for name, node in nodes.items() if name not in below), default=0.0)
    for column in columns.values():
        y = floor - 0.06
        for node in column:
            if any(node is nodes[name] for name in below):
                node.top = y
                y -= node.height + _GAP
    for flow in diagram.flows:
        flow.size = flow.size / total


def _draw(ax: Axes, diagram: _Diagram) -> None:
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path

    nodes = diagram.nodes
    names = list(nodes)
    last = max((node.column for node in nodes.values()), default=0)

    def band(flow: _Flow) -> None:
        start, end = nodes[flow.start], nodes[flow.end]
        known = flow.size == flow.size
        thick = flow.size if known else 0.0
        codes = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
        back = end.column <= start.column
        # A step back, or one within a column, is a line that goes round below.
        x1, x2 = (start.column, end.column) if back else (start.column + _BAR, end.column - _BAR)
        if not known or back:
            y1 = start.top - start.height * (1.0 if back else 0.5)
            y2 = end.top - end.height * (1.0 if back else 0.5)
            dip = 0.14 if back else 0.0
            bend = 0.0 if back else 0.5 * (x2 - x1)
            line = [(x1, y1), (x1 + bend, y1 - dip), (x2 - bend, y2 - dip), (x2, y2)]
            look = {"edgecolor": "0.5", "linestyle": "--", "linewidth": 1}
            if known:
                look = {"edgecolor": colour(names.index(flow.start)), "alpha": 0.5, "linewidth": 1.5}
            ax.add_patch(PathPatch(Path(line, codes), fill=False, **look))
            return
        y1, y2 = start.top - start.used_out, end.top - end.used_in
        start.used_out += thick
        end.used_in += thick
        # Exits stand below all columns: a band to one goes down first and then on, not behind the bars in between.
        turn = start.column + 1 - _BAR if end.column == last else x2
        bend = 0.5 * (turn - x1)
        upper = [(x1, y1), (x1 + bend, y1), (turn - bend, y2), (turn, y2)]
        lower = [(x, y - thick) for x, y in reversed(upper)]
        corners = [*upper, (x2, y2), (x2, y2 - thick), *lower, upper[0]]
        path = Path(corners, [*codes, Path.LINETO, Path.LINETO, Path.LINETO, *codes[1:], Path.CLOSEPOLY])
        ax.add_patch(PathPatch(path, facecolor=colour(names.index(flow.start)), alpha=0.38, linewidth=0))

    # Bands leave and arrive in the order of the places they lead to, so that they cross as little as can be.
    for flow in sorted(diagram.flows, key=lambda f: (nodes[f.start].column, -nodes[f.end].top)):
        band(flow)
    for at, node in enumerate(nodes.values()):
        corner = (node.column - _BAR, node.top - node.height)
        ax.add_patch(Rectangle(corner, 2 * _BAR, node.height, color=colour(at), linewidth=0))
        most = max(node.flows_in, node.flows_out)
        text = f"{node.label}\n{number_text(most)}" if most > 0.0 else node.label
        ax.text(node.column + _BAR + 0.03, node.top - 0.5 * node.height, text, va="center", fontsize=8.5)
    tops = [node.top for node in nodes.values()] or [1.0]
    bottoms = [node.top - node.height for node in nodes.values()] or [0.0]
    ax.set_xlim(-0.2, max((node.column for node in nodes.values()), default=1) + 0.9)
    ax.set_ylim(min(bottoms) - 0.08, max(tops) + 0.08)
    ax.set_axis_off()
