# SPDX-License-Identifier: Apache-2.0
"""What a notebook shows: pictures as SVG and tables as HTML, without a plotting library."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from incuflow._settings import get_language

if TYPE_CHECKING:
    from incuflow._forecast import Forecast
    from incuflow._study import Study

_TARGETS = ["number", "text", "accounting", "since", "due", "value", "reading"]
_CHANCES = ["p_met", "p_floor", "needed_50", "needed_80"]
ATTAINMENT = ["text", "value", "due", "status", "expected", "low", "high", *_CHANCES, "verdict"]


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def study_html(study: Study) -> str:
    """Title, counts of numbers by kind, the graph and the targets."""
    language = get_language()
    parts = [
        f"<h4>{html.escape(study.title(language))}</h4>",
        _paragraph(study.kinds_line(language)),
        study.pipeline.to_svg(language),
        study.targets(language).to_html(_TARGETS, language),
    ]
    return "".join(parts)


def forecast_html(forecast: Forecast) -> str:
    """Headline and the attainment table."""
    language = get_language()
    parts = [
        f"<h4>{html.escape(forecast.study.title(language))}</h4>",
        _paragraph(forecast.headline(language)),
        forecast.attainment(language).to_html(ATTAINMENT, language),
    ]
    return "".join(parts)
