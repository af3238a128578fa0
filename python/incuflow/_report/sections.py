# SPDX-License-Identifier: Apache-2.0
"""What the report says, heading by heading."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from incuflow._report.basis import annexes, assumptions, base, gaps, scope, unmodelled
from incuflow._report.page import heading, text
from incuflow._report.reading import Reading
from incuflow._report.results import attainment, constraints, yearly
from incuflow._summary import opening

if TYPE_CHECKING:
    from incuflow._forecast import Forecast


def sections(forecast: Forecast, language: str, run_date: datetime.date | None) -> Iterator[str]:
    """Every part of the page in order."""
    reading = Reading(forecast, language)
    first, *lines = opening(forecast, language, run_date)
    yield heading(first, 1)
    if forecast.study.is_retrospective(run_date):
        lookback, *lines = lines
        yield text(lookback, "lookback")
    headline, kinds = lines
    yield text(headline, "headline")
    yield text(kinds)
    for section in (scope, base, attainment, yearly, constraints, assumptions, unmodelled, gaps):
        yield from section(reading)
    yield from annexes(reading, run_date)
