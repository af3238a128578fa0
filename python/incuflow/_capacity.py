# SPDX-License-Identifier: Apache-2.0
"""What places in stages allow at most: two bounds from above, and what one more place or firm would be worth."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from incuflow import _core
from incuflow._settings import chosen, get_language
from incuflow._table import Table, number_text
from incuflow._words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._programme import Given, Optimum
    from incuflow._study import Study

_COLUMNS = {
    "scenario": 1, "bound": 1, "limit": 1, "stage": 1, "transition": 1, "start": 2, "date": 2,
    "capacity": 0, "used": 0, "binding": 1, "shadow_price": 0,
}  # fmt: skip


class CapacityBounds:
    """At most how many firms come to a goal by the end date if stages have places; made by ``Study.capacity_bounds``.

    Both numbers are bounds from above, not forecasts. ``study``, ``goal``, ``places`` and ``period`` are what it was asked for.

    The places of this example are hypothetical:

    >>> import incuflow as inc
    >>> bounds = inc.load_preset("torch-2016-2020").capacity_bounds("incubation.graduated", {"incubation.incubator": 1e5})
    >>> [row["limit"] for row in bounds.table().rows() if row["binding"] == "yes"][:2]
    ['places', 'places']
    """

    def __init__(self, study: Study, goal: str, places: Mapping[str, float], period: str) -> None:
        from incuflow._programme import Programme

        self.study = study
        self.period = period
        given = {stage: float(count) for stage, count in places.items()}
        self._problem: dict[str, Any] = _core.capacity_problem(study._core, goal, list(given.items()), period)
        self.goal: str = self._problem["goal"]
        self.places: dict[str, float] = dict(zip(self._problem["stages"], given.values(), strict=True))
        self._programme = Programme(self._problem)
        self._optimum: Optimum = self._programme.solve(self._given())

    def _given(self) -> Given:
        from incuflow._programme import Given

        periods = len(self._problem["dates"]) - 1
        places = np.repeat(np.array(self._problem["places"], dtype=float)[:, None], periods, axis=1)
        return Given(places, self._problem["start"], np.array(self._problem["firms"], dtype=float).reshape(-1, periods))

    @cached_property
    def _gains(self) -> Given:
        """What one more place or firm adds; worked out when first asked for, a solution each."""
        return self._programme.gains(self._given(), self._optimum)

    @property
    def optimum(self) -> float:
        """The linear programme: at most so many expected entries into the goal."""
        return self._optimum.value

    @property
    def duality_gap(self) -> float:
        """|optimum − optimum of the dual programme|: how exactly it was solved."""
        return abs(self._optimum.value - self._optimum.dual)

    @property
    def max_flow(self) -> float:
        """The largest flow through the time-expanded network, without losses: never below ``optimum``."""
        return float(self._problem["max_flow"])

    @property
    def resolution(self) -> float:
        """The network's capacities are whole multiples of this, rounded up."""
        return float(self._problem["resolution"])

    @property
    def newcomers_only(self) -> bool:
        """True if some starting stock is not known: its firms are not counted, and the bounds are those of all others."""
        return bool(self._problem["unknown_stock"])

    def table(self) -> Table:
        """Both bounds and what makes them.

        Columns: scenario; bound (``linear_programme`` or ``max_flow``); limit: ``total`` (``used`` is the bound), ``places``, ``moves``
        (what places allow to leave within a period), ``stock``, ``intake``; stage; transition (of moves); start and date of the period;
        capacity; used; binding (``yes`` or ``no``; of the network: whether the arc is in the smallest cut); shadow_price: how much the
        optimum of the linear programme gains by one more place in this period alone, or by one more firm; empty where a starting firm
        more would have no place.
        """
        rows = list(self._rows())
        scenario = _core.scenario_of(self.study._core)
        columns = []
        for at, (name, sort) in enumerate(_COLUMNS.items()):
            values = [scenario] * len(rows) if at == 0 else [row[at - 1] for row in rows]
            columns.append((name, sort, values))
        return Table(_core.Table(columns), "capacity bounds")

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        dates = self._problem["dates"]
        found = self._optimum
        whole = (dates[0], dates[-1])
        yield "linear_programme", "total", self.goal, "", *whole, math.nan, found.value, "", math.nan
        places, start, firms = self._given()
        gains = self._gains
        for s, stage in enumerate(self.places):
            for k in range(len(dates) - 1):
                price = gains.places[s, k]
                yield (
                    "linear_programme", "places", stage, "", dates[k], dates[k + 1],
                    places[s, k], found.used[s, k], "yes" if found.binding[s, k] else "no", price,
                )  # fmt: skip
        names = self._problem["states"]
        for name in dict.fromkeys(names):
            alike = [i for i, other in enumerate(names) if other == name and start[i] > 0.0]
            there = sum(start[i] for i in alike)
            if there > 0.0:
                price = sum(start[i] * gains.start[i] for i in alike) / there
                yield "linear_programme", "stock", name, "", dates[0], dates[0], there, there, "", price
        for v, state in enumerate(self._problem["sources"]):
            for k in range(len(dates) - 1):
                if firms[v, k] > 0.0:
                    yield (
                        "linear_programme", "intake", names[state], "", dates[k], dates[k + 1],
                        firms[v, k], found.admitted[v, k], "", gains.firms[v, k],
                    )  # fmt: skip
        yield "max_flow", "total", self.goal, "", *whole, math.nan, self.max_flow, "", math.nan
        for limit, stage, transition, k, capacity, used, in_cut in self._problem["arcs"]:
            ends = (dates[0], dates[0]) if limit == "stock" else (dates[k], dates[k + 1])
            yield "max_flow", limit, stage, transition, *ends, capacity, used, "yes" if in_cut else "no", math.nan

    def statement(self, lang: str | None = None) -> str:
        """Both bounds in one sentence that says that they are bounds."""
        language = chosen(lang)
        text = word(
            "capacity_statement", language, goal=self.study.pipeline.label(self.goal, language), end=self.study.end_date.isoformat(),
            optimum=number_text(self.optimum), flow=number_text(self.max_flow), each=word(f"capacity_{self.period}", language),
        )  # fmt: skip
        return text + (word("capacity_newcomers", language) if self.newcomers_only else "")

    def plot(self, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """What one more place is worth, by stage and period; a mark below the axis where the places are all used.

        ``ax``: where to draw; left out: a new figure. Returns the axes. Needs matplotlib (``pip install incuflow[plot]``).
        """
        from incuflow._plots.capacity import draw_capacity

        return draw_capacity(self, ax, lang)

    def __repr__(self) -> str:
        return f"<incuflow.CapacityBounds of {self.study.scenario}: {self.statement('en')}>"

    def _key(self) -> tuple[Any, ...]:
        return self.study, self.goal, tuple(self.places.items()), self.period

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, CapacityBounds) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __reduce__(self) -> tuple[Any, ...]:
        return CapacityBounds, (self.study, self.goal, self.places, self.period)

    def _repr_html_(self) -> str:
        from incuflow._html import capacity_html

        return capacity_html(self, get_language())


def capacity_bounds(study: Study, goal: str, places: Mapping[str, float] | None, period: str) -> CapacityBounds:
    """See ``Study.capacity_bounds``."""
    return CapacityBounds(study, goal, places or {}, period)
