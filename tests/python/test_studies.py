# SPDX-License-Identifier: Apache-2.0
"""Studies in Python: presets and their check values, hypothetical stocks, files, studies made in code."""

import datetime
import math

import numpy as np
import pytest
from conftest import PRESETS, STOCKS
from hypothesis import given, settings
from hypothesis import strategies as st

import incuflow as inc

# Worked out three times independently for the preset's specification: ends of 2023, 2024, 2025.
COUNTY_CUMULATIVE = {
    "ladder.outside->tech_sme": [1.0774, 4.3886, 9.7970],
    "incubation.incubator->graduated": [0.6170, 2.4970, 5.6713],
}
COUNTY_STOCKS = {"space_team": 13.024, "space_firm": 33.564, "incubator": 29.611, "graduated": 5.345, "left": 2.072}
TORCH_TENANTS = [83983, 90001, 97035, 105112, 114280, 124597]


def column_of(forecast, name):
    return forecast.flow_array[0, :, forecast.transition_axis.index(name)]


def target(forecast, name, lang="zh"):
    [row] = forecast.attainment(lang).where(target=name)
    return row


def test_names_of_presets():
    assert inc.preset_names() == PRESETS


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_its_text(name):
    study = inc.load_preset(name)
    assert study.id == name
    assert inc.parse_study(inc.preset_text(name), f"{name}.toml") == study
    assert study.title("zh") != study.title("en")
    assert isinstance(study.base_date, datetime.date)
    assert study.end_date > study.base_date


def test_county_check_values(county_mids):
    for path, cumulative in COUNTY_CUMULATIVE.items():
        np.testing.assert_allclose(np.cumsum(column_of(county_mids, path)), cumulative, atol=5e-5)
    hnte = np.cumsum(column_of(county_mids, "ladder.tech_sme->hnte") + column_of(county_mids, "ladder.outside->hnte"))
    np.testing.assert_allclose(hnte, [0.1297, 0.6335, 1.6402], atol=5e-5)
    for stage, firms in COUNTY_STOCKS.items():
        at = county_mids.stage_axis.index(f"incubation.{stage}")
        assert county_mids.stock_array[0, -1, at] == pytest.approx(firms, abs=5e-4)


def test_county_targets_that_ask_for_stocks(county_mids):
    hnte = target(county_mids, "hnte")
    assert (hnte["status"], hnte["ask"]) == ("needs_input", "ladder.tech_sme")
    assert hnte["p_floor"] == pytest.approx(8.83e-6, rel=1e-3)
    assert (hnte["needed_50"], hnte["needed_80"]) == (41, 54)
    tech_sme = target(county_mids, "tech_sme")
    assert (tech_sme["status"], tech_sme["ask"]) == ("needs_input", "ladder.outside")
    assert tech_sme["p_floor"] == pytest.approx(0.0733, abs=5e-5)
    assert (tech_sme["needed_50"], tech_sme["needed_80"]) == (20, 33)
    for row in county_mids.attainment().rows():
        assert math.isnan(row["p_met"]), "a chance without the stocks it needs"


def test_torch_check_values(torch_mids):
    at = torch_mids.stage_axis.index("incubation.incubator")
    np.testing.assert_allclose(torch_mids.stock_array[0, 1:, at], TORCH_TENANTS, atol=0.5)
    graduates = column_of(torch_mids, "incubation.incubator->graduated")
    assert graduates[1:].sum() == pytest.approx(40909, abs=0.5)
    row = target(torch_mids, "graduates")
    assert row["status"] == "modelled"
    assert row["expected"] == pytest.approx(40909, abs=0.5)


def test_torch_with_draws(torch):
    forecast = torch.forecast(draws=1000, seed=7)
    row = target(forecast, "graduates", "en")
    assert forecast.draws == 1000
    assert forecast.complete
    # Limits of many draws; four standard errors, and the same for the ends of the interval by their density.
    assert abs(row["p_met"] - 0.181) < 4 * row["p_met_se"]
    assert 0.005 < row["p_met_se"] < 0.02
    assert abs(row["expected"] - 42775) < 4 * 8500 / math.sqrt(1000)
    assert row["low"] == pytest.approx(30815, rel=0.06)
    assert row["high"] == pytest.approx(58580, rel=0.06)
    assert row["verdict"] == "depends on the assumptions; no verdict"
    assert "0.1028" in row["reason"] or "1.2205" in row["reason"]
    moved = {(r["place"], r["key"]): r for r in forecast.assumptions("en").where(target="graduates")}
    breaks = sorted(round(r["break_even"], 4) for r in moved.values() if r["break_even"] == r["break_even"])
    assert breaks == [0.1028, 1.2205]


