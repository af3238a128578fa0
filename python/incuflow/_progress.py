# SPDX-License-Identifier: Apache-2.0
"""A progress bar on the terminal for work that takes longer than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

_WIDTH = 30


def bar(stream: TextIO | None = None, after: float = 1.0) -> Callable[[int, int], None]:
    """A function of (done, total) that draws on ``stream`` (stderr) once ``after`` seconds have passed."""
    out = sys.stderr if stream is None else stream
    begin = time.monotonic()
    shown = False

    def draw(done: int, total: int) -> None:
        nonlocal shown
        if not shown and (time.monotonic() - begin < after or done >= total):
            return
        filled = _WIDTH * done // max(1, total)
        out.write(f"\r[{'#' * filled}{'.' * (_WIDTH - filled)}] {done}/{total}")
        if done >= total:
            out.write("\n")
        out.flush()
        shown = True

    return draw
