# SPDX-License-Identifier: Apache-2.0
# Written by scripts/stubs from bindings/.
"""
Compiled core of incuflow; use the package incuflow.
"""
from __future__ import annotations
import collections.abc
import datetime
import numpy
import numpy.typing
import typing
__all__: list[str] = ['Comparison', 'CountDistribution', 'CountPerYear', 'Erlang', 'Exponential', 'FixedDelay', 'Forecast', 'Gamma', 'GeneralisedGamma', 'Gompertz', 'Hazard', 'Intake', 'LogLogistic', 'LogNormal', 'MaxFlow', 'Number', 'PerYear', 'PiecewiseConstant', 'Pipeline', 'PipelineBuilder', 'ProbPerYear', 'Study', 'Table', 'Target', 'Weibull', 'Years', 'attribute_table', 'capacity_problem', 'compare', 'count_per_year', 'describe', 'forecast', 'generator_action', 'generator_exponentials', 'kernel_levels', 'load_preset', 'load_study', 'make_study', 'max_flow', 'message_codes', 'nearest_name', 'observed_shares', 'parse_count', 'parse_duration', 'parse_language', 'parse_money', 'parse_own_study', 'parse_period', 'parse_range', 'parse_study', 'per_year', 'preset_names', 'preset_text', 'prob_per_year', 'propagate', 'save_study', 'scenario_ids', 'scenario_of', 'scenarios', 'standard_id', 'study_schema', 'unknown', 'with_overrides', 'with_scenario', 'years', 'years_between']
class Number:
    """
    A number with its range (low, mid, high) and its origin (kind, source, reason).
    
    For factors and shares; rates, counts and durations have makers of their own (`per_year` …). `any_sign=True` is for parameters of
    hazards that may be negative (`meanlog`, `mu`, `q`, the `shape` of a Gompertz): their range is that of a two-piece normal law. Raises
    ParameterError for a range out of order or a word that is not allowed.
    
    >>> import incuflow as inc
    >>> factor = inc.Number(1.2, low=1.0, high=1.4, kind="assumed", reason="hypothetical")
    >>> factor.low, factor.high, factor.kind
    (1.0, 1.4, 'assumed')
    """
    def __eq__(self, arg0: object) -> bool:
        ...
    def __getstate__(self) -> tuple[float, float, float, int, int, int, str, str, str, str, list[str], int, str]:
        ...
    def __hash__(self) -> int:
        ...
    def __init__(self, mid: typing.Any, *, low: typing.Any | None = None, high: typing.Any | None = None, dist: str = 'standard', kind: str = 'assumed', range_kind: str | None = None, source: str = '', reason: str = '', fixed: str = '', derived_from: str = '', year: typing.SupportsInt | typing.SupportsIndex = 0, name: str = '', any_sign: bool = False) -> None:
        ...
    def __repr__(self) -> str:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
    @property
    def computed_from(self) -> list[str]:
        """
        Names of the numbers it was computed from.
        """
    @property
    def derived_from(self) -> str:
        """
        Id of the target it was worked back from.
        """
    @property
    def dist(self) -> str:
        """
        The form of its law: standard, triangular or uniform.
        """
    @property
    def fixed(self) -> str:
        """
        Why it has no range.
        """
    @property
    def high(self) -> float:
        """
        Upper end of the range; NaN without one.
        """
    @property
    def kind(self) -> str:
        """
        Where the value comes from: observed, borrowed, fitted, rule, plan, assumed or unknown.
        """
    @property
    def low(self) -> float:
        """
        Lower end of the range; NaN without one.
        """
    @property
    def mid(self) -> float:
        """
        The middle value; NaN if unknown.
        """
    @property
    def name(self) -> str:
        """
        Numbers of one name are one number; empty: its own.
        """
    @property
    def range_kind(self) -> str:
        """
        Where the range comes from.
        """
    @property
    def reason(self) -> str:
        """
        Why it is assumed.
        """
    @property
    def source(self) -> str:
        """
        Id of its document.
        """
    @property
    def year(self) -> int:
        """
        The calendar year it holds for; 0: none given.
        """
class PerYear:
    """
    A hazard, events per firm and year, with its range and origin; made by `per_year`.
    """
    def __eq__(self, arg0: object) -> bool:
        ...
    def __getstate__(self) -> tuple[Number]:
        ...
    def __hash__(self) -> int:
        ...
    def __repr__(self) -> str:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
    @property
    def high(self) -> float:
        """
        Upper end of the range; NaN without one.
        """
    @property
    def low(self) -> float:
        """
        Lower end of the range; NaN without one.
        """
    @property
    def mid(self) -> float:
        """
        The middle value, in the unit of the kind.
        """
    @property
    def number(self) -> Number:
        """
        The value with its range and origin.
        """
class ProbPerYear:
    """
    The chance in a year if nothing else could happen, with its range and origin; made by `prob_per_year`.
    """
    def __eq__(self, arg0: object) -> bool:
        ...
    def __getstate__(self) -> tuple[Number]:
        ...
    def __hash__(self) -> int:
        ...
    def __repr__(self) -> str:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
    @property
    def high(self) -> float:
        """
        Upper end of the range; NaN without one.
        """
    @property
    def low(self) -> float:
        """
        Lower end of the range; NaN without one.
        """
    @property
    def mid(self) -> float:
        """
        The middle value, in the unit of the kind.
        """
    @property
    def number(self) -> Number:
        """
        The value with its range and origin.
        """
