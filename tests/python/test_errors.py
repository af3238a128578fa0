# SPDX-License-Identifier: Apache-2.0
"""Errors as Python sees them: classes, faults with their places, both languages, pickles; bad input of every kind."""

import copy
import errno
import inspect
import math
import pickle

import numpy as np
import pytest
from conftest import SMALL

import incuflow as inc
from incuflow import _core, errors

CLASSES = {
    inc.GraphError: ValueError,
    inc.ParameterError: ValueError,
    inc.DataError: ValueError,
    inc.StudyError: ValueError,
    inc.EngineError: ValueError,
    inc.NumericError: ArithmeticError,
    inc.OutputError: OSError,
}


def planted(*changes, extra=""):
    """The small study with some of its text changed."""
    text = SMALL
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text + extra


def faults_of(text):
    with pytest.raises(inc.StudyError) as caught:
        inc.parse_study(text, "mine.toml")
    return caught.value.faults


def position(text, part):
    """Line and column of a part of a text, from 1."""
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_the_small_study_has_no_fault():
    assert inc.parse_study(SMALL).forecast(draws=0).attainment().where(target="graduates")[0]["status"] == "modelled"


@pytest.mark.parametrize(("kind", "builtin"), CLASSES.items(), ids=lambda c: c.__name__)
def test_each_class_is_also_one_of_pythons_own(kind, builtin):
    assert issubclass(kind, inc.Error)
    assert issubclass(kind, builtin)
    assert kind.__doc__
    error = kind([("study.no_id", {}), ("model.unknown_track", {"given": "lader", "nearest": "ladder"}, "a.toml", 3, 7, "k")])
    for twin in [error, *[pickle.loads(pickle.dumps(error, p)) for p in range(2, 6)], copy.copy(error), copy.deepcopy(error)]:
        assert type(twin) is kind
        assert twin.faults == error.faults
        assert (twin.code, twin.arguments) == ("study.no_id", {})
        assert str(twin) == twin.message("en") == ('a study needs an id\na.toml:3:7: k: there is no track "lader"; did you mean "ladder"?')
        assert twin.message("zh") == "研究方案须有 id\na.toml:3:7: k: 没有名为“lader”的链条；是否为 “ladder”？"
    fault = error.faults[1]
    assert (fault.file, fault.line, fault.column, fault.key) == ("a.toml", 3, 7, "k")
    assert fault.message("zh") in error.message("zh")


def test_the_tree_is_complete():
    found = {c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, inc.Error)}
    assert found == {inc.Error, *CLASSES}
    assert set(errors.__all__) <= set(inc.__all__)
    assert issubclass(inc.InterruptedWarning, UserWarning)
    assert issubclass(inc.FontWarning, UserWarning)


def test_every_sentence_of_the_catalogue_is_there_in_both_languages():
    codes = _core.message_codes()
    assert len(codes) == len(set(codes)) > 100
    for code in codes:
        zh, en = (inc.Fault(code, {}).message(lang) for lang in ("zh", "en"))
        assert zh != en
        assert code not in zh


