# SPDX-License-Identifier: Apache-2.0
"""What the sections of a report read: the tables of a forecast, and their words."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from incuflow._report.page import heading
from incuflow._report.words import title, word
from incuflow._table import number_text
from incuflow._words import heading as column
from incuflow._words import shown

if TYPE_CHECKING:
    from incuflow._forecast import Forecast


def chance(value: float) -> str:
    """A chance with three digits; empty for NaN."""
    return "" if value != value else f"{value:.3f}"


def date(value: datetime.date | None) -> str:
    """An ISO date; empty for none."""
    return "" if value is None else value.isoformat()


def share(value: float) -> str:
    """A share in percent; empty for NaN."""
    return "" if value != value else f"{value:.1%}"


class Reading:
    """What the sections of a report read, looked up once."""

    def __init__(self, forecast: Forecast, language: str) -> None:
        self.forecast = forecast
        self.study = forecast.study
        self.language = language
        self.targets = self.study.targets(language).rows()
        self.rows = forecast.attainment(language).rows()
        self.names = self.study._core.number_labels(language)
        self.texts = {row["target"]: row["text"] or row["target"] for row in self.targets}
        progress = forecast.progress()
        self.progress = progress.rows() if len(progress) else []
        numbers = forecast.assumptions(language)
        self.numbers = numbers.rows() if len(numbers) else []
        self.sources = {row["id"]: row for row in self.study.sources().rows()} if len(self.study.sources()) else {}

    def word(self, key: str, **values: object) -> str:
        """A word or sentence of the report."""
        return word(key, self.language, **values)

    def heading(self, key: str) -> str:
        """A heading of the report."""
        return heading(title(key, self.language))

    def annex(self, key: str, number: int) -> str:
        """The heading of an annex."""
        return heading(title(key, self.language).format(number="一二三"[number - 1] if self.language == "zh" else number))

    def columns(self, *names: str) -> list[str]:
        """Headings of table columns."""
        return [column(name, self.language) for name in names]

    def place(self, path: str) -> str:
        """The label of a place, followed by its path; several places or a combination stay as they are."""
        if path not in self.forecast.stage_axis:
            return path
        name = self.study.pipeline.label(path, self.language)
        return f"{name}（{path}）" if self.language == "zh" else f"{name} ({path})"

    def shown(self, kind: str, value: str) -> str:
        """A word of a table."""
        return shown(kind, value, self.language)

    def interval(self) -> str:
        """The heading of expected values with their interval."""
        return self.word("interval", level=f"{self.forecast.level * 100:g}%")

    def counted(self) -> list[str]:
        """Targets that have a yearly count."""
        return list(dict.fromkeys(row["target"] for row in self.progress))

    def moving(self, target: str) -> list[dict[str, Any]]:
        """The numbers that move a target, the most influential first."""
        # A yearly target has a row a year for every number: the last one is kept.
        last = {row["name"]: row for row in self.numbers if row["target"] == target and row["influence"] > 0.0}
        return sorted(last.values(), key=lambda row: -row["influence"])

    def moved_head(self) -> list[str]:
        """Headings of the rows that `moved` gives."""
        keys = ("target", "number", "range", "expected_range", "chance_range", "break_even")
        return [self.word(key) for key in keys]

    def moved(self, target: str, row: dict[str, Any]) -> list[str]:
        """What one number moves, in words."""
        chances = [chance(row[name]) for name in ("p_low", "p_mid", "p_high")]
        return [
            self.texts.get(target, target),
            self.names.get(row["name"], row["name"]),
            self.range(row),
            f"{number_text(row['expected_low'])} → {number_text(row['expected_high'])}",
            " / ".join(chances) if chances[1] else "",
            number_text(row["break_even"]),
        ]

    def range(self, row: dict[str, Any]) -> str:
        """Low, mid and high of a number, or that it is unknown."""
        if row["mid"] != row["mid"]:
            return self.word("unknown")
        if row["low"] != row["low"]:
            return number_text(row["mid"])
        return " – ".join(number_text(row[name]) for name in ("low", "mid", "high"))
