# SPDX-License-Identifier: Apache-2.0
"""incuflow: will the targets of a plan for incubators and innovative firms be met, how sure is that, and why?

>>> import incuflow as inc
>>> study = inc.load_preset("torch-2016-2020")
>>> fc = study.forecast(draws=1000, seed=7)
>>> [row] = fc.attainment("en").where(target="graduates")
>>> row["status"], row["verdict"]
('modelled', 'depends on the assumptions; no verdict')

Time is in years from the base date, money in yuan. Every number of a study says where it comes from.

Values are immutable; they pickle, and compare and hash by what they say. Threads and worker processes, forked or spawned, may use them.
Sub-interpreters and a Python without its global lock are not supported: the first cannot import incuflow (from Python 3.12 on, where
that can be refused), the second takes the lock back.
"""

from typing import Any

from incuflow._capacity import CapacityBounds
from incuflow._comparison import Comparison, compare
from incuflow._core import (
    CountPerYear,
    Erlang,
    Exponential,
    FixedDelay,
    Gamma,
    GeneralisedGamma,
    Gompertz,
    Hazard,
    Intake,
    LogLogistic,
    LogNormal,
    MaxFlow,
    Number,
    PerYear,
    PiecewiseConstant,
    ProbPerYear,
    Target,
    Weibull,
    Years,
    __version__,
    attribute_table,
    count_per_year,
    generator_action,
    generator_exponentials,
    max_flow,
    observed_shares,
    parse_count,
    parse_duration,
    parse_money,
    parse_period,
    parse_range,
    per_year,
    preset_names,
    preset_text,
    prob_per_year,
    propagate,
    standard_id,
    study_schema,
    unknown,
    years,
)
from incuflow._forecast import Distribution, Forecast
from incuflow._pipeline import Growth, Initial, Jump, Pipeline, PipelineBuilder, Route
from incuflow._record import Verification, verify
from incuflow._settings import get_language, set_language
from incuflow._study import Study, load_preset, load_study, make_study, parse_study
from incuflow._table import Table
from incuflow.errors import (
    DataError,
    EngineError,
    Error,
    Fault,
    FontWarning,
    GraphError,
    InterruptedWarning,
    NumericError,
    OutputError,
    ParameterError,
    StudyError,
)


def __getattr__(name: str) -> Any:
    # Pictures are loaded when somebody draws.
    if name == "plot_survival":
        from incuflow._plots.survival import plot_survival

        return plot_survival
    raise AttributeError(f"module 'incuflow' has no attribute {name!r}")


__all__ = [
    "CapacityBounds",
    "Comparison",
    "CountPerYear",
    "DataError",
    "Distribution",
    "EngineError",
    "Erlang",
    "Error",
    "Exponential",
    "Fault",
    "FixedDelay",
    "FontWarning",
    "Forecast",
    "Gamma",
    "GeneralisedGamma",
    "Gompertz",
    "GraphError",
    "Growth",
    "Hazard",
    "Initial",
    "Intake",
    "InterruptedWarning",
    "Jump",
    "LogLogistic",
    "LogNormal",
    "MaxFlow",
    "Number",
    "NumericError",
    "OutputError",
    "ParameterError",
    "PerYear",
    "PiecewiseConstant",
    "Pipeline",
    "PipelineBuilder",
    "ProbPerYear",
    "Route",
    "Study",
    "StudyError",
    "Table",
    "Target",
    "Verification",
    "Weibull",
    "Years",
    "__version__",
    "attribute_table",
    "compare",
    "count_per_year",
    "generator_action",
    "generator_exponentials",
    "get_language",
    "load_preset",
    "load_study",
    "make_study",
    "max_flow",
    "observed_shares",
    "parse_count",
    "parse_duration",
    "parse_money",
    "parse_period",
    "parse_range",
    "parse_study",
    "per_year",
    "plot_survival",
    "preset_names",
    "preset_text",
    "prob_per_year",
    "propagate",
    "set_language",
    "standard_id",
    "study_schema",
    "unknown",
    "verify",
    "years",
]
