# SPDX-License-Identifier: Apache-2.0
"""A progress bar for work that takes longer than a second, where somebody watches."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, TextIO

_WIDTH = 30


def _installed(module: str) -> bool:
    import importlib.util  # only notebooks ask

    return importlib.util.find_spec(module) is not None


class TextBar:
    """Called with (done, total), it draws a line of text once ``after`` seconds have passed."""

    def __init__(self, stream: TextIO | None = None, after: float = 1.0) -> None:
        self._out = sys.stderr if stream is None else stream
        self._begin = time.monotonic()
        self._after = after
        self._open = False

    def __call__(self, done: int, total: int) -> None:
        if not self._open and (time.monotonic() - self._begin < self._after or done >= total):
            return
        self._open = True
        filled = _WIDTH * done // max(1, total)
        self._out.write(f"\r[{'#' * filled}{'.' * (_WIDTH - filled)}] {done}/{total}")
        self._out.flush()

    def close(self) -> None:
        """Ends the line, so that what comes next has one of its own."""
        if self._open:
            self._out.write("\n")
            self._out.flush()
            self._open = False


class TqdmBar:
    """The same by tqdm, which is a widget where the notebook has widgets."""

    def __init__(self, after: float = 1.0) -> None:
        self._begin = time.monotonic()
        self._after = after
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            if time.monotonic() - self._begin < self._after or done >= total:
                return
            import importlib

            # Without widgets the module for notebooks only warns that there are none.
            widgets = _installed("ipywidgets")
            self._bar = importlib.import_module("tqdm.notebook" if widgets else "tqdm").tqdm(total=total)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leaves the bar as it stands."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def in_notebook() -> bool:
    """True inside a Jupyter kernel. Looks only at what is loaded already: a program pays nothing for it."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return getattr(shell, "kernel", None) is not None


def bar() -> TextBar | TqdmBar:
    """The bar that suits where the program runs."""
    if in_notebook() and _installed("tqdm"):
        return TqdmBar()
    return TextBar()


@contextlib.contextmanager
def shown(progress: bool | Callable[[int, int], None] | None) -> Iterator[Callable[[int, int], None] | None]:
    """What to call with (done, total): None asks for a bar where somebody watches, True always, False never."""
    if progress is None:
        progress = in_notebook() or (sys.stderr is not None and sys.stderr.isatty())
    if progress is not True:
        yield progress or None
        return
    drawn = bar()
    try:
        yield drawn
    finally:
        drawn.close()
