# SPDX-License-Identifier: Apache-2.0
"""What a notebook shows: pictures as SVG and tables as HTML, without a plotting library."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from incuflow._chances import chances_svg
from incuflow._settings import get_language
from incuflow._style import STYLE
from incuflow._words import heading

if TYPE_CHECKING:
    from incuflow._capacity import CapacityBounds
    from incuflow._comparison import Comparison
    from incuflow._forecast import Forecast
    from incuflow._pipeline import Pipeline
    from incuflow._study import Study
    from incuflow._table import Table

_TARGETS = ["number", "text", "accounting", "since", "due", "value", "reading"]
_CHANCES = ["p_met", "p_floor", "needed_50", "needed_80"]
ATTAINMENT = ["text", "value", "due", "status", "expected", "low", "high", *_CHANCES, "verdict"]
# What a table shows in a notebook where that is not every column.
_SHOWN = {"attainment": [*ATTAINMENT, "reason"], "targets": [*_TARGETS, "reason"]}


def paragraph(text: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{html.escape(text)}</p>"


def scrolling(table: str) -> str:
    """A table that is wider than its page moves sideways by itself."""
    return f'<div class="incuflow-scroll">{table}</div>'


def rows_html(head: list[str], rows: list[list[str]]) -> str:
    """A table of texts, escaped."""
    top = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table class='incuflow-table'><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _view(*parts: str) -> str:
    return f'<div class="incuflow-view"><style>{STYLE}</style>{"".join(parts)}</div>'


def _filled(table: Table, columns: list[str]) -> list[str]:
    return [name for name in columns if any(_present(value) for value in table[name].tolist())]


def _present(value: object) -> bool:
    return value not in ("", None) and value == value


def pipeline_html(pipeline: Pipeline) -> str:
    """The graph, and the stages of every track in words."""
    language = get_language()
    rows = [
        [track, " → ".join(pipeline.label(f"{track}.{stage}", language) for stage in stages)]
        for track, stages in pipeline.tracks.items()
    ]
    if pipeline.exits:
        name, comma = {"zh": ("退出", "、"), "en": ("exits", ", ")}[language]
        rows.append([name, comma.join(pipeline.label(exit, language) for exit in pipeline.exits)])
    head = [heading("track", language), heading("stage", language)]
    return _view(scrolling(pipeline.to_svg(language)), scrolling(rows_html(head, rows)))


def study_html(study: Study) -> str:
    """Title, counts of numbers by kind, the graph and the targets."""
    language = get_language()
    targets = study.targets(language)
    return _view(
        f"<h4>{html.escape(study.title(language))}</h4>",
        paragraph(study.kinds_line(language)),
        scrolling(study.pipeline.to_svg(language)),
        scrolling(targets.to_html(_filled(targets, _TARGETS), language)),
    )


def forecast_html(forecast: Forecast) -> str:
    """Headline, the chances as bars, the attainment table and how it was run."""
    from incuflow._summary import opening, run_line

    language = get_language()
    table = forecast.attainment(language)
    title, *lines = opening(forecast, language)
    return _view(
        f"<h4>{html.escape(title)}</h4>",
        *(paragraph(line) for line in lines),
        scrolling(chances_svg(table.rows(), language)),
        scrolling(table.to_html(_filled(table, ATTAINMENT), language)),
        paragraph(run_line(forecast, language)),
    )


def table_html(table: Table, rows: int) -> str:
    """A table without its empty columns; that of attainment with its bars."""
    language = get_language()
    bars = []
    if table.name == "attainment":
        bars = [scrolling(chances_svg(table.rows(), language))]
    columns = _filled(table, _SHOWN.get(table.name, table.columns)) or table.columns
    return _view(*bars, scrolling(table.to_html(columns, language, rows)))


def comparison_html(comparison: Comparison, columns: list[str]) -> str:
    """Both titles and the differences of the targets."""
    language = get_language()
    targets = comparison.targets(language)
    titles = " → ".join(forecast.study.title(language) for forecast in (comparison.a, comparison.b))
    return _view(f"<h4>{html.escape(titles)}</h4>", scrolling(targets.to_html(_filled(targets, columns), language)))


def capacity_html(bounds: CapacityBounds, language: str) -> str:
    """Title, the statement that both are bounds, and the table."""
    table = bounds.table()
    return _view(
        f"<h4>{html.escape(bounds.study.title(language))}</h4>",
        paragraph(bounds.statement(language)),
        scrolling(table.to_html(_filled(table, table.columns), language)),
    )
