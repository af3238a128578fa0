# SPDX-License-Identifier: Apache-2.0
"""Pipelines: tracks, stages, transitions, and what their graph says."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from incuflow import _core
from incuflow._files import write_whole
from incuflow._settings import chosen
from incuflow.errors import OutputError

Places = str | Sequence[str]
Quantity = float | str | _core.Number
Rate = _core.Hazard | _core.PerYear | _core.ProbPerYear | _core.Number


def _places(value: Places) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _list(value: Places) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


class Growth(NamedTuple):
    """Growth of an attribute in the stages ``where``; without them, wherever no other row of the attribute holds.

    ``drift``: growth of the expected value a year, of any sign (``Number(…, any_sign=True)``). ``volatility``: standard deviation of
    the log after a year; with ``process="laplace"`` the scale of its Laplace law, below 0.5.

    >>> import incuflow as inc
    >>> inc.Growth(0.1, volatility=0.3).where
    ()
    """

    drift: Quantity
    volatility: Quantity | None = None
    where: Places = ()


class Jump(NamedTuple):
    """The transitions ``on`` multiply an attribute by a factor of this mean and coefficient of variation (None: the same for all firms).

    >>> import incuflow as inc
    >>> inc.Jump("incubation.incubator->graduated", 1.5).cv is None
    True
    """

    on: Places
    factor: Quantity
    cv: Quantity | None = None


class Initial(NamedTuple):
    """An attribute at the start: its mean and coefficient of variation (None: 0).

    ``of``: ``"intake"`` (firms that enter), ``"stock"`` (the starting stock) or ``"firms"``, both. ``at``: where they enter or stand; left
    out, wherever no other row holds.

    >>> import incuflow as inc
    >>> inc.Initial(200, cv=0.5, of="intake").mean
    200
    """

    mean: Quantity
    cv: Quantity | None = None
    of: str = "firms"
    at: Places = ()


class Route(NamedTuple):
    """A way through the graph; no nodes: there is none over edges of known positive rate.

    >>> import incuflow as inc
    >>> pipeline = inc.load_preset("torch-2016-2020").pipeline
    >>> pipeline.most_likely_route("incubation.incubator", "incubation.graduated").nodes
    ['incubation.incubator', 'incubation.graduated']
    """

    nodes: list[str]
    value: float
    unknown_left_out: bool


class Pipeline:
    """A checked pipeline. Immutable; made by ``PipelineBuilder.build()`` or read from a study (``study.pipeline``).

    A notebook shows it as a picture. Nodes are named ``track.stage``; exits by their id. Two pipelines are equal if they
    say the same.

    >>> import incuflow as inc
    >>> inc.load_preset("torch-2016-2020").pipeline.tracks
    {'incubation': ['outside', 'incubator', 'graduated', 'left']}
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Pipeline) -> None:
        self._core = core

    @property
    def tracks(self) -> dict[str, list[str]]:
        """Stages of every track; ``outside`` is the first."""
        return self._core.tracks

    @property
    def exits(self) -> list[str]:
        """Ids of the exits."""
        return self._core.exits

    @property
    def transitions(self) -> list[str]:
        """Paths of all transitions, in order of declaration."""
        return self._core.transitions

    def label(self, place: str, lang: str | None = None) -> str:
        """Label of a stage (``track.stage``), an exit or a transition (``track.a->b``).

        Raises GraphError with the nearest name for one that is not there.
        """
        lang = chosen(lang)
        return self._core.edge_label(place, lang) if "->" in place else self._core.label(place, lang)

    def to_svg(self, lang: str | None = None) -> str:
        """A self-contained SVG picture; unknown rates dashed; colours follow the page's light or dark scheme."""
        return self._core.to_svg(chosen(lang))

    def save(self, path: str | os.PathLike[str], lang: str | None = None) -> None:
        """Writes the picture (``.svg``) or its text (``.dot``, ``.mmd``), as a whole or not at all.

        Raises OutputError for another ending and for a path that cannot be written.
        """
        makers = {".svg": self.to_svg, ".dot": self.to_dot, ".mmd": self.to_mermaid}
        ending = os.path.splitext(os.fspath(path))[1].lower()
        if ending not in makers:
            words = {"given": ending or os.fspath(path), "allowed": ", ".join(makers)}
            raise OutputError([("io.picture_ending", words, os.fspath(path), 0, 0, "")])
        write_whole(path, makers[ending](lang))

    def to_dot(self, lang: str | None = None) -> str:
        """Graphviz text."""
        return self._core.to_dot(chosen(lang))

    def to_mermaid(self, lang: str | None = None) -> str:
        """Mermaid flowchart text."""
        return self._core.to_mermaid(chosen(lang))

    def unreachable(self, entries: Sequence[str] = ()) -> list[str]:
        """Nodes that no entry leads to, over edges of known positive or unknown rate.

        ``outside`` of every track is an entry; ``entries`` are further places where firms stand or enter
        (``study.entry_places()``).

        >>> import incuflow as inc
        >>> study = inc.load_preset("torch-2016-2020")
        >>> study.pipeline.unreachable(study.entry_places())
        []
        """
        return self._core.unreachable(list(entries))

    def dead_ends(self) -> list[str]:
        """Stages that no transition of known positive or unknown rate leaves, firm-level exits not counted.

        >>> import incuflow as inc
        >>> inc.load_preset("torch-2016-2020").pipeline.dead_ends()
        ['incubation.outside', 'incubation.graduated', 'incubation.left']
        """
        return self._core.dead_ends()

    def loops(self, limit: int = 1000) -> list[list[str]]:
        """Every elementary cycle by the names of its nodes (Tiernan 1970), at most ``limit``."""
        return self._core.loops(limit)

    def unavoidable(self, entry: str, goal: str) -> list[str]:
        """Nodes on every way from ``entry`` to ``goal`` (dominators; Lengauer & Tarjan 1979), both ends included.

        Raises GraphError with the nearest name for a node that is not there.

        >>> import incuflow as inc
        >>> pipeline = inc.load_preset("dabancheng-2023-2025").pipeline
        >>> pipeline.unavoidable("incubation.space_team", "incubation.graduated")
        ['incubation.space_team', 'incubation.space_firm', 'incubation.incubator', 'incubation.graduated']
        """
        return self._core.unavoidable(entry, goal)

    def most_likely_route(self, start: str, goal: str) -> Route:
        """The way with the largest product of branching probabilities; ``value`` is that product."""
        return Route(**self._core.most_likely_route(start, goal))

    def fastest_route(self, start: str, goal: str) -> Route:
        """The way with the least sum of mean stays; ``value`` in years."""
        return Route(**self._core.fastest_route(start, goal))

    def __repr__(self) -> str:
        tracks = ", ".join(f"{track} ({len(stages)} stages)" for track, stages in self.tracks.items())
        return f"<incuflow.Pipeline: {tracks}; {len(self.transitions)} transitions>"

    def _repr_html_(self) -> str:
        from incuflow._html import pipeline_html

        return pipeline_html(self)

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, Pipeline) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._core.__getstate__())  # its canonical TOML

    def __reduce__(self) -> tuple[Any, ...]:
        return Pipeline, (self._core,)