@pytest.mark.parametrize(
    ("change", "code", "arguments", "key"),
    [
        (("mid = 0.13", "mid = -0.13"), "units.out_of_range", {"given": "-0.13"}, "transition[0].per_year.mid"),
        (("mid = 0.13", "mid = nan"), "units.out_of_range", {"given": "nan"}, "transition[0].per_year.mid"),
        (("mid = 0.13", "mid = inf"), "units.out_of_range", {"given": "inf"}, "transition[0].per_year.mid"),
        (("mid = 0.13", "mid = -inf"), "units.out_of_range", {"given": "-inf"}, "transition[0].per_year.mid"),
        (("mid = 0.13", 'mid = "much"'), "units.bad_number", {"given": "much"}, "transition[0].per_year.mid"),
        (("mid = 12", "mid = -12"), "units.out_of_range", {"given": "-12"}, "intake[0].count_per_year.mid"),
        (("mid = 40", "mid = 40.5"), "study.stock_not_whole", {"given": "40.5"}, "stock[0].value"),
        (
            ('kind = "observed", source = "book"', 'kind = "observed"'),
            "units.no_source",
            {"kind": "observed"},
            "transition[0].per_year.source",
        ),
        (
            ('kind = "assumed", reason = "hypothetical", ', 'kind = "assumed", '),
            "units.no_reason",
            {"kind": "assumed"},
            "transition[1].per_year.reason",
        ),
        (
            ('{ mid = 0.13, kind = "observed", source = "book" }', "0.13"),
            "io.bare_number",
            {"given": "0.13"},
            "transition[0].per_year",
        ),
        (
            ('path = "incubation.incubator->graduated"', 'path = "incubation.incubator->gradated"'),
            "model.unknown_stage_or_exit",
            {"given": "gradated", "nearest": "graduated"},
            "transition[0].path",
        ),
        (("due = 2025-12-31", "due = 2021-12-31"), "study.due_before_base", {"given": "2021-12-31"}, "target.graduates.due"),
        (("since = 2023-01-01\n", ""), "study.cumulative_without_since", {}, "target.graduates.since"),
        (("per_year = {", "per_yaer = {"), "io.unknown_key", {"nearest": "per_year"}, "transition[0].per_yaer"),
        (("at_least = 15\n", ""), "study.target_without_value", {}, "target.graduates"),
    ],
)
def test_one_fault_planted_in_a_file(change, code, arguments, key):
    text = planted(change)
    found = [fault for fault in faults_of(text) if fault.code == code]
    assert len(found) == 1, faults_of(text)
    [fault] = found
    assert arguments.items() <= fault.arguments.items()
    assert fault.key == key
    assert fault.file == "mine.toml"
    assert fault.line > 0
    assert fault.column > 0
    for lang in ("zh", "en"):
        assert fault.message(lang).startswith(f"mine.toml:{fault.line}:{fault.column}: {key}: ")


def test_the_place_is_where_the_fault_stands():
    text = planted(("mid = 12", "mid = -12"))
    [fault] = faults_of(text)
    assert (fault.line, fault.column) == position(text, "-12, ")
    text = planted(('kind = "assumed"', 'kind = "asumed"'))
    [fault, *_] = faults_of(text)
    assert fault.line == position(text, "asumed")[0]
    assert fault.arguments["nearest"] == "assumed"


def test_all_faults_at_once_in_the_order_of_the_file():
    faults = faults_of(planted(("path", "paht"), ("into", "inot"), ("accounting", "acounting")))
    unknown = [fault for fault in faults if fault.code == "io.unknown_key"]
    assert [fault.arguments["given"] for fault in unknown] == ["paht", "inot", "acounting"]
    assert [fault.arguments["nearest"] for fault in unknown] == ["path", "into", "accounting"]
    assert [fault.line for fault in unknown] == sorted(fault.line for fault in unknown)


def test_a_circle_of_triggers_is_named():
    there, back = "ladder.tech_sme->hnte", "incubation.incubator->graduated"
    sure = '{ mid = 1, kind = "rule", source = "book" }'
    extra = f'[[trigger]]\nwhen = "{there}"\nfires = "{back}"\nprobability = {sure}\n'
    extra += f'[[trigger]]\nwhen = "{back}"\nfires = "{there}"\nprobability = {sure}\n'
    [fault] = faults_of(planted(extra=extra))
    assert fault.code == "model.trigger_cycle"
    assert fault.arguments["cycle"] in (f"{there} ⇒ {back} ⇒ {there}", f"{back} ⇒ {there} ⇒ {back}")


def test_ids_declared_twice():
    target = SMALL[SMALL.index("[[target]]") :]
    transition = SMALL[SMALL.index("[[transition]]") : SMALL.index("[[stock]]")]
    assert [fault.code for fault in faults_of(planted(extra=target))] == ["study.duplicate_target"]
    assert {fault.code for fault in faults_of(planted(extra=transition))} == {"model.duplicate_transition"}
    assert faults_of(planted(("孵化器—毕业", "孵化器—毕业—孵化器")))[0].code == "model.duplicate_stage"
    with pytest.raises(inc.StudyError) as caught:
        inc.parse_study(planted(("[exit.closed]", "[track.ladder]")))
    assert caught.value.code == "io.not_toml"  # TOML itself forbids the same table twice