def test_equal_seeds_give_equal_tables_and_others_do_not(torch):
    one = torch.forecast(draws=20, seed=3)
    assert one.stocks() == torch.forecast(draws=20, seed=3).stocks()
    assert one.stocks() != torch.forecast(draws=20, seed=4).stocks()
    assert torch.forecast(draws=20, seed=2**64 - 1).seed == 2**64 - 1


def test_headlines(county_mids, torch_mids):
    assert county_mids.headline() == "12项量化目标：测算 0，需补充期初数 2，由目标倒推 1，未建模 7，口径待定 2"
    assert torch_mids.headline("en") == ("17 quantified targets: modelled 1, needs input 0, by assumption 0, not modelled 16, ambiguous 0")


def test_kinds_are_counted_by_row(county, torch):
    # One count a row of the tables that specify the presets.
    assert county.kinds() == {
        "observed": 0, "fitted": 0, "borrowed": 2, "assumed": 9, "rule": 1, "plan": 1, "unknown": 2
    }  # fmt: skip
    assert county.kinds_line() == "本地实测 0 · 借用 2 · 假设 9 · 规则 1 · 由目标倒推 1 · 未知 2"
    assert torch.kinds_line("en") == "observed here 1 · borrowed 1 · assumed 3 · rule 0 · from the target 0 · unknown 0"


def test_consistency_lines(county):
    assert county.consistency("en")[0].startswith("100 : 10 = 10 units per mentor")
    assert " 0.94 " in county.consistency("en")[1]
    assert county.consistency("en")[2] == "100 ÷ 6 ÷ 3 = 5.6 per carrier and year"
    assert len(county.consistency("zh")) == 3


def test_what_is_said_beside_the_numbers(county, torch):
    assert len(county.gaps()) == len(county.gaps("en")) == 7
    assert len(torch.outcomes("en")) == 2
    assert county.outcomes() == []
    assert [row[0] for row in county.populations()] == ["incubatees", "carriers", "staff", "mentors", "events"]
    assert county.is_retrospective(datetime.date(2026, 1, 1))
    assert not county.is_retrospective(datetime.date(2025, 12, 31))
    assert torch.region == "000000"


def test_hypothetical_stocks_make_targets_modelled(county):
    stocked = county.with_stock(STOCKS, rest=0)
    assert county.with_stock(STOCKS, rest=0) == stocked != county
    forecast = stocked.forecast(draws=0)
    assert target(forecast, "hnte")["status"] == target(forecast, "tech_sme")["status"] == "modelled"
    assert 0.0 < target(forecast, "hnte")["p_met"] < 1.0
    assert forecast.headline("en").startswith("12 quantified targets: modelled 2, needs input 0")
    # Without `rest` the other places stay unknown, and nothing is taken to be zero.
    half = county.with_stock(STOCKS).forecast(draws=0)
    assert target(half, "hnte")["status"] == "needs_input"
    numbers = [row for row in stocked.numbers("en").rows() if row["place"] == "ladder.outside" and row["mid"] == 300]
    assert [(row["kind"], row["reason"]) for row in numbers] == [("assumed", "given in code")]


@given(outside=st.integers(0, 2000), tech_sme=st.integers(0, 2000))
@settings(max_examples=15, deadline=None)
def test_expected_counts_are_linear_in_the_starting_firms(outside, tech_sme):
    county = inc.load_preset("dabancheng-2023-2025")

    def expected(a, b):
        study = county.with_stock({"ladder.outside": a, "ladder.tech_sme": b}, rest=0)
        return target(study.forecast(draws=0), "hnte")["expected"]

    none = expected(0, 0)
    by_one = outside * (expected(1, 0) - none) + tech_sme * (expected(0, 1) - none)
    assert expected(outside, tech_sme) == pytest.approx(none + by_one, rel=1e-9)


@pytest.mark.parametrize("name", PRESETS)
def test_files_round_trip(name, tmp_path):
    study = inc.load_preset(name)
    path = tmp_path / "study.toml"
    study.save(path)
    again = inc.load_study(path)
    assert again == study
    assert hash(again) == hash(study)
    assert again.to_toml() == study.to_toml() == path.read_text(encoding="utf-8")
    assert inc.load_study(str(path)) == study
    assert again.forecast(draws=30, seed=5).attainment() == study.forecast(draws=30, seed=5).attainment()


