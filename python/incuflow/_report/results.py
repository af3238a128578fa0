# SPDX-License-Identifier: Apache-2.0
"""The sections that give the answer."""

from __future__ import annotations

from collections.abc import Iterator

from incuflow._chances import chances_svg
from incuflow._report.figures import figure_svg
from incuflow._report.page import figure, heading, listed, table, text
from incuflow._report.reading import Reading, chance, date, share
from incuflow._table import number_text

_MOST = 3  # influential numbers named for a target


def attainment(reading: Reading) -> Iterator[str]:
    """三: every target with its status and reason."""
    yield reading.heading("attainment")
    yield figure(chances_svg(reading.rows, reading.language), reading.word("chances_figure"))
    head = [*reading.columns("text", "value", "due", "status"), reading.interval()]
    head += reading.columns("p_met", "verdict", "reason")
    lines = []
    for row in reading.rows:
        low, high = number_text(row["low"]), number_text(row["high"])
        lines.append(
            [
                row["text"] or row["target"],
                row["value"],
                date(row["due"]),
                reading.shown("status", row["status"]),
                number_text(row["expected"]) + (f" ({low}–{high})" if low else ""),
                chance(row["p_met"]),
                row["verdict"],
                row["reason"],
            ]
        )
    yield table(head, lines, "tddsrnst")
    yield text(reading.word("limits"), "soft")


def yearly(reading: Reading) -> Iterator[str]:
    """四: counts by year, stocks and flows."""
    yield reading.heading("yearly")
    if reading.progress:
        head = [reading.word("target"), *reading.columns("date", "flow"), reading.word("cumulative")]
        head += reading.columns("stock", "value", "reached", "elapsed")
        lines = []
        for row in reading.progress:
            cells = [number_text(row[name]) for name in ("flow", "expected", "stock", "value")]
            shares = [share(row[name]) for name in ("reached", "elapsed")]
            lines.append([reading.texts.get(row["target"], row["target"]), date(row["date"]), *cells, *shares])
        yield table(head, lines, "tdnnnnnn")
        yield text(reading.word("yearly_note"), "soft")
        counts = figure_svg(reading.forecast.plot.counts, reading.language, "counts")
        yield figure(counts, reading.word("counts_figure"))
    else:
        yield text(reading.word("no_counts"))
    stocks = figure_svg(reading.forecast.plot.stocks, reading.language, "stocks")
    yield figure(stocks, reading.word("stocks_figure"))
    flows = figure_svg(reading.forecast.plot.sankey, reading.language, "flows", (9, 4.6))
    yield figure(flows, reading.word("sankey_figure"))


def constraints(reading: Reading) -> Iterator[str]:
    """五: what the targets hang on most; no analysis of bottlenecks."""
    yield reading.heading("constraints")
    yield text(reading.word("constraints_note"), "soft")
    lines = [reading.moved(target, row) for target in reading.counted() for row in reading.moving(target)[:_MOST]]
    if lines:
        yield table(reading.moved_head(), lines, "ttssss", drop_empty=True)
    asked = []
    for row in reading.rows:
        if row["status"] != "needs_input" or not row["ask"]:
            continue
        known = row["needed_50"] == row["needed_50"]
        asked.append(
            reading.word(
                "asked_line" if known else "asked_short",
                text=row["text"] or row["target"],
                place=reading.place(row["ask"]),
                floor=chance(row["p_floor"]),
                half=number_text(row["needed_50"]),
                most=number_text(row["needed_80"]),
            )
        )
    if asked:
        yield heading(reading.word("asked"), 3)
        yield listed(asked)
    if not lines and not asked:
        yield text(reading.word("no_constraints"))