class CountPerYear:
    """
    Firms per year, with their range and origin; made by `count_per_year`.
    """
    def __eq__(self, arg0: object) -> bool:
        ...
    def __getstate__(self) -> tuple[Number]:
        ...
    def __hash__(self) -> int:
        ...
    def __repr__(self) -> str:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
    @property
    def high(self) -> float:
        """
        Upper end of the range; NaN without one.
        """
    @property
    def low(self) -> float:
        """
        Lower end of the range; NaN without one.
        """
    @property
    def mid(self) -> float:
        """
        The middle value, in the unit of the kind.
        """
    @property
    def number(self) -> Number:
        """
        The value with its range and origin.
        """
class Years:
    """
    A duration in years, with its range and origin; made by `years`.
    """
    def __eq__(self, arg0: object) -> bool:
        ...
    def __getstate__(self) -> tuple[Number]:
        ...
    def __hash__(self) -> int:
        ...
    def __repr__(self) -> str:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
    @property
    def high(self) -> float:
        """
        Upper end of the range; NaN without one.
        """
    @property
    def low(self) -> float:
        """
        Lower end of the range; NaN without one.
        """
    @property
    def mid(self) -> float:
        """
        The middle value, in the unit of the kind.
        """
    @property
    def number(self) -> Number:
        """
        The value with its range and origin.
        """
class Table:
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    def __eq__(self, arg0: object) -> bool:
        ...
    def __getstate__(self) -> tuple[list]:
        ...
    def __init__(self, columns: collections.abc.Iterable) -> None:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
    def cell(self, row: typing.SupportsInt | typing.SupportsIndex, column: typing.SupportsInt | typing.SupportsIndex) -> str:
        ...
    def column(self, name: str) -> typing.Any:
        ...
    def to_csv(self, excel: bool) -> str:
        ...
    def to_json(self) -> str:
        ...
    @property
    def columns(self) -> list[str]:
        ...
    @property
    def rows(self) -> int:
        ...
class Hazard:
    """
    A time to event in years on its clock.
    
    Methods take a number or an array of any shape (years, or probabilities for `quantile` and `sample`) and give the same shape.
    
    >>> import incuflow as inc
    >>> inc.FixedDelay("36 months").family, isinstance(inc.FixedDelay(3), inc.Hazard)
    ('fixed_delay', True)
    """
    def __eq__(self, arg0: object) -> bool:
        ...
    def __hash__(self) -> int:
        ...
    def __repr__(self) -> str:
        ...
    def cumulative(self, t: typing.Any) -> typing.Any:
        """
        The hazard integrated from 0 to t, to 1e-12 relative.
        """
    def density(self, t: typing.Any) -> typing.Any:
        """
        Density of the time to event. ParameterError for a fixed delay.
        """
    def hazard(self, t: typing.Any) -> typing.Any:
        """
        Events per year at t. ParameterError for a fixed delay, which has none.
        """
    def log_survival(self, t: typing.Any) -> typing.Any:
        """
        log of the chance that it has not happened by t.
        """
    def mean(self) -> float:
        """
        Mean time to event; inf where it may never happen.
        """
    def never_probability(self) -> float:
        """
        The chance that it never happens.
        """
    def quantile(self, p: typing.Any) -> typing.Any:
        """
        The time by which it has happened with chance p; NaN outside [0, 1].
        """
    def realise(self, values: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex]) -> Hazard:
        """
        The hazard with these values, one a number of `numbers` and in their order.
        
        >>> import incuflow as inc
        >>> inc.Exponential(inc.per_year(0.13, low=0.08, high=0.15)).realise([0.08])
        Exponential(rate=0.08)
        """
    def sample(self, u: typing.Any) -> typing.Any:
        """
        Times to event from uniform numbers in [0, 1).
        """
    def survival(self, t: typing.Any) -> typing.Any:
        """
        The chance that it has not happened by t.
        """
    @property
    def family(self) -> str:
        """
        Name of the family.
        """
    @property
    def numbers(self) -> dict:
        """
        The uncertain numbers by key, in order; a plain family has those it was given.
        
        >>> import incuflow as inc
        >>> list(inc.Weibull(shape=1.3, scale=1.8).numbers)
        ['shape', 'scale']
        """
class Exponential(Hazard):
    """
    Constant hazard: H(t) = rate·t, rate ≥ 0 per year.
    
    >>> import incuflow as inc
    >>> inc.Exponential(rate=0.5).mean()
    2.0
    """
    def __getstate__(self) -> tuple[str, list, list[float], int]:
        ...
    def __init__(self, rate: typing.Any) -> None:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
class Weibull(Hazard):
    """
    H(t) = (t/scale)^shape; shape > 0, scale > 0 in years.
    
    `shape` may be a Number and `scale` a duration with a range (`years("18 months", low=…, high=…)`).
    
    >>> import incuflow as inc
    >>> round(inc.Weibull(shape=1.3, scale=1.8).survival(1.8), 6)
    0.367879
    """
    def __getstate__(self) -> tuple[str, list, list[float], int]:
        ...
    def __init__(self, shape: typing.Any, scale: typing.Any) -> None:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
class PiecewiseConstant(Hazard):
    """
    Hazard rates[i] per year from breaks[i] years on.
    
    `breaks` start at 0 and increase; `rates` are numbers per year, or all `per_year(…)`, or all `prob_per_year(…)`.
    
    >>> import incuflow as inc
    >>> inc.PiecewiseConstant([0, 1], [0.1, 0.3]).cumulative(2.0)
    0.4
    """
    def __getstate__(self) -> tuple[str, list, list[float], int]:
        ...
    def __init__(self, breaks: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], rates: collections.abc.Sequence) -> None:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
