# SPDX-License-Identifier: Apache-2.0
"""Studies: what is known of a place, what was promised, and over which time."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from incuflow import _core
from incuflow._files import write_whole
from incuflow._pipeline import Pipeline
from incuflow._settings import chosen
from incuflow._table import Table

if TYPE_CHECKING:
    from incuflow._forecast import Forecast

#: How long firms have been somewhere: ``"new"``, years, ``"18 months"``, ``"up to 48 months"``, ``"stationary"``, or one time a firm.
Elapsed = str | float | Sequence[float | str] | None


class Study:
    """Populations, stocks, intakes, targets and horizon around one pipeline. Immutable; verbs return new values.

    Made by ``load_preset``, ``load_study``, ``parse_study`` or ``make_study``. Two studies are equal if they say the
    same; their hash and their pickle are of the study file they would be saved as (``to_toml()``).

    >>> import incuflow as inc
    >>> study = inc.load_preset("torch-2016-2020")
    >>> study.id, study.base_date.isoformat(), study == inc.parse_study(study.to_toml())
    ('torch-2016-2020', '2014-12-31', True)
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Study) -> None:
        self._core = core

    @property
    def id(self) -> str:
        """The study's id."""
        return self._core.id

    @property
    def scenario(self) -> str:
        """What tables say in the column ``scenario``: the id of the scenario the study is changed by, else its own id."""
        return _core.scenario_of(self._core)

    def title(self, lang: str | None = None) -> str:
        """The title in one language; where one is missing the other serves."""
        zh: str
        en: str
        zh, en = self._core.title
        return (zh or en) if chosen(lang) == "zh" else (en or zh)

    @property
    def region(self) -> str:
        """Code of the region (GB/T 2260), a text."""
        return self._core.region

    @property
    def base_date(self) -> datetime.date:
        """The day at whose end the study starts."""
        return self._core.base_date

    @property
    def end_date(self) -> datetime.date:
        """The last day."""
        return self._core.end_date

    @property
    def pipeline(self) -> Pipeline:
        """Tracks, stages and transitions."""
        return Pipeline(self._core.pipeline)

    def targets(self, lang: str | None = None) -> Table:
        """Every promise of the text: what is counted, since, due, value, reading."""
        return Table(self._core.targets(chosen(lang)), "targets")

    def numbers(self, lang: str | None = None) -> Table:
        """Every uncertain number with its range, kind, law, source or reason."""
        return Table(self._core.numbers(chosen(lang)), "numbers")

    def sources(self) -> Table:
        """Every document that numbers and targets come from."""
        return Table(self._core.sources(), "sources")

    def kinds(self) -> dict[str, int]:
        """How many rows of rates and intakes are of each kind, counted.

        >>> import incuflow as inc
        >>> inc.load_preset("torch-2016-2020").kinds()["borrowed"]
        1
        """
        return self._core.kinds()

    def kinds_line(self, lang: str | None = None) -> str:
        """The same as one line: ``本地实测 0 · 借用 2 · 假设 9 …``."""
        return self._core.kinds_line(chosen(lang))

    def gaps(self, lang: str | None = None) -> list[str]:
        """What is not known and would be needed."""
        return self._core.gaps(chosen(lang))

    def notes(self, lang: str | None = None) -> list[str]:
        """What must be known to read the results."""
        return self._core.notes(chosen(lang))

    def consistency(self, lang: str | None = None) -> list[str]:
        """Numbers of the text set against each other, worked out."""
        return self._core.consistency(chosen(lang))

    def outcomes(self, lang: str | None = None) -> list[str]:
        """What happened afterwards: printed apart, never used."""
        return self._core.outcomes(chosen(lang))

    def populations(self, lang: str | None = None) -> list[tuple[str, str, str, bool]]:
        """Id, label, unit and whether it has the pipeline, of every population."""
        return self._core.populations(chosen(lang))

    def entry_places(self) -> list[str]:
        """Places where firms stand at the base date or enter."""
        return self._core.entry_places()

    def is_retrospective(self, run_date: datetime.date | None = None) -> bool:
        """True if a due date lies before ``run_date`` (today): a forecast is then a look back and is headed as one."""
        return self._core.is_retrospective(run_date or datetime.date.today())

    def with_stock(
        self, stocks: Mapping[str, float], *, rest: float | None = None, elapsed: Elapsed = None, age: Elapsed = None
    ) -> Study:
        """The study with these starting stocks (place → whole number of firms), marked as assumed, "given in code".

        Tracks a place does not name stand in ``outside``. ``rest=0``: every stock that is still unknown becomes 0;
        left out, it stays unknown. ``elapsed``: how long the firms have been in their stage, which rates that count from
        there ask for: ``"new"``, years or ``"18 months"``, ``"up to 48 months"`` (evenly spread), ``"stationary"`` (as under a
        steady inflow), or a list with one time a firm. ``age``: time since registration, in the same ways but the last but
        one. Raises one StudyError with every fault.

        The stocks of this example are hypothetical:

        >>> import incuflow as inc
        >>> county = inc.load_preset("dabancheng-2023-2025")
        >>> asked = county.with_stock({"ladder.outside": 300, "ladder.tech_sme": 20}, rest=0)
        >>> [row["status"] for row in asked.forecast(draws=0).attainment().where(target="hnte")]
        ['modelled']
        """
        return Study(self._core.with_stock(dict(stocks), rest, elapsed, age))

    def with_firms(
        self, table: object, *, columns: Mapping[str, str] | None = None, rest: float | None = None
    ) -> Study:
        """The study with the firms of a table as its starting stock, each with its own time in the stage.

        ``table``: any dataframe (pandas, polars, pyarrow, …) or a dict of columns, a row a firm: ``place`` (``track.stage``
        or a combination), ``entered`` (the day it came there: a date or ``"2023-05-31"``), and if known ``registered`` (the day
        of registration, which gives its age). ``columns`` says where they have other names: ``{"entered": "入孵日期"}``.
        Places replace stocks that were stated; ``rest`` as in ``with_stock``. The stock is marked as assumed, "given in code".

        Raises DataError with row numbers, counted from 1, for rows without a date, after the base date, or registered after
        they entered, and StudyError for places there are not.

        The firms of this example are hypothetical:

        >>> import incuflow as inc
        >>> county = inc.load_preset("dabancheng-2023-2025")
        >>> known = county.with_firms({"place": ["ladder.tech_sme", "ladder.tech_sme"], "entered": ["2021-01-01", "2022-07-01"]}, rest=0)
        >>> [row["mid"] for row in known.numbers().where(name="ladder.tech_sme:stock")]
        [2.0]
        """
        from incuflow._firms import elapsed_by_place

        study = self
        places = elapsed_by_place(table, self.base_date, columns or {})
        for place, (stays, ages) in places.items():
            study = study.with_stock({place: len(stays)}, elapsed=stays, age=ages)
        return study if rest is None else study.with_stock({}, rest=rest)

    def scenarios(self, lang: str | None = None) -> Table:
        """The scenarios of the study: id, label, what they combine and what they set."""
        return Table(_core.scenarios(self._core, chosen(lang)), "scenarios")

    def with_scenario(self, id: str) -> Study:
        """The study as one of its scenarios has it; the study itself stays as it is.

        Tables of its forecasts say the scenario's id in the column ``scenario``; its title ends with the scenario's label. The
        result has no scenarios of its own. Raises StudyError with the nearest id.
        """
        return Study(_core.with_scenario(self._core, id))

    def with_overrides(self, overrides: Mapping[str, object], *, id: str = "overrides") -> Study:
        """The study with other values at these paths, as a scenario of that id.

        Paths: the name of a number as ``study.numbers()`` has it (``growth``), also with ``.mid``, ``.low`` or ``.high``;
        ``track.stage:stock``; ``target.ID.at_least`` (``about``, ``tolerance``, ``between.low``, ``between.high``,
        ``due``, ``since``); ``end_date``. Values: numbers, texts such as ``"55%"``, dates, or numbers with their origin
        (``per_year(…)``). A bare number within the number's range moves its mid; anywhere else the number becomes
        assumed, without a range. Raises one StudyError with every unknown path and its nearest valid one, values of a wrong
        type or out of range, and what the changed study gets wrong.

        The number of this example is hypothetical:

        >>> import incuflow as inc
        >>> study = inc.load_preset("torch-2016-2020").with_overrides({"growth.mid": 1.2}, id="more_growth")
        >>> study.scenario, [row["mid"] for row in study.numbers().where(name="growth")]
        ('more_growth', [1.2])
        """
        return Study(_core.with_overrides(self._core, dict(overrides), id))

    def forecast(
        self,
        draws: int = 1000,
        *,
        seed: int = 1,
        level: float = 0.90,
        threads: int = 0,
        engine: str = "auto",
        tolerance: float = 1e-5,
        progress: bool | Callable[[int, int], None] | None = None,
        on_interrupt: str = "return",
    ) -> Forecast:
        """Runs the study and returns a ``Forecast``.

        ``draws``: parameter draws; 0 runs every number at its mid. Draw k of a number depends on the seed, k and the
        number's name alone. ``level``: of every interval. ``threads``: 0 for all; results do not depend on it.
        ``engine``: ``"cohort_markov"``, ``"cohort_renewal"`` (hazards that count time in a stage or age, waits, reviews,
        windows) or ``"auto"``, the cheapest exact one. ``tolerance``: allowed error of expected stocks and flows at the mids,
        relative to all firms ever there, for an engine with a time step; the result says what was reached.
        ``progress``: a bar on stderr once a second has passed, left out: on a terminal and in a notebook (by tqdm
        where it is installed), in scripts and pipes none; True: always; False: never; or a function of (done, total).
        Ctrl-C returns the finished draws with ``complete == False`` and an ``InterruptedWarning``; with none finished,
        on a second Ctrl-C, or with ``on_interrupt="raise"``, KeyboardInterrupt is raised.

        Raises EngineError for what the engine cannot represent (naming the transition) and ParameterError for an option
        out of range.
        """
        from incuflow._forecast import run

        return run(self, draws, seed, level, threads, engine, tolerance, progress, on_interrupt)

    def to_toml(self) -> str:
        """The study as a file: ``parse_study(study.to_toml()) == study``."""
        return self._core.to_toml()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the study file as a whole or not at all. Raises OutputError."""
        write_whole(os.fspath(path), self.to_toml())

    def __repr__(self) -> str:
        span = f"{self.base_date} to {self.end_date}"
        return f"<incuflow.Study {self.id}: {span}, {len(self.targets())} targets, {self.kinds_line('en')}>"

    def _repr_html_(self) -> str:
        from incuflow._html import study_html

        return study_html(self)

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, Study) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.to_toml())

    def __reduce__(self) -> tuple[Any, ...]:
        return Study, (self._core,)


def load_study(path: str | os.PathLike[str]) -> Study:
    """Reads a study file (TOML, UTF-8, at most 8 MiB). Files it includes must lie in its folder.

    Raises one StudyError with every fault: file, line, column, key path, what is allowed and the nearest name.
    """
    return Study(_core.load_study(os.fspath(path)))


def parse_study(text: str, name: str = "<text>") -> Study:
    """The same from a text; ``name`` stands for the file in messages.

    >>> import incuflow as inc
    >>> head = 'format = 1\\nid = "mine"\\nbase_date = 2020-12-31\\nend_date = 2025-12-31\\n'
    >>> track = '[track.incubation]\\nchain = "孵化器—毕业"\\n'
    >>> try:
    ...     inc.parse_study(head + track + "[[transitoin]]", "mine.toml")
    ... except inc.StudyError as error:
    ...     [fault] = error.faults
    ...     fault.code, fault.line, fault.column, fault.arguments["nearest"]
    ('io.unknown_key', 7, 3, 'transition')
    """
    return Study(_core.parse_study(text, name))


def load_preset(name: str) -> Study:
    """A study that comes with the library; names in ``preset_names()``. Raises StudyError with the nearest name.

    For a name that is not among them: the file ``NAME.toml`` in the first folder of the environment variable
    ``INCUFLOW_PRESET_PATH`` (folders with ``:`` between them) that has one.

    >>> import incuflow as inc
    >>> inc.load_preset("torch-2016-2020").title("en")
    'National incubators, 13th five-year plan, seen from the end of 2014'
    """
    return Study(_core.load_preset(name))


def make_study(
    pipeline: Pipeline,
    *,
    base_date: datetime.date | str,
    end_date: datetime.date | str,
    stocks: Mapping[str, float | None] | None = None,
    intakes: Sequence[_core.Intake] = (),
    targets: Sequence[_core.Target] = (),
    id: str = "study",
    title: str = "",
    region: str = "",
) -> Study:
    """A study made in code. ``stocks``: place → firms at the end of the base date; None: not known, which is not zero.

    Numbers given bare are marked as assumed, "given in code". Raises one StudyError with every fault.
    The numbers of this example only show the syntax:

    >>> import incuflow as inc
    >>> pipeline = (inc.PipelineBuilder().chain("incubation", "孵化器—毕业")
    ...     .transition("incubation.incubator->graduated", inc.per_year(0.13, low=0.08, high=0.15)).build())
    >>> study = inc.make_study(pipeline, base_date="2022-12-31", end_date="2025-12-31",
    ...     stocks={"incubation.incubator": 40}, intakes=[inc.Intake("incubation.incubator", 12)],
    ...     targets=[inc.Target("graduates", "incubation.incubator->graduated", at_least=15, accounting="cumulative",
    ...                         since="2023-01-01", due="2025-12-31")])
    >>> study.forecast(draws=0).attainment()["expected"].round(2).tolist()
    [19.11]
    """
    return Study(_core.make_study(id, pipeline._core, base_date, end_date, dict(stocks or {}), list(intakes), list(targets), title, region))
