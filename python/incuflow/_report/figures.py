# SPDX-License-Identifier: Apache-2.0
"""Pictures inside a page: SVG whose texts are texts and whose ink follows the page."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

from incuflow._font import font_settings
from incuflow._optional import need
from incuflow.errors import FontWarning

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Stands for "the colour of the text" while matplotlib draws, which has no word for it.
_INK = "#010203"
_LOOK = dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color", "legend.labelcolor"), _INK)
_EVERY_FONT = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', 'DejaVu Sans', sans-serif"


def figure_svg(draw: Callable[..., Axes], language: str, name: str, size: tuple[float, float] = (8, 4.2)) -> str:
    """One plot as SVG to stand in a page. ``name`` keeps its ids apart from those of other pictures."""
    mpl = need("matplotlib", "the report", "plot")
    from matplotlib.figure import Figure

    paper = {"figure.facecolor": "none", "axes.facecolor": "none", "svg.hashsalt": "incuflow"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FontWarning)
        settings = font_settings(language) | _LOOK | paper
    buffer = io.StringIO()
    with warnings.catch_warnings(), mpl.rc_context(settings):
        # Glyphs come from the fonts of whoever reads the page; here they are only measured.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=size, layout="constrained")
        draw(ax=figure.add_subplot(), lang=language)
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = buffer.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    text = text.replace(_INK, "currentColor")
    text = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", text)
    text = re.sub(r"(font: [^;\"']*?px )[^;\"]*", rf"\g<1>{_EVERY_FONT}", text)
    # Its size is that of the page, not of the paper it was drawn on.
    text = re.sub(r'^(<svg [^>]*?) width="[\d.]+pt"', r"\1", text, count=1)
    return re.sub(r'^<svg ([^>]*?) height="[\d.]+pt"', r'<svg class="figure" \1', text, count=1)
