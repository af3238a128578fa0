# SPDX-License-Identifier: Apache-2.0
"""Types: the stub of the compiled core is the one its bindings give, and a typed user's program is clean under mypy --strict."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STUB = ROOT / "python" / "incuflow" / "_core.pyi"


def test_the_stub_is_what_the_bindings_give(tmp_path):
    pytest.importorskip("pybind11_stubgen")
    made = tmp_path / "_core.pyi"
    subprocess.run([sys.executable, ROOT / "scripts" / "make_stubs.py", made], check=True)
    assert made.read_text(encoding="utf-8") == STUB.read_text(encoding="utf-8"), "run scripts/stubs"


def test_the_package_says_that_it_is_typed():
    import incuflow

    package = Path(incuflow.__file__).parent
    assert (package / "py.typed").read_bytes() == b""
    assert (package / "_core.pyi").read_bytes() == STUB.read_bytes()


@pytest.mark.parametrize("what", ["package", "user"])
def test_mypy_strict_finds_nothing(what, tmp_path):
    pytest.importorskip("mypy")
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path), "--no-incremental"]
    if what == "package":
        command += ["--config-file", str(ROOT / "pyproject.toml"), str(ROOT / "python" / "incuflow")]
        folder = ROOT
    else:
        # As a user has it: the installed package, no settings of this project.
        command += ["--strict", "--config-file", "", str(ROOT / "tests" / "python" / "typed_example.py")]
        folder = tmp_path
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_sees_a_users_mistakes(tmp_path):
    pytest.importorskip("mypy")
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "import incuflow as inc\n"
        'inc.load_preset("torch-2016-2020").forecast(draws="many")\n'
        'inc.PipelineBuilder().transition("a.b->c", 0.3)\n'
        "inc.per_year(0.3).medium\n"
        "text: int = inc.load_preset('torch-2016-2020').sources().to_csv()\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path), "--strict", "--config-file", "", str(wrong)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    found = [line.split(":", 2)[1:] for line in done.stdout.splitlines() if ": error:" in line]
    assert [int(line) for line, _ in found] == [2, 3, 4, 5], done.stdout


def test_the_typed_example_runs(capsys):
    import typed_example

    typed_example.main()
    *progress, result = capsys.readouterr().out.splitlines()
    assert progress[-1] == "50 of 50"
    assert 0.0 < float(result.split()[0]) < 1.0
