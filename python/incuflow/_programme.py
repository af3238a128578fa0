# SPDX-License-Identifier: Apache-2.0
"""The linear programme of firms under places; the page ``capacities.md`` has the equations. Solved by SciPy's HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from incuflow._optional import need
from incuflow.errors import NumericError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_TOLERANCE = 1e-9


class Given(NamedTuple):
    """Places by (stage, period), starting firms by state, firms taken in by (source, period); or what one more of each is worth."""

    places: np.ndarray
    start: np.ndarray
    firms: np.ndarray


class Optimum(NamedTuple):
    """An optimum: use of places by (stage, period), firms that go in at once by (source, period), and the dual prices."""

    value: float
    dual: float
    used: np.ndarray
    binding: np.ndarray
    admitted: np.ndarray
    prices: Given


def subsets(bits: int) -> list[int]:
    """Every set of stages within ``bits``, the empty one first."""
    found, at = [0], 0
    while at != bits:
        at = (at - bits) & bits
        found.append(at)
    return found


class _Rows:
    """Equations or inequalities, a term at a time."""

    def __init__(self) -> None:
        self.rows: list[np.ndarray] = []
        self.columns: list[np.ndarray] = []
        self.values: list[np.ndarray] = []

    def add(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike) -> None:
        row, column, value = np.broadcast_arrays(rows, columns, values)
        kept = value != 0.0
        self.rows.append(row[kept])
        self.columns.append(column[kept])
        self.values.append(value[kept].astype(float))

    def matrix(self, sparse: Any, shape: tuple[int, int]) -> Any:
        rows, columns, values = (np.concatenate(part) if part else np.zeros(0) for part in (self.rows, self.columns, self.values))
        return sparse.csr_array((values, (rows.astype(int), columns.astype(int))), shape=shape)


class Programme:
    """The programme of one problem; only the numbers of places and firms change between solutions."""

    def __init__(self, problem: dict[str, Any]) -> None:
        need("scipy", "capacity_bounds()", "optimise")
        from scipy import sparse

        self.ends: np.ndarray = problem["ends"]
        self.goal: np.ndarray = problem["goal_entries"]
        self.share: np.ndarray = problem["share"]
        self.entering: Sequence[int] = problem["entering"]
        self.periods: int = self.ends.shape[0]
        self.states: int = self.ends.shape[3]
        self.stages = len(problem["stages"])
        bits = np.arange(self.stages)[:, None]
        self.within = (np.array(problem["inside"], dtype=int)[None, :] >> bits & 1).astype(float)
        #: By source: whether its firms come to a stage with places, so that they may wait.
        self.waits = [problem["inside"][state] != 0 for state in problem["sources"]]
        # Equations: firms of each state at the beginning of each period, then firms of each source in each period.
        # Inequalities: firms in each stage at the end of each period, then their mean number over it.
        self._equations, self._limits = _Rows(), _Rows()
        self._worth: list[float] = []
        self._arriving: list[tuple[int, int, int]] = []
        self._moving()
        for v, state in enumerate(problem["sources"]):
            self._coming(v, state, problem["firms"][v])
        columns = len(self._worth)
        self._equal = self._equations.matrix(sparse, ((self.states + len(self.waits)) * self.periods, columns))
        self._below = self._limits.matrix(sparse, (2 * self.stages * self.periods, columns)) if self.stages else None

    def _column(self, value: float) -> int:
        self._worth.append(value)
        return len(self._worth) - 1

    def _state_row(self, k: int, i: int) -> int:
        return k * self.states + i

    def _source_row(self, v: int, k: int) -> int:
        return self.periods * self.states + v * self.periods + k

    def _end_rows(self, k: int) -> np.ndarray:
        return np.arange(self.stages) * self.periods + k

    def _through(self, k: int, closed: int, row: int, firms: float) -> int:
        """A column: a firm of this row of the law, which is of ``firms``, in period k with these stages closed."""
        at = self._column(self.goal[k, closed, row] / firms)
        after = self.ends[k, closed, row] / firms
        if k + 1 < self.periods:
            self._equations.add(self._state_row(k + 1, 0) + np.arange(self.states), at, -after)
        self._limits.add(self._end_rows(k), at, self.within @ after)
        self._limits.add(self._end_rows(k) + self.stages * self.periods, at, self.share[k, closed, row] / firms)
        return at

    def _moving(self) -> None:
        for k in range(self.periods):
            for i in range(self.states):
                for closed in subsets(self.entering[i]):
                    self._equations.add(self._state_row(k, i), self._through(k, closed, i, 1.0), 1.0)

    def _coming(self, v: int, state: int, firms: Sequence[float]) -> None:
        for k in range(self.periods):
            if firms[k] > 0.0:
                for closed in subsets(self.entering[state]):
                    at = self._through(k, closed, self.states + v, firms[k])
                    self._equations.add(self._source_row(v, k), at, 1.0)
                    self._arriving.append((v, k, at))
            if not self.waits[v]:
                continue
            # Those still waiting at the end of the period, and those of them who are let in then; after the last one nobody is.
            waiting = self._column(0.0)
            self._equations.add(self._source_row(v, k), waiting, 1.0)
            if k + 1 < self.periods:
                self._equations.add(self._source_row(v, k + 1), waiting, -1.0)
                let_in = self._column(0.0)
                self._equations.add(self._source_row(v, k), let_in, 1.0)
                self._equations.add(self._state_row(k + 1, state), let_in, -1.0)
                self._limits.add(self._end_rows(k), let_in, self.within[:, state])

    def solve(self, given: Given) -> Optimum:
        """The most entries into the goal. Raises NumericError where HiGHS does not find it."""
        from scipy import optimize

        places, start, firms = given
        wanted = np.concatenate([start, np.zeros((self.periods - 1) * self.states), firms.ravel()])
        allowed = np.concatenate([places.ravel(), places.ravel()])
        found = optimize.linprog(
            -np.array(self._worth),
            A_ub=self._below,
            b_ub=allowed if self.stages else None,
            A_eq=self._equal,
            b_eq=wanted,
            bounds=(0, None),
            method="highs",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )
        if found.status != 0:
            raise NumericError([("engine.no_optimum", {"given": str(found.message)})])
        equal = -found.eqlin.marginals
        limit = -found.ineqlin.marginals if self.stages else np.zeros(0)
        slack = found.ineqlin.residual if self.stages else np.zeros(0)
        used = (allowed - slack).reshape(2, *places.shape).max(axis=0)
        admitted = np.zeros(firms.shape)
        for v, k, at in self._arriving:
            admitted[v, k] += found.x[at]
        return Optimum(
            value=-float(found.fun),
            dual=float(equal @ wanted + limit @ allowed),
            used=used,
            binding=used >= places - _TOLERANCE * (1.0 + places),
            admitted=admitted,
            prices=Given(
                limit.reshape(2, *places.shape).sum(axis=0), equal[: self.states], equal[self.periods * self.states :].reshape(firms.shape)
            ),
        )

    def gains(self, given: Given, found: Optimum) -> Given:
        """What the optimum gains by one more place or firm, one at a time; NaN for a starting firm that there is no room for.

        The dual prices of an optimum at a kink are not unique. The optimum is concave, so that no gain is above them: where the price of
        a place, or of a firm that could go on waiting, is 0, so is the gain.
        """
        gains = Given(*(np.zeros(part.shape) for part in given))
        for part, prices in enumerate(found.prices):
            for at in np.ndindex(prices.shape):
                never_negative = part == 0 or (part == 2 and self.waits[at[0]])
                if given[part][at] == 0.0 and part > 0 or never_negative and prices[at] <= 1e-12:
                    continue
                more = Given(*(values.copy() for values in given))
                more[part][at] += 1.0
                if part == 1 and np.any(self.within @ more.start > given.places[:, 0]):
                    gains.start[at] = np.nan
                    continue
                gains[part][at] = self.solve(more).value - found.value
        return gains
