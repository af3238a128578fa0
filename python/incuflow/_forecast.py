# SPDX-License-Identifier: Apache-2.0
"""Forecasts: stocks, flows and the chance of every target."""

from __future__ import annotations

import datetime
import os
import warnings
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

from incuflow import _core
from incuflow._core import Forecast as _Forecast
from incuflow._core import forecast as run_core
from incuflow._frames import orders_of
from incuflow._progress import shown
from incuflow._settings import chosen, get_language
from incuflow._study import Study
from incuflow._table import Table
from incuflow.errors import DataError, Fault, InterruptedWarning, ParameterError

if TYPE_CHECKING:
    import xarray as xr

    from incuflow._plots import Plots

_Made = TypeVar("_Made")


class Distribution:
    """The whole law of a count, made by ``Forecast.distribution``.

    >>> import incuflow as inc
    >>> law = inc.load_preset("torch-2016-2020").forecast(draws=0).distribution("incubation.incubator", at="2018-12-31")
    >>> law.table.columns
    ['n', 'probability', 'at_most', 'at_least']
    """

    __slots__ = ("_core", "_table")

    def __init__(self, core: _core.CountDistribution) -> None:
        self._core = core
        self._table: Table | None = None

    @property
    def table(self) -> Table:
        """Every count with its probability, and those of at most and of at least so many."""
        if self._table is None:
            self._table = Table(self._core.table(), "distribution")
        return self._table

    @property
    def mean(self) -> float:
        """Expected count."""
        return self._core.mean

    @property
    def sd(self) -> float:
        """Standard deviation, that over the draws included."""
        return self._core.sd

    @property
    def newcomers_only(self) -> bool:
        """True where firms of unknown starting stock could count too: they are not in it."""
        return self._core.newcomers_only

    def probability(self, n: int) -> float:
        """P(N = n)."""
        return self._core.probability(n)

    def at_most(self, n: int) -> float:
        """P(N ≤ n)."""
        return self._core.at_most(n)

    def at_least(self, n: int) -> float:
        """P(N ≥ n)."""
        return self._core.at_least(n)

    def quantile(self, p: float) -> int:
        """The smallest n with P(N ≤ n) ≥ p. Raises ParameterError for p outside (0, 1)."""
        return self._core.quantile(p)

    def __repr__(self) -> str:
        low, middle, high = (self.quantile(p) for p in (0.05, 0.5, 0.95))
        return f"<incuflow.Distribution: mean {self.mean:.4g}, sd {self.sd:.4g}, 5/50/95 %: {low}/{middle}/{high}>"