class Erlang(Hazard):
    """
    Sum of k exponential phases, each left at `rate` per year.
    
    >>> import incuflow as inc
    >>> inc.Erlang(k=3, rate=1.5).mean()
    2.0
    """
    def __getstate__(self) -> tuple[str, list, list[float], int]:
        ...
    def __init__(self, k: typing.SupportsInt | typing.SupportsIndex, rate: typing.Any) -> None:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
class Gompertz(Hazard):
    """
    Hazard rate·e^(shape·t) per year; rate ≥ 0 per year, shape of any sign.
    
    Shape 0 is a constant hazard. Below 0 the hazard dies out and some firms never move. `rate` may be `per_year(…)`, `shape` a Number.
    
    >>> import incuflow as inc
    >>> round(inc.Gompertz(rate=0.2, shape=-0.5).never_probability(), 6)
    0.67032
    """
    def __getstate__(self) -> tuple[str, list, list[float], int]:
        ...
    def __init__(self, rate: typing.Any, shape: typing.Any) -> None:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
class Gamma(Hazard):
    """
    A gamma law; shape > 0, rate > 0 per year, mean shape/rate years.
    
    `shape` may be a Number, `rate` `per_year(…)`. A whole shape is an Erlang.
    
    >>> import incuflow as inc
    >>> inc.Gamma(shape=3, rate=1).cumulative(1e-6)
    1.6666654166671664e-19
    """
    def __getstate__(self) -> tuple[str, list, list[float], int]:
        ...
    def __init__(self, shape: typing.Any, rate: typing.Any) -> None:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
class LogNormal(Hazard):
    """
    The log of the time in years is normal: mean `meanlog`, deviation `sdlog` > 0.
    
    The median is e^meanlog years. Both may be Numbers.
    
    >>> import incuflow as inc
    >>> inc.LogNormal(meanlog=0, sdlog=0.5).survival(1)
    0.5
    """
    def __getstate__(self) -> tuple[str, list, list[float], int]:
        ...
    def __init__(self, meanlog: typing.Any, sdlog: typing.Any) -> None:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
class LogLogistic(Hazard):
    """
    H(t) = log(1 + (t/scale)^shape); shape > 0, scale > 0 in years.
    
    The median is `scale`; for shape ≤ 1 the mean is infinite. `shape` may be a Number and `scale` a duration with a range.
    
    >>> import incuflow as inc
    >>> inc.LogLogistic(shape=1, scale="18 months").survival(1.5), inc.LogLogistic(shape=1, scale=1.5).mean()
    (0.5, inf)
    """
    def __getstate__(self) -> tuple[str, list, list[float], int]:
        ...
    def __init__(self, shape: typing.Any, scale: typing.Any) -> None:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
class GeneralisedGamma(Hazard):
    """
    Prentice's generalised gamma law of the time in years.
    
    With w = (log t − mu)/sigma, e^(q·w)/q² has a gamma law of shape 1/q²; sigma > 0, q of any sign: q = sigma is a gamma law, 1 a Weibull, 0 a
    log-normal. For q·sigma ≤ −1 the mean is infinite. All three may be Numbers.
    
    >>> import incuflow as inc
    >>> round(inc.GeneralisedGamma(mu=0.3, sigma=0.5, q=1).survival(2), 9) == round(inc.Weibull(2, 1.3498588075760032).survival(2), 9)
    True
    """
    def __getstate__(self) -> tuple[str, list, list[float], int]:
        ...
    def __init__(self, mu: typing.Any, sigma: typing.Any, q: typing.Any) -> None:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
class FixedDelay(Hazard):
    """
    Everybody crosses exactly `delay` years after the clock starts.
    
    >>> import incuflow as inc
    >>> inc.FixedDelay("36 months").survival([2.9, 3.0]).tolist()
    [1.0, 0.0]
    """
    def __getstate__(self) -> tuple[str, list, list[float], int]:
        ...
    def __init__(self, delay: typing.Any) -> None:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
class Pipeline:
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    def __eq__(self, arg0: object) -> bool:
        ...
    def __getstate__(self) -> tuple[str]:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
    def dead_ends(self) -> list[str]:
        ...
    def edge_label(self, path: str, language: str) -> str:
        ...
    def fastest_route(self, start: str, goal: str) -> dict:
        ...
    def label(self, place: str, language: str) -> str:
        ...
    def loops(self, limit: typing.SupportsInt | typing.SupportsIndex) -> list[list[str]]:
        ...
    def most_likely_route(self, start: str, goal: str) -> dict:
        ...
    def to_dot(self, language: str) -> str:
        ...
    def to_mermaid(self, language: str) -> str:
        ...
    def to_svg(self, language: str) -> str:
        ...
    def unavoidable(self, entry: str, goal: str) -> list[str]:
        ...
    def unreachable(self, entries: collections.abc.Sequence[str]) -> list[str]:
        ...
    @property
    def exits(self) -> list:
        ...
    @property
    def tracks(self) -> dict:
        ...
    @property
    def transitions(self) -> list:
        ...
