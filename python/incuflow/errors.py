# SPDX-License-Identifier: Apache-2.0
"""Errors of incuflow: one small tree, each class also one of Python's own.

An error carries every fault that was found, each with its code, arguments and place; ``str(error)`` is the English
report, ``error.message("zh")`` the Chinese one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

__all__ = [
    "DataError",
    "EngineError",
    "Error",
    "Fault",
    "FontWarning",
    "GraphError",
    "InterruptedWarning",
    "NumericError",
    "OutputError",
    "ParameterError",
    "StudyError",
]


class Fault(NamedTuple):
    """One thing that is wrong: a code of the message catalogue, what fills its blanks, and where.

    Empty texts and 0 stand for what is not known of the place.

    >>> import incuflow as inc
    >>> inc.Fault("hazard.not_positive", {"family": "Weibull", "parameter": "shape", "given": "-1"}).message("en")
    'Weibull: shape must be > 0, got -1'
    """

    code: str
    arguments: dict[str, str]
    file: str = ""
    line: int = 0
    column: int = 0
    key: str = ""

    def message(self, language: str = "en") -> str:
        """The sentence, preceded by its place."""
        from incuflow import _core

        return _core.describe(*self, language)


class Error(Exception):
    """Root of the tree.

    >>> import incuflow as inc
    >>> try:
    ...     inc.Weibull(shape=-0.5, scale=1.0)
    ... except inc.ParameterError as error:
    ...     error.code, str(error)
    ('hazard.not_positive', 'Weibull: shape must be > 0, got -0.5')
    """

    def __init__(self, faults: Iterable[tuple[Any, ...]]) -> None:
        self.faults: tuple[Fault, ...] = tuple(Fault(*fault) for fault in faults)
        super().__init__(self.message("en"))

    @property
    def code(self) -> str:
        """Code of the first fault."""
        return self.faults[0].code

    @property
    def arguments(self) -> dict[str, str]:
        """Arguments of the first fault."""
        return self.faults[0].arguments

    def message(self, language: str = "en") -> str:
        """All faults, one a line, in ``"en"`` or ``"zh"``."""
        return "\n".join(fault.message(language) for fault in self.faults)

    def __str__(self) -> str:
        return self.message("en")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.faults == other.faults if isinstance(other, Error) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), *((fault.code, *fault[2:]) for fault in self.faults)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ([tuple(fault) for fault in self.faults],)


class GraphError(Error, ValueError):
    """A pipeline that cannot be built, or a place that is not in it."""


class ParameterError(Error, ValueError):
    """A number or option out of its range, or of the wrong kind."""


class DataError(Error, ValueError):
    """Data that contradict themselves, or a column that a table does not have."""


class StudyError(Error, ValueError):
    """A study file or study with faults; each has file, line, column and key path where there is a file."""


class NumericError(Error, ArithmeticError):
    """A computation that cannot reach its stated accuracy."""


class EngineError(Error, ValueError):
    """A study this engine cannot represent; the message names what is in the way."""


class OutputError(Error, OSError):
    """A path that cannot be read or written."""


class InterruptedWarning(UserWarning):
    """A forecast was stopped by Ctrl-C: it holds the finished draws, and ``complete`` is False."""


class FontWarning(UserWarning):
    """No font with Chinese glyphs was found; the text names the package to install."""