def small_pipeline():
    return (
        inc.PipelineBuilder()
        .chain("incubation", "孵化器—毕业")
        .exit("closed", zh="注销吊销", en="closed")
        .transition("incubation.incubator->graduated", inc.per_year(0.13, low=0.08, high=0.15))
        .transition("*->closed", inc.per_year(0.05))
        .build()
    )


def small_study(**changes):
    words = {
        "base_date": "2022-12-31",
        "end_date": datetime.date(2025, 12, 31),
        "stocks": {"incubation.incubator": 40, "incubation.graduated": 3},
        "intakes": [inc.Intake("incubation.incubator", inc.count_per_year(12), law="fixed")],
        "targets": [
            inc.Target(
                "graduates",
                "incubation.incubator->graduated",
                at_least=15,
                accounting="cumulative",
                since="2023-01-01",
                due=np.datetime64("2025-12-31"),
                en="graduates",
            )
        ],
        "id": "small",
        "title": "hypothetical",
    }
    return inc.make_study(small_pipeline(), **(words | changes))


def test_a_study_made_in_code_follows_the_closed_form():
    forecast = small_study().forecast(draws=0)
    out, rate, years = 0.18, 0.13, 3.0
    # Firms of the stock, and firms that enter at a constant rate, in one stage left at rate `out`.
    stock = 40 * rate / out * -math.expm1(-out * years)
    entrants = 12 * rate / out * (years - -math.expm1(-out * years) / out)
    assert target(forecast, "graduates")["expected"] == pytest.approx(stock + entrants, rel=1e-10)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"at_least": 15}, "≥15"),
        ({"at_least": "20万"}, "≥200000"),
        ({"about": 15, "tolerance": 2}, "15±2"),
        ({"between": (10, 20)}, "10–20"),
        ({"between": ["10", "100/3"]}, "10–33.333333333333336"),
        ({"between": "1—2家"}, "1–2"),
        ({"between": "1—2家", "upper_open": True}, "≥1"),
    ],
)
def test_targets_in_all_three_value_forms(value, text):
    words = {"accounting": "cumulative", "since": "2023-01-01", "due": "2025-12-31", "en": "x"}
    one = inc.Target("t", "incubation.incubator->graduated", **value, **words)
    assert one.value == text
    study = small_study(targets=[one])
    assert target(study.forecast(draws=0), "t")["value"] == text
    assert inc.parse_study(study.to_toml()) == study


@pytest.mark.parametrize(
    ("of", "words", "counted"),
    [
        ("incubation.incubator", {}, "stock: incubation.incubator"),
        (["incubation.incubator", "incubation.graduated"], {}, "stock: incubation.incubator, incubation.graduated"),
        (
            "incubation.graduated",
            {"accounting": "cumulative", "since": "2023-01-01"},
            "firms: incubation.graduated",
        ),
        (
            "incubation.incubator->graduated",
            {"accounting": "yearly_flow", "since": "2023-01-01"},
            "crossings: incubation.incubator->graduated",
        ),
        ("*->closed", {"accounting": "cumulative", "since": "2023-01-01"}, "crossings: *->closed"),
        (
            "incubation.graduated",
            {"accounting": "cumulative", "since": "2023-01-01", "counts": "crossings"},
            "crossings: incubation.graduated",
        ),
    ],
)
def test_what_a_target_counts(of, words, counted):
    one = inc.Target("t", of, at_least=3, due="2025-12-31", **words)
    assert repr(one) == f"Target('t', {counted}, ≥3)"
    study = small_study(targets=[one])
    assert study.targets().rows()[0]["counted"] == counted
    rows = study.forecast(draws=0).attainment().where(target="t")
    assert len(rows) == (3 if words.get("accounting") == "yearly_flow" else 1)


@pytest.mark.parametrize(
    ("into", "shares"),
    [
        ("incubation.incubator", [1.0, 0.0]),
        ({"incubation.incubator": 0.25, "incubation.graduated": None}, [0.25, 0.75]),
        ({"incubation.graduated": "40%", "incubation.incubator": None}, [0.6, 0.4]),
        (
            [{"at": "incubation.incubator", "share": inc.Number(0.5)}, {"at": "incubation.graduated"}],
            [0.5, 0.5],
        ),
        (
            [{"at": "incubation.graduated", "share_of_rest": 0.1}, {"at": "incubation.incubator"}],
            [0.9, 0.1],
        ),
    ],
)
def test_where_intakes_go(into, shares):
    study = small_study(intakes=[inc.Intake(into, 12)])
    forecast = study.forecast(draws=0)
    for place, share in zip(["incubator", "graduated"], shares, strict=True):
        name = f"+incubation.{place}"
        crossed = column_of(forecast, name) if name in forecast.transition_axis else np.zeros(3)
        np.testing.assert_allclose(crossed, 12 * share, rtol=1e-12)


