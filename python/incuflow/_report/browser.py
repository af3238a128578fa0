# SPDX-License-Identifier: Apache-2.0
"""Printing a page with Chromium, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from incuflow.errors import OutputError

PACKAGE = "chromium"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_SECONDS = 180


def find_browser() -> str | None:
    """Path of Chromium or one of its relatives, or None."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def browser_call(browser: str, profile: str | os.PathLike[str]) -> list[str]:
    """How it is called without a display; nothing is fetched, nothing of the user's profile is touched."""
    call = [browser, "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions"]
    call += ["--disable-background-networking", "--disable-sync", "--hide-scrollbars", f"--user-data-dir={profile}"]
    # Its sandbox refuses to run as root, as in a container; the page is our own and has no script.
    return [*call, "--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else call


def print_pdf(text: str, place: str | os.PathLike[str]) -> bytes:
    """The page as PDF. OutputError names the package where there is no Chromium; ``place`` is told in it."""
    browser = find_browser()
    if browser is None:
        raise OutputError([("io.no_browser", {"package": PACKAGE}, os.fspath(place), 0, 0, "")])
    with tempfile.TemporaryDirectory(prefix="incuflow-") as folder:
        source, printed = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_text(text, encoding="utf-8")
        call = browser_call(browser, Path(folder, "profile"))
        call += ["--no-pdf-header-footer", f"--print-to-pdf={printed}", source.as_uri()]
        try:
            done = subprocess.run(call, capture_output=True, timeout=_SECONDS, check=False)
            reason = done.stderr.decode("utf-8", "replace").strip()[-300:] or f"exit code {done.returncode}"
        except (OSError, subprocess.TimeoutExpired) as error:
            reason = str(error)
        if not printed.is_file():
            raise OutputError([("io.browser_failed", {"reason": reason}, os.fspath(place), 0, 0, "")])
        return printed.read_bytes()