class PipelineBuilder:
    def __eq__(self, arg0: object) -> bool:
        ...
    def __hash__(self) -> int:
        ...
    def __init__(self) -> None:
        ...
    def attribute(self, id: str, zh: str, en: str, unit: str, process: str, growth: collections.abc.Sequence[tuple[collections.abc.Sequence[str], typing.Any, typing.Any]], jumps: collections.abc.Sequence[tuple[collections.abc.Sequence[str], typing.Any, typing.Any]], initial: collections.abc.Sequence[tuple[str, collections.abc.Sequence[str], typing.Any, typing.Any]]) -> PipelineBuilder:
        ...
    def build(self) -> Pipeline:
        ...
    def chain(self, track: str, sentence: str, ids: collections.abc.Sequence[str], zh: str, en: str) -> PipelineBuilder:
        ...
    def dated(self, track: str, dates: collections.abc.Sequence[datetime.date | str], moves: dict) -> PipelineBuilder:
        ...
    def exit(self, id: str, zh: str, en: str) -> PipelineBuilder:
        ...
    def modifier(self, on: str | collections.abc.Sequence[str], while_in: str | collections.abc.Sequence[str], factor: typing.Any, within: typing.Any) -> PipelineBuilder:
        ...
    def review(self, at: str, after: typing.Any, to: dict) -> PipelineBuilder:
        ...
    def stage(self, path: str, zh: str, en: str, aliases: collections.abc.Sequence[str], counts_as: collections.abc.Sequence[str], registered: bool) -> PipelineBuilder:
        ...
    def transition(self, path: str | collections.abc.Sequence[str], hazard: typing.Any, clock: str, while_in: str | collections.abc.Sequence[str]) -> PipelineBuilder:
        ...
    def trigger(self, when: str, fires: str, probability: typing.Any) -> PipelineBuilder:
        ...
class Intake:
    """
    Firms entering from outside.
    
    `into`: a place; or {place: share}, None for the place that takes the rest; or [{"at": place, "share": …}, {"at": place,
    "share_of_rest": …}, {"at": place}]. `count`: firms per year (a number,
    `count_per_year(…)`), or the firms of a batch. `law`: poisson (default), fixed, batch (with `date`), or
    negative_binomial with `k`: the numbers of a calendar year then have variance mean + mean²/k. `growth`: factor per
    calendar year from the count's `year` on, which must then be given. `start` and `end`: first and last day; default: the whole study.
    `age`: time since registration at entry, "new" (default), years or "18 months".
    Raises ParameterError for a word or number that is not allowed; places are checked by the study.
    
    >>> import incuflow as inc
    >>> inc.Intake({"incubation.nursery": "30%", "incubation.incubator": None}, 12, id="newcomers").law
    'poisson'
    """
    def __eq__(self, arg0: object) -> bool:
        ...
    def __getstate__(self) -> tuple[str, list, Number, Number | None, int, datetime.date | None, datetime.date | None, datetime.date | None, float, float]:
        ...
    def __hash__(self) -> int:
        ...
    def __init__(self, into: typing.Any, count: typing.Any, *, law: str = 'poisson', growth: typing.Any = None, id: str = '', start: datetime.date | str | None = None, end: datetime.date | str | None = None, date: datetime.date | str | None = None, age: typing.Any = None, k: typing.SupportsFloat | typing.SupportsIndex = 0.0) -> None:
        ...
    def __repr__(self) -> str:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
    @property
    def count(self) -> Number:
        """
        Firms per year, or the firms of a batch.
        """
    @property
    def id(self) -> str:
        """
        Its id; empty if none was given.
        """
    @property
    def k(self) -> float:
        """
        Of negative_binomial: the numbers of a year have variance mean + mean²/k; else 0.
        """
    @property
    def law(self) -> str:
        """
        poisson, fixed, batch or negative_binomial.
        """
class Target:
    """
    A promise with a number and a date.
    
    `of`: a stage, a transition, or a list of them, pooled. `accounting`: stock (at `due`), cumulative (from `since` to `due`),
    yearly_flow, share (of the firms in `share_of` those in `of`, at `due`), growth (of the stock from the beginning of `since` to
    `due`; 0.5 is by half), or joint (without `of`: all targets whose ids are in `joint`). With `attribute` the total of
    that attribute over the firms in `of` (left out: over all firms) is meant: stock, growth, or yearly_growth, its average a year; with `above` too,
    the firms whose attribute is at least that: stock, or share of the firms in `of`. `counts`: stock, crossings or firms; left out: crossings of a transition, and of a stage its stock or the firms
    that enter it. Exactly one of `at_least`, `about` with `tolerance`, and `between` (a pair or "1—2家").
    Raises ParameterError for a word or number that is not allowed; places and dates are checked by the study.
    
    >>> import incuflow as inc
    >>> inc.Target("graduates", "incubation.incubator->graduated", at_least=15, accounting="cumulative", since="2023-01-01",
    ...            due="2025-12-31").value
    '≥15'
    """
    def __eq__(self, arg0: object) -> bool:
        ...
    def __getstate__(self) -> tuple[str, list[str], datetime.date | None, datetime.date | None, int, float, float, bool, int, int, bool, str, str, str, str, int, str, str, str, list, list[str], int, tuple, list[str], str, float | None]:
        ...
    def __hash__(self) -> int:
        ...
    def __init__(self, id: str, of: str | collections.abc.Sequence[str] | None = None, *, due: datetime.date | str | None = None, at_least: typing.Any = None, about: typing.Any = None, tolerance: typing.Any = None, between: typing.Any = None, upper_open: bool = False, accounting: str = 'stock', since: datetime.date | str | None = None, counts: typing.Any = None, counts_as: bool = False, zh: str = '', en: str = '', unit: str = '', clause: str = '', reading: str = 'stated', ask: str = '', share_of: str | collections.abc.Sequence[str] | None = None, joint: str | collections.abc.Sequence[str] | None = None, attribute: str = '', above: typing.Any = None) -> None:
        ...
    def __repr__(self) -> str:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
    def text(self, language: str) -> str:
        """
        The promise in "zh" or "en".
        """
    @property
    def above(self) -> float | None:
        """
        What a firm's attribute must reach to be counted; None: its total is meant.
        """
    @property
    def accounting(self) -> str:
        """
        stock, cumulative, yearly_flow, share, growth, joint or yearly_growth.
        """
    @property
    def attribute(self) -> str:
        """
        Id of the attribute it is about; empty: none.
        """
    @property
    def bounds(self) -> tuple[float, float]:
        """
        Smallest and largest value that is what was promised; NaN: open, or no number.
        """
    @property
    def counts(self) -> str:
        """
        stock, crossings, firms or none.
        """
    @property
    def id(self) -> str:
        """
        Its id.
        """
    @property
    def of(self) -> list[str]:
        """
        Stages or transitions that are counted, pooled.
        """
    @property
    def value(self) -> str:
        """
        The promised number as tables show it.
        """