def test_intakes_in_time():
    growing = inc.Intake("incubation.incubator", inc.count_per_year(10, year=2022), growth=inc.Number(1.5))
    forecast = small_study(intakes=[growing]).forecast(draws=0)
    np.testing.assert_allclose(column_of(forecast, "+incubation.incubator"), [15, 22.5, 33.75], rtol=1e-9)
    part = inc.Intake("incubation.incubator", 10, id="late", start="2024-01-01", end="2024-12-31")
    forecast = small_study(intakes=[part]).forecast(draws=0)
    np.testing.assert_allclose(column_of(forecast, "+incubation.incubator"), [0, 10, 0], atol=1e-9)
    batch = inc.Intake("incubation.incubator", 7, law="batch", date="2024-06-30")
    forecast = small_study(intakes=[batch]).forecast(draws=0)
    np.testing.assert_allclose(column_of(forecast, "+incubation.incubator"), [0, 7, 0], atol=1e-12)
    assert (batch.law, batch.count.mid, batch.id, part.id) == ("batch", 7, "", "late")


def test_unknown_stock_is_not_zero():
    study = small_study(stocks={"incubation.incubator": None, "incubation.graduated": 3})
    row = target(study.forecast(draws=0), "graduates")
    assert row["status"] == "needs_input"
    assert math.isnan(row["p_met"])
    zero = small_study(stocks={"incubation.incubator": 0, "incubation.graduated": 3})
    assert target(zero.forecast(draws=0), "graduates")["status"] == "modelled"


def test_elapsed_time_is_for_erlang_only():
    builder = inc.PipelineBuilder().chain("incubation", "孵化器—毕业")
    pipeline = builder.transition("incubation.incubator->graduated", inc.Erlang(3, 1.0)).build()
    study = inc.make_study(pipeline, base_date="2022-12-31", end_date="2025-12-31")
    new = study.with_stock({"incubation.incubator": 100}, elapsed="new").forecast(draws=0)
    old = study.with_stock({"incubation.incubator": 100}, elapsed="18 months").forecast(draws=0)
    path = "incubation.incubator->graduated"
    # Erlang(3, 1): 1 − e^−3 (1 + 3 + 9/2) have left after three years.
    assert column_of(new, path).sum() == pytest.approx(100 * (1 - math.exp(-3) * 8.5), rel=1e-9)
    # After 1.5 years in the stage: survival S(4.5)/S(1.5).
    survival = [math.exp(-t) * (1 + t + t * t / 2) for t in (1.5, 4.5)]
    assert column_of(old, path).sum() == pytest.approx(100 * (1 - survival[1] / survival[0]), rel=1e-9)


def test_reprs_are_short_and_fixed(county, county_mids):
    assert repr(county).startswith("<incuflow.Study dabancheng-2023-2025: 2022-12-31 to 2025-12-31, 13 targets, ")
    assert repr(county.pipeline) == "<incuflow.Pipeline: incubation (8 stages), ladder (5 stages); 20 transitions>"
    assert repr(county_mids) == "<incuflow.Forecast of dabancheng-2023-2025: 0 draws, seed 1, cohort_markov>"
    assert repr(county_mids.stocks()) == "<incuflow.Table stocks: 68 rows × 12 columns>"
    assert repr(inc.Intake({"a.b": 0.5, "a.c": None}, 3)) == "Intake(into='a.b' and others, count=3.0)"
    for shown in (county, county.pipeline, county_mids, county_mids.attainment()):
        page = shown._repr_html_()
        assert "高新技术企业" in page or "达坂城" in page
        assert "<script" not in page


@given(st.integers(0, 10**9))
def test_counts_read_as_they_are_written(number):
    for text in (f"{number}", f"{number}家", f"{number:,}", f"{number}.0"):
        assert inc.parse_count(text) == number
    assert inc.parse_count(f"{number}万") == number * 10_000
    assert inc.parse_count(f"{number}%") == pytest.approx(number / 100, rel=1e-15)
    assert inc.parse_count(f"{number}/7") == number / 7


@given(st.floats(0, 1e15, allow_subnormal=False))
def test_any_number_survives_the_study_file(number):
    study = small_study(targets=[inc.Target("t", "incubation.incubator", at_least=number, due="2025-12-31", en="x")])
    assert inc.parse_study(study.to_toml()) == study
