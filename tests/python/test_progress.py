# SPDX-License-Identifier: Apache-2.0
"""A bar on anything over a second where somebody watches, silence elsewhere; and an interrupted notebook that lives on."""

import io
import os
import pty
import subprocess
import sys
import time
from queue import Empty

import numpy as np
import pytest

import incuflow as inc
from incuflow import _progress

client = pytest.importorskip("jupyter_client")

class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_text_bar_waits_a_second_and_ends_its_line(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(_progress.time, "monotonic", lambda: now[0])
    out = io.StringIO()
    bar = _progress.TextBar(out)
    bar(1, 4)
    bar.close()
    assert out.getvalue() == ""
    now[0] = 1.5
    bar(2, 4)
    bar(4, 4)
    bar.close()
    bar.close()
    assert out.getvalue() == "\r[" + "#" * 15 + "." * 15 + "] 2/4\r[" + "#" * 30 + "] 4/4\n"


def test_work_that_is_over_at_once_shows_nothing():
    out = io.StringIO()
    bar = _progress.TextBar(out, after=0)
    bar(4, 4)
    bar.close()
    assert out.getvalue() == ""


def test_a_tqdm_bar_counts_to_the_end(monkeypatch, capsys):
    pytest.importorskip("tqdm")
    bar = _progress.TqdmBar(after=0)
    for done in (1, 3, 4):
        bar(done, 4)
    bar.close()
    shown = capsys.readouterr().err
    assert "4/4" in shown
    bar.close()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("stream", "progress", "wanted"), [
    (Terminal(), None, _progress.TextBar),
    (io.StringIO(), None, type(None)),
    (None, None, type(None)),
    (io.StringIO(), True, _progress.TextBar),
    (Terminal(), False, type(None)),
])  # fmt: skip
def test_who_gets_a_bar(monkeypatch, stream, progress, wanted):
    monkeypatch.setattr(sys, "stderr", stream)
    with _progress.shown(progress) as callback:
        assert type(callback) is wanted


def test_a_function_is_called_with_every_count(torch):
    seen = []
    torch.forecast(draws=40, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (40, 40)
    assert seen == sorted(seen)


def test_the_bar_is_closed_when_the_work_fails(monkeypatch):
    out = Terminal()
    monkeypatch.setattr(sys, "stderr", out)
    monkeypatch.setattr(_progress, "bar", lambda: _progress.TextBar(after=0))
    with pytest.raises(ZeroDivisionError), _progress.shown(None) as callback:
        callback(1, 2)
        raise ZeroDivisionError
    assert out.getvalue().endswith("1/2\n")


# So many draws take many seconds on any machine; every test stops them after the first.
LONG = "import incuflow as inc; inc.load_preset('dabancheng-2023-2025').forecast(draws=100_000)"


def test_a_terminal_sees_a_bar():
    master, slave = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", LONG], stderr=slave, stdout=subprocess.DEVNULL)
    os.close(slave)
    seen = b""
    try:
        while b"/100000" not in seen:
            seen += os.read(master, 4096)
    finally:
        process.kill()
        process.wait()
        os.close(master)
    assert b"\r[" in seen


def test_a_pipe_sees_nothing():
    process = subprocess.Popen([sys.executable, "-c", LONG], stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    time.sleep(2.5)
    process.kill()
    out, err = process.communicate()
    assert (out, err) == (b"", b"")


@pytest.fixture(scope="module")
def kernel():
    manager = client.KernelManager(kernel_name="python3")
    manager.start_kernel()
    talk = manager.client()
    talk.start_channels()
    talk.wait_for_ready(timeout=120)
    yield manager, talk
    talk.stop_channels()
    manager.shutdown_kernel(now=True)


def run_cell(kernel, code, during=None, timeout=120.0):
    """Runs a cell; ``during`` is called once something has been printed. Returns its texts by stream, and its errors."""
    manager, talk = kernel
    asked = talk.execute(code)
    texts = {"stdout": "", "stderr": "", "result": "", "error": ""}
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        try:
            message = talk.get_iopub_msg(timeout=1)
        except Empty:
            continue
        if message["parent_header"].get("msg_id") != asked:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "stream":
            texts[content["name"]] += content["text"]
            if during is not None:
                during(manager)
                during = None
        elif kind == "execute_result":
            texts["result"] = content["data"]["text/plain"]
        elif kind == "error":
            texts["error"] = content["ename"]
        elif kind == "status" and content["execution_state"] == "idle":
            return texts
    raise AssertionError(f"the cell did not end: {texts}")


def test_interrupting_a_kernel_gives_the_finished_draws_and_the_kernel_lives(kernel):
    """The bar shows itself, the stop button is pressed, the cell ends with what is done, and the next cell works."""
    stopped = []

    def interrupt(manager):
        stopped.append(time.monotonic())
        manager.interrupt_kernel()

    code = "import incuflow as inc\nstudy = inc.load_preset('dabancheng-2023-2025')\nfc = study.forecast(draws=100_000)\nfc.complete"
    texts = run_cell(kernel, code, during=interrupt)
    assert len(stopped) == 1, texts
    assert texts["error"] == ""
    assert texts["result"] == "False"
    assert "/100000" in texts["stderr"]
    assert "InterruptedWarning" in texts["stderr"]
    texts = run_cell(kernel, "0 < fc.draws < 100_000, len(fc.stocks()) > 0, len(fc.attainment())")
    assert (texts["error"], texts["stderr"]) == ("", "")
    assert texts["result"] == "(True, True, 13)"
    texts = run_cell(kernel, "study.forecast(draws=20).complete")
    assert (texts["error"], texts["stderr"], texts["result"]) == ("", "", "True")


def test_a_notebook_without_tqdm_sees_plain_text(kernel):
    hide = "import sys\nsys.modules['tqdm'] = None\nfrom incuflow import _progress\ntype(_progress.bar()).__name__"
    assert run_cell(kernel, hide)["result"] == "'TextBar'"
    assert run_cell(kernel, "del sys.modules['tqdm']\ntype(_progress.bar()).__name__")["result"] == "'TqdmBar'"


def test_progress_false_is_silent_in_a_notebook(kernel):
    texts = run_cell(kernel, "with _progress.shown(False) as callback:\n    print(callback)")
    assert texts["stdout"] == "None\n"


def test_the_default_says_so():
    assert "progress" in inc.Study.forecast.__kwdefaults__
    assert inc.Study.forecast.__kwdefaults__["progress"] is None


def test_tables_show_progress_as_the_run_did(monkeypatch):
    seen = []

    class Bar:
        def __call__(self, done, total):
            seen.append((done, total))

        def close(self):
            seen.append("closed")

    monkeypatch.setattr(_progress, "bar", Bar)
    study = inc.load_preset("torch-2016-2020")
    assert study.forecast(draws=20, progress=False).stocks().rows()
    told = []
    assert study.forecast(draws=20, progress=lambda done, total: told.append((done, total))).stocks().rows()
    assert seen == []
    assert told[-1] == (20, 20)
    forecast = study.forecast(draws=20, progress=True)
    seen.clear()
    forecast.stocks()
    stages, dates = len(forecast.stage_axis), len(forecast.stock_dates)
    computed = np.unique(np.nonzero(~np.isnan(forecast.stock_array))[2]).size
    assert computed <= stages
    assert seen[-2:] == [(computed * dates, computed * dates), "closed"]
