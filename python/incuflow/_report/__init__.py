# SPDX-License-Identifier: Apache-2.0
"""The report of a forecast: one self-contained page, or the same page printed to PDF."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING

from incuflow._files import write_whole
from incuflow._report.browser import print_pdf
from incuflow._report.page import page
from incuflow._report.sections import sections
from incuflow._settings import chosen
from incuflow.errors import OutputError

if TYPE_CHECKING:
    from incuflow._forecast import Forecast

_ENDINGS = (".html", ".pdf")


def report_html(forecast: Forecast, lang: str | None = None, run_date: datetime.date | None = None) -> str:
    """The whole page as text."""
    language = chosen(lang)
    return page(forecast.study.title(language), sections(forecast, language, run_date), language)


def check_ending(path: str | os.PathLike[str]) -> str:
    """``.html`` or ``.pdf``; OutputError for any other ending."""
    place = os.fspath(path)
    ending = os.path.splitext(place)[1].lower()
    if ending not in _ENDINGS:
        words = {"given": ending or place, "allowed": ", ".join(_ENDINGS)}
        raise OutputError([("io.report_ending", words, place, 0, 0, "")])
    return ending


def save_report(
    forecast: Forecast, path: str | os.PathLike[str], lang: str | None = None, run_date: datetime.date | None = None
) -> None:
    """Writes the page or its PDF, as a whole or not at all."""
    ending = check_ending(path)
    text = report_html(forecast, lang, run_date)
    write_whole(path, text if ending == ".html" else print_pdf(text, path))
