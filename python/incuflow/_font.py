# SPDX-License-Identifier: Apache-2.0
"""A font with Chinese glyphs for matplotlib, found by its family name."""

from __future__ import annotations

import warnings
from contextlib import suppress
from functools import cache
from pathlib import Path

from incuflow._settings import get_language
from incuflow.errors import Fault, FontWarning

# By family name, best first; the last ones have the glyphs but little else to recommend them.
FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK JP",
    "Noto Serif CJK SC",
    "Droid Sans Fallback",
    "AR PL UMing CN",
)
# What the names of their files have in them.
_FILE_WORDS = ("CJK", "Han", "NotoSansSC", "wqy", "SimHei", "YaHei", "uming", "Fallback")
PACKAGE = "fonts-noto-cjk"


def _listed() -> str | None:
    """The best family that matplotlib knows."""
    from matplotlib import font_manager

    names = {font.name for font in font_manager.fontManager.ttflist}
    return next((family for family in FAMILIES if family in names), None)


@cache
def _found() -> str | None:
    from matplotlib import font_manager

    if family := _listed():
        return family
    # matplotlib's list is cached on disk; a font that was installed since is not in it yet.
    for path in font_manager.findSystemFonts():
        if any(word in Path(path).name for word in _FILE_WORDS):
            with suppress(OSError, RuntimeError):
                font_manager.fontManager.addfont(path)
    return _listed()


@cache
def chinese_family() -> str | None:
    """The family to use, or None with one warning that names the package to install."""
    family = _found()
    if family is None:
        fault = Fault("text.no_chinese_font", {"package": PACKAGE})
        warnings.warn(fault.message(get_language()), FontWarning, stacklevel=2)
    return family


def font_settings(language: str) -> dict[str, object]:
    """rcParams for one picture. English ones have the Chinese font too: reasons and names may be given in Chinese only."""
    import matplotlib as mpl

    settings: dict[str, object] = {
        "axes.unicode_minus": False,
        "svg.fonttype": "none",
        "text.parse_math": False,  # a dollar sign in the name of a target is no formula
    }
    family = chinese_family() if language == "zh" else _found()
    if family is not None:
        usual = mpl.rcParams["font.family"]
        fonts = [family, "DejaVu Sans"] if language == "zh" else [*usual, family]
        settings["font.family"] = list(dict.fromkeys(fonts))
    return settings
