# SPDX-License-Identifier: Apache-2.0
"""Pictures of a comparison with matplotlib. Every function takes ``ax`` and returns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuflow._font import font_settings
from incuflow._settings import chosen

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuflow._comparison import Comparison

_WORDS = {
    "difference": ("差（{b} − {a}），{level:.0%}区间", "difference ({b} − {a}), {level:.0%} interval"),
    "nothing": ("没有可比的目标", "no target can be compared"),
}


class ComparisonPlots:
    """``comparison.plot.difference()``. Needs matplotlib (``pip install incuflow[plot]``)."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def difference(self, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """The difference of every target that both can count, with its interval over the draws; one row a target and year."""
        import matplotlib as mpl
        from matplotlib.figure import Figure

        language = chosen(lang)
        comparison = self._comparison
        rows = [row for row in comparison.targets(language).rows() if row["difference"] == row["difference"]]
        names = {key: (rows[0] if rows else {}).get(f"scenario_{key}", "") for key in ("a", "b")}
        with mpl.rc_context(font_settings(language)):
            if ax is None:
                ax = Figure(figsize=(8, 1.6 + 0.5 * max(1, len(rows))), layout="constrained").add_subplot()
            for at, row in enumerate(rows):
                ax.plot(row["difference"], at, "o", color="#0072B2")
                if row["low"] == row["low"]:
                    ax.plot([row["low"], row["high"]], [at, at], color="#0072B2", linewidth=2)
            ax.axvline(0, color="0.4", linewidth=1)
            ax.set_yticks(range(len(rows)), [_name(row, rows) for row in rows])
            ax.set_ylim(max(1, len(rows)) - 0.5, -0.5)
            if not rows:
                ax.text(0.5, 0.5, _WORDS["nothing"][language == "en"], ha="center", va="center", transform=ax.transAxes)
            ax.set_xlabel(_WORDS["difference"][language == "en"].format(level=comparison.level, **names))
            ax.grid(axis="x", alpha=0.25)
            for side in ("top", "right"):
                ax.spines[side].set_visible(False)
            ax.figure.canvas.draw()
        return ax


def _name(row: dict, rows: list[dict]) -> str:
    name = row["text"] or row["target"]
    several = sum(other["target"] == row["target"] for other in rows) > 1
    return f"{name} {row['due'].year}" if several else name
