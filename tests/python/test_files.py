# SPDX-License-Identifier: Apache-2.0
"""Output: whole files or none, nothing hidden left behind, whatever goes wrong on the way."""

import os
import stat

import matplotlib.figure
import pytest

import incuflow as inc
from incuflow import _cli, _files, _output


def left_in(folder):
    return sorted(path.name for path in folder.rglob("*"))


def writers(study):
    table = study.sources()
    return [study.save, table.to_csv, table.to_json]


def test_files_get_the_permissions_of_new_files(torch, tmp_path):
    before = os.umask(0o027)
    try:
        torch.save(tmp_path / "a.toml")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.toml").stat().st_mode) == 0o640
    assert left_in(tmp_path) == ["a.toml"]


def test_a_file_is_replaced_as_a_whole(torch, tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("old and longer than nothing")
    torch.save(path)
    assert path.read_text(encoding="utf-8") == torch.to_toml()
    assert left_in(tmp_path) == ["a.toml"]


# A file stands where a folder should; /proc takes no new files, not even from root.
@pytest.mark.parametrize("place", ["file/x.toml", "folder", "nowhere/x.toml", "/proc/x.toml"])
def test_places_that_cannot_be_written(torch, tmp_path, place):
    (tmp_path / "file").write_text("a file")
    (tmp_path / "folder").mkdir()
    path = tmp_path / place
    before = left_in(tmp_path)
    for write in writers(torch):
        with pytest.raises(inc.OutputError) as caught:
            write(path)
        assert caught.value.code == "io.cannot_write"
        assert caught.value.faults[0].file == str(path)
        assert isinstance(caught.value, OSError)
    assert left_in(tmp_path) == before


@pytest.mark.parametrize("step", ["replace", "open", "write"])
def test_nothing_stays_behind_when_a_step_fails(torch, tmp_path, monkeypatch, step):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    if step == "write":

        class Full:
            def __init__(self, handle, _):
                self.handle = handle

            def __enter__(self):
                return self

            def __exit__(self, *_):
                os.close(self.handle)

            write = staticmethod(fail)

        monkeypatch.setattr(_files.os, "fdopen", Full)
    else:
        monkeypatch.setattr(_files.os, step, fail)
    (tmp_path / "a.toml").write_text("before")
    with pytest.raises(inc.OutputError, match="No space left on device"):
        torch.save(tmp_path / "a.toml")
    monkeypatch.undo()
    assert left_in(tmp_path) == ["a.toml"]
    assert (tmp_path / "a.toml").read_text() == "before"


@pytest.mark.parametrize("failing", [1, 2, 3])
@pytest.mark.parametrize("kind", [OSError(13, "Permission denied"), KeyboardInterrupt()])
def test_of_several_files_all_are_written_or_none(tmp_path, monkeypatch, failing, kind):
    (tmp_path / "b").write_text("before")
    real, calls = os.replace, []

    def replace(source, to):
        calls.append(to)
        if len(calls) == failing:
            raise kind
        real(source, to)

    monkeypatch.setattr(_files.os, "replace", replace)
    with pytest.raises(inc.OutputError if isinstance(kind, OSError) else KeyboardInterrupt):
        _output.write_files(tmp_path, {"a": b"1", "b": b"2", "c": b"3"})
    monkeypatch.undo()
    assert left_in(tmp_path) == ["b"]
    assert (tmp_path / "b").read_text() == "before"


def test_a_folder_where_a_file_should_be(tmp_path):
    (tmp_path / "b").mkdir()
    with pytest.raises(inc.OutputError) as caught:
        _output.write_files(tmp_path, {"a": b"1", "b": b"2"})
    assert caught.value.faults[0].file == str(tmp_path / "b")
    assert left_in(tmp_path) == ["b"]


def test_results_are_made_before_any_is_written(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise MemoryError("in the middle of a picture")

    monkeypatch.setattr(matplotlib.figure.Figure, "savefig", fail)
    with pytest.raises(MemoryError):
        _cli.main(["forecast", "torch-2016-2020", "--draws", "0", "--out", str(tmp_path / "out")])
    assert left_in(tmp_path) == ["out"]  # the empty folder


@pytest.mark.parametrize("place", ["file", "file/out", "/proc/out"])
def test_output_folders_that_cannot_be_made(tmp_path, capfd, place):
    (tmp_path / "file").write_text("a file")
    assert _cli.main(["forecast", "torch-2016-2020", "--draws", "0", "--out", str(tmp_path / place), "--lang", "en"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"{tmp_path / place}: the file cannot be written: ")
    assert err.count("\n") == 1
    assert left_in(tmp_path) == ["file"]