class Forecast:
    """The result of ``study.forecast()``. Immutable; holds every draw.

    Two forecasts are equal if their studies and options are: a run has the same bytes everywhere. So a pickle holds these
    and not the arrays, and a forecast that is read back is run again when it is first asked for something. One that was
    stopped early cannot be run again; it does not pickle (TypeError), and equals only itself. Nor does a pickle of
    another version of incuflow read back, whose numbers may differ. Tables pickle as they are.

    Over many draws a table takes long: it shows progress as the run did (a function is called for the run alone), and Ctrl-C
    ends it with KeyboardInterrupt. The forecast stays whole and can be asked again.

    >>> import incuflow as inc
    >>> fc = inc.load_preset("torch-2016-2020").forecast(draws=0)
    >>> fc.headline("en")
    '17 quantified targets: modelled 1, needs input 0, by assumption 0, not modelled 16, ambiguous 0'
    """

    _bar: bool | None = None

    def __init__(self, core: _Forecast, bar: bool | None = None) -> None:
        self._core = core
        self._bar = bar

    @cached_property
    def _core(self) -> _Forecast:
        study, draws, seed, level, engine, tolerance = self._recipe
        core: _Forecast = run_core(study._core, draws, seed, level, 0, engine, tolerance, None, True)[0]
        return core

    @cached_property
    def _recipe(self) -> tuple[Study, int, int, float, str, float]:
        """What it takes to run it again."""
        core = self._core
        return Study(core.study), core.draws, core.seed, core.level, core.engine, core.tolerance

    def _shown(self, make: Callable[[Callable[[int, int], None] | None], _Made]) -> _Made:
        """What the core makes, with a bar where the run had one."""
        with shown(self._bar) as callback:
            return make(callback)

    @property
    def study(self) -> Study:
        """The study that was run."""
        return self._recipe[0]

    @cached_property
    def _orders(self) -> dict[str, list[str]]:
        pipeline = self.study.pipeline
        return orders_of(pipeline.tracks, pipeline.exits, self.transition_axis)

    # Both take long over many draws, and every picture asks for one of them.
    @cached_property
    def _stocks(self) -> Table:
        return Table(self._shown(self._core.stocks), "stocks", self._orders)

    @cached_property
    def _progress(self) -> Table:
        return Table(self._shown(self._core.progress), "progress")

    @property
    def draws(self) -> int:
        """Finished draws; 0: every number at its mid."""
        return self._recipe[1]

    @property
    def seed(self) -> int:
        """The seed of the draws."""
        return self._recipe[2]

    @property
    def level(self) -> float:
        """Level of every interval."""
        return self._recipe[3]

    @property
    def complete(self) -> bool:
        """False if it was stopped before all draws were finished."""
        return "_core" not in self.__dict__ or self._core.complete

    @property
    def engine(self) -> str:
        """The engine that ran."""
        return self._recipe[4]

    @property
    def tolerance(self) -> float:
        """The error of expected stocks and flows that was allowed; see ``Study.forecast``."""
        return self._recipe[5]

    @property
    def step(self) -> float:
        """Longest time step of the engine in years; NaN for one without."""
        return self._core.step

    @property
    def error_estimate(self) -> float:
        """Estimated error of expected stocks and flows at the mids, relative to all firms ever there; 0 for an engine without one."""
        return self._core.error_estimate

    def headline(self, lang: str | None = None) -> str:
        """The first line of every output, counted: ``12项量化目标：测算 0，需补充期初数 2 …``."""
        language = chosen(lang)
        return self._shown(lambda bar: self._core.headline(language, bar))

    def attainment(self, lang: str | None = None) -> Table:
        """Every target of the text, in its order (a yearly target has a row a year).

        ``status`` says what can be said; ``p_met`` is empty, never 0, unless it is ``modelled``. ``expected``, ``low``,
        ``high``: mean and quantiles of the mixture of exact laws, firms. ``p_met_se``: standard error over the draws.
        ``p_floor``, ``needed_50``, ``needed_80``: for targets that need a starting stock.
        """
        language = chosen(lang)
        return Table(self._shown(lambda bar: self._core.attainment(language, bar)), "attainment")

    def stocks(self) -> Table:
        """Firms in every stage and exit at the base date and at the end of every period: expected, low, high.

        A stage that only ways of unknown rate or firms of unknown number lead to has empty numbers. ``metric`` is
        ``stock``, or ``stock_newcomers`` where firms of unknown starting stock may stand too and are not counted.
        """
        return self._stocks

    def attributes(self) -> Table:
        """What firms carry, by attribute, stage and date: ``total`` and ``mean_per_firm``; track and stage ``*`` are all living firms.

        Means and standard deviations of totals are exact, over the draws included; ``low`` and ``high`` are those of a normal law in each
        draw, cut at 0. Means per firm are ratios of expectations, with the variance of the delta method; empty where nobody is expected.
        ``method`` says so. ``_newcomers`` behind the metric: firms of unknown starting stock may stand there too and are not in it.

        The numbers of this example only show the syntax:

        >>> import incuflow as inc
        >>> pipeline = (inc.PipelineBuilder()
        ...     .chain("t", "a—b", ids=["a", "b"])
        ...     .transition("t.a->b", inc.per_year(0.2))
        ...     .attribute("sales", unit="万元", growth=[inc.Growth(0.1, volatility=0.3)], initial=[inc.Initial(200, cv=0.5)])
        ...     .build())
        >>> study = inc.make_study(pipeline, base_date="2022-12-31", end_date="2023-12-31", intakes=[inc.Intake("t.a", 10)])
        >>> rows = study.forecast(draws=0).attributes()
        >>> float(round(rows["expected"][(rows["stage"] == "a") & (rows["metric"] == "total")][-1], 3))
        1903.252
        """
        orders = {name: [*words, "*"] for name, words in self._orders.items()}  # behind the stages: all of them
        return Table(self._shown(self._core.attributes), "attributes", orders)

    def stock_quantiles(self, places: str | Sequence[str], probabilities: Sequence[float]) -> Table:
        """Quantiles of the stocks at ``places`` (``track.stage`` or exits): the smallest n with P(N ≤ n) ≥ p, firms.

        The law is the mixture over the draws of the exact laws. Raises GraphError with the nearest name for a place
        that is not there, ParameterError for a probability outside (0, 1).

        >>> import incuflow as inc
        >>> fc = inc.load_preset("torch-2016-2020").forecast(draws=0)
        >>> fc.stock_quantiles("incubation.incubator", [0.05, 0.5, 0.95])["value"][-3:].tolist()
        [124036.0, 124597.0, 125159.0]
        """
        names = [places] if isinstance(places, str) else list(places)
        numbers = list(probabilities)
        table = self._shown(lambda bar: self._core.stock_quantiles(names, numbers, bar))
        return Table(table, "stock_quantiles", self._orders)

    def distribution(
        self,
        of: str | Sequence[str],
        at: str | datetime.date | None = None,
        *,
        since: str | datetime.date | None = None,
        due: str | datetime.date | None = None,
        counts: str | None = None,
        counts_as: bool = False,
    ) -> Distribution:
        """The whole law of any stock, count of firms or flow: the mixture over the draws of the exact laws.

        ``of``: a stage, a transition, or a list of them, pooled. ``at``: the day of a stock (the end date). ``since`` and
        ``due``: first and last day of a flow (the whole study). ``counts``: ``stock``, ``crossings`` (each time counts) or
        ``firms`` (each at most once); left out: crossings of a transition, and of a stage its stock, or with ``since`` the
        firms that enter it. Every probability is right to 1e-9 of itself, down to 1e-300. Raises GraphError for a place
        that is not there, ParameterError for a day outside the study, EngineError for what is not computed.

        >>> import incuflow as inc
        >>> law = inc.load_preset("torch-2016-2020").forecast(draws=0).distribution("incubation.incubator", at="2018-12-31")
        >>> law.quantile(0.05), law.quantile(0.95)
        (104625, 105600)
        """
        question = self._question(of, at, since, due, counts, counts_as)
        return Distribution(self._shown(lambda bar: self._core.distribution(*question, bar)))

    def uncertainty(
        self,
        of: str | Sequence[str],
        at: str | datetime.date | None = None,
        *,
        since: str | datetime.date | None = None,
        due: str | datetime.date | None = None,
        counts: str | None = None,
        counts_as: bool = False,
        lang: str | None = None,
    ) -> Table:
        """Where the variance of a count comes from, and which number to check first.

        ``of``: the id of a target (a yearly one: its last year), or what ``distribution`` takes. Rows: ``parameters`` (the
        variance over the draws of the mean count), ``intake`` (of the rest, what numbers and times of entries bring),
        ``chance`` (what is left) and their ``total``; then every drawn number by what it explains alone, the largest first,
        with the standard error of that estimate. Needs 20 draws; 1000 give errors of some 0.03. Raises as ``distribution``.

        >>> import incuflow as inc
        >>> table = inc.load_preset("torch-2016-2020").forecast(draws=200).uncertainty("incubation.incubator", lang="en")
        >>> list(table["part"][:4])
        ['parameters', 'intake', 'chance', 'total']
        """
        if isinstance(of, str) and "." not in of and "->" not in of and at is None and since is None and due is None:
            return Table(self._shown(lambda bar: self._core.uncertainty(of, chosen(lang), bar)), "uncertainty")
        question = self._question(of, at, since, due, counts, counts_as)
        table = self._shown(lambda bar: self._core.uncertainty_of(*question, chosen(lang), bar))
        return Table(table, "uncertainty")

    @staticmethod
    def _question(
        of: str | Sequence[str],
        at: str | datetime.date | None,
        since: str | datetime.date | None,
        due: str | datetime.date | None,
        counts: str | None,
        counts_as: bool,
    ) -> tuple[list[str], str, bool, str | datetime.date | None, str | datetime.date | None]:
        allowed = ["stock", "crossings", "firms"]
        if counts is not None and counts not in allowed:
            words = {"option": "counts", "given": str(counts), "allowed": ", ".join(allowed)}
            raise ParameterError([("units.bad_word", words | {"nearest": _core.nearest_name(str(counts), allowed)})])
        if at is not None and (since is not None or due is not None or counts in ("crossings", "firms")):
            words = {"option": "at", "given": str(at), "allowed": "a stock; since and due belong to a flow"}
            raise ParameterError([("forecast.bad_option", words)])
        names = [of] if isinstance(of, str) else list(of)
        return names, "stock" if at is not None else counts or "", counts_as, since, due if at is None else at

    def flows(self) -> Table:
        """Crossings of every transition, and intake as ``+track.stage``, in every period: expected, low, high.

        ``low`` and ``high`` are empty for a transition that one firm can cross more than once.
        """
        return Table(self._shown(self._core.flows), "flows", self._orders)

    def progress(self) -> Table:
        """时序进度: every counted target by year, the share of its value beside the share of its time.

        ``flow`` is the count of the year, ``expected`` since the start (of a stock target: the stock), ``stock`` the
        firms that stand where the target's firms come to.
        """
        return self._progress

    def assumptions(self, lang: str | None = None) -> Table:
        """Every number that is not plainly observed, and what it moves when it alone goes from low to high."""
        language = chosen(lang)
        return Table(self._shown(lambda bar: self._core.assumptions(language, bar)), "assumptions")

    @property
    def stock_array(self) -> np.ndarray:
        """Expected stocks (draw, time, stage), firms, a read-only view; axes ``stock_dates`` and ``stage_axis``.

        One draw, at the mids, for ``draws=0``. NaN where a stage is not computed.
        """
        return self._core.stock_array

    @property
    def flow_array(self) -> np.ndarray:
        """Expected crossings (draw, period, transition), a read-only view.

        Axes ``flow_dates`` and ``transition_axis``; NaN where a transition is not computed.
        """
        return self._core.flow_array

    def draws_to_xarray(self) -> xr.Dataset:
        """Expected stocks (draw, date, stage) and flows (draw, period, transition) of every draw. Needs xarray.

        >>> import incuflow as inc
        >>> draws = inc.load_preset("torch-2016-2020").forecast(draws=20).draws_to_xarray()
        >>> dict(draws["stock"].sizes)
        {'draw': 20, 'date': 7, 'stage': 5}
        """
        from incuflow._frames import draws_to_xarray

        return draws_to_xarray(self)

    @property
    def stage_axis(self) -> list[str]:
        """``track.stage``, then exits."""
        return self._core.stage_axis

    @property
    def transition_axis(self) -> list[str]:
        """Paths, then ``+track.stage``."""
        return self._core.transition_axis

    @property
    def stock_dates(self) -> np.ndarray:
        """The base date and the ends of the periods."""
        return np.array(self._core.stock_dates, dtype="datetime64[D]")

    @property
    def flow_dates(self) -> np.ndarray:
        """The ends of the periods."""
        return np.array(self._core.flow_dates, dtype="datetime64[D]")

    def save(self, folder: str | os.PathLike[str], *, date: datetime.date | None = None) -> list[Path]:
        """Saves the run as a folder that ``verify(folder)`` can run again: the study, every table as CSV with English words,
        and ``run.json`` with seed, draws, level, engine, version and the SHA-256 of each file.

        Written whole or not at all. ``date``: the day of the run (today), which is not compared later. Raises OutputError,
        and ParameterError for a forecast that was stopped early.
        """
        from incuflow._record import save_record

        return save_record(self, folder, date)

    @property
    def plot(self) -> Plots:
        """Pictures of this forecast; needs matplotlib."""
        from incuflow._plots import Plots

        return Plots(self)

    @overload
    def report(self, path: None = None, lang: str | None = None, run_date: datetime.date | None = None) -> str: ...
    @overload
    def report(self, path: str | os.PathLike[str], lang: str | None = None, run_date: datetime.date | None = None) -> None: ...
    def report(
        self,
        path: str | os.PathLike[str] | None = None,
        lang: str | None = None,
        run_date: datetime.date | None = None,
    ) -> str | None:
        """The report: one self-contained page, or its PDF, printed by Chromium where it is installed.

        ``path``: ``.html`` or ``.pdf``, written as a whole or not at all; left out: the page is returned as text.
        Tables paste into a word processor. ``run_date``: the day of the run (default: today); targets due before it
        make the report a look back. Needs matplotlib. Raises OutputError for another ending, a path that cannot be
        written, and a PDF without Chromium.

        >>> import incuflow as inc
        >>> page = inc.load_preset("torch-2016-2020").forecast(draws=0).report(lang="en")
        >>> "3. Forecast of the targets" in page
        True
        """
        from incuflow._report import report_html, save_report

        if path is None:
            return report_html(self, lang, run_date)
        save_report(self, path, lang, run_date)
        return None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Forecast):
            return NotImplemented
        return self is other or (self.complete and other.complete and self._recipe == other._recipe)

    def __hash__(self) -> int:
        return hash(self._recipe)

    def __copy__(self) -> Forecast:
        return self  # immutable, and a pickle of it would be run again

    def __deepcopy__(self, memo: dict[int, Any]) -> Forecast:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        if not self.complete:
            raise TypeError("a forecast that was stopped early cannot be run again, so it does not pickle; its tables do")
        return _run_again, (_core.__version__, self._recipe)

    def __repr__(self) -> str:
        stopped = "" if self.complete else ", stopped early"
        run = f"{self.draws} draws, seed {self.seed}, {self.engine}{stopped}"
        return f"<incuflow.Forecast of {self.study.id}: {run}>"

    def _repr_html_(self) -> str:
        from incuflow._html import forecast_html

        return forecast_html(self)


