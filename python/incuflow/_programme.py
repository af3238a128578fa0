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


class Optimum(NamedTuple):
    """An optimum with what each limit is worth; arrays by (stage with places, period), by (source, period), by state."""

    value: float
    dual: float
    used: np.ndarray
    binding: np.ndarray
    place_price: np.ndarray
    admitted: np.ndarray
    intake_price: np.ndarray
    stock_price: np.ndarray


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


def solve(problem: dict[str, Any], places: np.ndarray, start: np.ndarray, firms: np.ndarray) -> Optimum:
    """The most entries into the goal. ``places`` by (stage, period), ``start`` by state, ``firms`` by (source, period)."""
    need("scipy", "capacity_bounds()", "optimise")
    from scipy import optimize, sparse

    ends, goal, share = problem["ends"], problem["goal_entries"], problem["share"]
    inside, entering = problem["inside"], problem["entering"]
    sources: Sequence[int] = problem["sources"]
    periods, _, rows, n = ends.shape
    stages = len(problem["stages"])
    within = np.array([[inside[i] >> s & 1 for i in range(n)] for s in range(stages)], dtype=float).reshape(stages, n)

    # Equations: firms of each state at the beginning of each period, then firms of each source in each period.
    # Inequalities: firms in each stage at the end of each period, then their mean number over it.
    equations, limits = _Rows(), _Rows()
    worth: list[float] = []
    arriving: list[tuple[int, int, int]] = []

    def state_row(k: int, i: ArrayLike) -> np.ndarray:
        return k * n + np.asarray(i)

    def source_row(v: int, k: int) -> int:
        return periods * n + v * periods + k

    def end_row(k: int) -> np.ndarray:
        return np.arange(stages) * periods + k

    def mean_row(k: int) -> np.ndarray:
        return stages * periods + end_row(k)

    def column(value: float) -> int:
        worth.append(value)
        return len(worth) - 1

    def through(k: int, closed: int, row: int, firms_of_it: float, at: int) -> None:
        """What becomes of ``firms_of_it`` units of a row of the law, in column ``at``."""
        after = ends[k, closed, row] / firms_of_it
        if k + 1 < periods:
            equations.add(state_row(k + 1, np.arange(n)), at, -after)
        limits.add(end_row(k), at, within @ after)
        limits.add(mean_row(k), at, share[k, closed, row] / firms_of_it)

    total = problem["firms"]
    for k in range(periods):
        for i in range(n):
            for closed in subsets(entering[i]):
                at = column(goal[k, closed, i])
                equations.add(state_row(k, i), at, 1.0)
                through(k, closed, i, 1.0, at)
    for v, state in enumerate(sources):
        waits = inside[state] != 0
        for k in range(periods):
            if total[v][k] > 0.0:
                for closed in subsets(entering[state]):
                    at = column(goal[k, closed, n + v] / total[v][k])
                    arriving.append((v, k, at))
                    equations.add(source_row(v, k), at, 1.0)
                    through(k, closed, n + v, total[v][k], at)
            if waits and k + 1 < periods:
                # Those still waiting at the end of the period, and those of them who are let in then.
                waiting, let_in = column(0.0), column(0.0)
                equations.add([source_row(v, k), source_row(v, k + 1)], waiting, [1.0, -1.0])
                equations.add(source_row(v, k), let_in, 1.0)
                equations.add(state_row(k + 1, state), let_in, -1.0)
                limits.add(end_row(k), let_in, within[:, state])
            elif waits:
                equations.add(source_row(v, k), column(0.0), 1.0)  # never let in

    wanted = np.concatenate([start, np.zeros((periods - 1) * n), firms.ravel()])
    allowed = np.concatenate([places.ravel(), places.ravel()])
    options = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    found = optimize.linprog(
        -np.array(worth),
        A_ub=limits.matrix(sparse, (len(allowed), len(worth))) if stages else None,
        b_ub=allowed if stages else None,
        A_eq=equations.matrix(sparse, (len(wanted), len(worth))),
        b_eq=wanted,
        bounds=(0, None),
        method="highs",
        options=options,
    )
    if found.status != 0:
        raise NumericError([("engine.no_optimum", {"given": str(found.message)})])
    equal = -found.eqlin.marginals
    limit = -found.ineqlin.marginals if stages else np.zeros(0)
    slack = found.ineqlin.residual if stages else np.zeros(0)
    used = (allowed - slack).reshape(2, stages, periods).max(axis=0)
    admitted = np.zeros(firms.shape)
    for v, k, at in arriving:
        admitted[v, k] += found.x[at]
    return Optimum(
        value=-float(found.fun),
        dual=float(equal @ wanted + limit @ allowed),
        used=used,
        binding=used >= places - _TOLERANCE * (1.0 + places),
        place_price=limit.reshape(2, stages, periods).sum(axis=0),
        admitted=admitted,
        intake_price=equal[periods * n :].reshape(firms.shape),
        stock_price=equal[:n],
    )
