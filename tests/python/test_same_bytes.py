# SPDX-License-Identifier: Apache-2.0
"""The same study gives the same bytes: from C++ and Python, in any locale, on any CPU, with any number of threads."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PRESETS, SMALL, STOCKS

import incuflow as inc
from incuflow import _core

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "build" / "dev" / "examples" / "cpp" / "incuflow_example_forecast"
DRAWS, SEED = 40, 11
# glibc up to 2.32 adds _Usable to the names; names it does not know are passed over.
MASK = ",".join(f"-{name}{end}" for name in ("AVX", "AVX2", "FMA", "FMA4", "AVX512F") for end in ("", "_Usable"))
LOADER = Path("/lib64/ld-linux-x86-64.so.2")

needs_example = pytest.mark.skipif(not EXAMPLE.exists(), reason="the C++ example is not built (cmake --build --preset dev)")

PROGRAM = f"""
import sys
import incuflow as inc
name, threads = sys.argv[1], int(sys.argv[2])
study = inc.load_study(name) if name.endswith(".toml") else inc.load_preset(name)
forecast = study.forecast({DRAWS}, seed={SEED}, threads=threads)
tables = [forecast.attainment("zh"), forecast.stocks(), forecast.flows(), forecast.progress(), forecast.assumptions("zh")]
sys.stdout.buffer.write(forecast.stock_array.tobytes() + forecast.flow_array.tobytes())
sys.stdout.buffer.write("".join(table.to_csv() for table in tables).encode())
"""


def everything(name, threads=2, **environment):
    """Arrays and tables of a run in a process of its own."""
    command = [sys.executable, "-c", PROGRAM, str(name), str(threads)]
    run = subprocess.run(command, capture_output=True, env={**os.environ, **environment}, timeout=120)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout


def from_cpp(name, **environment):
    command = [EXAMPLE, str(name), str(DRAWS), str(SEED), "--csv"]
    run = subprocess.run(command, capture_output=True, env={**os.environ, **environment}, timeout=120)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout


def comma_locale():
    """A locale that writes 0,5, and has its file on this machine."""
    names = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.split() if shutil.which("locale") else []
    for name in names:
        if name.lower().replace("-", "").startswith(("de_de.utf8", "fr_fr.utf8", "es_es.utf8", "ru_ru.utf8")):
            return name
    pytest.skip("no locale with a decimal comma is installed")


@pytest.fixture(scope="module")
def files(tmp_path_factory, county):
    """Studies as files: one written by hand, one written by the program."""
    folder = tmp_path_factory.mktemp("studies")
    (folder / "小.toml").write_text(SMALL, encoding="utf-8")
    county.with_stock(STOCKS, rest=0).save(folder / "stocked.toml")
    return [folder / "小.toml", folder / "stocked.toml"]


@needs_example
@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_from_cpp(name):
    here = inc.load_preset(name).forecast(DRAWS, seed=SEED).attainment("zh").to_csv()
    assert from_cpp(name) == here.encode()


@needs_example
def test_a_study_file_from_cpp(files):
    for path in files:
        here = inc.load_study(path).forecast(DRAWS, seed=SEED).attainment("zh").to_csv()
        assert from_cpp(path) == here.encode()


@pytest.mark.parametrize("name", PRESETS)
def test_threads(name):
    assert everything(name, threads=1) == everything(name, threads=2) == everything(name, threads=5)


def test_two_runs_of_a_file(files):
    for path in files:
        assert everything(path) == everything(path)


@pytest.mark.parametrize("name", PRESETS)
def test_plain_c_locale(name):
    assert everything(name, LC_ALL="C") == everything(name, LC_ALL="C.UTF-8")


def test_a_locale_with_decimal_comma():
    locale = comma_locale()
    probe = [sys.executable, "-c", "import locale; locale.setlocale(0, ''); print(locale.localeconv()['decimal_point'])"]
    shown = subprocess.run(probe, capture_output=True, text=True, env={**os.environ, "LC_ALL": locale})
    assert shown.stdout == ",\n"
    for name in PRESETS:
        assert everything(name, LC_ALL=locale) == everything(name)
        if EXAMPLE.exists():
            assert from_cpp(name, LC_ALL=locale) == from_cpp(name)


@pytest.mark.skipif(not LOADER.exists() or platform.machine() != "x86_64", reason="CPU features can be masked on x86-64 glibc only")
def test_masked_cpu_features(files):
    def active(**environment):
        run = subprocess.run([LOADER, "--list-diagnostics"], capture_output=True, text=True, env=environment)
        return [line for line in run.stdout.splitlines() if line.startswith(("x86.", "dl_hwcaps"))]

    if active() == active(GLIBC_TUNABLES=f"glibc.cpu.hwcaps={MASK}"):
        pytest.skip("this glibc masks none of the features, or the CPU has none of them")
    for name in [*PRESETS, *files]:
        assert everything(name, GLIBC_TUNABLES=f"glibc.cpu.hwcaps={MASK}") == everything(name)


def test_no_transcendental_function_of_libm_is_called():
    """What differs between CPUs is not even linked; sqrt is the same everywhere by IEEE 754."""
    if shutil.which("nm") is None:
        pytest.skip("nm is not installed")
    run = subprocess.run(["nm", "-D", "--undefined-only", _core.__file__], capture_output=True, text=True, check=True)
    names = {line.split()[-1].split("@")[0] for line in run.stdout.splitlines()}
    assert len(names) > 50
    libm = "exp exp2 exp10 expm1 log log2 log10 log1p pow sin cos tan sinh cosh tanh erf erfc tgamma lgamma lgamma_r cbrt hypot"
    assert names & ({name + end for name in libm.split() for end in ("", "f", "l")}) == set()
