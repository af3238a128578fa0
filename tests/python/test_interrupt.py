# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C during a long forecast, in processes of their own."""

import os
import signal
import subprocess
import sys
import time

import pytest

import incuflow as inc

# Far more draws than can be run before the signal comes; the test ends them.
PROGRAM = """
import json, signal, sys, time, warnings
import incuflow as inc
signal.signal(signal.SIGINT, signal.default_int_handler)
inc.set_language("en")
study = inc.load_preset("dabancheng-2023-2025")
once = []
def tell(done, total):
    if done > 20 and not once:
        once.append(True)
        print("running", flush=True)
options = {options}
try:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        forecast = study.forecast(draws=3_000_000, seed=7, progress=tell, **options)
except KeyboardInterrupt:
    print(json.dumps({{"interrupted": True}}), flush=True)
    sys.exit()
print(json.dumps({{
    "interrupted": False,
    "draws": forecast.draws,
    "complete": forecast.complete,
    "warnings": [[type(w.message).__name__, str(w.message), w.filename] for w in seen],
    "repr": repr(forecast),
    "rows": len(forecast.attainment()),
    "same": study.forecast(draws=20, seed=7).stock_array.tobytes() == forecast.stock_array[:20].tobytes(),
}}), flush=True)
"""


def interrupted(signals=1, wait=1.0, **options):
    """Runs the program, sends it real signals, and returns what it says and how long it took to say it."""
    import json

    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(options=options)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert program.stdout.readline() == "running\n", program.stderr.read()
        time.sleep(wait)
        sent = time.monotonic()
        for _ in range(signals):
            program.send_signal(signal.SIGINT)
        answer = program.stdout.readline()
        seconds = time.monotonic() - sent
        _, errors = program.communicate(timeout=60)
    finally:
        program.kill()
    return json.loads(answer), seconds, errors


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a console differ")
def test_the_first_ctrl_c_returns_the_finished_draws():
    said, seconds, errors = interrupted(wait=3.0)
    assert errors == ""
    assert said["interrupted"] is False
    assert said["complete"] is False
    assert 20 < said["draws"] < 3_000_000
    [[name, message, filename]] = said["warnings"]
    assert name == "InterruptedWarning"
    words = {"done": str(said["draws"]), "draws": "3000000"}
    assert message == inc.Fault("forecast.interrupted", words).message("en")
    assert message.startswith(f"stopped by Ctrl-C after {said['draws']} of 3000000 draws")
    assert filename == "<string>"  # the caller's line, not one of the library
    assert "stopped early" in said["repr"]
    assert said["rows"] == 13
    assert said["same"], "the finished draws are not the first draws"
    # It takes well under 0.3 s here, tables included; a busy machine is given time.
    assert seconds < 5.0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a console differ")
def test_on_interrupt_raise():
    said, seconds, errors = interrupted(on_interrupt="raise")
    assert (said, errors) == ({"interrupted": True}, "")
    assert seconds < 5.0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a console differ")
def test_a_second_ctrl_c_ends_the_call():
    # The callback is where both come: the first while it runs, the second when it is called again before the end.
    program = PROGRAM.replace("once = []", "once = []\nimport os").replace(
        "    if done > 20 and not once:", "    if done > 20:\n        os.kill(os.getpid(), signal.SIGINT)\n    if not once:"
    )
    assert program.count("os.kill") == 1
    done = subprocess.run([sys.executable, "-c", program.format(options={})], capture_output=True, text=True, timeout=120)
    assert '"interrupted": true' in done.stdout
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a console differ")
def test_a_ctrl_c_while_the_bar_is_drawn_is_the_first():
    program = PROGRAM.replace("once = []", "once = []\nimport os").replace(
        'print("running", flush=True)', "os.kill(os.getpid(), signal.SIGINT)"
    )
    assert program.count("os.kill") == 1
    done = subprocess.run([sys.executable, "-c", program.format(options={})], capture_output=True, text=True, timeout=120)
    assert done.stderr == ""
    assert '"interrupted": false, "draws": ' in done.stdout
    assert '"complete": false' in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a console differ")
def test_the_command_ends_without_half_a_result(tmp_path):
    command = [sys.executable, "-m", "incuflow._cli", "forecast", "dabancheng-2023-2025", "--draws", "3000000"]
    out = tmp_path / "out"
    program = subprocess.Popen([*command, "--out", str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        while not out.exists():  # made right before the run
            assert program.poll() is None, program.stderr.read()
            time.sleep(0.05)
        time.sleep(1.0)
        program.send_signal(signal.SIGINT)
        said = program.communicate(timeout=60)
    finally:
        program.kill()
    assert (program.returncode, said) == (130, (b"", b""))
    assert list(out.iterdir()) == []


# Tables over many draws, each of which takes seconds; the signal comes in the middle.
TABLES = """
import signal, sys, threading, time
import incuflow as inc
signal.signal(signal.SIGINT, signal.default_int_handler)
forecast = inc.load_preset("dabancheng-2023-2025").forecast(draws=40_000, seed=7, progress=False)
ask = {ask}
begin = time.monotonic()
threading.Timer(0.3, signal.raise_signal, [signal.SIGINT]).start()
try:
    ask()
    print("done before the signal", flush=True)
except KeyboardInterrupt:
    print("interrupted", time.monotonic() - begin, forecast.complete, flush=True)
"""


@pytest.mark.parametrize("ask", ["forecast.progress", "forecast.attainment", "forecast.stocks"])
def test_ctrl_c_ends_a_long_table_and_leaves_the_forecast_whole(ask):
    done = subprocess.run([sys.executable, "-c", TABLES.format(ask=ask)], capture_output=True, text=True, timeout=300)
    assert done.stderr == ""
    word, seconds, complete = done.stdout.split()
    assert (word, complete) == ("interrupted", "True")
    # It takes 0.1 s after the signal here; a busy machine is given time, though less than the table takes.
    assert float(seconds) < 3.0


def test_a_table_that_was_interrupted_can_be_asked_for_again(monkeypatch):
    forecast = inc.load_preset("torch-2016-2020").forecast(draws=30, seed=7)
    expected = inc.load_preset("torch-2016-2020").forecast(draws=30, seed=7).stocks()

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        forecast._core.stocks(stop)
    assert forecast.stocks() == expected


def test_work_goes_on_where_no_thread_can_be_started():
    resource = pytest.importorskip("resource")
    program = """
import hashlib, threading
import incuflow as inc
try:
    threading.Thread(target=int).start()
except RuntimeError:
    print("no thread")
seen = []
forecast = inc.load_preset("torch-2016-2020").forecast(draws=300, seed=7, progress=lambda done, total: seen.append((done, total)))
print(hashlib.sha256(forecast.stock_array.tobytes() + forecast.stocks().to_csv().encode()).hexdigest(), forecast.complete, seen[-1])
"""

    def no_room_for_a_stack():
        resource.setrlimit(resource.RLIMIT_STACK, (1 << 46, resource.getrlimit(resource.RLIMIT_STACK)[1]))

    said = []
    for limit in (None, no_room_for_a_stack):
        run = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            preexec_fn=limit,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            timeout=120,
        )
        assert run.stderr == ""
        said.append(run.stdout.splitlines())
    [usual], [refused, alone] = said
    assert refused == "no thread"
    assert alone == usual
    assert usual.endswith("True (300, 300)")
