# SPDX-License-Identifier: Apache-2.0
"""What a forecast says in words: the lines above and below its tables."""

from __future__ import annotations

import datetime

from incuflow._core import __version__
from incuflow._forecast import Forecast
from incuflow._study import Study
from incuflow._table import number_text

RETROSPECTIVE = {
    "zh": "回溯测算（以基准日信息为准），不代表实际完成情况",
    "en": "A look back: made with what was known at the base date; it does not say what was achieved.",
}
_HEADINGS = {
    "notes": ("说明", "Notes"),
    "numbers": ("数据来源", "Numbers by kind"),
    "consistency": ("一致性对照", "Consistency"),
    "gaps": ("资料缺口与需补充数据", "What is not known"),
    "outcomes": ("实际情况（另行列示，未用于测算）", "What happened (printed apart, never used)"),
    "run": ("运行", "Run"),
}


def heading(key: str, language: str) -> str:
    """A heading of the summary."""
    return _HEADINGS[key][language == "en"]


def opening(forecast: Forecast, language: str, run_date: datetime.date | None = None) -> list[str]:
    """Title, the look-back line where it applies, the headline and the counts of numbers by kind."""
    study = forecast.study
    lines = [study.title(language)]
    if study.is_retrospective(run_date):
        lines.append(RETROSPECTIVE[language])
    lines += [forecast.headline(language), study.kinds_line(language)]
    return lines


def reasons(forecast: Forecast, language: str) -> list[str]:
    """One line for every target that has something to explain."""
    lines = []
    for row in forecast.attainment(language).rows():
        asked = ""
        if row["needed_50"] == row["needed_50"]:
            place, half, most = row["ask"], number_text(row["needed_50"]), number_text(row["needed_80"])
            zh = f"；{place} 的期初企业数达 {half} 家概率过 0.5，达 {most} 家概率过 0.8"
            en = f"; {half} starting firms at {place} bring the chance to .5, {most} to .8"
            asked = zh if language == "zh" else en
        if row["reason"] or asked:
            colon = "：" if language == "zh" else ": "
            lines.append(f"{row['text']}{colon}{row['reason']}{asked}")
    return lines


def closing(study: Study, language: str) -> list[tuple[str, list[str]]]:
    """Headings with their lines: notes, consistency, gaps, outcomes; empty ones left out."""
    sections = [
        (heading("notes", language), study.notes(language)),
        (heading("consistency", language), study.consistency(language)),
        (heading("gaps", language), study.gaps(language)),
        (heading("outcomes", language), study.outcomes(language)),
    ]
    return [(title, lines) for title, lines in sections if lines]


def run_line(forecast: Forecast, language: str) -> str:
    """Draws, seed, level, engine and version."""
    level = f"{forecast.level * 100:g}%"
    if language == "zh":
        finished = "" if forecast.complete else "（提前停止）"
        words = [
            f"抽样 {forecast.draws} 次{finished}",
            f"种子 {forecast.seed}",
            f"区间水平 {level}",
            f"引擎 {forecast.engine}",
        ]
        return "，".join([*words, f"incuflow {__version__}"])
    finished = "" if forecast.complete else " (stopped early)"
    words = [
        f"{forecast.draws} draws{finished}",
        f"seed {forecast.seed}",
        f"level {level}",
        f"engine {forecast.engine}",
    ]
    return ", ".join([*words, f"incuflow {__version__}"])