def test_keys_of_later_versions_are_named():
    [fault] = faults_of(planted(extra='[[lever]]\nid = "x"\n'))
    assert (fault.code, fault.arguments["given"]) == ("io.not_supported", "lever")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"this is not TOML", "io.not_toml"),
        (SMALL.encode() + b"#" * (8 << 20), "io.too_large"),
        (SMALL.encode("utf-16"), "io.wrong_encoding"),
        (SMALL.encode("utf-16-be"), "io.wrong_encoding"),
        (SMALL.encode("gb18030"), "io.not_utf8"),
        (b"", "io.format_missing"),
    ],
    ids=["text", "large", "utf-16", "utf-16-be", "gb18030", "empty"],
)
def test_files_that_are_no_study(content, code, tmp_path):
    path = tmp_path / "方案.toml"
    path.write_bytes(content)
    with pytest.raises(inc.StudyError) as caught:
        inc.load_study(path)
    [fault] = caught.value.faults
    assert fault.code == code
    assert fault.file == str(path)


def test_a_byte_order_mark_is_accepted(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert inc.load_study(path) == inc.parse_study(SMALL)


@pytest.mark.parametrize("place", ["folder", "nowhere/a.toml"])
def test_files_that_are_not_there(place, tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(inc.StudyError) as caught:
        inc.load_study(tmp_path / place)
    assert caught.value.code == "io.cannot_read"
    assert caught.value.faults[0].file == str(tmp_path / place)


def test_a_wrong_preset_has_the_nearest_name():
    for call in (inc.load_preset, inc.preset_text):
        with pytest.raises(inc.StudyError) as caught:
            call("torch-2016-2021")
        assert caught.value.arguments["nearest"] == "torch-2016-2020"
        assert "dabancheng-2023-2025" in str(caught.value)


NAN, INF = math.nan, math.inf


@pytest.mark.parametrize("make", [inc.per_year, inc.prob_per_year, inc.count_per_year, inc.years, inc.Number])
@pytest.mark.parametrize("bad", [-0.1, NAN, INF, -INF, "much", None, [None], object(), "1/0"])
def test_numbers_that_are_none(make, bad):
    with pytest.raises(inc.ParameterError) as caught:
        make(bad)
    assert caught.value.code in ("units.out_of_range", "units.bad_number", "units.bad_duration")
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: inc.prob_per_year(1.0),
        lambda: inc.years(0),
        lambda: inc.Weibull(shape=0, scale=1),
        lambda: inc.Weibull(shape=1, scale=-1),
        lambda: inc.Weibull(shape=NAN, scale=1),
        lambda: inc.Weibull(shape=1, scale=INF),
        lambda: inc.Weibull(shape=None, scale=1),
        lambda: inc.Exponential(-0.5),
        lambda: inc.Exponential(INF),
        lambda: inc.Exponential(inc.Number(0.1)),
        lambda: inc.Erlang(0, 1.0),
        lambda: inc.Erlang(2, -1.0),
        lambda: inc.Gompertz(-0.1, 0.5),
        lambda: inc.Gompertz(0.1, INF),
        lambda: inc.Gompertz(0.1, None),
        lambda: inc.Number(-0.5, low=-0.7, high=0.1),
        lambda: inc.Number(-0.5, low=-0.4, high=0.1, any_sign=True),
        lambda: inc.Gamma(0, 1),
        lambda: inc.Gamma(1, 0),
        lambda: inc.LogNormal(NAN, 1),
        lambda: inc.LogNormal(0, -1),
        lambda: inc.LogLogistic(0, 1),
        lambda: inc.LogLogistic(1, "soon"),
        lambda: inc.GeneralisedGamma(0, 0, 1),
        lambda: inc.GeneralisedGamma(0, 1, INF),
        lambda: inc.FixedDelay(0),
        lambda: inc.FixedDelay("soon"),
        lambda: inc.PiecewiseConstant([0, 1], [0.1, NAN]),
        lambda: inc.PiecewiseConstant([0, 1], [0.1, None]),
        lambda: inc.PiecewiseConstant([0, 1], [inc.per_year(0.1), inc.prob_per_year(0.1)]),
        lambda: inc.PiecewiseConstant([1, 0], [0.1, 0.2]),
        lambda: inc.PiecewiseConstant([], []),
        lambda: inc.observed_shares({"a": 0.6, "b": 0.5}),
        lambda: inc.observed_shares({"a": None}),
        lambda: inc.Weibull(1, 1).hazard("often"),
        lambda: inc.FixedDelay(1).hazard(0.5),
        lambda: inc.Intake("a.b", -4),
        lambda: inc.Intake("a.b", 4, law="possion"),
        lambda: inc.Intake(3, 4),
        lambda: inc.Intake(["a.b"], 4),
        lambda: inc.Intake([{"at": "a.b", "shar": 0.3}], 4),
        lambda: inc.Target("t", "a.b", at_least=1, about=2),
        lambda: inc.Target("t", "a.b", between=(1, 2, 3)),
        lambda: inc.Target("t", "a.b", between="2—1家"),
        lambda: inc.Target("t", "a.b", at_least=[3]),
        lambda: inc.Target("t", "a.b", at_least=3, accounting="comulative"),
        lambda: inc.Target("t", "a.b", at_least=3, due="2025-13-31"),
        lambda: inc.set_language("fr"),
        lambda: inc.generator_exponentials([[1.0, 0.0], [0.0, 0.0]]),
        lambda: inc.propagate([1.0], [[[1.0]]], 1),
    ],
)
def test_parameters_out_of_range_or_of_another_kind(call):
    with pytest.raises(inc.ParameterError) as caught:
        call()
    assert str(caught.value)
    assert caught.value.message("zh") != str(caught.value)
    for blank in ("{given}", "{allowed}", "{name}", "{option}"):
        assert blank not in str(caught.value)