class Study:
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    def __eq__(self, arg0: object) -> bool:
        ...
    def __getstate__(self) -> tuple[str]:
        ...
    def __setstate__(self, arg0: tuple) -> None:
        ...
    def consistency(self, language: str) -> list[str]:
        ...
    def entry_places(self) -> list[str]:
        ...
    def gaps(self, language: str) -> list[str]:
        ...
    def is_retrospective(self, run_date: datetime.date | str) -> bool:
        ...
    def kinds(self) -> dict:
        ...
    def kinds_line(self, language: str) -> str:
        ...
    def notes(self, language: str) -> list[str]:
        ...
    def number_labels(self, language: str) -> dict[str, str]:
        ...
    def numbers(self, language: str) -> Table:
        ...
    def outcomes(self, language: str) -> list[str]:
        ...
    def populations(self, language: str) -> list:
        ...
    def sources(self) -> Table:
        ...
    def target_list(self) -> list[Target]:
        ...
    def targets(self, language: str) -> Table:
        ...
    def to_toml(self) -> str:
        ...
    def with_stock(self, stocks: dict, rest: typing.SupportsFloat | typing.SupportsIndex | None, elapsed: typing.Any, age: typing.Any) -> Study:
        ...
    @property
    def base_date(self) -> datetime.date:
        ...
    @property
    def end_date(self) -> datetime.date:
        ...
    @property
    def id(self) -> str:
        ...
    @property
    def period_ends(self) -> list[datetime.date]:
        ...
    @property
    def pipeline(self) -> Pipeline:
        ...
    @property
    def published(self) -> str:
        ...
    @property
    def region(self) -> str:
        ...
    @property
    def region_label(self) -> tuple:
        ...
    @property
    def title(self) -> tuple:
        ...
    @property
    def upstream(self) -> list[str]:
        ...
class MaxFlow:
    """
    A largest flow and a smallest cut; made by `max_flow`.
    """
    @property
    def cut(self) -> numpy.typing.NDArray[numpy.int32]:
        """
        Positions of the arcs of the cut.
        """
    @property
    def flows(self) -> numpy.typing.NDArray[numpy.float64]:
        """
        Flow by arc.
        """
    @property
    def resolution(self) -> float:
        """
        Capacities were counted in whole multiples of this, rounded up.
        """
    @property
    def source_side(self) -> numpy.typing.NDArray[numpy.bool]:
        """
        By node: whether the cut leaves it with the source.
        """
    @property
    def value(self) -> float:
        """
        The flow.
        """
class CountDistribution:
    def at_least(self, n: typing.SupportsInt | typing.SupportsIndex) -> float:
        ...
    def at_most(self, n: typing.SupportsInt | typing.SupportsIndex) -> float:
        ...
    def probability(self, n: typing.SupportsInt | typing.SupportsIndex) -> float:
        ...
    def quantile(self, p: typing.SupportsFloat | typing.SupportsIndex) -> int:
        ...
    def table(self) -> Table:
        ...
    @property
    def first(self) -> int:
        ...
    @property
    def mean(self) -> float:
        ...
    @property
    def newcomers_only(self) -> bool:
        ...
    @property
    def sd(self) -> float:
        ...
