# SPDX-License-Identifier: Apache-2.0
"""The language of labels, tables and pictures."""

from __future__ import annotations

import os
from contextvars import ContextVar

from incuflow import _core
from incuflow.errors import Fault, ParameterError

_language: ContextVar[str | None] = ContextVar("incuflow_language", default=None)


def set_language(language: str) -> None:
    """Sets the language of labels, tables and pictures: ``"zh"`` (default; or the variable INCUFLOW_LANG) or ``"en"``.

    Raises ParameterError for any other word.

    >>> import incuflow as inc
    >>> inc.set_language("en"); inc.get_language()
    'en'
    >>> inc.set_language("zh")
    """
    _language.set(_core.parse_language(language))


def get_language() -> str:
    """The language that is set: that of ``set_language``, else of the variable INCUFLOW_LANG, else ``"zh"``.

    Raises ParameterError for another word in that variable.

    >>> import incuflow as inc
    >>> inc.get_language()
    'zh'
    """
    language = _language.get()
    if language is not None:
        return language
    try:
        return _core.parse_language(os.environ.get("INCUFLOW_LANG", "zh"))
    except ParameterError as error:
        # Whoever set the variable long ago must be told where the word comes from.
        [fault] = error.faults
        raise ParameterError([Fault(fault.code, fault.arguments, key="INCUFLOW_LANG")]) from None


def chosen(language: str | None) -> str:
    """``language``, or the one that is set."""
    return get_language() if language is None else _core.parse_language(language)
