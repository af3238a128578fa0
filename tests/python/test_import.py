# SPDX-License-Identifier: Apache-2.0
"""Importing is light: nothing heavy comes along, and nothing happens."""

import subprocess
import sys

import pytest

# What NumPy itself does not load, and takes longer to load than all of incuflow.
HEAVY = "matplotlib pandas scipy tempfile shutil html argparse importlib.metadata hashlib json asyncio unittest logging email".split()


def modules_after(statement):
    program = f"import sys, numpy; before = set(sys.modules); {statement}; print(*sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_adds_little_to_numpy():
    added = modules_after("import incuflow")
    assert "incuflow" in added
    assert [name for name in HEAVY if name in added] == []
    others = {name.split(".")[0] for name in added} - {"incuflow"}
    # The standard library's small change: __future__ and the like.
    assert len(others) <= 6, others


def test_what_is_heavy_comes_with_what_needs_it():
    lines = "import incuflow as i; f = i.load_preset('torch-2016-2020').forecast(draws=2); f.attainment().to_csv(); f.stocks()"
    assert "matplotlib" not in modules_after(lines)
    assert "pandas" not in modules_after(lines)
    assert "matplotlib" in modules_after(f"{lines}; f.plot.stocks(lang='en')")


@pytest.mark.parametrize("flags", [[], ["-W", "error"], ["-OO"]])
def test_importing_says_nothing_and_starts_no_thread(flags):
    program = "import incuflow, threading; assert threading.active_count() == 1; incuflow.load_preset('torch-2016-2020')"
    run = subprocess.run([sys.executable, *flags, "-c", program], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_everything_exported_is_there_and_documented():
    import incuflow

    assert incuflow.__all__ == sorted(incuflow.__all__)
    for name in incuflow.__all__:
        value = getattr(incuflow, name)
        assert name == "__version__" or value.__doc__, name
    for kind in [value for name, value in vars(incuflow).items() if name in incuflow.__all__ and isinstance(value, type)]:
        for name, member in vars(kind).items():
            assert name.startswith("_") or member.__doc__, f"{kind.__name__}.{name}"