class Forecast:
    def assumptions(self, language: str, progress: typing.Any) -> Table:
        ...
    def attainment(self, language: str, progress: typing.Any) -> Table:
        ...
    def attributes(self, progress: typing.Any) -> Table:
        ...
    def distribution(self, of: collections.abc.Sequence[str], counts: str, counts_as: bool, since: datetime.date | str | None, due: datetime.date | str | None, progress: typing.Any) -> CountDistribution:
        ...
    def flows(self, progress: typing.Any) -> Table:
        ...
    def headline(self, language: str, progress: typing.Any) -> str:
        ...
    def progress(self, progress: typing.Any) -> Table:
        ...
    def stock_quantiles(self, places: collections.abc.Sequence[str], probabilities: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], progress: typing.Any) -> Table:
        ...
    def stocks(self, progress: typing.Any) -> Table:
        ...
    def uncertainty(self, target: str, language: str, progress: typing.Any) -> Table:
        ...
    def uncertainty_of(self, of: collections.abc.Sequence[str], counts: str, counts_as: bool, since: datetime.date | str | None, due: datetime.date | str | None, language: str, progress: typing.Any) -> Table:
        ...
    @property
    def complete(self) -> bool:
        ...
    @property
    def draws(self) -> int:
        ...
    @property
    def engine(self) -> str:
        ...
    @property
    def error_estimate(self) -> float:
        ...
    @property
    def flow_array(self) -> numpy.ndarray:
        ...
    @property
    def flow_dates(self) -> list[datetime.date]:
        ...
    @property
    def level(self) -> float:
        ...
    @property
    def seed(self) -> int:
        ...
    @property
    def stage_axis(self) -> list[str]:
        ...
    @property
    def step(self) -> float:
        ...
    @property
    def stock_array(self) -> numpy.ndarray:
        ...
    @property
    def stock_dates(self) -> list[datetime.date]:
        ...
    @property
    def study(self) -> Study:
        ...
    @property
    def tolerance(self) -> float:
        ...
    @property
    def transition_axis(self) -> list[str]:
        ...
class Comparison:
    def stocks(self) -> Table:
        ...
    def targets(self, language: str) -> Table:
        ...
    @property
    def draws(self) -> int:
        ...
    @property
    def level(self) -> float:
        ...
def attribute_table(language: str) -> str:
    """
    The keys of a study file as Markdown tables; language "zh" or "en", ParameterError otherwise.
    
    >>> import incuflow as inc
    >>> "base_date" in inc.attribute_table("en")
    True
    """
def capacity_problem(study: Study, goal: str, places: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex]], period: str) -> dict:
    ...
def compare(a: Forecast, b: Forecast) -> Comparison:
    ...
@typing.overload
def count_per_year(value: float | str, *, low: float | str | None = None, high: float | str | None = None, dist: str = 'standard', kind: str = 'assumed', range_kind: str | None = None, source: str = '', reason: str = '', fixed: str = '', derived_from: str = '', year: typing.SupportsInt | typing.SupportsIndex = 0, name: str = '') -> CountPerYear:  # type: ignore[overload-overlap]
    """
    Firms per year, ≥ 0. `year`: the calendar year it holds for.
    
    `low` and `high` are the 5 % and 95 % points of its law (bounds with dist="triangular" or "uniform"); without them it is not drawn.
    `kind` is one of observed, borrowed, fitted, rule, plan, assumed; all but assumed need a `source` (plan: or `derived_from`). Numbers of one `name` are one number, drawn once.
    A list gives a list. Raises ParameterError for a value out of range, a range out of order, or a word that is not allowed.
    
    >>> import incuflow as inc
    >>> inc.count_per_year("100/3", year=2022).number.year
    2022
    """
@typing.overload
def count_per_year(value: collections.abc.Iterable[float | str], *, low: float | str | None = None, high: float | str | None = None, dist: str = 'standard', kind: str = 'assumed', range_kind: str | None = None, source: str = '', reason: str = '', fixed: str = '', derived_from: str = '', year: typing.SupportsInt | typing.SupportsIndex = 0, name: str = '') -> list[CountPerYear]:
    """
    The same for a list of values: a list.
    """
def describe(code: str, arguments: collections.abc.Mapping[str, str], file: str, line: typing.SupportsInt | typing.SupportsIndex, column: typing.SupportsInt | typing.SupportsIndex, key: str, language: str) -> str:
    """
    The sentence for a fault, preceded by its place.
    """
def forecast(study: Study, draws: typing.Any, seed: typing.Any, level: typing.SupportsFloat | typing.SupportsIndex, threads: typing.Any, engine: str, tolerance: typing.SupportsFloat | typing.SupportsIndex, progress: typing.Any, raise_at_once: bool) -> tuple:
    ...
def generator_action(start: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], sources: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], destinations: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], rates: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], time: typing.SupportsFloat | typing.SupportsIndex = 1.0) -> numpy.typing.NDArray[numpy.float64]:
    """
    start·exp(Q·time) for a generator too large for a matrix, from its rates (per unit of `time`) alone.
    
    `rates[i]` leads from state `sources[i]` to `destinations[i]`; the diagonal is what makes rows sum to 0. At most 1e-14 of the sum of
    `start` is left out. Raises ParameterError, or NumericError beyond 1e10 expected events. Method: uniformization (Jensen 1953).
    
    >>> import incuflow as inc
    >>> inc.generator_action([1, 0, 0], sources=[0, 0, 1], destinations=[1, 2, 2], rates=[0.1, 0.1, 1.1]).round(7).tolist()
    [0.8187308, 0.0539844, 0.1272848]
    """
def generator_exponentials(generators: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], time: typing.SupportsFloat | typing.SupportsIndex = 1.0) -> numpy.typing.NDArray[numpy.float64]:
    """
    exp(Q·time) of one generator (n, n) or of many (batch, n, n); the result has the same shape.
    
    Every entry is accurate relative to itself and none is negative. Rows must have off-diagonal entries ≥ 0 and a sum ≤ 0
    (rates per unit of `time`). Raises ParameterError. Method: uniformization (Jensen 1953) and doubling.
    
    >>> import incuflow as inc
    >>> inc.generator_exponentials([[-0.2, 0.1, 0.1], [0, -1.1, 1.1], [0, 0, 0]])[0].round(7).tolist()
    [0.8187308, 0.0539844, 0.1272848]
    """
