# SPDX-License-Identifier: Apache-2.0
"""The result files of a forecast: tables, pictures and a summary in one folder."""

from __future__ import annotations

import datetime
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from incuflow._files import make_folder, write_all
from incuflow._forecast import Forecast
from incuflow._html import ATTAINMENT
from incuflow._summary import closing, opening, reasons, run_line
from incuflow._terminal import table_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PROGRESS = ["target", "start", "date", "flow", "expected", "stock", "value", "reached", "elapsed"]


def summary_text(forecast: Forecast, language: str, run_date: datetime.date | None = None) -> str:
    """All that is said in words, with the attainment and the yearly table."""
    parts = ["\n".join(opening(forecast, language, run_date))]
    parts.append(table_text(forecast.attainment(language), ATTAINMENT, language))
    if lines := reasons(forecast, language):
        parts.append("\n".join(f"- {line}" for line in lines))
    progress = forecast.progress()
    if len(progress):
        parts.append(table_text(progress, PROGRESS, language))
    for title, lines in closing(forecast.study, language):
        parts.append("\n".join([title, *(f"- {line}" for line in lines)]))
    parts.append(run_line(forecast, language))
    return "\n\n".join(parts) + "\n"


def picture(draw: Callable[..., Axes], language: str) -> bytes:
    """A PNG of one plot, without a display; equal runs give equal bytes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    draw(ax=figure.add_subplot(), lang=language)
    buffer = io.BytesIO()
    # The version of matplotlib, which it would write there, is no result of ours.
    figure.savefig(buffer, format="png", dpi=140, metadata={"Software": None})
    return buffer.getvalue()


def result_files(forecast: Forecast, language: str, run_date: datetime.date | None = None) -> dict[str, bytes]:
    """Every file by name. All are made before any is written."""
    texts = {
        "summary.txt": summary_text(forecast, language, run_date),
        "attainment.csv": forecast.attainment(language).to_csv(excel=True),
        "attainment.json": forecast.attainment(language).to_json(),
        "yearly.csv": forecast.progress().to_csv(excel=True),
        "stocks.csv": forecast.stocks().to_csv(excel=True),
        "flows.csv": forecast.flows().to_csv(excel=True),
        "assumptions.csv": forecast.assumptions(language).to_csv(excel=True),
        "graph.svg": forecast.study.pipeline.to_svg(language),
        "study.toml": forecast.study.to_toml(),
    }
    if len(carried := forecast.attributes()) > 0:
        texts["attributes.csv"] = carried.to_csv(excel=True)
    files = {name: text.encode("utf-8") for name, text in texts.items()}
    files["report.html"] = forecast.report(lang=language, run_date=run_date).encode("utf-8")
    files["stocks.png"] = picture(forecast.plot.stocks, language)
    files["counts.png"] = picture(forecast.plot.counts, language)
    return files


def write_files(folder: str | os.PathLike[str], files: dict[str, bytes]) -> list[Path]:
    """Writes all files into a folder, or none. Raises OutputError."""
    place = make_folder(folder)
    write_all({place / name: content for name, content in files.items()})
    return [place / name for name in files]