class PipelineBuilder:
    """Collects what is said about a pipeline. Each verb returns a new builder; ``build()`` checks all of it at once.

    The numbers of this example only show the syntax; none of them is an estimate.

    >>> import incuflow as inc
    >>> pipeline = (inc.PipelineBuilder()
    ...     .chain("incubation", "创业苗圃—孵化器—加速器—产业园")
    ...     .exit("closed", zh="注销吊销")
    ...     .transition("incubation.nursery->incubator", inc.Exponential(rate=0.5))
    ...     .transition("incubation.incubator->accelerator", inc.per_year(0.2, low=0.1, high=0.3))
    ...     .transition("incubation.accelerator->park", inc.unknown("no figure found"))
    ...     .transition("*->closed", inc.prob_per_year(0.06))
    ...     .build())
    >>> pipeline
    <incuflow.Pipeline: incubation (5 stages); 4 transitions>
    """

    __slots__ = ("_core", "_said")

    def __init__(self) -> None:
        self._core = _core.PipelineBuilder()
        self._said: tuple[tuple[Any, ...], ...] = ()

    def _then(self, verb: str, *words: Any) -> PipelineBuilder:
        after = PipelineBuilder()
        after._core = getattr(self._core, verb)(*words)
        after._said = (*self._said, (verb, *words))
        return after

    def chain(self, track: str, sentence: str, *, ids: Sequence[str] = (), zh: str = "", en: str = "") -> PipelineBuilder:
        """Adds a track from a pasted sentence, with any of the usual dashes and arrows.

        The sentence gives order and labels, not compulsory edges. ``ids``: one id a name; not needed where all names
        are usual ones (``standard_id``). Raises GraphError.
        """
        return self._then("chain", track, sentence, list(ids), zh, en)

    def stage(
        self,
        path: str,
        *,
        zh: str = "",
        en: str = "",
        aliases: Sequence[str] = (),
        counts_as: Sequence[str] = (),
        registered: bool = True,
    ) -> PipelineBuilder:
        """Adds a stage, or words to one that is there.

        ``counts_as``: stages it also counts as, for targets that ask for it. ``registered=False``: a team before
        registration, whose age does not run yet.
        """
        return self._then("stage", path, zh, en, list(aliases), list(counts_as), registered)

    def exit(self, id: str, *, zh: str = "", en: str = "") -> PipelineBuilder:
        """Adds an exit: it ends all tracks of the firm."""
        return self._then("exit", id, zh, en)

    def transition(self, path: Places, hazard: Rate, *, clock: str = "sojourn", while_in: Places = ()) -> PipelineBuilder:
        """Adds a transition (``track.a->b``, ``track.a->exit``, ``*->exit``); several paths share the number.

        ``hazard``: a family, ``per_year(…)``, ``prob_per_year(…)`` or ``unknown(…)``. ``while_in``: acts only there.
        """
        return self._then("transition", _places(path), hazard, clock, _places(while_in))

    def modifier(self, on: Places, while_in: Places, factor: Quantity, *, within: Quantity | None = None) -> PipelineBuilder:
        """While a firm stands in one of ``while_in``, the hazards ``on`` are multiplied by ``factor``.

        ``within``: also for this long after it last left them, years or ``"36 months"``.
        """
        return self._then("modifier", _places(on), _places(while_in), factor, within)

    def trigger(self, when: str, fires: str, probability: Quantity = 1.0) -> PipelineBuilder:
        """A crossing of ``when`` makes the firm cross ``fires`` on another track, with this probability."""
        return self._then("trigger", when, fires, probability)

    def dated(self, track: str, dates: Sequence[datetime.date | str], moves: Mapping[str, Mapping[str, Quantity]]) -> PipelineBuilder:
        """A stochastic matrix at the end of the listed days.

        ``moves[stage][stage or exit]`` is the share moved; the rest stays.
        """
        return self._then("dated", track, list(dates), {k: dict(v) for k, v in moves.items()})

    def review(self, at: str, after: Quantity, to: Mapping[str, Quantity]) -> PipelineBuilder:
        """A rule checked when a firm has been in the stage ``at`` for a time: a certificate, a tenancy.

        ``after``: years since entering the stage, or since the last review, or ``"36 months"``. ``to``: the share moved to each
        stage or exit; the stage itself is a renewal, a crossing ``track.a->a``. The rest stays and counts its time anew.

        The numbers of this example only show the syntax:

        >>> import incuflow as inc
        >>> pipeline = (inc.PipelineBuilder()
        ...     .chain("ladder", "科技型中小企业—高新技术企业", ids=["tech_sme", "hnte"])
        ...     .transition("ladder.tech_sme->hnte", inc.per_year(0.1))
        ...     .review("ladder.hnte", "36 months", {"hnte": 0.8, "tech_sme": 0.2})
        ...     .build())
        >>> pipeline.transitions
        ['ladder.tech_sme->hnte', 'ladder.hnte->hnte', 'ladder.hnte->tech_sme']
        """
        return self._then("review", at, after, dict(to))

    def attribute(
        self,
        id: str,
        *,
        unit: str = "",
        zh: str = "",
        en: str = "",
        process: str = "lognormal",
        growth: Sequence[Growth] = (),
        jumps: Sequence[Jump] = (),
        initial: Sequence[Initial] = (),
    ) -> PipelineBuilder:
        """Adds a number that every firm carries and that grows: sales, jobs, R&D.

        In a stage dX = drift·X dt + volatility·X dW (``process="lognormal"``), or a variance-gamma process whose log changes in a year by a
        Laplace law (``"laplace"``); a jump multiplies it. Forecasts fail where firms come to a stage without growth or begin without an
        initial value.
        """
        rows = [(_list(row.where), row.drift, row.volatility) for row in growth]
        at = [(_list(row.on), row.factor, row.cv) for row in jumps]
        sizes = [(row.of, _list(row.at), row.mean, row.cv) for row in initial]
        return self._then("attribute", id, zh, en, unit, process, rows, at, sizes)

    def build(self) -> Pipeline:
        """The checked pipeline.

        Raises one GraphError with every fault, the names involved and the nearest valid name.
        """
        return Pipeline(self._core.build())

    def __repr__(self) -> str:
        return "<incuflow.PipelineBuilder>"

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, PipelineBuilder) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._core)

    def __reduce__(self) -> tuple[Any, ...]:
        # What was said, said again: a builder may hold faults that only build() reports, so it has no file.
        return _said_again, (self._said,)


def _said_again(said: tuple[tuple[Any, ...], ...]) -> PipelineBuilder:
    builder = PipelineBuilder()
    for words in said:
        builder = builder._then(*words)
    return builder