def _run_again(version: str, recipe: tuple[Study, int, int, float, str, float]) -> Forecast:
    if version != _core.__version__:
        raise DataError([("forecast.other_version", {"given": version, "expected": _core.__version__})])
    forecast = object.__new__(Forecast)
    forecast._recipe = recipe
    return forecast


def run(
    study: Study,
    draws: int,
    seed: int,
    level: float,
    threads: int,
    engine: str,
    tolerance: float,
    progress: bool | Callable[[int, int], None] | None,
    on_interrupt: str,
) -> Forecast:
    """Runs a study; see ``Study.forecast``."""
    if on_interrupt not in ("return", "raise"):
        nearest = _core.nearest_name(str(on_interrupt), ["return", "raise"])
        words = {"option": "on_interrupt", "given": str(on_interrupt), "allowed": "return, raise", "nearest": nearest}
        raise ParameterError([("units.bad_word", words)])
    with shown(progress) as callback:
        core, interrupted = run_core(
            study._core, draws, seed, level, threads, engine, tolerance, callback, on_interrupt == "raise"
        )
    if interrupted:
        fault = Fault("forecast.interrupted", {"done": str(core.draws), "draws": str(draws)})
        warnings.warn(fault.message(get_language()), InterruptedWarning, stacklevel=3)
    return Forecast(core, progress if isinstance(progress, bool) or progress is None else False)
