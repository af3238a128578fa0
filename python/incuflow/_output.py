# SPDX-License-Identifier: Apache-2.0
"""The result files of a forecast: tables, pictures and a summary in one folder."""

from __future__ import annotations

import datetime
import io
import os
import tempfile
from pathlib import Path

from incuflow._files import make_folder, output_error
from incuflow._forecast import Forecast
from incuflow._html import ATTAINMENT
from incuflow._summary import closing, opening, reasons, run_line
from incuflow._terminal import table_text

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


def _png(axes) -> bytes:
    buffer = io.BytesIO()
    # The time and the version of matplotlib would make two equal runs differ.
    axes.figure.savefig(buffer, format="png", dpi=140, metadata={"Software": None})
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
    files = {name: text.encode("utf-8") for name, text in texts.items()}
    files["stocks.png"] = _png(forecast.plot.stocks(lang=language))
    files["counts.png"] = _png(forecast.plot.counts(lang=language))
    return files


def write_files(folder: str | Path, files: dict[str, bytes]) -> list[Path]:
    """Writes all files or none: each beside its place first, then all are moved. Raises OutputError."""
    folder = make_folder(folder)
    waiting: list[tuple[str, Path]] = []
    try:
        for name, content in files.items():
            handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
            waiting.append((temporary, folder / name))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(temporary, 0o644)
        for temporary, place in waiting:
            os.replace(temporary, place)
    except OSError as error:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)
        raise output_error(folder, error) from error
    return [place for _, place in waiting]