def kernel_levels() -> list[str]:
    """
    Instruction sets this build and processor can use, slowest first; all give the same bytes.
    """
def load_preset(name: str) -> Study:
    ...
def load_study(path: str) -> Study:
    ...
def make_study(id: str, pipeline: Pipeline, base_date: datetime.date | str, end_date: datetime.date | str, stocks: dict, intakes: collections.abc.Sequence[Intake], targets: collections.abc.Sequence[Target], title: str, region: str) -> Study:
    ...
def max_flow(nodes: typing.SupportsInt | typing.SupportsIndex, tail: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], head: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], capacity: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], source: typing.SupportsInt | typing.SupportsIndex, sink: typing.SupportsInt | typing.SupportsIndex) -> MaxFlow:
    """
    The largest flow from `source` to `sink` through a network of `nodes` nodes, and a smallest cut of it.
    
    Arc i leads from `tail[i]` to `head[i]`. Method: push and relabel (Goldberg & Tarjan 1988) on whole multiples of `resolution`, a power of
    two of at most 2⁻⁴⁸ of the sum of the capacities; capacities are rounded up, so `value` is never below the exact flow. Raises GraphError for nodes
    outside the network, lists of different lengths, a negative or not finite capacity, and for source = sink.
    
    >>> import incuflow as inc
    >>> flow = inc.max_flow(4, [0, 0, 1, 2], [1, 2, 3, 3], [3, 2, 1.5, 4], source=0, sink=3)
    >>> flow.value, flow.cut.tolist(), flow.flows.tolist()
    (3.5, [1, 2], [1.5, 2.0, 1.5, 2.0])
    """
def message_codes() -> list[str]:
    """
    Every code of the message catalogue.
    """
def nearest_name(given: str, names: collections.abc.Sequence[str]) -> str:
    """
    The name most like the given one; empty if none is near.
    """
def observed_shares(shares: dict) -> dict[str, PerYear]:
    """
    Hazards of competing ways out from the shares of firms that took each within a year.
    
    h_a = −log(1 − Σp)·p_a/Σp. Raises ParameterError for a share below 0 or Σp ≥ 1.
    
    >>> import incuflow as inc
    >>> round(inc.observed_shares({"graduated": "15%", "closed": 0.05})["graduated"].mid, 6)
    0.167358
    """
def parse_count(text: str) -> float:
    """
    A number as people write it. Raises ParameterError.
    
    >>> import incuflow as inc
    >>> inc.parse_count("20万"), inc.parse_count("55％")
    (200000.0, 0.55)
    """
def parse_duration(text: str) -> float:
    """
    Years in a text such as "18 months" or "36个月". Raises ParameterError.
    
    >>> import incuflow as inc
    >>> inc.parse_duration("36个月")
    3.0
    """
def parse_language(text: str) -> str:
    """
    "zh" or "en"; ParameterError otherwise.
    """
def parse_money(text: str) -> float:
    """
    Yuan in a text such as "1万元" or "2.8亿元". Raises ParameterError.
    
    >>> import incuflow as inc
    >>> inc.parse_money("2.8亿元")
    280000000.0
    """
def parse_own_study(text: str) -> Study:
    ...
def parse_period(text: str) -> tuple[datetime.date, datetime.date]:
    """
    First and last day of a plan period such as "十四五". Raises ParameterError.
    
    >>> import incuflow as inc
    >>> inc.parse_period("十四五")[1].isoformat()
    '2025-12-31'
    """
def parse_range(text: str) -> tuple[float, float]:
    """
    Low and high of a text such as "1—2家". Raises ParameterError.
    
    >>> import incuflow as inc
    >>> inc.parse_range("1—2家")
    (1.0, 2.0)
    """
def parse_study(text: str, name: str) -> Study:
    ...
@typing.overload
def per_year(value: float | str, *, low: float | str | None = None, high: float | str | None = None, dist: str = 'standard', kind: str = 'assumed', range_kind: str | None = None, source: str = '', reason: str = '', fixed: str = '', derived_from: str = '', year: typing.SupportsInt | typing.SupportsIndex = 0, name: str = '') -> PerYear:  # type: ignore[overload-overlap]
    """
    A hazard: events per firm and year, ≥ 0.
    
    `low` and `high` are the 5 % and 95 % points of its law (bounds with dist="triangular" or "uniform"); without them it is not drawn.
    `kind` is one of observed, borrowed, fitted, rule, plan, assumed; all but assumed need a `source` (plan: or `derived_from`). Numbers of one `name` are one number, drawn once.
    A list gives a list. Raises ParameterError for a value out of range, a range out of order, or a word that is not allowed.
    
    >>> import incuflow as inc
    >>> inc.per_year(0.08, low=0.06, high=0.11, kind="observed", source="yearbook")
    per_year(0.08, low=0.06, high=0.11, kind='observed')
    """
@typing.overload
def per_year(value: collections.abc.Iterable[float | str], *, low: float | str | None = None, high: float | str | None = None, dist: str = 'standard', kind: str = 'assumed', range_kind: str | None = None, source: str = '', reason: str = '', fixed: str = '', derived_from: str = '', year: typing.SupportsInt | typing.SupportsIndex = 0, name: str = '') -> list[PerYear]:
    """
    The same for a list of values: a list.
    """
