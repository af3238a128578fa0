# SPDX-License-Identifier: Apache-2.0
"""Writes the types of the compiled core, as this environment has it, to a file; scripts/stubs and a test use it.

Usage: make_stubs.py FILE
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

HEAD = "# SPDX-License-Identifier: Apache-2.0\n# Written by scripts/stubs from bindings/.\n"


def stub() -> str:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pybind11_stubgen", "incuflow._core", "--output-dir", folder, "--exit-code"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stdout + done.stderr)
        text = (Path(folder) / "incuflow" / "_core.pyi").read_text(encoding="utf-8")
    # Comparing with any other value gives False, not an error.
    text = re.sub(r"def __eq__\(self, arg0: \w+\)", "def __eq__(self, arg0: object)", text)
    # A pickled state is for __setstate__ alone, and classes that are only part of a Python value need no hash.
    text = text.replace("__hash__: typing.ClassVar[None] = None", "__hash__: typing.ClassVar[None] = None  # type: ignore[assignment]")
    # A text is also a sequence of texts, but is read as one value: the first overload is tried first.
    text = re.sub(r"(@typing\.overload\ndef \w+\(value: float \| str, .*:)\n", r"\1  # type: ignore[overload-overlap]\n", text)
    return HEAD + text


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(stub(), encoding="utf-8")
