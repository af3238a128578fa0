# SPDX-License-Identifier: Apache-2.0
"""Libraries that not everybody needs: asked for when they are used, and named when they are missing."""

from __future__ import annotations

import importlib
from types import ModuleType


def need(package: str, what: str, extra: str = "") -> ModuleType:
    """Imports ``package``; if it is missing, one ImportError says what asked for it and what to install.

    >>> need("no_such_package", "this example")
    Traceback (most recent call last):
        ...
    ImportError: this example needs the package no_such_package: pip install no_such_package
    """
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise  # it is there, but one of its own is not
        wanted = f"incuflow[{extra}]" if extra else package
        raise ImportError(f"{what} needs the package {package}: pip install {wanted}", name=package) from None
