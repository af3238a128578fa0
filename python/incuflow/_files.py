# SPDX-License-Identifier: Apache-2.0
"""Writing files as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from incuflow.errors import OutputError


def output_error(path: str | Path, error: OSError) -> OutputError:
    """The library's error for a path that cannot be written."""
    return OutputError([("io.cannot_write", {"reason": error.strerror or str(error)}, str(path), 0, 0, "")])


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Writes a file beside its place and then moves it there; on an error nothing is left behind. Raises OutputError."""
    path = Path(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise output_error(path, error) from error


def make_folder(path: str | Path) -> Path:
    """Makes a folder and checks that files can be made in it. Raises OutputError."""
    path = Path(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        handle, probe = tempfile.mkstemp(prefix=".probe.", dir=path)
        os.close(handle)
        os.unlink(probe)
    except OSError as error:
        raise output_error(path, error) from error
    return path