def preset_names() -> list[str]:
    """
    Names of the presets: the studies inside the library, and those in the folders of INCUFLOW_PRESET_PATH.
    
    >>> import incuflow as inc
    >>> inc.preset_names()
    ['dabancheng-2023-2025', 'torch-2016-2020']
    """
def preset_text(name: str) -> str:
    """
    The study file of a preset, as text. Raises StudyError with the nearest name.
    
    >>> import incuflow as inc
    >>> inc.preset_text("torch-2016-2020").splitlines()[0]
    '# SPDX-License-Identifier: Apache-2.0'
    """
@typing.overload
def prob_per_year(value: float | str, *, low: float | str | None = None, high: float | str | None = None, dist: str = 'standard', kind: str = 'assumed', range_kind: str | None = None, source: str = '', reason: str = '', fixed: str = '', derived_from: str = '', year: typing.SupportsInt | typing.SupportsIndex = 0, name: str = '') -> ProbPerYear:  # type: ignore[overload-overlap]
    """
    The chance in a year if nothing else could happen, in [0, 1); the hazard is −log(1 − p).
    
    `low` and `high` are the 5 % and 95 % points of its law (bounds with dist="triangular" or "uniform"); without them it is not drawn.
    `kind` is one of observed, borrowed, fitted, rule, plan, assumed; all but assumed need a `source` (plan: or `derived_from`). Numbers of one `name` are one number, drawn once.
    A list gives a list. Raises ParameterError for a value out of range, a range out of order, or a word that is not allowed.
    
    >>> import incuflow as inc
    >>> inc.prob_per_year("10%").mid
    0.1
    """
@typing.overload
def prob_per_year(value: collections.abc.Iterable[float | str], *, low: float | str | None = None, high: float | str | None = None, dist: str = 'standard', kind: str = 'assumed', range_kind: str | None = None, source: str = '', reason: str = '', fixed: str = '', derived_from: str = '', year: typing.SupportsInt | typing.SupportsIndex = 0, name: str = '') -> list[ProbPerYear]:
    """
    The same for a list of values: a list.
    """
def propagate(start: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], matrices: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], steps: typing.SupportsInt | typing.SupportsIndex) -> numpy.typing.NDArray[numpy.float64]:
    """
    Discrete-time chains, one transition matrix a draw: out[d, k + 1] = out[d, k] @ matrices[d].
    
    `start` (draws, states), `matrices` (draws, states, states) with rows that add up to 1; the result is
    (draws, steps + 1, states). Raises ParameterError.
    
    >>> import incuflow as inc
    >>> inc.propagate([[1.0, 0.0]], [[[0.5, 0.5], [0.0, 1.0]]], steps=2)[0].tolist()
    [[1.0, 0.0], [0.5, 0.5], [0.25, 0.75]]
    """
def save_study(study: Study, path: str) -> None:
    ...
def scenario_ids(study: Study) -> list[str]:
    ...
def scenario_of(study: Study) -> str:
    ...
def scenarios(study: Study, language: str) -> Table:
    ...
def standard_id(name: str) -> str:
    """
    The id the word list gives a stage name; empty if it is not listed.
    
    >>> import incuflow as inc
    >>> inc.standard_id("科技企业孵化器")
    'incubator'
    """
def study_schema() -> str:
    """
    JSON Schema (draft 2020-12) of a study file, as text.
    
    >>> import incuflow as inc
    >>> import json
    >>> json.loads(inc.study_schema())["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
def unknown(reason: str = '') -> Number:
    """
    A rate nobody knows: declared and drawn dashed, but not run; stages reachable only through it have no numbers.
    
    >>> import incuflow as inc
    >>> inc.unknown("no figure found").reason
    'no figure found'
    """
def with_overrides(study: Study, overrides: dict, id: str) -> Study:
    ...
def with_scenario(study: Study, id: str) -> Study:
    ...
@typing.overload
def years(value: float | str, *, low: float | str | None = None, high: float | str | None = None, dist: str = 'standard', kind: str = 'assumed', range_kind: str | None = None, source: str = '', reason: str = '', fixed: str = '', derived_from: str = '', year: typing.SupportsInt | typing.SupportsIndex = 0, name: str = '') -> Years:  # type: ignore[overload-overlap]
    """
    A duration, > 0: a number of years or a text such as "18 months".
    
    `low` and `high` are the 5 % and 95 % points of its law (bounds with dist="triangular" or "uniform"); without them it is not drawn.
    `kind` is one of observed, borrowed, fitted, rule, plan, assumed; all but assumed need a `source` (plan: or `derived_from`). Numbers of one `name` are one number, drawn once.
    A list gives a list. Raises ParameterError for a value out of range, a range out of order, or a word that is not allowed.
    
    >>> import incuflow as inc
    >>> inc.years("18 months").mid
    1.5
    """
@typing.overload
def years(value: collections.abc.Iterable[float | str], *, low: float | str | None = None, high: float | str | None = None, dist: str = 'standard', kind: str = 'assumed', range_kind: str | None = None, source: str = '', reason: str = '', fixed: str = '', derived_from: str = '', year: typing.SupportsInt | typing.SupportsIndex = 0, name: str = '') -> list[Years]:
    """
    The same for a list of values: a list.
    """
def years_between(start: datetime.date | str, end: datetime.date | str) -> float:
    """
    Years from the beginning of a day to the end of another, months exact.
    
    >>> import datetime, incuflow._core as core
    >>> core.years_between(datetime.date(2020, 1, 1), datetime.date(2022, 12, 31))
    3.0
    """
__version__: str = '0.1.0'
