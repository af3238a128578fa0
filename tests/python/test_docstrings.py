# SPDX-License-Identifier: Apache-2.0
"""Every public name says what it is, and shows it: its example is run as a doctest by scripts/test."""

import inspect
import re

import pytest

import incuflow as inc

NAMES = [name for name in inc.__all__ if not name.startswith("_")]
WITHOUT_EXAMPLE = {
    "Comparison": "made by compare, which has one",
    "Verification": "made by verify, which has one",
    "CountPerYear": "made by count_per_year, which has one",
    "PerYear": "made by per_year, which has one",
    "ProbPerYear": "made by prob_per_year, which has one",
    "Years": "made by years, which has one",
    "load_study": "needs a file; parse_study shows the same",
    **{name: "one of the tree; Error has one" for name in NAMES if name.endswith("Error") and name != "Error"},
    **{name: "needs Ctrl-C, or a system without a font" for name in NAMES if name.endswith("Warning")},
}
# Functions that can only fail as every Python function can.
CANNOT_FAIL = {"preset_names", "standard_id", "study_schema", "unknown"}
UNITS = {
    "CountPerYear": "per year", "Erlang": "per year", "Exponential": "per year", "FixedDelay": "years", "Hazard": "years",
    "Gamma": "per year", "GeneralisedGamma": "years", "Gompertz": "per year", "LogLogistic": "years", "LogNormal": "years",
    "Intake": "per year", "PerYear": "per firm and year", "PiecewiseConstant": "per year", "Weibull": "years", "Years": "years",
    "count_per_year": "per year", "parse_duration": "Years", "parse_money": "Yuan", "per_year": "per firm and year",
    "prob_per_year": "in a year", "years": "years",
}  # fmt: skip


def doc(thing):
    return inspect.getdoc(thing) or ""


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_has_a_docstring_and_an_example_or_a_reason(name):
    text = doc(getattr(inc, name))
    assert len(text) > 10
    assert (">>>" in text) != (name in WITHOUT_EXAMPLE), name


@pytest.mark.parametrize("name", [n for n in NAMES if inspect.isclass(getattr(inc, n))])
def test_every_public_member_has_a_docstring(name):
    members = {m: v for m, v in vars(getattr(inc, name)).items() if not m.startswith("_")}
    if name in ("Fault", "Route"):
        members = {m: v for m, v in members.items() if m not in getattr(inc, name)._fields}
    assert not [m for m, v in members.items() if not doc(v)]


@pytest.mark.parametrize("name", [n for n in NAMES if inspect.isroutine(getattr(inc, n))])
def test_a_function_says_what_it_raises(name):
    said = re.search(r"Raises|\w+Error", doc(getattr(inc, name)))
    assert bool(said) != (name in CANNOT_FAIL), name


@pytest.mark.parametrize("name", UNITS)
def test_quantities_say_their_unit(name):
    assert UNITS[name] in doc(getattr(inc, name))


def test_the_lists_name_what_there_is():
    assert (WITHOUT_EXAMPLE.keys() | CANNOT_FAIL | UNITS.keys()) <= set(NAMES)