def test_wrong_words_have_the_nearest_right_one():
    for call, nearest in [
        (lambda: inc.per_year(1, kind="asumed"), "assumed"),
        (lambda: inc.per_year(1, dist="triangluar"), "triangular"),
        (lambda: inc.Intake("a.b", 4, law="possion"), "poisson"),
        (lambda: inc.Target("t", "a.b", at_least=3, accounting="comulative"), "cumulative"),
        (lambda: inc.PipelineBuilder().transition("a.b->c", inc.per_year(1), clock="sojorn"), "sojourn"),
    ]:
        with pytest.raises(inc.ParameterError) as caught:
            call()
        assert caught.value.arguments["nearest"] == nearest


@pytest.mark.parametrize(
    ("options", "code", "option"),
    [
        ({"draws": -1}, "forecast.bad_option", "draws"),
        ({"draws": 10**30}, "forecast.bad_option", "draws"),
        ({"draws": -(10**30)}, "forecast.bad_option", "draws"),
        ({"seed": -1}, "forecast.bad_option", "seed"),
        ({"seed": 2**64}, "forecast.bad_option", "seed"),
        ({"threads": -1}, "forecast.bad_option", "threads"),
        ({"threads": 10**30}, "forecast.bad_option", "threads"),
        ({"level": 1.5}, "forecast.bad_option", "level"),
        ({"level": NAN}, "forecast.bad_option", "level"),
        ({"engine": "cohort_marko"}, "forecast.unknown_engine", None),
        ({"on_interrupt": "rise"}, "units.bad_word", "on_interrupt"),
    ],
)
def test_options_out_of_range(torch, options, code, option):
    with pytest.raises(inc.ParameterError) as caught:
        torch.forecast(**({"draws": 0} | options))
    assert caught.value.code == code
    assert caught.value.arguments.get("option") == option
    [value] = options.values()
    assert caught.value.arguments["given"] == str(value)


def test_values_of_another_type_are_type_errors(torch):
    for call in (
        lambda: torch.forecast(draws=1.5),
        lambda: torch.forecast(seed="7"),
        lambda: torch.with_stock({3: 2}),
        lambda: inc.Target("t", "a.b", at_least=3, due=2025),
        lambda: inc.per_year(0.1) + inc.prob_per_year(0.1),
        lambda: inc.load_study(3),
        lambda: inc.Hazard(),
    ):
        with pytest.raises(TypeError):
            call()


def test_whole_numbers_of_numpy_are_whole_numbers(torch):
    forecast = torch.forecast(draws=np.int64(3), seed=np.uint64(2**63), threads=np.int8(1))
    assert (forecast.draws, forecast.seed) == (3, 2**63)


def test_stocks_given_in_code(county):
    with pytest.raises(inc.StudyError) as caught:
        county.with_stock({"ladder.outsid": 2, "ladde.tech_sme": 1})
    assert [(f.code, f.arguments["nearest"]) for f in caught.value.faults] == [
        ("model.unknown_stage", "outside"),
        ("model.unknown_track", "ladder"),
    ]
    for stocks, words in [
        ({"ladder.outside": 2.5}, {}),
        ({"ladder.outside": -2}, {}),
        ({}, {"rest": 5}),
        ({"ladder.outside": "many"}, {}),
        ({"ladder.outside": None}, {}),
        ({"ladder.outside": 2}, {"elapsed": "soon"}),
        ({"ladder.outside": 2}, {"elapsed": -1.0}),
    ]:
        with pytest.raises(inc.Error):
            county.with_stock(stocks, **words)


