# SPDX-License-Identifier: Apache-2.0
"""Errors that only Python can make: words instead of enumerators, values of another type, arrays of another shape."""

import numpy as np
import pytest

import incuflow as inc


def builder():
    return inc.PipelineBuilder().chain("t", "a—b")


@pytest.mark.parametrize(
    ("call", "code", "arguments"),
    [
        (
            lambda: inc.per_year(0.1, kind="observd"),
            "units.bad_word",
            {"option": "kind", "given": "observd", "nearest": "observed"},
        ),
        (
            lambda: builder().transition("t.a->b", inc.per_year(0.1), clock="sojurn"),
            "units.bad_word",
            {"option": "clock", "given": "sojurn"},
        ),
        (lambda: builder().transition("t.a->b", 0.1), "hazard.not_a_hazard", {"given": "0.1"}),
        (lambda: builder().transition("t.a->b", inc.count_per_year(3)), "hazard.not_a_hazard", {}),
        (lambda: builder().transition("t.a->b", inc.years(3)), "hazard.not_a_hazard", {}),
        (lambda: builder().transition("t.a->b", "18 months"), "hazard.not_a_hazard", {}),
        (lambda: inc.generator_exponentials(np.zeros((2, 3)), 1.0), "numeric.shape", {}),
        (lambda: inc.generator_action(np.zeros((2, 2)), [0], [1], [1.0]), "numeric.shape", {}),
        (lambda: inc.generator_action([1.0, 0.0], [0, 1], [1], [1.0]), "numeric.shape", {}),
        (lambda: inc.generator_action([1.0, 0.0], [0], [2], [1.0]), "numeric.size", {}),
    ],
)
def test_a_wrong_word_type_or_shape_has_its_code(call, code, arguments):
    with pytest.raises(inc.ParameterError) as caught:
        call()
    assert caught.value.code == code
    assert arguments.items() <= dict(caught.value.arguments).items()


@pytest.mark.parametrize("make", [inc.per_year, inc.prob_per_year, inc.count_per_year, inc.years])
@pytest.mark.parametrize("bad", [-1.0, float("nan"), float("inf")])
def test_negative_and_infinite_numbers_are_refused_where_they_are_made(make, bad):
    with pytest.raises(inc.ParameterError) as caught:
        make(bad)
    assert caught.value.code == "units.out_of_range"


def test_rate_kinds_are_not_mixed():
    kinds = [inc.per_year(0.1), inc.prob_per_year(0.1), inc.count_per_year(3), inc.years(2)]
    for a in kinds:
        for b in [*kinds, 1.0]:
            for join in ("__add__", "__radd__", "__sub__", "__mul__"):
                with pytest.raises((TypeError, AttributeError)):
                    result = getattr(a, join)(b)
                    if result is NotImplemented:
                        raise TypeError


def test_forms_of_policy_texts():
    assert inc.parse_money("1万元") == 10000.0
    assert inc.parse_money("2.8亿元") == 2.8e8
    assert inc.parse_count("55％") == 0.55
    assert inc.parse_count("100/3") == 100 / 3
    assert tuple(inc.parse_range("1—2家")) == (1.0, 2.0)
    assert tuple(inc.parse_range("10—50 万元")) == (1e5, 5e5)
    assert inc.parse_duration("18 months") == 1.5
    for parse, text, code in [
        (inc.parse_money, "1万", "units.bad_money"),
        (inc.parse_count, "10,20", "units.bad_number"),
        (inc.parse_range, "1家2家", "units.bad_range"),
        (inc.parse_duration, "90 days", "units.bad_duration"),
        (inc.parse_period, "二十五", "units.bad_period"),
    ]:
        with pytest.raises(inc.ParameterError) as caught:
            parse(text)
        assert caught.value.code == code
