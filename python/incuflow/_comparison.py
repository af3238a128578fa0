# SPDX-License-Identifier: Apache-2.0
"""Two studies or forecasts, draw by draw."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from incuflow import _core
from incuflow._forecast import Forecast
from incuflow._settings import chosen
from incuflow._study import Study
from incuflow._table import Table

if TYPE_CHECKING:
    from incuflow._plots.difference import ComparisonPlots


class Comparison:
    """What forecast ``b`` has more than forecast ``a``, paired by draw; made by ``compare``.

    Draw k of a number depends on the seed, k and the number's name alone: what both studies share is the same in both, so the
    difference is that of what they do not share.
    """

    def __init__(self, a: Forecast, b: Forecast) -> None:
        self.a = a
        self.b = b
        self._core = _core.compare(a._core, b._core)

    @property
    def draws(self) -> int:
        """Draws that both have finished; 0: every number at its mid."""
        return int(self._core.draws)

    @property
    def level(self) -> float:
        """Level of every interval."""
        return float(self._core.level)

    def targets(self, lang: str | None = None) -> Table:
        """Every target of both: ``expected_a``, ``expected_b``, ``difference`` (b − a) with the interval of the draws' differences
        of what is expected given the draw, and the chances with their difference and its standard error over the draws.

        Differences are empty where the two numbers do not mean the same: where one study knows a starting stock and the other
        does not.
        """
        return Table(self._core.targets(chosen(lang)), "targets compared")

    def stocks(self) -> Table:
        """Every stage and exit at the base date and at every period end that both have; the last one is the end date."""
        same = self.a._orders == self.b._orders
        return Table(self._core.stocks(), "stocks compared", self.a._orders if same else None)

    @property
    def plot(self) -> ComparisonPlots:
        """Pictures of this comparison; needs matplotlib."""
        from incuflow._plots.difference import ComparisonPlots

        return ComparisonPlots(self)

    def __repr__(self) -> str:
        names = f"{_core.scenario_of(self.a.study._core)} with {_core.scenario_of(self.b.study._core)}"
        return f"<incuflow.Comparison of {names}: {self.draws} draws, seed {self.a.seed}>"

    def _repr_html_(self) -> str:
        from incuflow._html import comparison_html

        return comparison_html(self, SHOWN_TARGETS)

    def __eq__(self, other: object) -> bool:
        return (self.a, self.b) == (other.a, other.b) if isinstance(other, Comparison) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.a, self.b))

    def __reduce__(self) -> tuple[Any, ...]:
        return Comparison, (self.a, self.b)


SHOWN_TARGETS = ["text", "value_a", "value_b", "expected_a", "expected_b", "difference", "low", "high",
                 "p_met_a", "p_met_b", "p_difference", "p_difference_se"]  # fmt: skip
SHOWN_STOCKS = ["track", "stage", "date", "metric", "expected_a", "expected_b", "difference", "low", "high"]


def compare(
    a: Study | Forecast,
    b: Study | Forecast,
    *,
    draws: int = 1000,
    seed: int = 1,
    level: float = 0.90,
    threads: int = 0,
    engine: str = "auto",
    tolerance: float = 1e-5,
    progress: bool | Callable[[int, int], None] | None = None,
) -> Comparison:
    """Compares two studies, or two forecasts of one seed, draw by draw. Differences are ``b`` − ``a``.

    Studies are run with these options, as ``Study.forecast`` takes them; of forecasts the options are those they were
    made with. Ctrl-C raises KeyboardInterrupt. Raises ParameterError for forecasts of different seeds, or of draws and mids.

    The number of this example is hypothetical:

    >>> import incuflow as inc
    >>> base = inc.load_preset("torch-2016-2020")
    >>> more = base.with_overrides({"growth.mid": 1.15}, id="more_growth")
    >>> result = inc.compare(base, more, draws=0)
    >>> [row] = result.targets("en").where(target="graduates")
    >>> row["scenario_b"], row["difference"] > 0
    ('more_growth', True)
    """

    def run(one: Study | Forecast) -> Forecast:
        if isinstance(one, Forecast):
            return one
        return one.forecast(
            draws, seed=seed, level=level, threads=threads, engine=engine, tolerance=tolerance, progress=progress, on_interrupt="raise"
        )

    return Comparison(run(a), run(b))
