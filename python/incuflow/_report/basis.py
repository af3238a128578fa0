# SPDX-License-Identifier: Apache-2.0
"""The sections that say what the answer rests on."""

from __future__ import annotations

import datetime
import hashlib
import itertools
from collections.abc import Iterator
from typing import Any

from incuflow._core import __version__
from incuflow._report.figures import figure_svg
from incuflow._report.page import figure, heading, listed, table, text
from incuflow._report.reading import Reading, date
from incuflow._table import number_text
from incuflow._words import NOT_COMPUTED

_UNMODELLED = ("not_modelled", "not_quantified", "ambiguous")


def _one(reading: Reading) -> list[tuple[str, str, str, bool]]:
    # A study that names no population has one, with the pipeline.
    stocks = reading.forecast.stocks()
    return [("", stocks["population"][0], stocks["unit"][0], True)]


def scope(reading: Reading) -> Iterator[str]:
    """一: what is counted, over which time, and how each target is read."""
    yield reading.heading("scope")
    start = reading.study.base_date + datetime.timedelta(days=1)
    period = reading.word("to", start=start, end=reading.study.end_date)
    again = [reading.texts[row["target"]] for row in reading.targets if row["counted"].startswith("crossings")]
    joined = ("；" if reading.language == "zh" else "; ").join(again)
    repeats = reading.word("by_crossing", targets=joined) if again else reading.word("once")
    populations = reading.study.populations(reading.language) or _one(reading)
    lines = [
        [
            reading.study.base_date.isoformat(),
            period,
            unit,
            label or name,
            repeats if modelled else reading.word("no_pipeline"),
        ]
        for name, label, unit, modelled in populations
    ]
    keys = ("base_date", "period", "unit", "population", "repeats")
    yield table([reading.word(key) for key in keys], lines, "sdsst")
    yield listed(reading.study.notes(reading.language))
    yield figure(reading.study.pipeline.to_svg(reading.language), reading.word("graph"))
    yield heading(reading.word("readings"), 3)
    names = ("number", "clause", "text", "accounting", "since", "due", "value", "reading", "alternatives")
    yield table(
        reading.columns(*names),
        [
            [
                row["number"] if isinstance(row["number"], str) else number_text(row["number"]),
                row["clause"],
                row["text"],
                reading.shown("accounting", row["accounting"]) if row["value"] else "",
                date(row["since"]),
                date(row["due"]),
                row["value"],
                reading.shown("reading", row["reading"]),
                row["alternatives"],
            ]
            for row in reading.targets
        ],
        "sstdddddt",
        drop_empty=True,
    )


def base(reading: Reading) -> Iterator[str]:
    """二: starting stocks and documents."""
    yield reading.heading("base")
    base = reading.forecast.stock_dates[0].item()
    lines = []
    for row in reading.forecast.stocks().rows():
        if row["date"] != base:
            continue
        place = row["stage"] if row["track"] == "exit" else f"{row['track']}.{row['stage']}"
        if row["track"] == "exit" or (row["stage"] == "outside" and row["expected"] == 0.0):
            continue
        unknown = row["metric"] == "stock_newcomers" or row["expected"] != row["expected"]
        amount = "" if unknown else number_text(row["expected"])
        label = reading.study.pipeline.label(place, reading.language)
        lines.append([label, place, amount, reading.word("unknown" if unknown else "known")])
    head = [reading.word("place"), *reading.columns("place"), reading.word("stock_at_base"), reading.word("status")]
    yield table(head, lines, "tsnd")
    yield heading(reading.word("sources"), 3)
    names = ("id", "title", "publisher", "source_number", "date", "page", "note")
    if reading.sources:
        lines = [[row[name.removeprefix("source_")] for name in names] for row in reading.sources.values()]
        yield table(reading.columns(*names), lines, "sttssst", drop_empty=True)
    else:
        yield text(reading.word("no_sources"))