def test_studies_made_in_code_report_every_fault():
    pipeline = inc.PipelineBuilder().chain("incubation", "孵化器").build()
    place = "incubation.incubator"
    with pytest.raises(inc.StudyError) as caught:
        inc.make_study(
            pipeline,
            base_date="2022-12-31",
            end_date="2025-12-31",
            stocks={"incubation.incubater": 3},
            intakes=[inc.Intake("incubation.incubato", 4)],
            targets=[
                inc.Target("a", place, due="2021-12-31", at_least=1),
                inc.Target("b", place, due="2025-12-31", at_least=1, accounting="cumulative"),
                inc.Target("c", place, due="2025-12-31"),
                inc.Target("d", place, due="2025-12-31", about=3),
                inc.Target("d", place, due="2025-12-31", at_least=3),
            ],
        )
    codes = [fault.code for fault in caught.value.faults]
    for code in (
        "model.unknown_stage",
        "study.due_before_base",
        "study.cumulative_without_since",
        "study.target_without_value",
        "study.duplicate_target",
    ):
        assert code in codes
    assert codes.count("model.unknown_stage") == 2
    assert all(fault.key for fault in caught.value.faults)
    with pytest.raises(inc.StudyError) as caught:
        inc.make_study(pipeline, base_date="2025-12-31", end_date="2022-12-31")
    assert caught.value.faults[0].key == "end_date"


def test_builders_report_every_fault():
    builder = (
        inc.PipelineBuilder()
        .chain("incubation", "孵化器—毕业")
        .transition("incubation.incubater->graduated", inc.per_year(0.1))
        .transition("incubtion.incubator->graduated", inc.per_year(0.1))
        .modifier("incubation.incubator->graduated", "incubation.gradated", 2.0)
    )
    with pytest.raises(inc.GraphError) as caught:
        builder.build()
    assert {"incubator", "incubation", "graduated"} <= {f.arguments.get("nearest") for f in caught.value.faults}


def test_names_that_are_not_in_the_pipeline(county):
    pipeline = county.pipeline
    for call in (
        lambda: pipeline.label("ladder.tech_sm"),
        lambda: pipeline.unavoidable("ladder.tech_sm", "ladder.hnte"),
        lambda: pipeline.most_likely_route("ladder.outside", "ladder.tech_sm"),
    ):
        with pytest.raises(inc.GraphError) as caught:
            call()
        assert caught.value.code == "graph.unknown_node"
        assert caught.value.arguments["nearest"] == "ladder.tech_sme"
    with pytest.raises(inc.GraphError) as caught:
        pipeline.label("ladder.tech_sme->hnt")
    assert caught.value.code == "model.no_such_transition"
    assert caught.value.arguments["nearest"] == "ladder.tech_sme->hnte"
    assert pipeline.label("closed", "en") == "closed or revoked" or pipeline.label("closed") == "注销吊销"
    assert "→" in pipeline.label("ladder.tech_sme->hnte")


def test_what_the_engine_cannot_hold_is_named():
    pipeline = (
        inc.PipelineBuilder()
        .chain("incubation", "孵化器—毕业")
        .transition("incubation.incubator->graduated", inc.Weibull(1.3, 1.8))
        .build()
    )
    words = {"base_date": "2022-12-31", "end_date": "2025-12-31", "intakes": [inc.Intake("incubation.incubator", 4)]}
    with pytest.raises(inc.EngineError) as caught:
        inc.make_study(pipeline, **words).forecast(draws=0, engine="cohort_markov")
    assert "incubation.incubator->graduated" in str(caught.value)


def test_an_error_of_the_progress_function_comes_out(torch):
    def stop(done, total):
        raise ZeroDivisionError(f"{done} of {total}")

    with pytest.raises(ZeroDivisionError):
        torch.forecast(draws=50, progress=stop)


def test_os_error_numbers_are_not_invented():
    error = inc.OutputError([("io.cannot_write", {"reason": "No space left on device"}, "a.csv")])
    assert error.errno is None
    assert errno.ENOSPC
    assert "No space left on device" in str(error)
    assert "a.csv" in error.message("zh")
