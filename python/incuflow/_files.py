# SPDX-License-Identifier: Apache-2.0
"""Writing files as a whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from incuflow.errors import OutputError


def _output_error(path: Path, error: OSError) -> OutputError:
    return OutputError([("io.cannot_write", {"reason": error.strerror or str(error)}, str(path), 0, 0, "")])


def _beside(place: Path, content: bytes, kept: list[Path]) -> Path:
    """A hidden file in the folder of ``place``, with the permissions a new file gets; noted in ``kept`` at once."""
    hidden = place.parent / f".{place.name}.{os.getpid()}.{os.urandom(4).hex()}"
    handle = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    kept.append(hidden)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return hidden


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Writes all files or none. Each is written beside its place first, then all are moved; what was there before comes
    back if one move fails, and nothing hidden stays behind. Raises OutputError with the path that cannot be written.
    """
    hidden: list[Path] = []
    undo: list[tuple[Path, Path | None]] = []
    place = Path()
    try:
        moves = []
        for place, content in contents.items():
            moves.append((_beside(place, content, hidden), place))
        for new, place in moves:
            old = _beside(place, place.read_bytes(), hidden) if place.exists() else None
            os.replace(new, place)
            undo.append((place, old))
    except BaseException as error:
        for moved, old in reversed(undo):
            if old is None:
                moved.unlink(missing_ok=True)
            else:
                os.replace(old, moved)
        if isinstance(error, OSError):
            raise _output_error(place, error) from error
        raise
    finally:
        for path in hidden:
            path.unlink(missing_ok=True)


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Writes one file as a whole or not at all, texts in UTF-8. Raises OutputError."""
    write_all({Path(path): content.encode("utf-8") if isinstance(content, str) else content})


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Makes a folder and those above it. Raises OutputError."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _output_error(folder, error) from error
    return folder