def assumptions(reading: Reading) -> Iterator[str]:
    """六: every number that is not plainly observed, and what it moves."""
    yield reading.heading("assumptions")
    yield text(reading.study.kinds_line(reading.language))
    yield heading(reading.word("all_assumptions"), 3)
    lines = []
    for row in {row["name"]: row for row in reading.numbers}.values():
        source = reading.sources.get(row["source"], {}).get("title") or row["source"]
        why = ("；" if reading.language == "zh" else "; ").join(part for part in (source, row["reason"]) if part)
        kind = reading.shown("kind", row["kind"])
        if row["range_kind"] and row["range_kind"] != row["kind"]:
            kind += f" / {reading.shown('range_kind', row['range_kind'])}"
        lines.append([reading.names.get(row["name"], row["name"]), reading.range(row), kind, row["law"], why])
    head = [reading.word(key) for key in ("number", "range", "kind", "law", "why")]
    yield table(head, lines, "tsstt") if lines else text(reading.word("none"))
    moved = [reading.moved(target, row) for target in reading.counted() for row in reading.moving(target)]
    if moved:
        yield heading(reading.word("moves"), 3)
        yield table(reading.moved_head(), moved, "ttssss", drop_empty=True)
    for at, target in enumerate(reading.counted()):
        rows = len(reading.moving(target))
        if rows == 0:
            continue

        def draw(ax: Any, lang: str, target: str = target) -> Any:
            return reading.forecast.plot.tornado(target, ax=ax, lang=lang)

        picture = figure_svg(draw, reading.language, f"moves{at}", (8, 1.7 + 0.36 * min(rows, 12)))
        yield figure(picture, reading.word("tornado_figure", target=reading.texts.get(target, target)))


def unmodelled(reading: Reading) -> Iterator[str]:
    """七: targets without a model, and why."""
    yield reading.heading("unmodelled")
    last = {row["target"]: row for row in reading.rows if row["status"] in _UNMODELLED}
    lines = [
        [reading.texts[name], row["clause"], row["value"], reading.shown("status", row["status"]), row["reason"]]
        for name, row in last.items()
    ]
    head = reading.columns("text", "clause", "value", "status", "reason")
    yield table(head, lines, "tsddt") if lines else text(reading.word("none"))


def gaps(reading: Reading) -> Iterator[str]:
    """八: what is not known."""
    yield reading.heading("gaps")
    yield listed(reading.study.gaps(reading.language)) or text(reading.word("none"))
    not_computed = NOT_COMPUTED[reading.language]
    base = reading.forecast.stocks().rows()
    empty = dict.fromkeys(
        (row["stage"] if row["track"] == "exit" else f"{row['track']}.{row['stage']}")
        for row in base
        if row["expected"] != row["expected"]
    )
    if empty:
        comma = "、" if reading.language == "zh" else ", "
        places = comma.join(reading.study.pipeline.label(place, reading.language) for place in empty)
        yield text(f"{not_computed}{'：' if reading.language == 'zh' else ': '}{places}")


def annexes(reading: Reading, run_date: datetime.date | None) -> Iterator[str]:
    """Consistency, what happened, and the run record."""
    number = itertools.count(1)
    if lines := reading.study.consistency(reading.language):
        yield reading.annex("consistency", next(number))
        yield listed(lines)
    if lines := reading.study.outcomes(reading.language):
        yield reading.annex("outcomes", next(number))
        yield f'<div class="apart">{listed(lines)}</div>'
    yield reading.annex("run", next(number))
    forecast = reading.forecast
    digest = hashlib.sha256(reading.study.to_toml().encode("utf-8")).hexdigest()
    record = [
        ("study", reading.study.id),
        ("hash", digest),
        ("draws", f"{forecast.draws}{'' if forecast.complete else reading.word('stopped')}"),
        ("seed", str(forecast.seed)),
        ("level", f"{forecast.level * 100:g}%"),
        ("engine", forecast.engine),
        ("version", f"incuflow {__version__}"),
    ]
    if run_date is not None:
        record.append(("run_date", run_date.isoformat()))
    yield table(reading.columns("name", "content"), [[reading.word(key), value] for key, value in record], "dt")
